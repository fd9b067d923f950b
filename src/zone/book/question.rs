//! Questions to two parties together.

use super::Book;
use super::aim::Aim;
use super::layout::Layout;
use super::lens::Lens;
use super::levers::Levers;
use super::rope::Rope;
use crate::index::PartyIndex;

/// What is asked of one party: t in its surplus, `floor + scale · t`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Side<'l> {
    pub(crate) lens: &'l Lens,
    pub(crate) floor: f64,
    /// Above zero.
    pub(crate) scale: f64,
}

/// What two parties are asked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'l> {
    pub(crate) sides: [Side<'l>; 2],
    pub(crate) aim: Aim,
    /// What may be pulled beside the deal.
    pub(crate) levers: Option<&'l Levers>,
}

/// What two parties are asked, and of which deals.
#[derive(Debug, Clone, Copy)]
pub(super) struct Question<'l> {
    pub(super) layout: &'l Layout,
    pub(super) book: &'l Book,
    /// By gate; `None` where the limits leave nothing.
    pub(super) ropes: &'l [Option<Rope>],
    /// `None` for somebody to whom deals are worth the same in every frame.
    pub(super) parties: [Option<PartyIndex>; 2],
    pub(super) sides: [Side<'l>; 2],
    pub(super) aim: Aim,
    pub(super) levers: Option<&'l Levers>,
}
