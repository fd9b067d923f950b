//! What the two halves of a deal can be worth, each in order.

use std::cmp::Reverse;

/// Most sums of half a deal that are kept.
const MOST_SUMS: usize = 1 << 18;

/// What some options are worth together, and which they are: so many bits an issue as its options take, the first issue
/// first. 2¹⁸ sums take 23 bits at the most.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sum {
    pub(super) worth: f64,
    pub(super) code: u32,
}

/// The half that each issue is of, so that neither has many more sums than the other; `None` where either has too many.
pub(super) fn halves(issues: &[&[f64]]) -> Option<Vec<usize>> {
    let fits = |halves: &Vec<usize>| larger(issues, halves) <= MOST_SUMS;
    let spread = Some(spread(issues)).filter(fits);
    spread.or_else(|| {
        let split = |at: usize| -> Vec<usize> {
            let issues = 0..issues.len();
            issues.map(|issue| usize::from(issue >= at)).collect()
        };
        let splits = (0..=issues.len()).map(split);
        let least = splits.min_by_key(|split| larger(issues, split));
        least.filter(fits)
    })
}

/// The issues with most options first, each in the half that has fewer sums by then.
fn spread(issues: &[&[f64]]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..issues.len()).collect();
    order.sort_by_key(|issue| Reverse(issues[*issue].len()));
    let (mut halves, mut counts) = (vec![0; issues.len()], [1_usize; 2]);
    for issue in order {
        let half = usize::from(counts[1] < counts[0]);
        counts[half] = counts[half].saturating_mul(issues[issue].len());
        halves[issue] = half;
    }
    halves
}

/// How many sums the half has that has more.
fn larger(issues: &[&[f64]], halves: &[usize]) -> usize {
    let mut counts = [1_usize; 2];
    for (issue, half) in issues.iter().zip(halves) {
        counts[*half] = counts[*half].saturating_mul(issue.len());
    }
    counts[0].max(counts[1])
}

/// How many bits tell so many options apart.
pub(super) fn bits(options: usize) -> u32 {
    usize::BITS - options.saturating_sub(1).leading_zeros()
}

/// Every sum over these issues, sorted, equal ones in the order of their codes.
pub(super) fn sums(issues: &[&[f64]]) -> Vec<Sum> {
    let mut sums = vec![Sum {
        worth: 0.0,
        code: 0,
    }];
    for values in issues {
        let own = bits(values.len());
        let mut longer = Vec::with_capacity(sums.len() * values.len());
        for (option, value) in (0_u32..).zip(*values) {
            longer.extend(sums.iter().map(|sum| Sum {
                worth: sum.worth + value,
                code: sum.code << own | option,
            }));
        }
        // The sums with each option are in order already.
        sums = merged(longer, sums.len());
    }
    // But for equals.
    sums.sort_unstable_by(|one, other| {
        let worths = one.worth.total_cmp(&other.worth);
        worths.then(one.code.cmp(&other.code))
    });
    sums
}

/// In order, what is in order in runs of this length.
fn merged(mut sums: Vec<Sum>, mut run: usize) -> Vec<Sum> {
    let mut merged = Vec::with_capacity(sums.len());
    while run < sums.len() {
        for pair in sums.chunks(2 * run) {
            let (mut one, mut other) = pair.split_at(run.min(pair.len()));
            while let ([first, after @ ..], [second, rest @ ..]) = (one, other) {
                if second.worth < first.worth {
                    merged.push(*second);
                    other = rest;
                } else {
                    merged.push(*first);
                    one = after;
                }
            }
            merged.extend_from_slice(one);
            merged.extend_from_slice(other);
        }
        std::mem::swap(&mut sums, &mut merged);
        merged.clear();
        run *= 2;
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(options: &[usize]) -> Option<Vec<usize>> {
        let issues: Vec<Vec<f64>> = options.iter().map(|count| vec![0.0; *count]).collect();
        let issues: Vec<&[f64]> = issues.iter().map(Vec::as_slice).collect();
        halves(&issues)
    }

    #[test]
    fn a_space_is_parted_where_it_can_be() {
        assert_eq!(of(&[]), Some(vec![]));
        assert_eq!(of(&[4, 4, 5, 6, 3]), Some(vec![1, 0, 1, 0, 1]));
        // One after the other into the smaller half would leave too many sums in one.
        assert_eq!(of(&[214, 214, 36, 36, 36]), Some(vec![0, 0, 1, 1, 1]));
        assert_eq!(of(&[MOST_SUMS, MOST_SUMS]), Some(vec![0, 1]));
        assert_eq!(of(&[MOST_SUMS + 1]), None);
    }

    #[test]
    fn sums_are_those_of_all_combinations_in_order() {
        let issues: [&[f64]; 4] = [
            &[0.3, 0.0, 0.1],
            &[0.2],
            &[0.0, 0.1],
            &[0.5, 0.1, 0.1, 0.0, 0.2],
        ];
        for count in 0..=issues.len() {
            let found = sums(&issues[..count]);
            let mut expected = vec![(0.0, 0)];
            for values in &issues[..count] {
                let own = bits(values.len());
                let longer = expected.iter().flat_map(|(worth, code)| {
                    let options = (0_u32..).zip(*values);
                    options.map(move |(option, value)| (worth + value, code << own | option))
                });
                expected = longer.collect();
            }
            expected.sort_by(|one: &(f64, u32), other| {
                one.0.total_cmp(&other.0).then(one.1.cmp(&other.1))
            });
            let found: Vec<(f64, u32)> = found.iter().map(|sum| (sum.worth, sum.code)).collect();
            assert_eq!(found, expected);
        }
    }
}
