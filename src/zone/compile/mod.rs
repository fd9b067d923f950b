//! From a conflict in a situation to the programs of the exact search: one program a frame.
//!
//! In a frame the value of a deal is affine in its flow utility, and that is a sum over issues: so every party's
//! surplus is a row of a separable program.

mod amount;
mod ceiling;
mod effect;
mod residue;
mod tables;

use std::sync::Arc;

pub(super) use self::residue::forbidden;
use self::residue::{Residue, literal, merged};
pub(super) use self::tables::lever_slope;
use self::tables::{Tables, Unit};
use super::demand::{Demand, Demands};
use super::durability::Rearming;
use crate::conflict::{Conflict, Outlook, Situation};
use crate::index::{OptionIndex, PartyIndex};
use crate::solver::{Literal, Pick, Program};
use crate::space::{Deal, Domain, Frame, Level, Space};
use crate::units::Years;

/// What a row of the search asks.
#[derive(Debug, Clone)]
pub(crate) enum Ask {
    /// The party's surplus is at least `floor + scale · t`.
    Surplus {
        party: PartyIndex,
        floor: f64,
        scale: f64,
    },
    /// What the party gains by keeping the deal at a time after signature, instead of breaking it, is at least
    /// `scale · t`.
    Kept {
        party: PartyIndex,
        after: Years,
        rearming: Rearming,
        scale: f64,
    },
    /// The deal is as like this one as can be: t is at most the weighted share of issues on which it agrees.
    Likeness { deal: Deal, weights: Vec<f64> },
    /// What the party loses by the deal, its surplus with the sign turned, is at least `floor + scale · t`.
    Loss {
        party: PartyIndex,
        floor: f64,
        scale: f64,
    },
    /// A sum over issues, in their order, is at least t: what somebody is guessed to want.
    Guessed { issues: Vec<Guess> },
}

/// What an issue is guessed to be worth.
#[derive(Debug, Clone)]
pub(crate) enum Guess {
    /// By option.
    Options(Vec<f64>),
    /// Straight lines between (amount, value) points over the range of the amount.
    Points(Vec<(f64, f64)>),
}

impl Ask {
    /// What effects on the row are multiplied by.
    fn sign(&self) -> f64 {
        match self {
            Self::Loss { .. } => -1.0,
            _ => 1.0,
        }
    }

    /// Whether it is about what a party gains by signing, whatever the sign.
    fn is_surplus(&self) -> bool {
        matches!(self, Self::Surplus { .. } | Self::Loss { .. })
    }

    /// What t is multiplied by in its row.
    fn scale(&self) -> f64 {
        match self {
            Self::Surplus { scale, .. } | Self::Kept { scale, .. } | Self::Loss { scale, .. } => {
                *scale
            }
            Self::Likeness { .. } | Self::Guessed { .. } => 1.0,
        }
    }

    /// The rows of the zone: every participating party's scaled surplus. Where nobody need gain, a row that every deal
    /// meets, so that the sign of the optimum says whether there is any deal.
    pub(crate) fn participation(conflict: &Conflict, demands: &Demands) -> Vec<Self> {
        let mut asks: Vec<Self> = conflict
            .parties()
            .iter()
            .enumerate()
            .filter(|(party, _)| {
                demands.contains(Demand::Participation {
                    party: PartyIndex(*party),
                })
            })
            .map(|(index, party)| Self::Surplus {
                party: PartyIndex(index),
                floor: 0.0,
                scale: party.scale,
            })
            .collect();
        if asks.is_empty() {
            let issues = conflict.space().issues().len();
            asks.push(Self::Likeness {
                deal: conflict.space().status_quo(),
                weights: vec![0.0; issues],
            });
        }
        asks
    }
}

/// A question, ready to be put frame by frame.
#[derive(Debug)]
pub(crate) struct Compiler<'a> {
    conflict: &'a Conflict,
    outlook: &'a Outlook,
    tables: Tables<'a>,
    frames: Vec<Frame>,
    reading: Reading,
    unit: Unit,
    forbidden: Vec<Residue>,
    /// What the frames seen so far leave of the patterns.
    seen: Vec<Group>,
}

/// Frames in which the same patterns can still be matched.
#[derive(Debug)]
struct Group {
    /// By pattern: whether the frame leaves it open.
    left: Vec<bool>,
    patterns: Arc<Vec<Vec<Literal>>>,
    /// The first program made, of which the others take over how choices are linked.
    first: Option<Program>,
}

impl<'a> Compiler<'a> {
    /// What the rows ask, over deals that meet the constraints and the red lines among the demands.
    pub(crate) fn new(
        conflict: &'a Conflict,
        situation: &Situation,
        outlook: &'a Outlook,
        demands: &Demands,
        asks: &'a [Ask],
    ) -> Self {
        let space = conflict.space();
        let reading = Reading::new(space);
        let framing = &reading.framing;
        Self {
            tables: Tables::new(conflict, situation, outlook, asks, framing),
            frames: space.frames(conflict.breach()),
            forbidden: forbidden(conflict, demands)
                .iter()
                .map(|pattern| Residue::new(pattern, framing))
                .collect(),
            seen: Vec::new(),
            conflict,
            outlook,
            reading,
            unit: Unit::Utility,
        }
    }

    /// Counts the rows of every frame in the flow of its terms instead of utility: what they ask is the same, and frames
    /// differ in as little as can be.
    pub(crate) fn by_flow(mut self) -> Self {
        self.unit = Unit::Flow;
        self
    }

    /// Whether the patterns by themselves exclude every deal of every frame, as far as a program without rows tells.
    pub(crate) fn is_excluded_everywhere(&self) -> bool {
        let mut program = Program::new(Vec::new());
        for issue in self.conflict.space().issues() {
            match &issue.domain {
                Domain::Choice(options) | Domain::Ordinal(options) => {
                    program.add_choice(vec![0.0; options.len()]);
                }
                Domain::Amount {
                    lower, upper, step, ..
                } => {
                    program.add_amount(*lower, *upper, *step, Vec::new());
                }
            }
        }
        let whole = self.forbidden.iter().map(|pattern| {
            let framing = pattern.framing.iter().map(literal);
            framing.chain(pattern.literals.iter().cloned()).collect()
        });
        program.forbid_all(&Arc::new(merged(whole)));
        program.is_excluded()
    }

    /// How many frames there are.
    pub(crate) fn frame_count(&self) -> usize {
        self.frames.len()
    }

    /// The program of a frame; `None` where a pattern rules the frame out whole, and it holds no deal.
    pub(crate) fn program(&mut self, frame: usize) -> Option<Program> {
        let group = self.group(frame)?;
        let patterns = Arc::clone(&self.seen[group].patterns);
        let frame = &self.frames[frame];
        let mut program =
            self.tables
                .program(self.conflict, self.outlook, frame, &patterns, self.unit);
        let group = &mut self.seen[group];
        match &group.first {
            Some(first) => {
                program.share_links(first);
            }
            None => group.first = Some(program.clone()),
        }
        Some(program)
    }

    /// Whether the patterns are known to exclude every deal of a frame: at no cost where a like frame has been compiled.
    pub(crate) fn is_excluded(&mut self, frame: usize) -> bool {
        match self.group(frame) {
            None => true,
            Some(group) => {
                let first = self.seen[group].first.as_ref();
                first.is_some_and(Program::is_excluded)
            }
        }
    }

    fn group(&mut self, frame: usize) -> Option<usize> {
        let frame = &self.frames[frame];
        let left: Vec<bool> = self
            .forbidden
            .iter()
            .map(|pattern| pattern.is_left(frame))
            .collect();
        if let Some(known) = self.seen.iter().rposition(|group| group.left == left) {
            return Some(known);
        }
        let patterns = self
            .forbidden
            .iter()
            .zip(&left)
            .filter(|(_, left)| **left)
            .map(|(pattern, _)| pattern.literals.clone());
        let patterns = merged(patterns);
        if patterns.iter().any(Vec::is_empty) {
            return None;
        }
        self.seen.push(Group {
            left,
            patterns: Arc::new(patterns),
            first: None,
        });
        Some(self.seen.len() - 1)
    }

    /// The deal that picks of a frame's program stand for.
    pub(crate) fn deal(&self, frame: usize, picks: &[Pick]) -> Deal {
        self.reading.deal(&self.frames[frame], picks)
    }
}

/// The programs of a question, and what their picks mean.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub(crate) programs: Vec<Program>,
    frames: Vec<Frame>,
    reading: Reading,
}

impl Compiled {
    /// Compiles a question for all frames that hold a deal.
    pub(crate) fn new(
        conflict: &Conflict,
        situation: &Situation,
        outlook: &Outlook,
        demands: &Demands,
        asks: &[Ask],
    ) -> Self {
        let mut compiler = Compiler::new(conflict, situation, outlook, demands, asks);
        let mut programs = Vec::new();
        let mut held = Vec::new();
        for frame in 0..compiler.frame_count() {
            if let Some(program) = compiler.program(frame) {
                programs.push(program);
                held.push(compiler.frames[frame].clone());
            }
        }
        Self {
            programs,
            frames: held,
            reading: compiler.reading,
        }
    }

    /// The frame of a program.
    pub(crate) fn frame(&self, program: usize) -> Option<&Frame> {
        self.frames.get(program)
    }

    /// The deal that picks of a program stand for.
    pub(crate) fn deal(&self, program: usize, picks: &[Pick]) -> Deal {
        self.reading.deal(&self.frames[program], picks)
    }
}

/// How picks are read as levels.
#[derive(Debug)]
struct Reading {
    /// By issue: whether it belongs to the frame.
    framing: Vec<bool>,
    /// The greatest amount of each issue: the last level of a grid may pass it by rounding.
    uppers: Vec<f64>,
}

impl Reading {
    fn new(space: &Space) -> Self {
        let issues = space.issues().iter();
        Self {
            framing: issues.clone().map(|issue| issue.frame.is_some()).collect(),
            uppers: issues
                .map(|issue| match issue.domain {
                    Domain::Amount { upper, .. } => upper,
                    _ => f64::INFINITY,
                })
                .collect(),
        }
    }

    fn deal(&self, frame: &Frame, picks: &[Pick]) -> Deal {
        let mut choices = frame.choices.iter();
        Deal::new(
            picks
                .iter()
                .zip(&self.framing)
                .zip(&self.uppers)
                .map(|((pick, frames), upper)| match (frames, pick) {
                    (true, _) => choices
                        .next()
                        .map_or(Level::Option(OptionIndex(0)), |(_, option)| {
                            Level::Option(*option)
                        }),
                    (false, Pick::Option(option)) => Level::Option(OptionIndex(*option)),
                    (false, Pick::Amount(amount)) => Level::Amount(amount.min(*upper)),
                })
                .collect(),
        )
    }
}
