//! Levers beside a deal: what they can do for two parties, frame by frame.

use super::amounts::Amounts;
use super::layout::Layout;
use super::rope::Rope;
use super::worths::Worths;
use crate::conflict::{LeverEffect, Leverage};
use crate::index::PartyIndex;
use crate::party::Curve;
use crate::zone::compile::lever_slope;

/// By how much what levers do may be missed, in utility.
const ERROR: f64 = 1e-8;

/// What two parties can have of the levers of a mediator within its budget.
#[derive(Debug)]
pub(crate) struct Levers {
    ropes: Vec<Rope>,
    /// By frame, the place of its rope.
    frames: Vec<usize>,
}

impl Levers {
    /// The levers of a conflict that is laid out; `None` where they can be pulled in too many ways.
    pub(crate) fn new(
        leverage: &Leverage,
        layout: &Layout,
        parties: [PartyIndex; 2],
    ) -> Option<Self> {
        let amounts = Amounts::of_levers(leverage);
        let mut known: Vec<[u64; 2]> = Vec::new();
        let mut ropes = Vec::new();
        let mut frames = Vec::new();
        for frame in 0..layout.frames.len() {
            // A lever that moves W counts less where a breach would leave more of the deal with W.
            let terms = parties.map(|party| layout.sides[party.get()].weights.terms(frame));
            let broken = terms.map(|terms| terms.broken.to_bits());
            let place = match known.iter().position(|seen| *seen == broken) {
                Some(place) => place,
                None => {
                    let curve = |effect: LeverEffect, side: usize| {
                        let at_upper = lever_slope(&effect, &terms[side]);
                        let at_lower = 0.0;
                        (1.0, Curve::Linear { at_lower, at_upper })
                    };
                    let wish = |side: usize| -> Vec<(f64, Curve)> {
                        let levers = 0..leverage.levers.len();
                        let effects = levers.map(|lever| leverage.effect(lever, parties[side]));
                        effects.map(|effect| curve(effect, side)).collect()
                    };
                    let wishes = [wish(0), wish(1)];
                    let wishes = [wishes[0].as_slice(), wishes[1].as_slice()];
                    let worths = Worths::of(&amounts, &wishes, ERROR)?;
                    ropes.push(worths.frontier(&[], ERROR)??);
                    known.push(broken);
                    ropes.len() - 1
                }
            };
            frames.push(place);
        }
        Some(Self { ropes, frames })
    }

    /// What they can do in a frame.
    pub(super) fn rope(&self, frame: usize) -> &Rope {
        &self.ropes[self.frames[frame]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conflict::{Conflict, Lever, Outlook, Timing};
    use crate::random::{self, Draw};
    use crate::zone::book::tests::{asks, comes_to};
    use crate::zone::book::{Aim, Asked, Duo, Memory, Side};
    use crate::zone::{Values, best_deal};

    const GAP: f64 = 1e-4;

    fn leverage(draw: &mut Draw, conflict: &Conflict) -> Leverage {
        let mut lever = |place: usize| {
            let timing = [Timing::OnSignature, Timing::AtOnce][draw.below(2)];
            let mut effects = vec![LeverEffect::default(); conflict.parties().len()];
            for (party, effect) in effects.iter_mut().enumerate() {
                effect.deal = draw.between(-0.03, 0.06);
                // A lever leaves what its mediator has without a deal as it is.
                if timing == Timing::AtOnce && party > 0 {
                    effect.war = draw.between(-0.06, 0.03);
                }
            }
            Lever {
                id: format!("lever-{place}"),
                label: String::new(),
                timing,
                cost: draw.between(-0.02, 0.06).max(0.0),
                effects,
            }
        };
        Leverage {
            mediator: PartyIndex(0),
            levers: (0..4).map(&mut lever).collect(),
            budget: draw.between(0.0, 0.1),
        }
    }

    #[test]
    fn two_parties_get_what_the_search_finds_with_levers_on_the_table() {
        let (mut found, mut empty, mut given_up) = (0, 0, 0);
        for seed in 0..500 {
            let conflict = random::conflict(seed);
            let mut draw = Draw::new(seed, 80);
            let levers = leverage(&mut draw, &conflict);
            let conflict = conflict.to_builder().leverage(levers).build().unwrap();
            let reach = conflict.within_reach();
            let pair = [0, 1].map(PartyIndex);
            let demands = draw.demands(&conflict);
            let Some(layout) = Layout::new(&conflict) else {
                continue;
            };
            let Some(duo) = Duo::new(&conflict, &layout, pair, &demands) else {
                continue;
            };
            let levers = Levers::new(conflict.leverage().unwrap(), &layout, pair).unwrap();
            let mut memory = Memory::new();
            for _ in 0..3 {
                let mut situation = draw.situation(&conflict);
                situation.levers = vec![0.0; 4];
                let outlook = Outlook::new(reach, &situation);
                let lenses = pair.map(|party| layout.lens(&conflict, party, &situation, &outlook));
                let [Some(one), Some(other)] = &lenses else {
                    continue;
                };
                let lenses = [one, other];
                let sides = [0, 1].map(|place| Side {
                    lens: lenses[place],
                    floor: draw.between(-0.1, 0.1),
                    scale: conflict.parties()[place].scale,
                });
                let aim = [Aim::Lesser, Aim::Above(0), Aim::Above(1)][draw.below(3)];
                let asked = Asked {
                    sides,
                    aim,
                    levers: Some(&levers),
                };
                let Ok(deal) = duo.best(&layout, asked, GAP, &mut memory) else {
                    given_up += 1;
                    continue;
                };
                let afresh = duo.best(&layout, asked, GAP, &mut Memory::new());
                assert_eq!(afresh.ok(), Some(deal.clone()), "seed {seed}");
                let asks = asks(&asked, pair);
                let question = (&demands, asks.as_slice());
                let known = best_deal(reach, &situation, &outlook, question, GAP, 50_000);
                assert!(deal.is_some() || known.is_none(), "seed {seed}");
                let (Some((value, deal)), Some((known, _))) = (deal, known) else {
                    empty += 1;
                    continue;
                };
                assert!(random::is_met(reach, &demands, &deal), "seed {seed}");
                let surpluses =
                    pair.map(|party| Values::of_party(reach, &situation, &outlook, &deal, party));
                let least = comes_to(&asked, surpluses.map(|value| value.surplus()));
                assert!(least >= value - 1e-9, "seed {seed}: {least} for {value}");
                assert!(least >= known - GAP, "seed {seed}: {least} for {known}");
                found += 1;
            }
        }
        let counts = format!("{found} found, {empty} empty, {given_up} given up");
        assert!(
            found > 300 && empty > 5 && given_up < found / 10,
            "{counts}"
        );
    }
}
