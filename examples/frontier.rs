//! Which deals: the Pareto frontier of a scenario's zone, the deals that bargaining theory singles out, the zone's share
//! of the space, and whether the best deals would last. Those who fight are weighed; a mediator must lose nothing.
//!
//! `cargo run --release --example frontier -- --help` lists the options.

#[path = "common/finish.rs"]
mod finish;

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use dealzone::conflict::Conflict;
use dealzone::index::PartyIndex;
use dealzone::report::text;
use dealzone::scenario::Scenario;
use dealzone::zone::{
    Durability, Exactness, Frontier, MostDurable, NoNash, Rearming, SampledShare, Share,
    SolutionPoint, Solutions,
};
use serde_json::json;

use finish::finish;

/// Which deals does the zone hold, which of them stand out, and would they last?
#[derive(Parser)]
struct Options {
    /// A scenario file, or the id of a scenario built in
    #[arg(long, value_name = "FILE|ID", default_value = "ukraine-2026-01-23")]
    scenario: String,
    /// The demand set, instead of the first that leaves a zone
    #[arg(long, value_name = "ID")]
    demands: Option<String>,
    /// How near the list comes to every deal, where there are amounts, in scaled utility
    #[arg(long, value_name = "SIZE", default_value_t = 0.02)]
    within: f64,
    /// How many deals may be listed where there are amounts
    #[arg(long, value_name = "N", default_value_t = 60)]
    points: usize,
    /// Print one JSON document instead of text
    #[arg(long)]
    json: bool,
}

/// Deals of the frontier that are shown as text.
const SHOWN: usize = 12;
/// Deals drawn for the zone's share of a space too large to be counted.
const DRAWS: u64 = 20_000;

fn main() -> ExitCode {
    finish(run(&Options::parse()), ExitCode::FAILURE)
}

fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let scenario = Scenario::open(&options.scenario).map_err(|error| error.render())?;
    let (under, conflict) = choose(&scenario, options.demands.as_deref())?;
    let mut out = std::io::stdout().lock();
    let query = conflict.zone().among(conflict.belligerents());
    let Some(solutions) = query.solutions() else {
        writeln!(
            out,
            "{}\nUnder {under}: no deal zone, so no deals to compare.",
            scenario.title()
        )?;
        return Ok(());
    };
    let rearming = Rearming::default();
    let page = Page {
        conflict: &conflict,
        frontier: query
            .frontier()
            .within(options.within)
            .most_points(options.points)
            .solve(),
        share: query.share(),
        sampled: query.sampled_share(DRAWS, 1),
        durable: query
            .most_durable(&rearming)
            .ok_or("a zone without a deal")?,
        last: columns(&solutions)
            .iter()
            .map(|(_, point)| query.durability(&point.deal, &rearming))
            .collect(),
        solutions,
    };
    page.check()?;
    if options.json {
        serde_json::to_writer_pretty(&mut out, &page.document(scenario.id(), &under))?;
        writeln!(out)?;
    } else {
        writeln!(out, "{}", scenario.title())?;
        writeln!(out, "Under {under}; gains over fighting on, in utility.\n")?;
        page.write(&mut out)?;
    }
    Ok(())
}

/// The conflict under a demand set: the one asked for, or the first that leaves a zone, or the first of all.
fn choose(scenario: &Scenario, asked: Option<&str>) -> Result<(String, Conflict), Box<dyn Error>> {
    let setting = scenario.setting();
    let ids: Vec<&str> = scenario.demand_sets().map(|set| set.id.as_str()).collect();
    if let Some(id) = asked {
        return Ok((id.to_owned(), scenario.conflict_at(&setting, Some(id))?));
    }
    let mut first = None;
    for id in ids {
        let conflict = scenario.conflict_at(&setting, Some(id))?;
        if conflict.zone().verdict_only().solve().exists() {
            return Ok((id.to_owned(), conflict));
        }
        first.get_or_insert((id.to_owned(), conflict));
    }
    match first {
        Some(first) => Ok(first),
        None => Ok(("the demands as written".to_owned(), scenario.conflict()?)),
    }
}

struct Page<'a> {
    conflict: &'a Conflict,
    frontier: Frontier,
    solutions: Solutions,
    share: Share,
    sampled: SampledShare,
    durable: MostDurable,
    /// How each solution lasts, in the order of [`columns`].
    last: Vec<Durability>,
}

fn columns(solutions: &Solutions) -> Vec<(&'static str, &SolutionPoint)> {
    let all = [
        ("egalitarian", Some(&solutions.egalitarian)),
        ("Kalai-Smorodinsky", solutions.kalai_smorodinsky.as_ref()),
        ("utilitarian", Some(&solutions.utilitarian)),
        ("Nash", solutions.nash.as_ref()),
    ];
    all.into_iter()
        .filter_map(|(name, point)| Some((name, point?)))
        .collect()
}

impl Page<'_> {
    /// What the page claims holds for what is on it.
    fn check(&self) -> Result<(), Box<dyn Error>> {
        let space = self.conflict.space();
        let deals = self
            .frontier
            .points
            .iter()
            .map(|point| (&point.deal, &point.surplus));
        let singled = columns(&self.solutions);
        let singled = singled
            .iter()
            .map(|(_, point)| (&point.deal, &point.surplus));
        for (deal, surplus) in deals.chain(singled) {
            if !space.admits(deal) {
                return Err("a deal breaks a constraint".into());
            }
            if surplus.iter().any(|gain| *gain < -1e-6) {
                return Err("a deal is worse than fighting on".into());
            }
        }
        let margin = self.durable.durability.margin;
        if self
            .last
            .iter()
            .any(|durability| durability.margin > margin.max(self.durable.upper) + 1e-6)
        {
            return Err("a solution lasts better than the deal that lasts best".into());
        }
        Ok(())
    }

    fn write(&self, out: &mut impl Write) -> std::io::Result<()> {
        self.write_header(out, "The deals that theory singles out")?;
        for ((name, point), durability) in columns(&self.solutions).iter().zip(&self.last) {
            self.write_gains(out, name, &point.surplus)?;
            writeln!(out, "    {:<16}{}", "", self.lasts(durability))?;
        }
        self.write_gains(out, "(at best, each)", &self.ideal())?;
        writeln!(out, "  Weighed: {}.", self.labels(&self.solutions.parties))?;
        if self.solutions.parties.len() < self.conflict.parties().len() {
            writeln!(out, "  The others must lose nothing, and no more.")?;
        }
        match self.solutions.without_nash() {
            Some(NoNash::CannotGain(parties)) => {
                let labels = self.labels(&parties);
                writeln!(
                    out,
                    "  No Nash point: no deal of the zone is a gain for {labels}."
                )?;
            }
            Some(_) => writeln!(out, "  No Nash point: no deal found is a gain for all.")?,
            None => {}
        }
        writeln!(out)?;
        let deals = match self.frontier.points.len() {
            1 => "1 deal".to_owned(),
            count => format!("{count} deals"),
        };
        let heading = match self.frontier.exactness {
            Exactness::Exact => format!("The frontier: {deals}, all there are"),
            Exactness::Within(gap) if gap.is_finite() => format!(
                "The frontier: {deals}; every other deal is matched by one of them to\nwithin {gap:.3} for every party"
            ),
            Exactness::Within(_) => {
                format!("The frontier: {deals}, too few to say how near they come to others")
            }
            _ => "The frontier".to_owned(),
        };
        self.write_header(out, &heading)?;
        let count = self.frontier.points.len();
        for at in 0..count.min(SHOWN) {
            let place = if count > SHOWN {
                at * (count - 1) / (SHOWN - 1)
            } else {
                at
            };
            let name = format!("{} of {count}", place + 1);
            self.write_gains(out, &name, &self.frontier.points[place].surplus)?;
        }
        writeln!(out)?;
        let Share { low, high, .. } = self.share;
        if self.share.is_exact {
            writeln!(out, "The zone's share of the space, counted: {low:.4e}")?;
        } else {
            writeln!(
                out,
                "The zone's share of the space, by proof: {low:.1e} to {high:.1e}"
            )?;
            writeln!(
                out,
                "  by sampling: {} of {} deals, {:.1e} to {:.1e} at 95 % confidence",
                self.sampled.in_zone, self.sampled.admissible, self.sampled.low, self.sampled.high
            )?;
        }
        writeln!(out)?;
        writeln!(out, "The deal of the zone that lasts best")?;
        self.write_gains(out, "gains", &self.durable.surplus)?;
        writeln!(out, "  {}", self.lasts(&self.durable.durability))?;
        if self.durable.upper < 0.0 {
            writeln!(out, "  No deal in the zone enforces itself.")?;
        }
        write!(out, "{}", text::terms(self.conflict, &self.durable.deal))
    }

    fn write_header(&self, out: &mut impl Write, title: &str) -> std::io::Result<()> {
        writeln!(out, "{title}")?;
        write!(out, "  {:<18}", "")?;
        for party in self.conflict.parties() {
            write!(out, "{:>15}", clipped(&party.label, 14))?;
        }
        writeln!(out)
    }

    fn write_gains(&self, out: &mut impl Write, name: &str, gains: &[f64]) -> std::io::Result<()> {
        write!(out, "  {name:<18}")?;
        for gain in gains {
            if gain.is_nan() {
                write!(out, "{:>15}", "-")?;
                continue;
            }
            // Rounding must not show nothing as less than nothing.
            let gain = if gain.abs() < 5e-4 { 0.0 } else { *gain };
            write!(out, "{gain:>+15.3}")?;
        }
        writeln!(out)
    }

    /// The ideal gains by party; no number for those who are not weighed.
    fn ideal(&self) -> Vec<f64> {
        let mut ideal = vec![f64::NAN; self.conflict.parties().len()];
        for (party, gain) in self.solutions.parties.iter().zip(&self.solutions.ideal) {
            ideal[party.get()] = *gain;
        }
        ideal
    }

    fn labels(&self, parties: &[PartyIndex]) -> String {
        let labels = parties.iter();
        let labels = labels.map(|party| self.conflict.parties()[party.get()].label.as_str());
        labels.collect::<Vec<_>>().join(", ")
    }

    fn lasts(&self, durability: &Durability) -> String {
        match durability.breach() {
            None => format!("enforces itself, margin {:+.3}", durability.margin),
            Some(breach) => format!(
                "broken by {} after {:.1} years, for {:+.3}",
                self.conflict.parties()[breach.party.get()].label,
                breach.after.get(),
                breach.shortfall
            ),
        }
    }

    fn document(&self, scenario: &str, under: &str) -> serde_json::Value {
        let by_party = |gains: &[f64]| -> serde_json::Value {
            let ids = self.conflict.parties().iter().map(|party| party.id.clone());
            ids.zip(gains.iter().map(|gain| json!(gain)))
                .collect::<serde_json::Map<_, _>>()
                .into()
        };
        let last = |durability: &Durability| {
            let breach = durability.breach().map(|breach| {
                json!({
                    "party": self.conflict.parties()[breach.party.get()].id,
                    "after_years": breach.after.get(),
                    "gains": breach.shortfall,
                })
            });
            json!({ "margin": durability.margin, "breach": breach })
        };
        let points: Vec<_> = self
            .frontier
            .points
            .iter()
            .map(|point| by_party(&point.surplus))
            .collect();
        let within = match self.frontier.exactness {
            Exactness::Within(gap) => Some(gap).filter(|gap| gap.is_finite()),
            _ => Some(0.0),
        };
        let solutions: serde_json::Map<_, _> = columns(&self.solutions)
            .iter()
            .zip(&self.last)
            .map(|((name, point), durability)| {
                let entry = json!({
                    "surplus": by_party(&point.surplus),
                    "value": point.value,
                    "gap": Some(point.gap).filter(|gap| gap.is_finite()),
                    "durability": last(durability),
                });
                ((*name).to_owned(), entry)
            })
            .collect();
        json!({
            "scenario": scenario,
            "demand_set": under,
            "weighed": self.solutions.parties.iter().map(|party| &self.conflict.parties()[party.get()].id).collect::<Vec<_>>(),
            "frontier": { "within": within, "complete": self.frontier.is_complete, "surplus": points },
            "solutions": solutions,
            "ideal": by_party(&self.ideal()),
            "share": { "low": self.share.low, "high": self.share.high, "exact": self.share.is_exact },
            "most_durable": {
                "surplus": by_party(&self.durable.surplus),
                "durability": last(&self.durable.durability),
                "upper": self.durable.upper,
            },
        })
    }
}

fn clipped(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        text.to_owned()
    } else {
        text.chars().take(width - 1).chain(['…']).collect()
    }
}
