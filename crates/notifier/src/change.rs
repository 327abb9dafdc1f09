//! Changes: the differences from what the client was told before, which a message about a change names.

use dispatch_core::{Minute, engine::Notice};

use crate::{
    context::Context,
    moment::{clock_at, day_and_time},
};

/// One line for each difference; none if nothing that was told is known to differ. The place as it is now stands in the
/// details of every message.
pub(crate) fn differences(notice: &Notice, context: &Context) -> Vec<String> {
    let Some(before) = notice.was.as_ref().map(|was| was.visit) else { return Vec::new() };
    let now = notice.visit;
    let moment = |at: Minute| {
        let (day, time) = day_and_time(context.zone, at);
        format!("{day}, {time}")
    };
    let mut lines = Vec::new();
    if before.start != now.start {
        lines.push(format!("The time: {} instead of {}.", moment(now.start), moment(before.start)));
    }
    if before.minutes() != now.minutes() {
        let until = clock_at(context.zone, now.end);
        let (now, before) = (now.minutes().0, before.minutes().0);
        lines.push(format!("How long it takes: {now} minutes instead of {before}, until {until}."));
    }
    lines
}
