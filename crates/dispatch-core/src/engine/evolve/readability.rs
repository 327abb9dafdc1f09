//! Readability: which lanes can be read now.

use super::super::model::{CalendarSeen, State};

pub(super) fn see(state: &mut State, seen: &CalendarSeen) {
    let before = state.stored.calendars.see(seen.clone());
    for lane in seen.lane.into_iter().chain(before.and_then(|before| before.lane)) {
        let readable = state.stored.calendars.is_readable(lane);
        if readable && !state.schedule.is_readable(lane) {
            state.wake_all_at(lane);
        }
        state.schedule.set_readable(lane, readable);
    }
}
