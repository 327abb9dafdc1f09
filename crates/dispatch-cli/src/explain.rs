//! `dispatch explain`: why a booking was assigned as it was, from the traces of its decisions.

use std::{collections::BTreeSet, io::Write, path::Path};

use dispatch_core::{
    AssignedItem, Assignment, BookingId, Lane, Outcome, Request, Rulebook, Timestamp, Trace, When, Who,
    Words as _, assign,
    engine::{self, Event, State},
    why,
};

use crate::{
    failure::Failure,
    local_start,
    names::Names,
    replay::{self, Replayed},
};

/// A question about a booking.
pub(crate) struct Question<'a> {
    /// The booking, by the platform's id or by ours (`b12`).
    pub(crate) booking: &'a str,
    /// The provider, room or device in question, by id, platform id or name.
    pub(crate) candidate: Option<&'a str>,
    /// The other start in question: `14:15` on the booking's own date, or `2026-06-13 14:15`.
    pub(crate) at: Option<&'a str>,
}

/// Explains every decision about a booking; or, for a question about a provider, room, device or start, what would be
/// decided with the schedule after the last fact.
pub(crate) fn run(
    rulebook: &Path,
    events: &Path,
    question: &Question<'_>,
    out: &mut impl Write,
    err: &mut impl Write,
) -> Result<(), Failure> {
    let replayed = replay::replay(rulebook, events, err)?;
    let state = replayed.harness.state();
    let names = Names::new(replayed.harness.rulebook(), state)
        .ok_or_else(|| Failure::plain(&"the rulebook has no location"))?;
    let booking = found(state, question.booking)?;
    if question.candidate.is_some() || question.at.is_some() {
        look_closely(&replayed, booking, question, &names, out)?;
        return replayed.troubles.report(err);
    }
    for step in &replayed.steps {
        for (at, record) in step.events.iter().enumerate() {
            let trace = step.traces.iter().find(|(position, _)| *position == at).map(|(_, trace)| trace);
            if let Some(head) = head(&record.event, booking, &names) {
                writeln!(out, "{}: {head}", names.date_and_time(step.at.minute_floor()))?;
                explain(trace, &names, out)?;
            }
        }
    }
    replayed.troubles.report(err)
}

/// The booking of an id. The platform's ids are unique on one connection alone, ours everywhere.
fn found(state: &State, wanted: &str) -> Result<BookingId, Failure> {
    let ours = state.bookings().find(|booking| booking.booking.to_string() == wanted);
    let theirs = state.bookings().filter(|booking| booking.appointment.as_str() == wanted);
    let found: Vec<_> = theirs.chain(ours).collect();
    match found.as_slice() {
        [one] => Ok(one.booking),
        [] => Err(Failure::with_help(
            format!("there is no booking `{wanted}`"),
            "use its id on the platform or our own id, as `dispatch replay` lists them",
        )),
        several => {
            let each: Vec<_> = several
                .iter()
                .map(|booking| format!("`{}` (connection `{}`)", booking.booking, booking.connection))
                .collect();
            Err(Failure::with_help(
                format!("{} bookings are called `{wanted}`", several.len()),
                format!("ask for one of them by our own id: {}", each.join(", ")),
            ))
        }
    }
}

/// The answer for one provider, room or device, or for another start, with the schedule as it is now.
fn look_closely(
    replayed: &Replayed,
    booking: BookingId,
    question: &Question<'_>,
    names: &Names<'_>,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let (rulebook, state) = (replayed.harness.rulebook(), replayed.harness.state());
    let now = replayed.steps.last().map_or(Timestamp::default(), |step| step.at);
    let request = engine::request(rulebook, state, booking, now).ok_or_else(|| {
        let booking = names.booking(booking);
        Failure::with_help(
            format!("`{booking}` cannot be looked into: its location or one of its services is unknown"),
            "leave out --provider and --at to see what was decided",
        )
    })?;
    let When::At(own) = request.when else { return Ok(()) };
    let at = match question.at {
        Some(text) => {
            let zone = rulebook.zone(request.location).unwrap_or_else(|| names.zone());
            local_start::read(zone, zone.local(own).0, text)?
        }
        None => own,
    };
    match question.candidate {
        Some(name) => {
            let lane = lane(rulebook, name)?;
            if let Some(answer) = why(rulebook, state.schedule(), &request, lane, at) {
                write!(out, "{}", answer.text(names))?;
            }
        }
        None => {
            let request = Request { when: When::At(at), ..request };
            let decision = assign(rulebook, state.schedule(), &request);
            let (said, offered) = match &decision.outcome {
                Outcome::Assigned(assignment) => {
                    (format!("could be assigned to {}", given(assignment, names)), Vec::new())
                }
                Outcome::ToPerson(flagged) => {
                    let flags: Vec<_> = flagged.flags.iter().map(|flag| flag.sentence()).collect();
                    (format!("would go to a person. {}", flags.join(" ")), flagged.alternatives.clone())
                }
            };
            writeln!(out, "{}: {said}", names.date_and_time(at))?;
            for other in offered {
                writeln!(out, "  possible at {}", names.date_and_time(other.start()))?;
            }
            explain(Some(&decision.trace), names, out)?;
        }
    }
    Ok(())
}

/// A provider, room or device by id, platform id or name.
fn lane(rulebook: &Rulebook, wanted: &str) -> Result<Lane, Failure> {
    let by_name = || {
        let mut lanes = rulebook.lanes().map(|(lane, _)| lane);
        lanes.find(|lane| rulebook.lane_name(*lane).eq_ignore_ascii_case(wanted))
    };
    let found = rulebook.provider(wanted).or_else(|| rulebook.resource(wanted)).or_else(by_name);
    found.ok_or_else(|| {
        let own = rulebook.lanes().filter(|(_, who)| !matches!(who, Who::Supervisor(_)));
        let known: Vec<_> = own.map(|(_, who)| format!("`{}`", who.as_str())).collect();
        Failure::with_help(
            format!("the rulebook has no provider, room or device `{wanted}`"),
            format!("use one of {}", known.join(", ")),
        )
    })
}

/// The headline of an event that decides the booking.
fn head(event: &Event, booking: BookingId, names: &Names<'_>) -> Option<String> {
    match event {
        Event::Assigned(assigned) if assigned.booking == booking => {
            let given = given(&assigned.assignment, names);
            let start = names.date_and_time(assigned.assignment.start());
            Some(format!("assigned to {given} at {start}. {}", assigned.reason.sentence()))
        }
        Event::ExceptionRaised(raised) if raised.booking == booking => {
            let flags: Vec<_> = raised.flags.iter().map(|flag| flag.sentence()).collect();
            Some(format!("to a person ({}). {}", raised.owner, flags.join(" ")))
        }
        Event::BookingKept(kept) if kept.booking == booking => {
            Some("left as it is on the platform".to_owned())
        }
        _ => None,
    }
}

/// The providers, rooms and devices of an assignment, service by service if there are several.
fn given(assignment: &Assignment, names: &Names<'_>) -> String {
    let of_item = |item: &AssignedItem| {
        let who: Vec<_> = item.roles.iter().map(|role| names.who(&role.who)).collect();
        let who = who.join(", ");
        if assignment.items.len() > 1 { format!("{who} for {}", item.service) } else { who }
    };
    assignment.items.iter().map(of_item).collect::<Vec<_>>().join("; ")
}

fn explain(trace: Option<&Trace>, names: &Names<'_>, out: &mut impl Write) -> Result<(), Failure> {
    let Some(trace) = trace else { return Ok(()) };
    if let Some(start) = trace.start {
        writeln!(out, "  judged at {}:", names.date_and_time(start))?;
    }
    for line in trace.text(names).lines() {
        writeln!(out, "  {line}")?;
    }
    let changes: BTreeSet<_> = trace.candidates().flat_map(|candidate| candidate.changes()).collect();
    if !changes.is_empty() {
        writeln!(out, "  what would change it:")?;
    }
    for change in changes {
        writeln!(out, "    {change}")?;
    }
    writeln!(out)?;
    Ok(())
}
