//! The page as data.

use dealzone::analysis::{Attribution, Reading, Threshold};
use dealzone::conflict::Conflict;
use dealzone::index::PartyIndex;
use dealzone::report::Finding;
use dealzone::scenario::Scenario;
use dealzone::zone::{Clashes, Demands, Opening, Price, Verdict};
use serde_json::{Value, json};

use super::Numbers;

/// The same as the text; `opening_after` is null where no demand had to be lifted for a deal. Amounts are in utility; a null
/// bound is infinite. Shares are changes of the least gain, below zero where they lower it.
pub(super) fn document(
    scenario: &Scenario,
    finding: &Finding,
    attribution: &Attribution,
    (opening, after): (&Opening, Option<&(&Demands, Opening)>),
    numbers: &Numbers,
) -> Value {
    let conflict = &finding.conflict;
    let zone = &finding.zone;
    let sets = |sets: &[Demands]| sets.iter().map(|set| named(conflict, set)).collect();
    let (clashes, lifts): (Vec<Value>, Vec<Value>) = (
        sets(Clashes::sets(&finding.clashes)),
        sets(Clashes::lifts(&finding.clashes)),
    );
    json!({
        "scenario": scenario.id(),
        "demand_set": finding.id,
        "verdict": match zone.verdict() {
            Verdict::Exists { .. } => "exists",
            Verdict::Empty { .. } => "empty",
            _ => "undecided",
        },
        "lower": zone.lower(),
        "upper": zone.upper(),
        "proof_nodes": finding.checked_proof().map(|proof| proof.proof().nodes.len()),
        "clashes": clashes,
        "lifts": lifts,
        "attribution": {
            "frictionless": attribution.frictionless(),
            "actual": attribution.actual(),
            "decisive": attribution.decisive(),
            "shares": attribution.shares().iter().map(|share| json!({
                "explanation": share.explanation,
                // Taken from zero, so that nothing is not less than nothing.
                "share": 0.0 - share.share,
                "alone": 0.0 - share.alone,
                "taken_away": share.taken_away,
            })).collect::<Vec<_>>(),
        },
        "opening": prices(conflict, opening),
        "opening_after": after.map(|(lifted, opening)| json!({
            "lifted": named(conflict, lifted),
            "opening": prices(conflict, opening),
        })),
        "flips": match numbers {
            Numbers::All(sweep) => sweep.flips.iter().map(|flip| {
                let key = &scenario.parameters()[flip.parameter.get()].key;
                threshold(key, Some(flip.distance), &flip.threshold)
            }).collect::<Vec<_>>(),
            Numbers::One(found) => found.flips.iter().map(|flip| {
                threshold(&scenario.parameters()[found.parameter.get()].key, None, flip)
            }).collect(),
        },
    })
}

fn prices(conflict: &Conflict, opening: &Opening) -> Value {
    json!({
        "gifts": by_party(conflict, &opening.gifts),
        "payments": price(&opening.payments),
        "subsidy": price(&opening.subsidy),
        "war": by_party(conflict, &opening.war),
        "war_for_all": price(&opening.war_for_all),
        "lottery": opening.lottery.as_ref().map(|lottery| json!({
            "chances": lottery.draws.iter().map(|(chance, _)| chance).collect::<Vec<_>>(),
            "value": lottery.value,
            "upper": lottery.upper,
            "surplus": lottery.surplus,
        })),
    })
}

fn named(conflict: &Conflict, demands: &Demands) -> Value {
    let demands = demands.as_slice().iter();
    demands.map(|demand| demand.describe(conflict)).collect()
}

fn by_party(conflict: &Conflict, prices: &[(PartyIndex, Price)]) -> Value {
    let id = |party: PartyIndex| conflict.parties()[party.get()].id.clone();
    prices
        .iter()
        .map(|(party, found)| (id(*party), price(found)))
        .collect()
}

fn price(price: &Price) -> Value {
    match price {
        Price::Of(payment) => json!({
            "at_least": payment.at_least,
            "enough": payment.enough,
            "by_party": payment.by_party,
        }),
        Price::Never => json!("never"),
        _ => json!("unknown"),
    }
}

fn threshold(key: &str, distance: Option<f64>, threshold: &Threshold) -> Value {
    let side = |value: f64, reading: &Reading| {
        json!({
            "value": value,
            "exists": reading.exists(),
            "proof_nodes": match reading {
                Reading::Empty { certificate } => Some(certificate.proof().nodes.len()),
                _ => None,
            },
        })
    };
    json!({
        "parameter": key,
        "distance": distance,
        "below": side(threshold.below.value, &threshold.below.reading),
        "above": side(threshold.above.value, &threshold.above.reading),
    })
}
