//! War itself.

use dealzone::games::{
    AudienceCosts, Lanchester, LanchesterLaw, Player, Prior, PrivateAttrition, WarOfAttrition,
};

use super::row::{Row, Rows, row};

pub(super) fn contests() -> Rows {
    let war = WarOfAttrition::new([1.0, 1.0], [0.10, 0.25])?;
    let uniform = PrivateAttrition::new(Prior::uniform(0.0, 1.0)?)?;
    let exponential = PrivateAttrition::new(Prior::exponential(1.0)?)?;
    let crisis = AudienceCosts::new([1.0, 1.0], [0.1, 0.1], [-0.3, -0.9])?;
    let battle = Lanchester::new([1000.0, 800.0], [0.01, 0.01])?;
    let (square, linear) = (
        battle.fight(LanchesterLaw::Square),
        battle.fight(LanchesterLaw::Linear),
    );
    let paper = "Maynard Smith 1974, war of attrition";
    let private = "Bishop, Cannings & Maynard Smith 1978";
    let public = "Fearon 1994, Domestic audiences (derived)";
    let lanchester = "Lanchester 1916, Aircraft in warfare";
    Ok(vec![
        row(
            paper,
            "expected length, costs .10 and .25",
            2.857_143,
            war.expected_length(),
        ),
        row(
            paper,
            "probability that the costlier side gives up first",
            0.285_714,
            war.gives_up_first(Player::Second),
        ),
        row(
            private,
            "endurance of .5 where values are uniform",
            0.193_147,
            uniform.gives_up_after(0.5),
        ),
        row(
            private,
            "endurance of 2 where they are exponential",
            2.0,
            exponential.gives_up_after(2.0),
        ),
        row(
            public,
            "conceded by t = 3 at a rate of .1",
            0.230_769,
            crisis.conceded_by(Player::Second, 3.0),
        ),
        row(
            public,
            "when a value of war of −.3 locks a leader in",
            3.0,
            crisis.lock_in(Player::First),
        ),
        row(
            lanchester,
            "left of 1,000 against 800, aimed fire",
            600.0,
            square.left,
        ),
        Row {
            within: 5e-4,
            ..row(lanchester, "after what time", 109.861, square.after)
        },
        row(lanchester, "left, fire at an area", 200.0, linear.left),
    ])
}
