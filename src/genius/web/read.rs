//! Reading the JSON of GeniusWeb.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::file::{DomainFile, Pairs, ProfileFile, UtilitiesFile, ValuesFile};
use super::parsed;
use crate::genius::domain::{Domain, Issue, MAX_NUMBER, Value, Values, clipped};
use crate::genius::error::{Fault, GeniusError, Oddity, Warning};
use crate::genius::notes::Notes;
use crate::genius::profile::{Evaluator, Profile, Utility};

/// By how much weights may miss one before that is told.
const WEIGHT_TOLERANCE: f64 = 1e-9;

/// A number that may stand in quotes.
fn number(json: &Json, key: &str) -> Result<f64, Fault> {
    let text = plain(json);
    match text.trim().parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(number),
        _ => Err(Fault::Number {
            attribute: clipped(key),
            found: clipped(&text),
        }),
    }
}

/// A value as it is named: strings without their quotes.
fn plain(json: &Json) -> String {
    match json {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Reads a domain.
pub(in crate::genius) fn read_domain(file: &str, text: &str) -> Result<Domain, GeniusError> {
    let read: DomainFile = parsed(file, text)?;
    domain_of(file, "", &read)
}

/// The domain that a profile brings along.
pub(in crate::genius) fn domain_in_profile(
    file: &str,
    text: &str,
) -> Result<Option<Domain>, GeniusError> {
    let read: ProfileFile = parsed(file, text)?;
    let inner = read.space.domain.as_ref();
    inner
        .map(|domain| domain_of(file, "LinearAdditiveUtilitySpace.domain.", domain))
        .transpose()
}

fn domain_of(file: &str, within: &str, read: &DomainFile) -> Result<Domain, GeniusError> {
    let mut issues = Vec::new();
    for (at, (name, told)) in read.issues_values.0.iter().enumerate() {
        let place = format!("{within}issuesValues.{}", clipped(name));
        let values =
            values_of(told).map_err(|fault| GeniusError::of_element(file, place, fault))?;
        issues.push(Issue {
            index: at as i64 + 1,
            name: name.clone(),
            values,
        });
    }
    Domain::new(read.name.clone(), issues).map_err(|mut error| {
        error.file = file.to_owned();
        error
    })
}

fn values_of(told: &ValuesFile) -> Result<Values, Fault> {
    if let Some(values) = &told.values {
        return Ok(Values::Discrete(values.iter().map(plain).collect()));
    }
    let Some(range) = &told.range else {
        return Err(Fault::Missing("values".to_owned()));
    };
    let ends: Vec<f64> = range
        .iter()
        .map(|json| number(json, "range"))
        .collect::<Result<_, _>>()?;
    let (Some(&lower), Some(&upper)) = (ends.first(), ends.get(1)) else {
        return Err(Fault::Missing("range".to_owned()));
    };
    let step = ends.get(2).copied().unwrap_or(1.0);
    let is_told = lower.abs().max(upper.abs()) <= MAX_NUMBER as f64;
    if !(step > 0.0 && lower <= upper && is_told) {
        return Err(Fault::Range { lower, upper });
    }
    let count = ((upper - lower) / step + 1e-9).floor();
    let most = Domain::MAX_VALUES;
    if count >= most as f64 {
        return Err(Fault::Count {
            what: "values",
            found: count as u64,
            least: 1,
            most,
        });
    }
    if step == 1.0 && lower.fract() == 0.0 {
        return Ok(Values::Integer {
            lower: lower as i64,
            upper: lower as i64 + count as i64,
        });
    }
    // Steps of another length are values with names, each the number as it would be written.
    let named = (0..=count as u64).map(|at| {
        let value = lower + step * at as f64;
        ((value * 1e9).round() / 1e9).to_string()
    });
    Ok(Values::Discrete(named.collect()))
}

/// Reads a profile over a domain.
pub(in crate::genius) fn read_profile(
    file: &str,
    text: &str,
    domain: &Domain,
    warnings: &mut Vec<Warning>,
) -> Result<Profile, GeniusError> {
    let read: ProfileFile = parsed(file, text)?;
    let space = &read.space;
    let fault = |place: &str, fault| {
        let place = format!("LinearAdditiveUtilitySpace.{}", clipped(place));
        GeniusError::of_element(file, place, fault)
    };
    for (place, names) in [
        ("issueUtilities", names(&space.utilities)),
        ("issueWeights", names(&space.weights)),
    ] {
        let known = |name: &&str| domain.issues().iter().any(|issue| issue.name == **name);
        if let Some(foreign) = names.iter().find(|name| !known(name)) {
            let foreign = Fault::ForeignIssue(format!("\"{}\"", clipped(foreign)));
            return Err(fault(place, foreign));
        }
    }
    let (mut weights, mut evaluators) = (Vec::new(), Vec::new());
    for issue in domain.issues() {
        let (index, name) = (issue.index, clipped(&issue.name));
        let Some(weight) = space.weights.get(&issue.name) else {
            return Err(fault("issueWeights", Fault::NoWeight { index, name }));
        };
        weights.push(number(weight, &name).map_err(|found| fault("issueWeights", found))?);
        let Some(told) = space.utilities.get(&issue.name) else {
            return Err(fault("issueUtilities", Fault::NoIssue { index, name }));
        };
        let place = format!("issueUtilities.{name}");
        evaluators.push(evaluator(issue, told).map_err(|found| fault(&place, found))?);
    }
    let mut notes = Notes::new(file, warnings);
    let at = |key: &str| format!("LinearAdditiveUtilitySpace.{key}");
    let sum: f64 = weights.iter().sum();
    if (sum - 1.0).abs() > WEIGHT_TOLERANCE {
        notes.warn(|| at("issueWeights"), Oddity::WeightSum { sum });
    }
    for weight in weights.iter().filter(|weight| **weight < 0.0) {
        notes.warn(|| at("issueWeights"), Oddity::NegativeWeight(*weight));
    }
    for (issue, evaluator) in domain.issues().iter().zip(&evaluators) {
        let place = || at(&format!("issueUtilities.{}", clipped(&issue.name)));
        let told = match evaluator {
            Evaluator::Shares(shares) => shares.clone(),
            Evaluator::Between { low, high } => vec![low.1, high.1],
            _ => Vec::new(),
        };
        for share in told.iter().filter(|share| !(0.0..=1.0).contains(*share)) {
            notes.warn(place, Oddity::Share(*share));
        }
    }
    let stated = |json: &Option<Json>, key: &str| match json {
        None | Some(Json::Null) => Ok(None),
        Some(json) => number(json, key)
            .map(Some)
            .map_err(|found| fault(key, found)),
    };
    let mut discount = stated(&space.discount_factor, "discount_factor")?.unwrap_or(1.0);
    if !(discount > 0.0 && discount <= 1.0) {
        notes.warn(|| at("discount_factor"), Oddity::Discount(discount));
        discount = 1.0;
    }
    notes.finish();
    let mut profile = Profile {
        file: file.to_owned(),
        utility: Utility::Additive {
            weights,
            evaluators,
        },
        reservation: 0.0,
        discount,
    };
    profile.reservation = match (
        &space.reservation_bid,
        stated(&space.reserved_value, "reserved_value")?,
    ) {
        (Some(bid), _) => {
            let outcome =
                outcome(domain, &bid.values).map_err(|found| fault("reservationBid", found))?;
            profile.utility(&outcome)
        }
        (None, stated) => stated.unwrap_or(0.0),
    };
    Ok(profile)
}

fn names<V>(pairs: &Pairs<V>) -> Vec<&str> {
    pairs.0.iter().map(|(name, _)| name.as_str()).collect()
}

fn evaluator(issue: &Issue, told: &UtilitiesFile) -> Result<Evaluator, Fault> {
    match (&issue.values, &told.discreteutils, &told.numberutils) {
        (Values::Discrete(values), Some(told), None) => {
            let place: BTreeMap<&str, usize> = values
                .iter()
                .enumerate()
                .map(|(at, value)| (value.as_str(), at))
                .collect();
            let mut shares: Vec<Option<f64>> = vec![None; values.len()];
            for (value, json) in &told.utilities.0 {
                let Some(&at) = place.get(value.as_str()) else {
                    return Err(Fault::ForeignValue(clipped(value)));
                };
                shares[at] = Some(number(json, value)?);
            }
            let pairs = values.iter().zip(shares);
            let shares: Result<Vec<f64>, Fault> = pairs
                .map(|(value, share)| share.ok_or_else(|| Fault::NoEvaluation(clipped(value))))
                .collect();
            Ok(Evaluator::Shares(shares?))
        }
        (values, None, Some(told)) => {
            let low = (
                number(&told.low_value, "lowValue")?,
                number(&told.low_utility, "lowUtility")?,
            );
            let high = (
                number(&told.high_value, "highValue")?,
                number(&told.high_utility, "highUtility")?,
            );
            if low.0 > high.0 {
                return Err(Fault::Range {
                    lower: low.0,
                    upper: high.0,
                });
            }
            let between = Evaluator::Between { low, high };
            let (first, last) = values.ends();
            let told = low.0..=high.0;
            if matches!(values, Values::Integer { .. })
                && !(told.contains(&(first as f64)) && told.contains(&(last as f64)))
            {
                return Err(Fault::Uncovered {
                    lower: low.0,
                    upper: high.0,
                });
            }
            match values {
                // Steps that are not whole have names that are numbers.
                Values::Discrete(values) => values
                    .iter()
                    .map(|value| {
                        Ok(between.at_number(number(&Json::from(value.as_str()), "value")?))
                    })
                    .collect::<Result<_, Fault>>()
                    .map(Evaluator::Shares),
                _ => Ok(between),
            }
        }
        (_, None, None) => Err(Fault::Missing("discreteutils or numberutils".to_owned())),
        (values, ..) => Err(Fault::Kind {
            found: "utilities of named values",
            expected: values.kind(),
        }),
    }
}

/// The position of a value: by its name, or by its number where the values are steps of a range.
fn named(values: &[String], told: &str) -> Option<usize> {
    let by_name = values.iter().position(|value| value == told);
    let number = |text: &str| text.trim().parse::<f64>().ok();
    by_name.or_else(|| {
        let told = number(told)?;
        let same = |value: &String| number(value).is_some_and(|own| (own - told).abs() < 1e-9);
        values.iter().position(same)
    })
}

/// The outcome of a bid, which has to name a value of the domain for every issue, and nothing else.
fn outcome(domain: &Domain, bid: &Pairs<Json>) -> Result<Vec<Value>, Fault> {
    let known = |name: &&str| domain.issues().iter().any(|issue| issue.name == **name);
    if let Some(foreign) = names(bid).iter().find(|name| !known(name)) {
        return Err(Fault::ForeignIssue(format!("\"{}\"", clipped(foreign))));
    }
    domain
        .issues()
        .iter()
        .map(|issue| {
            let Some(json) = bid.get(&issue.name) else {
                return Err(Fault::Missing(clipped(&issue.name)));
            };
            let foreign = || Fault::ForeignValue(clipped(&plain(json)));
            let value = match &issue.values {
                Values::Discrete(values) => {
                    Value::Option(named(values, &plain(json)).ok_or_else(foreign)?)
                }
                Values::Integer { .. } => {
                    let told = number(json, &issue.name)?;
                    if told.fract() != 0.0 {
                        return Err(foreign());
                    }
                    Value::Integer(told as i64)
                }
                Values::Real { .. } => Value::Real(number(json, &issue.name)?),
            };
            let is_held = issue.values.hold(value);
            is_held.then_some(value).ok_or_else(foreign)
        })
        .collect()
}
