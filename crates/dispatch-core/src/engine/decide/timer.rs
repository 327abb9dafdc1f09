//! A timer that is due. One that has lost its reason leads to nothing.

use super::super::model::Timer;
use super::Draft;

impl Draft<'_> {
    pub(super) fn timer_fired(&mut self, timer: Timer) {
        match timer {
            Timer::Notice(notice) => self.notice_due(notice),
            Timer::Exception(exception) => self.exception_due(exception),
            Timer::Write(write) => self.write_overdue(write),
        }
    }
}
