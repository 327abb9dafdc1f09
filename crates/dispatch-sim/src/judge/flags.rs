//! Hard flags: what is true of the newest picture must stand on the booking, unless a person accepted it.

use dispatch_core::{
    ReasonCode, Span,
    engine::{BookedBy, Disposition, Status},
};

use crate::world::{day_of, span_of};

use super::{
    case::Case,
    file::Newest,
    invariant::{Invariant, Judged},
    memory::Judge,
};

/// Flags of which the judge can tell by itself whether they are true.
pub(super) const KNOWN: [ReasonCode; 8] = [
    ReasonCode::ClearanceMissing,
    ReasonCode::ClearanceUnknown,
    ReasonCode::Vip,
    ReasonCode::Grouped,
    ReasonCode::UnknownStatus,
    ReasonCode::HighValue,
    ReasonCode::LeadTime,
    ReasonCode::ClientElsewhere,
];

/// Judges an assigned booking that is still to come.
pub(super) fn judge(judge: &mut Judge, case: &Case<'_>) -> Judged {
    let known = case.known;
    if known.disposition != Disposition::Assigned || !case.is_to_come(case.visit().start) {
        return Ok(());
    }
    let Some(newest) = judge.newest.get(&known.appointment).cloned() else { return Ok(()) };
    judge.tried(Invariant::Flags);
    for flag in KNOWN {
        if !is_true(judge, case, &newest, flag) {
            continue;
        }
        let file = judge.file(known.booking);
        let settled = file.accepted.contains(&flag)
            // A person chose the provider, and with that decided for a VIP.
            || (flag == ReasonCode::Vip && (known.pinned || !file.is_by_rule()))
            // A person chose the time.
            || (flag == ReasonCode::LeadTime && file.chosen_start == Some(case.visit().start.timestamp()));
        case.must(Invariant::Flags, settled || case.has_flag(flag), || {
            format!("assigned by {:?} without {flag}, which is so", judge.file(known.booking).cause)
        })?;
    }
    Ok(())
}

/// True if a flag is so, by the newest picture.
pub(super) fn is_true(judge: &Judge, case: &Case<'_>, newest: &Newest, flag: ReasonCode) -> bool {
    let snapshot = &newest.snapshot;
    let items = || snapshot.items.iter();
    let services = || items().filter_map(|item| judge.practice.service(item.service.as_str()));
    let examined = services().any(|service| service.exam_days.is_some());
    match flag {
        ReasonCode::ClearanceMissing => items().any(|item| {
            let Some(days) =
                judge.practice.service(item.service.as_str()).and_then(|service| service.exam_days)
            else {
                return false;
            };
            let day = day_of(span_of(item).start);
            let is_valid = |on: chrono::NaiveDate| {
                let on = i32::try_from(on.signed_duration_since(chrono::NaiveDate::default()).num_days())
                    .unwrap_or(0);
                on <= day && day <= on + i32::from(days)
            };
            let had = snapshot.about_client.clearances.as_ref();
            had.is_some_and(|had| !had.iter().any(|one| one.id.as_str() == "exam" && is_valid(one.on)))
        }),
        ReasonCode::ClearanceUnknown => examined && snapshot.about_client.clearances.is_none(),
        ReasonCode::Vip => snapshot.about_client.vip,
        ReasonCode::Grouped => snapshot.grouped,
        ReasonCode::UnknownStatus => matches!(snapshot.status, Status::Other(_)),
        ReasonCode::HighValue => {
            services().map(|service| service.price).sum::<i64>() >= judge.practice.high_value
        }
        // Staff may book as they like.
        ReasonCode::LeadTime => {
            snapshot.booked_by == BookedBy::Client
                && items().any(|item| {
                    let lead = judge.practice.service(item.service.as_str()).and_then(|service| service.lead);
                    lead.is_some_and(|lead| {
                        span_of(item).start.since(newest.asked.minute_ceil()).0 < lead - 1
                    })
                })
        }
        ReasonCode::ClientElsewhere => elsewhere(judge, case),
        _ => true,
    }
}

/// True if the client has another booking at that time of which nobody was asked either.
fn elsewhere(judge: &Judge, case: &Case<'_>) -> bool {
    let visit = case.visit();
    let theirs = judge.of_client.get(case.known.snapshot.client.as_str());
    let mut others = theirs.into_iter().flatten().filter(|other| **other != case.known.booking);
    others.any(|other| {
        let Some(known) = case.shell.state.booking(*other) else { return false };
        let other_case = Case { known, ..*case };
        let settled =
            judge.files.get(other).is_some_and(|file| file.accepted.contains(&ReasonCode::ClientElsewhere));
        known.disposition == Disposition::Assigned
            && known.snapshot.client == case.known.snapshot.client
            && overlaps(other_case.visit(), visit)
            && !settled
            && !other_case.has_flag(ReasonCode::ClientElsewhere)
    })
}

pub(super) fn overlaps(one: Span, other: Span) -> bool {
    one.overlaps(other)
}
