//! What is wrong with a file or a folder, and where.

use std::fmt;

/// Where in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The element, as a path from the root: `utility_space/objective/issue[2]/item[3]`; for JSON the keys.
    pub element: String,
    /// Line and column, from one; `None` where only the element is known.
    pub at: Option<(u32, u32)>,
}

/// A folder, file or element that cannot be read as a negotiation domain or profile.
#[derive(Debug, Clone, PartialEq)]
pub struct GeniusError {
    /// The file or folder.
    pub file: String,
    /// Where in it; `None` where the whole is meant.
    pub place: Option<Box<Place>>,
    /// What is wrong.
    pub fault: Fault,
}

impl std::error::Error for GeniusError {}

impl fmt::Display for GeniusError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.file)?;
        if let Some(place) = &self.place {
            if let Some((line, column)) = place.at {
                write!(out, ":{line}:{column}")?;
            }
            if !place.element.is_empty() {
                write!(out, ": in {}", place.element)?;
            }
        }
        write!(out, ": {}", self.fault)
    }
}

impl GeniusError {
    pub(super) fn of_file(file: impl Into<String>, fault: Fault) -> Self {
        Self {
            file: file.into(),
            place: None,
            fault,
        }
    }

    pub(super) fn of_element(
        file: impl Into<String>,
        element: impl Into<String>,
        fault: Fault,
    ) -> Self {
        Self {
            file: file.into(),
            place: Some(Box::new(Place {
                element: element.into(),
                at: None,
            })),
            fault,
        }
    }
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The system would not read or write it.
    #[error("cannot be read or written: {0}")]
    System(String),
    /// Too long.
    #[error("is {found} bytes long; at most {most} are read")]
    TooLong {
        /// Bytes found.
        found: u64,
        /// The limit.
        most: u64,
    },
    /// Neither UTF-8, nor UTF-16 with a mark, nor declared as ISO-8859-1 or windows-1252.
    #[error("is not UTF-8, nor what else it says it is: byte {at} begins no letter")]
    Encoding {
        /// The byte, from zero.
        at: usize,
    },
    /// Not well-formed XML or JSON.
    #[error("is not well-formed: {0}")]
    Syntax(String),
    /// Declares a document type.
    #[error("declares a document type, and such declarations (and their entities) are not read")]
    DocumentType,
    /// A namespace that is declared below the root.
    #[error("declares the namespace `{0}`; only the root may")]
    Namespace(String),
    /// The root element is of another kind.
    #[error("the root element is <{found}>; expected <{expected}>")]
    Root {
        /// What it is.
        found: String,
        /// What was expected.
        expected: &'static str,
    },
    /// Elements or objectives within one another beyond any use.
    #[error("is nested more than {most} deep")]
    TooDeep {
        /// The limit.
        most: usize,
    },
    /// An element that must be there.
    #[error("has no <{0}>")]
    MissingElement(&'static str),
    /// An attribute or key that must be there.
    #[error("has no `{0}`")]
    Missing(String),
    /// An attribute that is too long to be meant.
    #[error("its `{attribute}` is {found} bytes long; at most {most} are read")]
    LongAttribute {
        /// The attribute.
        attribute: String,
        /// Its length.
        found: usize,
        /// The limit.
        most: usize,
    },
    /// Not a finite number.
    #[error("its `{attribute}` is \"{found}\", which is not a finite number")]
    Number {
        /// The attribute or key.
        attribute: String,
        /// What stands there.
        found: String,
    },
    /// Not a whole number.
    #[error("its `{attribute}` is \"{found}\", which is not a whole number")]
    Whole {
        /// The attribute or key.
        attribute: String,
        /// What stands there.
        found: String,
    },
    /// An upper end below the lower, or an end beyond which whole numbers run together.
    #[error("runs from {lower} to {upper}; the lower end comes first, and neither is beyond 9e15")]
    Range {
        /// The lower end.
        lower: f64,
        /// The upper end.
        upper: f64,
    },
    /// A kind of issue, evaluator, utility or aggregation that is not known.
    #[error("the {what} is \"{found}\"; known are {known}")]
    Unknown {
        /// What it is the kind of.
        what: &'static str,
        /// What stands there.
        found: String,
        /// What is known.
        known: &'static str,
    },
    /// The same index, name or value twice.
    #[error("the {what} \"{found}\" is there twice")]
    Twice {
        /// What it is.
        what: &'static str,
        /// Which.
        found: String,
    },
    /// More or fewer than can be handled.
    #[error("has {found} {what}; {least} to {most} can be handled")]
    Count {
        /// Of what.
        what: &'static str,
        /// How many.
        found: u64,
        /// The least.
        least: u64,
        /// The most.
        most: u64,
    },
    /// No domain in the folder.
    #[error("holds no domain (a <negotiation_template>, or JSON with `issuesValues`)")]
    NoDomain,
    /// More than one domain in the folder.
    #[error("holds more than one domain: {0}")]
    Domains(String),
    /// No profile in the folder.
    #[error("holds a domain and no profile")]
    NoProfile,
    /// Nothing in the folder.
    #[error("holds no domain and no profile")]
    Nothing,
    /// An issue of the domain that the profile does not value.
    #[error("does not value issue {index}, \"{name}\", of the domain")]
    NoIssue {
        /// The issue's index in the file of the domain.
        index: i64,
        /// Its name.
        name: String,
    },
    /// An issue that the domain does not have: its index and name, where it has them.
    #[error("values issue {0}, which the domain does not have")]
    ForeignIssue(String),
    /// The issue is of another kind in the domain.
    #[error("is {found}; the domain has {expected}")]
    Kind {
        /// In the profile.
        found: &'static str,
        /// In the domain.
        expected: &'static str,
    },
    /// A value without an evaluation.
    #[error("does not evaluate \"{0}\"")]
    NoEvaluation(String),
    /// A line that is not told for all numbers of the domain.
    #[error("is told from {lower} to {upper}, and the domain's range goes beyond")]
    Uncovered {
        /// The least number that it is told for.
        lower: f64,
        /// The greatest.
        upper: f64,
    },
    /// A value that the domain does not have.
    #[error("evaluates \"{0}\", which the domain does not have")]
    ForeignValue(String),
    /// An issue without a weight.
    #[error("has no weight for issue {index}, \"{name}\"")]
    NoWeight {
        /// Its index.
        index: i64,
        /// Its name.
        name: String,
    },
    /// No issue of the profile is named as in the domain.
    #[error(
        "is a profile of another domain: its issue {index} is \"{found}\", the domain's is \"{expected}\""
    )]
    OtherDomain {
        /// The first issue's index.
        index: i64,
        /// Its name in the profile.
        found: String,
        /// Its name in the domain.
        expected: String,
    },
    /// Utilities so large that they overflow, or that differences which count are lost beside them.
    #[error(
        "can be worth more than {most} or less than -{most}, beyond which differences that count are lost"
    )]
    Large {
        /// The limit.
        most: f64,
    },
    /// What the format to be written cannot say.
    #[error("cannot be written: {0}")]
    Unwritable(&'static str),
}

/// Something that was read all the same, and that a careful reader would want to know of.
#[derive(Debug, Clone, PartialEq)]
pub struct Warning {
    /// The file.
    pub file: String,
    /// The element; empty where the whole is meant.
    pub element: String,
    /// What is odd.
    pub oddity: Oddity,
}

impl fmt::Display for Warning {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: ", self.file)?;
        if !self.element.is_empty() {
            write!(out, "in {}: ", self.element)?;
        }
        write!(out, "{}", self.oddity)
    }
}

/// What is odd.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Oddity {
    /// Weights that do not sum to one; they are used as they stand.
    #[error("the weights sum to {sum}, and are used as they stand")]
    WeightSum {
        /// Their sum.
        sum: f64,
    },
    /// A negative weight, used as it stands.
    #[error("the weight {0} is below zero, and is used as it stands")]
    NegativeWeight(f64),
    /// A negative evaluation, used as it stands.
    #[error("the evaluation {0} is below zero, and is used as it stands")]
    NegativeEvaluation(f64),
    /// A utility of GeniusWeb that is no share, used as it stands.
    #[error("the utility {0} is not from 0 to 1, and is used as it stands")]
    Share(f64),
    /// A weight of neither an issue nor an objective; it is not used.
    #[error("the weight of index {0} belongs to no issue, and is not used")]
    StrayWeight(i64),
    /// The name of an issue differs; its index decides.
    #[error("the issue is \"{found}\" here and \"{expected}\" in the domain; its index decides")]
    Name {
        /// In the profile.
        found: String,
        /// In the domain.
        expected: String,
    },
    /// The range differs; the profile's lower end is where its evaluation begins.
    #[error(
        "the range is {found} here and {expected} in the domain; evaluations count from this one's lower end"
    )]
    Range {
        /// In the profile.
        found: String,
        /// In the domain.
        expected: String,
    },
    /// A discount factor outside (0, 1]: it counts as 1, which is no discounting.
    #[error("the discount factor {0} is not in (0, 1], and counts as 1")]
    Discount(f64),
    /// A rectangle that no deal lies in.
    #[error("no deal lies in the rectangle")]
    EmptyRectangle,
    /// More than one utility function; the first counts.
    #[error("there are {0} utility functions, of which the first counts")]
    Functions(usize),
    /// A file that is neither a domain nor a profile.
    #[error("is neither a domain nor a profile, and is passed over (root element <{0}>)")]
    PassedOver(String),
    /// More of these than are told one by one.
    #[error("there are {0} more warnings of this file, which are not told")]
    More(usize),
    /// The number of issues is another than the file states.
    #[error("there are {found} issues, where `number_of_issues` says {stated}")]
    IssueCount {
        /// How many there are.
        found: usize,
        /// What the file states.
        stated: i64,
    },
}
