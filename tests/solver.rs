//! The exact search against brute force: every combination of choices, each with a linear program of its own.

#![allow(clippy::unwrap_used, clippy::panic)]

use dealzone::solver::{
    Basis, Budget, Goal, Joint, Literal, Pick, Piece, Program, Proof, ProofNode, Row, Search,
    Status, VariableTest, verify,
};
use dealzone::stream::{Purpose, Stream};
use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOutcome};

/// A random instance kept in the open, so that brute force can read it.
struct Instance {
    rows: Vec<Row>,
    /// `[variable][option][row]`.
    choices: Vec<Vec<Vec<f64>>>,
    /// `[variable]` = (lower, upper, slope by row).
    amounts: Vec<(f64, f64, Vec<f64>)>,
    joints: Vec<Joint>,
    forbidden: Vec<Vec<Literal>>,
}

struct Draw(Stream);

impl Draw {
    fn below(&mut self, bound: usize) -> usize {
        (self.0.uniform() * bound as f64) as usize
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.0.uniform()
    }

    fn literal(&mut self, instance: &Instance) -> Literal {
        let variable = self.below(instance.choices.len() + instance.amounts.len());
        let test = match instance.choices.get(variable) {
            Some(options) => {
                let option = self.below(options.len());
                let mut any_of = vec![option];
                if self.0.uniform() < 0.3 {
                    any_of.push((option + 1) % options.len());
                }
                VariableTest::AnyOf(any_of)
            }
            None => {
                let (lower, upper, _) = instance.amounts[variable - instance.choices.len()];
                let bound = self.between(lower, upper);
                if self.0.uniform() < 0.5 {
                    VariableTest::Above(bound)
                } else {
                    VariableTest::Below(bound)
                }
            }
        };
        Literal { variable, test }
    }
}

fn instance(seed: u64) -> Instance {
    let mut draw = Draw(Stream::new(seed, 0, Purpose::Sampling, 0));
    let parties = 2 + draw.below(3);
    let choices = 1 + draw.below(4);
    let amounts = draw.below(4);
    let constraints = if amounts > 0 { draw.below(3) } else { 0 };
    let mut rows: Vec<Row> = (0..parties)
        .map(|_| Row::objective(draw.between(0.2, 1.2), draw.between(0.5, 2.0)))
        .collect();
    for _ in 0..constraints {
        rows.push(Row {
            floor: draw.between(-1.0, 0.6),
            scale: 0.0,
            equal: draw.0.uniform() < 0.3,
        });
    }
    let mut instance = Instance {
        rows,
        choices: Vec::new(),
        amounts: Vec::new(),
        joints: Vec::new(),
        forbidden: Vec::new(),
    };
    for _ in 0..choices {
        let options = 1 + draw.below(4);
        let effects = (0..options)
            .map(|_| {
                let mut effect: Vec<f64> = (0..parties).map(|_| draw.between(0.0, 0.6)).collect();
                effect.resize(parties + constraints, 0.0);
                effect
            })
            .collect();
        instance.choices.push(effects);
    }
    for _ in 0..amounts {
        let lower = draw.between(-1.0, 0.5);
        let upper = lower + draw.between(0.2, 2.0);
        let slopes = (0..parties + constraints)
            .map(|_| draw.between(-0.6, 0.6))
            .collect();
        instance.amounts.push((lower, upper, slopes));
    }
    for _ in 0..draw.below(4) {
        let when: Vec<Literal> = (0..2).map(|_| draw.literal(&instance)).collect();
        let mut effect: Vec<f64> = (0..parties).map(|_| draw.between(-0.3, 0.3)).collect();
        effect.resize(parties + constraints, 0.0);
        // Brute force takes joint effects of choices only; amounts take part in forbidden patterns.
        if when
            .iter()
            .all(|literal| literal.variable < instance.choices.len())
        {
            instance.joints.push(Joint { when, effect });
        }
    }
    for _ in 0..draw.below(4) {
        let size = 1 + draw.below(3);
        let pattern = (0..size).map(|_| draw.literal(&instance)).collect();
        instance.forbidden.push(pattern);
    }
    instance
}

fn program(instance: &Instance) -> Program {
    let mut program = Program::new(instance.rows.clone());
    for effects in &instance.choices {
        program.add_choice(effects.concat());
    }
    for (lower, upper, slopes) in &instance.amounts {
        let pieces = slopes
            .iter()
            .map(|slope| vec![Piece::line(*upper, *slope)])
            .collect();
        program.add_amount(*lower, *upper, None, pieces);
    }
    for joint in &instance.joints {
        program.add_joint(joint.clone());
    }
    for pattern in &instance.forbidden {
        program.forbid(pattern.clone());
    }
    program
}

/// The optimum by enumeration; `None` where every point is infeasible.
fn brute_force(instance: &Instance) -> Option<f64> {
    let mut options = vec![0; instance.choices.len()];
    let mut best: Option<f64> = None;
    loop {
        if let Some(value) = best_amounts(instance, &options)
            && best.is_none_or(|known| value > known)
        {
            best = Some(value);
        }
        let mut place = 0;
        loop {
            if place == options.len() {
                return best;
            }
            options[place] += 1;
            if options[place] < instance.choices[place].len() {
                break;
            }
            options[place] = 0;
            place += 1;
        }
    }
}

/// With the choices fixed: a linear program for each way to escape the forbidden patterns.
fn best_amounts(instance: &Instance, options: &[usize]) -> Option<f64> {
    let count = instance.choices.len();
    let chosen = |literal: &Literal| match &literal.test {
        VariableTest::AnyOf(any_of) => any_of.contains(&options[literal.variable]),
        _ => true,
    };
    // Patterns not escaped by choices must be escaped by one of their amounts.
    let mut escapes: Vec<Vec<&Literal>> = Vec::new();
    for pattern in &instance.forbidden {
        if pattern
            .iter()
            .filter(|literal| literal.variable < count)
            .all(chosen)
        {
            escapes.push(
                pattern
                    .iter()
                    .filter(|literal| literal.variable >= count)
                    .collect(),
            );
        }
    }
    let mut ways: Vec<Vec<&Literal>> = vec![Vec::new()];
    for escape in escapes {
        ways = ways
            .into_iter()
            .flat_map(|way| {
                escape.iter().map(move |literal| {
                    let mut way = way.clone();
                    way.push(literal);
                    way
                })
            })
            .collect();
    }
    ways.iter()
        .filter_map(|way| linear_program(instance, options, way))
        .max_by(f64::total_cmp)
}

fn linear_program(instance: &Instance, options: &[usize], escapes: &[&Literal]) -> Option<f64> {
    let count = instance.choices.len();
    let mut problem = Problem::new(OptimizationDirection::Maximize);
    let level = problem.add_var(1.0, (-100.0, 100.0));
    let mut amounts = Vec::new();
    for (index, (lower, upper, _)) in instance.amounts.iter().enumerate() {
        let (mut from, mut to) = (*lower, *upper);
        for escape in escapes
            .iter()
            .filter(|escape| escape.variable == count + index)
        {
            match escape.test {
                VariableTest::Above(bound) => to = to.min(bound),
                VariableTest::Below(bound) => from = from.max(bound),
                VariableTest::AnyOf(_) => {}
            }
        }
        if from > to {
            return None;
        }
        amounts.push(problem.add_var(0.0, (from, to)));
    }
    for (
        row,
        Row {
            floor,
            scale,
            equal,
        },
    ) in instance.rows.iter().enumerate()
    {
        let fixed: f64 = options
            .iter()
            .zip(&instance.choices)
            .map(|(option, effects)| effects[*option][row])
            .sum::<f64>()
            + instance
                .joints
                .iter()
                .filter(|joint| {
                    joint.when.iter().all(|literal| match &literal.test {
                        VariableTest::AnyOf(any_of) => any_of.contains(&options[literal.variable]),
                        _ => false,
                    })
                })
                .map(|joint| joint.effect[row])
                .sum::<f64>();
        let mut terms: Vec<_> = amounts
            .iter()
            .zip(&instance.amounts)
            .map(|(variable, (_, _, slopes))| (*variable, slopes[row]))
            .collect();
        if *scale > 0.0 {
            terms.push((level, -scale));
        }
        let relation = if *equal {
            ComparisonOp::Eq
        } else {
            ComparisonOp::Ge
        };
        problem.add_constraint(terms, relation, floor - fixed);
    }
    match problem.solve() {
        Ok(SolveOutcome::Solution(solution)) => Some(solution.objective()),
        _ => None,
    }
}

/// What a point may gain by missing constraint rows as far as a proof allows.
const ALLOWED: f64 = 1e-6;

fn agrees_with_brute_force(seed: u64) {
    let instance = instance(seed);
    let expected = brute_force(&instance);
    let mut search = Search::new(vec![program(&instance)]).unwrap();
    let status = search.run(Goal::Optimum(1e-11), Budget::default());
    assert_eq!(status, Status::Settled, "seed {seed}");
    let summary = search.summary();
    match (expected, &summary.best) {
        (None, None) => assert_eq!(summary.upper, f64::NEG_INFINITY, "seed {seed}"),
        (Some(expected), Some((_, value, point))) => {
            assert!(
                (expected - value).abs() < 1e-9,
                "seed {seed}: {value} is not {expected}"
            );
            assert!(
                summary.upper < value + 1e-9,
                "seed {seed}: {} above {value}",
                summary.upper
            );
            assert_eq!(search.programs()[0].value(point), Some(*value));
        }
        (expected, found) => panic!("seed {seed}: {found:?} where {expected:?}"),
    }
    let proof = search.proof();
    verify(search.programs(), &proof).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
    // The proof speaks of points that miss rows by twice the tolerance as well, and multipliers say what that is worth.
    assert!(
        proof.upper <= summary.upper + ALLOWED,
        "seed {seed}: {} above {}",
        proof.upper,
        summary.upper
    );

    let mut sign = Search::new(vec![program(&instance)]).unwrap();
    assert_eq!(sign.run(Goal::Sign, Budget::default()), Status::Settled);
    if let Some(expected) = expected.filter(|expected| expected.abs() > ALLOWED) {
        let exists = sign
            .summary()
            .best
            .is_some_and(|(_, value, _)| value >= 0.0);
        assert_eq!(exists, expected > 0.0, "seed {seed}: {expected}");
        assert!(exists || sign.proof().upper < 0.0, "seed {seed}");
    }
}

#[test]
fn optimum_and_sign_agree_with_brute_force() {
    (0..10_000).for_each(agrees_with_brute_force);
}

#[test]
#[ignore = "a minute; the short version is optimum_and_sign_agree_with_brute_force"]
fn optimum_and_sign_agree_with_brute_force_long() {
    (10_000..200_000).for_each(agrees_with_brute_force);
}

/// Curved effects have no linear program: a fine grid bounds the optimum from below.
#[test]
fn curved_effects_agree_with_a_grid() {
    for seed in 0..60 {
        let mut draw = Draw(Stream::new(seed, 1, Purpose::Sampling, 0));
        let rows = vec![
            Row::objective(draw.between(0.2, 1.0), 1.0),
            Row::objective(draw.between(0.2, 1.0), 1.0),
        ];
        let mut program = Program::new(rows);
        program.add_choice((0..4).map(|_| draw.between(0.0, 0.3)).collect());
        for _ in 0..2 {
            let mut curve = |rising: bool| {
                let basis = if draw.0.uniform() < 0.5 {
                    Basis::Power(draw.between(0.3, 3.0))
                } else {
                    Basis::Exponential(draw.between(-3.0, 3.0))
                };
                vec![Piece {
                    upto: 2.0,
                    offset: 0.0,
                    coefficient: draw.between(0.2, 0.8),
                    origin: if rising { 0.0 } else { 2.0 },
                    span: if rising { 2.0 } else { -2.0 },
                    basis,
                }]
            };
            let effects = vec![curve(true), curve(false)];
            program.add_amount(0.0, 2.0, None, effects);
        }
        let mut grid = f64::NEG_INFINITY;
        for option in 0..2 {
            for first in 0..=400 {
                for second in 0..=400 {
                    let point = [
                        Pick::Option(option),
                        Pick::Amount(f64::from(first) / 200.0),
                        Pick::Amount(f64::from(second) / 200.0),
                    ];
                    grid = grid.max(program.value(&point).unwrap());
                }
            }
        }
        let mut search = Search::new(vec![program]).unwrap();
        assert_eq!(
            search.run(Goal::Optimum(1e-7), Budget::default()),
            Status::Settled,
            "seed {seed}"
        );
        let summary = search.summary();
        let (_, value, _) = summary.best.clone().unwrap();
        assert!(value >= grid - 1e-9, "seed {seed}: {value} below {grid}");
        assert!(
            value <= grid + 0.01,
            "seed {seed}: {value} far above {grid}"
        );
        assert!(summary.upper <= value + 1e-7 + 1e-12, "seed {seed}");
        verify(search.programs(), &search.proof()).unwrap();
    }
}

#[test]
fn amounts_in_steps_agree_with_enumeration() {
    for seed in 0..200 {
        let mut draw = Draw(Stream::new(seed, 2, Purpose::Sampling, 0));
        let rows = vec![Row::objective(0.5, 1.0), Row::objective(0.4, 1.0)];
        let mut program = Program::new(rows);
        let mut slopes = Vec::new();
        for _ in 0..3 {
            let slope = vec![draw.between(-0.5, 0.5), draw.between(-0.5, 0.5)];
            let pieces = slope
                .iter()
                .map(|slope| vec![Piece::line(1.0, *slope)])
                .collect();
            program.add_amount(0.0, 1.0, Some(0.1), pieces);
            slopes.push(slope);
        }
        let mut expected = f64::NEG_INFINITY;
        for code in 0..1331 {
            let point: Vec<Pick> = [code % 11, code / 11 % 11, code / 121]
                .map(|count| Pick::Amount(0.1 * f64::from(count)))
                .to_vec();
            expected = expected.max(program.value(&point).unwrap());
        }
        let mut search = Search::new(vec![program]).unwrap();
        search.run(Goal::Optimum(1e-11), Budget::default());
        let summary = search.summary();
        assert!(
            (summary.best.unwrap().1 - expected).abs() < 1e-10,
            "seed {seed}"
        );
        assert!((summary.upper - expected).abs() < 1e-9, "seed {seed}");
    }
}

/// Choices that hang together in every way: small enough to enumerate, and with seven options large enough that not all
/// of them fit one table.
#[test]
fn linked_choices_agree_with_enumeration() {
    for seed in 0..300 {
        let mut draw = Draw(Stream::new(seed, 4, Purpose::Sampling, 0));
        let (choices, options) = if seed % 10 == 0 { (5, 7) } else { (6, 3) };
        let mut program = Program::new(vec![
            Row::objective(draw.between(0.5, 1.5), 1.0),
            Row::objective(draw.between(0.5, 1.5), 0.7),
        ]);
        for _ in 0..choices {
            program.add_choice((0..2 * options).map(|_| draw.between(0.0, 0.5)).collect());
        }
        let mut literals = |most: usize| -> Vec<Literal> {
            let size = 1 + draw.below(most);
            (0..size)
                .map(|_| {
                    let first = draw.below(options);
                    Literal {
                        variable: draw.below(choices),
                        test: VariableTest::AnyOf(vec![first, draw.below(options)]),
                    }
                })
                .collect()
        };
        let (joints, patterns): (Vec<_>, Vec<_>) = (0..5 * choices)
            .map(|index| literals(if index % 7 == 0 { 5 } else { 3 }))
            .enumerate()
            .partition(|(index, _)| index % 3 > 0);
        for (_, when) in joints {
            let effect = vec![draw.between(-0.3, 0.3), draw.between(-0.3, 0.3)];
            program.add_joint(Joint { when, effect });
        }
        for (_, pattern) in patterns
            .into_iter()
            .filter(|(_, pattern)| pattern.len() > 1)
        {
            program.forbid(pattern);
        }
        let mut expected: Option<f64> = None;
        for code in 0..options.pow(choices as u32) {
            let point: Vec<Pick> = (0..choices)
                .map(|place| Pick::Option(code / options.pow(place as u32) % options))
                .collect();
            if let Some(value) = program.value(&point) {
                expected = Some(expected.map_or(value, |known| known.max(value)));
            }
        }
        let mut search = Search::new(vec![program]).unwrap();
        assert_eq!(
            search.run(Goal::Optimum(1e-11), Budget::default()),
            Status::Settled
        );
        let summary = search.summary();
        assert_eq!(
            summary.best.is_some(),
            expected.is_some(),
            "seed {seed}: {expected:?}"
        );
        let proof = search.proof();
        verify(search.programs(), &proof).unwrap();
        let expected = expected.unwrap_or(f64::NEG_INFINITY);
        let value = summary.best.map_or(f64::NEG_INFINITY, |best| best.1);
        assert!(
            (value - expected).abs() < 1e-11 || value == expected,
            "seed {seed}"
        );
        assert!(
            proof.upper <= expected + 1e-9 && proof.upper >= expected,
            "seed {seed}"
        );
    }
}

#[test]
fn a_stopped_search_goes_on_where_it_was() {
    let hard = (0..).map(program_of_many).find(|program| {
        let mut search = Search::new(vec![program.clone()]).unwrap();
        search.run(Goal::Optimum(1e-11), Budget::default());
        search.summary().boxes > 40
    });
    let program = hard.unwrap();
    let mut whole = Search::new(vec![program.clone()]).unwrap();
    whole.run(Goal::Optimum(1e-11), Budget::default());
    let mut parts = Search::new(vec![program]).unwrap();
    let budget = Budget {
        boxes: 7,
        ..Budget::default()
    };
    while parts.run(Goal::Optimum(1e-11), budget) == Status::OutOfBudget {
        let summary = parts.summary();
        assert!(summary.upper >= whole.summary().best.unwrap().1);
        assert!(verify(parts.programs(), &parts.proof()).is_err());
    }
    assert_eq!(parts.summary(), whole.summary());
    assert_eq!(parts.proof(), whole.proof());
}

fn program_of_many(seed: u64) -> Program {
    let mut draw = Draw(Stream::new(seed, 3, Purpose::Sampling, 0));
    let mut program = Program::new(vec![Row::objective(8.0, 1.0); 5]);
    for _ in 0..20 {
        let effects: Vec<Vec<f64>> = (0..5)
            .map(|_| (0..5).map(|_| draw.0.uniform()).collect())
            .collect();
        program.add_choice(effects.concat());
    }
    program
}

/// A program of one amount in 0 ..= 1 with one effect, and a proof that bounds it by a multiplier of one.
fn one_amount(step: Option<f64>, pieces: Vec<Piece>) -> (Program, Proof) {
    let mut program = Program::new(vec![Row::objective(0.0, 1.0)]);
    program.add_amount(0.0, 1.0, step, vec![pieces]);
    let proof = Proof {
        upper: 2.0,
        nodes: vec![ProofNode::Multipliers(vec![1.0])],
    };
    (program, proof)
}

#[test]
fn programs_with_numbers_that_no_program_has_are_refused_by_name() {
    let line = || vec![Piece::line(1.0, 1.0)];
    let (good, proof) = one_amount(Some(0.25), line());
    verify(std::slice::from_ref(&good), &proof).unwrap();
    Search::new(vec![good]).unwrap();

    let with_row = |row: Row| {
        let mut program = Program::new(vec![row]);
        program.add_choice(vec![0.0, 1.0]);
        program
    };
    let with_effect = |effect: f64| {
        let mut program = Program::new(vec![Row::objective(0.0, 1.0)]);
        program.add_choice(vec![0.0, effect]);
        program
    };
    let with_joint = |bound: f64, effect: f64| {
        let mut program = one_amount(None, line()).0;
        let when = vec![Literal {
            variable: 0,
            test: VariableTest::Above(bound),
        }];
        program.add_joint(Joint {
            when,
            effect: vec![effect],
        });
        program
    };
    let mut high = Piece::line(1.0, 1.0);
    high.offset = 5.0;
    let jump = vec![Piece::line(0.5, 1.0), high];
    let mut flat = Piece::line(1.0, 1.0);
    flat.span = 0.0;
    let mut backwards = Program::new(vec![Row::objective(0.0, 1.0)]);
    backwards.add_amount(1.0, 0.0, None, vec![line()]);
    let cases = [
        (one_amount(Some(0.0), line()).0, "step of 0"),
        (one_amount(Some(-0.5), line()).0, "step of -0.5"),
        (one_amount(Some(f64::NAN), line()).0, "step of NaN"),
        (one_amount(None, jump).0, "without a jump"),
        (one_amount(None, vec![flat]).0, "not finite"),
        (backwards, "1 ..= 0"),
        (with_row(Row::objective(0.0, -1.0)), "zero or more"),
        (with_row(Row::objective(f64::NAN, 1.0)), "must be finite"),
        (with_row(Row::constraint(0.0)), "no row has a scale"),
        (with_effect(f64::NAN), "variable 0 on row 0"),
        (with_effect(f64::INFINITY), "variable 0 on row 0"),
        (with_joint(0.5, f64::NAN), "joint effect 0"),
        (with_joint(f64::NAN, 1.0), "joint effect 0"),
    ];
    for (program, expected) in cases {
        let proven = verify(std::slice::from_ref(&program), &proof).unwrap_err();
        assert!(
            proven.to_string().contains(expected),
            "{proven}: {expected}"
        );
        let searched = Search::new(vec![program]).unwrap_err();
        assert_eq!(searched.to_string(), proven.to_string());
    }
}

#[test]
fn picks_of_another_program_have_no_value() {
    let mut program = Program::new(vec![Row::objective(0.0, 1.0)]);
    program.add_choice(vec![0.0, 1.0]);
    program.add_amount(0.0, 1.0, None, vec![vec![Piece::line(1.0, 1.0)]]);
    program.forbid(vec![Literal {
        variable: 1,
        test: VariableTest::Above(0.9),
    }]);
    let [first, half] = [Pick::Option(1), Pick::Amount(0.5)];
    assert_eq!(program.value(&[first, half]), Some(1.5));
    for picks in [
        vec![],
        vec![first],
        vec![half, first],
        vec![first, half, half],
        vec![Pick::Option(2), half],
        vec![first, Pick::Amount(1.5)],
        vec![first, Pick::Amount(f64::NAN)],
        vec![first, Pick::Amount(0.95)],
    ] {
        assert_eq!(program.value(&picks), None, "{picks:?}");
    }
}
