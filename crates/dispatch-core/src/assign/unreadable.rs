//! Calendars that cannot be read: who is left out for it, and when that is why a person decides.

use crate::ids::Lane;

use super::{
    free::{Context, Moment},
    judge::ItemCase,
    resources::{others, ranked},
};

impl Context<'_> {
    /// Whoever supervises from outside the room has one calendar for all they do.
    #[inline]
    pub(crate) fn is_readable(&self, lane: Lane) -> bool {
        self.schedule.unreadable().is_empty() || self.schedule.is_readable(self.person(lane))
    }
}

impl ItemCase<'_> {
    /// True if the calendar of somebody or something that could serve on that day cannot be read: of who treats, only the
    /// one asked for counts, if any.
    pub(super) fn could_be_unread(&self, moment: &Moment<'_>) -> bool {
        let unread = self.context.schedule.unreadable();
        if unread.is_empty() {
            return false;
        }
        // From outside the room anywhere will do.
        let here = |lane| {
            self.context.person(lane) != lane
                || self.context.lane(lane).is_some_and(|rules| rules.works_at(self.context.location))
        };
        let asked = |lane| self.item.requested.is_none_or(|requested| requested == lane);
        let treats = ranked(self.service).into_iter().flat_map(|demand| &demand.fit);
        let treats = treats.filter(|fit| asked(fit.lane));
        let rest = others(self.service).iter().flat_map(|demand| &demand.fit);
        treats
            .chain(rest)
            .any(|fit| !self.context.is_readable(fit.lane) && here(fit.lane) && fit.is_valid(moment.page))
    }
}
