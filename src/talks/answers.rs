//! Answers that were given and are remembered, whoever asks.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// The binary logarithm of how many answers are remembered at most.
const SIZE: u32 = 6;
/// 2⁶⁴ by the golden ratio, which spreads codes over the places.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// A deal, by its code, and the aims that it is the answer to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Answer {
    pub(super) code: u64,
    /// What is aimed at, less the tolerance, is no less than this, so that no deal below comes into question.
    pub(super) least: f64,
    /// What is aimed at is no more than this.
    pub(super) most: f64,
}

impl Answer {
    fn words(self) -> [u64; 3] {
        [self.code, self.least.to_bits(), self.most.to_bits()]
    }
}

/// Answers by code, where a new one takes the place of an old one.
///
/// A party's own threads may ask at once, for a view is theirs to share. Nobody waits for anybody: beside the words of an answer stands what they are together, and where two threads wrote
/// different answers at once, that does not fit and nothing is remembered (Hyatt & Mann 2002).
#[derive(Debug)]
pub(super) struct Answers(Vec<[AtomicU64; 4]>);

impl Answers {
    pub(super) fn new() -> Self {
        Self((0..1 << SIZE).map(|_| Default::default()).collect())
    }

    fn place(code: u64) -> usize {
        (code.wrapping_mul(SPREAD) >> (u64::BITS - SIZE)) as usize
    }

    pub(super) fn get(&self, code: u64) -> Option<Answer> {
        let [first, least, most, check] = &self.0[Self::place(code)];
        let answer = Answer {
            code: first.load(Relaxed),
            least: f64::from_bits(least.load(Relaxed)),
            most: f64::from_bits(most.load(Relaxed)),
        };
        (answer.code == code && check.load(Relaxed) == together(answer.words())).then_some(answer)
    }

    pub(super) fn put(&self, answer: Answer) {
        let words = answer.words();
        let [kept @ .., check] = &self.0[Self::place(answer.code)];
        for (kept, word) in kept.iter().zip(words) {
            kept.store(word, Relaxed);
        }
        check.store(together(words), Relaxed);
    }
}

/// What some words are together; of nothing but zeros, as places are at first, not zero.
fn together(words: [u64; 3]) -> u64 {
    let mix = |sum: u64, word: u64| (sum ^ word).wrapping_mul(SPREAD).rotate_left(29);
    words.into_iter().fold(SPREAD, mix)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(code: u64) -> Answer {
        Answer {
            code,
            least: 0.25 * code as f64,
            most: 0.5,
        }
    }

    #[test]
    fn nothing_is_remembered_at_first_and_of_two_in_one_place_the_later() {
        let answers = Answers::new();
        assert!((0..1_000).all(|code| answers.get(code).is_none()));
        for code in 0..1_000 {
            answers.put(answer(code));
            assert_eq!(answers.get(code), Some(answer(code)));
        }
        let kept = (0..1_000).filter(|code| answers.get(*code).is_some());
        assert_eq!(kept.count(), 1 << SIZE);
    }

    #[test]
    fn words_of_two_answers_are_none() {
        let answers = Answers::new();
        answers.put(answer(7));
        let place = &answers.0[Answers::place(7)];
        place[2].store(0.75_f64.to_bits(), Relaxed);
        assert_eq!(answers.get(7), None);
    }
}
