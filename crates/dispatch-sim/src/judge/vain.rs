//! Waiting in vain: a booking may not wait for what is no longer so.

use dispatch_core::{
    BookingId, Minutes, ReasonCode, Span,
    engine::{BookedBy, Disposition},
};

use crate::world::span_of;

use super::{
    case::Case,
    flags::{KNOWN, is_true},
    invariant::{Invariant, Judged},
    memory::Judge,
    rules::on_shift,
};

/// Judges a booking that waits; what hangs on others only if something near it changed.
pub(super) fn judge(judge: &mut Judge, case: &Case<'_>, near: bool) -> Judged {
    let known = case.known;
    if known.disposition != Disposition::AwaitingPerson || !case.is_to_come(case.shown().start) {
        return Ok(());
    }
    let Some(open) = case.open() else { return Ok(()) };
    if open.claim.as_ref().is_some_and(|claim| claim.until > case.now) {
        // A person has it in hand: it is judged again when they look, and when they give it back.
        return Ok(());
    }
    let Some(newest) = judge.newest.get(&known.appointment).cloned() else { return Ok(()) };
    judge.tried(Invariant::Vain);
    for flag in &open.raised.flags {
        let holds = match flag {
            ReasonCode::ClientElsewhere => has_other(judge, case),
            // It was too soon when it was asked for; by now it is only sooner.
            ReasonCode::LeadTime => true,
            flag if KNOWN.contains(flag) => is_true(judge, case, &newest, *flag),
            flag if near => still(judge, case, *flag),
            _ => true,
        };
        case.must(Invariant::Vain, holds, || format!("waits for a person as {flag}, which is not so"))?;
    }
    Ok(())
}

/// True if the client has any other booking at that time.
fn has_other(judge: &Judge, case: &Case<'_>) -> bool {
    let theirs = judge.of_client.get(case.known.snapshot.client.as_str());
    let mut others = theirs.into_iter().flatten().filter(|other| **other != case.known.booking);
    others.any(|other| {
        case.shell.state.booking(*other).is_some_and(|known| {
            let released = known.disposition.is_released()
                || matches!(known.disposition, Disposition::NoShow | Disposition::Completed);
            let spans = [Case { known, ..*case }.visit(), Case { known, ..*case }.shown()];
            !released
                && known.snapshot.client == case.known.snapshot.client
                && spans.iter().any(|span| span.overlaps(case.shown().padded(Minutes(60), Minutes(60))))
        })
    })
}

/// True if a flag that hangs on others may still be so. Where the judge cannot tell, it may.
fn still(judge: &Judge, case: &Case<'_>, flag: ReasonCode) -> bool {
    let known = case.known;
    if flag == ReasonCode::PlatformConflict {
        // Or what it had before it was asked about.
        let before = known.desired.iter().flat_map(|desired| &desired.assignment.occupancies);
        return known
            .occupancies
            .iter()
            .chain(before)
            .any(|one| !judge.ledger.is_free(one.lane, one.padded(), known.booking));
    }
    if flag == ReasonCode::Displaced {
        let around = case.shown().padded(Minutes(60), Minutes(60));
        return judge.lanes.keys().any(|id| judge.is_blocked(id, around));
    }
    if known.desired.as_ref().is_some_and(|desired| desired.assignment.start() != case.shown().start) {
        // It has another time than the platform shows yet, and gave way there.
        return true;
    }
    let [item] = case.items() else { return true };
    let Some(service) = judge.practice.service(item.service.as_str()) else { return true };
    // An appointment that is longer than the menu needs its provider for longer.
    let shown = span_of(item);
    let used = Span::from_start(shown.start, Minutes(service.minutes.max(shown.minutes().0)));
    let free = free_providers(judge, case, used, known.booking);
    let has_resources = judge.has_resources(service, used, known.booking);
    let is_wished = item.provider_requested || known.snapshot.booked_by == BookedBy::Staff;
    match flag {
        ReasonCode::NobodyFree => free.is_empty(),
        ReasonCode::NoResource => free.is_empty() || !has_resources,
        ReasonCode::RequestedUnavailable if is_wished => {
            let wished = item.provider.as_ref().map(|provider| provider.as_str());
            let is_free = wished.is_some_and(|wished| free.contains(&wished));
            !(is_free && has_resources)
        }
        ReasonCode::OutsideOpening => !judge.is_open(used),
        ReasonCode::NobodyQualified => {
            !judge.practice.providers.iter().any(|provider| super::rules::qualified(provider, service))
        }
        ReasonCode::WishesUnmet => !known.snapshot.about_client.avoid.is_empty(),
        _ => true,
    }
}

/// The providers who could treat at that time, those whom the client avoids left out.
fn free_providers<'j>(judge: &'j Judge, case: &Case<'_>, used: Span, but: BookingId) -> Vec<&'j str> {
    let avoids = &case.known.snapshot.about_client.avoid;
    let Some(service) = case.items().first().and_then(|item| judge.practice.service(item.service.as_str()))
    else {
        return Vec::new();
    };
    let able = judge.practice.providers.iter().filter(|provider| {
        judge.could_treat(provider, service, used, but)
            && on_shift(provider, used)
            && !avoids.iter().any(|avoided| avoided.as_str() == provider.id)
    });
    able.map(|provider| provider.id).collect()
}
