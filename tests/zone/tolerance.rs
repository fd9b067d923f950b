//! Linear constraints that a deal meets, or misses, by about the tolerance: a deal that counts and a proof that there is
//! none never stand side by side.

use dealzone::conflict::{Outlook, Situation};
use dealzone::index::{IssueIndex, OptionIndex};
use dealzone::prelude::*;
use dealzone::space::{Constraint, LinearTerm, Relation, Rule};
use dealzone::zone::{Values, Verdict};
use serde_json::{Value, json};

use super::forged::claimed;
use super::random::Draw;

/// Steps of each amount.
const STEPS: usize = 4;

/// By how much, in units of the tolerance, the bound lies off the sum of some deal.
const OFF: [f64; 13] = [
    0.0, 0.4, -0.4, 0.99, -0.99, 1.01, -1.01, 1.9, -1.9, 2.1, -2.1, 4.0, -4.0,
];

/// Two parties over two amounts in [0, 1], in steps or not, and a choice; one constraint, at the brink for some deal.
fn at_the_brink(seed: u64, in_steps: bool) -> Conflict {
    let mut draw = Draw::new(seed, 7);
    let mut issues: Vec<Issue> = ["x", "y"]
        .map(|id| Issue::amount(id, Family::Economy, 0.0, 1.0, "units"))
        .into();
    for issue in &mut issues {
        if let Domain::Amount { step, .. } = &mut issue.domain {
            *step = in_steps.then_some(1.0 / STEPS as f64);
        }
    }
    issues.push(Issue::choice("z", Family::Other, ["a", "b"]));
    let coefficients = [0, 1].map(|_| [1.0, -1.0, 0.3, 7.0, 1e4][draw.below(5)]);
    let level = |draw: &mut Draw| draw.below(STEPS + 1) as f64 / STEPS as f64;
    let sum: f64 = coefficients.map(|it| it * level(&mut draw)).iter().sum();
    let size = coefficients
        .map(f64::abs)
        .into_iter()
        .fold(sum.abs(), f64::max);
    let off = OFF[draw.below(OFF.len())];
    let rule = Rule::Linear {
        terms: (0..2)
            .map(|issue| LinearTerm {
                issue: IssueIndex(issue),
                coefficient: coefficients[issue],
            })
            .collect(),
        relation: [Relation::AtMost, Relation::Equal, Relation::AtLeast][draw.below(3)],
        bound: sum + off * Rule::TOLERANCE * size,
    };
    let space = Space::new(issues, vec![Constraint::new("sum", rule)]).unwrap();
    let mut builder = Conflict::builder(space);
    for id in ["a", "b"] {
        let mut amount = || {
            let ends = [draw.between(0.0, 1.0), draw.between(0.0, 1.0)];
            Valuation::Amount(Curve::Linear {
                at_lower: ends[0],
                at_upper: ends[1],
            })
        };
        let values = vec![
            amount(),
            amount(),
            Valuation::table([draw.between(0.0, 1.0), draw.between(0.0, 1.0)]),
        ];
        builder = builder.party(Party::new(
            id,
            Preferences::new(vec![0.4, 0.4, 0.2], values),
        ));
    }
    let reservations = [0, 1].map(|_| draw.between(0.2, 0.6));
    builder.reservations(reservations).build().unwrap()
}

/// The greatest least surplus of the deals at the steps that the space admits; −∞ where it admits none.
fn best_admitted(conflict: &Conflict) -> f64 {
    let situation = Situation::opening(conflict);
    let outlook = Outlook::new(conflict, &situation);
    let level = |step: usize| Level::Amount(step as f64 / STEPS as f64);
    let mut best = f64::NEG_INFINITY;
    for code in 0..2 * (STEPS + 1) * (STEPS + 1) {
        let (x, rest) = (code % (STEPS + 1), code / (STEPS + 1));
        let (y, z) = (rest % (STEPS + 1), rest / (STEPS + 1));
        let deal = Deal::new(vec![level(x), level(y), Level::Option(OptionIndex(z))]);
        if conflict.space().admits(&deal) {
            let values = Values::new(conflict, &situation, &outlook, &deal);
            let least = values.surplus().into_iter().fold(f64::INFINITY, f64::min);
            best = best.max(least);
        }
    }
    best
}

#[test]
fn a_proof_speaks_of_every_deal_that_the_space_admits() {
    let (mut exist, mut empty, mut none) = (0, 0, 0);
    for seed in 0..1_500 {
        let in_steps = seed % 3 > 0;
        let conflict = at_the_brink(seed, in_steps);
        let zone = conflict.deal_zone();
        let best = best_admitted(&conflict);
        match zone.verdict() {
            Verdict::Exists { witness } => {
                assert!(conflict.space().admits(witness), "seed {seed}");
                assert!(best >= -1e-12 || !in_steps, "seed {seed}: {best}");
                exist += 1;
            }
            Verdict::Empty { certificate } => {
                certificate
                    .verify(&conflict, &Situation::opening(&conflict))
                    .unwrap();
                assert!(certificate.upper() >= best, "seed {seed}: {best} {zone:?}");
                empty += 1;
                none += u32::from(certificate.upper() == f64::NEG_INFINITY);
            }
            // Between what counts and what is ruled out: no deal may be there that does count.
            _ => assert!(best < -1e-12, "seed {seed}: {best} {zone:?}"),
        }
    }
    assert!(
        exist > 300 && empty > 300 && none > 30,
        "{exist} {empty} {none}"
    );
}

/// Divides a part of the amounts' steps down to single ones; returns its node.
fn divided(
    nodes: &mut Vec<Value>,
    part: [(usize, usize); 2],
    leaf: &dyn Fn([usize; 2]) -> Value,
) -> usize {
    let node = nodes.len();
    nodes.push(Value::Null);
    nodes[node] = match (0..2).find(|&variable| part[variable].0 < part[variable].1) {
        None => leaf(part.map(|(level, _)| level)),
        Some(variable) => {
            let (first, last) = part[variable];
            let parts = [(first, first), (first + 1, last)].map(|ends| {
                let mut narrowed = part;
                narrowed[variable] = ends;
                divided(nodes, narrowed, leaf)
            });
            json!({ "amounts": {
                "variable": variable,
                "below": first as f64 / STEPS as f64,
                "above": (first + 1) as f64 / STEPS as f64,
                "nodes": parts,
            }})
        }
    };
    node
}

/// The strongest claim that there is no deal: each deal by itself, by a multiplier of the side that it misses.
#[test]
fn no_multiplier_rules_out_a_deal_that_the_space_admits() {
    let (mut ruled_out, mut refused) = (0, 0);
    for seed in 0..1_500 {
        let conflict = at_the_brink(seed, true);
        let Rule::Linear {
            terms,
            relation,
            bound,
        } = &conflict.space().constraints()[0].rule
        else {
            panic!("not linear");
        };
        for weight in [1.0, 1e12] {
            let mut nodes = Vec::new();
            divided(&mut nodes, [(0, STEPS); 2], &|levels| {
                let terms = terms.iter().zip(levels);
                let sum: f64 = terms
                    .map(|(term, level)| term.coefficient * level as f64 / STEPS as f64)
                    .sum();
                let side = match relation {
                    Relation::Equal if sum > *bound => -weight,
                    _ => weight,
                };
                json!({ "multipliers": [0.0, 0.0, side] })
            });
            let demands = json!([
                { "participation": { "party": 0 } },
                { "participation": { "party": 1 } },
            ]);
            let claim = json!({ "demands": demands, "proof": { "upper": null, "nodes": nodes } });
            let certificate = claimed(&claim).unwrap();
            let verified = certificate.verify(&conflict, &Situation::opening(&conflict));
            match best_admitted(&conflict) == f64::NEG_INFINITY {
                true => ruled_out += u32::from(verified.is_ok()),
                false => {
                    assert!(verified.is_err(), "seed {seed}");
                    refused += 1;
                }
            }
        }
    }
    assert!(ruled_out > 100 && refused > 1_000, "{ruled_out} {refused}");
}
