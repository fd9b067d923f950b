//! Writing the JSON of GeniusWeb.

use serde::ser::Serialize;
use serde_json::Value as Json;

use super::file::{
    DiscreteFile, DomainFile, NumberFile, Pairs, ProfileFile, SpaceFile, UtilitiesFile, ValuesFile,
};
use crate::genius::domain::{Domain, Issue, Values};
use crate::genius::error::{Fault, GeniusError};
use crate::genius::profile::{Evaluator, Profile, Utility};

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
pub(in crate::genius) fn domain_text(file: &str, domain: &Domain) -> Result<String, GeniusError> {
    domain_told(domain)
        .and_then(|told| text(&told))
        .map_err(|fault| GeniusError::of_file(file, fault))
}

/// A profile as a file. GeniusWeb knows a reservation bid only; a reservation value is written as `reserved_value`,
/// as other tools do.
pub(in crate::genius) fn profile_text(
    domain: &Domain,
    profile: &Profile,
) -> Result<String, GeniusError> {
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
