//! Cleaning up after closing.

use dispatch_core::{Lane, Occupancy, ResourceKind};

use super::{case::ReferenceCase, clock::Clock, hours::Hours};

impl Hours {
    /// True if a lane has no hours at a minute, and has had the last of that day's: those before began on an earlier local
    /// date than those after.
    fn is_after_close(&self, clock: &Clock, lane: Lane, minute: i32) -> bool {
        let Some(at) = clock.position(minute) else { return false };
        let places = &self.dated[lane.position()];
        let dates = |at: usize| places.iter().filter_map(move |days| days[at]);
        let before = (0..at).rev().find_map(|at| dates(at).max());
        let after = (at..clock.minutes()).find_map(|at| dates(at).min());
        dates(at).next().is_none() && before.is_some_and(|before| after.is_none_or(|after| before < after))
    }
}

impl ReferenceCase<'_> {
    /// True if the padding after a use may lie at a minute though the lane is not there any more.
    pub(super) fn may_clean_up(&self, own: &Occupancy, minute: i32) -> bool {
        let kinds = &self.document.padding.cleanup_may_overrun_close;
        let resource = own.lane.position().checked_sub(self.document.providers.len());
        let may = match resource.and_then(|at| self.document.resources.get(at)) {
            None => kinds.provider,
            Some(resource) if resource.kind == ResourceKind::Room => kinds.room,
            Some(_) => kinds.device,
        };
        may && minute >= own.used.end.0 && self.hours.is_after_close(self.clock, own.lane, minute)
    }
}
