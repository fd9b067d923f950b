//! What an amount adds to a row, as pieces.

use crate::party::{Curve, End};
use crate::solver::{Basis, Piece};

/// What is said of an amount: the party's curve with its weight, and its audience cost.
#[derive(Debug)]
pub(super) enum AmountEffect {
    Value {
        pieces: Vec<Piece>,
        weight: f64,
        /// The value promised, and what a unit short of it costs.
        promised: Option<(f64, f64)>,
    },
    Direct(Vec<Piece>),
}

/// A value function over an amount as pieces.
pub(super) fn curve_pieces(curve: &Curve, lower: f64, upper: f64) -> Vec<Piece> {
    let (up, down) = ((lower, upper - lower), (upper, lower - upper));
    let single = |offset: f64, coefficient: f64, (origin, span): (f64, f64), basis: Basis| {
        vec![Piece {
            upto: upper,
            offset,
            coefficient,
            origin,
            span,
            basis,
        }]
    };
    let toward = |best: &End| match best {
        End::Upper => up,
        End::Lower => down,
    };
    match curve {
        Curve::Linear { at_lower, at_upper } => {
            single(*at_lower, at_upper - at_lower, up, Basis::Straight)
        }
        Curve::Piecewise(points) => points
            .windows(2)
            .map(|ends| Piece {
                upto: ends[1].0,
                offset: ends[0].1,
                coefficient: ends[1].1 - ends[0].1,
                origin: ends[0].0,
                span: ends[1].0 - ends[0].0,
                basis: Basis::Straight,
            })
            .collect(),
        Curve::Power { best, exponent } => single(0.0, 1.0, toward(best), Basis::Power(*exponent)),
        Curve::Exponential { best, curvature } => {
            single(0.0, 1.0, toward(best), Basis::Exponential(*curvature))
        }
    }
}

impl AmountEffect {
    /// The effect at an amount: what counts by the weight of delivered terms, and what counts as it is.
    pub(super) fn at(&self, amount: f64) -> (f64, f64) {
        let value = |pieces: &[Piece]| {
            let piece = pieces.iter().find(|piece| amount <= piece.upto);
            piece
                .or(pieces.last())
                .map_or(0.0, |piece| piece.at(amount))
        };
        match self {
            Self::Direct(pieces) => (0.0, value(pieces)),
            Self::Value {
                pieces,
                weight,
                promised,
            } => {
                let reached = value(pieces);
                let short = promised.map_or(0.0, |(said, cost)| cost * (said - reached).max(0.0));
                (weight * reached, -short)
            }
        }
    }

    /// Where one piece ends and the next begins.
    pub(super) fn knots(&self) -> impl Iterator<Item = f64> {
        let (Self::Direct(pieces) | Self::Value { pieces, .. }) = self;
        pieces.iter().map(|piece| piece.upto)
    }

    /// The pieces of the effect where what counts by the weight of delivered terms is multiplied by `flow`, and what
    /// counts as it is by `direct`.
    pub(super) fn pieces(&self, flow: f64, direct: f64) -> Vec<Piece> {
        match self {
            Self::Direct(pieces) => pieces
                .iter()
                .map(|piece| scaled(piece, direct, 0.0))
                .collect(),
            Self::Value {
                pieces,
                weight,
                promised: None,
            } => pieces
                .iter()
                .map(|piece| scaled(piece, flow * weight, 0.0))
                .collect(),
            Self::Value {
                pieces,
                weight,
                promised: Some((said, cost)),
            } => {
                let mut from = None;
                let mut cut = Vec::new();
                for piece in pieces {
                    // Short of the promise each unit counts for its cost as well.
                    let cost = direct * cost;
                    let short = scaled(piece, flow * weight + cost, -cost * said);
                    let met = scaled(piece, flow * weight, 0.0);
                    let start = from.unwrap_or(piece.origin.min(piece.origin + piece.span));
                    let [first, last] = [piece.at(start), piece.at(piece.upto)];
                    match (first < *said, last < *said) {
                        (true, true) => cut.push(short),
                        (false, false) => cut.push(met),
                        (rises, _) => {
                            let crossing = crossing(piece, start, *said);
                            let [low, high] = if rises { [short, met] } else { [met, short] };
                            cut.push(Piece {
                                upto: crossing,
                                ..low
                            });
                            cut.push(high);
                        }
                    }
                    from = Some(piece.upto);
                }
                cut
            }
        }
    }
}

pub(super) fn scaled(piece: &Piece, factor: f64, offset: f64) -> Piece {
    Piece {
        offset: piece.offset * factor + offset,
        coefficient: piece.coefficient * factor,
        ..*piece
    }
}

/// Where a piece, monotone as all are, crosses a value: by bisection to the last bit.
fn crossing(piece: &Piece, from: f64, value: f64) -> f64 {
    let (mut low, mut high) = (from, piece.upto);
    let rises = piece.at(low) < piece.at(high);
    loop {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            return low;
        }
        if (piece.at(middle) < value) == rises {
            low = middle;
        } else {
            high = middle;
        }
    }
}
