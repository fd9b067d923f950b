//! Profiles from `<utility_space>`.

use std::collections::{BTreeMap, BTreeSet};

use super::Element;
use super::domain::{Kind, Told, ends, holder, issues, own_index};
use crate::genius::domain::{Domain, Issue, Values, clipped};
use crate::genius::error::{Fault, GeniusError, Oddity, Warning};
use crate::genius::notes::Notes;
use crate::genius::profile::{Evaluator, Profile, Rectangle, Side, Utility};

/// By how much weights may miss one before that is told: the rounding of what files print.
const WEIGHT_TOLERANCE: f64 = 1e-9;
/// Most rectangles of a profile.
const MAX_RECTANGLES: usize = 1024;

pub(super) fn read(
    file: &str,
    root: Element<'_, '_>,
    domain: &Domain,
    warnings: &mut Vec<Warning>,
) -> Result<Profile, GeniusError> {
    if root.name() != "utility_space" {
        return Err(root.error(Fault::Root {
            found: clipped(root.name()),
            expected: "utility_space",
        }));
    }
    let mut notes = Notes::new(file, warnings);
    let objective = holder(root)?;
    let (told, objectives) = issues(objective)?;
    let matched = matched(&told, objective, domain, &mut notes)?;
    let utility = match root.attribute("type").map(str::trim) {
        Some("nonlinear") => rectangles(objective, domain, &mut notes)?,
        None | Some("linear" | "additive" | "") => {
            additive(objective, &matched, &objectives, domain, &mut notes)?
        }
        Some(other) => {
            return Err(root.error(Fault::Unknown {
                what: "type",
                found: clipped(other),
                known: "nonlinear, or none",
            }));
        }
    };
    let value = |name| -> Result<Option<f64>, GeniusError> {
        let element: Option<Element<'_, '_>> = root.child(name);
        element.map(|element| element.number("value")).transpose()
    };
    let mut discount = value("discount_factor")?.unwrap_or(1.0);
    if !(discount > 0.0 && discount <= 1.0) {
        let element = root.child("discount_factor").unwrap_or(root);
        notes.warn(|| element.path(), Oddity::Discount(discount));
        discount = 1.0;
    }
    notes.finish();
    Ok(Profile {
        file: file.to_owned(),
        utility,
        reservation: value("reservation")?.unwrap_or(0.0),
        discount,
    })
}

/// The issues of the profile in the order of the domain.
fn matched<'r, 'd, 't>(
    told: &'r [Told<'d, 't>],
    objective: Element<'_, '_>,
    domain: &Domain,
    notes: &mut Notes<'_>,
) -> Result<Vec<&'r Told<'d, 't>>, GeniusError> {
    if let Some(foreign) = told
        .iter()
        .find(|issue| !domain.issues().iter().any(|own| own.index == issue.index))
    {
        let told = format!("{}, \"{}\"", foreign.index, clipped(&foreign.name));
        return Err(foreign.element.error(Fault::ForeignIssue(told)));
    }
    let mut matched = Vec::new();
    for own in domain.issues() {
        let Some(issue) = told.iter().find(|issue| issue.index == own.index) else {
            return Err(objective.error(Fault::NoIssue {
                index: own.index,
                name: clipped(&own.name),
            }));
        };
        matched.push(issue);
    }
    let pairs = || domain.issues().iter().zip(&matched);
    if pairs().all(|(own, issue)| own.name.trim() != issue.name.trim())
        && let Some((own, issue)) = pairs().next()
    {
        return Err(issue.element.error(Fault::OtherDomain {
            index: own.index,
            found: clipped(&issue.name),
            expected: clipped(&own.name),
        }));
    }
    for (own, issue) in pairs() {
        if issue.kind.name() != own.values.kind() {
            return Err(issue.element.error(Fault::Kind {
                found: issue.kind.name(),
                expected: own.values.kind(),
            }));
        }
        if own.name.trim() != issue.name.trim() {
            notes.warn(
                || issue.element.path(),
                Oddity::Name {
                    found: clipped(&issue.name),
                    expected: clipped(&own.name),
                },
            );
        }
    }
    Ok(matched)
}

fn additive(
    objective: Element<'_, '_>,
    matched: &[&Told<'_, '_>],
    objectives: &[i64],
    domain: &Domain,
    notes: &mut Notes<'_>,
) -> Result<Utility, GeniusError> {
    let found = weights(objective)?;
    for (index, (_, element)) in &found {
        let known = domain.issues().iter().any(|issue| issue.index == *index);
        if !known && !objectives.contains(index) {
            notes.warn(|| element.path(), Oddity::StrayWeight(*index));
        }
    }
    let mut weights = Vec::new();
    for issue in domain.issues() {
        match found.get(&issue.index) {
            Some((weight, element)) => {
                if *weight < 0.0 {
                    notes.warn(|| element.path(), Oddity::NegativeWeight(*weight));
                }
                weights.push(*weight);
            }
            None => {
                return Err(objective.error(Fault::NoWeight {
                    index: issue.index,
                    name: clipped(&issue.name),
                }));
            }
        }
    }
    let sum: f64 = weights.iter().sum();
    if (sum - 1.0).abs() > WEIGHT_TOLERANCE {
        notes.warn(|| objective.path(), Oddity::WeightSum { sum });
    }
    let mut evaluators = Vec::new();
    for (own, issue) in domain.issues().iter().zip(matched) {
        evaluators.push(match issue.kind {
            Kind::Discrete => table(own, issue, notes)?,
            Kind::Integer | Kind::Real => function(own, issue, notes)?,
        });
    }
    Ok(Utility::Additive {
        weights,
        evaluators,
    })
}

/// The weights of an objective and of those within it, by index.
fn weights<'d, 't>(
    objective: Element<'d, 't>,
) -> Result<BTreeMap<i64, (f64, Element<'d, 't>)>, GeniusError> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![objective];
    while let Some(element) = waiting.pop() {
        for weight in element.children("weight") {
            let index = weight.whole("index")?;
            if found
                .insert(index, (weight.number("value")?, weight))
                .is_some()
            {
                return Err(weight.error(Fault::Twice {
                    what: "index",
                    found: index.to_string(),
                }));
            }
        }
        waiting.extend(element.children("objective"));
    }
    Ok(found)
}

/// The evaluations of named values, in the order of the domain.
fn table(
    own: &Issue,
    issue: &Told<'_, '_>,
    notes: &mut Notes<'_>,
) -> Result<Evaluator, GeniusError> {
    let Values::Discrete(values) = &own.values else {
        return Ok(Evaluator::Constant(0.0));
    };
    let place: BTreeMap<&str, usize> = values
        .iter()
        .enumerate()
        .map(|(at, value)| (value.as_str(), at))
        .collect();
    let mut evaluations: Vec<Option<f64>> = vec![None; values.len()];
    let mut indices = BTreeSet::new();
    for item in issue.element.children("item") {
        own_index(&item, &mut indices)?;
        let value = item.needed("value")?;
        let Some(&at) = place.get(value) else {
            return Err(item.error(Fault::ForeignValue(clipped(value))));
        };
        let evaluation = item.number("evaluation")?;
        if evaluation < 0.0 {
            notes.warn(|| item.path(), Oddity::NegativeEvaluation(evaluation));
        }
        if evaluations[at].replace(evaluation).is_some() {
            return Err(item.error(Fault::Twice {
                what: "value",
                found: clipped(value),
            }));
        }
    }
    let mut table = Vec::new();
    for (value, evaluation) in values.iter().zip(evaluations) {
        table.push(
            evaluation.ok_or_else(|| issue.element.error(Fault::NoEvaluation(clipped(value))))?,
        );
    }
    Ok(Evaluator::Table(table))
}

/// The function of a number, of integer and real issues.
fn function(
    own: &Issue,
    issue: &Told<'_, '_>,
    notes: &mut Notes<'_>,
) -> Result<Evaluator, GeniusError> {
    let ends = ends(&issue.element);
    let (known_lower, known_upper) = match own.values {
        Values::Integer { lower, upper } => (lower as f64, upper as f64),
        Values::Real { lower, upper } => (lower, upper),
        Values::Discrete(_) => (0.0, 0.0),
    };
    let lower = ends.number_of(&["lowerbound"])?.unwrap_or(known_lower);
    let upper = ends.number_of(&["upperbound"])?.unwrap_or(known_upper);
    if lower != known_lower || upper != known_upper {
        notes.warn(
            || issue.element.path(),
            Oddity::Range {
                found: format!("{lower} to {upper}"),
                expected: format!("{known_lower} to {known_upper}"),
            },
        );
    }
    let evaluator = issue.element.needed_child("evaluator")?;
    let parameter = |names: &[&str]| -> Result<f64, GeniusError> {
        match evaluator.number_of(names)? {
            Some(number) => Ok(number),
            None => Err(evaluator.error(Fault::Missing(names[0].to_owned()))),
        }
    };
    let kind = evaluator.attribute("ftype").unwrap_or("linear").trim();
    match kind.to_ascii_lowercase().as_str() {
        "linear" if issue.kind == Kind::Integer => Ok(Evaluator::Linear {
            offset: parameter(&["offset", "parameter0"])?,
            slope: parameter(&["slope", "parameter1"])?,
            from: lower,
        }),
        "linear" => Ok(Evaluator::Linear {
            offset: parameter(&["parameter0", "offset"])?,
            slope: parameter(&["parameter1", "slope"])?,
            from: 0.0,
        }),
        "constant" => Ok(Evaluator::Constant(parameter(&["parameter0", "offset"])?)),
        "triangular" => {
            let (lower, upper) = (parameter(&["parameter0"])?, parameter(&["parameter1"])?);
            let top = parameter(&["parameter2"])?;
            if !(lower <= top && top <= upper) {
                return Err(evaluator.error(Fault::Range { lower, upper }));
            }
            Ok(Evaluator::Triangular { lower, upper, top })
        }
        _ => Err(evaluator.error(Fault::Unknown {
            what: "ftype",
            found: clipped(kind),
            known: "linear, constant and triangular",
        })),
    }
}

fn rectangles(
    objective: Element<'_, '_>,
    domain: &Domain,
    notes: &mut Notes<'_>,
) -> Result<Utility, GeniusError> {
    let utility = match objective.child("utility") {
        Some(utility) => utility,
        None => objective.needed_child("utility_function")?,
    };
    let largest = utility.number("maxutility")?;
    if largest <= 0.0 {
        return Err(utility.error(Fault::Number {
            attribute: "maxutility".to_owned(),
            found: format!("{largest}, not above zero"),
        }));
    }
    let function = utility.needed_child("ufun")?;
    let functions = utility.children("ufun").count();
    if functions > 1 {
        notes.warn(|| utility.path(), Oddity::Functions(functions));
    }
    let mut rectangles = Vec::new();
    let mut waiting = vec![(function, 1.0)];
    while let Some((function, outer)) = waiting.pop() {
        let known = |name, known: &'static str| match function.attribute(name).map(str::trim) {
            Some(found) if !found.eq_ignore_ascii_case(known) => {
                Err(function.error(Fault::Unknown {
                    what: if name == "type" {
                        "type"
                    } else {
                        "aggregation"
                    },
                    found: clipped(found),
                    known,
                }))
            }
            _ => Ok(()),
        };
        known("type", "PlainUfun")?;
        known("aggregation", "sum")?;
        let weight = outer * function.number_of(&["weight"])?.unwrap_or(1.0);
        for element in function.children("hyperRectangle") {
            let rectangle = rectangle(element, weight, domain)?;
            if !rectangle.outside && rectangle.sides.iter().any(|side| side.min > side.max) {
                notes.warn(|| element.path(), Oddity::EmptyRectangle);
            }
            rectangles.push(rectangle);
            if rectangles.len() > MAX_RECTANGLES {
                return Err(function.error(Fault::Count {
                    what: "rectangles",
                    found: rectangles.len() as u64,
                    least: 0,
                    most: MAX_RECTANGLES as u64,
                }));
            }
        }
        waiting.extend(function.children("ufun").map(|inner| (inner, weight)));
    }
    Ok(Utility::Rectangles {
        rectangles,
        largest,
    })
}

fn rectangle(
    element: Element<'_, '_>,
    weight: f64,
    domain: &Domain,
) -> Result<Rectangle, GeniusError> {
    let outside = element.child("EXCLUDES").is_some();
    let mut sides: Vec<Side> = Vec::new();
    for side in element.children(if outside { "EXCLUDES" } else { "INCLUDES" }) {
        let index = side.whole("index")?;
        let Some(issue) = domain
            .issues()
            .iter()
            .position(|issue| issue.index == index)
        else {
            return Err(side.error(Fault::ForeignIssue(index.to_string())));
        };
        let Values::Integer { lower, upper } = domain.issues()[issue].values else {
            return Err(side.error(Fault::Kind {
                found: "a range of whole numbers",
                expected: domain.issues()[issue].values.kind(),
            }));
        };
        if sides.iter().any(|other| other.issue == issue) {
            return Err(side.error(Fault::Twice {
                what: "index",
                found: index.to_string(),
            }));
        }
        sides.push(Side {
            issue,
            min: side.whole("min")?.max(lower),
            max: side.whole("max")?.min(upper),
        });
    }
    let own = element.number_of(&["weight"])?.unwrap_or(1.0);
    Ok(Rectangle {
        utility: element.number("utility")? * own * weight,
        sides,
        outside,
    })
}
