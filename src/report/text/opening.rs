//! What would open a zone, or what an open one could bear.

use std::fmt::{self, Write};

use textwrap::core::display_width;

use super::finding::demands;
use super::page::{Colour, paragraph, rule};
use crate::conflict::Conflict;
use crate::index::PartyIndex;
use crate::report::names;
use crate::zone::{Demands, Lottery, Opening, Payment, Price};

/// The row of payments among the parties: what they lack has to come from outside.
const BALANCE: &str = "from outside, the parties paying one another";
/// The least payment that four decimals show.
const LEAST_SHOWN: f64 = 5e-5;

/// What would open the zone, one way at a time.
#[must_use]
pub fn opening(conflict: &Conflict, opening: &Opening, colour: Colour) -> String {
    let mut page = String::new();
    // Writing to a string does not fail, here and below.
    let _ = write_opening(&mut page, conflict, opening, colour);
    page
}

/// What would still be needed with these demands lifted: the opening is that of the question without them.
#[must_use]
pub fn opening_after(
    conflict: &Conflict,
    lifted: &Demands,
    opening: &Opening,
    colour: Colour,
) -> String {
    let mut page = String::new();
    let _ = rule(
        &mut page,
        "with these lifted, as in the closest deal",
        colour,
    )
    .and_then(|()| demands(&mut page, conflict, lifted, "  - "))
    .and_then(|()| write_opening(&mut page, conflict, opening, colour));
    page
}

fn write_opening(
    page: &mut String,
    conflict: &Conflict,
    opening: &Opening,
    colour: Colour,
) -> fmt::Result {
    let all = || {
        opening
            .gifts
            .iter()
            .chain(&opening.war)
            .map(|(_, price)| price)
            .chain([&opening.payments, &opening.subsidy, &opening.war_for_all])
    };
    let enough = |price: &Price| match price {
        Price::Of(payment) => Some(payment.enough),
        _ => None,
    };
    if all().all(|price| *price == Price::Never) {
        rule(page, "what would open it", colour)?;
        let text =
            "No gift, payment or costlier war: the demands that exclude every deal have no price.";
        return paragraph(page, "", text);
    }
    let is_open = all().filter_map(enough).all(|price| price <= 0.0);
    let title = if is_open {
        "what it could bear"
    } else {
        "what would open it"
    };
    rule(page, title, colour)?;
    let text = if is_open {
        "The most that could be taken away, one way at a time, with a deal left. In utility: 1 is the swing from the \
         worst deal on the table to the best, for good."
    } else {
        "The least that is enough, each by itself. In utility: 1 is the swing from the worst deal on the table to the \
         best, for good."
    };
    paragraph(page, "", text)?;
    let label = |party: PartyIndex| names::party(conflict, party).to_owned();
    let mut rows: Vec<(String, &Price)> = Vec::new();
    let (gift, war) = if is_open {
        ("taken from", "war cheaper for")
    } else {
        ("a gift to", "war costlier for")
    };
    for (party, price) in &opening.gifts {
        rows.push((format!("{gift} {} alone", label(*party)), price));
    }
    rows.push((
        if is_open {
            "taken from all together, who pay one another".to_owned()
        } else {
            BALANCE.to_owned()
        },
        &opening.payments,
    ));
    if !is_open {
        let text = "gifts from outside, no party paying";
        rows.push((text.to_owned(), &opening.subsidy));
    }
    for (party, price) in &opening.war {
        rows.push((format!("{war} {} alone", label(*party)), price));
    }
    rows.push((format!("{war} all who fight"), &opening.war_for_all));
    let column = rows.iter().map(|(row, _)| display_width(row)).max();
    for (row, price) in rows {
        let gap = " ".repeat(column.unwrap_or(0) - display_width(&row) + 2);
        let amount = match price {
            Price::Of(payment) if is_open => format!("{:.4}", -payment.enough),
            Price::Of(payment) if payment.enough <= 0.0 && row == BALANCE => "nothing".to_owned(),
            Price::Of(payment) if payment.enough <= 0.0 => "not needed".to_owned(),
            Price::Of(payment) => format!("{:.4}", payment.enough),
            Price::Never => "no amount".to_owned(),
            Price::Unknown => "not known".to_owned(),
        };
        writeln!(page, "  {row}{gap}{amount}")?;
        if let Price::Of(payment) = price
            && !is_open
            && row == BALANCE
        {
            paragraph(page, "    ", &who_pays(conflict, payment))?;
        }
    }
    match &opening.lottery {
        Some(lottery) => paragraph(page, "", &lots(lottery, is_open)),
        None => Ok(()),
    }
}

/// What goes to each party, and what each gives, in its own utility.
fn who_pays(conflict: &Conflict, payment: &Payment) -> String {
    let parties = conflict.parties().iter().zip(&payment.by_party);
    let moved = parties.filter(|(_, received)| received.abs() >= LEAST_SHOWN);
    let words: Vec<String> = moved
        .map(|(party, received)| match *received > 0.0 {
            true => format!("{} gets {received:.4}", party.label),
            false => format!("{} pays {:.4}", party.label, -received),
        })
        .collect();
    match words.is_empty() {
        true => "nobody need pay anybody".to_owned(),
        false => words.join(", "),
    }
}

/// What lots drawn among deals would do.
fn lots(lottery: &Lottery, is_open: bool) -> String {
    let least = format!("{:+.4} at least", lottery.value);
    match lottery.draws.len() {
        // A single deal is no lottery.
        1 => "Lots drawn among deals would leave nobody better off than the best deal does."
            .to_owned(),
        count if is_open || lottery.value >= 0.0 => {
            format!(
                "Lots drawn among {count} deals would leave each party with an expected gain of {least}."
            )
        }
        _ => format!(
            "Lots drawn among deals would not do: the least expected gain is {:+.4} at best.",
            lottery.value
        ),
    }
}
