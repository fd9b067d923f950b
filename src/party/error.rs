//! What can be wrong with a party.

use super::{Force, Party};
use crate::space::{OutOfReach, Place, Space, SpaceError};

/// What is wrong with a party, naming it and the part by their ids.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PartyError {
    /// A list that is not as long as the list of issues.
    #[error("party \"{party}\" has {found} {what} for {expected} issues")]
    Length {
        /// The party's id.
        party: String,
        /// What the list holds.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many issues there are.
        expected: usize,
    },
    /// Weights that do not sum to one.
    #[error("weights of party \"{party}\" sum to {sum}, not to 1")]
    WeightSum {
        /// The party's id.
        party: String,
        /// What they sum to.
        sum: f64,
    },
    /// A part that is not in order.
    #[error("party \"{party}\": {place} {fault}")]
    Part {
        /// The party's id.
        party: String,
        /// The part.
        place: String,
        /// What is wrong with it, as a predicate.
        fault: &'static str,
    },
    /// A red line that tests an amount against a bound outside its range, so that every deal crosses it or none does.
    #[error("party \"{party}\": red line \"{line}\" {source}")]
    RedLineBound {
        /// The party's id.
        party: String,
        /// The red line's id.
        line: String,
        /// The bound and the range.
        source: Box<OutOfReach>,
    },
    /// Red lines whose ids are malformed or not unique.
    #[error("party \"{party}\": {source}")]
    Ids {
        /// The party's id.
        party: String,
        /// What is wrong with them.
        source: SpaceError,
    },
}

pub(super) fn check_red_lines(party: &Party, space: &Space) -> Result<(), PartyError> {
    crate::space::check_ids(
        party.red_lines.iter().map(|line| line.id.as_str()),
        Place::RedLine,
    )
    .map_err(|source| PartyError::Ids {
        party: party.id.clone(),
        source,
    })?;
    for line in &party.red_lines {
        let priced_well = match line.force {
            Force::Absolute => true,
            Force::Priced(price) => price.is_finite() && price > 0.0,
        };
        let found = if !priced_well {
            Some("has a price that is not a finite number above 0")
        } else if line.refuses.is_empty() {
            Some("refuses nothing")
        } else {
            line.refuses.iter().find_map(|pattern| pattern.fault(space))
        };
        if let Some(fault) = found {
            return Err(PartyError::Part {
                party: party.id.clone(),
                place: format!("red line \"{}\"", line.id),
                fault,
            });
        }
        let mut refused = line.refuses.iter();
        if let Some(source) = refused.find_map(|pattern| pattern.out_of_reach(space)) {
            return Err(PartyError::RedLineBound {
                party: party.id.clone(),
                line: line.id.clone(),
                source: Box::new(source),
            });
        }
    }
    Ok(())
}
