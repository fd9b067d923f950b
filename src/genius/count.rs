//! How many outcomes leave every party its reservation value: exact without listing them.

use super::additive::Tables;

/// Partial sums that differ by less than this count as one; far below the tolerance of the comparison that follows.
const GRAIN: f64 = 1.0 / (1_u64 << 42) as f64;

/// How many of the outcomes give every party at least its floor, to within `tolerance`; `None` where more than `most`
/// different partial sums would have to be kept in either half.
///
/// The issues are parted into two halves. Of each the different sums are kept with how often they occur (Horowitz &
/// Sahni 1974); pairs that reach all floors together are counted by divide and conquer over one party after another
/// (Bentley 1980), which takes n log^(m−1) n steps for m parties. Parties whose floor every outcome reaches are left
/// out first.
pub(super) fn at_least(
    tables: &Tables,
    floors: &[f64],
    tolerance: f64,
    most: usize,
) -> Option<f64> {
    let mut asking = Vec::new();
    for (party, floor) in floors.iter().enumerate() {
        let (least, greatest) = tables.reach(0, party);
        if greatest < floor - tolerance {
            return Some(0.0);
        }
        // Sums of extremes carry rounding: parties within it of their floor are asked.
        if least < floor + tolerance {
            asking.push(party);
        }
    }
    if asking.is_empty() {
        let counts = (0..tables.issues.len()).map(|issue| tables.values(issue) as f64);
        return Some(counts.product());
    }
    let (front, back) = halves(tables, &asking, most)?;
    let mut ask = Vec::with_capacity(front.len() + back.len());
    ask.extend(front.into_iter().map(|(sums, times)| Entry {
        place: sums,
        times,
        asks: false,
    }));
    ask.extend(back.into_iter().map(|(sums, times)| {
        Entry {
            place: asking
                .iter()
                .zip(&sums)
                .map(|(party, sum)| floors[*party] - tolerance - sum)
                .collect(),
            times,
            asks: true,
        }
    }));
    Some(pairs(ask, asking.len()))
}

/// Different sums, each with how often it occurs.
type Half = Vec<(Vec<f64>, f64)>;

/// Adds each issue to the half that is smaller.
fn halves(tables: &Tables, asking: &[usize], most: usize) -> Option<(Half, Half)> {
    let start = || vec![(vec![0.0; asking.len()], 1.0)];
    let (mut front, mut back): (Half, Half) = (start(), start());
    let mut order: Vec<usize> = (0..tables.issues.len()).collect();
    order.sort_by_key(|issue| std::cmp::Reverse(tables.values(*issue)));
    for issue in order {
        let half = if front.len() <= back.len() {
            &mut front
        } else {
            &mut back
        };
        let values = tables.values(issue);
        if half.len().checked_mul(values)? > most {
            return None;
        }
        let mut next = Vec::with_capacity(half.len() * values);
        for (sums, times) in half.iter() {
            for value in tables.issues[issue].chunks_exact(tables.parties) {
                let grown = asking
                    .iter()
                    .zip(sums)
                    .map(|(party, sum)| sum + value[*party]);
                next.push((grown.collect(), *times));
            }
        }
        *half = gathered(next);
    }
    Some((front, back))
}

/// Puts sums that are equal but for rounding together.
fn gathered(sums: Half) -> Half {
    let mut keyed: Vec<(Vec<i64>, Vec<f64>, f64)> = sums
        .into_iter()
        .map(|(sums, times)| {
            let key = sums
                .iter()
                .map(|sum| (sum / GRAIN).round() as i64)
                .collect();
            (key, sums, times)
        })
        .collect();
    keyed.sort_by(|a, b| a.0.cmp(&b.0));
    let mut kept: Vec<(Vec<i64>, Vec<f64>, f64)> = Vec::new();
    for (key, sums, times) in keyed {
        match kept.last_mut() {
            Some(last) if last.0 == key => last.2 += times,
            _ => kept.push((key, sums, times)),
        }
    }
    kept.into_iter()
        .map(|(_, sums, times)| (sums, times))
        .collect()
}

/// A sum of the one half, or what a sum of the other half asks of it.
#[derive(Debug, Clone)]
struct Entry {
    place: Vec<f64>,
    times: f64,
    asks: bool,
}

/// How many pairs there are of a sum and an asking that it meets in each of the first `parties` components.
fn pairs(mut entries: Vec<Entry>, parties: usize) -> f64 {
    let Some(last) = parties.checked_sub(1) else {
        let (asking, sums): (Vec<&Entry>, Vec<&Entry>) =
            entries.iter().partition(|entry| entry.asks);
        let total = |entries: &[&Entry]| entries.iter().map(|entry| entry.times).sum::<f64>();
        return total(&asking) * total(&sums);
    };
    // An asking comes before the sums that just meet it.
    entries.sort_by(|a, b| {
        let by_place = a.place[last].total_cmp(&b.place[last]);
        by_place.then(b.asks.cmp(&a.asks))
    });
    if last == 0 {
        let (mut below, mut count) = (0.0, 0.0);
        for entry in &entries {
            if entry.asks {
                below += entry.times;
            } else {
                count += below * entry.times;
            }
        }
        return count;
    }
    split(&entries, last)
}

/// Pairs among entries in the order of the component `last`: within either half, and between the lower half's askings
/// and the upper half's sums, which need that component no more.
fn split(entries: &[Entry], last: usize) -> f64 {
    if entries.len() < 2 {
        return 0.0;
    }
    let (lower, upper) = entries.split_at(entries.len() / 2);
    let between: Vec<Entry> = lower
        .iter()
        .filter(|entry| entry.asks)
        .chain(upper.iter().filter(|entry| !entry.asks))
        .cloned()
        .collect();
    let mixed = between.iter().any(|entry| entry.asks) && between.iter().any(|entry| !entry.asks);
    let across = if mixed { pairs(between, last) } else { 0.0 };
    split(lower, last) + split(upper, last) + across
}
