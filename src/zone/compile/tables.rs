//! What a question comes to in every frame, and the program of one.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::DealTerms;
use super::super::durability::{interim_flow, kept_terms};
use super::Ask;
use super::amount::scaled;
use super::effect::{
    Effect, JointEffect, guessed_effects, likeness_effects, party_joints, surplus_effects,
};
use crate::conflict::{Conflict, LeverEffect, Outlook, Situation};
use crate::index::PartyIndex;
use crate::solver::{Joint, Literal, Piece, Program, Row};
use crate::space::{Domain, Frame, Interim, Relation, Rule, linear_size};

/// In what the objective rows of a program are counted.
#[derive(Debug, Clone, Copy)]
pub(super) enum Unit {
    /// In utility.
    Utility,
    /// In the flow of the terms, so that what counts by the weight of delivered terms alone adds the same to a row in
    /// every frame.
    Flow,
}

/// Delivered terms must weigh more than this for a row to be divided by their weight.
const LEAST_DELIVERED: f64 = 1e-6;

/// What is added to a row is multiplied by.
struct Weights {
    /// For what counts by the weight of delivered terms.
    flow: f64,
    /// For what counts as it is, and for what the row asks.
    direct: f64,
}

/// All that does not depend on the frame.
#[derive(Debug)]
pub(super) struct Tables<'a> {
    pub(super) asks: &'a [Ask],
    /// Ask-major: `effects[ask][issue]`.
    pub(super) effects: Vec<Vec<Effect>>,
    pub(super) linear: Vec<(Row, BTreeMap<usize, f64>)>,
    pub(super) joints: Vec<JointEffect>,
}

impl<'a> Tables<'a> {
    pub(super) fn new(
        conflict: &Conflict,
        situation: &Situation,
        outlook: &Outlook,
        asks: &'a [Ask],
        framing: &[bool],
    ) -> Self {
        let effects = asks
            .iter()
            .map(|ask| match ask {
                Ask::Surplus { party, .. } | Ask::Loss { party, .. } => {
                    surplus_effects(conflict, situation, outlook, *party)
                }
                // What was said in public is paid for on signing, not by keeping.
                Ask::Kept { party, .. } => {
                    surplus_effects(conflict, &situation.silent(), outlook, *party)
                }
                Ask::Likeness { deal, weights } => likeness_effects(conflict, deal, weights),
                Ask::Guessed { issues } => guessed_effects(conflict, issues),
            })
            .collect();
        let mut joints = Vec::new();
        for (index, ask) in asks.iter().enumerate() {
            match ask {
                Ask::Surplus { party, .. } | Ask::Loss { party, .. } => {
                    joints.extend(party_joints(conflict, *party, index, framing));
                }
                Ask::Kept { party, .. } => joints.extend(
                    party_joints(conflict, *party, index, framing)
                        .into_iter()
                        .filter(|joint| joint.is_flow),
                ),
                Ask::Likeness { .. } | Ask::Guessed { .. } => {}
            }
        }
        Self {
            asks,
            effects,
            linear: linear_rows(conflict),
            joints,
        }
    }

    /// By ask, how a frame weighs what a deal brings.
    pub(super) fn terms(&self, conflict: &Conflict, frame: &Frame) -> Vec<DealTerms> {
        self.asks
            .iter()
            .map(|ask| match ask {
                Ask::Surplus { party, .. } | Ask::Loss { party, .. } => {
                    let party = &conflict.parties()[party.get()];
                    DealTerms::new(party, frame, conflict.period())
                }
                Ask::Kept { party, after, .. } => {
                    kept_terms(&conflict.parties()[party.get()], frame, *after)
                }
                Ask::Likeness { .. } | Ask::Guessed { .. } => DealTerms {
                    interim: 0.0,
                    delivered: 1.0,
                    broken: 0.0,
                },
            })
            .collect()
    }

    /// By ask, what effects on its row are multiplied by.
    fn weights(terms: &[DealTerms], unit: Unit) -> Vec<Weights> {
        let weights = terms.iter().map(|terms| match unit {
            Unit::Flow if terms.delivered > LEAST_DELIVERED => Weights {
                flow: 1.0,
                direct: 1.0 / terms.delivered,
            },
            _ => Weights {
                flow: terms.delivered,
                direct: 1.0,
            },
        });
        weights.collect()
    }

    /// The rows of a frame's program, in utility.
    pub(super) fn rows(
        &self,
        conflict: &Conflict,
        outlook: &Outlook,
        frame: &Frame,
        terms: &[DealTerms],
    ) -> Vec<Row> {
        self.asks
            .iter()
            .zip(terms)
            .map(|(ask, terms)| match ask {
                Ask::Surplus {
                    party,
                    floor,
                    scale,
                } => Row::objective(
                    floor - constant(conflict, outlook, frame, terms, *party),
                    *scale,
                ),
                Ask::Kept {
                    party,
                    after,
                    rearming,
                    scale,
                } => Row::objective(
                    rearming.breaking(conflict, outlook, frame, *party, *after)
                        - terms.interim * interim_flow(outlook, frame, *party),
                    *scale,
                ),
                Ask::Likeness { .. } | Ask::Guessed { .. } => Row::objective(0.0, 1.0),
                Ask::Loss {
                    party,
                    floor,
                    scale,
                } => Row::objective(
                    floor + constant(conflict, outlook, frame, terms, *party),
                    *scale,
                ),
            })
            .chain(self.linear.iter().map(|(row, _)| *row))
            .collect()
    }

    pub(super) fn program(
        &self,
        conflict: &Conflict,
        outlook: &Outlook,
        frame: &Frame,
        patterns: &Arc<Vec<Vec<Literal>>>,
        unit: Unit,
    ) -> Program {
        let terms = self.terms(conflict, frame);
        let weights = Self::weights(&terms, unit);
        let mut rows = self.rows(conflict, outlook, frame, &terms);
        for (row, weights) in rows.iter_mut().zip(&weights) {
            row.floor *= weights.direct;
            row.scale *= weights.direct;
        }
        let count = rows.len();
        let mut program = Program::new(rows);
        for (index, issue) in conflict.space().issues().iter().enumerate() {
            match &issue.domain {
                Domain::Choice(options) | Domain::Ordinal(options) => {
                    let chosen = frame
                        .choices
                        .iter()
                        .find(|(framing, _)| framing.get() == index)
                        .map(|(_, option)| option.get());
                    let shown = chosen.map_or(0..options.len(), |option| option..option + 1);
                    let mut flat = vec![0.0; shown.len() * count];
                    for (place, option) in shown.enumerate() {
                        let by_ask = self.effects.iter().zip(&weights);
                        for (ask, (effects, weights)) in by_ask.enumerate() {
                            if let Effect::Options { flow, direct } = &effects[index] {
                                let worth =
                                    weights.flow * flow[option] + weights.direct * direct[option];
                                flat[place * count + ask] = self.asks[ask].sign() * worth;
                            }
                        }
                    }
                    program.add_choice(flat);
                }
                Domain::Amount {
                    lower, upper, step, ..
                } => {
                    let mut effects: Vec<Vec<Piece>> = self
                        .effects
                        .iter()
                        .zip(&terms)
                        .zip(&weights)
                        .zip(self.asks)
                        .map(|(((effects, terms), weights), ask)| {
                            let pieces = match &effects[index] {
                                Effect::Amount(effect) => {
                                    effect.pieces(weights.flow, weights.direct)
                                }
                                Effect::Lever(lever) if ask.is_surplus() => {
                                    let slope = weights.direct * lever_slope(lever, terms);
                                    vec![Piece::line(*upper, slope)]
                                }
                                _ => return Vec::new(),
                            };
                            let signed = pieces.iter().map(|piece| scaled(piece, ask.sign(), 0.0));
                            signed.collect()
                        })
                        .collect();
                    effects.extend(self.linear.iter().map(|(_, slopes)| {
                        slopes
                            .get(&index)
                            .map(|slope| Piece::line(*upper, *slope))
                            .into_iter()
                            .collect()
                    }));
                    program.add_amount(*lower, *upper, *step, effects);
                }
            }
        }
        for joint in self.joints.iter().filter(|joint| joint.when.is_left(frame)) {
            let weights = &weights[joint.ask];
            let weight = if joint.is_flow {
                weights.flow
            } else {
                weights.direct
            };
            let mut effect = vec![0.0; count];
            effect[joint.ask] = self.asks[joint.ask].sign() * weight * joint.value;
            program.add_joint(Joint {
                when: joint.when.literals.clone(),
                effect,
            });
        }
        program.forbid_all(patterns);
        program
    }
}

/// What a lever in full adds to a surplus: what it does to W counts in full, less the part of V that a breach leaves with
/// W.
pub(in crate::zone) fn lever_slope(lever: &LeverEffect, terms: &DealTerms) -> f64 {
    lever.deal - (1.0 - terms.broken) * lever.war
}

/// What a party's surplus is in a frame before any flow of the terms counts.
fn constant(
    conflict: &Conflict,
    outlook: &Outlook,
    frame: &Frame,
    terms: &DealTerms,
    index: PartyIndex,
) -> f64 {
    let at = index.get();
    let interim = match frame.interim {
        Interim::Ceasefire => outlook.status_quo[at],
        Interim::Fighting => outlook.status_quo[at] - outlook.fighting_cost[at],
    };
    let aftermath: f64 = conflict.parties()[at]
        .aftermath
        .iter()
        .filter(|effect| frame.choices.contains(&(effect.issue, effect.option)))
        .map(|effect| effect.change)
        .sum();
    terms.interim * interim + terms.broken * (outlook.war[at] + aftermath) - outlook.war[at]
        + outlook.promised[at]
}

/// Linear constraints as rows, each divided by the size of its terms so that rounding counts alike in all.
fn linear_rows(conflict: &Conflict) -> Vec<(Row, BTreeMap<usize, f64>)> {
    let space = conflict.space();
    let mut rows = Vec::new();
    for constraint in space.constraints() {
        let Rule::Linear {
            terms,
            relation,
            bound,
        } = &constraint.rule
        else {
            continue;
        };
        let size = linear_size(space, terms, *bound);
        let sign = match relation {
            Relation::AtMost => -1.0,
            Relation::Equal | Relation::AtLeast => 1.0,
        };
        let row = Row {
            floor: sign * bound / size,
            scale: 0.0,
            equal: *relation == Relation::Equal,
        };
        let slopes = terms
            .iter()
            .map(|term| (term.issue.get(), sign * term.coefficient / size))
            .collect();
        rows.push((row, slopes));
    }
    rows
}
