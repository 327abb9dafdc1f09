//! Standing: the disposition of a booking, what it takes up, and what is flagged on it.

use dispatch_core::{
    Minute, Minutes, Origin, ReasonCode, Span, Who,
    engine::{Disposition, Status},
};

use crate::world::span_of;

use super::{
    case::Case,
    invariant::{Invariant, Judged},
    memory::Judge,
    rules::{on_shift, qualified},
};

/// Judges one booking.
pub(super) fn judge(judge: &mut Judge, case: &Case<'_>) -> Judged {
    disposition(judge, case)?;
    exception(judge, case)?;
    freed(judge, case)?;
    shown(judge, case)?;
    conflicts(judge, case)?;
    held_against_the_rules(judge, case)?;
    adopted(judge, case)
}

fn disposition(judge: &mut Judge, case: &Case<'_>) -> Judged {
    let known = case.known;
    judge.tried(Invariant::Disposition);
    let Some(newest) = judge.newest.get(&known.appointment) else {
        return case.must(Invariant::Disposition, false, || "nothing was ever seen of it".to_owned());
    };
    let status = &newest.snapshot.status;
    use Disposition as D;
    let fits = match status {
        Status::Arrived => known.disposition == D::Arrived,
        Status::InService => known.disposition == D::InService,
        Status::Completed => known.disposition == D::Completed,
        Status::NoShow => known.disposition == D::NoShow,
        Status::Cancelled => known.disposition == D::Cancelled,
        Status::Booked | Status::Confirmed | Status::Other(_) => {
            matches!(known.disposition, D::Assigned | D::Unmanaged | D::AwaitingPerson | D::Declined)
        }
    };
    case.must(Invariant::Disposition, fits, || format!("is `{}` on the platform", status.as_str()))?;
    let found = case.shell.state.find(&known.connection, &known.appointment);
    let is_found = found.is_some_and(|found| found.booking == known.booking);
    case.must(Invariant::Disposition, is_found, || "its appointment leads to another booking".to_owned())
}

fn exception(judge: &mut Judge, case: &Case<'_>) -> Judged {
    judge.tried(Invariant::Owner);
    let waits = case.known.disposition == Disposition::AwaitingPerson;
    let asked = case.open().is_some_and(|open| open.raised.waiting.is_some());
    case.must(Invariant::Owner, waits == asked, || {
        "waits for nobody, or is asked about and does not wait".to_owned()
    })?;
    let Some(open) = case.open() else { return Ok(()) };
    let timer = dispatch_core::engine::Timer::Exception(open.raised.exception);
    let due = case.shell.timer(timer);
    // At its very moment the timer is in hand.
    let deadline = open.raised.deadline;
    let timed = due == Some(deadline) || deadline == case.now;
    let alive = !open.owner.is_empty() && (open.escalated || timed);
    case.must(Invariant::Owner, alive, || {
        format!("`{}` is asked until {}, and the timer is {due:?}", open.owner, open.raised.deadline)
    })
}

fn freed(judge: &mut Judge, case: &Case<'_>) -> Judged {
    let known = case.known;
    let since = judge.file(known.booking).since;
    judge.tried(Invariant::Freed);
    let holds = known.occupancies.iter().any(|one| one.origin == Origin::Hold);
    // Under way, the room that was held is the one in use.
    let may_hold = !matches!(known.disposition, Disposition::Assigned | Disposition::Unmanaged)
        && !known.disposition.is_released();
    case.must(Invariant::Freed, !holds || may_hold, || "still holds a candidate".to_owned())?;
    let now = since.max(case.now).minute_ceil();
    let frees = match known.disposition {
        Disposition::Cancelled | Disposition::Declined | Disposition::Expired => known.occupancies.is_empty(),
        Disposition::NoShow => ends(known.occupancies.iter().map(|one| one.used), now),
        Disposition::Completed if !judge.setting.completed_is_paid => {
            ends(known.occupancies.iter().map(|one| one.used), now)
        }
        _ => true,
    };
    case.must(Invariant::Freed, frees, || format!("still takes up {:?}", known.occupancies))
}

fn ends(mut spans: impl Iterator<Item = Span>, now: Minute) -> bool {
    spans.all(|span| span.is_empty() || span.end <= now)
}

/// What the platform shows under way, and appointments that are longer than the menu.
fn shown(judge: &mut Judge, case: &Case<'_>) -> Judged {
    let known = case.known;
    let under_way = matches!(known.disposition, Disposition::Arrived | Disposition::InService);
    let invariant = if under_way { Invariant::UnderWay } else { Invariant::Length };
    let assigned = known.desired.as_ref().filter(|_| known.disposition == Disposition::Assigned);
    if !under_way && (assigned.is_none() || !case.is_to_come(case.visit().start)) {
        return Ok(());
    }
    judge.tried(invariant);
    for (at, item) in case.items().iter().enumerate() {
        let span = span_of(item);
        let shown = item.provider.as_ref().map(|provider| provider.as_str());
        let decided = assigned.and_then(|desired| desired.assignment.items.get(at));
        let provider = match decided {
            Some(decided) if decided.span.start != span.start => continue,
            Some(decided) => provider_of(&decided.roles),
            None => shown,
        };
        let Some(lane) = provider.and_then(|provider| judge.lanes.get(provider)).copied() else { continue };
        let mut kept = known.occupancies.iter().filter(|one| one.lane == lane);
        let covered = kept.any(|one| one.used.contains(span));
        case.must(invariant, covered, || {
            format!(
                "{provider:?} is taken from {} to {}, and is not kept: {:?}",
                span.start, span.end, known.occupancies
            )
        })?;
    }
    Ok(())
}

fn provider_of(roles: &[dispatch_core::AssignedRole]) -> Option<&str> {
    roles.iter().find(|role| matches!(role.who, Who::Provider(_))).map(|role| role.who.as_str())
}

fn conflicts(judge: &mut Judge, case: &Case<'_>) -> Judged {
    let known = case.known;
    for one in &known.occupancies {
        if one.padded().end.timestamp() <= case.now {
            continue;
        }
        judge.tried(Invariant::Conflict);
        let others = judge.ledger.others(one.lane, one.padded(), known.booking);
        for other in others {
            let is_over = one.padded().end.min(other.padded().end).timestamp() <= case.now;
            let theirs = case.shell.state.booking(other.booking);
            let both = known.conflicts.contains(&other.booking)
                && theirs.is_some_and(|theirs| theirs.conflicts.contains(&known.booking));
            case.must(Invariant::Conflict, both || is_over, || {
                let name = judge.name_of(one).unwrap_or_default();
                let theirs = theirs.map(|theirs| theirs.appointment.to_string());
                format!(
                    "overlaps {theirs:?} on {name} at {}, and it is not said: {one:?} {other:?}",
                    one.used.start
                )
            })?;
        }
    }
    for other in &known.conflicts {
        let names =
            case.shell.state.booking(*other).is_some_and(|other| other.conflicts.contains(&known.booking));
        case.must(Invariant::Conflict, names, || format!("names {other}, which does not name it"))?;
    }
    Ok(())
}

/// What stands is held against the hard rules as they are now.
fn held_against_the_rules(judge: &mut Judge, case: &Case<'_>) -> Judged {
    let known = case.known;
    let Some(desired) = &known.desired else { return Ok(()) };
    if known.disposition != Disposition::Assigned || !case.is_to_come(case.visit().start) {
        return Ok(());
    }
    judge.tried(Invariant::Standing);
    let file = judge.file(known.booking);
    let accepted = file.is_persons()
        || [ReasonCode::ManualOverride, ReasonCode::Displaced, ReasonCode::RequestedUnavailable]
            .iter()
            .any(|flag| file.accepted.contains(flag));
    if accepted || known.exception.is_some() {
        return Ok(());
    }
    for item in &desired.assignment.items {
        let Some(service) = judge.practice.service(item.service.as_str()) else { continue };
        for role in &item.roles {
            let id = role.who.as_str();
            let blocked = judge.is_blocked(id, item.span);
            case.must(Invariant::Standing, !blocked, || format!("{id} is blocked then, and nobody is told"))?;
            if let Some(provider) = judge.practice.provider(id) {
                let may = qualified(provider, service);
                case.must(Invariant::Standing, may, || {
                    format!("{id} may not do {}, and nobody is told", service.code)
                })?;
                let works = on_shift(provider, item.span);
                case.must(Invariant::Standing, works, || {
                    format!("{id} does not work then, and nobody is told")
                })?;
            }
        }
    }
    Ok(())
}

/// A booking from before go-live.
fn adopted(judge: &mut Judge, case: &Case<'_>) -> Judged {
    let known = case.known;
    let span = case.shown();
    if !known.imported || known.disposition != Disposition::Unmanaged || !case.is_to_come(span.start) {
        return Ok(());
    }
    judge.tried(Invariant::Adopted);
    let told = known.exception.is_some() || !judge.file(known.booking).accepted.is_empty();
    let rooms = judge.practice.things.iter().filter(|thing| thing.is_room);
    let lanes: Vec<_> = rooms.filter_map(|room| judge.lanes.get(room.id)).collect();
    let has_room = known.occupancies.iter().any(|one| lanes.contains(&&one.lane));
    let mut services = case.items().iter().map(|item| judge.practice.service(item.service.as_str()));
    let needs = judge.setting.rooms_are_ours && services.all(|service| service.is_some());
    case.must(Invariant::Adopted, has_room || told || !needs, || {
        "has no room, and nobody is told".to_owned()
    })?;
    let mut blocked = case.items().iter().filter_map(|item| item.provider.as_ref());
    let is_blocked =
        blocked.any(|provider| judge.is_blocked(provider.as_str(), span.padded(Minutes(-1), Minutes(-1))));
    case.must(Invariant::Adopted, !is_blocked || told, || {
        "its provider is blocked then, and nobody is told".to_owned()
    })
}
