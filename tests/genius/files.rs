//! Reading and writing folders.

use std::fs;
use std::path::{Path, PathBuf};

use dealzone::genius::{
    Domain, Evaluator, Fault, Format, Issue, Oddity, Profile, Rectangle, Scenario, Side, Utility,
    Value, Values, scenarios,
};

/// The folder of the domains that were written for these tests.
pub(crate) fn own(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    root.join("tests/genius/domains").join(name)
}

/// An empty folder of the test's own.
pub(crate) fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn a_domain_is_read_as_it_stands() {
    let scenario = Scenario::load(own("garden")).unwrap();
    assert_eq!(scenario.domain_file(), "garden-domain.xml");
    assert_eq!(scenario.domain().name, "Garden");
    assert_eq!(scenario.domain().outcomes(), Some(72.0));
    let files: Vec<&str> = scenario
        .profiles()
        .iter()
        .map(|one| one.file.as_str())
        .collect();
    assert_eq!(files, ["garden-east.xml", "garden-west.xml"]);
    assert_eq!(scenario.profiles()[0].discount, 0.8);
    assert!(scenario.warnings().is_empty(), "{:?}", scenario.warnings());
    // Hedge, cherry & plum, four days: 1/4 · 3/4 + 1/2 · 20/20 + 1/4 · 0.2 · 2 and
    // 1/2 · 3/5 + 1/4 · 2/8 + 1/4 · (1.2 − 0.25 · 2).
    let outcome = [Value::Option(1), Value::Option(1), Value::Integer(4)];
    let utilities = scenario.utilities(&outcome).unwrap();
    assert!((utilities[0] - 0.7875).abs() < 1e-12, "{utilities:?}");
    assert!((utilities[1] - 0.5375).abs() < 1e-12, "{utilities:?}");
    // Two days: 1.2 is cut to 1. Seven: 1.2 − 1.25 is cut to 0.
    let at = |days| {
        let outcome = [Value::Option(1), Value::Option(1), Value::Integer(days)];
        scenario.utilities(&outcome).unwrap()[1]
    };
    assert!((at(2) - 0.6125).abs() < 1e-12 && (at(7) - 0.3625).abs() < 1e-12);
    let late = scenario.profiles()[0].discounted(&outcome, 0.5);
    assert!((late - 0.7875 * 0.8_f64.sqrt()).abs() < 1e-12);
    assert_eq!(scenario.utilities(&[Value::Option(1)]), None);
}

/// The figures of Python code that lists all outcomes, written apart from the library.
#[test]
fn the_figures_of_the_garden() {
    let figures = Scenario::load(own("garden")).unwrap().figures().unwrap();
    assert_eq!(figures.rational, Some(53.0));
    assert_eq!(figures.pareto.len(), 17);
    for (found, expected) in [
        (figures.nash.unwrap().value, 0.134_765_625),
        (
            figures.kalai_smorodinsky.unwrap().value,
            0.614_583_333_333_333_4,
        ),
        (figures.egalitarian.unwrap().value, 0.3625),
        (figures.welfare.value, 1.46875),
    ] {
        assert!((found - expected).abs() < 1e-9, "{found} {expected}");
    }
}

#[test]
fn geniusweb_is_read_with_its_reservation_bid() {
    let scenario = Scenario::load(own("library")).unwrap();
    assert_eq!(scenario.domain().outcomes(), Some(66.0));
    let names: Vec<&str> = scenario
        .domain()
        .issues()
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    assert_eq!(names, ["Opening hours", "Fee", "Café"]);
    let outcome = [Value::Option(0), Value::Integer(5), Value::Option(1)];
    let utilities = scenario.utilities(&outcome).unwrap();
    let floors: Vec<f64> = scenario
        .profiles()
        .iter()
        .map(|one| one.reservation)
        .collect();
    assert_eq!(utilities, floors);
    assert!((utilities[1] - (0.3 + 0.3 + 0.1)).abs() < 1e-12);
}

/// Steps that are not whole numbers are values by name; bids tell them as numbers, in whatever way.
#[test]
fn a_bid_may_write_a_step_as_it_likes() {
    for told in ["2", "2.0", "\"2\"", "\"2.0\"", "\" 2e0 \""] {
        let profile = format!(
            "{{\"LinearAdditiveUtilitySpace\": {{
              \"domain\": {{\"issuesValues\": {{\"price\": {{\"range\": [1, 3, 0.5]}}}}}},
              \"issueWeights\": {{\"price\": 1}},
              \"issueUtilities\": {{\"price\": {{\"numberutils\":
                {{\"lowValue\": 1, \"lowUtility\": 0, \"highValue\": 3, \"highUtility\": 1}}}}}},
              \"reservationBid\": {{\"issuevalues\": {{\"price\": {told}}}}}}}}}"
        );
        let folder = scratch("steps");
        fs::write(folder.join("p.json"), profile).unwrap();
        let scenario = Scenario::load(&folder).unwrap();
        assert_eq!(scenario.domain().outcomes(), Some(5.0));
        assert_eq!(scenario.profiles()[0].reservation, 0.5, "{told}");
    }
}

#[test]
fn what_is_written_is_read_back() {
    for (name, format) in [
        ("garden", Format::Xml),
        ("harbour", Format::Xml),
        ("festival", Format::Xml),
        ("library", Format::GeniusWeb),
    ] {
        let scenario = Scenario::load(own(name)).unwrap();
        let folder = scratch(&format!("written-{name}"));
        scenario.save(&folder, format).unwrap();
        let again = Scenario::load(&folder).unwrap();
        assert_eq!(again.profiles(), scenario.profiles(), "{name}");
        assert_eq!(again.domain().name, scenario.domain().name);
        assert_eq!(again.figures(), scenario.figures());
    }
    // From one format to the other utilities stay, not the way in which they are told.
    let scenario = Scenario::load(own("harbour")).unwrap();
    let folder = scratch("written-harbour-web");
    scenario.save(&folder, Format::GeniusWeb).unwrap();
    let again = Scenario::load(&folder).unwrap();
    let (here, there) = (scenario.figures().unwrap(), again.figures().unwrap());
    assert_eq!(here.pareto.len(), there.pareto.len());
    for (one, other) in here.pareto.iter().zip(&there.pareto) {
        let mut pairs = one.utilities.iter().zip(&other.utilities);
        assert!(pairs.all(|(a, b)| (a - b).abs() < 1e-12));
    }
    assert_eq!(here.rational, there.rational);
    // West is cut at both ends, which GeniusWeb has no words for; nor has it rectangles.
    for name in ["garden", "festival"] {
        let scenario = Scenario::load(own(name)).unwrap();
        let folder = scratch("not-written");
        let error = scenario.save(&folder, Format::GeniusWeb).unwrap_err();
        assert!(matches!(error.fault, Fault::Unwritable(_)), "{error}");
        assert!(scenarios(&folder).unwrap() == [PathBuf::new()]);
    }
}

/// Names that XML would trip over, reals with every kind of function, and rectangles of both kinds.
#[test]
fn odd_names_and_functions_survive() {
    let issue = |index, name: &str, values| Issue {
        index,
        name: name.to_owned(),
        values,
    };
    let names = ["<a> & \"b\"", "tab\there", "line\nbreak", " padded "];
    let domain = Domain::new(
        "odd & <strange>",
        vec![
            issue(
                4,
                "names",
                Values::Discrete(names.map(str::to_owned).to_vec()),
            ),
            issue(
                9,
                "x",
                Values::Real {
                    lower: -1.5,
                    upper: 2.0,
                },
            ),
            issue(
                11,
                "y",
                Values::Real {
                    lower: 0.0,
                    upper: 1.0,
                },
            ),
            issue(
                7,
                "z",
                Values::Integer {
                    lower: -2,
                    upper: 3,
                },
            ),
        ],
    )
    .unwrap();
    let additive = Profile {
        file: "a.xml".to_owned(),
        utility: Utility::Additive {
            weights: vec![0.1, 0.2, 0.3, 0.4],
            evaluators: vec![
                Evaluator::Table(vec![0.1, 0.7, 1e-9, 3.0]),
                Evaluator::Linear {
                    offset: 0.1,
                    slope: 0.3,
                    from: 0.0,
                },
                Evaluator::Triangular {
                    lower: 0.1,
                    upper: 0.9,
                    top: 0.3,
                },
                Evaluator::Constant(0.5),
            ],
        },
        reservation: 0.123_456_789_012_345_67,
        discount: 0.3,
    };
    let rectangles = Profile {
        file: "b.xml".to_owned(),
        utility: Utility::Rectangles {
            rectangles: vec![
                Rectangle {
                    utility: 3.5,
                    sides: vec![Side {
                        issue: 3,
                        min: -1,
                        max: 2,
                    }],
                    outside: false,
                },
                Rectangle {
                    utility: 1.0,
                    sides: vec![Side {
                        issue: 3,
                        min: 0,
                        max: 0,
                    }],
                    outside: true,
                },
            ],
            largest: 4.5,
        },
        reservation: 0.0,
        discount: 1.0,
    };
    let scenario = Scenario::new("odd.xml", domain, vec![additive, rectangles]).unwrap();
    let folder = scratch("odd");
    scenario.save(&folder, Format::Xml).unwrap();
    assert_eq!(Scenario::load(&folder).unwrap(), scenario);
    let outcome = [
        Value::Option(3),
        Value::Real(2.0),
        Value::Real(0.6),
        Value::Integer(1),
    ];
    let utilities = scenario.utilities(&outcome).unwrap();
    assert!((utilities[0] - (0.1 + 0.2 * 0.7 + 0.3 * 0.5 + 0.2)).abs() < 1e-12);
    assert_eq!(utilities[1], 1.0);
}

#[test]
fn a_tree_is_gone_through() {
    let found = scenarios(own("")).unwrap();
    let names: Vec<String> = found
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    assert_eq!(names, ["festival", "garden", "harbour", "library"]);
    let tree = scratch("tree");
    for folder in ["a/deep/one", "empty", ".hidden", "notes"] {
        fs::create_dir_all(tree.join(folder)).unwrap();
    }
    let domain = own("garden").join("garden-domain.xml");
    fs::copy(&domain, tree.join("a/deep/one/domain.xml")).unwrap();
    fs::copy(&domain, tree.join(".hidden/domain.xml")).unwrap();
    fs::write(
        tree.join("notes/package.json"),
        "{\"name\": \"no scenario\"}",
    )
    .unwrap();
    let found = scenarios(&tree).unwrap();
    let names: Vec<String> = found
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    assert_eq!(names, ["a/deep/one", "empty"]);
    assert!(scenarios(tree.join("nowhere")).is_err());
}

#[test]
fn only_the_profiles_asked_for_are_read() {
    let folder = scratch("first-two");
    for name in ["garden-domain.xml", "garden-east.xml", "garden-west.xml"] {
        fs::copy(own("garden").join(name), folder.join(name)).unwrap();
    }
    let broken = "<utility_space><objective index=\"0\"/></utility_space>";
    fs::write(folder.join("garden-zzz.xml"), broken).unwrap();
    let scenario = Scenario::load_first(&folder, 2).unwrap();
    assert_eq!(scenario.profiles().len(), 2);
    assert_eq!(scenario.left_out(), ["garden-zzz.xml"]);
    let error = Scenario::load(&folder).unwrap_err();
    assert_eq!(error.file, "garden-zzz.xml");
}

/// Old files keep issues and weights outside of any objective; indices need not begin at one, nor names be the same.
#[test]
fn what_genius_reads_is_read_and_told() {
    let folder = scratch("old");
    fs::write(
        folder.join("d.xml"),
        "<?xml version=\"1.0\"?><negotiation_template><utility_space number_of_issues=\"5\">
         <issue index=\"3\" name=\"colour\"><item value=\"red\"/><item value=\"blue\"/></issue>
         <issue index=\"2\" name=\"size\" type=\"integer\"><range lowerbound=\"1\" upperbound=\"4\"/></issue>
         </utility_space></negotiation_template>",
    )
    .unwrap();
    fs::write(
        folder.join("p.xml"),
        "\u{feff}<utility_space>
         <weight index=\"2\" value=\"-.2\"/><weight index=\"3\" value=\"1e0\"/><weight index=\"8\" value=\"1\"/>
         <issue index=\"2\" name=\"Size\" type=\"integer\" lowerbound=\"0\" upperbound=\"4\">
           <evaluator ftype=\"LINEAR\" slope=\"0.25\" offset=\"0\"/></issue>
         <issue index=\"3\" name=\"colour\" type=\"discrete\">
           <item value=\"blue\" evaluation=\"-1\"/><item value=\"red\" evaluation=\" 4 \"/></issue>
         <discount_factor value=\"0\"/>
         </utility_space>",
    )
    .unwrap();
    let scenario = Scenario::load(&folder).unwrap();
    let utilities = scenario
        .utilities(&[Value::Option(1), Value::Integer(3)])
        .unwrap();
    assert!((utilities[0] - (-0.25 - 0.2 * 0.75)).abs() < 1e-12);
    assert_eq!(scenario.profiles()[0].reservation, 0.0);
    assert_eq!(scenario.profiles()[0].discount, 1.0);
    let told: Vec<&Oddity> = scenario.warnings().iter().map(|one| &one.oddity).collect();
    assert!(
        matches!(
            told[..],
            [
                Oddity::IssueCount {
                    found: 2,
                    stated: 5
                },
                Oddity::Name { .. },
                Oddity::StrayWeight(8),
                Oddity::NegativeWeight(_),
                Oddity::WeightSum { .. },
                Oddity::NegativeEvaluation(_),
                Oddity::Range { .. },
                Oddity::Discount(_),
            ]
        ),
        "{told:#?}"
    );
}
