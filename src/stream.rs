//! Randomness that a seed fixes, on any number of threads.
//!
//! A stream is addressed by what it is for: (seed, run, purpose, round). Nothing is carried from one draw to the
//! next across rounds, so a run can be resumed at any round, and runs can be spread over threads, with the same
//! numbers.

use chacha20::ChaCha8Rng;
use rand::{Rng, SeedableRng};

/// What the numbers of a stream are used for; each purpose has numbers of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Purpose {
    /// The true strength behind a run's front, drawn once.
    Nature,
    /// Movements of the front, the regime, and the war's own end.
    War,
    /// A mediator's patience and noise.
    Mediator,
    /// What a mediator makes of the messages that it passes on.
    Message,
    /// Choices of the parties at the table; each party draws from a stream of its own.
    Party(u32),
    /// Whether a party speaks in public.
    Statement(u32),
    /// Ratification and the keeping of a deal.
    Aftermath,
    /// Sampled paths and parameters, outside a run of talks.
    Sampling,
}

impl Purpose {
    fn code(self) -> u64 {
        match self {
            Self::Nature => 1,
            Self::War => 2,
            Self::Mediator => 3,
            Self::Aftermath => 4,
            Self::Sampling => 5,
            Self::Message => 6,
            Self::Statement(party) => (2 << 32) | u64::from(party),
            Self::Party(party) => (1 << 32) | u64::from(party),
        }
    }
}

/// A stream of random numbers (ChaCha with 8 rounds, Bernstein 2008).
#[derive(Debug)]
pub struct Stream(ChaCha8Rng);

impl Stream {
    /// The stream of one purpose in one round of one run.
    #[must_use]
    pub fn new(seed: u64, run: u64, purpose: Purpose, round: u64) -> Self {
        let mut key = [0_u8; 32];
        for (bytes, word) in key
            .chunks_exact_mut(8)
            .zip([seed, run, purpose.code(), round])
        {
            bytes.copy_from_slice(&word.to_le_bytes());
        }
        Self(ChaCha8Rng::from_seed(key))
    }

    /// A number in [0, 1), a multiple of 2⁻⁵³.
    pub fn uniform(&mut self) -> f64 {
        const STEP: f64 = 1.0 / (1_u64 << 53) as f64;
        (self.0.next_u64() >> 11) as f64 * STEP
    }

    /// A position in a list of weights, drawn in proportion to them; the last positive one if rounding leaves a
    /// remainder, and 0 for a list without weight.
    pub fn weighted(&mut self, weights: impl Iterator<Item = f64> + Clone) -> usize {
        let total: f64 = weights.clone().sum();
        let mut left = self.uniform() * total;
        let mut last = 0;
        for (position, weight) in weights.enumerate() {
            if weight > 0.0 {
                last = position;
                if left < weight {
                    return position;
                }
                left -= weight;
            }
        }
        last
    }
}

/// A standard normal number (Box & Muller 1958); takes two draws.
pub(crate) fn normal(stream: &mut Stream) -> f64 {
    let radius = libm::sqrt(-2.0 * libm::log1p(-stream.uniform()));
    radius * libm::cos(std::f64::consts::TAU * stream.uniform())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A change of these numbers changes every published run: it needs a line in the changelog.
    #[test]
    fn value_stability() {
        let mut stream = Stream::new(1, 2, Purpose::War, 3);
        let drawn: Vec<u64> = (0..3)
            .map(|_| (stream.uniform() * (1_u64 << 53) as f64) as u64)
            .collect();
        assert_eq!(drawn, [3770172578519903, 1958117229384196, 826723544949094]);
    }

    #[test]
    fn purposes_and_rounds_are_apart() {
        let first = |purpose, round| Stream::new(7, 0, purpose, round).uniform();
        assert_ne!(first(Purpose::War, 0), first(Purpose::Nature, 0));
        assert_ne!(first(Purpose::War, 0), first(Purpose::War, 1));
        assert_ne!(first(Purpose::Party(0), 0), first(Purpose::Party(1), 0));
    }

    #[test]
    fn weighted_never_picks_a_zero() {
        let mut stream = Stream::new(3, 0, Purpose::Sampling, 0);
        let mut counts = [0; 3];
        for _ in 0..1000 {
            counts[stream.weighted([0.25, 0.0, 0.75].into_iter())] += 1;
        }
        assert_eq!(counts[1], 0);
        assert!((200..300).contains(&counts[0]), "{counts:?}");
    }
}
