//! What an amount adds to a row: pieces that are straight, a power, or an exponential.

/// The shape of a piece in q, the distance from an origin as a fraction of a span.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Basis {
    /// q.
    Straight,
    /// q^exponent, the exponent above zero.
    Power(f64),
    /// (1 − exp(−a·q)) / (1 − exp(−a)), the curvature a not zero.
    Exponential(f64),
}

impl Basis {
    fn at(self, q: f64) -> f64 {
        match self {
            Self::Straight => q,
            Self::Power(exponent) => libm::pow(q.max(0.0), exponent),
            Self::Exponential(curvature) => libm::expm1(-curvature * q) / libm::expm1(-curvature),
        }
    }

    /// Whether it bends down (+1), up (−1) or not at all (0).
    fn concavity(self) -> f64 {
        match self {
            Self::Straight => 0.0,
            Self::Power(exponent) => (1.0 - exponent).signum() * f64::from(exponent != 1.0),
            Self::Exponential(curvature) => curvature.signum(),
        }
    }

    /// Where the slope equals that of the chord between two distances.
    fn parallel_to_chord(self, from: f64, to: f64) -> f64 {
        let slope = (self.at(to) - self.at(from)) / (to - from);
        let touch = match self {
            Self::Straight => from,
            Self::Power(exponent) => libm::pow(slope / exponent, 1.0 / (exponent - 1.0)),
            Self::Exponential(curvature) => {
                -libm::log(slope * -libm::expm1(-curvature) / curvature) / curvature
            }
        };
        if touch.is_finite() {
            touch.clamp(from.min(to), from.max(to))
        } else {
            from
        }
    }
}

/// One piece of an effect: offset + coefficient · basis(q), with q = (amount − origin) / span.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Piece {
    /// The piece holds up to this amount, from where the one before it ends.
    pub upto: f64,
    /// Constant part.
    pub offset: f64,
    /// What the basis is multiplied by.
    pub coefficient: f64,
    /// The amount at which q is zero.
    pub origin: f64,
    /// The change of amount over which q grows by one; below zero where q grows downward.
    pub span: f64,
    /// The shape.
    pub basis: Basis,
}

impl Piece {
    /// A straight piece of this slope per unit of amount that is zero at amount zero.
    #[must_use]
    pub fn line(upto: f64, slope: f64) -> Self {
        Self {
            upto,
            offset: 0.0,
            coefficient: slope,
            origin: 0.0,
            span: 1.0,
            basis: Basis::Straight,
        }
    }

    /// The effect of an amount on this piece.
    #[must_use]
    pub fn at(&self, amount: f64) -> f64 {
        self.offset + self.coefficient * self.basis.at((amount - self.origin) / self.span)
    }

    /// How far the piece rises above its chord between two amounts at the most; zero where it bends up.
    pub(super) fn excess(&self, from: f64, to: f64) -> f64 {
        if self.coefficient * self.basis.concavity() <= 0.0 || from >= to {
            return 0.0;
        }
        let [a, b] = [from, to].map(|amount| (amount - self.origin) / self.span);
        let touch = self.basis.parallel_to_chord(a, b);
        let chord =
            self.basis.at(a) + (self.basis.at(b) - self.basis.at(a)) * ((touch - a) / (b - a));
        (self.coefficient * (self.basis.at(touch) - chord)).max(0.0)
    }

    pub(super) fn is_straight(&self) -> bool {
        self.basis == Basis::Straight || self.coefficient == 0.0
    }
}

/// The piece of an effect that holds at an amount; `None` only for an effect without pieces, which is zero.
pub(super) fn piece_at(pieces: &[Piece], amount: f64) -> Option<&Piece> {
    pieces
        .iter()
        .find(|piece| amount <= piece.upto)
        .or(pieces.last())
}

/// The effect of an amount; zero where there are no pieces.
pub(super) fn effect_at(pieces: &[Piece], amount: f64) -> f64 {
    piece_at(pieces, amount).map_or(0.0, |piece| piece.at(amount))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chord_plus_the_excess_is_never_below_the_piece() {
        for basis in [
            Basis::Straight,
            Basis::Power(0.3),
            Basis::Power(2.5),
            Basis::Exponential(3.0),
            Basis::Exponential(-2.0),
        ] {
            for (coefficient, span, origin) in [(1.5, 10.0, 0.0), (-0.7, -10.0, 10.0)] {
                let piece = Piece {
                    upto: 10.0,
                    offset: 0.2,
                    coefficient,
                    origin,
                    span,
                    basis,
                };
                for (from, to) in [(0.0, 10.0), (2.0, 3.0), (9.5, 10.0)] {
                    let excess = piece.excess(from, to);
                    let mut tightest = f64::INFINITY;
                    for step in 0..=1000 {
                        let part = f64::from(step) / 1000.0;
                        let amount = from + (to - from) * part;
                        let chord = piece.at(from) + (piece.at(to) - piece.at(from)) * part;
                        tightest = tightest.min(chord + excess - piece.at(amount));
                    }
                    assert!(tightest > -1e-12, "{basis:?} {from} {to}: {tightest}");
                    // Where the piece bends down the enclosure touches it.
                    assert!(excess == 0.0 || tightest < 1e-5, "{basis:?}: {tightest}");
                }
            }
        }
    }
}
