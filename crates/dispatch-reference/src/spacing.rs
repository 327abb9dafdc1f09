//! The days between a client's services: every pair of them that this booking is part of.

use chrono::{DateTime, NaiveDate, TimeZone};
use chrono_tz::Tz;
use dispatch_core::{ReasonCode, SameDay, SpacingDocument, UnknownHistory};

use super::case::ReferenceCase;

/// A service that the client has at some time.
#[derive(Clone)]
struct Had {
    category: Option<String>,
    date: NaiveDate,
    /// Minute of the start, then the position in the booking.
    order: (i32, usize),
    /// It is one of this booking.
    asked: bool,
}

/// Why a booking of these services at a start is not to be, for all that the client has beside it.
pub(super) fn broken(cases: &[&ReferenceCase<'_>], start: i32) -> Vec<ReasonCode> {
    let (document, client) = (cases[0].document, &cases[0].request.client);
    let zone: Tz = document.locations[0].time_zone.parse().unwrap_or(Tz::UTC);
    let date = |minute: i32| {
        let utc = DateTime::from_timestamp(i64::from(minute) * 60, 0).unwrap_or_default().naive_utc();
        zone.from_utc_datetime(&utc).date_naive()
    };
    let mut all: Vec<Had> = Vec::new();
    for (position, case) in cases.iter().enumerate() {
        let category = case.service.category.clone();
        all.push(Had { category, date: date(start), order: (start, position), asked: true });
    }
    for one in &client.history.services {
        let Some(service) = document.services.get(one.service.position()) else { continue };
        let category = service.category.clone();
        // One that begins at the same minute comes neither before nor after.
        all.push(Had { category, date: date(one.start.0), order: (one.start.0, 0), asked: false });
    }
    let mut flags = Vec::new();
    for rule in &document.spacings {
        for (at, one) in all.iter().enumerate() {
            for (other_at, other) in all.iter().enumerate() {
                if at != other_at && (one.asked || other.asked) && too_close(rule, one, other) {
                    flags.push(ReasonCode::TooClose);
                }
            }
            if one.asked && too_late(rule, one, &all) {
                flags.push(ReasonCode::TooLateInSeries);
            }
        }
    }
    flags
}

fn is(had: &Had, category: &str) -> bool {
    had.category.as_deref() == Some(category)
}

/// True if one stands under `after` and the other under `then`, and the other comes too soon or on a wrong day.
fn too_close(rule: &SpacingDocument, one: &Had, other: &Had) -> bool {
    if !is(one, &rule.after) || !is(other, &rule.then) {
        return false;
    }
    if one.date == other.date {
        return match rule.same_day() {
            SameDay::Never => true,
            SameDay::AnyOrder => false,
            SameDay::InOrder if one.asked && other.asked => one.order.1 > other.order.1,
            SameDay::InOrder => one.order.0 >= other.order.0,
        };
    }
    let least = usize::from(rule.at_least_days.unwrap_or(0));
    // The days after the first, up to the least.
    one.date.iter_days().take(least).any(|date| date == other.date)
}

/// True if the last one before it is too long ago.
fn too_late(rule: &SpacingDocument, one: &Had, all: &[Had]) -> bool {
    let Some(most) = rule.at_most_days.filter(|_| is(one, &rule.then)) else { return false };
    let before = |other: &&Had| {
        let earlier = if other.asked { other.order.1 < one.order.1 } else { other.order.0 < one.order.0 };
        earlier && is(other, &rule.after)
    };
    let last = all.iter().filter(before).map(|other| other.date).max();
    last.is_some_and(|last| (one.date - last).num_days() > i64::from(most))
}

/// True if a rule names some service and it is not known what else the client had.
pub(super) fn unknown(cases: &[&ReferenceCase<'_>]) -> bool {
    let document = cases[0].document;
    let named = |case: &&ReferenceCase<'_>| {
        let category = case.service.category.as_ref();
        category.is_some_and(|name| {
            document.spacings.iter().any(|rule| rule.after == *name || rule.then == *name)
        })
    };
    document.unknown_history == UnknownHistory::Flag
        && !cases[0].request.client.history.complete
        && cases.iter().any(named)
}
