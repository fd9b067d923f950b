//! The axioms of the shares, and their values against every deal of small conflicts.

use dealzone::analysis::{AttributionError, Explanation, shapley};
use dealzone::conflict::Conflict;
use dealzone::index::PartyIndex;
use dealzone::party::{Force, Role};
use dealzone::scenario::Scenario;
use dealzone::units::AnnualRate;
use dealzone::zone::{DealZone, Demand, Demands};

use crate::small::{allowed, conflict};

/// The small conflict without some explanations, made by hand.
fn without(conflict: &Conflict, removed: &[Explanation]) -> (Conflict, Vec<usize>) {
    let mut parties = conflict.parties().to_vec();
    let mut breach = conflict.breach();
    let mut asked: Vec<usize> = (0..parties.len()).collect();
    for explanation in removed {
        match explanation {
            Explanation::UnequalPatience => {
                let mean = (parties[0].discount.get() + parties[1].discount.get()) / 2.0;
                for party in &mut parties {
                    party.discount = AnnualRate::new(mean).unwrap();
                }
            }
            Explanation::BrokenPromises => breach = AnnualRate::ZERO,
            Explanation::ForbiddenTerms => {
                parties.iter_mut().for_each(|party| party.red_lines.clear());
            }
            Explanation::AudienceCosts => {
                parties
                    .iter_mut()
                    .for_each(|party| party.audience.cost = 0.0);
            }
            Explanation::ThirdPartyPrice => {
                asked.retain(|party| parties[*party].role == Role::Belligerent);
            }
            _ => {}
        }
    }
    let builder = conflict.to_builder().with_parties(parties).breach(breach);
    (builder.build().unwrap(), asked)
}

/// Between the bounds of a zone, which are only as close as its verdict needed.
fn is_bounded(value: f64, zone: &DealZone) -> bool {
    zone.lower() - 2e-5 <= value && value <= zone.upper() + 2e-5
}

fn best(conflict: &Conflict, asked: &[usize]) -> f64 {
    allowed(conflict)
        .iter()
        .map(|(_, surplus)| {
            asked
                .iter()
                .map(|&party| surplus[party] / conflict.parties()[party].scale)
                .fold(f64::INFINITY, f64::min)
        })
        .fold(f64::NEG_INFINITY, f64::max)
}

#[test]
fn every_set_of_explanations_has_the_value_of_the_conflict_made_by_hand() {
    for seed in 0..25 {
        let conflict = conflict(seed);
        let attribution = conflict.zone().attribution().unwrap();
        for set in 0..1_usize << Explanation::ALL.len() {
            let (at_work, removed): (Vec<_>, Vec<_>) = Explanation::ALL
                .into_iter()
                .partition(|explanation| set & (1 << (*explanation as usize)) != 0);
            let (other, asked) = without(&conflict, &removed);
            let expected = best(&other, &asked);
            let found = attribution.value(&at_work);
            assert!(
                (found - expected).abs() < 2e-5,
                "seed {seed}, {at_work:?}: {found} for {expected}"
            );
        }
    }
}

#[test]
fn the_shares_sum_to_the_fall_and_null_players_have_none() {
    for seed in 0..60 {
        let conflict = conflict(seed);
        let attribution = conflict.zone().attribution().unwrap();
        let sum: f64 = attribution.shares().iter().map(|share| share.share).sum();
        let fall = attribution.frictionless() - attribution.actual();
        assert!((sum - fall).abs() < 1e-12, "seed {seed}: {sum} of {fall}");
        for share in attribution.shares() {
            // Nobody has a belief here, and nothing bends.
            let is_null = matches!(
                share.explanation,
                Explanation::MutualOptimism | Explanation::RiskAttitude
            );
            if is_null {
                assert_eq!(share.share, 0.0);
            }
        }
        let zone = conflict.deal_zone();
        match attribution.decisive() {
            Some(_) => assert_eq!(zone.upper(), f64::NEG_INFINITY),
            None => assert!(is_bounded(attribution.actual(), &zone), "seed {seed}"),
        }
    }
}

#[test]
fn shapley_1953_axioms() {
    // Symmetry: swapping two players of a game swaps their shares; additivity; efficiency; null.
    let swap = |set: usize| (set & !0b11) | ((set & 1) << 1) | ((set >> 1) & 1);
    let game: Vec<f64> = (0..16_u32).map(|set| f64::from(set * set % 23)).collect();
    let other: Vec<f64> = (0..16_u32).map(|set| f64::from(set % 7)).collect();
    let swapped: Vec<f64> = (0..16).map(|set| game[swap(set)]).collect();
    let (shares, others) = (shapley(&game).unwrap(), shapley(&other).unwrap());
    let mirrored = shapley(&swapped).unwrap();
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} {b}");
    close(mirrored[0], shares[1]);
    close(mirrored[1], shares[0]);
    close(mirrored[2], shares[2]);
    close(shares.iter().sum(), game[15] - game[0]);
    let sum: Vec<f64> = game.iter().zip(&other).map(|(a, b)| a + b).collect();
    for (both, each) in shapley(&sum)
        .unwrap()
        .iter()
        .zip(shares.iter().zip(&others))
    {
        close(*both, each.0 + each.1);
    }
    let without_last: Vec<f64> = (0..16).map(|set| game[set & 0b111]).collect();
    close(shapley(&without_last).unwrap()[3], 0.0);
    // Airport game (Littlechild & Owen 1973): costs 1, 2, 3; each stretch is shared by those who need it.
    let cost = |set: usize| {
        (0..3)
            .filter(|bit| set & (1 << bit) != 0)
            .map(|bit| bit + 1)
            .max()
    };
    let airport: Vec<f64> = (0..8)
        .map(|set| f64::from(cost(set).unwrap_or(0)))
        .collect();
    for (share, expected) in
        shapley(&airport)
            .unwrap()
            .iter()
            .zip([1.0 / 3.0, 5.0 / 6.0, 11.0 / 6.0])
    {
        close(*share, expected);
    }
    assert!(shapley(&[0.0, 1.0, 2.0]).is_err());
    assert!(shapley(&[0.0, f64::NEG_INFINITY]).is_err());
}

#[test]
fn red_lines_that_exclude_every_deal_are_decisive() {
    let conflict = conflict(3);
    let mut parties = conflict.parties().to_vec();
    for (party, option) in [(0, 0), (1, 1)] {
        let line = &mut parties[party].red_lines[0];
        line.force = Force::Absolute;
        let wanted = dealzone::index::OptionIndex(option);
        let rest = (0..3)
            .map(dealzone::index::OptionIndex)
            .filter(|at| *at != wanted);
        line.refuses = vec![dealzone::space::Pattern::new([
            dealzone::space::Condition::any_of(dealzone::index::IssueIndex(0), rest),
        ])];
    }
    let stuck = conflict.to_builder().with_parties(parties).build().unwrap();
    let attribution = stuck.zone().attribution().unwrap();
    let forbidden = Explanation::ForbiddenTerms;
    assert_eq!(attribution.decisive(), Some(forbidden));
    assert_eq!(attribution.value(&[forbidden]), f64::NEG_INFINITY);
    assert!(
        attribution
            .shares()
            .iter()
            .all(|share| share.explanation != forbidden)
    );
    let lifted = Demands::new(
        (0..stuck.parties().len()).map(|party| Demand::Participation {
            party: PartyIndex(party),
        }),
    );
    // Without red lines, those with a price included.
    let mut parties = stuck.parties().to_vec();
    parties.iter_mut().for_each(|party| party.red_lines.clear());
    let free = stuck.to_builder().with_parties(parties).build().unwrap();
    let zone = free.zone().demands(lifted).solve();
    assert!(is_bounded(attribution.actual(), &zone));
    let sum: f64 = attribution.shares().iter().map(|share| share.share).sum();
    assert!((sum - (attribution.frictionless() - attribution.actual())).abs() < 1e-12);
}

#[test]
fn where_nobody_need_gain_there_is_no_fall_to_share() {
    let conflict = conflict(5);
    let mut parties = conflict.parties().to_vec();
    parties.iter_mut().for_each(|party| party.red_lines.clear());
    let nobody = Demands::new([]);
    let free = conflict.to_builder().with_parties(parties).build().unwrap();
    // Nobody need gain: every deal will do, with or without any explanation.
    let attribution = free.zone().demands(nobody).attribution();
    assert!(attribution.is_ok_and(|found| found.frictionless() == found.actual()));
    assert_eq!(
        AttributionError::NoDeals.to_string(),
        "the constraints of the space exclude every deal"
    );
}

/// Dropping an explanation gives a conflict whose war is valued anew along its chain.
#[test]
fn a_war_along_a_chain_is_valued_anew() {
    let text = include_str!("../scenarios/two-regions.toml");
    let scenario = Scenario::from_toml(text, "two-regions.toml").unwrap();
    let conflict = scenario.conflict().unwrap();
    let attribution = conflict.zone().attribution().unwrap();
    let mut parties = conflict.parties().to_vec();
    let mean = (parties[0].discount.get() + parties[1].discount.get()) / 2.0;
    for party in &mut parties {
        party.discount = AnnualRate::new(mean).unwrap();
        party.red_lines.clear();
    }
    // Built from the file's parts, with no table taken over.
    let setting = scenario.setting();
    let fresh = scenario.builder_at(&setting, None).unwrap();
    let patient = fresh.with_parties(parties).build().unwrap();
    let gone = [Explanation::UnequalPatience, Explanation::ForbiddenTerms];
    let at_work: Vec<Explanation> = Explanation::ALL
        .into_iter()
        .filter(|explanation| !gone.contains(explanation))
        .collect();
    let zone = patient.deal_zone();
    assert!(zone.upper() - zone.lower() < 1e-3 && conflict.war().strengths() > 1);
    assert!(is_bounded(attribution.value(&at_work), &zone));
    let impatient = attribution.value(&Explanation::ALL[..1]);
    assert!((impatient - attribution.value(&Explanation::ALL[..2])).abs() > 1e-6);
}
