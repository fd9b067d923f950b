//! Levers as issues and levers as pulled are one thing, and the zone within reach is exact.

use dealzone::conflict::{
    Conflict, ConflictError, Lever, LeverEffect, Leverage, LeverageError, Outlook, Situation,
    SituationError, Timing,
};
use dealzone::index::PartyIndex;
use dealzone::party::{Curve, Party, Preferences, Role, Valuation};
use dealzone::space::{Deal, Family, Issue, Level, Space};
use dealzone::stream::{Purpose, Stream};
use dealzone::zone::{Values, Verdict};
use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOutcome};

use crate::random::{conflict, deals, pick};

/// Shares within the budget.
fn shares(leverage: &Leverage, stream: &mut Stream) -> Vec<f64> {
    let raw: Vec<f64> = leverage.levers.iter().map(|_| stream.uniform()).collect();
    let cost = leverage.cost(&raw);
    let within = if cost > leverage.budget {
        leverage.budget / cost
    } else {
        1.0
    };
    raw.iter().map(|share| share * within).collect()
}

#[test]
fn a_deal_that_pulls_levers_is_worth_what_the_deal_is_worth_with_the_levers_pulled() {
    for seed in 0..300 {
        let bare = conflict(seed);
        let reach = bare.within_reach();
        let leverage = bare.leverage().unwrap();
        let mut stream = Stream::new(seed, 1, Purpose::Sampling, 0);
        let pulled = shares(leverage, &mut stream);
        let all = deals(&bare);
        let deal = &all[pick(&mut stream, all.len())];
        let levels = deal.levels().iter().copied();
        let whole = Deal::new(
            levels
                .chain(pulled.iter().map(|share| Level::Amount(*share)))
                .collect(),
        );
        assert!(reach.space().admits(&whole));
        assert_eq!(reach.pulled_by(&whole), pulled);
        assert_eq!(reach.without_levers(&whole), *deal);

        let mut situation = Situation::opening(&bare);
        let on_table = Values::new(reach, &situation, &Outlook::new(reach, &situation), &whole);
        situation.levers = pulled;
        situation.check(&bare).unwrap();
        let in_force = Values::new(&bare, &situation, &Outlook::new(&bare, &situation), deal);
        for (one, other) in on_table.parties().iter().zip(in_force.parties()) {
            assert!(
                (one.surplus() - other.surplus()).abs() < 1e-12,
                "seed {seed}"
            );
            assert!((one.war - other.war).abs() < 1e-12, "seed {seed}");
        }
    }
}

/// The greatest least scaled surplus, deal by deal, each with the best levers by linear programming.
fn best_by_enumeration(bare: &Conflict) -> f64 {
    let leverage = bare.leverage().unwrap();
    let situation = Situation::opening(bare);
    let outlook = Outlook::new(bare, &situation);
    let with = |share: &[f64], deal: &Deal| {
        let mut pulled = situation.clone();
        pulled.levers = share.to_vec();
        Values::new(bare, &pulled, &Outlook::new(bare, &pulled), deal).surplus()
    };
    deals(bare)
        .iter()
        .map(|deal| {
            let none = Values::new(bare, &situation, &outlook, deal).surplus();
            let mut problem = Problem::new(OptimizationDirection::Maximize);
            let least = problem.add_var(1.0, (-100.0, 100.0));
            let levers: Vec<_> = leverage
                .levers
                .iter()
                .map(|_| problem.add_var(0.0, (0.0, 1.0)))
                .collect();
            // Surpluses are affine in the shares: one lever at a time gives the slopes.
            for (party, at_none) in none.iter().enumerate() {
                let scale = bare.parties()[party].scale;
                let mut row = vec![(least, -scale)];
                for (place, lever) in levers.iter().enumerate() {
                    let mut share = vec![0.0; levers.len()];
                    share[place] = 1.0;
                    row.push((*lever, with(&share, deal)[party] - at_none));
                }
                problem.add_constraint(&row, ComparisonOp::Ge, -at_none);
            }
            let costs = leverage.levers.iter().map(|lever| lever.cost);
            let budget: Vec<_> = levers.iter().copied().zip(costs).collect();
            problem.add_constraint(&budget, ComparisonOp::Le, leverage.budget);
            match problem.solve().unwrap() {
                SolveOutcome::Solution(solution) => solution.objective(),
                other => panic!("{other:?}"),
            }
        })
        .fold(f64::NEG_INFINITY, f64::max)
}

#[test]
fn the_zone_within_reach_agrees_with_enumeration_and_linear_programming() {
    let (mut opened, mut shut) = (0, 0);
    for seed in 0..200 {
        let bare = conflict(seed);
        let reach = bare.within_reach();
        let zone = reach.deal_zone();
        let best = best_by_enumeration(&bare);
        assert!(
            (zone.lower() - best).abs() < 1e-7,
            "seed {seed}: {} {best}",
            zone.lower()
        );
        match zone.verdict() {
            Verdict::Exists { witness } => {
                assert!(reach.space().admits(witness));
                let leverage = bare.leverage().unwrap();
                assert!(leverage.allows(&reach.pulled_by(witness)));
                opened += usize::from(bare.deal_zone().is_empty());
            }
            Verdict::Empty { certificate } => {
                certificate
                    .verify(reach, &Situation::opening(reach))
                    .unwrap();
                assert!(bare.deal_zone().is_empty(), "levers cannot close a zone");
                shut += 1;
            }
            other => panic!("seed {seed}: {other:?}"),
        }
    }
    assert!(opened > 10 && shut > 10, "{opened} {shut}");
}

fn pie(leverage: Leverage) -> Result<Conflict, ConflictError> {
    let share = Issue::amount("share", Family::Territory, 0.0, 1.0, "share of the pie");
    let linear = |at_lower, at_upper| {
        let value = Valuation::Amount(Curve::Linear { at_lower, at_upper });
        Preferences::new(vec![1.0], vec![value])
    };
    let mut mediator = Party::new("m", linear(0.5, 0.5));
    mediator.role = Role::Mediator;
    Conflict::builder(Space::new(vec![share], Vec::new()).unwrap())
        .party(Party::new("a", linear(0.0, 1.0)))
        .party(Party::new("b", linear(1.0, 0.0)))
        .party(mediator)
        .reservations([0.6, 0.6, 0.3])
        .leverage(leverage)
        .build()
}

fn lever(timing: Timing, cost: f64, effects: [(f64, f64); 3]) -> Lever {
    Lever {
        id: "push".to_owned(),
        label: "A push".to_owned(),
        timing,
        cost,
        effects: effects
            .map(|(deal, war)| LeverEffect { deal, war })
            .to_vec(),
    }
}

fn leverage(levers: Vec<Lever>, budget: f64) -> Leverage {
    Leverage {
        mediator: PartyIndex(2),
        levers,
        budget,
    }
}

/// Two claims of 0.6 on a pie of 1 are 0.2 apart. A carrot that costs its giver what each side gains opens the zone at
/// half its use; the mediator, who gains 0.2 by peace, can go no further than that.
#[test]
fn a_carrot_and_a_stick_of_the_size_of_the_gap_open_a_pie() {
    let carrot = lever(
        Timing::OnSignature,
        0.4,
        [(0.2, 0.0), (0.2, 0.0), (0.0, 0.0)],
    );
    let open = pie(leverage(vec![carrot.clone()], 1.0)).unwrap();
    assert!((open.deal_zone().upper() - -0.1).abs() < 1e-9);
    // Beyond half of full use the mediator would lose more than it gains.
    let zone = open.within_reach().deal_zone();
    assert!(
        zone.exists() && zone.lower().abs() < 1e-9,
        "{}",
        zone.lower()
    );
    // The budget binds before that: 0.1 of 0.4 is a quarter of full use.
    let short = pie(leverage(vec![carrot], 0.1)).unwrap();
    let zone = short.within_reach().deal_zone();
    assert!(
        zone.is_empty() && (zone.lower() - -0.05).abs() < 1e-9,
        "{}",
        zone.lower()
    );

    let stick = lever(Timing::AtOnce, 0.1, [(0.0, -0.3), (0.0, 0.0), (0.0, 0.0)]);
    let zone = pie(leverage(vec![stick], 1.0))
        .unwrap()
        .within_reach()
        .deal_zone();
    assert!((zone.lower() - 0.05).abs() < 1e-9, "{}", zone.lower());
}

#[test]
fn levers_that_cannot_be_are_refused() {
    let good = lever(Timing::AtOnce, 0.1, [(0.0, -0.3), (0.0, 0.0), (0.0, 0.0)]);
    let refused =
        |lever: Lever, budget| pie(leverage(vec![lever], budget)).unwrap_err().to_string();
    assert!(pie(leverage(vec![good.clone()], 0.5)).is_ok());
    assert_eq!(
        refused(good.clone(), -1.0),
        "a budget for levers is -1, not 0 or more"
    );
    let mut carrot = good.clone();
    carrot.timing = Timing::OnSignature;
    assert_eq!(
        refused(carrot, 1.0),
        "lever \"push\" works on signature and changes the value of war"
    );
    let mut own = good.clone();
    own.effects[2].war = 0.1;
    assert_eq!(
        refused(own, 1.0),
        "lever \"push\" changes what the mediator itself has without a deal"
    );
    let mut short = good.clone();
    short.effects.pop();
    assert_eq!(
        refused(short, 1.0),
        "lever \"push\" has not one effect for each party"
    );
    let mut gift = good.clone();
    gift.cost = f64::NAN;
    assert_eq!(
        refused(gift, 1.0),
        "lever \"push\" has a cost that is not 0 or more"
    );
    let mut named = good.clone();
    named.id = "share".to_owned();
    assert_eq!(
        refused(named, 1.0),
        "lever \"share\" has the id of an issue"
    );
    let mut stranger = leverage(vec![good], 1.0);
    stranger.mediator = PartyIndex(7);
    assert!(matches!(
        pie(stranger),
        Err(ConflictError::Leverage(LeverageError::NoMediator {
            party: 7
        }))
    ));
}

#[test]
fn situations_beyond_the_budget_are_refused() {
    let stick = lever(Timing::AtOnce, 0.4, [(0.0, -0.3), (0.0, 0.0), (0.0, 0.0)]);
    let conflict = pie(leverage(vec![stick], 0.2)).unwrap();
    let at = |levers: Vec<f64>| {
        let mut situation = Situation::opening(&conflict);
        situation.levers = levers;
        conflict
            .zone()
            .at(situation)
            .map(|query| query.solve().lower())
    };
    assert!(at(vec![0.5]).is_ok());
    // Held at half its use, the stick takes 0.15 off one claim.
    assert!((at(vec![0.5]).unwrap() - -0.025).abs() < 1e-9);
    for wrong in [vec![0.6], vec![-0.1], vec![0.1, 0.1], vec![f64::NAN]] {
        assert_eq!(at(wrong), Err(SituationError::Levers));
    }
}
