//! Changes: the differences from what the client was told before, which a message about a change names.

use dispatch_core::{Minute, engine::Notice};

use crate::{
    context::{Context, one_line, place},
    moment::{clock_at, day_and_time},
};

/// What the client was told before, as far as it is known, and who treats. What stayed the same is not named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// The start.
    pub start_before: Option<Minute>,
    /// The end.
    pub end_before: Option<Minute>,
    /// The name of the provider who was to treat.
    pub provider_before: Option<String>,
    /// The name of the provider who treats now.
    pub provider: Option<String>,
    /// The place, in one line as messages have it.
    pub place_before: Option<String>,
}

/// One line for each difference; none if nothing is known to differ.
pub(crate) fn differences(change: &Change, notice: &Notice, context: &Context) -> Vec<String> {
    let mut lines = Vec::new();
    let (start, end) = (notice.visit.start, notice.visit.end);
    let moment = |at| {
        let (day, time) = day_and_time(context.zone, at);
        format!("{day}, {time}")
    };
    let moved = change.start_before.filter(|before| *before != start);
    if let Some(before) = moved {
        lines.push(format!("The time: {} instead of {}.", moment(start), moment(before)));
    }
    let length = |start: Minute, end: Minute| end.since(start);
    let lasted = change.end_before.map(|end| length(change.start_before.unwrap_or(start), end));
    if let Some(before) = lasted.filter(|before| *before != length(start, end)) {
        let now = length(start, end);
        let until = clock_at(context.zone, end);
        lines.push(format!("How long it takes: {} minutes instead of {}, until {until}.", now.0, before.0));
    }
    let names = (change.provider.as_deref().map(one_line), change.provider_before.as_deref().map(one_line));
    if let (Some(now), Some(before)) = names
        && now != before
    {
        lines.push(format!("Who sees you: {now} instead of {before}."));
    }
    let here = place(context);
    if let Some(before) = change.place_before.as_deref().map(one_line).filter(|before| *before != here) {
        lines.push(format!("The place: {here} instead of {before}."));
    }
    lines
}
