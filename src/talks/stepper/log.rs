//! What is noted of a round while it is played.

use crate::talks::Event;

/// The events of a round, in order; nothing where nobody will read them.
#[derive(Debug)]
pub(super) struct Log(Option<Vec<Event>>);

impl Log {
    /// Keeps what is noted.
    pub(super) fn open() -> Self {
        Self(Some(Vec::new()))
    }

    /// Keeps nothing.
    pub(super) fn closed() -> Self {
        Self(None)
    }

    /// Whether anybody will read it.
    pub(super) fn is_open(&self) -> bool {
        self.0.is_some()
    }

    /// Notes an event.
    pub(super) fn note(&mut self, event: impl FnOnce() -> Event) {
        if let Some(events) = &mut self.0 {
            events.push(event());
        }
    }

    pub(super) fn into_events(self) -> Vec<Event> {
        self.0.unwrap_or_default()
    }
}
