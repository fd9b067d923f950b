//! Powell, R. (2004). The inefficient use of power: Costly conflict with complete information. American Political
//! Science Review 98: 231–241; and Fearon (1995: 401–409) on preventive war.
//!
//! Power shifts: A, which wins a war today with probability p₁, wins one tomorrow with p₂ < p₁ only. Both divide a flow
//! of size one in every period, and nobody can promise today to take less tomorrow than a war would then give. What is
//! on the table is a share today, worth (1 − δ) of the whole, and one from tomorrow on, worth δ.
//!
//! With M_i(t) the value of a war begun at t, no division of the first period makes up for the shift where
//! δ M_B(2) − M_B(1) > 1 − \[M_A(1) + M_B(1)\]. With M_A = p − (1 − δ) c_A and M_B = 1 − p − (1 − δ) c_B that is
//! p₁ − δ p₂ > (1 − δ) + (1 − δ)(c_A + δ c_B). Both forms are derived here from the mechanism, not transcribed.

use dealzone::conflict::Conflict;
use dealzone::index::{IssueIndex, PartyIndex};
use dealzone::party::{Curve, Party, Preferences, Valuation};
use dealzone::space::{Constraint, Family, Issue, LinearTerm, Relation, Rule, Space};
use dealzone::stream::{Purpose, Stream};
use dealzone::war::{BattleStakes, Belief, OneBattle, WarProcess};
use dealzone::zone::DealZone;

/// A shift of power: A's odds today and tomorrow, the costs of a war in units of a period's flow, and δ.
#[derive(Debug, Clone, Copy)]
struct Shift {
    today: f64,
    tomorrow: f64,
    costs: [f64; 2],
    discount: f64,
}

/// Who takes what tomorrow's bargain saves.
#[derive(Debug, Clone, Copy)]
enum Tomorrow {
    /// B is held to what a war would give it: all that A can hope for.
    DeclinerGains,
    /// A is held to what a war would give it.
    RiserGains,
}

impl Shift {
    /// The worked example: δ = .9, p₁ = .6, c = .2 and .2.
    fn example(tomorrow: f64) -> Self {
        Self {
            today: 0.6,
            tomorrow,
            costs: [0.2, 0.2],
            discount: 0.9,
        }
    }

    /// A war that A wins with these odds, by the library's lottery.
    fn war(&self, odds: f64) -> OneBattle {
        let cost = self.costs.map(|cost| (1.0 - self.discount) * cost);
        let stakes = |if_first_wins, if_second_wins, cost| BattleStakes {
            if_first_wins,
            if_second_wins,
            cost,
        };
        let parties = vec![stakes(1.0, 0.0, cost[0]), stakes(0.0, 1.0, cost[1])];
        OneBattle::new(vec![(odds / (1.0 - odds)).ln()], parties).unwrap()
    }

    /// What both would have from a war begun tomorrow.
    fn war_tomorrow(&self) -> [f64; 2] {
        let war = self.war(self.tomorrow);
        [0, 1].map(|party| {
            let belief = Belief::uniform(1);
            war.value(PartyIndex(party), &war.opening(), &belief)
        })
    }

    /// The zone today, where tomorrow's share is bound by what can then be had by force.
    fn zone(&self, tomorrow: Tomorrow) -> DealZone {
        let [decliner, riser] = self.war_tomorrow();
        let (relation, bound) = match tomorrow {
            Tomorrow::DeclinerGains => (Relation::AtMost, 1.0 - riser),
            Tomorrow::RiserGains => (Relation::Equal, decliner),
        };
        let share = |id| Issue::amount(id, Family::Territory, 0.0, 1.0, "share of the flow");
        let credible = Constraint::new(
            "credible",
            Rule::Linear {
                terms: vec![LinearTerm {
                    issue: IssueIndex(1),
                    coefficient: 1.0,
                }],
                relation,
                bound: bound.clamp(0.0, 1.0),
            },
        );
        let space = Space::new(vec![share("today"), share("later")], vec![credible]).unwrap();
        let party = |id, at_lower, at_upper| {
            let line = Valuation::Amount(Curve::Linear { at_lower, at_upper });
            let weights = vec![1.0 - self.discount, self.discount];
            Party::new(id, Preferences::new(weights, vec![line.clone(), line]))
        };
        Conflict::builder(space)
            .party(party("decliner", 0.0, 1.0))
            .party(party("riser", 1.0, 0.0))
            .war(self.war(self.today))
            .build()
            .unwrap()
            .deal_zone()
    }

    /// Below this chance of A tomorrow the published condition says war.
    fn critical(&self, tomorrow: Tomorrow) -> f64 {
        let Self {
            today,
            costs: [a, b],
            discount: d,
            ..
        } = *self;
        let most = match tomorrow {
            Tomorrow::DeclinerGains => (1.0 - d) + (1.0 - d) * (a + d * b),
            Tomorrow::RiserGains => (1.0 - d) * (1.0 + (1.0 - d) * a),
        };
        (today - most) / d
    }
}

/// The chance tomorrow at which the library's verdict flips, to 1e-9.
fn flip(shift: impl Fn(f64) -> Shift, tomorrow: Tomorrow) -> f64 {
    // From nearly all power lost to none.
    let (mut low, mut high) = (0.01, shift(0.5).today);
    assert!(shift(low).zone(tomorrow).is_empty());
    assert!(shift(high).zone(tomorrow).exists());
    while high - low > 1e-9 {
        let middle = low + (high - low) / 2.0;
        if shift(middle).zone(tomorrow).exists() {
            high = middle;
        } else {
            low = middle;
        }
    }
    high
}

/// T2a–c: the critical chance is .51333; at .50 there is war, at .52 peace is possible.
#[test]
fn a_shift_of_power_too_large_to_compensate_leaves_no_deal() {
    let found = flip(Shift::example, Tomorrow::DeclinerGains);
    assert!((found - 0.513_333).abs() < 1e-6, "{found}");
    assert!(
        Shift::example(0.50)
            .zone(Tomorrow::DeclinerGains)
            .is_empty()
    );
    assert!(Shift::example(0.52).zone(Tomorrow::DeclinerGains).exists());
    // The same by the condition on the values of war: δ M_B(2) − M_B(1) > 1 − [M_A(1) + M_B(1)].
    for tomorrow in [0.50, 0.52] {
        let shift = Shift::example(tomorrow);
        let [_, later] = shift.war_tomorrow();
        let [decliner, riser] = Shift {
            tomorrow: shift.today,
            ..shift
        }
        .war_tomorrow();
        let is_inefficient = shift.discount * later - riser > 1.0 - (decliner + riser);
        assert_eq!(
            is_inefficient,
            shift.zone(Tomorrow::DeclinerGains).is_empty()
        );
    }
}

/// T2d: where the riser takes all that tomorrow's bargain saves, the critical chance is .55333.
#[test]
fn who_gains_tomorrow_decides_how_large_a_shift_is_borne() {
    let found = flip(Shift::example, Tomorrow::RiserGains);
    assert!((found - 0.553_333).abs() < 1e-6, "{found}");
    assert!(Shift::example(0.53).zone(Tomorrow::DeclinerGains).exists());
    assert!(Shift::example(0.53).zone(Tomorrow::RiserGains).is_empty());
}

/// The verdict flips where the condition says, whatever the parameters.
#[test]
fn the_verdict_flips_where_the_condition_says() {
    let mut stream = Stream::new(2004, 0, Purpose::Sampling, 0);
    let mut between = |low: f64, high: f64| low + (high - low) * stream.uniform();
    let mut compared = 0;
    for _ in 0..200 {
        let shift = Shift {
            today: between(0.2, 0.95),
            tomorrow: 0.0,
            costs: [between(0.0, 0.5), between(0.0, 0.5)],
            discount: between(0.5, 0.98),
        };
        for tomorrow in [Tomorrow::DeclinerGains, Tomorrow::RiserGains] {
            let critical = shift.critical(tomorrow);
            for (by, is_peace) in [(-1e-6, false), (1e-6, true)] {
                let shift = Shift {
                    tomorrow: critical + by,
                    ..shift
                };
                // Where a war tomorrow would be worth less than nothing to a side, nothing is all it can be held to.
                let is_within = (0.01..0.99).contains(&shift.tomorrow)
                    && shift.tomorrow < shift.today
                    && shift.war_tomorrow().iter().all(|value| *value > 0.0);
                if is_within {
                    let zone = shift.zone(tomorrow);
                    assert_eq!(zone.exists(), is_peace, "{shift:?} {tomorrow:?}");
                    assert_eq!(zone.is_empty(), !is_peace, "{shift:?} {tomorrow:?}");
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 200, "{compared}");
}
