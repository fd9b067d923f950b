//! The amounts that can be picked.

/// All amounts, or the levels of a grid: its first plus whole steps, as numbers of the machine.
#[derive(Debug, Clone, Copy)]
pub(super) struct Grid {
    first: f64,
    step: Option<f64>,
}

impl Grid {
    pub(super) fn new(first: f64, step: Option<f64>) -> Self {
        Self { first, step }
    }

    /// The least amount above another.
    pub(super) fn above(self, amount: f64) -> f64 {
        let mut levels = self.around(amount).into_iter().flatten();
        match self.step {
            None => amount.next_up(),
            Some(_) => levels.find(|level| *level > amount).unwrap_or(amount),
        }
    }

    /// The greatest amount that is not above another.
    pub(super) fn up_to(self, amount: f64) -> f64 {
        let mut levels = self.around(amount).into_iter().flatten();
        levels.rfind(|level| *level <= amount).unwrap_or(amount)
    }

    /// The levels close by, from below upward: division may be off by one either way.
    fn around(self, amount: f64) -> Option<[f64; 4]> {
        let step = self.step?;
        let count = ((amount - self.first) / step).floor();
        Some([-1.0, 0.0, 1.0, 2.0].map(|more| self.first + step * (count + more)))
    }
}
