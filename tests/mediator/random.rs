//! Random conflicts with a mediator and levers.

use dealzone::conflict::{Conflict, Lever, LeverEffect, Leverage, Timing};
use dealzone::index::PartyIndex;
use dealzone::party::{Commitment, Party, Preferences, Role, Valuation};
use dealzone::space::{Deal, Family, FrameEffect, Interim, Issue, Level, Space};
use dealzone::stream::{Purpose, Stream};
use dealzone::units::{AnnualRate, Years};

pub(crate) fn pick(stream: &mut Stream, count: usize) -> usize {
    ((stream.uniform() * count as f64) as usize).min(count - 1)
}

/// Two sides and a mediator over three choices and one that frames the deal, with up to three levers; fighting on is
/// worth enough that about half of the zones are empty.
pub(crate) fn conflict(seed: u64) -> Conflict {
    let mut stream = Stream::new(seed, 0, Purpose::Sampling, 0);
    let mut issues = ["one", "two", "three"]
        .map(|id| Issue::choice(id, Family::Other, ["a", "b", "c"]))
        .to_vec();
    let mut framing = Issue::choice("pace", Family::Time, ["fast", "slow"]);
    framing.frame = Some(
        (0..2)
            .map(|_| FrameEffect {
                delay: Years::new(stream.uniform()).unwrap(),
                breach_factor: 2.0 * stream.uniform(),
                interim: if stream.uniform() < 0.5 {
                    Interim::Ceasefire
                } else {
                    Interim::Fighting
                },
            })
            .collect(),
    );
    issues.push(framing);
    let space = Space::new(issues, Vec::new()).unwrap();
    let mut builder = Conflict::builder(space).breach(AnnualRate::new(0.3).unwrap());
    let mut reservations = Vec::new();
    for index in 0..3 {
        let raw: Vec<f64> = (0..4).map(|_| 0.1 + stream.uniform()).collect();
        let sum: f64 = raw.iter().sum();
        let weights = raw.iter().map(|weight| weight / sum).collect();
        let mut value = |count| Valuation::table((0..count).map(|_| stream.uniform()));
        let values = vec![value(3), value(3), value(3), value(2)];
        let mut party = Party::new(format!("party-{index}"), Preferences::new(weights, values));
        party.discount = AnnualRate::new(0.05 + 0.3 * stream.uniform()).unwrap();
        party.scale = 0.5 + stream.uniform();
        if index == 2 {
            party.role = Role::Mediator;
            reservations.push(0.4 * stream.uniform());
        } else {
            party.audience.cost = stream.uniform();
            party.audience.public = vec![Commitment {
                issue: dealzone::index::IssueIndex(index),
                level: Level::Option(dealzone::index::OptionIndex(pick(&mut stream, 3))),
                firmness: stream.uniform(),
            }];
            reservations.push(0.5 + 0.3 * stream.uniform());
        }
        builder = builder.party(party);
    }
    builder
        .reservations(reservations)
        .leverage(leverage(&mut stream))
        .build()
        .unwrap()
}

fn leverage(stream: &mut Stream) -> Leverage {
    let levers = 1 + pick(stream, 3);
    Leverage {
        mediator: PartyIndex(2),
        levers: (0..levers)
            .map(|lever| {
                let timing = if stream.uniform() < 0.5 {
                    Timing::OnSignature
                } else {
                    Timing::AtOnce
                };
                let mut effect = |party: usize| LeverEffect {
                    deal: if timing == Timing::OnSignature || stream.uniform() < 0.3 {
                        0.3 * stream.uniform() - 0.1
                    } else {
                        0.0
                    },
                    war: if timing == Timing::AtOnce && party < 2 {
                        0.3 * stream.uniform() - 0.2
                    } else {
                        0.0
                    },
                };
                Lever {
                    id: format!("lever-{lever}"),
                    label: format!("Lever {lever}"),
                    timing,
                    effects: (0..3).map(&mut effect).collect(),
                    cost: 0.2 * stream.uniform(),
                }
            })
            .collect(),
        budget: 0.3 * stream.uniform(),
    }
}

/// Every combination of options, of a conflict without levers on the table.
pub(crate) fn deals(conflict: &Conflict) -> Vec<Deal> {
    let mut deals = vec![Vec::new()];
    for issue in conflict.space().issues() {
        let options = issue.domain.options().len();
        deals = deals
            .into_iter()
            .flat_map(|levels: Vec<Level>| {
                (0..options).map(move |option| {
                    let mut levels = levels.clone();
                    levels.push(Level::Option(dealzone::index::OptionIndex(option)));
                    levels
                })
            })
            .collect();
    }
    deals.into_iter().map(Deal::new).collect()
}
