//! Naive guesses at what talks end in, and how near a guess came: what any model has to beat.

use crate::conflict::{Conflict, Outlook, Situation};
use crate::index::{IssueIndex, OptionIndex, PartyIndex};
use crate::space::{Deal, Domain, Level};

/// Where the levels of a conflict's issues lie between its two sides, and the guesses that follow from that alone.
///
/// # Formula
/// The place of a level x on issue k is (1 + v_1k(x) − v_2k(x)) / 2, with the values that the first and the second
/// belligerent give it at the front of the opening: 1 is all that the first wants and nothing that the second does, 0 the
/// reverse. Weights, beliefs, the war and the mediator do not enter.
#[derive(Debug, Clone)]
pub struct Baselines<'a> {
    conflict: &'a Conflict,
    sides: [PartyIndex; 2],
    shares: Vec<f64>,
}

impl<'a> Baselines<'a> {
    /// The guesses for a conflict at its opening; `None` where it has not two belligerents.
    #[must_use]
    pub fn new(conflict: &'a Conflict) -> Option<Self> {
        let first = conflict.first_belligerent();
        let second = conflict.belligerents().find(|party| *party != first)?;
        let shares = Outlook::new(conflict, &Situation::opening(conflict)).shares;
        Some(Self {
            conflict,
            sides: [first, second],
            shares,
        })
    }

    /// The place of a level between the sides, 0 to 1; 1/2 for a level that is not of the issue.
    #[must_use]
    pub fn place(&self, issue: IssueIndex, level: Level) -> f64 {
        let [first, second] = self.sides.map(|side| self.value(side, issue, level));
        (1.0 + first - second) / 2.0
    }

    /// What a side asked for before any concession: its public positions, and where it has none its best level; of
    /// several the first.
    #[must_use]
    pub fn opening_offer(&self, side: PartyIndex) -> Deal {
        let issues = 0..self.conflict.space().issues().len();
        Deal::new(
            issues
                .map(|issue| self.asked(side, IssueIndex(issue)))
                .collect(),
        )
    }

    /// The midpoint of the opening offers, issue by issue: the option whose place is nearest to the middle of the two
    /// places, the first of equals; of amounts the mean, on the nearest step. It need not meet the constraints of the
    /// space ([`Space::admits`](crate::space::Space::admits)).
    #[must_use]
    pub fn midpoint(&self) -> Deal {
        let offers = self.sides.map(|side| self.opening_offer(side));
        let issues = self.conflict.space().issues().iter().enumerate();
        let levels = issues.map(|(at, issue)| {
            let asked = [&offers[0], &offers[1]].map(|offer| offer.levels()[at]);
            match (&issue.domain, asked) {
                (
                    Domain::Amount {
                        lower, upper, step, ..
                    },
                    [Level::Amount(one), Level::Amount(other)],
                ) => {
                    let mean = f64::midpoint(one, other);
                    Level::Amount(step.map_or(mean, |step| {
                        (lower + step * ((mean - lower) / step).round()).min(*upper)
                    }))
                }
                (domain, asked) => {
                    let places = asked.map(|level| self.place(IssueIndex(at), level));
                    let middle = f64::midpoint(places[0], places[1]);
                    let off = |option: usize| {
                        let level = Level::Option(OptionIndex(option));
                        (self.place(IssueIndex(at), level) - middle).abs()
                    };
                    let options = 0..domain.options().len();
                    let nearest = options.min_by(|a, b| off(*a).total_cmp(&off(*b)));
                    nearest.map_or(asked[0], |option| Level::Option(OptionIndex(option)))
                }
            }
        });
        Deal::new(levels.collect())
    }

    /// The last line frozen: what holds where nothing is signed, the front where it stands.
    #[must_use]
    pub fn last_line(&self) -> Deal {
        self.conflict.space().status_quo()
    }

    /// How near a guess came to what happened. An issue is hit where the guess is one of the levels that fit what
    /// happened, an amount where it is within a twentieth of the range of one; the distance is that of the places,
    /// to the nearest of those levels.
    #[must_use]
    pub fn score(&self, guess: &Deal, happened: &[(IssueIndex, Vec<Level>)]) -> Score {
        let mut score = Score {
            issues: 0,
            hits: 0,
            distance: 0.0,
        };
        for (issue, fitting) in happened {
            let Some(guessed) = guess.level(*issue) else {
                continue;
            };
            let place = self.place(*issue, guessed);
            let distance = fitting
                .iter()
                .map(|level| (self.place(*issue, *level) - place).abs())
                .fold(f64::INFINITY, f64::min);
            if distance.is_finite() {
                score.issues += 1;
                score.hits += usize::from(self.is_hit(*issue, guessed, fitting));
                score.distance += distance;
            }
        }
        score.distance /= (score.issues as f64).max(1.0);
        score
    }

    /// Whether a level fits what happened on an issue.
    #[must_use]
    pub fn is_hit(&self, issue: IssueIndex, guessed: Level, fitting: &[Level]) -> bool {
        let reach = match self.conflict.space().issue(issue).map(|it| &it.domain) {
            Some(Domain::Amount { lower, upper, .. }) => (upper - lower) / 20.0,
            _ => 0.0,
        };
        fitting.iter().any(|level| match (*level, guessed) {
            (Level::Amount(level), Level::Amount(guessed)) => (level - guessed).abs() <= reach,
            (level, guessed) => level == guessed,
        })
    }

    fn value(&self, side: PartyIndex, issue: IssueIndex, level: Level) -> f64 {
        let domain = self.conflict.space().issue(issue).map(|it| &it.domain);
        let valuation = self.conflict.parties()[side.get()]
            .preferences
            .values()
            .get(issue.get());
        let share = self.shares.get(issue.get()).copied().unwrap_or(0.0);
        match (valuation, domain) {
            (Some(valuation), Some(domain)) => valuation.at(level, domain, share),
            _ => 0.0,
        }
    }

    /// The public position of a side on an issue, or its best level.
    fn asked(&self, side: PartyIndex, issue: IssueIndex) -> Level {
        let said = &self.conflict.parties()[side.get()].audience.public;
        if let Some(said) = said.iter().find(|said| said.issue == issue) {
            return said.level;
        }
        let levels = self.levels(issue);
        let worth = |level: &Level| self.value(side, issue, *level);
        // The first of equals.
        let best = levels.into_iter().rev();
        best.max_by(|a, b| worth(a).total_cmp(&worth(b)))
            .unwrap_or_else(|| self.last_line().levels()[issue.get()])
    }

    /// The options of an issue; of an amount a hundred steps, which are enough for its best end or peak to within one.
    fn levels(&self, issue: IssueIndex) -> Vec<Level> {
        match self.conflict.space().issue(issue).map(|it| &it.domain) {
            Some(Domain::Amount {
                lower, upper, step, ..
            }) => {
                let step = step.unwrap_or((upper - lower) / 100.0);
                let count = ((upper - lower) / step + 1e-9).floor() as usize;
                (0..=count)
                    .map(|at| Level::Amount((lower + step * at as f64).min(*upper)))
                    .collect()
            }
            Some(domain) => (0..domain.options().len())
                .map(|option| Level::Option(OptionIndex(option)))
                .collect(),
            None => Vec::new(),
        }
    }
}

/// How near a guess at the terms came.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// Issues that it was held against.
    pub issues: usize,
    /// Issues on which it fits what happened.
    pub hits: usize,
    /// Mean distance of the places over those issues, 0 to 1; 0 where there were none.
    pub distance: f64,
}
