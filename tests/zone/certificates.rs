//! Certificates: each verifies, survives JSON, and is refused once corrupted.

use std::sync::LazyLock;

use dealzone::conflict::{Conflict, Situation};
use dealzone::solver::ProofError;
use dealzone::zone::{Certificate, CertificateError, Demands, Proven, Verdict};
use serde_json::{Value, json};

use super::brute_force::optimum;
use super::budget::near_zero;
use super::forged::claimed;
use super::random::{self, Draw};
use super::rebuild::Parts;

const SEEDS: std::ops::Range<u64> = 100_000..101_000;

/// The certificate of every empty zone among the seeds, with z\* (−∞ where no deal is allowed).
pub(crate) fn empty_zones() -> impl Iterator<Item = (u64, Conflict, Certificate, f64)> {
    SEEDS.filter_map(|seed| {
        let conflict = random::conflict(seed);
        let zone = conflict.deal_zone();
        match zone.verdict() {
            Verdict::Empty { certificate } => {
                let certificate = certificate.clone();
                Some((seed, conflict, certificate, zone.lower()))
            }
            _ => None,
        }
    })
}

/// The certificates of larger empty zones, near zero: in these boxes are narrowed, and listed or divided.
pub(crate) static NARROWED_ZONES: LazyLock<Vec<(u64, Conflict, Certificate)>> =
    LazyLock::new(|| {
        let zones = (0..40).filter_map(|seed| {
            let conflict = near_zero(seed, 1e-3);
            match conflict.zone().verdict_only().solve().verdict() {
                Verdict::Empty { certificate } => {
                    Some((seed, conflict.clone(), certificate.clone()))
                }
                _ => None,
            }
        });
        zones.collect()
    });

/// Applies a corruption to a narrowed node of each of these, and sees each refused.
fn all_narrowed_refused(corrupt: impl FnMut(&mut Draw, &mut Value, usize) -> bool) {
    all_of_kind_refused("narrowed", corrupt);
}

/// Applies a corruption to a listed node of each of these, and sees each refused.
fn all_listed_refused(mut corrupt: impl FnMut(&mut Draw, &mut Value) -> bool) {
    all_of_kind_refused("listed", |draw, listed, _| corrupt(draw, listed));
}

fn all_of_kind_refused(kind: &str, mut corrupt: impl FnMut(&mut Draw, &mut Value, usize) -> bool) {
    let mut corrupted = 0;
    for (seed, conflict, certificate) in NARROWED_ZONES.iter() {
        assert!(
            accepts(conflict, &serde_json::to_value(certificate).unwrap()),
            "seed {seed}"
        );
        let mut draw = Draw::new(*seed, 3);
        for _ in 0..4 {
            let mut json = serde_json::to_value(certificate).unwrap();
            let count = nodes(&mut json).len();
            let Some(node) = any_of(&mut draw, &of_kind(&json, kind)) else {
                continue;
            };
            if corrupt(&mut draw, &mut nodes(&mut json)[node][kind], count) {
                corrupted += 1;
                assert!(!accepts(conflict, &json), "seed {seed}: node {node}");
            }
        }
    }
    assert!(corrupted >= 60, "{corrupted} corrupted");
}

/// Sets all multipliers of a list to zero.
fn nullify(listed: &mut Value) {
    for set in listed["multipliers"].as_array_mut().unwrap() {
        for multiplier in set.as_array_mut().unwrap() {
            *multiplier = json!(0.0);
        }
    }
}

/// Whether JSON is read as a certificate, its checksum aside, and verifies.
fn accepts(conflict: &Conflict, json: &Value) -> bool {
    claimed(json).is_ok_and(|certificate| {
        certificate
            .verify(conflict, &Situation::opening(conflict))
            .is_ok()
    })
}

fn nodes(json: &mut Value) -> &mut Vec<Value> {
    json["proof"]["nodes"].as_array_mut().unwrap()
}

/// Positions of the nodes of one kind.
fn of_kind(json: &Value, kind: &str) -> Vec<usize> {
    let nodes = json["proof"]["nodes"].as_array().unwrap();
    (0..nodes.len())
        .filter(|&node| nodes[node].get(kind).is_some())
        .collect()
}

/// Applies a corruption to every certificate and sees each refused. A corruption that finds nothing to corrupt
/// returns `false`; enough certificates must have something.
fn all_refused(least: usize, mut corrupt: impl FnMut(&mut Draw, &mut Value) -> bool) {
    let mut corrupted = 0;
    for (seed, conflict, certificate, _) in empty_zones() {
        let mut draw = Draw::new(seed, 1);
        let mut json = serde_json::to_value(&certificate).unwrap();
        if corrupt(&mut draw, &mut json) {
            corrupted += 1;
            assert!(!accepts(&conflict, &json), "seed {seed}: {json}");
        }
    }
    assert!(corrupted >= least, "{corrupted} corrupted");
}

fn any_of(draw: &mut Draw, list: &[usize]) -> Option<usize> {
    (!list.is_empty()).then(|| list[draw.below(list.len())])
}

#[test]
fn every_certificate_verifies_and_survives_json() {
    let mut count = 0;
    for (seed, conflict, certificate, _) in empty_zones() {
        let situation = Situation::opening(&conflict);
        certificate.verify(&conflict, &situation).unwrap();
        let text = serde_json::to_string(&certificate).unwrap();
        let read: Certificate = serde_json::from_str(&text).unwrap();
        assert_eq!(read, certificate, "seed {seed}");
        read.verify(&conflict, &situation).unwrap();
        count += 1;
    }
    assert!(count > 300, "{count}");
}

/// A bound above zero holds too, and proves no zone empty; what is empty under some of the demands is so under all.
#[test]
fn the_check_says_what_is_proven() {
    let mut under_some = 0;
    for (seed, conflict, certificate, _) in empty_zones().take(150) {
        let situation = Situation::opening(&conflict);
        let proven = certificate.verify(&conflict, &situation).unwrap();
        let upper = certificate.upper();
        let unneeded = Demands::new([]);
        assert_eq!(proven, Proven::Empty { upper, unneeded }, "seed {seed}");
        if upper.is_finite() {
            let mut json = serde_json::to_value(&certificate).unwrap();
            json["proof"]["upper"] = json!(0.5);
            let loose = claimed(&json).unwrap();
            let proven = loose.verify(&conflict, &situation).unwrap();
            assert_eq!(proven, Proven::Bound { upper: 0.5 }, "seed {seed}");
            assert!(!proven.is_empty());
        }
        let all = Demands::all(&conflict);
        let clash = conflict.zone().clashes().sets()[0].clone();
        let zone = conflict.zone().demands(clash.clone()).solve();
        if let Verdict::Empty { certificate } = zone.verdict() {
            let (upper, unneeded) = (certificate.upper(), all.without(&clash));
            under_some += usize::from(clash != all);
            assert_eq!(
                certificate.verify(&conflict, &situation),
                Ok(Proven::Empty { upper, unneeded }),
                "seed {seed}"
            );
        }
    }
    assert!(under_some > 50, "{under_some}");
}

#[test]
fn a_bound_below_the_best_deal_is_refused() {
    for (seed, conflict, certificate, best) in empty_zones() {
        let mut json = serde_json::to_value(&certificate).unwrap();
        if best > f64::NEG_INFINITY {
            json["proof"]["upper"] = json!(best - 1e-6);
            assert!(!accepts(&conflict, &json), "seed {seed}");
            // Null is minus infinity: that no deal is allowed.
            json["proof"]["upper"] = Value::Null;
            assert!(!accepts(&conflict, &json), "seed {seed}");
        }
    }
}

#[test]
fn multipliers_that_are_all_zero_prove_nothing() {
    all_refused(150, |_, json| {
        // Where patterns alone exclude every deal of a box, no multipliers are needed.
        if json["proof"]["upper"].is_null() {
            return false;
        }
        for node in of_kind(json, "multipliers") {
            for multiplier in nodes(json)[node]["multipliers"].as_array_mut().unwrap() {
                *multiplier = json!(0.0);
            }
        }
        for node in of_kind(json, "listed") {
            nullify(&mut nodes(json)[node]["listed"]);
        }
        true
    });
}

#[test]
fn negative_multipliers_are_refused() {
    all_refused(250, |draw, json| {
        let Some(node) = any_of(draw, &of_kind(json, "multipliers")) else {
            return false;
        };
        // The first row is always a party's.
        nodes(json)[node]["multipliers"][0] = json!(-1e-9);
        true
    });
}

#[test]
fn multipliers_that_are_no_numbers_are_refused() {
    for bad in [Value::Null, json!("NaN"), json!("1e999")] {
        all_refused(250, |draw, json| {
            let Some(node) = any_of(draw, &of_kind(json, "multipliers")) else {
                return false;
            };
            nodes(json)[node]["multipliers"][0] = bad.clone();
            true
        });
    }
}

#[test]
fn missing_and_additional_multipliers_are_refused() {
    for add in [true, false] {
        all_refused(250, |draw, json| {
            let Some(node) = any_of(draw, &of_kind(json, "multipliers")) else {
                return false;
            };
            let multipliers = nodes(json)[node]["multipliers"].as_array_mut().unwrap();
            if add {
                multipliers.push(json!(0.0));
            } else {
                multipliers.pop();
            }
            true
        });
    }
}

/// The tree has one way to every node: a branch led elsewhere leaves one unreached, or reaches one twice.
#[test]
fn branches_led_elsewhere_are_refused() {
    all_refused(40, |draw, json| {
        let count = nodes(json).len();
        let Some(node) = any_of(draw, &of_kind(json, "options")) else {
            return false;
        };
        let other = draw.below(count + 2);
        let parts = nodes(json)[node]["options"]["parts"]
            .as_array_mut()
            .unwrap();
        let part = draw.below(parts.len());
        let led_elsewhere = parts[part]["node"] != json!(other);
        parts[part]["node"] = json!(other);
        led_elsewhere
    });
    all_refused(10, |draw, json| {
        let count = nodes(json).len();
        let Some(node) = any_of(draw, &of_kind(json, "amounts")) else {
            return false;
        };
        let other = draw.below(count + 2);
        let child = &mut nodes(json)[node]["amounts"]["nodes"][draw.below(2)];
        let led_elsewhere = *child != json!(other);
        *child = json!(other);
        led_elsewhere
    });
}

#[test]
fn an_option_left_out_is_refused() {
    all_refused(40, |draw, json| {
        let Some(node) = any_of(draw, &of_kind(json, "options")) else {
            return false;
        };
        let parts = nodes(json)[node]["options"]["parts"]
            .as_array_mut()
            .unwrap();
        let part = draw.below(parts.len());
        let options = parts[part]["options"].as_array_mut().unwrap();
        let option = draw.below(options.len());
        options.remove(option);
        true
    });
}

#[test]
fn a_gap_in_an_amount_is_refused() {
    for (end, by) in [("below", -1e-6), ("above", 1e-6)] {
        all_refused(10, |draw, json| {
            let Some(node) = any_of(draw, &of_kind(json, "amounts")) else {
                return false;
            };
            let end = &mut nodes(json)[node]["amounts"][end];
            *end = json!(end.as_f64().unwrap() + by);
            true
        });
    }
}

#[test]
fn a_cut_through_another_variable_is_refused() {
    for kind in ["options", "amounts"] {
        all_refused(10, |draw, json| {
            let Some(node) = any_of(draw, &of_kind(json, kind)) else {
                return false;
            };
            // There are not so many.
            nodes(json)[node][kind]["variable"] = json!(99);
            true
        });
    }
}

#[test]
fn an_option_that_no_multipliers_exclude_has_to_be_kept() {
    // Without any option kept the multipliers would have to bound the whole box, and they were too weak for that.
    all_narrowed_refused(|draw, narrowed, _| {
        let kept = narrowed["kept"].as_array_mut().unwrap();
        let at = draw.below(kept.len());
        kept[at]["options"] = json!([]);
        true
    });
}

#[test]
fn choices_narrowed_twice_or_not_there_are_refused() {
    all_narrowed_refused(|draw, narrowed, _| {
        let kept = narrowed["kept"].as_array_mut().unwrap();
        let at = draw.below(kept.len());
        let twice = kept[at].clone();
        kept.push(twice);
        true
    });
    all_narrowed_refused(|draw, narrowed, _| {
        let kept = narrowed["kept"].as_array_mut().unwrap();
        let at = draw.below(kept.len());
        kept[at]["variable"] = json!(99);
        true
    });
}

#[test]
fn multipliers_that_do_not_narrow_are_refused() {
    let corruptions: [fn(&mut Vec<Value>); 5] = [
        |multipliers| multipliers.iter_mut().for_each(|it| *it = json!(0.0)),
        |multipliers| multipliers[0] = json!(-1e-9),
        |multipliers| multipliers[0] = Value::Null,
        |multipliers| multipliers.push(json!(0.0)),
        |multipliers| _ = multipliers.pop(),
    ];
    for corrupt in corruptions {
        all_narrowed_refused(|_, narrowed, _| {
            corrupt(narrowed["multipliers"].as_array_mut().unwrap());
            true
        });
    }
}

#[test]
fn a_list_of_no_choices_or_by_weak_multipliers_is_refused() {
    // The sets bound the whole box above zero, or it would not have been listed.
    all_listed_refused(|_, listed| {
        listed["order"] = json!([]);
        true
    });
    all_listed_refused(|_, listed| {
        nullify(listed);
        true
    });
    all_listed_refused(|_, listed| {
        listed["multipliers"] = json!([]);
        true
    });
}

#[test]
fn lists_that_name_a_choice_twice_or_one_not_there_are_refused() {
    all_listed_refused(|draw, listed| {
        let order = listed["order"].as_array_mut().unwrap();
        let twice = order[draw.below(order.len())].clone();
        order.push(twice);
        true
    });
    all_listed_refused(|draw, listed| {
        let order = listed["order"].as_array_mut().unwrap();
        let at = draw.below(order.len());
        order[at] = json!(99);
        true
    });
}

#[test]
fn sets_of_a_list_that_are_no_multipliers_are_refused() {
    let corruptions: [fn(&mut Vec<Value>); 4] = [
        |multipliers| multipliers[0] = json!(-1e-9),
        |multipliers| multipliers[0] = Value::Null,
        |multipliers| multipliers.push(json!(0.0)),
        |multipliers| _ = multipliers.pop(),
    ];
    for corrupt in corruptions {
        all_listed_refused(|draw, listed| {
            let sets = listed["multipliers"].as_array_mut().unwrap();
            let set = draw.below(sets.len());
            corrupt(sets[set].as_array_mut().unwrap());
            true
        });
    }
}

/// Lists are held to the claim of the proof.
#[test]
fn a_proof_by_lists_claims_no_less_than_the_best_deal() {
    for (seed, conflict, certificate) in NARROWED_ZONES.iter() {
        let mut json = serde_json::to_value(certificate).unwrap();
        let best = conflict.deal_zone().lower();
        json["proof"]["upper"] = json!(best - 1e-9);
        assert!(!accepts(conflict, &json), "seed {seed}");
    }
}

/// A claim may be true and a list for it still be one that nobody would live to see the end of.
#[test]
fn endless_lists_are_refused() {
    let conflict = near_zero(0, 1e-3);
    let demands = serde_json::to_value(Demands::all(&conflict)).unwrap();
    let order: Vec<usize> = (0..30).collect();
    // One party at a time: next to nothing is dropped before nearly all choices are made.
    let alone: Vec<Vec<f64>> = (0..5)
        .map(|row| {
            (0..5)
                .map(|other| f64::from(u8::from(row == other)))
                .collect()
        })
        .collect();
    let list = json!({ "listed": { "multipliers": alone, "order": order } });
    let claim = json!({ "demands": demands, "proof": { "upper": -5e-4, "nodes": [list] } });
    let certificate = claimed(&claim).unwrap();
    assert_eq!(
        certificate.verify(&conflict, &Situation::opening(&conflict)),
        Err(CertificateError::Proof(ProofError::Long { node: 0 }))
    );
}

#[test]
fn a_narrowed_box_led_elsewhere_is_refused() {
    all_narrowed_refused(|draw, narrowed, count| {
        let other = draw.below(count + 2);
        let led_elsewhere = narrowed["node"] != json!(other);
        narrowed["node"] = json!(other);
        led_elsewhere
    });
}

#[test]
fn open_nodes_and_nodes_that_nothing_leads_to_are_refused() {
    all_refused(300, |draw, json| {
        let count = nodes(json).len();
        if count > 0 {
            nodes(json)[draw.below(count)] = json!("open");
        }
        count > 0
    });
    all_refused(300, |draw, json| {
        let count = nodes(json).len();
        let copy = if count == 0 {
            json!("open")
        } else {
            nodes(json)[draw.below(count)].clone()
        };
        nodes(json).push(copy);
        true
    });
}

/// A proof for all demands says nothing of fewer that can be met.
#[test]
fn demands_that_can_be_met_are_refused() {
    let mut changed = 0;
    for (seed, conflict, certificate, _) in empty_zones().take(200) {
        let all = Demands::all(&conflict);
        for demand in all.as_slice() {
            let rest = all.without(&Demands::new([*demand]));
            if optimum(&conflict, &rest) > 1e-9 {
                let mut json = serde_json::to_value(&certificate).unwrap();
                json["demands"] = serde_json::to_value(&rest).unwrap();
                assert!(!accepts(&conflict, &json), "seed {seed}");
                changed += 1;
            }
        }
        let mut json = serde_json::to_value(&certificate).unwrap();
        json["demands"] = json!([{ "participation": { "party": 99 } }]);
        assert!(!accepts(&conflict, &json), "seed {seed}");
        json["demands"] = json!([{ "red_line": { "party": 0, "line": 99 } }]);
        assert!(!accepts(&conflict, &json), "seed {seed}");
    }
    assert!(changed > 100, "{changed}");
}

/// A proof for one conflict says nothing of another in which there is a deal.
#[test]
fn a_conflict_with_a_deal_refuses_the_proof() {
    let mut eased = 0;
    for (seed, conflict, certificate, best) in empty_zones() {
        if best == f64::NEG_INFINITY {
            continue;
        }
        let mut parts = Parts::of(&conflict);
        for value in &mut parts.war {
            *value -= 2.0;
        }
        let easier = parts.build();
        if easier.deal_zone().exists() {
            eased += 1;
            let json = serde_json::to_value(&certificate).unwrap();
            assert!(!accepts(&easier, &json), "seed {seed}");
        }
    }
    assert!(eased > 100, "{eased}");
}

/// Whatever is done to a certificate, one that verifies tells no lie: its bound is not below z\*.
#[test]
fn no_corruption_makes_a_lie_pass() {
    let (mut passed, mut refused) = (0, 0);
    for (seed, conflict, certificate, best) in empty_zones() {
        if best == f64::NEG_INFINITY {
            continue;
        }
        let mut draw = Draw::new(seed, 2);
        for _ in 0..40 {
            let mut json = serde_json::to_value(&certificate).unwrap();
            let upper = best + draw.between(-0.02, 0.02);
            json["proof"]["upper"] = json!(upper);
            for _ in 0..1 + draw.below(3) {
                scramble(&mut draw, &mut json);
            }
            if accepts(&conflict, &json) {
                passed += 1;
                assert!(upper >= best - 1e-12, "seed {seed}: {upper} {best} {json}");
            } else {
                refused += 1;
            }
        }
    }
    assert!(passed > 50 && refused > 1_000, "{passed} {refused}");
}

/// The same of proofs with narrowed boxes.
#[test]
fn no_corruption_of_a_narrowed_proof_makes_a_lie_pass() {
    let (mut passed, mut refused) = (0, 0);
    for (seed, conflict, certificate) in NARROWED_ZONES.iter() {
        let best = conflict.deal_zone().lower();
        let mut draw = Draw::new(*seed, 4);
        for _ in 0..20 {
            let mut json = serde_json::to_value(certificate).unwrap();
            let upper = best + draw.between(-1e-3, 2e-3);
            json["proof"]["upper"] = json!(upper);
            for _ in 0..1 + draw.below(3) {
                scramble(&mut draw, &mut json);
            }
            if accepts(conflict, &json) {
                passed += 1;
                assert!(upper >= best - 1e-12, "seed {seed}: {upper} {best}");
            } else {
                refused += 1;
            }
        }
    }
    assert!(passed > 5 && refused > 100, "{passed} {refused}");
}

/// One random change to the nodes of a proof.
fn scramble(draw: &mut Draw, json: &mut Value) {
    let count = nodes(json).len();
    if count == 0 {
        return;
    }
    let source = nodes(json)[draw.below(count)].clone();
    let node = &mut nodes(json)[draw.below(count)];
    match draw.below(4) {
        0 => *node = source,
        _ => {
            let mut numbers = Vec::new();
            places(node, String::new(), &mut numbers);
            numbers.retain(|place| node.pointer(place).is_some_and(Value::is_number));
            if !numbers.is_empty() {
                let place = &numbers[draw.below(numbers.len())];
                let number = node.pointer_mut(place).unwrap();
                *number = if number.is_f64() {
                    let old = number.as_f64().unwrap();
                    json!(old * draw.between(0.9, 1.1) + draw.between(-0.1, 0.1))
                } else {
                    json!(draw.below(count + 1))
                };
            }
        }
    }
}

/// Where a value, and every value in it, stands, as JSON pointers.
pub(crate) fn places(value: &Value, at: String, found: &mut Vec<String>) {
    found.push(at.clone());
    match value {
        Value::Array(list) => {
            for (index, item) in list.iter().enumerate() {
                places(item, format!("{at}/{index}"), found);
            }
        }
        Value::Object(map) => {
            for (key, item) in map {
                places(item, format!("{at}/{key}"), found);
            }
        }
        _ => {}
    }
}
