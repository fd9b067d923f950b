//! Myerson, R. B. & Satterthwaite, M. A. (1983). Efficient mechanisms for bilateral trading. Journal of Economic Theory
//! 29: 265–281.
//!
//! No mechanism brings about every deal that both sides want and pays for itself; making them all costs
//! ∫ F_s (1 − F_b).

use dealzone::games::{BilateralTrade, DoubleAuction, Prior};
use dealzone::units::Probability;
use proptest::prelude::*;

fn uniform(lower: f64, upper: f64) -> Prior {
    Prior::uniform(lower, upper).unwrap()
}

/// T7: on the unit square the subsidy is 1/6, all that there is to gain; without it 9/64 can be had, just what splitting
/// the difference brings.
#[test]
fn myerson_satterthwaite_1983_unit_square() {
    let trade = BilateralTrade::new(uniform(0.0, 1.0), uniform(0.0, 1.0)).unwrap();
    assert!((trade.subsidy() - 1.0 / 6.0).abs() < 1e-12);
    assert!((trade.first_best().gains - 1.0 / 6.0).abs() < 1e-12);
    let second_best = trade.second_best();
    assert!(
        (second_best.gains - 9.0 / 64.0).abs() < 1e-12,
        "{second_best:?}"
    );
    assert!((second_best.deal - 9.0 / 32.0).abs() < 1e-12);
    let half = Probability::new(0.5).unwrap();
    let auction = DoubleAuction::new(half, [0.0, 1.0], [0.0, 1.0]).unwrap();
    assert!((auction.outcome().gains - second_best.gains).abs() < 1e-12);
}

/// Where every buyer values it more than any seller a price between them serves all, and nothing is missed.
#[test]
fn myerson_satterthwaite_1983_no_doubt_no_subsidy() {
    let trade = BilateralTrade::new(uniform(1.0, 2.0), uniform(0.0, 1.0)).unwrap();
    assert_eq!(trade.subsidy(), 0.0);
    assert!((trade.second_best().gains - 1.0).abs() < 1e-12);
    assert!((trade.second_best().deal - 1.0).abs() < 1e-12);
    assert!(BilateralTrade::new(Prior::exponential(1.0).unwrap(), uniform(0.0, 1.0)).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 12, ..ProptestConfig::default() })]

    /// The subsidy in closed form where both limits are uniform on ranges that overlap, with overlap o:
    /// ∫ F_s (1 − F_b) over it, a cubic.
    #[test]
    fn myerson_satterthwaite_1983_subsidy_closed_form(
        low in 0.0..1.0_f64,
        width in 0.1..2.0_f64,
        cost in 0.1..2.0_f64,
    ) {
        let (from, to) = (low, cost.min(low + width));
        prop_assume!(to > from);
        let trade = BilateralTrade::new(uniform(low, low + width), uniform(0.0, cost)).unwrap();
        // x (low + width − x) / (cost · width), integrated.
        let upper = |x: f64| (low + width) * x * x / 2.0 - x * x * x / 3.0;
        let expected = (upper(to) - upper(from)) / (cost * width);
        prop_assert!((trade.subsidy() - expected).abs() < 1e-11);
        prop_assert!(trade.subsidy() > 0.0);
        let (first, second) = (trade.first_best(), trade.second_best());
        prop_assert!(second.gains < first.gains && second.deal < first.deal);
    }

    /// The bound holds for every k, and no mechanism of prices passes it.
    #[test]
    fn myerson_satterthwaite_1983_bounds_every_double_auction(k in 0.0..1.0_f64) {
        let k = Probability::new(k).unwrap();
        let auction = DoubleAuction::new(k, [0.0, 1.0], [0.0, 1.0]).unwrap();
        prop_assert!(auction.outcome().gains <= 9.0 / 64.0 + 1e-12);
    }

    /// Any regular priors: a price fixed beforehand, which tempts nobody to lie and needs no money, gains no more.
    #[test]
    fn myerson_satterthwaite_1983_bounds_every_posted_price(
        buyers in 1.0..4.0_f64,
        sellers in 1.0..4.0_f64,
        price in 0.0..1.0_f64,
    ) {
        let [buyer, seller] = [buyers, sellers].map(|e| Prior::power(0.0, 1.0, e).unwrap());
        let trade = BilateralTrade::new(buyer, seller).unwrap();
        // E[v | v ≥ price] and E[c | c ≤ price], each times its probability, by parts.
        let values = price * buyer.above(price) + buyer.excess(price);
        let costs = seller.excess(0.0) - seller.excess(price) - price * seller.above(price);
        let posted = values * seller.at_most(price) - costs * buyer.above(price);
        let second_best = trade.second_best();
        prop_assert!(posted <= second_best.gains + 1e-9, "{posted} {second_best:?}");
        prop_assert!(second_best.gains <= trade.first_best().gains);
    }
}
