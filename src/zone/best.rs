//! The best deal of a question, where nobody asks for a proof: most frames are then seen not to hold it, uncompiled.

use super::compile::{Ask, Compiler};
use super::demand::Demands;
use crate::conflict::{Conflict, Outlook, Situation};
use crate::solver::{Budget, Goal, Search};
use crate::space::Deal;

/// Room for the rounding of a ceiling.
const ROUNDING: f64 = 1e-9;

/// The deal with the greatest value to within a gap, and that value; the best found where the boxes run out, `None`
/// where none was.
///
/// The most promising frame is searched first, by even multipliers; its own multipliers then show which others need be
/// looked at, and those are searched together.
pub(crate) fn best_deal(
    conflict: &Conflict,
    situation: &Situation,
    outlook: &Outlook,
    (demands, asks): (&Demands, &[Ask]),
    gap: f64,
    boxes: u64,
) -> Option<(f64, Deal)> {
    let mut compiler = Compiler::new(conflict, situation, outlook, demands, asks);
    if compiler.is_excluded_everywhere() {
        return None;
    }
    let even = compiler.even_multipliers();
    let mut ceilings = compiler.ceilings(&even)?;
    let budget = |boxes| Budget {
        boxes,
        ..Budget::default()
    };
    // The first frame, by its ceiling, that holds a deal at all.
    let (first, mut search) = loop {
        // Of equal ceilings the first.
        let highest = (0..ceilings.len()).reduce(|high, next| {
            if ceilings[next] > ceilings[high] {
                next
            } else {
                high
            }
        })?;
        if ceilings[highest] == f64::NEG_INFINITY {
            return None;
        }
        let program = compiler.program(highest);
        if let Some(program) = program {
            let mut search = Search::with_multipliers(vec![program], even.clone());
            search.run(Goal::Optimum(gap), budget(boxes));
            if search.summary().best.is_some() {
                break (highest, search);
            }
        }
        ceilings[highest] = f64::NEG_INFINITY;
    };
    let summary = search.summary();
    let (_, known, picks) = summary.best?;
    if let Some(sharper) = compiler.ceilings(search.multipliers()) {
        for (ceiling, sharper) in ceilings.iter_mut().zip(sharper) {
            *ceiling = ceiling.min(sharper);
        }
    }
    let mut frames = vec![first];
    let mut programs = search.programs().to_vec();
    for (frame, ceiling) in ceilings.iter().enumerate() {
        if frame != first
            && ceiling + ROUNDING > known + gap
            && let Some(program) = compiler.program(frame)
        {
            frames.push(frame);
            programs.push(program);
        }
    }
    if programs.len() > 1 {
        let multipliers = search.multipliers().to_vec();
        search = Search::with_multipliers(programs, multipliers);
        search.offer(0, picks);
        search.run(
            Goal::Optimum(gap),
            budget(boxes.saturating_sub(summary.boxes)),
        );
    }
    let (program, value, picks) = search.summary().best?;
    Some((value, compiler.deal(frames[program], &picks)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::PartyIndex;
    use crate::scenario::Scenario;
    use crate::stream::{Purpose, Stream};
    use crate::zone::Compiled;

    /// The same value as a search of all frames at once, for one party's best and for texts, with levers and without.
    #[test]
    fn it_is_as_good_as_a_search_of_every_frame() {
        let scenario = Scenario::builtin("ukraine-2026-01-23").unwrap();
        let bare = scenario
            .conflict_at(&scenario.setting(), Some("freeze"))
            .unwrap();
        let mut stream = Stream::new(1, 0, Purpose::Sampling, 0);
        for round in 0..12 {
            let conflict = if round % 2 == 0 {
                &bare
            } else {
                bare.within_reach()
            };
            let situation = Situation::opening(conflict);
            let outlook = Outlook::new(conflict, &situation);
            let demands = Demands::all(conflict);
            let asks: Vec<Ask> = (0..3)
                .filter(|party| round % 3 == 2 || *party == round % 3)
                .map(|party| Ask::Surplus {
                    party: PartyIndex(party),
                    floor: 0.1 * stream.uniform(),
                    scale: f64::from(u8::from(party < 2 || round % 3 != 2)),
                })
                .collect();
            let gap = 1e-6;
            let found = best_deal(
                conflict,
                &situation,
                &outlook,
                (&demands, &asks),
                gap,
                5_000,
            );
            let (value, deal) = found.unwrap();
            assert!(conflict.space().admits(&deal));
            let compiled = Compiled::new(conflict, &situation, &outlook, &demands, &asks);
            let mut search = Search::over(compiled.programs);
            search.run(Goal::Optimum(gap), Budget::default());
            let (_, other, _) = search.summary().best.unwrap();
            assert!(
                (value - other).abs() <= 2.0 * gap,
                "round {round}: {value} {other}"
            );
        }
    }
}
