//! Conflicts drawn at random, and talks over them.

use dealzone::conflict::{Conflict, Lever, LeverEffect, Leverage, Timing};
use dealzone::index::PartyIndex;
use dealzone::mediator::{Mediation, Style};
use dealzone::party::{Curve, Party, Preferences, Role, Valuation};
use dealzone::space::{Family, FrameEffect, Interim, Issue, Space};
use dealzone::stream::{Purpose, Stream};
use dealzone::talks::{TalksSettings, TimeDependent};
use dealzone::units::{AnnualRate, Probability, Years};
use dealzone::war::{BattleStakes, Belief, OneBattle};

use super::Failure;

/// Two sides that are each more confident of a battle than the other thinks right, a line to draw, two further issues
/// and a guarantee; a mediator with a carrot and a stick for each side.
pub(super) fn random(seed: u64) -> Result<Conflict, Failure> {
    let mut stream = Stream::new(seed, 0, Purpose::Sampling, 0);
    let line = Issue::amount("line", Family::Territory, 0.0, 1.0, "share of the land");
    let status = Issue::choice("status", Family::Territory, ["none", "half", "full"]);
    let trade = Issue::choice("trade", Family::Economy, ["none", "half", "full"]);
    let mut guarantee = Issue::choice("guarantee", Family::Security, ["none", "watched", "held"]);
    guarantee.frame = Some(
        [1.0, 0.6, 0.3]
            .map(|breach_factor| FrameEffect {
                delay: Years::ZERO,
                breach_factor,
                interim: Interim::Ceasefire,
            })
            .to_vec(),
    );
    let space = Space::new(vec![line, status, trade, guarantee], Vec::new())?;
    let grid = vec![-1.0, -0.5, 0.0, 0.5, 1.0];
    let (mut beliefs, mut stakes) = (Vec::new(), Vec::new());
    let mut builder = Conflict::builder(space).breach(AnnualRate::new(0.25)?);
    for (id, role) in [
        ("a", Role::Belligerent),
        ("b", Role::Belligerent),
        ("m", Role::Mediator),
    ] {
        let first = id == "a";
        let weight = 0.4 + 0.4 * stream.uniform();
        let rest = (1.0 - weight) / 3.0;
        let (at_lower, at_upper) = match (role, first) {
            (Role::Mediator, _) => (0.5, 0.5),
            (_, true) => (0.0, 1.0),
            (_, false) => (1.0, 0.0),
        };
        let mut options = || Valuation::table((0..3).map(|_| stream.uniform()));
        let values = vec![
            Valuation::Amount(Curve::Linear { at_lower, at_upper }),
            options(),
            options(),
            options(),
        ];
        let mut party = Party::new(id, Preferences::new(vec![weight, rest, rest, rest], values));
        party.role = role;
        party.discount = AnnualRate::new(0.05 + 0.2 * stream.uniform())?;
        builder = builder.party(party);
        let hope = 1.2 * stream.uniform();
        let mean = match (role, first) {
            (Role::Mediator, _) => 0.0,
            (_, true) => hope,
            (_, false) => -hope,
        };
        beliefs.push(Belief::normal(&grid, mean, 0.4)?);
        let (if_first_wins, if_second_wins) = match (role, first) {
            (Role::Mediator, _) => (0.35, 0.35),
            (_, true) => (0.9, 0.1),
            (_, false) => (0.1, 0.9),
        };
        stakes.push(BattleStakes {
            if_first_wins,
            if_second_wins,
            cost: 0.1 * stream.uniform(),
        });
    }
    let nature = Belief::normal(&grid, 0.0, 0.4)?;
    Ok(builder
        .war(OneBattle::new(grid, stakes)?)
        .beliefs(beliefs)
        .nature(nature)
        .leverage(leverage(&mut stream))
        .build()?)
}

/// A carrot and a stick for each side, of which the mediator can afford about one and a half.
fn leverage(stream: &mut Stream) -> Leverage {
    let levers = ["carrot_for_a", "carrot_for_b", "stick_for_a", "stick_for_b"];
    Leverage {
        mediator: PartyIndex(2),
        levers: levers
            .iter()
            .enumerate()
            .map(|(place, id)| {
                let carrot = place < 2;
                let size = 0.02 + 0.08 * stream.uniform();
                let mut effects = vec![LeverEffect::default(); 3];
                match carrot {
                    true => effects[place % 2].deal = size,
                    false => effects[place % 2].war = -size,
                }
                Lever {
                    id: (*id).to_owned(),
                    label: (*id).to_owned(),
                    timing: match carrot {
                        true => Timing::OnSignature,
                        false => Timing::AtOnce,
                    },
                    cost: 0.06 * stream.uniform(),
                    effects,
                }
            })
            .collect(),
        budget: 0.05,
    }
}

/// Half a year of weeks; each side concedes as it will.
pub(super) fn settings(conflict: &Conflict, seed: u64) -> Result<TalksSettings, Failure> {
    let mut stream = Stream::new(seed, 0, Purpose::Sampling, 1);
    let mut settings = TalksSettings::alternating(conflict, 26);
    for side in 0..2 {
        let beta = 0.3 + 2.0 * stream.uniform();
        settings = settings.seat(PartyIndex(side), TimeDependent::new(beta)?);
    }
    let mediation = Mediation::new(PartyIndex(2), Style::Facilitation, 20.0, 0.03)?;
    settings.mediation = Some(mediation.with_messages(Probability::new(0.1)?, 0.5)?);
    settings.absence = 8;
    settings.watch = Years::FIVE;
    Ok(settings)
}
