//! Guesses at the terms, and those of the model.

use dealzone::conflict::Conflict;
use dealzone::report::Finding;
use dealzone::space::Deal;
use dealzone::zone::Demands;

/// A guess at the terms, and whether it says that something is signed.
pub(super) struct Guess<'a> {
    pub(super) name: String,
    pub(super) signs: bool,
    pub(super) deal: Deal,
    /// The conflict under the demands that it was made for.
    pub(super) under: &'a Conflict,
}

/// The deals that the model singles out under a set of demands.
pub(super) fn of_the_model(finding: &Finding) -> Vec<Guess<'_>> {
    let guess = |name: &str, deal: Deal| Guess {
        name: format!("{name} under `{}`", finding.id),
        signs: finding.zone.exists(),
        deal,
        under: &finding.conflict,
    };
    let Some(closest) = finding.zone.closest() else {
        return Vec::new();
    };
    let mut guesses = vec![guess("best for who gains least", closest.deal.clone())];
    let query = finding.conflict.zone();
    if finding.zone.exists() {
        let query = query.among(finding.conflict.belligerents());
        let nash = query.solutions().and_then(|solutions| solutions.nash);
        guesses.extend(nash.map(|point| guess("Nash solution", point.deal)));
    } else if closest.lifted.as_slice().is_empty() {
        // Deals are left, but none that all gain by: the one that they would gain by most evenly once enough is lifted.
        guesses.extend(smallest(finding).first().and_then(|lift| {
            let all = Demands::all(&finding.conflict);
            let kept = all.as_slice().iter().copied();
            let kept = kept.filter(|demand| !lift.as_slice().contains(demand));
            let zone = query.demands(Demands::new(kept)).solve();
            let deal = zone.closest()?.deal.clone();
            Some(guess("best once the smallest set is lifted,", deal))
        }));
    }
    guesses
}

/// The sets to lift that no other is smaller than.
pub(super) fn smallest(finding: &Finding) -> Vec<&Demands> {
    let lifts = finding.clashes.lifts();
    let least = lifts.iter().map(|lift| lift.as_slice().len()).min();
    lifts
        .iter()
        .filter(|lift| Some(lift.as_slice().len()) == least)
        .collect()
}
