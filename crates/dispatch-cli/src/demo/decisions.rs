//! The table of decisions with their reasons, and one booking's full trace as text.

use comfy_table::Table;
use dispatch_core::{
    Assignment, BookingId, ReasonCode, Trace, Verdict, Who, Words as _,
    engine::{Event, EventRecord},
};

use crate::{names::Names, outcome::plain_table};

use super::day::Day;

/// The decisions and their reasons, in the order in which the bookings became known.
pub(super) fn decisions(day: &Day, names: &Names<'_>) -> Table {
    let mut table =
        plain_table(&["known", "booking", "service", "start", "provider", "room", "device", "why"]);
    for record in &day.journal {
        if let Some(row) = row(record, day.traces.get(&record.sequence), names) {
            table.add_row(row);
        }
    }
    table
}

fn row(record: &EventRecord, trace: Option<&Trace>, names: &Names<'_>) -> Option<Vec<String>> {
    let known = names.moment(record.at);
    match &record.event {
        Event::Assigned(assigned) => {
            let why = why(assigned.reason, trace, names);
            Some(placed(known, assigned.booking, &assigned.assignment, why, names))
        }
        Event::ExceptionRaised(raised) => {
            let flags: Vec<_> = raised.flags.iter().map(|flag| flag.slug()).collect();
            let why = format!("TO {}: {}", raised.owner.to_uppercase(), flags.join(", "));
            match raised.candidates.first() {
                Some(best) => {
                    Some(placed(known, raised.booking, best, format!("{why}; best is held"), names))
                }
                None => Some(bare(known, raised.booking, why, names)),
            }
        }
        Event::BookingKept(kept) => Some(bare(known, kept.booking, "left as it is".to_owned(), names)),
        Event::DispositionChanged { booking, disposition, .. } => {
            Some(bare(known, *booking, disposition.as_str().to_owned(), names))
        }
        _ => None,
    }
}

fn placed(
    known: String,
    booking: BookingId,
    assignment: &Assignment,
    why: String,
    names: &Names<'_>,
) -> Vec<String> {
    let of = |wanted: fn(&Who) -> bool| {
        let found: Vec<_> =
            assignment.everything().filter(|who| wanted(who)).map(|who| names.who(who)).collect();
        found.join(", ")
    };
    vec![
        known,
        names.booking(booking),
        assignment.items.iter().map(|item| item.service.as_str()).collect::<Vec<_>>().join(", "),
        names.day_and_time(assignment.start()),
        // Supervisors stand in the provider's column too.
        of(|who| matches!(who, Who::Provider(_) | Who::Supervisor(_))),
        of(|who| matches!(who, Who::Room(_))),
        of(|who| matches!(who, Who::Device(_))),
        why,
    ]
}

fn bare(known: String, booking: BookingId, why: String, names: &Names<'_>) -> Vec<String> {
    let mut row = vec![known, names.booking(booking)];
    row.resize(7, String::new());
    row.push(why);
    row
}

/// The reason why the best candidate was chosen, in a few words.
fn why(reason: ReasonCode, trace: Option<&Trace>, names: &Names<'_>) -> String {
    let what = match reason {
        ReasonCode::PlatformKept => "kept: ",
        ReasonCode::Corrected => "corrected: ",
        _ => "",
    };
    let providers = || {
        let candidates = trace.into_iter().flat_map(Trace::candidates);
        candidates.filter(|candidate| matches!(candidate.who, Who::Provider(_)))
    };
    let lost: Vec<_> = providers()
        .filter_map(|candidate| match &candidate.verdict {
            Verdict::Lost { criterion, .. } if &**criterion == "requested" => Some("requested".to_owned()),
            Verdict::Lost { criterion, own, best } => {
                let criterion = criterion.replace('_', " ");
                Some(format!("{criterion} {best} to {own} of {}", names.who(&candidate.who)))
            }
            _ => None,
        })
        .collect();
    match lost.first() {
        Some(first) if first == "requested" => format!("{what}asked for"),
        Some(_) => format!("{what}{}", lost.join("; ")),
        None if providers().next().is_some() => format!("{what}the only one who can take it"),
        None => format!("{what}{}", reason.slug().replace('_', " ")),
    }
}

/// The last decision about one appointment, candidate by candidate.
pub(super) fn full_trace(day: &Day, appointment: &str, names: &Names<'_>) -> Option<String> {
    let booking = day.booking(appointment)?.booking;
    let decided = |record: &&EventRecord| match &record.event {
        Event::Assigned(assigned) => assigned.booking == booking,
        Event::ExceptionRaised(raised) => raised.booking == booking,
        _ => false,
    };
    let record =
        day.journal.iter().rev().filter(decided).find(|record| day.traces.contains_key(&record.sequence))?;
    let trace = day.traces.get(&record.sequence)?;
    let lines = trace.candidates().map(|candidate| format!("  {}\n", candidate.sentence(names)));
    Some(lines.collect())
}
