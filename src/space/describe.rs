//! Deals and levels in words.

use super::{Deal, Domain, Issue, Level, Space};

impl Issue {
    /// A level as a reader is shown it: the label of an option, or an amount with its unit ("294.6 USD bn", to four
    /// digits). Empty for a level of the wrong kind and an option that is not there.
    #[must_use]
    pub fn describe(&self, level: Level) -> String {
        match (&self.domain, level) {
            (Domain::Choice(options) | Domain::Ordinal(options), Level::Option(option)) => options
                .get(option.get())
                .map_or_else(String::new, |option| option.label.clone()),
            (Domain::Amount { unit, .. }, Level::Amount(amount)) => {
                format!("{} {unit}", number(amount)).trim_end().to_owned()
            }
            _ => String::new(),
        }
    }
}

impl Deal {
    /// What it says on each issue of its space, a line an issue: "Line in the East: All under northern administration".
    /// No line break at the end.
    ///
    /// ```
    /// use dealzone::prelude::*;
    ///
    /// let line = Issue::choice("line", Family::Territory, ["front", "ceded"]);
    /// let fund = Issue::amount("fund", Family::Assets, 0.0, 300.0, "USD bn");
    /// let space = Space::new(vec![line, fund], vec![])?;
    /// let deal = space.status_quo().with(IssueIndex(1), Level::Amount(294.5981));
    /// assert_eq!(deal.describe(&space), "line: front\nfund: 294.6 USD bn");
    /// assert_eq!(deal.describe_against(&space, &space.status_quo()), "fund: 294.6 USD bn");
    /// # Ok::<(), dealzone::space::SpaceError>(())
    /// ```
    #[must_use]
    pub fn describe(&self, space: &Space) -> String {
        lines(space.issues().iter().zip(self.levels()))
    }

    /// The same of those issues alone on which it says something else than another deal, such as
    /// [`Space::status_quo`]; empty where it says nothing else.
    #[must_use]
    pub fn describe_against(&self, space: &Space, other: &Self) -> String {
        let levels = self.levels().iter().zip(other.levels());
        let both = space.issues().iter().zip(levels);
        let changed = both.filter(|(_, (level, before))| level != before);
        lines(changed.map(|(issue, (level, _))| (issue, level)))
    }
}

fn lines<'a>(terms: impl Iterator<Item = (&'a Issue, &'a Level)>) -> String {
    let line =
        |(issue, level): (&Issue, &Level)| format!("{}: {}", issue.label, issue.describe(*level));
    terms.map(line).collect::<Vec<_>>().join("\n")
}

/// A number to four significant digits or all those before the point, without zeros at its end.
pub(crate) fn number(value: f64) -> String {
    let before = if value.abs() < 1.0 {
        1
    } else {
        libm::log10(value.abs()) as usize + 1
    };
    let fixed = format!("{value:.*}", 4_usize.saturating_sub(before));
    let trimmed = if fixed.contains('.') {
        fixed.trim_end_matches('0').trim_end_matches('.')
    } else {
        &fixed
    };
    if trimmed == "-0" { "0" } else { trimmed }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::OptionIndex;
    use crate::space::Family;

    #[test]
    fn numbers_have_four_digits() {
        let numbers = [0.0, 600.0, 294.598_6, 12_345.6, 0.123_45, 1.0, -2.5];
        assert_eq!(
            numbers.map(number),
            ["0", "600", "294.6", "12346", "0.123", "1", "-2.5"]
        );
    }

    #[test]
    fn a_level_of_another_issue_has_no_words() {
        let share = Issue::amount("share", Family::Other, 0.0, 1.0, "");
        assert_eq!(share.describe(Level::Amount(0.5)), "0.5");
        assert_eq!(share.describe(Level::Option(OptionIndex(0))), "");
        let line = Issue::choice("line", Family::Territory, ["front"]);
        assert_eq!(line.describe(Level::Option(OptionIndex(1))), "");
    }
}
