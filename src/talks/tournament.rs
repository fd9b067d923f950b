//! Everybody against everybody: which strategies do well, and at whose cost.

use std::sync::Arc;

use super::protocol::sides;
use super::{Negotiator, Talks, TalksError, TalksSettings};
use crate::conflict::{Conflict, Outlook, Situation};
use crate::index::PartyIndex;
use crate::parallel;
use crate::space::Deal;
use crate::zone::Values;

/// A strategy that takes part.
#[derive(Debug, Clone)]
pub struct Entrant {
    /// What it is called.
    pub name: String,
    /// Who negotiates.
    pub negotiator: Arc<dyn Negotiator>,
}

impl Entrant {
    /// A strategy under this name.
    pub fn new(name: impl Into<String>, negotiator: impl Negotiator + 'static) -> Self {
        Self {
            name: name.into(),
            negotiator: Arc::new(negotiator),
        }
    }
}

/// A conflict that is negotiated over, and how.
#[derive(Debug, Clone)]
pub struct Arena<'a> {
    /// What it is called.
    pub name: String,
    /// The conflict.
    pub conflict: &'a Conflict,
    /// How its parties talk; the seats of the sides are taken by the entrants.
    pub settings: TalksSettings,
}

/// A round robin: in every arena each entrant takes each side's seat in turn, against each entrant on all other sides,
/// itself among them, as often as is asked for. Who makes no offers, as a mediator does not, stays who it is.
#[derive(Debug, Clone)]
pub struct Tournament<'a> {
    entrants: Vec<Entrant>,
    arenas: Vec<Arena<'a>>,
    repetitions: u64,
    seed: u64,
}

/// How one run of a tournament went for the entrant in focus.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// The arena, from zero.
    pub arena: usize,
    /// The entrant in focus, from zero, and the seat that it took.
    pub entrant: usize,
    /// Its seat.
    pub seat: PartyIndex,
    /// Who sat on all other sides, from zero.
    pub against: usize,
    /// The deal that was signed; `None` where there was none.
    pub deal: Option<Deal>,
    /// In which round the talks ended.
    pub rounds: u32,
    /// What each party gained by the deal over fighting on as things stood when the talks opened, in units of its scale;
    /// nothing without a deal.
    pub gains: Vec<f64>,
    /// How far the gains of the sides are, in the straight line, from the nearest point that is listed of the frontier among
    /// them, a mediator losing nothing; `None` without a deal or where there is no zone at the opening. Where there are
    /// amounts the list is a cover of the frontier to within some ε and not all of it, so that a deal on the frontier need
    /// not be at distance 0.
    pub to_frontier: Option<f64>,
    /// How far they are, in the straight line, from those of the Nash solution among them; `None` without a deal or where
    /// there is no zone at the opening.
    pub to_nash: Option<f64>,
}

/// How an entrant did. Means are over its matches in focus; those of deals over the matches that it signed in.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The entrant, from zero.
    pub entrant: usize,
    /// How many matches it was in focus in.
    pub matches: usize,
    /// The share of them that ended with a signature.
    pub agreements: f64,
    /// Mean gain over fighting on, in units of the scale of its seat; nothing counts where there was no deal.
    pub gain: f64,
    /// Mean gain of the others in its matches.
    pub others: f64,
    /// Mean share of the time that the talks took, 0 to 1.
    pub time: f64,
    /// Mean distance to the points listed of the frontier; `None` where it signed nothing.
    pub to_frontier: Option<f64>,
    /// Mean distance to the Nash solution; `None` where it signed nothing.
    pub to_nash: Option<f64>,
}

/// All that a tournament came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Results {
    /// Every match, in order: by arena, entrant, seat, opponent and repetition.
    pub matches: Vec<Match>,
    /// By entrant, in order.
    pub standings: Vec<Standing>,
}

/// One match to be played.
#[derive(Debug, Clone, Copy)]
struct Pairing {
    arena: usize,
    entrant: usize,
    seat: PartyIndex,
    against: usize,
    repetition: u64,
}

/// What the matches of an arena are compared with: gains of the sides, in units of scale.
#[derive(Debug, Default)]
struct Yardstick {
    sides: Vec<PartyIndex>,
    frontier: Vec<Vec<f64>>,
    nash: Option<Vec<f64>>,
}

impl<'a> Tournament<'a> {
    /// These entrants in these arenas, each match once, from this seed.
    #[must_use]
    pub fn new(entrants: Vec<Entrant>, arenas: Vec<Arena<'a>>, seed: u64) -> Self {
        Self {
            entrants,
            arenas,
            repetitions: 1,
            seed,
        }
    }

    /// Each match so many times, each time with other luck.
    #[must_use]
    pub fn repeated(mut self, repetitions: u64) -> Self {
        self.repetitions = repetitions;
        self
    }

    /// How many matches there are to play.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pairings().len()
    }

    /// Whether there is nothing to play.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pairings().is_empty()
    }

    /// Plays all matches on every core; the results do not depend on how many there are. `played` is called after each
    /// match, from whichever thread played it.
    ///
    /// # Errors
    /// [`TalksError`] for the first arena whose settings do not fit its conflict.
    pub fn play(&self, played: impl Fn() + Sync) -> Result<Results, TalksError> {
        for arena in &self.arenas {
            Talks::new(arena.conflict, arena.settings.clone(), self.seed)?;
        }
        let yardsticks = parallel::map(self.arenas.len(), |arena| {
            Yardstick::of(self.arenas[arena].conflict)
        });
        let pairings = self.pairings();
        let matches = parallel::map(pairings.len(), |at| {
            let pairing = pairings[at];
            let result = self.meet(pairing, &yardsticks[pairing.arena]);
            played();
            result
        });
        let matches: Vec<Match> = matches.into_iter().collect::<Result<_, _>>()?;
        let standings = (0..self.entrants.len()).map(|entrant| self.standing(entrant, &matches));
        Ok(Results {
            standings: standings.collect(),
            matches,
        })
    }

    fn pairings(&self) -> Vec<Pairing> {
        let mut pairings = Vec::new();
        for (arena, ground) in self.arenas.iter().enumerate() {
            for entrant in 0..self.entrants.len() {
                for seat in sides(&ground.settings, ground.conflict) {
                    for against in 0..self.entrants.len() {
                        pairings.extend((0..self.repetitions).map(|repetition| Pairing {
                            arena,
                            entrant,
                            seat,
                            against,
                            repetition,
                        }));
                    }
                }
            }
        }
        pairings
    }

    fn meet(&self, pairing: Pairing, yardstick: &Yardstick) -> Result<Match, TalksError> {
        let arena = &self.arenas[pairing.arena];
        let mut settings = arena.settings.clone();
        for side in sides(&arena.settings, arena.conflict) {
            let sits = if side == pairing.seat {
                pairing.entrant
            } else {
                pairing.against
            };
            if let Some(seat) = settings.negotiators.get_mut(side.get()) {
                *seat = Arc::clone(&self.entrants[sits].negotiator);
            }
        }
        // The luck of a repetition is the same for all pairings: they differ by what they do alone.
        let mut talks = Talks::new_run(arena.conflict, settings, self.seed, pairing.repetition)?;
        let outcome = talks.run();
        let deal = outcome.deal().cloned();
        let gains = match &deal {
            Some(deal) => gains(arena.conflict, deal),
            None => vec![0.0; arena.conflict.parties().len()],
        };
        let nearest = |points: &[Vec<f64>]| {
            deal.as_ref()?;
            let gains: Vec<f64> = yardstick
                .sides
                .iter()
                .map(|side| gains[side.get()])
                .collect();
            let distances = points.iter().map(|point| distance(point, &gains));
            distances.reduce(f64::min)
        };
        Ok(Match {
            arena: pairing.arena,
            entrant: pairing.entrant,
            seat: pairing.seat,
            against: pairing.against,
            rounds: talks.state().round(),
            to_frontier: nearest(&yardstick.frontier),
            to_nash: nearest(yardstick.nash.as_slice()),
            gains,
            deal,
        })
    }

    fn standing(&self, entrant: usize, matches: &[Match]) -> Standing {
        let own = || matches.iter().filter(move |found| found.entrant == entrant);
        let seat = |found: &Match| found.gains[found.seat.get()];
        let others = |found: &Match| {
            let arena = &self.arenas[found.arena];
            let sides = sides(&arena.settings, arena.conflict);
            let rest = sides.iter().filter(|side| **side != found.seat);
            mean(rest.map(|side| found.gains[side.get()])).unwrap_or(0.0)
        };
        let time = |found: &Match| {
            f64::from(found.rounds) / f64::from(self.arenas[found.arena].settings.rounds)
        };
        Standing {
            entrant,
            matches: own().count(),
            agreements: mean(own().map(|found| f64::from(found.deal.is_some()))).unwrap_or(0.0),
            gain: mean(own().map(seat)).unwrap_or(0.0),
            others: mean(own().map(others)).unwrap_or(0.0),
            time: mean(own().map(time)).unwrap_or(0.0),
            to_frontier: mean(own().filter_map(|found| found.to_frontier)),
            to_nash: mean(own().filter_map(|found| found.to_nash)),
        }
    }
}

impl Yardstick {
    /// A mediator is to lose nothing; what it gains is no part of how well the sides did.
    fn of(conflict: &Conflict) -> Self {
        let parties = conflict.parties();
        let sides: Vec<PartyIndex> = conflict.belligerents().collect();
        let query = conflict.zone().among(sides.iter().copied());
        let scaled = |surplus: &[f64]| -> Vec<f64> {
            let gains = sides.iter().map(|side| side.get());
            gains
                .map(|side| surplus[side] / parties[side].scale)
                .collect()
        };
        let frontier = query.frontier().solve();
        let nash = query.solutions().and_then(|solutions| solutions.nash);
        let points = frontier.points.iter();
        Self {
            frontier: points.map(|point| scaled(&point.surplus)).collect(),
            nash: nash.map(|nash| scaled(&nash.surplus)),
            sides,
        }
    }
}

fn gains(conflict: &Conflict, deal: &Deal) -> Vec<f64> {
    let situation = Situation::opening(conflict);
    let outlook = Outlook::new(conflict, &situation);
    let values = Values::new(conflict, &situation, &outlook, deal);
    let pairs = values.parties().iter().zip(conflict.parties());
    pairs
        .map(|(value, party)| value.surplus() / party.scale)
        .collect()
}

fn distance(one: &[f64], other: &[f64]) -> f64 {
    let squares = one
        .iter()
        .zip(other)
        .map(|(one, other)| (one - other) * (one - other));
    libm::sqrt(squares.sum())
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (count, sum) = values.fold((0_usize, 0.0), |(count, sum), value| {
        (count + 1, sum + value)
    });
    (count > 0).then(|| sum / count as f64)
}
