//! Offers at random.

use super::{OfferStrategy, best_to_sign};
use crate::index::OptionIndex;
use crate::space::{Deal, Domain, Level};
use crate::stream::Stream;
use crate::talks::View;

/// How often it draws before it falls back on the deal that it would like best.
const DRAWS: u32 = 1_000;

/// Offers a deal drawn uniformly from those that it would sign, the baseline of Baarslag et al. (2013). Amounts are drawn
/// over their whole range, in steps where they have some. After a thousand draws without one it would sign it offers the
/// deal that it would like best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RandomWalker;

impl OfferStrategy for RandomWalker {
    fn aim(&self, view: &View<'_>) -> f64 {
        view.war_value()
    }

    fn offer(&self, view: &View<'_>) -> Option<Deal> {
        let mut stream = view.stream();
        (0..DRAWS)
            .map(|_| draw(view, &mut stream))
            .find(|deal| view.space().admits(deal) && view.would_sign(deal))
            .or_else(|| best_to_sign(view))
    }
}

fn draw(view: &View<'_>, stream: &mut Stream) -> Deal {
    let issues = view.space().issues().iter();
    Deal::new(
        issues
            .map(|issue| match &issue.domain {
                Domain::Choice(options) | Domain::Ordinal(options) => {
                    let option = (stream.uniform() * options.len() as f64) as usize;
                    Level::Option(OptionIndex(option.min(options.len() - 1)))
                }
                Domain::Amount {
                    lower, upper, step, ..
                } => {
                    let share = stream.uniform();
                    Level::Amount(match step {
                        Some(step) => {
                            let steps = ((upper - lower) / step).round() + 1.0;
                            (lower + step * (share * steps).floor()).min(*upper)
                        }
                        None => lower + share * (upper - lower),
                    })
                }
            })
            .collect(),
    )
}
