//! How much of a space meets every row: counted for choices, enclosed for amounts.
//!
//! `component` takes a program apart into what no constraint ties together, `alternative` the choices of a part from its
//! amounts, and `forest` says which parts programs have in common; `region` and `standing` say which boxes of a part
//! meet its constraints, `cells` cuts amounts into boxes, and `points` lists what all of them add to the objective
//! rows. What is asked less what some parts add makes questions, what the others add up to are the answers: `group`
//! divides the parts, `pairs` counts which answers meet which questions, by looking them up in a `table`. `enclosure`
//! adds up.

mod alternative;
mod cells;
mod component;
mod enclosure;
mod forest;
mod group;
mod pairs;
mod points;
mod questions;
mod region;
mod standing;
mod table;

pub(crate) use self::enclosure::Enclosure;
use self::forest::{Forest, grouped};
use super::program::Program;

/// A measure of points: a point counts one for each option, and the length of the interval for each amount.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Measure {
    /// The measure lies within these.
    pub(crate) bounds: Enclosure,
    /// Points listed.
    pub(crate) boxes: u64,
}

/// About how many answers are put into tables, all tables of a measure together.
const WORK: usize = 1 << 28;

/// The measure of points in a union of programs that break no pattern and meet every row, an objective row at t = 0.
///
/// The points of independent parts are listed on two sides, and counted pair by pair where the lists are short, else up to
/// a cell of a grid ("meet in the middle", Horowitz & Sahni 1974). Amounts are cut into cells, of which the least and the
/// most that they add are counted. Lists have about `room` points at the most: what is longer is thinned out. An amount
/// that a constraint fixes once the others are known is not a dimension of its own.
pub(crate) fn measure(programs: &[Program], room: usize) -> Measure {
    let forests = programs.iter().flat_map(Forest::all).collect();
    let mut measure = Measure {
        bounds: Enclosure::ZERO,
        boxes: 0,
    };
    let groups = grouped(forests);
    for group in &groups {
        let counted = group.measure(room, WORK / groups.len());
        measure.bounds = measure.bounds.plus(counted.bounds);
        measure.boxes += counted.boxes;
    }
    measure
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::program::{Literal, Pick, VariableTest};
    use super::super::row::Row;
    use super::*;

    /// Choices and an amount in steps, with effects in hundredths that are told apart from the floors; some pairs of options
    /// are forbidden.
    fn program(effects: &[Vec<Vec<i32>>], floors: &[i32], forbidden: &[(usize, usize)]) -> Program {
        let rows = floors
            .iter()
            .map(|floor| Row::objective((f64::from(*floor) - 0.5) / 100.0, 1.0));
        let mut program = Program::new(rows.collect());
        for options in effects {
            let flat = options.iter().flatten();
            program.add_choice(flat.map(|effect| f64::from(*effect) / 100.0).collect());
        }
        for (at, option) in forbidden {
            let literal = |variable: usize, option: usize| Literal {
                variable,
                test: VariableTest::AnyOf(vec![option]),
            };
            program.forbid(vec![literal(*at, *option), literal(*at + 1, 0)]);
        }
        program
    }

    /// By enumeration.
    fn counted(program: &Program) -> f64 {
        let mut count = 0.0;
        let mut picks = vec![0; program.variable_count()];
        loop {
            let point: Vec<Pick> = picks.iter().map(|option| Pick::Option(*option)).collect();
            if program.value(&point).is_some_and(|value| value >= 0.0) {
                count += 1.0;
            }
            let next =
                (0..picks.len()).find(|&at| picks[at] + 1 < program.choice_effects(at, 0).count());
            let Some(next) = next else {
                return count;
            };
            picks[..next].fill(0);
            picks[next] += 1;
        }
    }

    fn effects(issues: usize, rows: usize) -> impl Strategy<Value = Vec<Vec<Vec<i32>>>> {
        let option = prop::collection::vec(-20..60, rows);
        prop::collection::vec(prop::collection::vec(option, 1..5), issues)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// Two programs with some parts in common, which ask different things: exact with room for all points, and between
        /// the bounds with hardly any.
        #[test]
        fn counts_are_those_of_enumeration(
            (effects, floors, others) in (1_usize..4).prop_flat_map(|rows| (
                effects(6, rows),
                prop::collection::vec(0..150, rows),
                prop::collection::vec(0..150, rows),
            )),
            changed in 0..30,
            forbidden in prop::collection::vec((0_usize..5, 0_usize..3), 0..3),
        ) {
            let mut altered = effects.clone();
            altered[2][0][0] += changed;
            let programs = [
                program(&effects, &floors, &forbidden),
                program(&altered, &others, &forbidden),
            ];
            let exact: f64 = programs.iter().map(counted).sum();
            prop_assert_eq!(measure(&programs, 400_000).bounds, Enclosure::exactly(exact));
            for room in [0, 3, 40] {
                let bounds = measure(&programs, room).bounds;
                prop_assert!(bounds.low <= exact && exact <= bounds.high, "{:?} {}", bounds, exact);
            }
        }
    }

    /// More deals than could be listed: fourteen choices of four options, against the numbers of ways to reach each pair of
    /// sums.
    #[test]
    fn a_quarter_of_a_thousand_million_deals_are_counted_exactly() {
        let effect = |issue: usize, option: usize, row: usize| {
            ((issue * 37 + option * 53 + row * 71 + issue * option * (row + 2)) % 41) as i32
        };
        let effects: Vec<Vec<Vec<i32>>> = (0..14)
            .map(|issue| {
                let options = 0..4;
                let option = |option| (0..2).map(|row| effect(issue, option, row)).collect();
                options.map(option).collect()
            })
            .collect();
        const SIDE: usize = 14 * 41;
        let mut ways = vec![0_u64; SIDE * SIDE];
        ways[0] = 1;
        for options in &effects {
            let mut next = vec![0; SIDE * SIDE];
            for (at, count) in ways.iter().enumerate().filter(|(_, count)| **count > 0) {
                for option in options {
                    next[at + option[0] as usize * SIDE + option[1] as usize] += count;
                }
            }
            ways = next;
        }
        let floors = [320, 310];
        let reaching = ways
            .iter()
            .enumerate()
            .filter(|(at, _)| at / SIDE >= floors[0] as usize && at % SIDE >= floors[1] as usize);
        let exact: u64 = reaching.map(|(_, count)| count).sum();
        assert!(exact > 1_000_000, "{exact}");
        let bounds = measure(&[program(&effects, &floors, &[])], 400_000).bounds;
        assert_eq!(bounds, Enclosure::exactly(exact as f64));
    }
}
