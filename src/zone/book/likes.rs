//! What somebody is guessed to like, as a layout shows it.

use super::amounts::Amounts;
use super::layout::{Layout, Place};
use super::lens::Lens;
use crate::party::Curve;
use crate::space::Level;
use crate::zone::Guess;

/// A guess at what deals are worth to somebody, whatever their frame does with them.
#[derive(Debug)]
pub(super) struct Likes {
    pub(super) lens: Lens,
    /// By amount without steps.
    pub(super) curves: Vec<(f64, Curve)>,
}

impl Layout {
    /// A guess, one an issue, as this layout shows it; `None` where an issue is guessed to be of another kind.
    pub(super) fn likes(&self, amounts: &Amounts, guesses: &[Guess]) -> Option<Likes> {
        let mut direct = vec![0.0; self.slots];
        let mut curves = Vec::new();
        for (issue, guess) in guesses.iter().enumerate() {
            match (*self.places.get(issue)?, guess) {
                (Place::Options { first, count }, Guess::Options(values)) => {
                    let known = values.len().min(count);
                    direct[first..first + known].copy_from_slice(&values[..known]);
                }
                (Place::Steps { first, count, .. }, Guess::Points(points)) if points.len() > 1 => {
                    let curve = Curve::Piecewise(points.clone());
                    let (lower, upper) = (points[0].0, points[points.len() - 1].0);
                    for (option, worth) in direct[first..first + count].iter_mut().enumerate() {
                        if let Level::Amount(amount) = self.level(issue, option) {
                            *worth = curve.at(amount, lower, upper);
                        }
                    }
                }
                (Place::Open { .. }, Guess::Points(points)) if points.len() > 1 => {
                    curves.push((1.0, Curve::Piecewise(points.clone())));
                }
                _ => return None,
            }
        }
        if guesses.len() != self.places.len() || curves.len() != amounts.issues.len() {
            return None;
        }
        let flow = vec![0.0; self.slots];
        Some(Likes {
            lens: Lens {
                constants: self.framing(&direct),
                flow,
                direct,
                ..Lens::default()
            },
            curves,
        })
    }
}
