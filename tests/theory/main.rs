//! Published results, by author and through the public interface alone.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod binmore_shaked_sutton_1989;
mod fearon_1995;
mod jordan_2015;
mod logrolling;
mod pie;
mod powell_2006;
mod raiffa_1982;
mod rubinstein_1982;
mod spaniel_bils_judd_2018;
mod stahl_1972;
