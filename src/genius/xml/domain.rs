//! Domains from `<negotiation_template>`.

use std::collections::BTreeSet;

use super::Element;
use crate::genius::domain::{Domain, Issue, Values, clipped};
use crate::genius::error::{Fault, GeniusError, Oddity, Warning};

/// An issue as a file tells it, with its element.
pub(super) struct Told<'d, 't> {
    pub(super) element: Element<'d, 't>,
    pub(super) index: i64,
    pub(super) name: String,
    pub(super) kind: Kind,
}

/// What an issue is said to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Discrete,
    Integer,
    Real,
}

impl Kind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Discrete => "discrete",
            Self::Integer => "integer",
            Self::Real => "real",
        }
    }

    fn of(element: &Element<'_, '_>) -> Result<Self, GeniusError> {
        let said = ["type", "vtype", "etype"]
            .iter()
            .find_map(|name| element.attribute(name));
        match said.map(str::trim) {
            None | Some("discrete") => Ok(Self::Discrete),
            Some("integer") => Ok(Self::Integer),
            Some("real") => Ok(Self::Real),
            Some(other) => Err(element.error(Fault::Unknown {
                what: "type",
                found: clipped(other),
                known: "discrete, integer and real",
            })),
        }
    }
}

/// The issues below an objective, those of objectives within it in their place, and the indices of the objectives.
pub(super) fn issues<'d, 't>(
    objective: Element<'d, 't>,
) -> Result<(Vec<Told<'d, 't>>, Vec<i64>), GeniusError> {
    let mut told = Vec::new();
    let mut objectives = Vec::new();
    // Elements in document order: what was met last is gone into first.
    let mut waiting = vec![objective];
    while let Some(element) = waiting.pop() {
        match element.name() {
            "objective" | "utility_space" => {
                if element.attribute("index").is_some() {
                    objectives.push(element.whole("index")?);
                }
                let mut inner: Vec<_> = element.elements().collect();
                inner.reverse();
                waiting.extend(inner);
            }
            "issue" => told.push(Told {
                element,
                index: element.whole("index")?,
                name: element.needed("name")?.to_owned(),
                kind: Kind::of(&element)?,
            }),
            _ => {}
        }
    }
    let mut indices = BTreeSet::new();
    for issue in &told {
        if !indices.insert(issue.index) {
            return Err(issue.element.error(Fault::Twice {
                what: "index",
                found: issue.index.to_string(),
            }));
        }
    }
    Ok((told, objectives))
}

/// What holds the issues: an objective, or in old files the utility space itself.
pub(super) fn holder<'d, 't>(space: Element<'d, 't>) -> Result<Element<'d, 't>, GeniusError> {
    if space.child("objective").is_none() && space.child("issue").is_some() {
        return Ok(space);
    }
    space.needed_child("objective")
}

/// The ends of a range: attributes of the issue, or of a `<range>` in it.
pub(super) fn ends<'d, 't>(issue: &Element<'d, 't>) -> Element<'d, 't> {
    match issue.child("range") {
        Some(range) if issue.attribute("lowerbound").is_none() => range,
        _ => *issue,
    }
}

pub(super) fn read(
    file: &str,
    root: Element<'_, '_>,
    warnings: &mut Vec<Warning>,
) -> Result<Domain, GeniusError> {
    if root.name() != "negotiation_template" {
        return Err(root.error(Fault::Root {
            found: clipped(root.name()),
            expected: "negotiation_template",
        }));
    }
    let space = root.needed_child("utility_space")?;
    let objective = holder(space)?;
    let (told, _) = issues(objective)?;
    if told.is_empty() {
        return Err(objective.error(Fault::MissingElement("issue")));
    }
    if space.attribute("number_of_issues").is_some() {
        let stated = space.whole("number_of_issues")?;
        // Editors write zero where nobody counted.
        if stated != 0 && stated != told.len() as i64 {
            warnings.push(Warning {
                file: file.to_owned(),
                element: space.path(),
                oddity: Oddity::IssueCount {
                    found: told.len(),
                    stated,
                },
            });
        }
    }
    let mut read = Vec::new();
    for issue in &told {
        let values = match issue.kind {
            Kind::Discrete => Values::Discrete(items(issue)?),
            Kind::Integer => {
                let ends = ends(&issue.element);
                let (lower, upper) = (ends.whole("lowerbound")?, ends.whole("upperbound")?);
                Values::Integer { lower, upper }
            }
            Kind::Real => {
                let ends = ends(&issue.element);
                let (lower, upper) = (ends.number("lowerbound")?, ends.number("upperbound")?);
                Values::Real { lower, upper }
            }
        };
        read.push(Issue {
            index: issue.index,
            name: issue.name.clone(),
            values,
        });
    }
    let name = objective.attribute("name").unwrap_or("").to_owned();
    // What is wrong with the issues together has no one element: the objective that holds them stands for it.
    let domain = Domain::new(name, read);
    domain.map_err(|error| {
        let place = error.place.map(|place| place.element).unwrap_or_default();
        let mut told = objective.error(error.fault);
        if let Some(at) = &mut told.place
            && !place.is_empty()
        {
            at.element = format!("{}/{place}", at.element);
        }
        told
    })
}

/// Refuses an index that an item before had; an item need not have one.
pub(super) fn own_index(
    item: &Element<'_, '_>,
    indices: &mut BTreeSet<i64>,
) -> Result<(), GeniusError> {
    if item.attribute("index").is_some() {
        let index = item.whole("index")?;
        if !indices.insert(index) {
            return Err(item.error(Fault::Twice {
                what: "index",
                found: index.to_string(),
            }));
        }
    }
    Ok(())
}

/// The named values of a discrete issue, in the order of the file.
fn items(issue: &Told<'_, '_>) -> Result<Vec<String>, GeniusError> {
    let mut values: Vec<String> = Vec::new();
    let mut indices = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for item in issue.element.children("item") {
        own_index(&item, &mut indices)?;
        let value = item.needed("value")?;
        if !seen.insert(value) {
            return Err(item.error(Fault::Twice {
                what: "value",
                found: clipped(value),
            }));
        }
        values.push(value.to_owned());
    }
    if values.is_empty() {
        return Err(issue.element.error(Fault::MissingElement("item")));
    }
    Ok(values)
}
