//! A place for everything that a deal can say, and what of its worth no situation changes.

use crate::conflict::Conflict;
use crate::index::{IssueIndex, OptionIndex, PartyIndex};
use crate::party::{Force, OptionValue, Valuation};
use crate::space::{Condition, Deal, Domain, Frame, Interim, Level, Rule, Test};
use crate::zone::{Appraisal, DealTerms};

/// Most levels of a stepped amount that are taken for options.
const MOST_LEVELS: usize = 1 << 10;

/// What an issue can say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Place {
    /// Options, the first at this slot.
    Options { first: usize, count: usize },
    /// The levels of a stepped amount, like options.
    Steps {
        first: usize,
        count: usize,
        lower: f64,
        step: f64,
        upper: f64,
    },
    /// An amount without steps.
    Open { lower: f64, upper: f64 },
}

/// A test on one issue that has slots: by option, whether it passes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Literal {
    pub(super) issue: usize,
    pub(super) passes: Vec<bool>,
}

/// What counts where several literals hold together, at a slot of its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Joint {
    pub(super) when: Vec<Literal>,
    pub(super) slot: usize,
}

/// What one party makes of the slots, as far as no situation changes it.
#[derive(Debug)]
pub(super) struct Side {
    /// Value of each option, where no front moves it.
    pub(super) values: Vec<f64>,
    /// By slot: weight × value, and what interactions on one issue alone add.
    pub(super) flow: Vec<f64>,
    /// By slot: what prices of red lines on one issue alone take.
    pub(super) direct: Vec<f64>,
    /// Slots whose value moves with the front.
    pub(super) fronts: Vec<AtFront>,
    pub(super) weights: Weights,
}

/// How frames weigh what a situation brings, number by number side by side; each by frame.
#[derive(Debug, Default)]
pub(super) struct Weights {
    /// Of a ceasefire in the interim, zero where it is fought on, and of that.
    pub(super) ceasefire: Vec<f64>,
    pub(super) fighting: Vec<f64>,
    pub(super) delivered: Vec<f64>,
    pub(super) broken: Vec<f64>,
    /// What a breach leaves beside W, by its weight.
    pub(super) aftermath: Vec<f64>,
    /// What the options that frame the deal are worth as far as no situation changes it: in flow, and beside it.
    pub(super) flow: Vec<f64>,
    pub(super) direct: Vec<f64>,
}

impl Weights {
    /// The weights of one frame.
    pub(super) fn terms(&self, frame: usize) -> DealTerms {
        DealTerms {
            // One of the two is zero.
            interim: self.ceasefire[frame] + self.fighting[frame],
            delivered: self.delivered[frame],
            broken: self.broken[frame],
        }
    }
}

#[derive(Debug, Clone, Copy)]
pub(super) struct AtFront {
    pub(super) slot: usize,
    pub(super) issue: usize,
    pub(super) weight: f64,
    pub(super) value: OptionValue,
}

/// The layout of a conflict.
#[derive(Debug)]
pub(crate) struct Layout {
    pub(super) places: Vec<Place>,
    pub(super) slots: usize,
    pub(super) joints: Vec<Joint>,
    pub(super) frames: Vec<Frame>,
    pub(super) framing_issues: Vec<IssueIndex>,
    pub(super) sides: Vec<Side>,
}

impl Layout {
    /// The layout of a conflict; `None` where something is priced on an amount without steps, levers are on the table, or
    /// steps are too many.
    pub(crate) fn new(conflict: &Conflict) -> Option<Self> {
        if conflict.levers_on_table().next().is_some() {
            return None;
        }
        let space = conflict.space();
        let mut slots = 0;
        let mut places = Vec::new();
        for issue in space.issues() {
            places.push(match &issue.domain {
                Domain::Choice(options) | Domain::Ordinal(options) => {
                    slots += options.len();
                    Place::Options {
                        first: slots - options.len(),
                        count: options.len(),
                    }
                }
                Domain::Amount {
                    lower,
                    upper,
                    step: Some(step),
                    ..
                } => {
                    let count = ((upper - lower) / step + 1e-9).floor() as usize + 1;
                    if count > MOST_LEVELS {
                        return None;
                    }
                    slots += count;
                    Place::Steps {
                        first: slots - count,
                        count,
                        lower: *lower,
                        step: *step,
                        upper: *upper,
                    }
                }
                Domain::Amount { lower, upper, .. } => Place::Open {
                    lower: *lower,
                    upper: *upper,
                },
            });
        }
        let mut layout = Self {
            places,
            slots,
            joints: Vec::new(),
            frames: space.frames(conflict.breach()),
            framing_issues: (0..space.issues().len())
                .map(IssueIndex)
                .filter(|issue| space.issues()[issue.get()].frame.is_some())
                .collect(),
            sides: Vec::new(),
        };
        let stepped = |issue: IssueIndex| matches!(layout.places[issue.get()], Place::Steps { .. });
        let on_steps = space.constraints().iter().any(|constraint| {
            matches!(&constraint.rule, Rule::Linear { terms, .. }
                if terms.iter().any(|term| stepped(term.issue)))
        });
        if on_steps {
            return None;
        }
        let sides =
            (0..conflict.parties().len()).map(|party| layout.side(conflict, PartyIndex(party)));
        layout.sides = sides.collect();
        for party in 0..conflict.parties().len() {
            layout.add_joints(conflict, party)?;
        }
        for party in 0..conflict.parties().len() {
            let side = &layout.sides[party];
            let (flow, direct) = (layout.framing(&side.flow), layout.framing(&side.direct));
            let weights = &mut layout.sides[party].weights;
            (weights.flow, weights.direct) = (flow, direct);
        }
        Some(layout)
    }

    /// The first slot of an issue that has any.
    pub(super) fn first(&self, issue: usize) -> Option<usize> {
        match self.places[issue] {
            Place::Options { first, .. } | Place::Steps { first, .. } => Some(first),
            Place::Open { .. } => None,
        }
    }

    /// How many slots an issue has.
    pub(super) fn count(&self, issue: usize) -> usize {
        match self.places[issue] {
            Place::Options { count, .. } | Place::Steps { count, .. } => count,
            Place::Open { .. } => 0,
        }
    }

    /// The level that one of the slots of an issue stands for.
    pub(super) fn level(&self, issue: usize, option: usize) -> Level {
        match self.places[issue] {
            Place::Options { .. } => Level::Option(OptionIndex(option)),
            Place::Steps {
                lower, step, upper, ..
            } => Level::Amount((lower + step * option as f64).min(upper)),
            Place::Open { lower, .. } => Level::Amount(lower),
        }
    }

    /// Whether an issue frames the deal.
    pub(super) fn frames_deal(&self, issue: usize) -> bool {
        self.framing_issues.contains(&IssueIndex(issue))
    }

    /// A condition on an issue with slots; `None` for an amount without steps.
    pub(super) fn literal(&self, condition: &Condition) -> Option<Literal> {
        let issue = condition.issue.get();
        self.first(issue)?;
        let passes = |option| match (&condition.test, self.level(issue, option)) {
            (Test::AnyOf(options), Level::Option(option)) => options.contains(&option),
            (Test::Above(bound), Level::Amount(amount)) => amount > *bound,
            (Test::Below(bound), Level::Amount(amount)) => amount < *bound,
            _ => false,
        };
        Some(Literal {
            issue,
            passes: (0..self.count(issue)).map(passes).collect(),
        })
    }

    fn side(&self, conflict: &Conflict, index: PartyIndex) -> Side {
        let party = &conflict.parties()[index.get()];
        let preferences = &party.preferences;
        let mut side = Side {
            values: vec![0.0; self.slots],
            flow: vec![0.0; self.slots],
            direct: vec![0.0; self.slots],
            fronts: Vec::new(),
            weights: Weights::default(),
        };
        for (issue, value) in preferences.values().iter().enumerate() {
            let Some(first) = self.first(issue) else {
                continue;
            };
            let weight = preferences.weights()[issue];
            let domain = &conflict.space().issues()[issue].domain;
            for option in 0..self.count(issue) {
                let slot = first + option;
                if let Valuation::Options(values) = value
                    && let moving @ OptionValue::AtFront { .. } = values[option]
                {
                    side.fronts.push(AtFront {
                        slot,
                        issue,
                        weight,
                        value: moving,
                    });
                    continue;
                }
                side.values[slot] = value.at(self.level(issue, option), domain, 0.0);
                side.flow[slot] = weight * side.values[slot];
            }
        }
        for frame in &self.frames {
            let terms = DealTerms::new(party, frame, conflict.period());
            let effects = party.aftermath.iter();
            let aftermath: f64 = effects
                .filter(|effect| frame.choices.contains(&(effect.issue, effect.option)))
                .map(|effect| effect.change)
                .sum();
            let (ceasefire, fighting) = match frame.interim {
                Interim::Ceasefire => (terms.interim, 0.0),
                Interim::Fighting => (0.0, terms.interim),
            };
            side.weights.ceasefire.push(ceasefire);
            side.weights.fighting.push(fighting);
            side.weights.delivered.push(terms.delivered);
            side.weights.broken.push(terms.broken);
            side.weights.aftermath.push(terms.broken * aftermath);
        }
        side
    }

    /// Interactions and priced red lines; `None` where one is on an amount without steps.
    fn add_joints(&mut self, conflict: &Conflict, party: usize) -> Option<()> {
        let owner = &conflict.parties()[party];
        for interaction in owner.preferences.interactions() {
            let conditions = &interaction.when.conditions;
            self.add_joint(party, conditions, true, interaction.value)?;
        }
        for line in &owner.red_lines {
            if let Force::Priced(price) = line.force {
                for pattern in &line.refuses {
                    self.add_joint(party, &pattern.conditions, false, -price)?;
                }
            }
        }
        Some(())
    }

    fn add_joint(
        &mut self,
        party: usize,
        conditions: &[Condition],
        is_flow: bool,
        value: f64,
    ) -> Option<()> {
        let when: Option<Vec<Literal>> = conditions
            .iter()
            .map(|condition| self.literal(condition))
            .collect();
        let when = when?;
        let mut slots = Vec::new();
        if let [only] = when.as_slice() {
            let first = self.first(only.issue)?;
            let passing = only
                .passes
                .iter()
                .enumerate()
                .filter(|(_, passes)| **passes);
            slots.extend(passing.map(|(option, _)| first + option));
        } else {
            slots.push(self.slots);
            self.joints.push(Joint {
                when,
                slot: self.slots,
            });
            self.slots += 1;
            for side in &mut self.sides {
                side.values.push(0.0);
                side.flow.push(0.0);
                side.direct.push(0.0);
            }
        }
        let side = &mut self.sides[party];
        for slot in slots {
            if is_flow {
                side.flow[slot] += value;
            } else {
                side.direct[slot] += value;
            }
        }
        Some(())
    }

    /// What a deal of the space is worth to a party as far as no situation changes it, with its frame looked up.
    pub(crate) fn appraisal(
        &self,
        conflict: &Conflict,
        deal: &Deal,
        party: PartyIndex,
    ) -> Appraisal {
        let at = self.frame(deal);
        match self.frames.get(at) {
            Some(frame) => {
                let frame = (frame, self.sides[party.get()].weights.terms(at));
                Appraisal::in_frame(conflict, deal, party, frame)
            }
            None => Appraisal::new(conflict, deal, party),
        }
    }

    /// The frame of a deal.
    fn frame(&self, deal: &Deal) -> usize {
        // Frames come in the lexical order of their options.
        self.framing_issues.iter().fold(0, |frame, issue| {
            let option = match deal.level(*issue) {
                Some(Level::Option(option)) => option.get(),
                _ => 0,
            };
            frame * self.count(issue.get()) + option
        })
    }

    /// What is left of some options of one issue without those that another is never worth less than to any of these
    /// parties, and comes before where they are worth the same. No situation changes that: a public position costs least
    /// where the value is greatest, and where the value of one moves with the front all are left.
    pub(super) fn undominated<T>(
        &self,
        parties: &[PartyIndex],
        options: Vec<T>,
        slot: impl Fn(&T) -> usize,
    ) -> Vec<T> {
        let sides = || parties.iter().map(|party| &self.sides[party.get()]);
        let mut fronts = sides().flat_map(|side| &side.fronts);
        if fronts.any(|front| options.iter().any(|option| slot(option) == front.slot)) {
            return options;
        }
        let beats = |one: usize, other: usize| {
            let mut is_less = sides().flat_map(|side| [&side.flow, &side.direct, &side.values]);
            let mut is_greater = sides().flat_map(|side| [&side.flow, &side.direct]);
            !is_less.any(|sums| sums[one] < sums[other])
                && (one < other || is_greater.any(|sums| sums[one] > sums[other]))
        };
        let mut left: Vec<T> = Vec::new();
        for option in options {
            let next = slot(&option);
            if !left.iter().any(|known| beats(slot(known), next)) {
                left.retain(|known| !beats(next, slot(known)));
                left.push(option);
            }
        }
        left
    }

    /// How much delivered terms count in a frame: in full where it is nobody's frame to weigh them by.
    pub(super) fn delivered(&self, party: Option<PartyIndex>, frame: usize) -> f64 {
        party.map_or(1.0, |party| {
            self.sides[party.get()].weights.delivered[frame]
        })
    }
}
