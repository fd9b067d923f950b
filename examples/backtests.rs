//! Two rounds of talks whose end is known: what the model says of each on the eve, beside what happened and beside naive
//! guesses. The page `documentation::backtests` holds the tables that this prints.
//!
//! `cargo run --release --example backtests`

use std::error::Error;
use std::process::ExitCode;

use clap::Parser;
use dealzone::analysis::{Baselines, Explanation, Scan};
use dealzone::conflict::{Conflict, Outlook, Situation};
use dealzone::index::{IssueIndex, OptionIndex, ParameterIndex, PartyIndex};
use dealzone::report::Finding;
use dealzone::scenario::{Scenario, Setting};
use dealzone::space::{Deal, Domain, Level};
use dealzone::stream::{Purpose, Stream};
use dealzone::talks::{Ending, Talks};
use dealzone::zone::{Demands, Rearming, Values};

/// What does the model say of talks whose end is known?
#[derive(Parser)]
struct Options {
    /// Talks played at the central values, for each set of demands
    #[arg(long, value_name = "N", default_value_t = RUNS)]
    runs: u64,
    /// Settings drawn from the ranges of all numbers, for each set of demands
    #[arg(long, value_name = "N", default_value_t = SETTINGS)]
    settings: u64,
}

/// Talks at the central values on the page.
pub(crate) const RUNS: u64 = 100;
/// Settings drawn on the page.
pub(crate) const SETTINGS: u64 = 100;
/// The normal quantile of 95 % on both sides.
const QUANTILE: f64 = 1.959_963_984_540_054;

fn main() -> ExitCode {
    let options = Options::parse();
    for case in CASES {
        match tables(case, options.runs, options.settings) {
            Ok(page) => println!("{page}"),
            Err(error) => {
                eprintln!("error: {error}");
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}

/// Talks, and how they ended. What is here came after the scenario's date, and is in no scenario file.
pub(crate) struct Case {
    pub(crate) scenario: &'static str,
    /// Whether the sides signed.
    signed: bool,
    /// The levels that fit what they wrote down, by issue; issues that their text left open are not here.
    happened: &'static [(&'static str, &'static [&'static str])],
}

pub(crate) const CASES: &[Case] = &[
    // The draft of 15 April 2022, on the articles that neither side had marked as refused.
    Case {
        scenario: "istanbul-2022-03-30",
        signed: false,
        happened: &[
            ("alignment", &["neutrality", "neutrality_strict"]),
            ("crimea_status", &["deferred"]),
            ("donbas_status", &["deferred"]),
            ("forces", &["limited"]),
        ],
    },
    // The Package of Measures of 12 February 2015. On elections points 4 and 12 fit two options; Debaltseve is not in it.
    Case {
        scenario: "minsk-2015-02-11",
        signed: true,
        happened: &[
            ("donbas_line", &["two_lines"]),
            ("debaltseve_line", &["front"]),
            ("status", &["lasting_status"]),
            ("elections", &["law_agreed", "ukrainian_law"]),
            ("border", &["after_settlement"]),
            ("foreign_forces", &["promised"]),
            ("zone_width", &["50"]),
            ("monitoring", &["mission_enlarged"]),
            ("amnesty", &["full"]),
            ("payments", &["worked_out"]),
            ("sequence", &["ceasefire_first"]),
        ],
    },
];

/// A guess at the terms, and whether it says that something is signed.
struct Guess<'a> {
    name: String,
    signs: bool,
    deal: Deal,
    /// The conflict under the demands that it was made for.
    under: &'a Conflict,
}

/// All tables of a case, in markdown.
pub(crate) fn tables(case: &Case, runs: u64, settings: u64) -> Result<String, Box<dyn Error>> {
    let scenario = Scenario::builtin(case.scenario).map_err(|error| error.render())?;
    let findings = Finding::all(&scenario, &scenario.setting())?;
    let conflict = &findings[0].conflict;
    let baselines = Baselines::new(conflict).ok_or("there are not two sides")?;
    let happened = case
        .happened
        .iter()
        .map(|(issue, levels)| fitting(conflict, issue, levels))
        .collect::<Result<Vec<_>, _>>()?;

    let mut talks = Vec::new();
    for finding in &findings {
        talks.push(Played::at_the_centre(&scenario, finding, runs)?);
    }
    let mut guesses = Vec::new();
    for (finding, played) in findings.iter().zip(&talks) {
        guesses.extend(of_the_model(finding));
        guesses.extend(played.commonest(conflict).map(|deal| Guess {
            name: format!("talks under `{}`", finding.id),
            signs: 2 * played.signed() > played.runs,
            deal,
            under: &finding.conflict,
        }));
    }
    guesses.push(Guess {
        name: "midpoint of the opening offers".to_owned(),
        signs: true,
        deal: baselines.midpoint(),
        under: conflict,
    });
    guesses.push(Guess {
        name: "last line frozen".to_owned(),
        signs: true,
        deal: baselines.last_line(),
        under: conflict,
    });

    let mut page = format!("# {}\n", scenario.id());
    let mut table = |title: &str, rows: Vec<Vec<String>>| {
        page += &format!("\n{title}\n\n");
        for (at, row) in rows.iter().enumerate() {
            page += &format!("| {} |\n", row.join(" | "));
            if at == 0 {
                page += &format!("|{}\n", "---|".repeat(row.len()));
            }
        }
    };
    table("The verdicts", verdicts(&findings));
    table("Why the gain is no greater", explanations(&findings)?);
    table("Where the verdict flips", flips(&scenario, &findings)?);
    table(
        "The talks",
        endings(&scenario, &findings, &talks, settings)?,
    );
    table(
        "The terms",
        terms(conflict, &baselines, &guesses, &happened),
    );
    table(
        "How near they came",
        scores(case, &baselines, &guesses, &happened),
    );
    table(
        "What they are worth, and whether they would last",
        worth(case, conflict, &baselines, &guesses, &happened),
    );
    Ok(page)
}

fn fitting(
    conflict: &Conflict,
    id: &str,
    levels: &[&str],
) -> Result<(IssueIndex, Vec<Level>), Box<dyn Error>> {
    let issue = conflict.space().find(id).ok_or(format!("no issue {id}"))?;
    let domain = &conflict.space().issues()[issue.get()].domain;
    let level = |text: &&str| match domain {
        Domain::Amount { .. } => text.parse().ok().map(Level::Amount),
        _ => domain.find(text).map(Level::Option),
    };
    let levels: Option<Vec<Level>> = levels.iter().map(level).collect();
    Ok((issue, levels.ok_or(format!("no such level of {id}"))?))
}

fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

fn gain(gain: f64) -> String {
    if !gain.is_finite() {
        "–".to_owned()
    } else if gain.abs() < 0.0005 {
        "0.000".to_owned()
    } else {
        format!("{gain:+.3}")
    }
}

fn verdicts(findings: &[Finding]) -> Vec<Vec<String>> {
    let mut rows = vec![row([
        "demands",
        "a deal zone",
        "greatest least gain",
        "smallest sets of demands to lift",
    ])];
    for finding in findings {
        let verdict = match (finding.zone.exists(), finding.checked_proof()) {
            (true, _) => "exists".to_owned(),
            (false, Some(_)) if finding.zone.upper().is_finite() => "empty, proven".to_owned(),
            (false, Some(_)) => "empty: the demands alone exclude every deal".to_owned(),
            (false, None) => "undecided".to_owned(),
        };
        let lifts = smallest(finding)
            .iter()
            .map(|lift| {
                let demands = lift.as_slice().iter();
                let named: Vec<String> = demands
                    .map(|demand| demand.describe(&finding.conflict))
                    .collect();
                named.join(" and ")
            })
            .collect::<Vec<_>>();
        rows.push(vec![
            format!("`{}`", finding.id),
            verdict,
            gain(finding.zone.lower()),
            if lifts.is_empty() {
                "–".to_owned()
            } else {
                lifts.join("; or ")
            },
        ]);
    }
    rows
}

/// The sets to lift that no other is smaller than.
fn smallest(finding: &Finding) -> Vec<&Demands> {
    let lifts = finding.clashes.lifts();
    let least = lifts.iter().map(|lift| lift.as_slice().len()).min();
    lifts
        .iter()
        .filter(|lift| Some(lift.as_slice().len()) == least)
        .collect()
}

/// The deals that the model singles out under a set of demands.
fn of_the_model(finding: &Finding) -> Vec<Guess<'_>> {
    let guess = |name: &str, deal: Deal| Guess {
        name: format!("{name} under `{}`", finding.id),
        signs: finding.zone.exists(),
        deal,
        under: &finding.conflict,
    };
    let Some(closest) = finding.zone.closest() else {
        return Vec::new();
    };
    let mut guesses = vec![guess("best for who gains least", closest.deal.clone())];
    let query = finding.conflict.zone();
    if finding.zone.exists() {
        let nash = query.solutions().and_then(|solutions| solutions.nash);
        guesses.extend(nash.map(|point| guess("Nash solution", point.deal)));
    } else if closest.lifted.as_slice().is_empty() {
        // Deals are left, but none that all gain by: the one that they would gain by most evenly once enough is lifted.
        guesses.extend(smallest(finding).first().and_then(|lift| {
            let all = Demands::all(&finding.conflict);
            let kept = all.as_slice().iter().copied();
            let kept = kept.filter(|demand| !lift.as_slice().contains(demand));
            let zone = query.demands(Demands::new(kept)).solve();
            let deal = zone.closest()?.deal.clone();
            Some(guess("best once the smallest set is lifted,", deal))
        }));
    }
    guesses
}

/// How some talks ended.
#[derive(Default)]
struct Played {
    runs: u64,
    endings: [u64; 5],
    deals: Vec<Deal>,
}

const ENDINGS: [Ending; 5] = [
    Ending::Peace,
    Ending::NotKept,
    Ending::NotRatified,
    Ending::TalksFailed,
    Ending::NoZone,
];

impl Played {
    fn at_the_centre(
        scenario: &Scenario,
        finding: &Finding,
        runs: u64,
    ) -> Result<Self, Box<dyn Error>> {
        let mut played = Self::default();
        for run in 0..runs {
            played.play(scenario, &scenario.setting(), &finding.conflict, run)?;
        }
        Ok(played)
    }

    fn play(
        &mut self,
        scenario: &Scenario,
        setting: &Setting,
        conflict: &Conflict,
        run: u64,
    ) -> Result<(), Box<dyn Error>> {
        let settings = scenario.talks_settings(setting)?;
        let last = Talks::new_run(conflict, settings, 1, run)?.last();
        let outcome = last
            .and_then(|round| round.outcome)
            .ok_or("talks without an outcome")?;
        let ending = outcome.ending();
        self.runs += 1;
        for (count, known) in self.endings.iter_mut().zip(ENDINGS) {
            *count += u64::from(ending == known);
        }
        self.deals.extend(outcome.deal().cloned());
        Ok(())
    }

    fn signed(&self) -> u64 {
        self.deals.len() as u64
    }

    fn cells(&self) -> Vec<String> {
        [self.runs, self.signed()]
            .iter()
            .chain(&self.endings)
            .map(u64::to_string)
            .collect()
    }

    /// Of the deals that were signed the commonest level of each issue, of amounts the mean; `None` where none was.
    fn commonest(&self, conflict: &Conflict) -> Option<Deal> {
        let first = self.deals.first()?;
        let issues = conflict.space().issues().iter().enumerate();
        let levels = issues.map(|(at, issue)| match first.levels()[at] {
            Level::Amount(_) => {
                let amounts = self.deals.iter().map(|deal| match deal.levels()[at] {
                    Level::Amount(amount) => amount,
                    Level::Option(_) => 0.0,
                });
                Level::Amount(amounts.sum::<f64>() / self.deals.len() as f64)
            }
            Level::Option(_) => {
                let counts = (0..issue.domain.options().len()).map(|option| {
                    let level = Level::Option(OptionIndex(option));
                    let among = self.deals.iter();
                    (
                        among.filter(|deal| deal.levels()[at] == level).count(),
                        level,
                    )
                });
                // The first of equals.
                let best = counts.rev().max_by_key(|(count, _)| *count);
                best.map_or(first.levels()[at], |(_, level)| level)
            }
        });
        Some(Deal::new(levels.collect()))
    }
}

/// A setting with every number drawn evenly from its range, each by itself.
fn drawn(scenario: &Scenario, run: u64) -> Result<Setting, Box<dyn Error>> {
    let mut setting = scenario.setting();
    let mut stream = Stream::new(1, run, Purpose::Sampling, 0);
    for (at, parameter) in scenario.parameters().iter().enumerate() {
        let value = parameter.low + (parameter.high - parameter.low) * stream.uniform();
        setting.set_at(ParameterIndex(at), value.min(parameter.high))?;
    }
    Ok(setting)
}

fn endings(
    scenario: &Scenario,
    findings: &[Finding],
    talks: &[Played],
    settings: u64,
) -> Result<Vec<Vec<String>>, Box<dyn Error>> {
    let mut rows = vec![row([
        "demands",
        "numbers",
        "a deal zone at the opening",
        "talks",
        "signed",
        "kept",
        "broken",
        "not ratified",
        "zone, no deal",
        "no zone",
    ])];
    for (finding, played) in findings.iter().zip(talks) {
        let mut cells = vec![
            format!("`{}`", finding.id),
            "central".to_owned(),
            if finding.zone.exists() { "yes" } else { "no" }.to_owned(),
        ];
        cells.extend(played.cells());
        rows.push(cells);
        let (mut zones, mut drawn_talks) = (0, Played::default());
        for run in 0..settings {
            let setting = drawn(scenario, run)?;
            let set = (finding.id != Finding::AS_WRITTEN).then_some(finding.id.as_str());
            let conflict = scenario.conflict_at(&setting, set)?;
            zones += u64::from(conflict.zone().verdict_only().solve().exists());
            drawn_talks.play(scenario, &setting, &conflict, run)?;
        }
        let (low, high) = wilson(zones as f64, settings as f64);
        let mut cells = vec![
            format!("`{}`", finding.id),
            "drawn from the ranges".to_owned(),
            format!(
                "at {zones} of {settings} settings, {:.0} to {:.0} %",
                100.0 * low,
                100.0 * high
            ),
        ];
        cells.extend(drawn_talks.cells());
        rows.push(cells);
    }
    Ok(rows)
}

/// Wilson's interval at 95 % (Wilson 1927).
fn wilson(hits: f64, draws: f64) -> (f64, f64) {
    if draws == 0.0 {
        return (0.0, 1.0);
    }
    let square = QUANTILE * QUANTILE / draws;
    let share = hits / draws;
    let spread = (square * (share * (1.0 - share) + square / 4.0)).sqrt();
    let centre = share + square / 2.0;
    let end = |end: f64| (end / (1.0 + square)).clamp(0.0, 1.0);
    (end(centre - spread), end(centre + spread))
}

fn explanations(findings: &[Finding]) -> Result<Vec<Vec<String>>, Box<dyn Error>> {
    let mut heading = row(["demands", "without any of these"]);
    heading.extend(Explanation::ALL.map(|it| it.label().to_owned()));
    let mut rows = vec![heading];
    for finding in findings {
        let attribution = finding.conflict.zone().attribution()?;
        let mut cells = vec![
            format!("`{}`", finding.id),
            gain(attribution.frictionless()),
        ];
        cells.extend(Explanation::ALL.map(|explanation| {
            let mut shares = attribution.shares().iter();
            match shares.find(|share| share.explanation == explanation) {
                Some(share) => gain(-share.share),
                None if attribution.decisive() == Some(explanation) => "excludes all".to_owned(),
                None => "–".to_owned(),
            }
        }));
        rows.push(cells);
    }
    Ok(rows)
}

fn flips(scenario: &Scenario, findings: &[Finding]) -> Result<Vec<Vec<String>>, Box<dyn Error>> {
    let mut rows = vec![row([
        "demands",
        "numbers tried",
        "flip it alone",
        "the nearest, from their value to the flip",
    ])];
    for finding in findings {
        let sweep = scenario.sweep(&scenario.setting(), Some(&finding.id), Scan::coarse())?;
        let nearest: Vec<String> = sweep
            .flips
            .iter()
            .take(4)
            .map(|flip| {
                let parameter = &scenario.parameters()[flip.parameter.get()];
                let value = flip.threshold.value();
                format!("`{}` {} to {value:.3}", parameter.key, parameter.value)
            })
            .collect();
        rows.push(vec![
            format!("`{}`", finding.id),
            sweep.tried.to_string(),
            sweep.flips.len().to_string(),
            if nearest.is_empty() {
                "–".to_owned()
            } else {
                nearest.join("; ")
            },
        ]);
    }
    Ok(rows)
}

fn level(conflict: &Conflict, issue: usize, level: Level) -> String {
    let domain = &conflict.space().issues()[issue].domain;
    match (level, domain) {
        (Level::Option(option), domain) => format!("`{}`", domain.options()[option.get()].id),
        (Level::Amount(amount), Domain::Amount { unit, .. }) => format!("{amount:.0} {unit}"),
        (Level::Amount(amount), _) => format!("{amount:.0}"),
    }
}

fn terms(
    conflict: &Conflict,
    baselines: &Baselines<'_>,
    guesses: &[Guess<'_>],
    happened: &[(IssueIndex, Vec<Level>)],
) -> Vec<Vec<String>> {
    let mut heading = row(["issue", "what was written down"]);
    heading.extend(guesses.iter().map(|guess| guess.name.clone()));
    let mut rows = vec![heading];
    for (at, issue) in conflict.space().issues().iter().enumerate() {
        let fits = happened.iter().find(|(issue, _)| issue.get() == at);
        let mut cells = vec![
            format!("`{}`", issue.id),
            fits.map_or("open".to_owned(), |(_, levels)| {
                let named: Vec<String> = levels.iter().map(|it| level(conflict, at, *it)).collect();
                named.join(" or ")
            }),
        ];
        cells.extend(guesses.iter().map(|guess| {
            let guessed = guess.deal.levels()[at];
            let hit = fits.is_some_and(|(issue, levels)| baselines.is_hit(*issue, guessed, levels));
            format!(
                "{}{}",
                level(conflict, at, guessed),
                if hit { " ✓" } else { "" }
            )
        }));
        rows.push(cells);
    }
    rows
}

fn scores(
    case: &Case,
    baselines: &Baselines<'_>,
    guesses: &[Guess<'_>],
    happened: &[(IssueIndex, Vec<Level>)],
) -> Vec<Vec<String>> {
    let mut rows = vec![row([
        "guess",
        "says that a deal is signed",
        "right",
        "issues hit",
        "mean distance",
    ])];
    let right = |signs: bool| if signs == case.signed { "yes" } else { "no" };
    for guess in guesses {
        let score = baselines.score(&guess.deal, happened);
        rows.push(vec![
            guess.name.clone(),
            if guess.signs { "yes" } else { "no" }.to_owned(),
            right(guess.signs).to_owned(),
            format!("{} of {}", score.hits, score.issues),
            format!("{:.2}", score.distance),
        ]);
    }
    rows.push(row(["no agreement", "no", right(false), "–", "–"]));
    rows
}

fn worth(
    case: &Case,
    conflict: &Conflict,
    baselines: &Baselines<'_>,
    guesses: &[Guess<'_>],
    happened: &[(IssueIndex, Vec<Level>)],
) -> Vec<Vec<String>> {
    let mut heading = row(["terms"]);
    heading.extend(
        conflict
            .parties()
            .iter()
            .map(|party| format!("gain of {}", party.label)),
    );
    heading.extend(row([
        "crosses a red line of",
        "first to break it, and when",
    ]));
    let mut rows = vec![heading];
    let mut deals: Vec<(String, Deal, &Conflict)> = Vec::new();
    if case.signed && happened.len() == conflict.space().issues().len() {
        let mut written = baselines.last_line();
        for (issue, levels) in happened {
            written = written.with(*issue, levels[0]);
        }
        deals.push(("what was signed".to_owned(), written, conflict));
    }
    for (at, party) in conflict.parties().iter().enumerate() {
        if party.role == dealzone::party::Role::Belligerent {
            let offer = baselines.opening_offer(PartyIndex(at));
            deals.push((format!("opening offer of {}", party.label), offer, conflict));
        }
    }
    deals.extend(
        guesses
            .iter()
            .map(|guess| (guess.name.clone(), guess.deal.clone(), guess.under)),
    );
    for (name, deal, under) in deals {
        let situation = Situation::opening(under);
        let outlook = Outlook::new(under, &situation);
        let values = Values::new(under, &situation, &outlook, &deal);
        let crossed: Vec<&str> = values
            .parties()
            .iter()
            .zip(under.parties())
            .filter(|(value, _)| value.refused)
            .map(|(_, party)| party.label.as_str())
            .collect();
        let breach = under
            .zone()
            .durability(&deal, &Rearming::default())
            .breach();
        let mut cells = vec![name];
        cells.extend(values.surplus().iter().map(|it| gain(*it)));
        cells.push(if crossed.is_empty() {
            "–".to_owned()
        } else {
            crossed.join(", ")
        });
        cells.push(
            breach.map_or("nobody within five years".to_owned(), |breach| {
                let party = &conflict.parties()[breach.party.get()].label;
                let after = breach.after.get();
                if after == 0.0 {
                    format!("{party}, at once")
                } else {
                    format!("{party}, after {after:.1} years")
                }
            }),
        );
        rows.push(cells);
    }
    rows
}
