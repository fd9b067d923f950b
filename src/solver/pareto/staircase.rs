//! Which of some vectors no other one beats.

use std::collections::BTreeMap;

/// The positions of vectors that no other one matches or beats in every component to within `tolerance`, from the
/// greatest first component down; of equals one.
///
/// Sorting, then a staircase for two and three components (Kung, Luccio & Preparata 1975): O(n log n); above that each
/// against those kept.
pub(crate) fn undominated(vectors: &[&[f64]], tolerance: f64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..vectors.len()).collect();
    order.sort_by(|&a, &b| {
        let pairs = vectors[b].iter().zip(vectors[a]);
        pairs
            .map(|(right, left)| right.total_cmp(left))
            .find(|order| order.is_ne())
            .unwrap_or(a.cmp(&b))
    });
    let mut kept: Vec<usize> = Vec::new();
    // Second component, as a key in its own order, to the greatest third among vectors with no less of the second.
    let mut stairs: BTreeMap<i64, f64> = BTreeMap::new();
    for at in order {
        let vector = vectors[at];
        if vector.len() > 3 {
            let beaten = kept.iter().rev().any(|&other| {
                let pairs = vectors[other].iter().zip(vector);
                pairs
                    .into_iter()
                    .all(|(theirs, own)| *theirs >= own - tolerance)
            });
            if !beaten {
                kept.push(at);
            }
            continue;
        }
        let second = vector.get(1).copied().unwrap_or(0.0);
        let third = vector.get(2).copied().unwrap_or(0.0);
        let above = stairs.range(ordered(second - tolerance)..).next();
        if above.is_some_and(|(_, most)| *most >= third - tolerance) {
            continue;
        }
        kept.push(at);
        let key = ordered(second);
        let below: Vec<i64> = stairs
            .range(..=key)
            .rev()
            .take_while(|(_, most)| **most <= third)
            .map(|(key, _)| *key)
            .collect();
        for step in below {
            stairs.remove(&step);
        }
        stairs.insert(key, third);
    }
    kept
}

/// A key that orders as the number does.
fn ordered(value: f64) -> i64 {
    // Adding zero makes minus zero plus zero.
    let bits = (value + 0.0).to_bits() as i64;
    bits ^ (((bits >> 63) as u64) >> 1) as i64
}
