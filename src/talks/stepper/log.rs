//! What is noted of a round while it is played.

use crate::talks::Event;

/// The events of a round, in order.
#[derive(Debug, Default)]
pub(super) struct Log(Vec<Event>);

impl Log {
    /// Notes an event.
    pub(super) fn note(&mut self, event: impl FnOnce() -> Event) {
        self.0.push(event());
    }

    pub(super) fn into_events(self) -> Vec<Event> {
        self.0
    }
}
