//! Sets of demands by position, as bits.

/// Bits in a word.
const WORD: usize = 64;

/// A set of positions below a count that all sets compared with it share.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Marks(Vec<u64>);

impl Marks {
    pub(super) fn none(count: usize) -> Self {
        Self(vec![0; count.div_ceil(WORD)])
    }

    pub(super) fn all(count: usize) -> Self {
        Self::of(count, 0..count)
    }

    pub(super) fn of(count: usize, positions: impl IntoIterator<Item = usize>) -> Self {
        let mut marks = Self::none(count);
        for position in positions {
            marks.put(position);
        }
        marks
    }

    pub(super) fn put(&mut self, position: usize) {
        self.0[position / WORD] |= 1 << (position % WORD);
    }

    pub(super) fn take(&mut self, position: usize) {
        self.0[position / WORD] &= !(1 << (position % WORD));
    }

    pub(super) fn put_all(&mut self, other: &Self) {
        for (word, more) in self.0.iter_mut().zip(&other.0) {
            *word |= more;
        }
    }

    pub(super) fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// The positions, ascending.
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().enumerate().flat_map(|(at, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = left.trailing_zeros() as usize;
                left &= left.checked_sub(1)?;
                Some(at * WORD + bit)
            })
        })
    }

    pub(super) fn contains(&self, subset: &Self) -> bool {
        let mut pairs = self.0.iter().zip(&subset.0);
        pairs.all(|(kept, wanted)| wanted & !kept == 0)
    }

    /// Whether the two have no position in common.
    pub(super) fn is_apart_from(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(one, two)| one & two == 0)
    }

    /// The positions that both have.
    pub(super) fn common(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(a, b)| a & b).collect())
    }

    /// The positions of this that the other has not.
    pub(super) fn without(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(a, b)| a & !b).collect())
    }

    /// The one position that both have; `None` where it is not one.
    pub(super) fn only_common(&self, other: &Self) -> Option<usize> {
        let mut found = None;
        for (at, (one, two)) in self.0.iter().zip(&other.0).enumerate() {
            let both = one & two;
            if both != 0 {
                if found.is_some() || !both.is_power_of_two() {
                    return None;
                }
                found = Some(at * WORD + both.trailing_zeros() as usize);
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_over_several_words_are_what_lists_are() {
        let marks = |positions: &[usize]| Marks::of(150, positions.iter().copied());
        let (one, two) = (marks(&[0, 63, 64, 149]), marks(&[63, 70, 149]));
        assert_eq!(one.iter().collect::<Vec<_>>(), [0, 63, 64, 149]);
        assert_eq!(one.len(), 4);
        assert_eq!(one.common(&two), marks(&[63, 149]));
        assert_eq!(one.without(&two), marks(&[0, 64]));
        assert_eq!(one.only_common(&two), None);
        assert_eq!(one.only_common(&marks(&[1, 64])), Some(64));
        assert_eq!(one.only_common(&marks(&[1])), None);
        assert!(Marks::all(150).contains(&one) && !one.contains(&two));
        assert!(one.is_apart_from(&marks(&[1, 148])) && !one.is_apart_from(&two));
        let mut grown = marks(&[1]);
        grown.put_all(&two);
        grown.take(70);
        assert_eq!(grown, marks(&[1, 63, 149]));
        assert!(Marks::none(150).is_empty() && !grown.is_empty());
    }
}
