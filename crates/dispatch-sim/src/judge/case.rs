//! A case: one booking as the judge looks at it.

use dispatch_core::{
    Minute, ReasonCode, Span, Timestamp,
    engine::{Booking, Exception, ItemSnapshot},
};

use crate::{shell::Shell, world::span_of};

use super::invariant::{Invariant, Judged, Violation};

/// A booking, at a moment.
#[derive(Clone, Copy)]
pub(super) struct Case<'c> {
    pub(super) known: &'c Booking,
    pub(super) now: Timestamp,
    pub(super) shell: &'c Shell,
}

impl<'c> Case<'c> {
    /// Fails unless it holds.
    pub(super) fn must(&self, invariant: Invariant, holds: bool, says: impl FnOnce() -> String) -> Judged {
        if holds {
            return Ok(());
        }
        let Booking { appointment, disposition, .. } = self.known;
        let says = format!("{appointment} ({}): {}", disposition.as_str(), says());
        Err(Violation { invariant, at: self.now, appointment: Some(appointment.to_string()), says })
    }

    pub(super) fn items(&self) -> &'c [ItemSnapshot] {
        &self.known.snapshot.items
    }

    /// The time that the platform shows.
    pub(super) fn shown(&self) -> Span {
        let spans = || self.items().iter().map(span_of);
        let start = spans().map(|span| span.start).min().unwrap_or_default();
        Span::new(start, spans().map(|span| span.end).max().unwrap_or(start))
    }

    /// The time that counts: what was decided, else what is shown.
    pub(super) fn visit(&self) -> Span {
        match &self.known.desired {
            Some(desired) if self.known.disposition == dispatch_core::engine::Disposition::Assigned => {
                desired.assignment.visit
            }
            _ => self.shown(),
        }
    }

    pub(super) fn open(&self) -> Option<&'c Exception> {
        self.shell.state.exception(self.known.exception?)
    }

    pub(super) fn has_flag(&self, flag: ReasonCode) -> bool {
        self.known.all_flags().any(|raised| raised == flag)
    }

    /// True if what was decided has another length than the menu.
    pub(super) fn is_longer(&self) -> bool {
        let assigned = self.known.desired.as_ref().map(|desired| &desired.assignment.items);
        assigned.into_iter().flatten().any(|item| {
            let service = self.shell.rulebook.service(item.service.as_str());
            let menu = service.and_then(|service| self.shell.rulebook.service_minutes(service));
            menu.is_some_and(|menu| menu != item.span.minutes())
        })
    }

    pub(super) fn is_to_come(&self, start: Minute) -> bool {
        start.timestamp() > self.now
    }
}
