//! The verdict on a booking as it is now: where it goes, and what a person has to answer first.

use crate::{
    assign::{Assignment, Flagged, Outcome},
    calendar::Origin,
    explain::{ReasonCode, Trace},
    time::Minute,
};

use super::{
    answer::ask,
    assignment::provider_lane,
    case::{BookingCase, Providers},
    conflict::is_blocked,
    draft::Draft,
    picture::as_shown,
    shown::within_rules,
    standing::as_it_stands,
};

/// What a judgment has to keep.
#[derive(Clone, Copy, Debug)]
pub(super) enum Keep<'k> {
    /// Nothing: it is decided by rule.
    Nothing,
    /// The time, providers, rooms and devices that it has, where the hard rules hold. The platform may not show them yet.
    Standing(&'k Assignment),
    /// The same at the time that the platform shows now.
    Moved(&'k Assignment),
    /// What the platform shows: a person chose it there.
    Shown,
}

/// The verdict.
#[derive(Debug, Default)]
pub(super) struct Verdict {
    /// The reasons for which a person is asked; none if it can be assigned.
    pub(super) flags: Vec<ReasonCode>,
    /// Where it goes, or would go: held while a person is asked.
    pub(super) placement: Option<Placement>,
    /// What else it could be given, best first, and the same at other times.
    pub(super) candidates: Vec<Assignment>,
    pub(super) alternatives: Vec<Assignment>,
    pub(super) trace: Option<Trace>,
}

/// Where a booking goes.
#[derive(Debug)]
pub(super) struct Placement {
    pub(super) assignment: Assignment,
    pub(super) origin: Origin,
    /// True if a person chose it: rules do not change it any more.
    pub(super) pinned: bool,
    /// Reasons for the desk to look at it all the same.
    pub(super) tasks: Vec<ReasonCode>,
}

/// The reasons that the choice of a provider answers: several were alike, the client had a wish, or a VIP was to be
/// decided personally. It examines no client, makes no time longer and frees no client who is elsewhere.
pub(super) const SETTLED_BY_A_CHOICE: [ReasonCode; 4] =
    [ReasonCode::Tie, ReasonCode::Vip, ReasonCode::WishesUnmet, ReasonCode::RequestedUnavailable];

/// The reasons that say that a place cannot be had. A person who chose it all the same is told of that as one task.
const NOT_TO_BE_HAD: [ReasonCode; 8] = [
    ReasonCode::NobodyQualified,
    ReasonCode::NobodyFree,
    ReasonCode::NoResource,
    ReasonCode::OutsideOpening,
    ReasonCode::NoFurtherProvider,
    ReasonCode::NoSupervisor,
    ReasonCode::CalendarUnreadable,
    ReasonCode::SeveralServices,
];

/// Judges a booking as the platform shows it.
pub(super) fn verdict(draft: &Draft<'_>, case: &BookingCase<'_>, keep: Keep<'_>) -> Verdict {
    let mut verdict = match keep {
        Keep::Nothing => by_rule(draft, case, case.shown_start()),
        Keep::Standing(assignment) => {
            standing(draft, case, assignment, assignment.items.first().map(|item| item.span.start))
        }
        Keep::Moved(assignment) => standing(draft, case, assignment, case.shown_start()),
        Keep::Shown => shown(draft, case),
    };
    verdict.flags.extend_from_slice(&case.resolved.flags);
    if case.is_assigned() {
        // A word that is not known takes nothing back from what was agreed: it is a task for the desk.
        verdict.flags.retain(|flag| *flag != ReasonCode::UnknownStatus);
    }
    verdict.flags.sort_unstable();
    verdict.flags.dedup();
    if let Some(placement) = &verdict.placement {
        let accepted = case.accepted();
        verdict.flags.retain(|flag| !accepted.contains(flag));
        let could_be = placement.origin == Origin::Ours && verdict.candidates.is_empty();
        if could_be && !verdict.flags.is_empty() {
            verdict.candidates.push(placement.assignment.clone());
        }
    }
    verdict
}

/// Decides by rule. A pinned booking keeps the platform's providers.
fn by_rule(draft: &Draft<'_>, case: &BookingCase<'_>, start: Option<Minute>) -> Verdict {
    let vip = case.snapshot.about_client.vip;
    let asked = start.and_then(|start| ask(draft, case, start, &case.wished(), vip));
    let Some((outcome, trace)) = asked else { return Verdict::default() };
    let mut verdict = Verdict { trace: Some(trace), ..Verdict::default() };
    match outcome {
        Outcome::Assigned(assignment) => verdict.placement = Some(ours(assignment, false)),
        Outcome::ToPerson(Flagged { mut flags, candidates, alternatives }) => {
            as_the_desk_sees_it(case, &mut flags);
            let only_a_word = flags.iter().all(|flag| case.accepted().contains(flag));
            let best = candidates.first().filter(|_| only_a_word);
            verdict.placement = best.map(|best| ours(best.clone(), case.is_pinned()));
            verdict = Verdict { flags, candidates, alternatives, ..verdict };
        }
    }
    verdict
}

/// Where the wish was the platform's, the client did not ask for that provider, but only the desk can change it.
pub(super) fn as_the_desk_sees_it(case: &BookingCase<'_>, flags: &mut [ReasonCode]) {
    if !case.is_requested() {
        for flag in flags.iter_mut().filter(|flag| **flag == ReasonCode::RequestedUnavailable) {
            *flag = ReasonCode::DeskTask;
        }
    }
}

/// Keeps what stands, where the hard rules hold.
fn standing(
    draft: &Draft<'_>,
    case: &BookingCase<'_>,
    before: &Assignment,
    start: Option<Minute>,
) -> Verdict {
    let Some(start) = start else { return Verdict::default() };
    let providers = standing_providers(draft, case, before);
    let pinned = case.is_pinned();
    let vip = case.snapshot.about_client.vip && !pinned;
    let Some((outcome, trace)) = ask(draft, case, start, &providers, vip) else { return Verdict::default() };
    let Flagged { mut flags, candidates, alternatives } = match outcome {
        Outcome::Assigned(assignment) => Flagged { candidates: vec![assignment], ..Flagged::default() },
        Outcome::ToPerson(flagged) => flagged,
    };
    let is_theirs = |assignment: &&Assignment| {
        let mut wished = providers.iter().enumerate();
        wished.all(|(item, lane)| lane.is_none() || provider_lane(draft.rulebook, assignment, item) == *lane)
    };
    let Some(theirs) = candidates.iter().find(is_theirs).cloned() else {
        return stands_no_more(draft, case, before, start);
    };
    if pinned {
        flags.retain(|flag| !SETTLED_BY_A_CHOICE.contains(flag));
    }
    let theirs = as_it_stands(draft, theirs, before);
    let others = candidates.into_iter().filter(|other| *other != theirs);
    let candidates =
        if flags.is_empty() { Vec::new() } else { std::iter::once(theirs.clone()).chain(others).collect() };
    Verdict { flags, placement: Some(ours(theirs, pinned)), candidates, alternatives, trace: Some(trace) }
}

/// The hard rules hold no longer where it stands. What a person placed, or made longer on the platform, stays there for a
/// person to look at; anything else is decided by rule, for the same price and length.
fn stands_no_more(draft: &Draft<'_>, case: &BookingCase<'_>, before: &Assignment, start: Minute) -> Verdict {
    if case.is_pinned() && case.shown_start() != Some(start) {
        return stays_all_the_same(before);
    }
    if case.is_pinned() || case.was_made_longer() {
        return shown(draft, case);
    }
    let mut verdict = by_rule(draft, case, Some(start));
    let longer = verdict.placement.as_ref().is_some_and(|placement| {
        placement.assignment.visit.minutes() != before.visit.minutes() && case.is_as_before()
    });
    let open = case.known.map_or(&[][..], |known| &known.flags);
    let blocked = open.contains(&ReasonCode::Displaced) && is_blocked(draft, before);
    if longer {
        let placement = verdict.placement.take();
        verdict.candidates = placement.into_iter().map(|placement| placement.assignment).collect();
    }
    if blocked && !(verdict.flags.is_empty() && verdict.placement.is_some()) {
        verdict.flags.push(ReasonCode::Displaced);
    } else if longer {
        verdict.flags.push(ReasonCode::RequestedUnavailable);
    }
    verdict
}

/// What a person chose and the platform does not show yet stays, for a person to look at.
fn stays_all_the_same(before: &Assignment) -> Verdict {
    let (assignment, origin) = (before.clone(), Origin::Forced);
    let tasks = vec![ReasonCode::ManualOverride];
    let placement = Some(Placement { assignment, origin, pinned: true, tasks });
    Verdict { placement, ..Verdict::default() }
}

fn standing_providers(draft: &Draft<'_>, case: &BookingCase<'_>, before: &Assignment) -> Providers {
    let wished = case.wished();
    let same = before.items.len() == case.resolved.items.len();
    let items = wished.iter().enumerate();
    items
        .map(|(item, wished)| if same { provider_lane(draft.rulebook, before, item) } else { *wished })
        .collect()
}

/// Takes what a person chose on the platform, whatever rule it breaks. What the choice does not answer is still asked.
fn shown(draft: &Draft<'_>, case: &BookingCase<'_>) -> Verdict {
    let mut verdict = Verdict::default();
    let given = within_rules(draft, case);
    let Some(given) = given else { return verdict };
    let (flags, breaks_a_rule) = (given.flags, given.assignment.is_none());
    let settled = |flag: &ReasonCode| {
        SETTLED_BY_A_CHOICE.contains(flag) || (breaks_a_rule && NOT_TO_BE_HAD.contains(flag))
    };
    verdict.flags = flags.into_iter().filter(|flag| !settled(flag)).collect();
    let placement = match given.assignment {
        Some(assignment) => ours(assignment, true),
        None => Placement {
            assignment: as_shown(draft, case),
            origin: Origin::Observed,
            pinned: true,
            tasks: vec![ReasonCode::ManualOverride],
        },
    };
    if !breaks_a_rule {
        verdict.candidates.push(placement.assignment.clone());
    }
    let unchanged = case.known.filter(|known| known.snapshot == case.snapshot);
    let open = unchanged.map_or(&[][..], |known| &known.flags);
    if open.contains(&ReasonCode::Displaced) && is_blocked(draft, &placement.assignment) {
        // A block came over what a person chose: they have not answered that yet.
        verdict.flags.push(ReasonCode::Displaced);
    }
    verdict.alternatives = given.alternatives;
    verdict.trace = given.trace;
    verdict.placement = Some(placement);
    verdict
}

fn ours(assignment: Assignment, pinned: bool) -> Placement {
    Placement { assignment, origin: Origin::Ours, pinned, tasks: Vec::new() }
}
