//! All starts of a day at once: at which of them one lane can serve one demand.

use crate::{
    calendar::{Row, WORDS},
    ids::Lane,
    rulebook::{Demand, Fit},
    time::Minutes,
};

use super::{
    counting,
    day::{Day, LaneOnDay, Piece, pieces},
    hours::{self, OpenMinutes},
    location,
    neighbours::{self, Lifted, TakenMinutes},
    readability,
    start_set::StartSet,
};

impl Day<'_> {
    /// The starts among some at which a provider may deliver it and is free for it, the rules that count included.
    pub(crate) fn provider(&self, demand: &Demand, fit: &Fit, extra: Minutes, among: &StartSet) -> StartSet {
        let none = StartSet::clear(self.words);
        let Some(rules) = self.context.lane(fit.lane) else { return none };
        let asked = LaneOnDay { demand, extra, lane: fit.lane, rules };
        if !fit.is_valid(self.page) {
            return none;
        }
        let mut starts = self.free(&asked);
        starts.keep(among);
        counting::rule_out(self, &asked, &mut starts);
        starts
    }

    /// The starts at which a room or device is free for it.
    pub(crate) fn resource(&self, demand: &Demand, lane: Lane, extra: Minutes) -> StartSet {
        let none = StartSet::clear(self.words);
        self.context.lane(lane).map_or(none, |rules| self.free(&LaneOnDay { demand, extra, lane, rules }))
    }

    /// The starts at which the hours and the neighbours of a lane leave room.
    fn free(&self, asked: &LaneOnDay<'_>) -> StartSet {
        let none = StartSet::clear(self.words);
        if !readability::leaves_the_day(self, asked) || !location::leaves_the_day(self, asked) {
            return none;
        }
        let Some(open) = hours::open_minutes(self, asked) else { return none };
        let mut lifted = Lifted::default();
        starts_between(self, asked, &open, &neighbours::taken_minutes(self, asked, &mut lifted))
    }
}

/// The starts at which every use lies in open minutes and keeps clear of those that are taken. Hours and neighbours are judged
/// in one pass, since a pass over a day's bits is what this costs.
#[inline]
pub(super) fn starts_between(
    day: &Day<'_>,
    asked: &LaneOnDay<'_>,
    open: &OpenMinutes<'_>,
    taken: &TakenMinutes<'_>,
) -> StartSet {
    let mut all = None;
    for each in pieces(asked.demand, asked.extra) {
        let mut starts = match open.after_close {
            Some(after_close) if each.after > 0 => {
                // Up to the end of the use inside the hours; the padding after it perhaps past their end.
                let mut starts = day.runs(open.open, taken.busy, Piece { after: 0, ..each });
                starts.keep(&day.runs(&open.open.or(after_close), taken.busy, each.tail()));
                starts
            }
            _ => day.runs(open.open, taken.busy, each),
        };
        if let Some(padded) = taken.padded {
            starts.keep(&day.runs(&ALWAYS, padded, Piece { before: 0, after: 0, ..each }));
        }
        all.get_or_insert(starts).keep(&starts);
    }
    all.unwrap_or_else(|| StartSet::full(day.words))
}

/// Every minute of a day.
pub(super) static ALWAYS: Row = Row([u64::MAX; WORDS]);
