//! `dispatch explain`: why a booking went where it went, from the traces of its decisions.

use std::{collections::BTreeSet, io::Write, path::Path};

use dispatch_core::{BookingId, Trace, Words as _, engine::Event};

use crate::{failure::Failure, names::Names, replay};

/// Explains every decision about a booking, named by the platform's id or by ours (`b12`).
pub(crate) fn run(
    rulebook: &Path,
    events: &Path,
    wanted: &str,
    out: &mut impl Write,
    told: &mut impl Write,
) -> Result<(), Failure> {
    let replayed = replay::replay(rulebook, events, told)?;
    let state = replayed.harness.state();
    let names = Names::new(replayed.harness.rulebook(), state)
        .ok_or_else(|| Failure::plain(&"the rulebook has no location"))?;
    let known = state
        .bookings()
        .find(|booking| booking.appointment.as_str() == wanted || booking.booking.to_string() == wanted);
    let booking = known.ok_or_else(|| {
        Failure::with_mend(
            format!("there is no booking `{wanted}`"),
            "name it by the platform's id or by ours, as `dispatch replay` lists them",
        )
    })?;
    for step in &replayed.steps {
        for (at, record) in step.events.iter().enumerate() {
            let trace = step.traces.iter().find(|(position, _)| *position == at).map(|(_, trace)| trace);
            if let Some(head) = head(&record.event, booking.booking, &names) {
                writeln!(out, "{}: {head}", names.date_and_time(step.at.minute_floor()))?;
                explain(trace, &names, out)?;
            }
        }
    }
    replay::troubled(&replayed.troubles, told)
}

/// What an event says about the booking, if it decides it.
fn head(event: &Event, booking: BookingId, names: &Names<'_>) -> Option<String> {
    match event {
        Event::Assigned(assigned) if assigned.booking == booking => {
            let given: Vec<_> = assigned.assignment.everything().map(|who| names.who(who)).collect();
            let start = names.date_and_time(assigned.assignment.start());
            Some(format!("assigned to {} at {start}. {}", given.join(", "), assigned.reason.sentence()))
        }
        Event::ExceptionRaised(raised) if raised.booking == booking => {
            let flags: Vec<_> = raised.flags.iter().map(|flag| flag.sentence()).collect();
            Some(format!("to a person ({}). {}", raised.owner, flags.join(" ")))
        }
        Event::BookingKept(kept) if kept.booking == booking => Some("left as the platform has it".to_owned()),
        _ => None,
    }
}

fn explain(trace: Option<&Trace>, names: &Names<'_>, out: &mut impl Write) -> Result<(), Failure> {
    let Some(trace) = trace else { return Ok(()) };
    if let Some(start) = trace.start {
        writeln!(out, "  judged at {}:", names.date_and_time(start))?;
    }
    for line in trace.text(names).lines() {
        writeln!(out, "  {line}")?;
    }
    let changes: BTreeSet<_> = trace.candidates.iter().flat_map(|candidate| candidate.changes()).collect();
    if !changes.is_empty() {
        writeln!(out, "  what would change it:")?;
    }
    for change in changes {
        writeln!(out, "    {change}")?;
    }
    writeln!(out)?;
    Ok(())
}
