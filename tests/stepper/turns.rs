//! Whose turn it is: who offers nothing, in the role of a mediator, answers and is given no turn to propose.

use dealzone::conflict::Conflict;
use dealzone::index::PartyIndex;
use dealzone::party::{Party, Preferences, Role, Valuation};
use dealzone::space::{Deal, Family, Issue, Space};
use dealzone::talks::{
    Accept, Agent, Choice, Event, Hardliner, Negotiator, Protocol, Response, Talks, TalksError,
    TalksSettings, TimeDependent, View,
};

/// A pie in quarters, of which each side wants as much as it can get, and a third party in the role of a mediator that does
/// not care how it is cut.
fn pie() -> Conflict {
    let share = Issue::choice("share", Family::Other, ["0", "1", "2", "3", "4"]);
    let party = |id, order: [f64; 5], role| {
        let wants = Preferences::new(vec![1.0], vec![Valuation::table(order)]);
        let mut party = Party::new(id, wants);
        party.role = role;
        party
    };
    let (side, third) = (Role::Belligerent, Role::Mediator);
    Conflict::builder(Space::new(vec![share], Vec::new()).unwrap())
        .party(party("a", [0.0, 0.25, 0.5, 0.75, 1.0], side))
        .party(party("b", [1.0, 0.75, 0.5, 0.25, 0.0], side))
        .party(party("c", [0.5; 5], third))
        .reservations([0.3, 0.3, 0.3])
        .build()
        .unwrap()
}

/// Offers nothing, and signs what it gains so much by.
#[derive(Debug)]
struct Content(f64);

impl Negotiator for Content {
    fn proposes(&self) -> bool {
        false
    }

    fn propose(&self, _: &View<'_>) -> Option<Deal> {
        None
    }

    fn respond(&self, view: &View<'_>, offer: &Deal) -> Response {
        match view.surplus(offer) >= self.0 {
            true => Response::Accept,
            false => Response::Reject,
        }
    }
}

/// Who takes turns to propose where a third party, in the role of a mediator that nobody made the mediator, is at the table.
fn proposers(protocol: Protocol, third: Option<TimeDependent>) -> Vec<usize> {
    let conflict = pie();
    let mut settings = TalksSettings::alternating(&conflict, 6);
    settings.protocol = protocol;
    for side in 0..2 {
        settings = settings.seat(PartyIndex(side), Agent::new(Hardliner, Accept::Aim));
    }
    if let Some(agent) = third {
        settings = settings.seat(PartyIndex(2), agent);
    }
    let talks = Talks::new(&conflict, settings, 0).unwrap();
    let events = talks.flat_map(|round| round.events);
    events
        .filter_map(|event| match event {
            Event::Offer { by, .. } | Event::Passed { by } => Some(by.get()),
            _ => None,
        })
        .collect()
}

#[test]
fn who_offers_nothing_is_given_no_turn_to() {
    let in_turn = [0, 1, 0, 1, 0, 1];
    assert_eq!(proposers(Protocol::Alternating, None), in_turn);
    assert_eq!(proposers(Protocol::Stacked, None), in_turn.repeat(2));
    // With a negotiator that offers it is a side like the others.
    let all = proposers(Protocol::Alternating, Some(TimeDependent::LINEAR));
    assert_eq!(all, [0, 1, 2, 0, 1, 2]);
}

#[test]
fn who_offers_nothing_has_its_say_all_the_same() {
    for (protocol, least) in [Protocol::Alternating, Protocol::Stacked]
        .into_iter()
        .flat_map(|protocol| [(protocol, 0.0), (protocol, 2.0)])
    {
        let conflict = pie();
        let mut settings = TalksSettings::alternating(&conflict, 6);
        settings.protocol = protocol;
        settings = settings.seat(PartyIndex(2), Content(least));
        for side in 0..2 {
            let nearest = Choice::Nearest { tolerance: 1e-6 };
            let concedes = TimeDependent::LINEAR.choosing(nearest);
            settings = settings.seat(PartyIndex(side), concedes);
        }
        let outcome = Talks::new(&conflict, settings.clone(), 0).unwrap().run();
        assert_eq!(outcome.deal().is_some(), least == 0.0, "{protocol:?}");
        // Nor can it open, before the talks or after.
        settings.opener = PartyIndex(2);
        let error = Talks::new(&conflict, settings.clone(), 0).unwrap_err();
        assert_eq!(error, TalksError::Roles);
        settings = settings.seat(PartyIndex(2), TimeDependent::LINEAR);
        let talks = Talks::new(&conflict, settings, 0).unwrap();
        let error = talks.with_negotiator(PartyIndex(2), Content(least));
        assert_eq!(error.unwrap_err(), TalksError::Roles);
    }
}
