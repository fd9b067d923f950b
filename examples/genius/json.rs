//! The same as JSON, under the names of the reference that conformance is measured against.

use dealzone::genius::{Comparison, Exactness, Figures, Point, Standing};
use serde_json::{Map, Value, json};

use crate::entry::Entry;

/// An entry as an object.
pub(crate) fn told(entry: &Entry) -> Value {
    let read = match &entry.read {
        Err(error) => return json!({ "error": error }),
        Ok(read) => read,
    };
    let scenario = &read.scenario;
    let files: Vec<&str> = scenario
        .profiles()
        .iter()
        .map(|profile| profile.file.as_str())
        .collect();
    let mut told = Map::new();
    told.insert("domain".to_owned(), json!(scenario.domain_file()));
    told.insert("profiles".to_owned(), json!(files));
    if !scenario.left_out().is_empty() {
        told.insert("left_out".to_owned(), json!(scenario.left_out()));
    }
    let warnings: Vec<String> = scenario
        .warnings()
        .iter()
        .map(ToString::to_string)
        .collect();
    if !warnings.is_empty() {
        told.insert("warnings".to_owned(), json!(warnings));
    }
    match &read.figures {
        Some(figures) => tell(figures, &mut told),
        None => {
            let outcomes = scenario.domain().outcomes().map(whole);
            told.insert("outcomes".to_owned(), json!(outcomes));
        }
    }
    match &read.listed {
        Some(Ok(comparison)) => {
            told.insert("listed".to_owned(), tell_listed(comparison));
        }
        Some(Err(error)) => {
            told.insert("listed".to_owned(), json!({ "error": error }));
        }
        None => {}
    }
    match &read.talks {
        Some(Ok(played)) => {
            let talks = json!({ "rounds": played.rounds, "deal": played.deal });
            told.insert("talks".to_owned(), talks);
        }
        Some(Err(error)) => {
            told.insert("talks".to_owned(), json!({ "error": error }));
        }
        None => {}
    }
    if let Some(took) = read.took {
        told.insert("frontier_ms".to_owned(), json!(took));
    }
    told.into()
}

fn tell_listed(comparison: &Comparison) -> Value {
    let points: Vec<Value> = comparison
        .listed
        .iter()
        .map(|(point, standing)| match standing {
            Standing::Agrees => json!({ "point": point, "standing": "agrees" }),
            Standing::Beaten(by) => {
                json!({ "point": point, "standing": "beaten", "by": by.utilities })
            }
            Standing::Unreached => json!({ "point": point, "standing": "unreached" }),
        })
        .collect();
    let missing: Vec<&Vec<f64>> = comparison.missing.iter().map(utilities).collect();
    json!({ "proven": comparison.is_proven, "points": points, "missing": missing })
}

/// The figures under the names of the reference that conformance is measured against.
fn tell(figures: &Figures, entry: &mut Map<String, Value>) {
    let pareto: Vec<&Vec<f64>> = figures.pareto.iter().map(utilities).collect();
    let mut put = |name: &str, value: Value| {
        entry.insert(name.to_owned(), value);
    };
    put("outcomes", json!(figures.outcomes.map(whole)));
    put("reservation", json!(figures.reservation));
    put("rational", json!(figures.rational.map(whole)));
    put("pareto", json!(pareto));
    let welfare = Some(figures.welfare.clone());
    for (name, solution) in [
        ("nash_product", &figures.nash),
        ("ks_value", &figures.kalai_smorodinsky),
        ("egalitarian_value", &figures.egalitarian),
        ("max_welfare", &welfare),
    ] {
        if let Some(solution) = solution {
            put(name, json!(solution.value));
            if solution.upper > solution.value {
                put(&format!("{name}_upper"), json!(solution.upper));
            }
        }
    }
    match &figures.exactness {
        Exactness::Exact => {}
        Exactness::Within(gap) => put("pareto_within", json!(gap)),
        Exactness::Below(bounds) => put("pareto_upper", json!(bounds)),
    }
    if let Some(sums) = &figures.sums {
        let parties = 0..figures.reservation.len();
        let best = parties.map(|party| {
            let own = figures.pareto.iter().map(|point| point.utilities[party]);
            own.fold(f64::NEG_INFINITY, f64::max)
        });
        put("best", json!(best.collect::<Vec<f64>>()));
        put("best_sum", json!(sums.best));
        put("best_sum_upper", json!(sums.upper));
        put("max_utility", json!(sums.stated));
        put("pareto_sums", json!(sums.frontier));
        for (name, solution) in [
            ("nash_utilities", &figures.nash),
            ("ks_utilities", &figures.kalai_smorodinsky),
            ("egalitarian_utilities", &figures.egalitarian),
        ] {
            if let Some(solution) = solution {
                put(name, json!(solution.point.utilities));
            }
        }
    }
}

fn utilities(point: &Point) -> &Vec<f64> {
    &point.utilities
}

/// A count as a whole number where it is known to the last digit.
fn whole(count: f64) -> Value {
    if count < 9e15 {
        json!(count as u64)
    } else {
        json!(count)
    }
}
