//! Files that are wrong, by accident or on purpose: an error that names file and element, and never a panic.

use std::fs;

use dealzone::genius::{Fault, Scenario};
use proptest::prelude::*;

use crate::files::{own, scratch};

const DOMAIN: &str = include_str!("domains/garden/garden-domain.xml");
const EAST: &str = include_str!("domains/garden/garden-east.xml");
const FESTIVAL: &str = include_str!("domains/festival/festival-domain.xml");
const DANCERS: &str = include_str!("domains/festival/festival-dancers.xml");
const LIBRARY: &str = include_str!("domains/library/library.json");
const READER: &str = include_str!("domains/library/reader.json");

fn load(folder: &str, files: &[(&str, &[u8])]) -> Result<Scenario, String> {
    let folder = scratch(folder);
    for (name, text) in files {
        fs::write(folder.join(name), text).unwrap();
    }
    Scenario::load(&folder).map_err(|error| error.to_string())
}

/// A change to one of the texts, and what the error must say.
#[test]
fn each_fault_is_told_with_file_and_element() {
    let long = format!("name=\"{}\"", "x".repeat(1_000_000));
    let deep = format!("<objective>{}", "<objective>".repeat(5000));
    let bomb = "<!DOCTYPE lolz [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>\
                <negotiation_template>";
    let cases: &[(&str, &str, &str, &[&str])] = &[
        (
            DOMAIN,
            "<negotiation_template>",
            bomb,
            &["d.xml", "document type"],
        ),
        (
            DOMAIN,
            "name=\"Garden\"",
            &long,
            &["d.xml:3:", "objective", "`name`", "1000000 bytes"],
        ),
        (
            DOMAIN,
            "<objective index=\"0\"",
            &deep,
            &["d.xml", "nested"],
        ),
        (DOMAIN, "</objective>", "", &["d.xml", "well-formed"]),
        (
            DOMAIN,
            "<negotiation_template>",
            "<negotiation_template>&nbsp;",
            &["d.xml", "well-formed"],
        ),
        (
            DOMAIN,
            "type=\"integer\"",
            "type=\"colour\"",
            &["d.xml", "issue[3]", "\"colour\""],
        ),
        (
            DOMAIN,
            "issue index=\"2\"",
            "issue index=\"1\"",
            &["d.xml:9:", "issue[2]", "index \"1\"", "twice"],
        ),
        (
            DOMAIN,
            "item index=\"2\" value=\"hedge\"",
            "item index=\"1\" value=\"hedge\"",
            &["item[2]", "twice"],
        ),
        (
            DOMAIN,
            "value=\"hedge\"",
            "value=\"none\"",
            &["item[2]", "\"none\"", "twice"],
        ),
        (
            DOMAIN,
            "name=\"Trees\"",
            "name=\"Fence\"",
            &["d.xml", "\"Fence\"", "twice"],
        ),
        (
            DOMAIN,
            "index=\"2\" name=\"Trees\"",
            "index=\"two\" name=\"Trees\"",
            &["issue[2]", "`index`", "whole"],
        ),
        (
            DOMAIN,
            "upperbound=\"7\"",
            "upperbound=\"1\"",
            &["d.xml", "Days of quiet", "2 to 1"],
        ),
        (
            DOMAIN,
            "upperbound=\"7\"",
            "upperbound=\"99999999999\"",
            &["d.xml", "Days of quiet", "values"],
        ),
        (
            DOMAIN,
            "upperbound=\"7\"",
            "",
            &["d.xml", "issue[3]", "`upperbound`"],
        ),
        (
            DOMAIN,
            "<item index=\"1\" value=\"none\"/>",
            "<item index=\"1\"/>",
            &["item[1]", "`value`"],
        ),
        (
            EAST,
            "evaluation=\"20\"",
            "evaluation=\"NaN\"",
            &["p.xml:10:", "item[2]", "`evaluation`", "\"NaN\""],
        ),
        (
            EAST,
            "evaluation=\"20\"",
            "evaluation=\"inf\"",
            &["item[2]", "not a finite number"],
        ),
        (EAST, "evaluation=\"20\"", "", &["item[2]", "`evaluation`"]),
        (
            EAST,
            "value=\"oak\"",
            "value=\"elm\"",
            &["p.xml", "item[1]", "\"elm\"", "the domain does not have"],
        ),
        (
            EAST,
            "<item index=\"1\" value=\"oak\" evaluation=\"10\"/>",
            "",
            &["issue[2]", "does not evaluate \"oak\""],
        ),
        (
            EAST,
            "<weight index=\"2\" value=\"0.5\"/>",
            "",
            &["p.xml", "no weight for issue 2", "Trees"],
        ),
        (
            EAST,
            "<weight index=\"2\"",
            "<weight index=\"1\"",
            &["weight[2]", "\"1\"", "twice"],
        ),
        (
            EAST,
            "value=\"0.25\"",
            "value=\"a quarter\"",
            &["weight[1]", "a quarter"],
        ),
        (
            EAST,
            "type=\"integer\"",
            "type=\"discrete\"",
            &["issue[3]", "discrete", "the domain has integer"],
        ),
        (
            EAST,
            "ftype=\"linear\"",
            "ftype=\"spline\"",
            &["evaluator", "spline"],
        ),
        (EAST, "slope=\"0.2\"", "", &["evaluator", "`slope`"]),
        (
            EAST,
            "<reservation value=\"0.3\"/>",
            "<reservation value=\"-Infinity\"/>",
            &["reservation", "finite"],
        ),
        (
            EAST,
            "<issue index=\"3\"",
            "<issue index=\"4\"",
            &["p.xml", "issue 4", "the domain does not have"],
        ),
        (
            EAST,
            "<utility_space ",
            "<utility_space type=\"fuzzy\" ",
            &["p.xml", "fuzzy"],
        ),
        (
            EAST,
            "<utility_space ",
            "<negotiation_template ",
            &["p.xml"],
        ),
        (
            DANCERS,
            "aggregation=\"sum\"",
            "aggregation=\"max\"",
            &["p.xml", "ufun", "max"],
        ),
        (
            DANCERS,
            "maxutility=\"",
            "maxutility=\"-",
            &["p.xml", "utility", "maxutility"],
        ),
        (
            DANCERS,
            "INCLUDES index=\"",
            "INCLUDES index=\"7",
            &["p.xml", "INCLUDES", "the domain does not have"],
        ),
        (
            DANCERS,
            "min=\"",
            "min=\"x",
            &["p.xml", "INCLUDES", "`min`"],
        ),
        (
            LIBRARY,
            "\"values\": [\"yes\", \"no\"]",
            "\"values\": [\"yes\", \"yes\"]",
            &["d.json", "Café", "twice"],
        ),
        (
            LIBRARY,
            "\"range\": [\"0\", \"10\", \"1\"]",
            "\"range\": [\"0\", \"1e12\", \"1\"]",
            &["d.json", "Fee", "values"],
        ),
        (LIBRARY, "\"Fee\"", "\"Café\"", &["d.json", "Café", "twice"]),
        (LIBRARY, "}", "", &["d.json", "well-formed"]),
        (
            READER,
            "\"Fee\": 0.3",
            "\"Fee\": \"NaN\"",
            &["p.json", "issueWeights", "Fee"],
        ),
        (
            READER,
            "\"Fee\": 0.3",
            "\"Fees\": 0.3",
            &["p.json", "issueWeights", "Fees"],
        ),
        (
            READER,
            "\"Fee\": 5",
            "\"Free\": 5",
            &["p.json", "reservationBid", "\"Free\""],
        ),
        (READER, "\"lowValue\": 0,", "", &["p.json", "lowValue"]),
    ];
    for (at, (text, old, new, says)) in cases.iter().enumerate() {
        assert!(text.contains(old), "case {at}: {old}");
        let changed = text.replacen(old, new, 1);
        let domain = |own: &'static str| {
            if *text == own {
                changed.clone()
            } else {
                own.to_owned()
            }
        };
        let files: Vec<(&str, String)> = if *text == LIBRARY || *text == READER {
            let profile = if *text == READER {
                changed.clone()
            } else {
                READER.to_owned()
            };
            vec![("d.json", domain(LIBRARY)), ("p.json", profile)]
        } else if *text == DANCERS {
            vec![("d.xml", FESTIVAL.to_owned()), ("p.xml", changed.clone())]
        } else {
            let profile = if *text == EAST {
                changed.clone()
            } else {
                EAST.to_owned()
            };
            vec![("d.xml", domain(DOMAIN)), ("p.xml", profile)]
        };
        let files: Vec<(&str, &[u8])> = files
            .iter()
            .map(|(name, text)| (*name, text.as_bytes()))
            .collect();
        let error = load("fault", &files).expect_err(new);
        for part in *says {
            assert!(
                error.contains(part),
                "case {at}: {error:?} does not say {part:?}"
            );
        }
        assert!(
            error.len() < 1000,
            "case {at}: {} bytes of error",
            error.len()
        );
    }
}

#[test]
fn folders_that_are_no_scenario() {
    let say = |files: &[(&str, &[u8])]| load("folder", files).unwrap_err();
    assert!(say(&[]).contains("no domain and no profile"));
    assert!(say(&[("p.xml", EAST.as_bytes())]).contains("no domain"));
    assert!(say(&[("d.xml", DOMAIN.as_bytes())]).contains("no profile"));
    let two = say(&[("a.xml", DOMAIN.as_bytes()), ("b.xml", DOMAIN.as_bytes())]);
    assert!(two.contains("a.xml, b.xml"), "{two}");
    let foreign = say(&[("d.xml", FESTIVAL.as_bytes()), ("p.xml", EAST.as_bytes())]);
    assert!(foreign.contains("p.xml"), "{foreign}");
    let renamed = EAST
        .replace("Fence", "F")
        .replace("Trees", "T")
        .replace("Days of quiet", "D");
    let foreign = say(&[("d.xml", DOMAIN.as_bytes()), ("p.xml", renamed.as_bytes())]);
    assert!(foreign.contains("another domain"), "{foreign}");
    assert!(say(&[("d.xml", b"")]).contains("d.xml"));
    assert!(say(&[("d.xml", b"\xff\xff\xff<a/>")]).contains("UTF-8"));
    let cut = &DOMAIN.as_bytes()[..DOMAIN.len() / 2];
    assert!(say(&[("d.xml", cut)]).contains("well-formed"));
    let bare = READER.split("\"domain\"").next().unwrap().to_owned()
        + READER
            .split_once("},\n    \"issueUtilities\"")
            .map(|(_, rest)| rest)
            .unwrap_or("");
    assert!(load("folder", &[("p.json", bare.as_bytes())]).is_err());
}

#[test]
fn other_encodings_that_files_declare() {
    let latin = |text: &str| -> Vec<u8> {
        text.chars()
            .map(|letter| u8::try_from(u32::from(letter)).unwrap())
            .collect()
    };
    let head = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>";
    let domain = head.to_owned() + &DOMAIN.replace("Fence", "Clôture");
    let profile = EAST.replace("Fence", "Clôture");
    let wide: Vec<u8> = profile.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let wide = [&[0xff, 0xfe], wide.as_slice()].concat();
    let files: &[(&str, &[u8])] = &[("d.xml", &latin(&domain)), ("p.xml", &wide)];
    let scenario = load("encodings", files).unwrap();
    assert_eq!(scenario.domain().issues()[0].name, "Clôture");
    assert!(scenario.warnings().is_empty());
}

/// What looks like tags within attributes, comments and the like is none.
#[test]
fn text_that_looks_like_tags() {
    let odd = "a/> <b> ".replace('<', "&lt;").repeat(200);
    let (domain, profile) = (
        DOMAIN.replace("Fence", &odd),
        EAST.replace("Fence", &odd).replace(
            "<objective",
            "<!-- <q> <!DOCTYPE --><?q <q>?><![CDATA[<q><q>]]><objective",
        ),
    );
    let files: &[(&str, &[u8])] = &[("d.xml", domain.as_bytes()), ("p.xml", profile.as_bytes())];
    assert_eq!(
        load("looks", files).unwrap().domain().outcomes(),
        Some(72.0)
    );
    // Slashes in attributes close nothing: below them it is as deep as it is.
    let deep = format!("<q a=\"{}\">{}", "/>".repeat(2000), "<q>".repeat(3000));
    let attributes: String = (0..100_000).map(|at| format!(" a{at}=\"\"")).collect();
    let spaces = format!("<q>{}</q>", "<q xmlns:a=\"b\"/>".repeat(10));
    for (inner, says) in [
        (deep, "nested more than 64 deep"),
        (format!("<q{attributes}/>"), "has 65 attributes"),
        (spaces, "namespace `xmlns:a`"),
    ] {
        let domain = DOMAIN.replacen("<objective", &format!("{inner}<objective"), 1);
        let files: &[(&str, &[u8])] = &[("d.xml", domain.as_bytes()), ("p.xml", EAST.as_bytes())];
        let error = load("looks", files).unwrap_err();
        assert!(error.contains("d.xml:") && error.contains(says), "{error}");
        assert!(error.len() < 500, "{error}");
    }
}

/// Numbers that are finite alone and not together.
#[test]
fn utilities_too_large_to_tell_apart() {
    for (old, new) in [
        (
            "<weight index=\"2\" value=\"0.5\"/>",
            "<weight index=\"2\" value=\"1e308\"/>",
        ),
        (
            "<reservation value=\"0.3\"/>",
            "<reservation value=\"-1e300\"/>",
        ),
        ("evaluation=\"20\"", "evaluation=\"-1e308\""),
    ] {
        assert!(EAST.contains(old), "{old}");
        let profile = EAST.replacen(old, new, 1);
        let files: &[(&str, &[u8])] =
            &[("d.xml", DOMAIN.as_bytes()), ("p.xml", profile.as_bytes())];
        let error = load("large", files).unwrap_err();
        assert!(
            error.contains("p.xml: in ") && error.contains("more than 1000000"),
            "{error}"
        );
    }
}

/// A bid has to be an outcome of the domain.
#[test]
fn a_reservation_bid_outside_its_domain() {
    for (old, new, says) in [
        ("\"Fee\": 5", "\"Fee\": 11", "\"11\""),
        ("\"Fee\": 5", "\"Fee\": 4.5", "\"4.5\""),
        ("\"Fee\": 5, ", "", "`Fee`"),
        ("\"Fee\": 5", "\"Fee\": 5, \"Free\": 1", "\"Free\""),
    ] {
        assert!(READER.contains(old), "{old}");
        let profile = READER.replace(old, new);
        let files: &[(&str, &[u8])] = &[
            ("d.json", LIBRARY.as_bytes()),
            ("p.json", profile.as_bytes()),
        ];
        let error = load("bid", files).unwrap_err();
        assert!(error.contains("p.json") && error.contains(says), "{error}");
    }
}

/// A link that leads in a circle is passed over, one that leads out of the tree is followed.
#[cfg(unix)]
#[test]
fn links_between_folders() {
    use std::os::unix::fs::symlink;
    let tree = scratch("links");
    let outside = scratch("links-outside");
    fs::create_dir_all(tree.join("a/b")).unwrap();
    fs::write(tree.join("a/b/d.xml"), DOMAIN).unwrap();
    fs::write(outside.join("d.xml"), DOMAIN).unwrap();
    symlink(&tree, tree.join("a/circle")).unwrap();
    symlink(tree.parent().unwrap(), tree.join("a/up")).unwrap();
    symlink(&outside, tree.join("a/out")).unwrap();
    symlink(tree.join("nowhere"), tree.join("a/b/gone.xml")).unwrap();
    let found = dealzone::genius::scenarios(&tree).unwrap();
    let names: Vec<String> = found
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    assert_eq!(names, ["a/b", "a/out"]);
}

/// A long list of values is no attack.
#[test]
fn a_thousand_values_are_read() {
    let items = |evaluated: bool| -> String {
        (0..1000)
            .map(|at| {
                let evaluation = if evaluated {
                    format!(" evaluation=\"{at}\"")
                } else {
                    String::new()
                };
                format!("<item index=\"{at}\" value=\"v{at}\"{evaluation}/>")
            })
            .collect()
    };
    let domain = format!(
        "<negotiation_template><utility_space><objective><issue index=\"1\" name=\"a\">{}</issue></objective>\
         </utility_space></negotiation_template>",
        items(false)
    );
    let profile = format!(
        "<utility_space><objective><issue index=\"1\" name=\"a\">{}</issue><weight index=\"1\" value=\"1\"/>\
         </objective></utility_space>",
        items(true)
    );
    let files: &[(&str, &[u8])] = &[("d.xml", domain.as_bytes()), ("p.xml", profile.as_bytes())];
    let scenario = load("thousand", files).unwrap();
    assert_eq!(scenario.domain().outcomes(), Some(1000.0));
}

#[test]
fn a_file_that_is_gone_or_is_a_folder() {
    let error = Scenario::load(own("nowhere")).unwrap_err();
    assert!(matches!(error.fault, Fault::System(_)), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Bytes changed, cut out and doubled at random: read or refused.
    #[test]
    fn broken_bytes_never_panic(
        which in 0_usize..6,
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0_u8..4, any::<u8>()), 1..12),
    ) {
        let texts = [DOMAIN, EAST, FESTIVAL, DANCERS, LIBRARY, READER];
        let mut bytes = texts[which].as_bytes().to_vec();
        for (place, kind, byte) in edits {
            if bytes.is_empty() {
                break;
            }
            let at = place.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => bytes.truncate(at),
                2 => {
                    let end = (at + usize::from(byte)).min(bytes.len());
                    let piece = bytes[at..end].to_vec();
                    bytes.splice(at..at, piece);
                }
                _ => {
                    let end = (at + usize::from(byte)).min(bytes.len());
                    bytes.drain(at..end);
                }
            }
        }
        let files: [(&str, &[u8]); 2] = match which {
            0 => [("d.xml", &bytes), ("p.xml", EAST.as_bytes())],
            1 => [("d.xml", DOMAIN.as_bytes()), ("p.xml", &bytes)],
            2 => [("d.xml", &bytes), ("p.xml", DANCERS.as_bytes())],
            3 => [("d.xml", FESTIVAL.as_bytes()), ("p.xml", &bytes)],
            4 => [("d.json", &bytes), ("p.json", READER.as_bytes())],
            _ => [("d.json", LIBRARY.as_bytes()), ("p.json", &bytes)],
        };
        if let Ok(scenario) = load("bytes", &files) {
            let _ = scenario.figures();
        }
    }
}
