//! From a conflict in a situation to the programs of the exact search: one program a frame.
//!
//! In a frame the value of a deal is affine in its flow utility, and that is a sum over issues: so every party's
//! surplus is a row of a separable program.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::DealTerms;
use super::demand::{Demand, Demands};
use crate::conflict::{Conflict, Outlook, Situation};
use crate::index::{IssueIndex, OptionIndex, PartyIndex};
use crate::party::{Curve, End, Force, Valuation};
use crate::solver::{Basis, Joint, Literal, Pick, Piece, Program, Row, VariableTest};
use crate::space::{Condition, Deal, Domain, Frame, Interim, Level, Pattern, Relation, Rule, Test};

/// What a row of the search asks.
#[derive(Debug, Clone)]
pub(crate) enum Ask {
    /// The party's surplus is at least `floor + scale · t`.
    Surplus {
        party: PartyIndex,
        floor: f64,
        scale: f64,
    },
    /// The deal is as like this one as can be: t is at most the weighted share of issues on which it agrees.
    Likeness { deal: Deal, weights: Vec<f64> },
}

impl Ask {
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
    framing: Vec<bool>,
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
        let framing: Vec<bool> = space
            .issues()
            .iter()
            .map(|issue| issue.frame.is_some())
            .collect();
        Self {
            tables: Tables::new(conflict, situation, outlook, asks, &framing),
            frames: space.frames(conflict.breach()),
            forbidden: forbidden(conflict, demands)
                .iter()
                .map(|pattern| Residue::new(pattern, &framing))
                .collect(),
            seen: Vec::new(),
            conflict,
            outlook,
            framing,
        }
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
        for pattern in &self.forbidden {
            let framing = pattern.framing.iter().map(literal);
            program.forbid(framing.chain(pattern.literals.iter().cloned()).collect());
        }
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
        let mut program = self
            .tables
            .program(self.conflict, self.outlook, frame, &patterns);
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
        let patterns: Vec<Vec<Literal>> = self
            .forbidden
            .iter()
            .zip(&left)
            .filter(|(_, left)| **left)
            .map(|(pattern, _)| pattern.literals.clone())
            .collect();
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
        deal(&self.frames[frame], &self.framing, picks)
    }
}

/// The programs of a question, and what their picks mean.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub(crate) programs: Vec<Program>,
    frames: Vec<Frame>,
    framing: Vec<bool>,
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
            framing: compiler.framing,
        }
    }

    /// The deal that picks of a program stand for.
    pub(crate) fn deal(&self, program: usize, picks: &[Pick]) -> Deal {
        deal(&self.frames[program], &self.framing, picks)
    }
}

fn deal(frame: &Frame, framing: &[bool], picks: &[Pick]) -> Deal {
    let mut choices = frame.choices.iter();
    Deal::new(
        picks
            .iter()
            .zip(framing)
            .map(|(pick, frames)| match (frames, pick) {
                (true, _) => choices
                    .next()
                    .map_or(Level::Option(OptionIndex(0)), |(_, option)| {
                        Level::Option(*option)
                    }),
                (false, Pick::Option(option)) => Level::Option(OptionIndex(*option)),
                (false, Pick::Amount(amount)) => Level::Amount(*amount),
            })
            .collect(),
    )
}

/// The patterns that no deal may match: constraints, and the red lines among the demands.
fn forbidden(conflict: &Conflict, demands: &Demands) -> Vec<Pattern> {
    let space = conflict.space();
    let mut patterns: Vec<Pattern> = space
        .constraints()
        .iter()
        .flat_map(|constraint| constraint.rule.forbidden(space))
        .collect();
    for demand in demands.as_slice() {
        if let Demand::RedLine { party, line } = demand {
            let line = conflict
                .parties()
                .get(party.get())
                .and_then(|party| party.red_lines.get(*line));
            patterns.extend(line.into_iter().flat_map(|line| line.refuses.clone()));
        }
    }
    patterns
}

/// A pattern taken apart: what the frame decides, and what is left to the other choices.
#[derive(Debug)]
struct Residue {
    framing: Vec<Condition>,
    literals: Vec<Literal>,
}

impl Residue {
    fn new(pattern: &Pattern, framing: &[bool]) -> Self {
        let (framing, others): (Vec<Condition>, Vec<Condition>) = pattern
            .conditions
            .iter()
            .cloned()
            .partition(|condition| framing[condition.issue.get()]);
        Self {
            framing,
            literals: others.iter().map(literal).collect(),
        }
    }

    /// Whether the pattern can still be matched in a frame: its literals then decide.
    fn is_left(&self, frame: &Frame) -> bool {
        self.framing.iter().all(|condition| {
            let chosen = frame
                .choices
                .iter()
                .find(|(issue, _)| *issue == condition.issue)
                .map(|(_, option)| option);
            match (&condition.test, chosen) {
                (Test::AnyOf(options), Some(option)) => options.contains(option),
                _ => false,
            }
        })
    }
}

fn literal(condition: &Condition) -> Literal {
    Literal {
        variable: condition.issue.get(),
        test: match &condition.test {
            Test::AnyOf(options) => {
                VariableTest::AnyOf(options.iter().map(|option| option.get()).collect())
            }
            Test::Above(bound) => VariableTest::Above(*bound),
            Test::Below(bound) => VariableTest::Below(*bound),
        },
    }
}

/// What one issue adds to one row: `flow` counts by the weight of delivered terms, `direct` as it is.
#[derive(Debug)]
enum Effect {
    Options { flow: Vec<f64>, direct: Vec<f64> },
    Amount(AmountEffect),
    None,
}

/// What is said of an amount: the party's curve with its weight, and its audience cost.
#[derive(Debug)]
enum AmountEffect {
    Value {
        pieces: Vec<Piece>,
        weight: f64,
        /// The value promised, and what a unit short of it costs.
        promised: Option<(f64, f64)>,
    },
    Direct(Vec<Piece>),
}

/// All that does not depend on the frame.
#[derive(Debug)]
struct Tables<'a> {
    asks: &'a [Ask],
    /// Ask-major: `effects[ask][issue]`.
    effects: Vec<Vec<Effect>>,
    linear: Vec<(Row, BTreeMap<usize, f64>)>,
    joints: Vec<JointEffect>,
}

/// A joint effect: of one party, on its ask.
#[derive(Debug)]
struct JointEffect {
    when: Residue,
    ask: usize,
    /// Whether it counts by the weight of delivered terms.
    is_flow: bool,
    value: f64,
}

impl<'a> Tables<'a> {
    fn new(
        conflict: &Conflict,
        situation: &Situation,
        outlook: &Outlook,
        asks: &'a [Ask],
        framing: &[bool],
    ) -> Self {
        let effects = asks
            .iter()
            .map(|ask| match ask {
                Ask::Surplus { party, .. } => surplus_effects(conflict, situation, outlook, *party),
                Ask::Likeness { deal, weights } => likeness_effects(conflict, deal, weights),
            })
            .collect();
        let mut joints = Vec::new();
        for (index, ask) in asks.iter().enumerate() {
            if let Ask::Surplus { party, .. } = ask {
                joints.extend(party_joints(conflict, *party, index, framing));
            }
        }
        Self {
            asks,
            effects,
            linear: linear_rows(conflict),
            joints,
        }
    }

    fn program(
        &self,
        conflict: &Conflict,
        outlook: &Outlook,
        frame: &Frame,
        patterns: &Arc<Vec<Vec<Literal>>>,
    ) -> Program {
        let terms: Vec<DealTerms> = self
            .asks
            .iter()
            .map(|ask| match ask {
                Ask::Surplus { party, .. } => {
                    let party = &conflict.parties()[party.get()];
                    DealTerms::new(party, frame, conflict.period())
                }
                Ask::Likeness { .. } => DealTerms {
                    interim: 0.0,
                    delivered: 1.0,
                    broken: 0.0,
                },
            })
            .collect();
        let rows: Vec<Row> = self
            .asks
            .iter()
            .zip(&terms)
            .map(|(ask, terms)| match ask {
                Ask::Surplus {
                    party,
                    floor,
                    scale,
                } => Row::objective(
                    floor - constant(conflict, outlook, frame, terms, *party),
                    *scale,
                ),
                Ask::Likeness { .. } => Row::objective(0.0, 1.0),
            })
            .chain(self.linear.iter().map(|(row, _)| *row))
            .collect();
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
                        for (ask, (effects, terms)) in self.effects.iter().zip(&terms).enumerate() {
                            if let Effect::Options { flow, direct } = &effects[index] {
                                flat[place * count + ask] =
                                    terms.delivered * flow[option] + direct[option];
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
                        .map(|(effects, terms)| match &effects[index] {
                            Effect::Amount(effect) => effect.pieces(terms.delivered),
                            _ => Vec::new(),
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
            let weight = if joint.is_flow {
                terms[joint.ask].delivered
            } else {
                1.0
            };
            let mut effect = vec![0.0; count];
            effect[joint.ask] = weight * joint.value;
            program.add_joint(Joint {
                when: joint.when.literals.clone(),
                effect,
            });
        }
        program.forbid_all(patterns);
        program
    }
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
}

fn surplus_effects(
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
fn likeness_effects(conflict: &Conflict, deal: &Deal, weights: &[f64]) -> Vec<Effect> {
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

/// Interactions, and red lines that have a price.
fn party_joints(
    conflict: &Conflict,
    index: PartyIndex,
    ask: usize,
    framing: &[bool],
) -> Vec<JointEffect> {
    let party = &conflict.parties()[index.get()];
    let interactions = party.preferences.interactions().iter().map(|interaction| {
        let conditions = interaction
            .between
            .iter()
            .map(|&(issue, option)| Condition::any_of(issue, [option]));
        JointEffect {
            when: Residue::new(&Pattern::new(conditions), framing),
            ask,
            is_flow: true,
            value: interaction.value,
        }
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
        let size = terms
            .iter()
            .map(|term| {
                let reach = match space.issue(term.issue).map(|issue| &issue.domain) {
                    Some(Domain::Amount { lower, upper, .. }) => lower.abs().max(upper.abs()),
                    _ => 0.0,
                };
                (term.coefficient * reach).abs()
            })
            .fold(bound.abs().max(f64::MIN_POSITIVE), f64::max);
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

/// A value function over an amount as pieces.
fn curve_pieces(curve: &Curve, lower: f64, upper: f64) -> Vec<Piece> {
    let (up, down) = ((lower, upper - lower), (upper, lower - upper));
    let single = |offset: f64, coefficient: f64, (origin, span): (f64, f64), basis: Basis| {
        vec![Piece {
            upto: upper,
            offset,
            coefficient,
            origin,
            span,
            basis,
        }]
    };
    let toward = |best: &End| match best {
        End::Upper => up,
        End::Lower => down,
    };
    match curve {
        Curve::Linear { at_lower, at_upper } => {
            single(*at_lower, at_upper - at_lower, up, Basis::Straight)
        }
        Curve::Piecewise(points) => points
            .windows(2)
            .map(|ends| Piece {
                upto: ends[1].0,
                offset: ends[0].1,
                coefficient: ends[1].1 - ends[0].1,
                origin: ends[0].0,
                span: ends[1].0 - ends[0].0,
                basis: Basis::Straight,
            })
            .collect(),
        Curve::Power { best, exponent } => single(0.0, 1.0, toward(best), Basis::Power(*exponent)),
        Curve::Exponential { best, curvature } => {
            single(0.0, 1.0, toward(best), Basis::Exponential(*curvature))
        }
    }
}

impl AmountEffect {
    /// The pieces of the effect where delivered terms have this weight.
    fn pieces(&self, delivered: f64) -> Vec<Piece> {
        match self {
            Self::Direct(pieces) => pieces.clone(),
            Self::Value {
                pieces,
                weight,
                promised: None,
            } => pieces
                .iter()
                .map(|piece| scaled(piece, delivered * weight, 0.0))
                .collect(),
            Self::Value {
                pieces,
                weight,
                promised: Some((said, cost)),
            } => {
                let mut from = None;
                let mut cut = Vec::new();
                for piece in pieces {
                    // Short of the promise each unit counts for its cost as well.
                    let short = scaled(piece, delivered * weight + cost, -cost * said);
                    let met = scaled(piece, delivered * weight, 0.0);
                    let start = from.unwrap_or(piece.origin.min(piece.origin + piece.span));
                    let [first, last] = [piece.at(start), piece.at(piece.upto)];
                    match (first < *said, last < *said) {
                        (true, true) => cut.push(short),
                        (false, false) => cut.push(met),
                        (rises, _) => {
                            let crossing = crossing(piece, start, *said);
                            let [low, high] = if rises { [short, met] } else { [met, short] };
                            cut.push(Piece {
                                upto: crossing,
                                ..low
                            });
                            cut.push(high);
                        }
                    }
                    from = Some(piece.upto);
                }
                cut
            }
        }
    }
}

fn scaled(piece: &Piece, factor: f64, offset: f64) -> Piece {
    Piece {
        offset: piece.offset * factor + offset,
        coefficient: piece.coefficient * factor,
        ..*piece
    }
}

/// Where a piece, monotone as all are, crosses a value: by bisection to the last bit.
fn crossing(piece: &Piece, from: f64, value: f64) -> f64 {
    let (mut low, mut high) = (from, piece.upto);
    let rises = piece.at(low) < piece.at(high);
    loop {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            return low;
        }
        if (piece.at(middle) < value) == rises {
            low = middle;
        } else {
            high = middle;
        }
    }
}
