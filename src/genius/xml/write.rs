//! Writing the XML of GENIUS.

use std::fmt::Write;

use crate::genius::domain::{Domain, Issue, Values};
use crate::genius::error::{Fault, GeniusError};
use crate::genius::profile::{Evaluator, Profile, Rectangle, Utility};

/// Text for an attribute in double quotes.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\t' => out.push_str("&#9;"),
            other => out.push(other),
        }
    }
    out
}

fn opening(issue: &Issue) -> String {
    let kind = issue.values.kind();
    let mut out = format!(
        "    <issue index=\"{}\" name=\"{}\" type=\"{kind}\" etype=\"{kind}\" vtype=\"{kind}\"",
        issue.index,
        escaped(&issue.name)
    );
    if let Values::Integer { lower, upper } = issue.values {
        // Writing to a string cannot fail.
        let _ = write!(out, " lowerbound=\"{lower}\" upperbound=\"{upper}\"");
    }
    out.push_str(">\n");
    if let Values::Real { lower, upper } = issue.values {
        let _ = writeln!(
            out,
            "      <range lowerbound=\"{lower}\" upperbound=\"{upper}\"/>"
        );
    }
    out
}

/// A domain as a file.
pub(in crate::genius) fn domain(domain: &Domain) -> String {
    let mut out = format!(
        "<negotiation_template>\n<utility_space number_of_issues=\"{}\">\n  \
         <objective index=\"0\" name=\"{}\" type=\"objective\" etype=\"objective\" description=\"\">\n",
        domain.issues().len(),
        escaped(&domain.name)
    );
    for issue in domain.issues() {
        out.push_str(&opening(issue));
        if let Values::Discrete(values) = &issue.values {
            for (at, value) in values.iter().enumerate() {
                let _ = writeln!(
                    out,
                    "      <item index=\"{}\" value=\"{}\"/>",
                    at + 1,
                    escaped(value)
                );
            }
        }
        out.push_str("    </issue>\n");
    }
    out.push_str("  </objective>\n</utility_space>\n</negotiation_template>\n");
    out
}

/// A profile as a file.
pub(in crate::genius) fn profile(
    domain: &Domain,
    profile: &Profile,
) -> Result<String, GeniusError> {
    let kind = match profile.utility {
        Utility::Additive { .. } => "",
        Utility::Rectangles { .. } => " type=\"nonlinear\"",
    };
    let mut out = format!(
        "<utility_space{kind} number_of_issues=\"{}\">\n  \
         <objective index=\"0\" name=\"{}\" type=\"objective\" etype=\"objective\" description=\"\">\n",
        domain.issues().len(),
        escaped(&domain.name)
    );
    for (at, issue) in domain.issues().iter().enumerate() {
        out.push_str(&opening(issue));
        if let Utility::Additive { evaluators, .. } = &profile.utility
            && let Some(evaluator) = evaluators.get(at)
        {
            let body = evaluator_text(issue, evaluator)
                .map_err(|fault| GeniusError::of_element(&profile.file, &issue.name, fault))?;
            out.push_str(&body);
        }
        out.push_str("    </issue>\n");
    }
    match &profile.utility {
        Utility::Additive { weights, .. } => {
            for (issue, weight) in domain.issues().iter().zip(weights) {
                let _ = writeln!(
                    out,
                    "    <weight index=\"{}\" value=\"{weight}\"/>",
                    issue.index
                );
            }
        }
        Utility::Rectangles {
            rectangles,
            largest,
        } => {
            let _ = writeln!(
                out,
                "    <utility maxutility=\"{largest}\">\n      <ufun type=\"PlainUfun\" weight=\"1\" aggregation=\"sum\">"
            );
            for rectangle in rectangles {
                out.push_str(&rectangle_text(domain, rectangle));
            }
            out.push_str("      </ufun>\n    </utility>\n");
        }
    }
    let _ = writeln!(
        out,
        "  </objective>\n  <discount_factor value=\"{}\"/>\n  <reservation value=\"{}\"/>\n</utility_space>",
        profile.discount, profile.reservation
    );
    Ok(out)
}

fn evaluator_text(issue: &Issue, evaluator: &Evaluator) -> Result<String, Fault> {
    let integer = matches!(issue.values, Values::Integer { .. });
    match (&issue.values, evaluator) {
        (Values::Discrete(values), Evaluator::Table(table) | Evaluator::Shares(table)) => {
            // A share is its own evaluation where the largest is one.
            let largest = table.iter().copied().fold(0.0, f64::max);
            if matches!(evaluator, Evaluator::Shares(_)) && largest != 1.0 {
                return Err(Fault::Unwritable(
                    "no value of the issue has utility 1, and XML divides by the largest",
                ));
            }
            let mut out = String::new();
            for (at, (value, evaluation)) in values.iter().zip(table).enumerate() {
                let _ = writeln!(
                    out,
                    "      <item index=\"{}\" value=\"{}\" evaluation=\"{evaluation}\"/>",
                    at + 1,
                    escaped(value)
                );
            }
            Ok(out)
        }
        (Values::Discrete(_), _) => Err(Fault::Unwritable(
            "named values are evaluated by a function of numbers",
        )),
        (
            _,
            Evaluator::Linear {
                offset,
                slope,
                from,
            },
        ) => {
            let (offset, slope) = match &issue.values {
                Values::Integer { lower, .. } => (offset + slope * (*lower as f64 - from), *slope),
                _ => (offset - slope * from, *slope),
            };
            Ok(linear_text(integer, offset, slope))
        }
        (values, Evaluator::Between { low, high }) => {
            let ends = match values {
                Values::Real { lower, upper } => [*lower, *upper],
                _ => [values.ends().0 as f64, values.ends().1 as f64],
            };
            let cut = |end: &f64| !(0.0..=1.0).contains(&evaluator.at_number(*end));
            if ends.iter().any(cut) {
                return Err(Fault::Unwritable("a line leaves 0 to 1, where XML cuts it"));
            }
            let slope = if high.0 == low.0 {
                0.0
            } else {
                (high.1 - low.1) / (high.0 - low.0)
            };
            let from = match &issue.values {
                Values::Integer { lower, .. } => *lower as f64,
                _ => 0.0,
            };
            Ok(linear_text(integer, low.1 + slope * (from - low.0), slope))
        }
        (_, Evaluator::Constant(value)) => Ok(format!(
            "      <evaluator ftype=\"constant\" parameter0=\"{value}\"/>\n"
        )),
        (_, Evaluator::Triangular { lower, upper, top }) => Ok(format!(
            "      <evaluator ftype=\"triangular\" parameter0=\"{lower}\" parameter1=\"{upper}\" parameter2=\"{top}\"/>\n"
        )),
        (_, Evaluator::Table(_) | Evaluator::Shares(_)) => Err(Fault::Unwritable(
            "numbers are evaluated by a table of names",
        )),
    }
}

fn linear_text(integer: bool, offset: f64, slope: f64) -> String {
    let (first, second) = if integer {
        ("offset", "slope")
    } else {
        ("parameter0", "parameter1")
    };
    format!("      <evaluator ftype=\"linear\" {first}=\"{offset}\" {second}=\"{slope}\"/>\n")
}

fn rectangle_text(domain: &Domain, rectangle: &Rectangle) -> String {
    let mut out = format!(
        "        <hyperRectangle utility=\"{}\">\n",
        rectangle.utility
    );
    let tag = if rectangle.outside {
        "EXCLUDES"
    } else {
        "INCLUDES"
    };
    for side in &rectangle.sides {
        let index = domain
            .issues()
            .get(side.issue)
            .map_or(0, |issue| issue.index);
        let _ = writeln!(
            out,
            "          <{tag} index=\"{index}\" min=\"{}\" max=\"{}\"/>",
            side.min, side.max
        );
    }
    out.push_str("        </hyperRectangle>\n");
    out
}
