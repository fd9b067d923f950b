//! Small conflicts of choices, of which every deal can be tried.

use dealzone::conflict::{Conflict, Outlook, Situation};
use dealzone::index::{IssueIndex, OptionIndex};
use dealzone::party::{
    Aftermath, Commitment, Force, Interaction, Party, Preferences, RedLine, Role, Valuation,
};
use dealzone::space::{
    Condition, Deal, Family, FrameEffect, Interim, Issue, Level, Pattern, Space,
};
use dealzone::stream::{Purpose, Stream};
use dealzone::units::{AnnualRate, Years};
use dealzone::zone::Values;

pub(crate) const OPTIONS: usize = 3;
pub(crate) const ISSUES: usize = 4;

/// Two belligerents, sometimes a mediator; four issues, the last of which frames the deal; red lines, audiences, and
/// reservations that leave a zone about half the time.
pub(crate) fn conflict(seed: u64) -> Conflict {
    let mut stream = Stream::new(seed, 0, Purpose::Sampling, 0);
    let mut draw = move |low: f64, high: f64| low + (high - low) * stream.uniform();
    let mut issues = ["one", "two", "three", "frame"]
        .map(|id| Issue::choice(id, Family::Other, ["a", "b", "c"]));
    let interims = [Interim::Ceasefire, Interim::Fighting, Interim::Ceasefire];
    issues[3].frame = Some(
        interims
            .map(|interim| FrameEffect {
                delay: Years::new(draw(0.0, 1.0)).unwrap(),
                breach_factor: draw(0.0, 2.0),
                interim,
            })
            .to_vec(),
    );
    let space = Space::new(issues.to_vec(), Vec::new()).unwrap();
    let count = 2 + (draw(0.0, 2.0) as usize);
    let mut builder = Conflict::builder(space).breach(AnnualRate::new(draw(0.0, 0.5)).unwrap());
    let mut reservations = Vec::new();
    for index in 0..count {
        let raw: Vec<f64> = (0..ISSUES).map(|_| draw(0.1, 1.0)).collect();
        let sum: f64 = raw.iter().sum();
        let values = (0..ISSUES)
            .map(|_| Valuation::table((0..OPTIONS).map(|_| draw(0.0, 1.0)).collect::<Vec<_>>()))
            .collect();
        let at = |issue: usize, draw: &mut dyn FnMut(f64, f64) -> f64| {
            (IssueIndex(issue), OptionIndex(draw(0.0, 3.0) as usize))
        };
        let between = [at(0, &mut draw), at(1, &mut draw)];
        let preferences = Preferences::new(raw.iter().map(|weight| weight / sum).collect(), values)
            .with_interactions(vec![Interaction::between(between, draw(-0.1, 0.1))]);
        let mut party = Party::new(format!("party-{index}"), preferences);
        party.discount = AnnualRate::new(draw(0.05, 0.5)).unwrap();
        party.scale = draw(0.5, 2.0);
        if index == 2 {
            party.role = Role::Mediator;
        }
        let (issue, option) = at(index, &mut draw);
        let refuses = Pattern::new([Condition::any_of(issue, [option])]);
        let mut line = RedLine::absolute("line", refuses);
        if draw(0.0, 1.0) < 0.5 {
            line.force = Force::Priced(draw(0.01, 0.1));
        }
        party.red_lines.push(line);
        party.aftermath.push(Aftermath {
            issue: IssueIndex(3),
            option: OptionIndex(draw(0.0, 3.0) as usize),
            change: draw(-0.1, 0.1),
        });
        let (issue, option) = at(2, &mut draw);
        party.audience.cost = draw(0.0, 0.3);
        party.audience.public = vec![Commitment {
            issue,
            level: Level::Option(option),
            firmness: draw(0.0, 1.0),
        }];
        reservations.push(draw(0.45, 0.75));
        builder = builder.party(party);
    }
    builder.reservations(reservations).build().unwrap()
}

/// Every deal of the space that crosses no absolute red line, with the surplus of each party.
pub(crate) fn allowed(conflict: &Conflict) -> Vec<(Deal, Vec<f64>)> {
    let situation = Situation::opening(conflict);
    let outlook = Outlook::new(conflict, &situation);
    (0..OPTIONS.pow(ISSUES as u32))
        .map(|number| {
            let level = |issue: usize| {
                Level::Option(OptionIndex(number / OPTIONS.pow(issue as u32) % OPTIONS))
            };
            Deal::new((0..ISSUES).map(level).collect())
        })
        .filter_map(|deal| {
            let values = Values::new(conflict, &situation, &outlook, &deal);
            let refused = values.parties().iter().any(|value| value.refused);
            (!refused).then(|| (deal, values.surplus()))
        })
        .collect()
}
