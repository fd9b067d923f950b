//! Plans of regions: what the front runs through.

use std::collections::BTreeSet;

use super::{Agenda, AxisPlan, IssuePlan};
use crate::index::{IssueIndex, ParameterIndex};
use crate::scenario::read::{Measure, Node, Registry};
use crate::scenario::{Fault, ScenarioError};
use crate::space::{Domain, Space};

/// A region that the front runs through, and that an issue is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RegionPlan {
    /// The issue that settles where the line runs in it; it has options.
    pub issue: IssueIndex,
    /// Area of the whole region, km².
    pub area: ParameterIndex,
    /// Area that the first belligerent holds on the scenario's date, km².
    pub held: ParameterIndex,
}

impl RegionPlan {
    pub(super) fn read_all<'a>(
        nodes: &[Node<'a>],
        agenda: &Agenda<'_>,
        registry: &mut Registry<'a>,
    ) -> Result<Vec<Self>, ScenarioError> {
        let mut regions = Vec::new();
        let mut seen = BTreeSet::new();
        for node in nodes {
            let table = node
                .table(&["issue", "area", "held", "cite"])?
                .citing(registry)?;
            registry.mark(node);
            let place = table.need("issue")?;
            let issue = agenda.issue(&place)?;
            if let Domain::Amount { .. } = agenda.plan(issue).domain {
                return Err(place.error(Fault::Combination {
                    found: "a region settled by an amount".to_owned(),
                    expected: "an issue with options".to_owned(),
                }));
            }
            if !seen.insert(issue) {
                return Err(place.error(Fault::Duplicate {
                    what: "region of",
                    id: place.text()?.to_owned(),
                }));
            }
            regions.push(Self {
                issue,
                area: registry.quantity(&table.need("area")?, Measure::AREA)?,
                held: registry.quantity(&table.need("held")?, Measure::HELD)?,
            });
        }
        Ok(regions)
    }

    /// The most regions: one for each issue.
    pub(super) const MOST: usize = Space::MAX_ISSUES;
}

/// Checks that no movement of the axes leaves the first belligerent with less than none of a region or more than all.
pub(super) fn check_areas(
    regions: &[RegionPlan],
    axes: &[AxisPlan],
    agenda: &Agenda<'_>,
    registry: &Registry<'_>,
) -> Result<(), ScenarioError> {
    // Areas are sums of rounded figures: what is off by less than this share is rounding.
    const TOLERANCE: f64 = 1e-9;
    let value = |index| {
        registry
            .parameter(index)
            .map_or(f64::NAN, |parameter| parameter.value)
    };
    for (position, region) in regions.iter().enumerate() {
        let (area, held) = (value(region.area), value(region.held));
        // That more is held than there is, whatever moves, is said when the parts are put together.
        if held > area {
            continue;
        }
        let (mut least, mut most) = (held, held);
        for axis in axes {
            let mut before = 0;
            for slice in &axis.slices {
                let behind = axis.opening.saturating_sub(before).min(slice.count);
                if slice.region == position {
                    least -= f64::from(behind) * value(slice.area);
                    most += f64::from(slice.count - behind) * value(slice.area);
                }
                before += slice.count;
            }
        }
        let slack = TOLERANCE * area;
        if !(least >= -slack && most <= area + slack) {
            let path = format!("war.region.{}", agenda.plan(region.issue).id);
            return Err(registry
                .places()
                .error(&[path], Fault::Region { least, most, area }));
        }
    }
    Ok(())
}

/// Checks that every issue whose value moves with the front is about a region.
pub(super) fn check_front(
    regions: &[RegionPlan],
    issues: &[IssuePlan],
    party_ids: &[&str],
    registry: &Registry<'_>,
) -> Result<(), ScenarioError> {
    let settled: BTreeSet<IssueIndex> = regions.iter().map(|region| region.issue).collect();
    for (index, issue) in issues.iter().enumerate() {
        if settled.contains(&IssueIndex(index)) {
            continue;
        }
        for (value, party) in issue.values.iter().zip(party_ids) {
            let options = issue.domain.options();
            if let Some(option) = value
                .at_front()
                .and_then(|option| options.get(option.get()))
            {
                let path = format!("issue.{}.option.{}.value.{party}", issue.id, option.id);
                return Err(registry.places().error(
                    &[path],
                    Fault::Combination {
                        found: "a value that moves with the front".to_owned(),
                        expected: format!("a `[[war.region]]` of the issue `{}`", issue.id),
                    },
                ));
            }
        }
    }
    Ok(())
}
