//! Published results, by author and through the public interface alone.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod baron_ferejohn_1989;
mod binmore_shaked_sutton_1989;
mod bishop_cannings_maynard_smith_1978;
mod chatterjee_samuelson_1983;
mod fearon_1994;
mod fearon_1995;
mod jordan_2015;
mod kydd_2003;
mod lanchester_1916;
mod logrolling;
mod maynard_smith_1974;
mod myerson_satterthwaite_1983;
mod nash_1950;
mod pie;
mod powell_2004;
mod powell_2006;
mod raiffa_1982;
mod rubinstein_1982;
mod slantchev_2003;
mod sobol_2001;
mod spaniel_bils_judd_2018;
mod stahl_1972;
mod yildiz_2004;
mod zeuthen_1930;
