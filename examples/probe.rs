use dealzone::prelude::*;
use dealzone::scenario::Scenario;
fn main() {
    let t = std::time::Instant::now();
    let s = match Scenario::builtin("ukraine-2026-01-23") {
        Ok(s) => s,
        Err(e) => {
            println!("{e}");
            return;
        }
    };
    println!("read {:?}", t.elapsed());
    for set in s.demand_sets() {
        let t = std::time::Instant::now();
        let c = s.conflict_at(&s.setting(), Some(&set.id)).unwrap();
        println!("{} built {:?}", set.id, t.elapsed());
        let t = std::time::Instant::now();
        let z = c.zone().verdict_only().solve();
        println!(
            "verdict only {:?} {} {} boxes {}",
            t.elapsed(),
            z.lower(),
            z.upper(),
            z.boxes()
        );
        let t = std::time::Instant::now();
        let z = c.deal_zone();
        println!(
            "{:?} {} {} {} boxes {}",
            t.elapsed(),
            z.exists(),
            z.lower(),
            z.upper(),
            z.boxes()
        );
        if let Some(cl) = z.closest() {
            println!("  surplus {:?}", cl.surplus);
            for l in cl.lifted.as_slice() {
                println!("  lifted {}", l.describe(&c));
            }
            for (i, l) in c.space().issues().iter().zip(cl.deal.levels()) {
                match l {
                    Level::Option(o) => {
                        println!("   {} = {}", i.id, i.domain.options()[o.get()].id)
                    }
                    Level::Amount(a) => println!("   {} = {a}", i.id),
                }
            }
        }
        if let Verdict::Empty { certificate } = z.verdict() {
            println!(
                "verify {:?} nodes {}",
                certificate.verify(&c, &Situation::opening(&c)),
                certificate.proof().nodes.len()
            );
        }
        let t = std::time::Instant::now();
        let cl = c.zone().clashes();
        println!("clashes {:?} complete {}", t.elapsed(), cl.is_complete());
        for set in cl.sets() {
            println!(
                "  set: {:?}",
                set.as_slice()
                    .iter()
                    .map(|d| d.describe(&c))
                    .collect::<Vec<_>>()
            );
        }
        for set in cl.lifts() {
            println!(
                "  lift: {:?}",
                set.as_slice()
                    .iter()
                    .map(|d| d.describe(&c))
                    .collect::<Vec<_>>()
            );
        }
    }
}
