//! Validity: the days of the horizon on which a provider holds what a service demands.

use std::{ops::Range, sync::Arc};

use chrono::NaiveDate;

use crate::{
    calendar::PageIndex,
    ids::CredentialId,
    rulebook::{HeldCredential, Horizon, ProviderDocument, ValidPages},
};

/// The days on which a provider may deliver a service, and what is missing on the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::rulebook) enum Validity {
    /// On every day of the horizon.
    Always,
    /// On some days; and what is missing on others.
    Sometimes(ValidPages, Lacking),
    /// On none; and what is missing.
    Never(Lacking),
}

/// For each set that would do, what is missing of it, from every page on that changes it, in order.
pub(in crate::rulebook) type Lacking = Vec<(PageIndex, Arc<[Vec<CredentialId>]>)>;

/// Judges a provider against the sets of which any is enough. No set at all asks for nothing.
pub(in crate::rulebook) fn validity(
    provider: &ProviderDocument,
    sets: &[Vec<CredentialId>],
    horizon: Horizon,
) -> Validity {
    if sets.is_empty() {
        return Validity::Always;
    }
    let whole = 0..horizon.days;
    let pages = |id: &CredentialId| held_pages(&provider.credentials, id, horizon);
    let of_set = |set: &Vec<CredentialId>| {
        let all = vec![whole.clone()];
        set.iter().fold(all, |days, id| intersection(&days, &pages(id)))
    };
    let valid = union(sets.iter().flat_map(of_set).collect());
    if valid.as_slice() == std::slice::from_ref(&whole) {
        return Validity::Always;
    }
    let missing = missing(sets, horizon, pages);
    if valid.is_empty() {
        Validity::Never(missing)
    } else {
        Validity::Sometimes(ValidPages::Ranges(valid), missing)
    }
}

/// What is missing of each set, from every day on that changes it.
fn missing(
    sets: &[Vec<CredentialId>],
    horizon: Horizon,
    pages: impl Fn(&CredentialId) -> Vec<Range<u16>>,
) -> Lacking {
    let sets: Vec<Vec<_>> = sets.iter().map(|set| set.iter().map(|id| (id, pages(id))).collect()).collect();
    let held = sets.iter().flatten().flat_map(|(_, pages)| pages);
    let mut changes: Vec<u16> =
        std::iter::once(0).chain(held.flat_map(|held| [held.start, held.end])).collect();
    changes.retain(|day| *day < horizon.days.max(1));
    changes.sort_unstable();
    changes.dedup();
    let on = |day: u16| {
        let lacks = |pages: &[Range<u16>]| !pages.iter().any(|held| held.contains(&day));
        let of_set = |set: &Vec<(&CredentialId, Vec<Range<u16>>)>| {
            set.iter().filter(|(_, pages)| lacks(pages)).map(|(id, _)| (*id).clone()).collect()
        };
        (PageIndex(day), sets.iter().map(of_set).collect())
    };
    let mut lacking: Lacking = changes.into_iter().map(on).collect();
    lacking.dedup_by(|later, earlier| later.1 == earlier.1);
    lacking
}

/// The days on which a credential is held; a provider may hold it more than once, with different dates.
fn held_pages(held: &[HeldCredential], id: &CredentialId, horizon: Horizon) -> Vec<Range<u16>> {
    union(
        held.iter()
            .filter(|credential| credential.id == *id)
            .map(|credential| days(credential, horizon))
            .collect(),
    )
}

/// Both dates are included.
fn days(credential: &HeldCredential, horizon: Horizon) -> Range<u16> {
    let day = |date: NaiveDate| date.signed_duration_since(horizon.first).num_days();
    let clamp = |day: i64| u16::try_from(day.clamp(0, i64::from(horizon.days))).unwrap_or(horizon.days);
    clamp(credential.from.map_or(0, day))..clamp(credential.until.map_or(i64::MAX, |until| day(until) + 1))
}

fn intersection(left: &[Range<u16>], right: &[Range<u16>]) -> Vec<Range<u16>> {
    let both = |a: &Range<u16>, b: &Range<u16>| a.start.max(b.start)..a.end.min(b.end);
    union(left.iter().flat_map(|a| right.iter().map(move |b| both(a, b))).collect())
}

/// In order, touching ranges joined, empty ones left out.
fn union(mut ranges: Vec<Range<u16>>) -> Vec<Range<u16>> {
    ranges.retain(|range| range.start < range.end);
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<u16>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}
