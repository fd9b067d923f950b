//! What talks over one conflict have in common, whoever is lucky: worked out once for all runs.

use std::sync::{Arc, OnceLock};

use crate::conflict::{Conflict, Outlook, Situation};
use crate::index::PartyIndex;
use crate::space::Deal;
use crate::zone::{
    Aim, Asked, Demands, Duo, Layout, Levers, Memory, Shelf, Side, Solo, Values, Verdict,
};

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
    beginning: Arc<Beginning>,
}

/// What rests on the space and the parties, and not on the war.
#[derive(Debug)]
struct Pages {
    layout: OnceLock<Option<Layout>>,
    /// By party.
    solos: Vec<OnceLock<Option<Solo>>>,
    /// By party.
    shelves: Vec<OnceLock<Option<Shelf>>>,
    /// Where all demands are heeded.
    texts: OnceLock<Texts>,
    /// Where some demands are lifted, by a smallest set of them.
    lifts: OnceLock<Vec<(Demands, OnceLock<Texts>)>>,
}

/// What rests on the war too.
#[derive(Debug, Default)]
struct Beginning {
    /// By whether demands are lifted: which, and what is seen of texts when talks open.
    firsts: [OnceLock<(Option<Demands>, First)>; 2],
    /// What levers can do for the two sides.
    levers: OnceLock<Option<Levers>>,
    /// What the zone is when talks open: without and with levers on the table.
    zones: [OnceLock<Opening>; 2],
}

/// The texts that heed some demands.
#[derive(Debug)]
struct Texts {
    demands: Demands,
    /// `None` where they cannot be laid out, or there are not two sides.
    duo: Option<Duo>,
}

/// What finds texts that heed some demands.
#[derive(Debug)]
pub(super) struct Laid<'p> {
    pub(super) demands: &'p Demands,
    pub(super) duo: &'p Duo,
    /// What is seen of them when talks open.
    pub(super) memory: &'p Memory,
}

/// The best text at the opening, and what is seen of others in finding it.
#[derive(Debug)]
struct First {
    memory: Memory,
    deal: Option<Deal>,
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
            shelves: conflict.parties().iter().map(|_| OnceLock::new()).collect(),
            texts: OnceLock::new(),
            lifts: OnceLock::new(),
        };
        Self {
            conflict,
            pages: Arc::new(pages),
            beginning: Arc::default(),
        }
    }

    /// The playbook of another conflict, which shares what this one has worked out, and works out, that does not rest on
    /// the war: how deals are laid out and which red lines exclude each other. `None` unless the two conflicts differ in
    /// nothing but the war, beliefs in it and territory.
    #[must_use]
    pub fn over<'b>(&self, conflict: &'b Conflict) -> Option<Playbook<'b>> {
        let one = self.conflict;
        let is_alike = one.space() == conflict.space()
            && one.parties() == conflict.parties()
            && one.breach() == conflict.breach()
            && one.period() == conflict.period()
            && one.levers_on_table().eq(conflict.levers_on_table());
        is_alike.then(|| Playbook {
            conflict,
            pages: Arc::clone(&self.pages),
            beginning: Arc::default(),
        })
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
            let own = Demands::red_lines_of(self.conflict, party);
            Solo::new(self.conflict, layout, party, &own)
        });
        Some((layout, solo.as_ref()?))
    }

    /// All deals that cross none of a party's own red lines.
    pub(super) fn shelf(&self, party: PartyIndex) -> Option<(&Layout, &Shelf)> {
        let layout = self.layout()?;
        let shelf = self.pages.shelves.get(party.get())?.get_or_init(|| {
            let own = Demands::red_lines_of(self.conflict, party);
            Shelf::new(self.conflict, layout, party, &own)
        });
        Some((layout, shelf.as_ref()?))
    }

    /// The texts that heed all demands but for some that are lifted; `None` where those are not a smallest set to lift.
    fn texts(&self, lifted: Option<&Demands>) -> Option<&Texts> {
        let all = || Demands::all(self.conflict);
        match lifted {
            None => Some(self.pages.texts.get_or_init(|| self.lay_out(all()))),
            Some(lifted) => {
                self.layout()?;
                let mut lifts = self.lifts().iter();
                let (_, texts) = lifts.find(|(known, _)| known == lifted)?;
                Some(texts.get_or_init(|| self.lay_out(all().without(lifted))))
            }
        }
    }

    fn lay_out(&self, demands: Demands) -> Texts {
        let sides: Vec<PartyIndex> = self.conflict.belligerents().collect();
        let duo = self.layout().zip(<[PartyIndex; 2]>::try_from(sides).ok());
        Texts {
            duo: duo.and_then(|(layout, sides)| Duo::new(self.conflict, layout, sides, &demands)),
            demands,
        }
    }

    /// The smallest sets to lift where the demands leave no text.
    fn lifts(&self) -> &[(Demands, OnceLock<Texts>)] {
        self.pages.lifts.get_or_init(|| {
            let lifts = self.conflict.zone().verdict_only().smallest_lifts();
            let lifts = lifts.into_iter().map(|lifted| (lifted, OnceLock::new()));
            lifts.collect()
        })
    }

    /// What finds texts that heed all demands but for some that are lifted; `None` where they cannot be laid out, or others
    /// were lifted when this was first asked.
    pub(super) fn laid_out(&self, lifted: Option<&Demands>) -> Option<Laid<'_>> {
        let Texts { demands, duo } = self.texts(lifted)?;
        let duo = duo.as_ref()?;
        let place = &self.beginning.firsts[usize::from(lifted.is_some())];
        let (known, first) = match place.get() {
            Some(first) => first,
            None => {
                let first = self.first(duo)?;
                place.get_or_init(|| (lifted.cloned(), first))
            }
        };
        (known.as_ref() == lifted).then_some(Laid {
            demands,
            duo,
            memory: &first.memory,
        })
    }

    /// What levers can do for these two; `None` where that cannot be told.
    pub(super) fn levers(&self, sides: [PartyIndex; 2]) -> Option<&Levers> {
        let levers = self
            .beginning
            .levers
            .get_or_init(|| Levers::new(self.conflict.leverage()?, self.layout()?, sides));
        levers.as_ref()
    }

    /// The best text at the opening.
    fn first(&self, duo: &Duo) -> Option<First> {
        let layout = self.layout()?;
        let sides = duo.parties();
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
        let question = Asked {
            sides: asked,
            aim: Aim::Lesser,
            levers: None,
        };
        let found = duo.best(layout, question, NEAR, &mut memory);
        let found = found.ok().flatten();
        Some(First {
            memory,
            deal: found.map(|(_, deal)| deal),
        })
    }

    /// A deal in the zone at the opening, where the best of the two sides' texts is one.
    fn seen_at_once(&self) -> Option<Deal> {
        self.laid_out(None)?;
        let (_, first) = self.beginning.firsts[0].get()?;
        let deal = first.deal.clone()?;
        self.is_no_loss(&deal).then_some(deal)
    }

    /// Whether a deal is worth no less than fighting on to anybody at the opening.
    fn is_no_loss(&self, deal: &Deal) -> bool {
        let situation = Situation::opening(self.conflict);
        let outlook = Outlook::new(self.conflict, &situation);
        let values = Values::new(self.conflict, &situation, &outlook, deal);
        values.parties().iter().all(|value| value.surplus() >= 0.0)
    }

    /// A smallest set of red lines to lift where they are known to exclude every deal: the first, where the best of the two
    /// sides' texts then is in the zone, and else one that a search finds.
    fn lifting(&self) -> Option<Demands> {
        let lifts = self.lifts().iter().map(|(lifted, _)| lifted);
        let lifts: Vec<Demands> = lifts.cloned().collect();
        let lifted = lifts.first()?;
        let duo = self
            .texts(Some(lifted))
            .and_then(|texts| texts.duo.as_ref());
        if let Some(first) = duo.and_then(|duo| self.first(duo))
            && first
                .deal
                .as_ref()
                .is_some_and(|deal| self.is_no_loss(deal))
        {
            self.beginning.firsts[1].get_or_init(|| (Some(lifted.clone()), first));
            return Some(lifted.clone());
        }
        self.conflict.zone().verdict_only().lifting(&lifts)
    }

    /// What the zone is when talks open, with the levers on the table or not.
    pub(super) fn opening(&self, within_reach: bool) -> &Opening {
        self.beginning.zones[usize::from(within_reach)].get_or_init(|| {
            if !within_reach && let Some(deal) = self.seen_at_once() {
                return Opening::Deal(deal);
            }
            let duo = self.texts(None).and_then(|texts| texts.duo.as_ref());
            if !within_reach && duo.is_some_and(Duo::is_empty) {
                return Opening::Impasse(self.lifting().unwrap_or_else(|| Demands::new([])));
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
