//! The front and the regime move, and beliefs with them.

use super::{Log, Talks};
use crate::stream::Purpose;
use crate::talks::Event;
use crate::war::WarEnd;

impl Talks<'_> {
    /// Moves the front and the regime, and every belief by what was seen.
    pub(super) fn move_front(&mut self, log: &mut Log) -> Option<WarEnd> {
        let war = self.conflict.war();
        if war.is_still() {
            let period = &mut self.state.situation.war.period;
            *period = period.saturating_add(1);
            return None;
        }
        let before = self.state.situation.war.clone();
        let stream = &mut self.state.stream(Purpose::War);
        let step = war.step(&before, self.state.strength, stream);
        let after = step.state;
        for (axis, (now, then)) in after.positions.iter().zip(&before.positions).enumerate() {
            if now != then {
                let by = *now as i64 - *then as i64;
                log.note(|| Event::FrontMoved { axis, by });
            }
        }
        if after.regime != before.regime {
            log.note(|| Event::RegimeChanged {
                from: before.regime,
                to: after.regime,
            });
        }
        // All see the same moves.
        let strengths = 0..war.strengths();
        let likelihoods = strengths.map(|strength| war.likelihood(&before, &after, strength));
        let likelihoods: Vec<f64> = likelihoods.collect();
        for belief in &mut self.state.situation.beliefs {
            belief.update(|strength| likelihoods[strength]);
        }
        self.state.situation.war = after;
        step.end
    }
}
