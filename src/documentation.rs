//! Longer pages: the model in full, its limits, why it is built as it is, how it compares, which published results
//! it is held to, and what it would have said of talks whose end is known.
//!
//! | page | question |
//! |---|---|
//! | [`odd`] | what exactly is modelled? The ODD protocol, with every formula |
//! | [`limits`] | what does an answer not say? |
//! | [`design`] | why is it built this way? Opinions, with reasons |
//! | [`comparison`] | what do other tools do? Facts, with a date |
//! | [`genius`] | what do the figures of GENIUS domains mean, and where do the tools differ? |
//! | [`backtests`] | what does it say of talks whose end is known, and how near do naive guesses come? |
//! | [`mediators`] | what comes of the three styles of mediation, on random conflicts and on a scenario? |
//! | [`theory`] | which published results does the library reproduce, and which test says so? |

// Links of the pages are by reference. Each page ends with where its references lead among the files of the project, for
// those who read it there; the lines before a page here say where they lead in these pages, and come first, so that they
// hold.

#[doc = "[theory]: crate::documentation::theory"]
#[doc = "[format]: crate::scenario::format"]
#[doc = ""]
#[doc = include_str!("documentation/odd.md")]
pub mod odd {}

#[doc = "[backtests]: crate::documentation::backtests"]
#[doc = ""]
#[doc = include_str!("documentation/limits.md")]
pub mod limits {}

#[doc = "[comparison]: crate::documentation::comparison"]
#[doc = "[limits]: crate::documentation::limits"]
#[doc = ""]
#[doc = include_str!("documentation/design.md")]
pub mod design {}

#[doc = "[`genius`]: crate::documentation::genius"]
#[doc = ""]
#[doc = include_str!("documentation/comparison.md")]
pub mod comparison {}

#[doc = include_str!("documentation/genius.md")]
pub mod genius {}

#[doc = "[`games`]: crate::games"]
#[doc = "[`AlternatingOffers`]: crate::games::AlternatingOffers"]
#[doc = "[`Zeuthen`]: crate::games::Zeuthen"]
#[doc = "[`Legislature`]: crate::games::Legislature"]
#[doc = "[`TakeItOrLeaveIt`]: crate::games::TakeItOrLeaveIt"]
#[doc = "[`DoubleAuction`]: crate::games::DoubleAuction"]
#[doc = "[`BilateralTrade`]: crate::games::BilateralTrade"]
#[doc = "[`WarOfAttrition`]: crate::games::WarOfAttrition"]
#[doc = "[`PrivateAttrition`]: crate::games::PrivateAttrition"]
#[doc = "[`AudienceCosts`]: crate::games::AudienceCosts"]
#[doc = "[`MediatedDemand`]: crate::games::MediatedDemand"]
#[doc = "[`Fighting`]: crate::games::Fighting"]
#[doc = "[`Convergence`]: crate::games::Convergence"]
#[doc = "[`Lanchester`]: crate::games::Lanchester"]
#[doc = "[`Sensitivity`]: crate::analysis::Sensitivity"]
#[doc = ""]
#[doc = include_str!("documentation/theory.md")]
pub mod theory {}

#[doc = "[odd]: crate::documentation::odd"]
#[doc = ""]
#[doc = include_str!("documentation/mediators.md")]
pub mod mediators {}

#[doc = "[`Baselines`]: crate::analysis::Baselines"]
#[doc = "[`Durability`]: crate::zone::Durability"]
#[doc = "[`Attribution`]: crate::analysis::Attribution"]
#[doc = ""]
#[doc = include_str!("documentation/backtests.md")]
pub mod backtests {}
