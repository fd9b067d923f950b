//! Saved certificates: not a digit of them can be changed unseen.

use dealzone::zone::Certificate;
use serde_json::{Value, json};

use super::certificates::{NARROWED_ZONES, empty_zones, places};
use super::random::Draw;

/// Whatever is changed in what was saved, by however little and be the claim still true: it is seen.
#[test]
fn whatever_is_changed_in_a_saved_certificate_is_refused() {
    let narrowed = NARROWED_ZONES.iter().map(|(_, _, certificate)| certificate);
    let plain: Vec<Certificate> = empty_zones().take(150).map(|(_, _, it, _)| it).collect();
    let mut changed = 0;
    for (number, certificate) in plain.iter().chain(narrowed.take(10)).enumerate() {
        let whole = serde_json::to_value(certificate).unwrap();
        let read = |json: &Value| serde_json::from_value::<Certificate>(json.clone());
        assert_eq!(&read(&whole).unwrap(), certificate);
        let mut draw = Draw::new(number as u64, 5);
        let mut all = Vec::new();
        places(&whole, String::new(), &mut all);
        // Of long proofs some places.
        let kept = (100.0 / all.len() as f64).min(1.0);
        for place in all.iter().filter(|_| draw.between(0.0, 1.0) < kept) {
            for other in others(whole.pointer(place).unwrap()) {
                let mut json = whole.clone();
                *json.pointer_mut(place).unwrap() = other;
                match read(&json) {
                    Err(_) => changed += 1,
                    // A set has no order.
                    Ok(same) => assert!(place == "/demands" && same == *certificate, "{place}"),
                }
            }
        }
    }
    assert!(changed > 3_000, "{changed}");
}

/// Other values like this one: for a number its neighbours, for a list and an object one without its last entry.
fn others(value: &Value) -> Vec<Value> {
    match value {
        Value::Number(number) if number.is_f64() => {
            let number = number.as_f64().unwrap();
            vec![
                json!(number.next_up()),
                json!(number.next_down()),
                json!(-number - 1.0),
            ]
        }
        Value::Number(number) => {
            let number = number.as_u64().unwrap();
            vec![
                json!(number + 1),
                json!(number.wrapping_sub(1)),
                Value::Null,
            ]
        }
        Value::Array(list) if !list.is_empty() => {
            let reversed: Vec<Value> = list.iter().rev().cloned().collect();
            let mut all = vec![json!(list[1..]), json!(list[..list.len() - 1])];
            all.extend((reversed != *list).then(|| json!(reversed)));
            all
        }
        Value::Object(map) => {
            let without = |key: &String| {
                let mut map = map.clone();
                map.remove(key);
                Value::Object(map)
            };
            let mut all: Vec<Value> = map.keys().map(without).collect();
            let mut more = map.clone();
            more.insert("more".into(), json!(1));
            all.push(Value::Object(more));
            all
        }
        Value::String(text) => vec![json!(format!("{text}s")), Value::Null],
        Value::Null => vec![json!(-1.0), json!(0.0)],
        _ => Vec::new(),
    }
}
