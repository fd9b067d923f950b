//! The JSON of GeniusWeb: domains, and profiles that are linear additive.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use serde_json::Value as Json;

use super::domain::{Domain, Issue, Value, Values, clipped};
use super::error::{Fault, GeniusError, Oddity, Warning};
use super::profile::{Evaluator, Profile, Utility};

/// By how much weights may miss one before that is told.
const WEIGHT_TOLERANCE: f64 = 1e-9;

/// The entries of an object in the order of the file; none twice.
#[derive(Debug, Clone)]
struct Pairs<V>(Vec<(String, V)>);

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Pairs<V> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Entries<V>(PhantomData<V>);
        impl<'de, V: Deserialize<'de>> Visitor<'de> for Entries<V> {
            type Value = Pairs<V>;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<V>, A::Error> {
                let mut pairs = Vec::new();
                let mut seen = std::collections::BTreeSet::new();
                while let Some((key, value)) = map.next_entry::<String, V>()? {
                    if !seen.insert(key.clone()) {
                        let key = clipped(&key);
                        return Err(serde::de::Error::custom(format!(
                            "the key \"{key}\" is there twice"
                        )));
                    }
                    pairs.push((key, value));
                }
                Ok(Pairs(pairs))
            }
        }
        from.deserialize_map(Entries(PhantomData))
    }
}

impl<V: Serialize> Serialize for Pairs<V> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

impl<V> Pairs<V> {
    fn get(&self, key: &str) -> Option<&V> {
        let found = self.0.iter().find(|(own, _)| own == key);
        found.map(|(_, value)| value)
    }
}

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct DomainFile {
    #[serde(default)]
    name: String,
    issues_values: Pairs<ValuesFile>,
}

#[derive(serde::Serialize, serde::Deserialize)]
struct ValuesFile {
    #[serde(skip_serializing_if = "Option::is_none")]
    values: Option<Vec<Json>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Vec<Json>>,
}

#[derive(serde::Serialize, serde::Deserialize)]
struct ProfileFile {
    #[serde(rename = "LinearAdditiveUtilitySpace")]
    space: SpaceFile,
}

#[derive(serde::Serialize, serde::Deserialize)]
struct SpaceFile {
    #[serde(default)]
    name: String,
    #[serde(rename = "issueUtilities")]
    utilities: Pairs<UtilitiesFile>,
    #[serde(rename = "issueWeights")]
    weights: Pairs<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    domain: Option<DomainFile>,
    #[serde(rename = "reservationBid")]
    #[serde(skip_serializing_if = "Option::is_none")]
    reservation_bid: Option<BidFile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reserved_value: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    discount_factor: Option<Json>,
}

#[derive(serde::Serialize, serde::Deserialize)]
struct BidFile {
    #[serde(rename = "issuevalues", alias = "issueValues", alias = "issuesValues")]
    values: Pairs<Json>,
}

#[derive(serde::Serialize, serde::Deserialize)]
struct UtilitiesFile {
    #[serde(alias = "DiscreteValueSetUtilities")]
    #[serde(skip_serializing_if = "Option::is_none")]
    discreteutils: Option<DiscreteFile>,
    #[serde(alias = "NumberValueSetUtilities")]
    #[serde(skip_serializing_if = "Option::is_none")]
    numberutils: Option<NumberFile>,
}

#[derive(serde::Serialize, serde::Deserialize)]
struct DiscreteFile {
    #[serde(rename = "valueUtilities")]
    utilities: Pairs<Json>,
}

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct NumberFile {
    low_value: Json,
    low_utility: Json,
    high_value: Json,
    high_utility: Json,
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Domain,
    Profile,
    Other,
}

/// What a file is.
pub(super) fn kind(file: &str, text: &str) -> Result<Kind, GeniusError> {
    let json: Json = parsed(file, text)?;
    Ok(match json.as_object() {
        Some(object) if object.contains_key("LinearAdditiveUtilitySpace") => Kind::Profile,
        Some(object) if object.contains_key("issuesValues") => Kind::Domain,
        _ => Kind::Other,
    })
}

fn parsed<V: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<V, GeniusError> {
    serde_json::from_str(text)
        .map_err(|error| GeniusError::of_file(file, Fault::Syntax(error.to_string())))
}

/// A number that may stand in quotes.
fn number(json: &Json, key: &str) -> Result<f64, Fault> {
    let text = plain(json);
    match text.trim().parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(number),
        _ => Err(Fault::Number {
            attribute: key.to_owned(),
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
pub(super) fn read_domain(file: &str, text: &str) -> Result<Domain, GeniusError> {
    let read: DomainFile = parsed(file, text)?;
    domain_of(file, "", &read)
}

/// The domain that a profile brings along.
pub(super) fn domain_in_profile(file: &str, text: &str) -> Result<Option<Domain>, GeniusError> {
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
    // Beyond 2^53 whole numbers run together.
    let is_told = lower.abs().max(upper.abs()) < 9e15;
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
pub(super) fn read_profile(
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
            let foreign = Fault::ForeignIssue {
                index: 0,
                name: clipped(foreign),
            };
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
    let sum: f64 = weights.iter().sum();
    if (sum - 1.0).abs() > WEIGHT_TOLERANCE {
        warnings.push(Warning {
            file: file.to_owned(),
            element: "LinearAdditiveUtilitySpace.issueWeights".to_owned(),
            oddity: Oddity::WeightSum { sum },
        });
    }
    let stated = |json: &Option<Json>, key: &str| match json {
        None | Some(Json::Null) => Ok(None),
        Some(json) => number(json, key)
            .map(Some)
            .map_err(|found| fault(key, found)),
    };
    let mut discount = stated(&space.discount_factor, "discount_factor")?.unwrap_or(1.0);
    if !(discount > 0.0 && discount <= 1.0) {
        warnings.push(Warning {
            file: file.to_owned(),
            element: "LinearAdditiveUtilitySpace.discount_factor".to_owned(),
            oddity: Oddity::Discount(discount),
        });
        discount = 1.0;
    }
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

/// An outcome from the values of a bid; issues that it leaves out get the worst that can be said of them: nothing.
fn outcome(domain: &Domain, bid: &Pairs<Json>) -> Result<Vec<Value>, Fault> {
    domain
        .issues()
        .iter()
        .map(|issue| {
            let Some(json) = bid.get(&issue.name) else {
                return Err(Fault::Missing(clipped(&issue.name)));
            };
            let text = plain(json);
            match &issue.values {
                Values::Discrete(values) => values
                    .iter()
                    .position(|value| *value == text)
                    .map(Value::Option)
                    .ok_or_else(|| Fault::ForeignValue(clipped(&text))),
                Values::Integer { .. } => Ok(Value::Integer(number(json, &issue.name)? as i64)),
                Values::Real { .. } => Ok(Value::Real(number(json, &issue.name)?)),
            }
        })
        .collect()
}

fn domain_told(domain: &Domain) -> Result<DomainFile, Fault> {
    let told = domain.issues().iter().map(|issue| {
        let (values, range) = match &issue.values {
            Values::Discrete(values) => (
                Some(
                    values
                        .iter()
                        .map(|value| Json::from(value.as_str()))
                        .collect(),
                ),
                None,
            ),
            Values::Integer { lower, upper } => {
                let ends = [lower.to_string(), upper.to_string(), "1".to_owned()];
                (None, Some(ends.map(Json::from).to_vec()))
            }
            Values::Real { .. } => {
                return Err(Fault::Unwritable("GeniusWeb has no issues of reals"));
            }
        };
        Ok((issue.name.clone(), ValuesFile { values, range }))
    });
    Ok(DomainFile {
        name: domain.name.clone(),
        issues_values: Pairs(told.collect::<Result<_, Fault>>()?),
    })
}

fn text<V: Serialize>(told: &V) -> Result<String, Fault> {
    serde_json::to_string_pretty(told)
        .map(|text| text + "\n")
        .map_err(|error| Fault::System(error.to_string()))
}

/// A domain as a file.
pub(super) fn domain_text(file: &str, domain: &Domain) -> Result<String, GeniusError> {
    domain_told(domain)
        .and_then(|told| text(&told))
        .map_err(|fault| GeniusError::of_file(file, fault))
}

/// A profile as a file. GeniusWeb knows a reservation bid only; a reservation value is written as `reserved_value`,
/// as other tools do.
pub(super) fn profile_text(domain: &Domain, profile: &Profile) -> Result<String, GeniusError> {
    space_told(domain, profile)
        .and_then(|space| text(&ProfileFile { space }))
        .map_err(|fault| GeniusError::of_file(&profile.file, fault))
}

fn space_told(domain: &Domain, profile: &Profile) -> Result<SpaceFile, Fault> {
    let Utility::Additive {
        weights,
        evaluators,
    } = &profile.utility
    else {
        return Err(Fault::Unwritable("GeniusWeb has no rectangles"));
    };
    let (mut utilities, mut by_issue) = (Vec::new(), Vec::new());
    for ((issue, weight), evaluator) in domain.issues().iter().zip(weights).zip(evaluators) {
        by_issue.push((issue.name.clone(), Json::from(*weight)));
        utilities.push((issue.name.clone(), utilities_told(issue, evaluator)?));
    }
    Ok(SpaceFile {
        name: profile.file.clone(),
        utilities: Pairs(utilities),
        weights: Pairs(by_issue),
        domain: Some(domain_told(domain)?),
        reservation_bid: None,
        reserved_value: Some(Json::from(profile.reservation)),
        discount_factor: (profile.discount != 1.0).then(|| Json::from(profile.discount)),
    })
}

fn utilities_told(issue: &Issue, evaluator: &Evaluator) -> Result<UtilitiesFile, Fault> {
    match &issue.values {
        Values::Discrete(values) => {
            let shares = evaluator.table(1.0, issue).unwrap_or_default();
            let pairs = values
                .iter()
                .cloned()
                .zip(shares.into_iter().map(Json::from));
            Ok(UtilitiesFile {
                discreteutils: Some(DiscreteFile {
                    utilities: Pairs(pairs.collect()),
                }),
                numberutils: None,
            })
        }
        Values::Integer { lower, upper } => {
            let (low, high) = (*lower as f64, *upper as f64);
            let straight = match evaluator {
                Evaluator::Between { .. } | Evaluator::Constant(_) => true,
                // Where the line is cut at 0 or 1 it is no longer straight.
                Evaluator::Linear {
                    offset,
                    slope,
                    from,
                } => [low, high]
                    .iter()
                    .all(|end| (0.0..=1.0).contains(&(offset + slope * (end - from)))),
                _ => false,
            };
            if !straight {
                return Err(Fault::Unwritable(
                    "an evaluation is not a straight line, which is all that GeniusWeb has for numbers",
                ));
            }
            Ok(UtilitiesFile {
                discreteutils: None,
                numberutils: Some(NumberFile {
                    low_value: Json::from(*lower),
                    low_utility: Json::from(evaluator.at_number(low)),
                    high_value: Json::from(*upper),
                    high_utility: Json::from(evaluator.at_number(high)),
                }),
            })
        }
        Values::Real { .. } => Err(Fault::Unwritable("GeniusWeb has no issues of reals")),
    }
}
