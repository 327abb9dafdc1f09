//! The three faces of each rule, and the three ways to put the rules together, agree on random days.

mod agreement;
mod random_day;

use super::{
    all_starts::{ALWAYS, starts_between},
    cap,
    day::{Day, LaneOnDay},
    floating_break,
    hours::{self, OpenMinutes},
    inspection::Inspection,
    lane_at_start::LaneAtStart,
    location,
    neighbours::{self, Lifted, TakenMinutes},
    pauses, readability,
    start_set::StartSet,
};
use crate::{calendar::Row, explain::Found};

/// A rule as the test sees it: its three faces with one signature.
struct Rule {
    name: &'static str,
    holds: fn(&LaneAtStart<'_>) -> bool,
    blockers: fn(&Inspection<'_>, &LaneAtStart<'_>, &mut Found<'_>),
    starts: fn(&Day<'_>, &LaneOnDay<'_>) -> StartSet,
}

/// All rules of a lane's own time. The composites are compared with these taken together, so a rule that is not listed here fails
/// there.
const RULES: [Rule; 7] = [
    Rule {
        name: "location",
        holds: location::holds,
        blockers: |inspection, asked, found| location::blockers(&inspection.context, asked.rules, found),
        starts: |day, asked| all_or_none(day, location::leaves_the_day(day, asked)),
    },
    Rule {
        name: "readability",
        holds: readability::holds,
        blockers: |inspection, asked, found| readability::blockers(&inspection.context, asked.lane, found),
        starts: |day, asked| all_or_none(day, readability::leaves_the_day(day, asked)),
    },
    Rule {
        name: "hours",
        holds: hours::holds,
        blockers: |inspection, asked, found| {
            for used in inspection.uses() {
                let spans = (used, inspection.padded(used));
                hours::blockers(inspection, asked.lane, asked.rules, &spans, found);
            }
        },
        starts: |day, asked| {
            let nothing = TakenMinutes { busy: &Row::EMPTY, padded: None };
            let open = hours::open_minutes(day, asked);
            open.map_or(StartSet::clear(day.words), |open| starts_between(day, asked, &open, &nothing))
        },
    },
    Rule {
        name: "neighbours",
        holds: neighbours::holds,
        blockers: |inspection, asked, found| {
            for used in inspection.uses() {
                let spans = (used, inspection.padded(used));
                neighbours::blockers(inspection, asked.lane, asked.rules, &spans, found);
            }
            if asked.rules.holds > 1 {
                neighbours::name_full(inspection, asked.lane, asked.rules.holds, found);
            }
        },
        starts: |day, asked| {
            let always = OpenMinutes { open: &ALWAYS, after_close: None };
            let mut lifted = Lifted::default();
            starts_between(day, asked, &always, &neighbours::taken_minutes(day, asked, &mut lifted))
        },
    },
    Rule {
        name: "cap",
        holds: cap::holds,
        blockers: cap::blockers,
        starts: |day, asked| {
            let mut starts = StartSet::full(day.words);
            cap::rule_out(day, asked, &mut starts);
            starts
        },
    },
    Rule {
        name: "floating break",
        holds: floating_break::holds,
        blockers: floating_break::blockers,
        starts: |day, asked| {
            let mut starts = StartSet::full(day.words);
            floating_break::rule_out(day, asked, &mut starts);
            starts
        },
    },
    Rule {
        name: "pauses",
        holds: pauses::holds,
        blockers: pauses::blockers,
        starts: |day, asked| {
            let mut starts = StartSet::full(day.words);
            pauses::rule_out(day, asked, &mut starts);
            starts
        },
    },
];

fn all_or_none(day: &Day<'_>, all: bool) -> StartSet {
    if all { StartSet::full(day.words) } else { StartSet::clear(day.words) }
}
