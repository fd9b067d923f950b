//! A scenario: a domain and the profiles of those who negotiate over it.

use super::domain::{Domain, Value, Values, clipped};
use super::error::{Fault, GeniusError, Warning};
use super::profile::{Evaluator, Profile, Utility};

/// A domain and the profiles of those who negotiate over it.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    file: String,
    domain: Domain,
    profiles: Vec<Profile>,
    warnings: Vec<Warning>,
    left_out: Vec<String>,
}

impl Scenario {
    /// A scenario made in code. `file` is what the domain's file is to be called.
    ///
    /// # Errors
    /// [`GeniusError`] where there is no profile, or one does not have a weight and a fitting evaluator for each
    /// issue, numbers that are finite, a discount factor in (0, 1], or rectangles over integer issues; and where
    /// utilities or reservation values may pass ±[`Profile::MAX_UTILITY`].
    pub fn new(
        file: impl Into<String>,
        domain: Domain,
        profiles: Vec<Profile>,
    ) -> Result<Self, GeniusError> {
        let file = file.into();
        if profiles.is_empty() {
            return Err(GeniusError::of_file(file, Fault::NoProfile));
        }
        for profile in &profiles {
            check(&domain, profile)
                .map_err(|(place, fault)| GeniusError::of_element(&profile.file, place, fault))?;
        }
        Self::of_parts(file, domain, profiles, Vec::new(), Vec::new())
    }

    /// A scenario of parts that fit each other.
    ///
    /// # Errors
    /// [`GeniusError`] where utilities or reservation values may be too large.
    pub(super) fn of_parts(
        file: String,
        domain: Domain,
        profiles: Vec<Profile>,
        warnings: Vec<Warning>,
        left_out: Vec<String>,
    ) -> Result<Self, GeniusError> {
        for profile in &profiles {
            check_size(&domain, profile)?;
        }
        Ok(Self {
            file,
            domain,
            profiles,
            warnings,
            left_out,
        })
    }

    /// The file of the domain.
    #[must_use]
    pub fn domain_file(&self) -> &str {
        &self.file
    }

    /// What is negotiated.
    #[must_use]
    pub fn domain(&self) -> &Domain {
        &self.domain
    }

    /// Who negotiates, in the order of the files' names; at least one.
    #[must_use]
    pub fn profiles(&self) -> &[Profile] {
        &self.profiles
    }

    /// What was read all the same, and that a careful reader would want to know of.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// The files of profiles that were not read, because fewer were asked for than there are.
    #[must_use]
    pub fn left_out(&self) -> &[String] {
        &self.left_out
    }

    /// The utility of an outcome to every party, not discounted; `None` for an outcome of another domain.
    #[must_use]
    pub fn utilities(&self, outcome: &[Value]) -> Option<Vec<f64>> {
        let utility = |profile: &Profile| profile.utility(outcome);
        self.domain
            .contains(outcome)
            .then(|| self.profiles.iter().map(utility).collect())
    }
}

/// Whether everything that a profile adds up to stays within what is analysed.
fn check_size(domain: &Domain, profile: &Profile) -> Result<(), GeniusError> {
    let most = Profile::MAX_UTILITY;
    // Not a number is not within either.
    let within = |size: f64| size <= most;
    let large =
        |element: String| GeniusError::of_element(&profile.file, element, Fault::Large { most });
    if !within(profile.reservation.abs()) {
        return Err(large("reservation".to_owned()));
    }
    match &profile.utility {
        Utility::Additive {
            weights,
            evaluators,
        } => {
            let mut sum = 0.0;
            for ((issue, weight), evaluator) in domain.issues().iter().zip(weights).zip(evaluators)
            {
                sum += evaluator.size(*weight, issue);
                if !within(sum) {
                    let name = clipped(&issue.name);
                    return Err(large(format!("issue {} (\"{name}\")", issue.index)));
                }
            }
        }
        Utility::Rectangles {
            rectangles,
            largest,
        } => {
            let sum: f64 = rectangles.iter().map(|one| one.utility.abs()).sum();
            if !(sum.is_finite() && within(sum / largest)) {
                return Err(large("utility".to_owned()));
            }
        }
    }
    Ok(())
}

fn check(domain: &Domain, profile: &Profile) -> Result<(), (String, Fault)> {
    let finite = |what: &str, number: f64| {
        if number.is_finite() {
            Ok(())
        } else {
            let fault = Fault::Number {
                attribute: what.to_owned(),
                found: number.to_string(),
            };
            Err((String::new(), fault))
        }
    };
    finite("reservation", profile.reservation)?;
    finite("discount", profile.discount)?;
    if !(profile.discount > 0.0 && profile.discount <= 1.0) {
        let fault = Fault::Number {
            attribute: "discount".to_owned(),
            found: format!("{}, not in (0, 1]", profile.discount),
        };
        return Err((String::new(), fault));
    }
    match &profile.utility {
        Utility::Additive {
            weights,
            evaluators,
        } => {
            let issues = domain.issues().len();
            for found in [weights.len(), evaluators.len()] {
                if found != issues {
                    let fault = Fault::Count {
                        what: "weights or evaluators",
                        found: found as u64,
                        least: issues as u64,
                        most: issues as u64,
                    };
                    return Err((String::new(), fault));
                }
            }
            for weight in weights {
                finite("weight", *weight)?;
            }
            for (issue, evaluator) in domain.issues().iter().zip(evaluators) {
                check_evaluator(&issue.values, evaluator)
                    .map_err(|fault| (issue.name.clone(), fault))?;
            }
        }
        Utility::Rectangles {
            rectangles,
            largest,
        } => {
            finite("largest", *largest)?;
            if *largest <= 0.0 {
                let fault = Fault::Number {
                    attribute: "largest".to_owned(),
                    found: format!("{largest}, not above zero"),
                };
                return Err((String::new(), fault));
            }
            for rectangle in rectangles {
                finite("utility", rectangle.utility)?;
                for side in &rectangle.sides {
                    let issue = domain.issues().get(side.issue);
                    if !issue.is_some_and(|issue| matches!(issue.values, Values::Integer { .. })) {
                        let fault = Fault::Kind {
                            found: "a range of whole numbers",
                            expected: issue.map_or("no such issue", |issue| issue.values.kind()),
                        };
                        return Err((format!("side over issue {}", side.issue), fault));
                    }
                }
            }
        }
    }
    Ok(())
}

fn check_evaluator(values: &Values, evaluator: &Evaluator) -> Result<(), Fault> {
    let numbers: Vec<f64> = match evaluator {
        Evaluator::Table(table) | Evaluator::Shares(table) => table.clone(),
        Evaluator::Linear {
            offset,
            slope,
            from,
        } => vec![*offset, *slope, *from],
        Evaluator::Constant(value) => vec![*value],
        Evaluator::Triangular { lower, upper, top } => vec![*lower, *upper, *top],
        Evaluator::Between { low, high } => vec![low.0, low.1, high.0, high.1],
    };
    if let Some(found) = numbers.iter().find(|number| !number.is_finite()) {
        return Err(Fault::Number {
            attribute: "evaluation".to_owned(),
            found: found.to_string(),
        });
    }
    match (values, evaluator) {
        (Values::Discrete(values), Evaluator::Table(table) | Evaluator::Shares(table)) => {
            let (found, expected) = (table.len() as u64, values.len() as u64);
            if found == expected {
                Ok(())
            } else {
                Err(Fault::Count {
                    what: "evaluations",
                    found,
                    least: expected,
                    most: expected,
                })
            }
        }
        (Values::Discrete(_), Evaluator::Constant(_)) => Ok(()),
        (Values::Discrete(_), _) => Err(Fault::Kind {
            found: "a function of numbers",
            expected: "discrete",
        }),
        (_, Evaluator::Table(_) | Evaluator::Shares(_)) => Err(Fault::Kind {
            found: "a table of named values",
            expected: values.kind(),
        }),
        _ => Ok(()),
    }
}
