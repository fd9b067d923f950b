//! What issues add to a row, apart from the frame.

use super::Guess;
use super::amount::{AmountEffect, curve_pieces};
use super::residue::Residue;
use crate::conflict::{Conflict, LeverEffect, Outlook, Situation};
use crate::index::{IssueIndex, PartyIndex};
use crate::party::{Curve, Force, Valuation};
use crate::solver::Piece;
use crate::space::{Deal, Domain, Issue, Level};

/// What one issue adds to one row: `flow` counts by the weight of delivered terms, `direct` as it is.
#[derive(Debug)]
pub(super) enum Effect {
    Options {
        flow: Vec<f64>,
        direct: Vec<f64>,
    },
    Amount(AmountEffect),
    /// What a lever does to the party, pulled in full.
    Lever(LeverEffect),
    None,
}

/// A joint effect: of one party, on its ask.
#[derive(Debug)]
pub(super) struct JointEffect {
    pub(super) when: Residue,
    pub(super) ask: usize,
    /// Whether it counts by the weight of delivered terms.
    pub(super) is_flow: bool,
    pub(super) value: f64,
}

pub(super) fn surplus_effects(
    conflict: &Conflict,
    situation: &Situation,
    outlook: &Outlook,
    index: PartyIndex,
) -> Vec<Effect> {
    let party = &conflict.parties()[index.get()];
    let preferences = &party.preferences;
    conflict
        .space()
        .issues()
        .iter()
        .enumerate()
        .map(|(at, issue)| {
            if let Some(lever) = conflict.lever_at(IssueIndex(at), index) {
                return Effect::Lever(lever);
            }
            let (weight, share) = (preferences.weights()[at], outlook.shares[at]);
            let value = &preferences.values()[at];
            let promised = situation.commitment(index, IssueIndex(at)).map(|said| {
                let level = value.at(said.level, &issue.domain, share);
                (level, party.audience.cost * said.firmness * weight)
            });
            match (value, &issue.domain) {
                (Valuation::Options(values), _) => Effect::Options {
                    flow: values
                        .iter()
                        .map(|value| weight * value.at(share))
                        .collect(),
                    direct: values
                        .iter()
                        .map(|value| match promised {
                            Some((said, cost)) => -cost * (said - value.at(share)).max(0.0),
                            None => 0.0,
                        })
                        .collect(),
                },
                (Valuation::Amount(curve), Domain::Amount { lower, upper, .. }) => {
                    Effect::Amount(AmountEffect::Value {
                        pieces: curve_pieces(curve, *lower, *upper),
                        weight,
                        promised,
                    })
                }
                _ => Effect::None,
            }
        })
        .collect()
}

/// How like a deal is to another: on options all or nothing, on amounts in proportion to the distance.
pub(super) fn likeness_effects(conflict: &Conflict, deal: &Deal, weights: &[f64]) -> Vec<Effect> {
    conflict
        .space()
        .issues()
        .iter()
        .zip(deal.levels())
        .zip(weights)
        .map(|((issue, level), weight)| match (&issue.domain, level) {
            (Domain::Choice(options) | Domain::Ordinal(options), Level::Option(same)) => {
                Effect::Options {
                    flow: (0..options.len())
                        .map(|option| weight * f64::from(option == same.get()))
                        .collect(),
                    direct: vec![0.0; options.len()],
                }
            }
            (Domain::Amount { lower, upper, .. }, Level::Amount(same)) => {
                let width = upper - lower;
                let side = |upto: f64, slope: f64| Piece {
                    offset: *weight,
                    origin: *same,
                    ..Piece::line(upto, slope)
                };
                let mut pieces = Vec::new();
                if same > lower {
                    pieces.push(side(*same, weight / width));
                }
                if same < upper {
                    pieces.push(side(*upper, -weight / width));
                }
                Effect::Amount(AmountEffect::Direct(pieces))
            }
            _ => Effect::None,
        })
        .collect()
}

/// A guessed utility, issue by issue.
pub(super) fn guessed_effects(conflict: &Conflict, issues: &[Guess]) -> Vec<Effect> {
    let effect = |(issue, guess): (&Issue, &Guess)| match (&issue.domain, guess) {
        (Domain::Choice(options) | Domain::Ordinal(options), Guess::Options(values)) => {
            let mut flow = values.clone();
            flow.resize(options.len(), 0.0);
            Effect::Options {
                direct: vec![0.0; options.len()],
                flow,
            }
        }
        (Domain::Amount { lower, upper, .. }, Guess::Points(points)) => {
            let curve = Curve::Piecewise(points.clone());
            Effect::Amount(AmountEffect::Direct(curve_pieces(&curve, *lower, *upper)))
        }
        _ => Effect::None,
    };
    let space = conflict.space().issues().iter();
    let mut effects: Vec<Effect> = space.zip(issues).map(effect).collect();
    effects.resize_with(conflict.space().issues().len(), || Effect::None);
    effects
}

/// Interactions, and red lines that have a price.
pub(super) fn party_joints(
    conflict: &Conflict,
    index: PartyIndex,
    ask: usize,
    framing: &[bool],
) -> Vec<JointEffect> {
    let party = &conflict.parties()[index.get()];
    let interactions = party
        .preferences
        .interactions()
        .iter()
        .map(|interaction| JointEffect {
            when: Residue::new(&interaction.when, framing),
            ask,
            is_flow: true,
            value: interaction.value,
        });
    let prices = party.red_lines.iter().flat_map(|line| {
        let price = match line.force {
            Force::Priced(price) => price,
            Force::Absolute => 0.0,
        };
        let patterns = if price > 0.0 {
            line.refuses.as_slice()
        } else {
            &[]
        };
        patterns.iter().map(move |pattern| JointEffect {
            when: Residue::new(pattern, framing),
            ask,
            is_flow: false,
            value: -price,
        })
    });
    interactions.chain(prices).collect()
}
