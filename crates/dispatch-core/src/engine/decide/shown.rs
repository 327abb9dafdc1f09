//! A person's choice on the platform as an assignment, if no hard rule stands against it.

use crate::{
    assign::Assignment,
    calendar::Origin,
    explain::{ReasonCode, Trace},
    ids::Lane,
};

use super::super::model::FieldAuthority;
use super::{
    answer::ask_for,
    assignment::{exchanged, provider_lane},
    case::{BookingCase, Providers},
    conflict::still_free,
    draft::Draft,
    drift::kept_resources,
};

/// A person's choice under the rules.
pub(super) struct Chosen {
    /// The assignment; none if a hard rule stands against it.
    pub(super) assignment: Option<Assignment>,
    /// The reasons for which a person would be asked.
    pub(super) flags: Vec<ReasonCode>,
    pub(super) alternatives: Vec<Assignment>,
    pub(super) trace: Option<Trace>,
}

/// The assignment that the platform shows; none if it shows no service. Where something of it is not known, no rule can
/// say anything.
pub(super) fn within_rules(draft: &Draft<'_>, case: &BookingCase<'_>) -> Option<Chosen> {
    let start = case.shown_start()?;
    let local = case.connection.authority.provider == FieldAuthority::Local;
    let desired = case.known.filter(|_| local).and_then(|known| known.desired.as_ref());
    let ours = |item| provider_lane(draft.rulebook, &desired?.assignment, item);
    let items = case.resolved.items.iter().enumerate();
    let providers: Providers = items.map(|(at, item)| item.provider.or_else(|| ours(at))).collect();
    let Some(given) = ask_for(draft, case, start, &providers) else {
        let (assignment, flags, alternatives, trace) = (None, Vec::new(), Vec::new(), None);
        return Some(Chosen { assignment, flags, alternatives, trace });
    };
    let named = providers.iter().all(Option::is_some);
    let theirs = given.theirs.filter(|theirs| named && starts_as_shown(case, theirs));
    let assignment = theirs.and_then(|theirs| with_shown_resources(draft, case, theirs));
    Some(Chosen {
        assignment,
        flags: given.flags,
        alternatives: given.alternatives,
        trace: Some(given.trace),
    })
}

/// True if every service of a visit starts when the platform says so, as far as it keeps times.
fn starts_as_shown(case: &BookingCase<'_>, assignment: &Assignment) -> bool {
    case.connection.authority.time == FieldAuthority::Local || case.starts_like(assignment)
}

/// An assignment with the rooms and devices that the platform shows in place of ours, if the rules allow them.
fn with_shown_resources(
    draft: &Draft<'_>,
    case: &BookingCase<'_>,
    assignment: Assignment,
) -> Option<Assignment> {
    let ours = |item| kept_resources(draft.rulebook, case.connection, &assignment, item);
    if case.resolved.items.iter().enumerate().all(|(at, item)| ours(at) == item.resources) {
        return Some(assignment);
    }
    // Paddings between the services of a visit depend on where each of them is: nothing is exchanged there.
    let [item] = case.resolved.items.as_slice() else { return None };
    let ours = ours(0);
    let ours: Vec<Lane> = ours.iter().filter(|lane| !item.resources.contains(lane)).copied().collect();
    let taken = |lane: &Lane| assignment.occupancies.iter().any(|one| one.lane == *lane);
    let theirs: Vec<Lane> =
        item.resources.iter().filter(|lane| !ours.contains(lane) && !taken(lane)).copied().collect();
    exchanged_for(draft, assignment, 0, &ours, &theirs)
}

/// An assignment with some rooms and devices of an item exchanged for others, if the rules allow them.
pub(super) fn exchanged_for(
    draft: &Draft<'_>,
    assignment: Assignment,
    item: usize,
    ours: &[Lane],
    theirs: &[Lane],
) -> Option<Assignment> {
    if ours.len() != theirs.len() {
        return None;
    }
    let service = draft.rulebook.service(assignment.items.get(item)?.service.as_str())?;
    let mut given = assignment;
    for (from, to) in ours.iter().zip(theirs) {
        if !draft.rulebook.serve_alike(service, *from, *to) {
            return None;
        }
        given = exchanged(draft.rulebook, &given, item, *from, *to, Origin::Ours);
    }
    let in_place = given.occupancies.iter().all(|occupancy| {
        let room = draft.rulebook.fixed_in(occupancy.lane);
        room.is_none_or(|room| given.occupancies.iter().any(|other| other.lane == room))
    });
    (in_place && still_free(draft, &given)).then_some(given)
}
