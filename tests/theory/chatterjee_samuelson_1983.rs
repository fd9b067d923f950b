//! Chatterjee, K. & Samuelson, W. (1983). Bargaining under incomplete information. Operations Research 31: 835–851.
//!
//! Both name a price in secret and split the difference. Each shades its price, so that deals are missed.

use dealzone::games::{DoubleAuction, Prior, Trade};
use dealzone::stream::{Purpose, Stream};
use dealzone::units::Probability;
use proptest::prelude::*;

fn game(k: f64) -> DoubleAuction {
    DoubleAuction::new(Probability::new(k).unwrap(), [0.0, 1.0], [0.0, 1.0]).unwrap()
}

/// T6: on the unit square b = 2v/3 + 1/12 and s = 2c/3 + 1/4, so that they trade when v ≥ c + 1/4.
#[test]
fn chatterjee_samuelson_1983_prices_and_missed_deals() {
    let game = game(0.5);
    for step in 0..=10 {
        let limit = f64::from(step) / 10.0;
        let offer = 2.0 / 3.0 * limit + 1.0 / 12.0;
        assert!((game.buyer_offers(limit) - offer).abs() < 1e-15);
        let ask = 2.0 / 3.0 * limit + 1.0 / 4.0;
        assert!((game.seller_asks(limit) - ask).abs() < 1e-15);
    }
    let (zone, deal) = (game.first_best(), game.outcome());
    for (found, expected) in [
        (zone.deal, 0.5),
        (deal.deal, 9.0 / 32.0),
        (zone.deal - deal.deal, 0.21875),
        (zone.gains, 1.0 / 6.0),
        (deal.gains, 9.0 / 64.0),
    ] {
        assert!((found - expected).abs() < 1e-12, "{found} {expected}");
    }
}

/// A million pairs who name their prices.
#[test]
fn chatterjee_samuelson_1983_by_simulation() {
    let game = game(0.5);
    let mut stream = Stream::new(1983, 0, Purpose::Sampling, 0);
    let pairs = 1_000_000;
    let mut deals = 0;
    let mut gains = 0.0;
    for _ in 0..pairs {
        let (value, cost) = (stream.uniform(), stream.uniform());
        if game.buyer_offers(value) >= game.seller_asks(cost) {
            deals += 1;
            gains += value - cost;
        }
    }
    let pairs = f64::from(pairs);
    let Trade {
        deal,
        gains: expected,
    } = game.outcome();
    // More than four standard errors.
    assert!((f64::from(deals) / pairs - deal).abs() < 0.002);
    assert!((gains / pairs - expected).abs() < 0.002);
}

/// What a buyer can expect who names a price, and what a seller can, in the k-double auction, by plain sums.
fn buyers_payoff(game: &DoubleAuction, k: f64, value: f64, price: f64) -> f64 {
    sum_over_limits(|cost| {
        let ask = game.seller_asks(cost);
        if price >= ask {
            value - (k * price + (1.0 - k) * ask)
        } else {
            0.0
        }
    })
}

fn sellers_payoff(game: &DoubleAuction, k: f64, cost: f64, price: f64) -> f64 {
    sum_over_limits(|value| {
        let offer = game.buyer_offers(value);
        if offer >= price {
            k * offer + (1.0 - k) * price - cost
        } else {
            0.0
        }
    })
}

fn sum_over_limits(payoff: impl Fn(f64) -> f64) -> f64 {
    let cells = 20_000;
    let middle = |cell: i32| (f64::from(cell) + 0.5) / f64::from(cells);
    (0..cells).map(|cell| payoff(middle(cell))).sum::<f64>() / f64::from(cells)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 24, ..ProptestConfig::default() })]

    /// The definition of the equilibrium, for any k: no other price does better, neither a buyer's nor a seller's.
    #[test]
    fn chatterjee_samuelson_1983_no_other_price_does_better(
        k in 0.0..1.0_f64,
        limit in 0.0..1.0_f64,
    ) {
        let game = game(k);
        let bought = buyers_payoff(&game, k, limit, game.buyer_offers(limit));
        let sold = sellers_payoff(&game, k, limit, game.seller_asks(limit));
        for step in 0..=40 {
            let price = f64::from(step) / 40.0;
            prop_assert!(buyers_payoff(&game, k, limit, price) <= bought + 1e-4, "{price}");
            prop_assert!(sellers_payoff(&game, k, limit, price) <= sold + 1e-4, "{price}");
        }
    }

    /// Ranges of any place and width: what is exact agrees with a sum over a grid of pairs.
    #[test]
    fn chatterjee_samuelson_1983_any_ranges(
        k in 0.1..0.9_f64,
        shift in -0.2..0.2_f64,
        width in 0.8..1.2_f64,
    ) {
        let (value, cost) = ([shift, shift + width], [0.0, 1.0]);
        let Ok(game) = DoubleAuction::new(Probability::new(k).unwrap(), value, cost) else {
            return Ok(());
        };
        let cells = 400;
        let middle = |cell: i32| (f64::from(cell) + 0.5) / f64::from(cells);
        let mut sum = [0.0; 2];
        for v in (0..cells).map(|cell| shift + width * middle(cell)) {
            for c in (0..cells).map(middle) {
                if game.buyer_offers(v) >= game.seller_asks(c) {
                    sum[0] += 1.0;
                    sum[1] += v - c;
                }
            }
        }
        let found = game.outcome();
        let pairs = f64::from(cells * cells);
        prop_assert!((found.deal - sum[0] / pairs).abs() < 5e-3, "{found:?} {sum:?}");
        prop_assert!((found.gains - sum[1] / pairs).abs() < 5e-3, "{found:?} {sum:?}");
        let best = game.first_best();
        prop_assert!(found.gains <= best.gains + 1e-12 && found.deal <= best.deal + 1e-12);
    }
}

/// Where the keenest buyer would outbid every seller straight lines are no equilibrium, and the game says so.
#[test]
fn chatterjee_samuelson_1983_ranges_far_apart_are_refused() {
    let half = Probability::new(0.5).unwrap();
    let error = DoubleAuction::new(half, [2.0, 3.0], [0.0, 1.0]).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("straight lines are no equilibrium"),
        "{error}"
    );
    assert!(Prior::uniform(1.0, 0.0).is_err());
}
