//! Sums rounded up.

/// A sum that is never below the true one: each product and each addition is rounded to the next number up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Upward(pub(super) f64);

impl Upward {
    pub(super) fn add(&mut self, value: f64) {
        // Minus infinity stays what it is; a sum of numbers that only looks like it is rounded up to the least number.
        self.0 = if self.0 == f64::NEG_INFINITY || value == f64::NEG_INFINITY {
            f64::NEG_INFINITY
        } else {
            (self.0 + value).next_up()
        };
    }

    pub(super) fn add_product(&mut self, left: f64, right: f64) {
        if left != 0.0 && right != 0.0 {
            self.add((left * right).next_up());
        }
    }
}
