//! Commands, events and effects as short lines.

use std::fmt::Write as _;

use dispatch_core::{
    Assignment, Occupancy, ReasonCode, Timestamp,
    engine::{Command, Due, Effect, Event, EventRecord, Fact, Notice, Write},
};

pub(crate) fn command(log: &mut String, now: Timestamp, command: &Command) {
    let told = match command {
        Command::Fact(Fact::AppointmentObserved(observed)) => {
            let snapshot = &observed.snapshot;
            let items = snapshot.items.iter().map(|item| {
                let provider = item.provider.as_ref().map_or("nobody", |provider| provider.as_str());
                format!("{} {} {provider}", item.service, short(item.start))
            });
            let late = observed.observed_at != now;
            let read = if late { format!(" as of {}", short(observed.observed_at)) } else { String::new() };
            format!(
                "{} is {}{read}: {}",
                snapshot.id,
                snapshot.status.as_str(),
                items.collect::<Vec<_>>().join(", ")
            )
        }
        Command::Fact(Fact::BlockObserved(block)) => {
            let gone = if block.cancelled { " lifted" } else { "" };
            format!("block {}{gone}: {} {}-{}", block.id, block.of.id(), short(block.start), short(block.end))
        }
        other => serde_json::to_string(other).unwrap(),
    };
    writeln!(log, "{} {told}", short(now)).unwrap();
}

pub(crate) fn event(log: &mut String, record: &EventRecord) {
    let word = record.event.as_str();
    let told = match &record.event {
        Event::AppointmentSeen(seen) => format!("{}", seen.booking),
        Event::BlockSeen(seen) => match seen.placed {
            Some(placed) => format!("{} lane {} {}", seen.block, placed.lane.0, span(placed.span)),
            None => format!("{} nowhere", seen.block),
        },
        Event::BookingKept(kept) => format!(
            "{} {:?} {} [{}]{}",
            kept.booking,
            kept.why,
            kept.disposition.as_str(),
            occupancies(&kept.occupancies),
            conflicts(&kept.conflicts)
        ),
        Event::Suggested(suggested) => format!(
            "{} {}",
            suggested.booking,
            suggested.assignment.as_ref().map_or_else(|| flags(&suggested.flags), |all| assignment(all))
        ),
        Event::Assigned(assigned) => format!(
            "{} #{} {:?} {}{}: {}{}",
            assigned.booking,
            assigned.revision,
            assigned.cause,
            assigned.reason,
            if assigned.pinned { " pinned" } else { "" },
            assignment(&assigned.assignment),
            conflicts(&assigned.conflicts)
        ),
        Event::ExceptionRaised(raised) => {
            let all = |list: &[std::sync::Arc<Assignment>]| {
                list.iter().map(|one| assignment(one)).collect::<Vec<_>>().join(" | ")
            };
            let mut told = format!("{} {} {}", raised.exception, raised.booking, flags(&raised.flags));
            write!(told, " until {}", short(raised.deadline)).unwrap();
            if let Some(waiting) = &raised.waiting {
                write!(told, "; keeps [{}]", occupancies(&waiting.occupancies)).unwrap();
                told.push_str(&conflicts(&waiting.conflicts));
            }
            if !raised.candidates.is_empty() {
                write!(told, "; could be {}", all(&raised.candidates)).unwrap();
            }
            write!(told, "; {} alternatives", raised.alternatives.len()).unwrap();
            told
        }
        Event::WriteRequested { write, .. } => self::write(write),
        Event::NoticePlanned { notice, due } => match due {
            Due::At(due) => format!("{} at {}", self::notice(notice), short(*due)),
            Due::Acknowledged(write) => format!("{} after {write}", self::notice(notice)),
        },
        Event::NoticeReleased { notice } => self::notice(notice),
        other => {
            let mut value = serde_json::to_value(other).unwrap();
            value.as_object_mut().unwrap().remove("event");
            value.to_string()
        }
    };
    writeln!(log, "  {:>3} {word} {told}", record.sequence).unwrap();
}

pub(crate) fn effect(log: &mut String, effect: &Effect) {
    let told = match effect {
        Effect::WriteBack(write) => format!("write {}", self::write(write)),
        Effect::Notify(notice) => format!("notify {}", self::notice(notice)),
        Effect::SetTimer { timer, due } => format!("set {timer:?} at {}", short(*due)),
        Effect::CancelTimer { timer } => format!("cancel {timer:?}"),
        Effect::RaiseException { exception, owner, .. } => format!("raise {exception} to the {owner}"),
        Effect::CloseException { exception } => format!("close {exception}"),
    };
    writeln!(log, "      -> {told}").unwrap();
}

fn notice(notice: &Notice) -> String {
    let channels = match (notice.sms, notice.email) {
        (true, true) => "sms+email",
        (true, false) => "sms",
        (false, true) => "email",
        (false, false) => "no channel",
    };
    let kind = serde_json::to_string(&notice.kind).unwrap();
    format!(
        "{} {} {kind} {} {} sequence {} {channels}",
        notice.notice,
        notice.booking,
        span(notice.visit),
        notice.provider,
        notice.sequence
    )
}

fn write(write: &Write) -> String {
    let items = write.items.iter().map(|item| {
        let start = item.start.map(|start| format!("start {}", short(start.timestamp())));
        let name = |id: &str, platform: &Option<dispatch_core::PlatformId>| {
            format!("{id}={}", platform.as_ref().map_or("?", |platform| platform.as_str()))
        };
        let provider = item.provider.as_ref().map(|who| name(who.id.as_str(), &who.platform));
        let resources = item.resources.as_ref().map(|all| {
            let named = all.iter().map(|one| name(one.id.as_str(), &one.platform));
            format!("resources {}", named.collect::<Vec<_>>().join("+"))
        });
        [start, provider, resources].into_iter().flatten().collect::<Vec<_>>().join(" ")
    });
    let items = items.collect::<Vec<_>>().join(", ");
    format!("{} {} #{} {}: {items}", write.write, write.booking, write.revision, write.appointment)
}

fn assignment(assignment: &Assignment) -> String {
    let who = assignment.everything().map(dispatch_core::Who::as_str).collect::<Vec<_>>().join("+");
    format!("{who} {} [{}]", span(assignment.visit), occupancies(&assignment.occupancies))
}

fn occupancies(all: &[Occupancy]) -> String {
    let each = all.iter().map(|one| format!("{}:{:?} {}", one.lane.0, one.origin, span(one.padded())));
    each.collect::<Vec<_>>().join(", ")
}

fn conflicts(others: &[dispatch_core::BookingId]) -> String {
    if others.is_empty() {
        return String::new();
    }
    format!(" against {}", others.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
}

fn flags(flags: &[ReasonCode]) -> String {
    flags.iter().map(ToString::to_string).collect::<Vec<_>>().join("+")
}

fn span(span: dispatch_core::Span) -> String {
    let end = short(span.end.timestamp());
    format!("{}-{}", short(span.start.timestamp()), end.split_once(' ').unwrap().1)
}

/// `12 18:00`.
fn short(at: Timestamp) -> String {
    let text = at.to_string();
    let seconds = &text[16..19];
    let seconds = if seconds == ":00" { "" } else { seconds };
    format!("{} {}{seconds}", &text[8..10], &text[11..16])
}
