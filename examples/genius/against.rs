//! The figures of another program beside ours.

use std::error::Error;
use std::io::Write;
use std::path::Path;

use dealzone::genius::scenarios;
use serde_json::{Map, Value};

use crate::entry::Entry;
use crate::table::clipped;
use crate::{Options, json};

/// Within this of each other figures count as the same.
const SAME: f64 = 1e-9;

/// Every figure of a file beside ours, and an error where one differs.
pub(crate) fn against(
    root: &Path,
    file: &Path,
    options: &Options,
    out: &mut impl Write,
) -> Result<(), Box<dyn Error>> {
    let text =
        std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let theirs: Map<String, Value> = serde_json::from_str(&text)?;
    writeln!(
        out,
        "{:<42}{:>9}{:>8}  largest difference",
        "scenario", "figures", "differ"
    )?;
    let (mut figures, mut differ, mut ours_alone) = (0, 0, Vec::new());
    let mut known = 0;
    for path in scenarios(root)? {
        let entry = Entry::read(root, &path, options);
        let Some(theirs) = theirs.get(&entry.path).and_then(Value::as_object) else {
            ours_alone.push(entry.path);
            continue;
        };
        known += 1;
        let ours = json::told(&entry);
        let mut wrong = Vec::new();
        let mut largest: f64 = 0.0;
        for (name, expected) in theirs {
            let gap = ours
                .get(name)
                .map_or(f64::INFINITY, |found| difference(found, expected));
            largest = largest.max(gap);
            if gap > SAME {
                wrong.push(name.as_str());
            }
        }
        figures += theirs.len();
        differ += wrong.len();
        writeln!(
            out,
            "{:<42}{:>9}{:>8}  {largest:.1e} {}",
            clipped(&entry.path, 41),
            theirs.len(),
            wrong.len(),
            wrong.join(", ")
        )?;
    }
    let missing = theirs.len() - known;
    writeln!(
        out,
        "{figures} figures of {known} scenarios, {differ} differ by more than {SAME:e}"
    )?;
    if !ours_alone.is_empty() {
        writeln!(out, "not among theirs: {}", ours_alone.join(", "))?;
    }
    out.flush()?;
    if differ > 0 || missing > 0 {
        return Err(format!("{differ} figures differ, {missing} scenarios are missing").into());
    }
    Ok(())
}

/// The largest difference between numbers in the same places; infinite where the values differ in another way.
fn difference(found: &Value, expected: &Value) -> f64 {
    match (found, expected) {
        (Value::Number(found), Value::Number(expected)) => {
            match (found.as_f64(), expected.as_f64()) {
                (Some(found), Some(expected)) => (found - expected).abs(),
                _ => f64::INFINITY,
            }
        }
        (Value::Array(found), Value::Array(expected)) if found.len() == expected.len() => {
            let pairs = found.iter().zip(expected);
            pairs
                .map(|(one, other)| difference(one, other))
                .fold(0.0, f64::max)
        }
        _ if found == expected => 0.0,
        _ => f64::INFINITY,
    }
}
