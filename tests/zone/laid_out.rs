//! Best deals and texts that talks find by a layout of the deals, against the search of the zone.

use std::sync::{Arc, Mutex};

use dealzone::conflict::Conflict;
use dealzone::index::PartyIndex;
use dealzone::mediator::{Mediation, Style};
use dealzone::party::Role;
use dealzone::space::Deal;
use dealzone::talks::{
    Breakdown, Consent, Event, Negotiator, Outcome, Protocol, Response, Talks, TalksSettings, View,
};
use dealzone::zone::{Demand, Demands};

use crate::random;

/// Notes what its best deal is worth to a party, and would sign nothing.
#[derive(Debug, Clone)]
struct Probe(Arc<Mutex<Vec<(PartyIndex, f64)>>>);

impl Probe {
    fn note(&self, view: &View<'_>) {
        let best = view.best_deal().unwrap();
        assert!(view.space().admits(&best) && !view.refuses(&best));
        assert!((view.surplus(&best) - view.best_surplus()).abs() < 1e-12);
        let mut notes = self.0.lock().unwrap();
        notes.push((view.me(), view.best_surplus()));
    }
}

impl Negotiator for Probe {
    fn propose(&self, view: &View<'_>) -> Option<Deal> {
        self.note(view);
        view.best_deal()
    }

    fn respond(&self, view: &View<'_>, _: &Deal) -> Response {
        self.note(view);
        Response::Reject
    }
}

/// The red lines of some parties, and the participation of some.
fn demands(conflict: &Conflict, of: impl Fn(PartyIndex) -> bool, gain: &[usize]) -> Demands {
    let all = Demands::all(conflict);
    let kept = all.as_slice().iter().copied();
    Demands::new(kept.filter(|demand| match demand {
        Demand::RedLine { party, .. } => of(*party),
        Demand::Participation { party } => gain.contains(&party.get()),
    }))
}

#[test]
fn the_best_deal_of_a_party_is_that_of_the_search() {
    let (mut compared, mut left) = (0, 0);
    for seed in 0..1_500 {
        let conflict = random::conflict(seed);
        let best = |party: PartyIndex| {
            let own = demands(&conflict, |other| other == party, &[party.get()]);
            let scale = conflict.parties()[party.get()].scale;
            conflict.zone().demands(own).solve().lower() * scale
        };
        let notes = Arc::new(Mutex::new(Vec::new()));
        let parties = (0..conflict.parties().len()).map(PartyIndex);
        let settings = parties.fold(TalksSettings::alternating(&conflict, 1), |plan, party| {
            plan.seat(party, Probe(Arc::clone(&notes)))
        });
        let mut talks = Talks::new(&conflict, settings, seed).unwrap();
        if let Outcome::NoDeal {
            breakdown: Breakdown::WalkOut { party },
            ..
        } = talks.run()
        {
            left += 1;
            assert!(best(party) < 1e-6, "seed {seed}: {}", best(party));
        }
        for (party, found) in notes.lock().unwrap().iter() {
            compared += 1;
            let known = best(*party);
            assert!((found - known).abs() < 2e-6, "seed {seed}: {found} {known}");
        }
    }
    assert!(compared > 1_000 && left > 100, "{compared} {left}");
}

#[test]
fn a_text_is_as_good_for_two_sides_as_the_search_says_it_can_be() {
    let (mut written, mut best_of_all) = (0, 0);
    for seed in 0..2_000 {
        let conflict = random::conflict(seed);
        if conflict.parties().len() != 3 {
            continue;
        }
        let mut parties = conflict.parties().to_vec();
        parties[2].role = Role::Mediator;
        let conflict = conflict.to_builder().with_parties(parties).build().unwrap();
        let mediator = PartyIndex(2);
        let mediation = Mediation::new(mediator, Style::Formulation, 1e9, 0.0).unwrap();
        let mut settings = TalksSettings::alternating(&conflict, 1).seat(mediator, Consent);
        settings.protocol = Protocol::SingleText;
        settings.mediation = Some(mediation);
        let round = Talks::new(&conflict, settings, seed)
            .unwrap()
            .step()
            .unwrap();
        let offer = round.events.iter().find_map(|event| match event {
            Event::Offer { deal, surplus, .. } => Some((deal, surplus)),
            _ => None,
        });
        let Some((deal, surplus)) = offer else {
            continue;
        };
        assert!(conflict.space().admits(deal));
        written += 1;
        let scaled = |party: usize| surplus[party] / conflict.parties()[party].scale;
        let least = scaled(0).min(scaled(1));
        let sides = demands(&conflict, |_| true, &[0, 1]);
        let zone = conflict.zone().demands(sides).solve();
        if zone.upper() > f64::NEG_INFINITY {
            // No text is better than the best for the sides alone, and none is needed that is a loss to the mediator.
            assert!(least <= zone.upper() + 1e-8, "seed {seed}: {least}");
            assert!(surplus[2] >= -1e-8, "seed {seed}: {}", surplus[2]);
            let all = conflict.deal_zone();
            if all.exists() {
                assert!(least >= all.lower() - 1e-4 - 1e-8, "seed {seed}: {least}");
            }
            best_of_all += usize::from(least >= zone.lower() - 1e-4 - 1e-8);
        }
    }
    assert!(
        written > 150 && best_of_all > written / 3,
        "{written} {best_of_all}"
    );
}
