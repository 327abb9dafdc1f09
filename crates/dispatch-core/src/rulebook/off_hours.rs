//! Off hours: the hours as they would be without breaks and duties, and the breaks and duties that a longer shift would
//! meet. No booking is placed by them: they are there to name all that stands in the way.

use crate::{
    calendar::{PageRange, Row},
    ids::{Lane, LocationIndex},
};

use super::{DayRules, ElsewhereRow};

impl DayRules {
    /// The hours of a lane where it has breaks or duties in them.
    fn shifts(&self, lane: Lane) -> &[ElsewhereRow] {
        let found = self.interruptions(lane).map(|found| found.shifts.clone()).unwrap_or_default();
        self.off_hours.shifts.get(found).unwrap_or_default()
    }

    /// The hours of a lane at a location if no break and no duty were in them; none if none is.
    pub(crate) fn without_breaks(&self, lane: Lane, location: LocationIndex) -> Option<&Row> {
        self.shifts(lane).iter().find(|row| row.location == location).map(|row| &row.open)
    }

    /// The minutes of a lane at all locations without some of its breaks and duties: `gone` gives their ranges of the day.
    pub(crate) fn open_anywhere_without(&self, lane: Lane, gone: impl Iterator<Item = PageRange>) -> Row {
        let mut open = self.open_anywhere(lane);
        for range in gone {
            for shift in self.shifts(lane) {
                for (word, mask) in range.words() {
                    if let (Some(bits), Some(more)) = (open.0.get_mut(word), shift.open.0.get(word)) {
                        *bits |= more & mask;
                    }
                }
            }
        }
        open
    }
}
