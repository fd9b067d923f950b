//! How many outcomes leave every party its reservation value: exact without listing them.

use super::additive::Tables;

/// Partial sums that differ by less than this count as one. A sum is moved once an issue at most, by 512 · 2⁻⁴² ≈
/// 1.2 · 10⁻¹⁰ in all: so an outcome is told on the wrong side of a floor only where its utility is as near as that to
/// the floor less the tolerance, which is a tenth of it.
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
    let parties = asking.len();
    let places = |half: &Half| {
        half.sums
            .chunks_exact(parties)
            .map(<[f64]>::to_vec)
            .collect()
    };
    let sums: Vec<Vec<f64>> = places(&front);
    let mut ask: Vec<Vec<f64>> = places(&back);
    for place in &mut ask {
        for (party, own) in asking.iter().zip(place) {
            *own = floors[*party] - tolerance - *own;
        }
    }
    let entry = |asks| {
        move |(place, times): (Vec<f64>, &f64)| Entry {
            place,
            times: *times,
            asks,
        }
    };
    let entries = sums.into_iter().zip(&front.times).map(entry(false));
    let entries = entries.chain(ask.into_iter().zip(&back.times).map(entry(true)));
    Some(pairs(entries.collect(), parties))
}

/// Different sums, party by party, each with how often it occurs.
struct Half {
    parties: usize,
    sums: Vec<f64>,
    times: Vec<f64>,
}

impl Half {
    fn nothing(parties: usize) -> Self {
        Self {
            parties,
            sums: vec![0.0; parties],
            times: vec![1.0],
        }
    }

    /// Every sum with every value of an issue more.
    fn grown(&self, values: &[Vec<f64>]) -> Self {
        let count = self.times.len() * values.len();
        let mut sums = Vec::with_capacity(count * self.parties);
        let mut times = Vec::with_capacity(count);
        for (sum, own) in self.sums.chunks_exact(self.parties).zip(&self.times) {
            for value in values {
                sums.extend(sum.iter().zip(value).map(|(sum, add)| sum + add));
                times.push(*own);
            }
        }
        let parties = self.parties;
        Self {
            parties,
            sums,
            times,
        }
        .gathered()
    }

    /// Puts sums that are equal but for rounding together.
    fn gathered(self) -> Self {
        let parties = self.parties;
        let key = |at: u32| {
            let first = at as usize * parties;
            let own = &self.sums[first..first + parties];
            own.iter().map(|sum| (sum / GRAIN).round() as i64)
        };
        let mut order: Vec<u32> = (0..self.times.len() as u32).collect();
        order.sort_unstable_by(|a, b| key(*a).cmp(key(*b)).then(a.cmp(b)));
        let mut sums: Vec<f64> = Vec::new();
        let mut times: Vec<f64> = Vec::new();
        let mut last = None;
        for at in order {
            let own = self.times[at as usize];
            match (last, times.last_mut()) {
                (Some(last), Some(times)) if key(last).eq(key(at)) => *times += own,
                _ => {
                    let first = at as usize * parties;
                    sums.extend_from_slice(&self.sums[first..first + parties]);
                    times.push(own);
                    last = Some(at);
                }
            }
        }
        Self {
            parties,
            sums,
            times,
        }
    }
}

/// Adds each issue to the half that is smaller.
fn halves(tables: &Tables, asking: &[usize], most: usize) -> Option<(Half, Half)> {
    let start = || Half::nothing(asking.len());
    let (mut front, mut back) = (start(), start());
    let mut order: Vec<usize> = (0..tables.issues.len()).collect();
    order.sort_by_key(|issue| std::cmp::Reverse(tables.values(*issue)));
    for issue in order {
        let half = if front.times.len() <= back.times.len() {
            &mut front
        } else {
            &mut back
        };
        if half.times.len().checked_mul(tables.values(issue))? > most {
            return None;
        }
        let values = tables.issues[issue].chunks_exact(tables.parties);
        let values: Vec<Vec<f64>> = values
            .map(|value| asking.iter().map(|party| value[*party]).collect())
            .collect();
        *half = half.grown(&values);
    }
    Some((front, back))
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
