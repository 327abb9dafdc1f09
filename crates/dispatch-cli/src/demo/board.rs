//! The board of the day as text: a line for each provider, room and device.

use std::fmt::Write as _;

use dispatch_core::{Minute, Minutes, Rulebook, Schedule, Span, Who};

use crate::names::Names;

/// The minutes that one character represents.
const STEP: i32 = 5;

/// The board of the stretch `day`: providers, rooms and devices, in rulebook order.
pub(super) fn board(rulebook: &Rulebook, schedule: &Schedule, day: Span, names: &Names<'_>) -> String {
    let mut text = String::new();
    for (title, wanted) in [
        ("providers", (|who| matches!(who, Who::Provider(_))) as fn(&Who) -> bool),
        ("rooms and devices", |who| matches!(who, Who::Room(_) | Who::Device(_))),
    ] {
        let _ = writeln!(text, "{title:<18}{}", hours(day, names));
        for (lane, _) in rulebook.lanes().filter(|(_, who)| wanted(who)) {
            let _ = write!(text, "  {:<16}", rulebook.lane_name(lane));
            for at in starts(day) {
                let minutes = Span::from_start(at, Minutes(STEP));
                let used =
                    schedule.occupancies(lane, minutes).any(|occupancy| occupancy.used.overlaps(minutes));
                let padded = schedule.occupancies(lane, minutes).next().is_some();
                let blocked = schedule.blocks(lane, minutes).next().is_some();
                text.push(match (used, padded, blocked) {
                    (true, ..) => '█',
                    (_, true, _) => '░',
                    (.., true) => 'x',
                    _ => '·',
                });
            }
            text.push('\n');
        }
    }
    text.push_str("  █ in use   ░ buffer   x blocked   · free\n");
    text
}

fn starts(day: Span) -> impl Iterator<Item = Minute> {
    (0..day.minutes().0 / STEP).map(move |at| day.start.plus(Minutes(at * STEP)))
}

/// The header with the hours: each stands above the character in which it starts.
fn hours(day: Span, names: &Names<'_>) -> String {
    let mut head = String::new();
    let mut skip = 0;
    for at in starts(day) {
        let time = names.time(at);
        if time.ends_with(":00") {
            head.push_str(&time);
            skip = time.len();
        }
        if skip == 0 {
            head.push(' ');
        }
        skip = skip.saturating_sub(1);
    }
    head
}
