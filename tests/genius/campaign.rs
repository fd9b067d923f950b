//! Texts that are changed at random, by a seed: whatever comes of it is refused with its place, or read, and then its
//! figures hold and survive being written down.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use dealzone::genius::{
    Exactness, Fault, Figures, Format, GeniusError, Profile, Scenario, TOLERANCE, Utility,
};
use dealzone::stream::{Purpose, Stream};

use crate::brute_force::all;
use crate::files::scratch;

const GARDEN: &[(&str, &str)] = &[
    ("d.xml", include_str!("domains/garden/garden-domain.xml")),
    ("p.xml", include_str!("domains/garden/garden-east.xml")),
    ("q.xml", include_str!("domains/garden/garden-west.xml")),
];
const FESTIVAL: &[(&str, &str)] = &[
    (
        "d.xml",
        include_str!("domains/festival/festival-domain.xml"),
    ),
    (
        "p.xml",
        include_str!("domains/festival/festival-dancers.xml"),
    ),
    (
        "q.xml",
        include_str!("domains/festival/festival-neighbours.xml"),
    ),
];
const LIBRARY: &[(&str, &str)] = &[
    ("d.json", include_str!("domains/library/library.json")),
    ("p.json", include_str!("domains/library/reader.json")),
    ("q.json", include_str!("domains/library/town.json")),
];
/// An issue of reals, one issue below another objective, and a rectangle that holds for what lies outside.
const MEADOW: &[(&str, &str)] = &[
    (
        "d.xml",
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<negotiation_template>\n<utility_space number_of_issues=\"3\">\n\
         <objective index=\"0\" name=\"Meadow\">\n\
         <issue index=\"1\" name=\"share\" type=\"real\">\n<range lowerbound=\"0.0\" upperbound=\"1.0\"/>\n</issue>\n\
         <objective index=\"4\" name=\"below\">\n\
         <issue index=\"2\" name=\"hay\" type=\"integer\" lowerbound=\"-2\" upperbound=\"3\"/>\n</objective>\n\
         <issue index=\"3\" name=\"path\">\n<item index=\"1\" value=\"east\"/>\n<item index=\"2\" value=\"west\"/>\n</issue>\n\
         </objective>\n</utility_space>\n</negotiation_template>\n",
    ),
    (
        "p.xml",
        "<utility_space>\n<objective index=\"0\" name=\"Meadow\">\n\
         <issue index=\"1\" name=\"share\" type=\"real\">\n<range lowerbound=\"0.0\" upperbound=\"1.0\"/>\n\
         <evaluator ftype=\"linear\" parameter0=\"0\" parameter1=\"1\"/>\n</issue>\n\
         <issue index=\"2\" name=\"hay\" type=\"integer\" lowerbound=\"-2\" upperbound=\"3\">\n\
         <evaluator ftype=\"linear\" offset=\"0.1\" slope=\"0.2\"/>\n</issue>\n\
         <issue index=\"3\" name=\"path\">\n<item index=\"1\" value=\"east\" evaluation=\"3\"/>\n\
         <item index=\"2\" value=\"west\" evaluation=\"1.5\"/>\n</issue>\n\
         <weight index=\"1\" value=\"0.5\"/>\n<weight index=\"2\" value=\"0.25\"/>\n<weight index=\"3\" value=\"0.25\"/>\n\
         </objective>\n<reservation value=\"0.2\"/>\n<discount_factor value=\"0.5\"/>\n</utility_space>\n",
    ),
    (
        "q.xml",
        "<utility_space>\n<objective index=\"0\" name=\"Meadow\">\n\
         <issue index=\"1\" name=\"share\" type=\"real\">\n<range lowerbound=\"0.0\" upperbound=\"1.0\"/>\n\
         <evaluator ftype=\"triangular\" parameter0=\"-0.5\" parameter1=\"0.75\" parameter2=\"0.25\"/>\n</issue>\n\
         <issue index=\"2\" name=\"hay\" type=\"integer\" lowerbound=\"-2\" upperbound=\"3\">\n\
         <evaluator ftype=\"linear\" offset=\"1.2\" slope=\"-0.3\"/>\n</issue>\n\
         <issue index=\"3\" name=\"path\">\n<item index=\"1\" value=\"east\" evaluation=\"1\"/>\n\
         <item index=\"2\" value=\"west\" evaluation=\"4\"/>\n</issue>\n\
         <weight index=\"1\" value=\"0.5\"/>\n<weight index=\"2\" value=\"0.25\"/>\n<weight index=\"3\" value=\"0.25\"/>\n\
         </objective>\n<reservation value=\"0.1\"/>\n</utility_space>\n",
    ),
];

const NUMBERS: &[&str] = &[
    "NaN",
    "inf",
    "-Infinity",
    "1e308",
    "-1e308",
    "1e-320",
    "0",
    "-0",
    "-1",
    "1",
    "2",
    "7",
    "1e9",
    "99999999999999999999",
    "1e999",
    "0x10",
    "0,5",
    "",
    "   ",
    "1e3",
    "40000",
    "2097151",
    "9e15",
    "9007199254740993",
    "-9223372036854775808",
    "9223372036854775807",
    "0.30000000000000004",
    "1e-9",
    "-0.25",
    "1000000",
];
const STRANGE: &[&str] = &[
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?",
    "?>",
    "<!DOCTYPE a [<!ENTITY a \"b\">]>",
    "&a;",
    "&#0;",
    "&#x10FFFF;",
    "\0",
    "\u{feff}",
    "\u{1b}[31m",
    "/>",
    ">",
    "<",
    "\"",
    "'",
    "=",
    "xmlns:a=\"b\"",
    "\r\n",
    "\\u0000",
    "null",
    "[]",
    "{}",
    "true",
    ",",
    "<issue/>",
    "<item/>",
    "<weight/>",
    "<objective/>",
    "<utility_space/>",
    "é",
];

/// Draws by one stream.
struct Draw(Stream);

impl Draw {
    fn below(&mut self, count: usize) -> usize {
        ((self.0.uniform() * count as f64) as usize).min(count.saturating_sub(1))
    }

    fn of<'l>(&mut self, list: &[&'l str]) -> &'l str {
        list[self.below(list.len())]
    }

    /// One of the places where a text has this, and how long it is.
    fn place(&mut self, text: &str, is: impl Fn(char) -> bool) -> Option<(usize, usize)> {
        let mut places = Vec::new();
        let mut before = false;
        for (at, letter) in text.char_indices() {
            if is(letter) && !before {
                places.push(at);
            }
            before = is(letter);
        }
        let at = *places.get(self.below(places.len()))?;
        let length = text[at..].find(|letter| !is(letter));
        Some((at, length.unwrap_or(text.len() - at)))
    }

    fn line(&mut self, text: &str) -> (usize, usize) {
        let (at, length) = self.place(text, |letter| letter != '\n').unwrap_or((0, 0));
        (at, at + length)
    }

    /// One change.
    fn change(&mut self, bytes: Vec<u8>) -> Vec<u8> {
        let mut text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(broken) => return broken.into_bytes(),
        };
        match self.below(13) {
            0..=2 => {
                let number = |letter: char| letter.is_ascii_digit() || ".-".contains(letter);
                if let Some((at, length)) = self.place(&text, number) {
                    text.replace_range(at..at + length, self.of(NUMBERS));
                }
            }
            3 => {
                let (at, end) = self.line(&text);
                text.replace_range(at..end, "");
            }
            4 => {
                let (at, end) = self.line(&text);
                let times = [1, 2, 40, 2000][self.below(4)];
                let copies = format!("{}\n", &text[at..end]).repeat(times);
                text.insert_str(at, &copies);
            }
            5 => {
                let (at, end) = self.line(&text);
                let moved = text[at..end].to_owned();
                text.replace_range(at..end, "");
                let (to, _) = self.line(&text);
                text.insert_str(to, &moved);
            }
            6 => {
                let (at, _) = self.line(&text);
                text.insert_str(at, self.of(STRANGE));
            }
            7 => {
                let (at, end) = self.line(&text);
                let within = at + self.below(end - at + 1);
                if text.is_char_boundary(within) {
                    text.insert_str(within, self.of(STRANGE));
                }
            }
            8 => {
                // A word takes the place of another.
                let word = |letter: char| letter.is_alphanumeric() || letter == '_';
                if let (Some((from, long)), Some((at, length))) =
                    (self.place(&text, word), self.place(&text, word))
                {
                    let other = text[from..from + long].to_owned();
                    text.replace_range(at..at + length, &other);
                }
            }
            9 => {
                let (at, _) = self.line(&text);
                let deep = [3, 70, 100_000][self.below(3)];
                let inner = ["<objective index=\"9\">", "<q>", "[", "{\"a\":"][self.below(4)];
                text.insert_str(at, &inner.repeat(deep));
            }
            10 => {
                if let Some((at, _)) = self.place(&text, |letter| letter == ' ') {
                    let many = [2, 60, 50_000][self.below(3)];
                    let more: String = (0..many).map(|at| format!(" a{at}=\"{at}\"")).collect();
                    text.insert_str(at, &more);
                }
            }
            11 => {
                let mut bytes = text.into_bytes();
                if !bytes.is_empty() {
                    let at = self.below(bytes.len());
                    bytes[at] ^= 1 << self.below(8);
                }
                return bytes;
            }
            _ => {
                let at = self.below(text.len() + 1);
                let mut bytes = text.into_bytes();
                bytes.truncate(at);
                return bytes;
            }
        }
        text.into_bytes()
    }
}

/// An error names the file or the folder, says where, and is short enough to read.
fn is_told(error: &GeniusError, folder: &str) {
    let told = error.to_string();
    let names = ["d.xml", "p.xml", "q.xml", "d.json", "p.json", "q.json"];
    assert!(
        names.contains(&error.file.as_str()) || error.file.contains(folder),
        "{told}"
    );
    assert!(told.starts_with(&error.file), "{told}");
    assert!(told.len() < 1500, "{} bytes: {told}", told.len());
    assert!(!told.contains(['\u{1b}', '\n', '\0']), "{told:?}");
    let whole = matches!(
        error.fault,
        Fault::TooLong { .. }
            | Fault::Encoding { .. }
            | Fault::NoDomain
            | Fault::Domains(_)
            | Fault::NoProfile
            | Fault::Nothing
    );
    let place = error.place.as_ref();
    let is_placed = place.is_some_and(|place| place.at.is_some() || !place.element.is_empty());
    assert!(whole || is_placed, "{told}");
}

/// The figures hold among themselves, and against the list of all outcomes where that is short.
fn hold(scenario: &Scenario, figures: &Figures) {
    let most = Profile::MAX_UTILITY;
    for point in &figures.pareto {
        assert!(scenario.domain().contains(&point.outcome), "{point:?}");
        let own = scenario.utilities(&point.outcome).unwrap();
        for (own, told) in own.iter().zip(&point.utilities) {
            assert!(
                (own - told).abs() <= 1e-9 * own.abs().max(1.0),
                "{own} {point:?}"
            );
            assert!(own.abs() <= most, "{point:?}");
        }
    }
    if let (Some(rational), Some(outcomes)) = (figures.rational, figures.outcomes) {
        assert!(
            (0.0..=outcomes).contains(&rational),
            "{rational} of {outcomes}"
        );
        let exact = figures.exactness == Exactness::Exact;
        assert!(
            !exact || (rational > 0.0) == figures.nash.is_some(),
            "{rational}"
        );
    }
    let single = [
        &figures.nash,
        &figures.kalai_smorodinsky,
        &figures.egalitarian,
    ];
    for solution in single.into_iter().flatten() {
        assert!(
            solution.value >= 0.0 && solution.upper >= solution.value,
            "{solution:?}"
        );
    }
    if let Some(solution) = &figures.kalai_smorodinsky {
        assert!(solution.value <= 1.0 + 1e-9, "{solution:?}");
    }
    assert!(figures.welfare.value.is_finite());
    if !figures.outcomes.is_some_and(|outcomes| outcomes <= 3000.0) {
        return;
    }
    let floors = &figures.reservation;
    let (mut welfare, mut rational, mut least) = (f64::NEG_INFINITY, 0.0, f64::NEG_INFINITY);
    for outcome in all(scenario.domain()) {
        let own = scenario.utilities(&outcome).unwrap();
        welfare = welfare.max(own.iter().sum());
        let gains = own.iter().zip(floors).map(|(own, floor)| own - floor);
        let lowest = gains.fold(f64::INFINITY, f64::min);
        if lowest >= -TOLERANCE {
            rational += 1.0;
            least = least.max(lowest.max(0.0));
        }
        let matched = figures.pareto.iter().any(|point| {
            let mut pairs = point.utilities.iter().zip(&own);
            pairs.all(|(a, b)| *a >= b - TOLERANCE - 1e-12 * b.abs())
        });
        assert!(matched || figures.exactness != Exactness::Exact, "{own:?}");
    }
    let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(1.0);
    assert!(
        near(figures.welfare.value, welfare),
        "{welfare} {:?}",
        figures.welfare
    );
    if let Some(counted) = figures.rational {
        assert_eq!(counted, rational);
    }
    if let Some(solution) = &figures.egalitarian {
        assert!(near(solution.value, least), "{least} {solution:?}");
    }
}

/// What is written is read back to the same figures, or is told to be unwritable.
fn survives(scenario: &Scenario, figures: Option<&Figures>, folder: &str) {
    for format in [Format::Xml, Format::GeniusWeb] {
        let written = scratch(&format!("{folder}-written"));
        match scenario.save(&written, format) {
            Err(error) => {
                assert!(matches!(error.fault, Fault::Unwritable(_)), "{error}");
                assert_eq!(fs::read_dir(&written).unwrap().count(), 0, "{error}");
            }
            Ok(()) => {
                let again = Scenario::load(&written).unwrap();
                let (Some(there), Some(here)) = (again.figures(), figures) else {
                    assert!(figures.is_none());
                    continue;
                };
                let near = |a: f64, b: f64| (a - b).abs() <= 1e-8 * a.abs().max(1.0);
                assert!(near(here.welfare.value, there.welfare.value));
                assert_eq!(here.outcomes, there.outcomes);
                let (one, other) = (&here.egalitarian, &there.egalitarian);
                assert_eq!(one.is_some(), other.is_some());
                for (one, other) in one.iter().zip(other) {
                    assert!(near(one.value, other.value), "{one:?} {other:?}");
                }
            }
        }
    }
}

/// Any profile with so many rectangles or parts that a hunt for each figure would take the test's time.
fn is_long(scenario: &Scenario) -> bool {
    let many = |profile: &Profile| match &profile.utility {
        Utility::Rectangles { rectangles, .. } => rectangles.len() > 100,
        Utility::Additive { .. } => false,
    };
    scenario.profiles().iter().any(many)
}

fn run(name: &str, seed: u64, cases: u64) -> (usize, usize) {
    let (mut refused, mut read) = (0, 0);
    for case in 0..cases {
        let mut draw = Draw(Stream::new(seed, case, Purpose::Sampling, 0));
        let base = [GARDEN, FESTIVAL, LIBRARY, MEADOW][draw.below(4)];
        let folder = scratch(name);
        let which = draw.below(base.len());
        for (at, (file, text)) in base.iter().enumerate() {
            let mut bytes = text.as_bytes().to_vec();
            if at == which {
                for _ in 0..1 + draw.below(3) {
                    bytes = draw.change(bytes);
                }
            }
            fs::write(folder.join(file), bytes).unwrap();
        }
        let start = Instant::now();
        let told = catch_unwind(AssertUnwindSafe(|| match Scenario::load(&folder) {
            Err(error) => {
                is_told(&error, name);
                false
            }
            Ok(scenario) => {
                for warning in scenario.warnings() {
                    assert!(warning.to_string().len() < 1500, "{warning}");
                }
                if !is_long(&scenario) {
                    let figures = scenario.figures();
                    if let Some(figures) = &figures {
                        hold(&scenario, figures);
                    }
                    survives(&scenario, figures.as_ref(), name);
                }
                true
            }
        }));
        // Nothing here is large: this catches what runs away, on slow machines too.
        let took = start.elapsed();
        assert!(
            took < Duration::from_secs(120),
            "seed {seed}, case {case}: {took:?}"
        );
        match told {
            Ok(true) => read += 1,
            Ok(false) => refused += 1,
            Err(_) => panic!("seed {seed}, case {case}: see {}", folder.display()),
        }
    }
    (refused, read)
}

#[test]
fn changed_texts_are_refused_with_their_place_or_hold() {
    let (refused, read) = run("campaign", 1, 600);
    assert!(refused > 100 && read > 60, "{refused} refused, {read} read");
}

#[test]
#[ignore = "minutes"]
fn changed_texts_are_refused_with_their_place_or_hold_long() {
    for seed in 2..12 {
        run("campaign-long", seed, 5000);
    }
}
