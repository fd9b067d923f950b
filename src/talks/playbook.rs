//! What talks over one conflict have in common, whoever is lucky: worked out once for all runs.

use std::sync::{Arc, OnceLock};

use crate::conflict::{Conflict, Outlook, Situation};
use crate::index::PartyIndex;
use crate::party::Role;
use crate::space::Deal;
use crate::zone::{Demand, Demands, Duo, Layout, Memory, Side, Solo, Values, Verdict};

/// How close the text at the opening comes to the best.
const NEAR: f64 = 1e-4;

/// What is worked out of a conflict for talks over it, each part when it is first asked for. A clone shares it, on any
/// number of threads.
///
/// [`Talks::new`](super::Talks::new) works it out afresh for every run; with one of these, many runs over one conflict
/// need it once. It changes how long they take, and nothing else.
///
/// ```
/// use dealzone::scenario::Scenario;
/// use dealzone::talks::{Playbook, Talks};
///
/// let scenario = Scenario::builtin("ukraine-2026-01-23")?;
/// let conflict = scenario.conflict()?;
/// let settings = scenario.talks_settings(&scenario.setting())?;
/// let playbook = Playbook::new(&conflict);
/// for run in 0..3 {
///     let outcome = Talks::by(&playbook, settings.clone(), 1, run)?.run();
///     println!("run {run}: {:?}", outcome.ending());
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Playbook<'a> {
    conflict: &'a Conflict,
    pages: Arc<Pages>,
}

#[derive(Debug)]
struct Pages {
    layout: OnceLock<Option<Layout>>,
    /// By party.
    solos: Vec<OnceLock<Option<Solo>>>,
    /// Where all demands are heeded, and where those are not that no text can heed.
    texts: [OnceLock<Texts>; 2],
    /// What the zone is when talks open: without and with levers on the table.
    openings: [OnceLock<Opening>; 2],
}

/// The texts that heed some demands.
#[derive(Debug)]
pub(super) struct Texts {
    /// What was lifted of all demands.
    lifted: Option<Demands>,
    pub(super) demands: Demands,
    /// `None` where they cannot be laid out, or there are not two sides.
    pub(super) laid_out: Option<Laid>,
}

/// What finds texts, and what is seen of them when talks open.
#[derive(Debug)]
pub(super) struct Laid {
    pub(super) duo: Duo,
    pub(super) memory: Memory,
    /// The best text at the opening.
    first: Option<Deal>,
}

/// What is known of the zone when talks open.
#[derive(Debug)]
pub(super) enum Opening {
    /// A deal is in it.
    Deal(Deal),
    /// The red lines exclude every deal, whatever moves: a smallest set of them to lift.
    Impasse(Demands),
    /// Nothing that would help in a later round.
    Nothing,
}

impl<'a> Playbook<'a> {
    /// The playbook of a conflict, with nothing in it yet.
    #[must_use]
    pub fn new(conflict: &'a Conflict) -> Self {
        let pages = Pages {
            layout: OnceLock::new(),
            solos: conflict.parties().iter().map(|_| OnceLock::new()).collect(),
            texts: [OnceLock::new(), OnceLock::new()],
            openings: [OnceLock::new(), OnceLock::new()],
        };
        Self {
            conflict,
            pages: Arc::new(pages),
        }
    }

    /// The conflict that it is about.
    #[must_use]
    pub fn conflict(&self) -> &'a Conflict {
        self.conflict
    }

    /// `None` where the conflict cannot be laid out.
    pub(super) fn layout(&self) -> Option<&Layout> {
        let layout = self.pages.layout.get_or_init(|| Layout::new(self.conflict));
        layout.as_ref()
    }

    /// What finds the best deal of a party among those that cross none of its own red lines.
    pub(super) fn solo(&self, party: PartyIndex) -> Option<(&Layout, &Solo)> {
        let layout = self.layout()?;
        let solo = self.pages.solos.get(party.get())?.get_or_init(|| {
            let all = Demands::all(self.conflict);
            let own = all.as_slice().iter().copied().filter(|demand| {
                matches!(demand, Demand::RedLine { .. }) && demand.party() == party
            });
            Solo::new(self.conflict, layout, party, &Demands::new(own))
        });
        Some((layout, solo.as_ref()?))
    }

    /// The texts that heed all demands but for some that are lifted; `None` where others were lifted when this was first
    /// asked.
    pub(super) fn texts(&self, lifted: Option<&Demands>) -> Option<&Texts> {
        let place = &self.pages.texts[usize::from(lifted.is_some())];
        let texts = place.get_or_init(|| {
            let all = Demands::all(self.conflict);
            let demands = lifted.map_or(all.clone(), |lift| all.without(lift));
            Texts {
                lifted: lifted.cloned(),
                laid_out: self.lay_out(&demands),
                demands,
            }
        });
        (texts.lifted.as_ref() == lifted).then_some(texts)
    }

    fn lay_out(&self, demands: &Demands) -> Option<Laid> {
        let layout = self.layout()?;
        let parties = self.conflict.parties().iter().enumerate();
        let sides = parties.filter(|(_, party)| party.role == Role::Belligerent);
        let sides: Vec<PartyIndex> = sides.map(|(index, _)| PartyIndex(index)).collect();
        let sides: [PartyIndex; 2] = sides.try_into().ok()?;
        let duo = Duo::new(self.conflict, layout, sides, demands)?;
        let mut memory = Memory::new();
        let situation = Situation::opening(self.conflict);
        let outlook = Outlook::new(self.conflict, &situation);
        let lenses = sides.map(|party| layout.lens(self.conflict, party, &situation, &outlook));
        let [Some(one), Some(other)] = &lenses else {
            return None;
        };
        let side = |lens, party: PartyIndex| Side {
            lens,
            floor: 0.0,
            scale: self.conflict.parties()[party.get()].scale,
        };
        let asked = [side(one, sides[0]), side(other, sides[1])];
        let first = duo.best(layout, asked, NEAR, &mut memory).ok().flatten();
        Some(Laid {
            duo,
            memory,
            first: first.map(|(_, deal)| deal),
        })
    }

    /// A deal in the zone at the opening, where the best of the two sides' texts is one.
    fn seen_at_once(&self) -> Option<Deal> {
        let texts = self.texts(None)?;
        let deal = texts.laid_out.as_ref()?.first.clone()?;
        let situation = Situation::opening(self.conflict);
        let outlook = Outlook::new(self.conflict, &situation);
        let values = Values::new(self.conflict, &situation, &outlook, &deal);
        let parties = values.parties().iter();
        let mut signs = parties.map(|value| value.surplus() >= 0.0 && !value.refused);
        signs.all(|signs| signs).then_some(deal)
    }

    /// What the zone is when talks open, with the levers on the table or not.
    pub(super) fn opening(&self, within_reach: bool) -> &Opening {
        self.pages.openings[usize::from(within_reach)].get_or_init(|| {
            if !within_reach && let Some(deal) = self.seen_at_once() {
                return Opening::Deal(deal);
            }
            let laid_out = self.texts(None).and_then(|texts| texts.laid_out.as_ref());
            if !within_reach && laid_out.is_some_and(|laid| laid.duo.is_empty()) {
                let lifted = self.conflict.zone().verdict_only().lifting();
                return Opening::Impasse(lifted.unwrap_or_else(|| Demands::new([])));
            }
            let conflict = match within_reach {
                true => self.conflict.within_reach(),
                false => self.conflict,
            };
            let zone = conflict.zone().verdict_only().solve();
            match zone.verdict() {
                Verdict::Exists { witness } => Opening::Deal(witness.clone()),
                Verdict::Empty { .. } if zone.upper() == f64::NEG_INFINITY => {
                    let lifted = zone.closest().map(|closest| closest.lifted.clone());
                    Opening::Impasse(lifted.unwrap_or_else(|| Demands::new([])))
                }
                _ => Opening::Nothing,
            }
        })
    }
}
