//! The rules in force on one business day.

use std::ops::Range;

use crate::{
    calendar::{PageRange, Row},
    ids::{Lane, LocationIndex},
};

use super::{FixedBreakRule, FloatingBreakRule, LaneRules, Presence};

/// The rules in force on a business day, by position of the lane.
#[derive(Clone, Debug)]
pub(crate) struct DayRules {
    /// Set where the lane is at its home location: inside its hours or shift, outside fixed breaks and duties.
    pub(crate) open: Vec<Row>,
    /// The same for further locations, ordered by lane; only those with hours that day.
    pub(crate) elsewhere: Vec<ElsewhereRow>,
    /// The minutes in which providers are at hand to supervise from outside the room, ordered by lane.
    pub(crate) at_hand: Vec<AtHandRow>,
    /// Set after the last hours of a lane's day; empty for lanes whose padding may not lie there, and an empty list if that
    /// is so of all.
    pub(crate) after_close: Vec<Row>,
    /// Fixed breaks and duties inside the hours, ordered by lane.
    pub(crate) fixed_breaks: Vec<FixedBreakRule>,
    /// Breaks and duties outside them, and the hours without any.
    pub(crate) off_hours: OffHours,
    /// By lane: the positions of its fixed breaks and duties in those lists.
    pub(crate) interruptions: Vec<Interruptions>,
    /// Floating breaks, in minutes of the page, ordered by lane.
    pub(crate) floating_breaks: Vec<FloatingBreakRule>,
    /// The minute of the page at which the day is split for loads.
    pub(crate) split: u32,
    /// By lane: minutes inside its hours at all locations, breaks and duties included.
    pub(crate) on_shift: Vec<Halves>,
    /// By location: minutes in which it is open.
    pub(crate) open_minutes: Vec<Halves>,
    /// The words of a row in which any lane is open: outside nothing can be booked.
    pub(crate) open_words: Range<usize>,
}

/// The minutes of a lane at one location.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ElsewhereRow {
    pub(crate) lane: Lane,
    pub(crate) location: LocationIndex,
    pub(crate) open: Row,
}

/// The minutes in which a provider is at hand to supervise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AtHandRow {
    /// Their second lane.
    pub(crate) lane: Lane,
    /// The location; none for the hours in which they can be reached.
    pub(crate) location: Option<LocationIndex>,
    pub(crate) open: Row,
}

impl DayRules {
    /// The minutes in which a provider is near enough to supervise at a location from outside the room; none if there are
    /// none on that day.
    pub(crate) fn at_hand(&self, lane: Lane, presence: Presence, location: LocationIndex) -> Option<&Row> {
        let location = (presence == Presence::OnSite).then_some(location);
        let first = self.at_hand.partition_point(|row| row.lane < lane);
        let of_lane = self.at_hand.iter().skip(first).take_while(|row| row.lane == lane);
        of_lane.filter(|row| row.location == location).map(|row| &row.open).next()
    }

    /// The minutes of a lane at a location; none if there are none on that day.
    #[inline]
    pub(crate) fn open_at(&self, lane: Lane, rules: &LaneRules, location: LocationIndex) -> Option<&Row> {
        if rules.location == location {
            return self.open.get(lane.position());
        }
        let there = |row: &&ElsewhereRow| row.lane == lane && row.location == location;
        self.elsewhere.iter().find(there).map(|row| &row.open)
    }

    /// The minutes of a lane at all locations together.
    pub(crate) fn open_anywhere(&self, lane: Lane) -> Row {
        let mut all = self.open.get(lane.position()).copied().unwrap_or(Row::EMPTY);
        for row in self.elsewhere.iter().filter(|row| row.lane == lane) {
            all = all.or(&row.open);
        }
        all
    }

    /// The minutes after the last of a lane's hours of the day; none if no lane of its kind may overrun.
    pub(crate) fn after_close(&self, lane: Lane) -> Option<&Row> {
        self.after_close.get(lane.position())
    }

    /// The minutes that are open to a use whose padding after it is `tail`.
    pub(crate) fn with_cleanup(&self, lane: Lane, open: &Row, tail: PageRange) -> Row {
        let mut row = *open;
        let Some(after) = self.after_close(lane) else { return row };
        for (word, mask) in tail.words() {
            if let (Some(bits), Some(more)) = (row.0.get_mut(word), after.0.get(word)) {
                *bits |= more & mask;
            }
        }
        row
    }

    /// True if a lane has neither a fixed break nor a duty, inside its hours or outside.
    #[inline]
    pub(crate) fn is_uninterrupted(&self, lane: Lane) -> bool {
        let interruptions = self.interruptions(lane);
        interruptions.is_some_and(|found| found.inside.is_empty() && found.outside.is_empty())
    }

    #[inline]
    pub(super) fn interruptions(&self, lane: Lane) -> Option<&Interruptions> {
        self.interruptions.get(lane.position())
    }

    /// The fixed breaks and duties of a lane, inside its hours and then outside.
    pub(crate) fn fixed_breaks(&self, lane: Lane) -> impl Iterator<Item = &FixedBreakRule> {
        let Interruptions { inside, outside, .. } = self.interruptions(lane).cloned().unwrap_or_default();
        let inside = self.fixed_breaks.get(inside).unwrap_or_default();
        inside.iter().chain(self.off_hours.breaks.get(outside).unwrap_or_default())
    }

    /// The floating breaks of a lane.
    #[inline]
    pub(crate) fn floating_breaks(&self, lane: Lane) -> impl Iterator<Item = &FloatingBreakRule> {
        let from = self.floating_breaks.partition_point(|rule| rule.lane < lane);
        let from_there = self.floating_breaks.get(from..).unwrap_or_default();
        from_there.iter().take_while(move |rule| rule.lane == lane)
    }
}

/// Minutes on either side of the split of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Halves {
    pub(crate) first: u16,
    pub(crate) second: u16,
}

/// Positions of the breaks and duties of one lane in the lists of a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Interruptions {
    /// Among those inside its hours.
    pub(crate) inside: Range<usize>,
    /// Among those outside.
    pub(crate) outside: Range<usize>,
    /// Its hours, among those without any.
    pub(crate) shifts: Range<usize>,
}

/// Breaks and duties outside the hours of a day, and the hours without any, of all lanes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct OffHours {
    /// The hours with their breaks and duties not taken out, ordered by lane: of the lanes that have any that day.
    pub(crate) shifts: Vec<ElsewhereRow>,
    /// Breaks and duties at times outside the hours, ordered by lane.
    pub(crate) breaks: Vec<FixedBreakRule>,
}
