//! What a misspelt word was probably meant to be.

/// The candidate that is spelt most like a word, where one is close enough that a slip explains it: a third of its
/// letters, one at the least.
pub(super) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    // Distances take time in the product of the lengths, and nobody misspells a page.
    let letters: Vec<char> = word.chars().take(129).collect();
    if letters.len() > 128 {
        return None;
    }
    let allowed = (letters.len() / 3).max(1);
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= 256)
        .map(|candidate| (distance(&letters, candidate), candidate))
        .filter(|&(distance, _)| distance <= allowed)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// How many letters must be put in, taken out, changed or swapped with a neighbour to make one word of the other
/// (optimal string alignment).
fn distance(left: &[char], right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for (i, letter) in left.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, other) in right.iter().enumerate() {
            let changed = last[j] + usize::from(letter != other);
            let mut least = changed.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && left[i - 1] == *other && right[j - 1] == *letter {
                least = least.min(before_last[j - 1] + 1);
            }
            row.push(least);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_recognised_and_another_word_is_not() {
        let keys = ["weight", "value", "status_quo", "cite"];
        assert_eq!(nearest("wieght", keys), Some("weight"));
        assert_eq!(nearest("statusquo", keys), Some("status_quo"));
        assert_eq!(nearest("cost", keys), None);
        assert_eq!(nearest("", keys), None);
        assert_eq!(nearest(&"weight".repeat(1000), keys), None);
    }
}
