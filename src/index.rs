//! Positions in the lists of a conflict, one type a list, so that an issue is never taken for a party.

use serde::{Deserialize, Serialize};

macro_rules! index {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub usize);

        impl $name {
            /// The position as a plain number, from zero.
            #[must_use]
            pub fn get(self) -> usize {
                self.0
            }
        }
    };
}

index! {
    /// Position of an issue in its space.
    IssueIndex
}
index! {
    /// Position of an option in its issue.
    OptionIndex
}
index! {
    /// Position of a party in its conflict.
    PartyIndex
}
index! {
    /// Position of an uncertain number in its scenario.
    ParameterIndex
}
index! {
    /// Position of a source in its scenario.
    SourceIndex
}
