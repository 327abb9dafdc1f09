//! Spelling out who and what a booking gets, and what that takes up.

use crate::{
    calendar::{Occupancy, Origin},
    explain::Who,
    ids::{BookingId, Lane, ServiceIndex},
    rulebook::{Demand, DemandKind, Presence, Rulebook, Variant},
    time::{Minute, Minutes, Span},
};

use super::{
    decision::{AssignedItem, AssignedRole, Assignment},
    free::{used_span, uses},
};

/// One service of a booking with who and what is to serve it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placement<'a> {
    pub(super) booking: BookingId,
    pub(super) item: u8,
    pub(super) service: ServiceIndex,
    /// As which client gets it.
    pub(super) variant: Variant,
    pub(super) start: Minute,
    pub(super) extra: Minutes,
    /// One lane a demand; none for a demand that nothing serves.
    pub(super) lanes: &'a [Option<Lane>],
    pub(super) origin: Origin,
}

pub(super) fn assignment_of(rulebook: &Rulebook, placement: &Placement<'_>) -> Option<Assignment> {
    let service = rulebook.services.get(placement.service.position())?.for_client(placement.variant);
    let span =
        Span::from_start(placement.start, Minutes(service.minutes.0.saturating_add(placement.extra.0)));
    let filled =
        || service.demands.iter().zip(placement.lanes).filter_map(|(demand, lane)| Some((demand, (*lane)?)));
    let mut occupancies = Vec::with_capacity(filled().map(|(demand, _)| demand.uses.len()).sum());
    let mut roles = Vec::with_capacity(placement.lanes.len());
    for (demand, lane) in filled() {
        occupancies.extend(uses(demand, placement.extra).map(|each| Occupancy {
            lane,
            booking: placement.booking,
            item: placement.item,
            phase: each.phase,
            service: Some(placement.service.0),
            used: used_span(each, placement.start),
            before: demand.before,
            after: demand.after,
            origin: placement.origin,
        }));
        let named = rulebook.role(demand).zip(rulebook.who(lane));
        roles.extend(named.map(|(role, who)| AssignedRole { role: role.clone(), who: who.clone() }));
    }
    let item = AssignedItem { service: service.code.clone(), span, roles };
    Some(Assignment { visit: span, items: vec![item], occupancies })
}

impl Rulebook {
    /// What a booking takes up when somebody else has decided it: the given providers, rooms and devices in the
    /// roles that they can be in by kind, nothing judged, the client being one who was here before and is cleared. Roles that none of
    /// them fills stay empty. None if the service is not in the rulebook.
    #[must_use]
    pub fn place(
        &self,
        booking: BookingId,
        item: u8,
        service: ServiceIndex,
        start: Minute,
        given: &[Lane],
        origin: Origin,
    ) -> Option<Assignment> {
        let demands = &self.services.get(service.position())?.demands;
        let mut rest = given.to_vec();
        let lanes: Vec<Option<Lane>> = demands
            .iter()
            .map(|demand| {
                let at = rest
                    .iter()
                    .position(|lane| self.who(*lane).is_some_and(|who| is_of(demand.kind, who)))?;
                Some(rest.remove(at))
            })
            .collect();
        let treats = demands.first().zip(lanes.first().copied().flatten());
        let extra = treats.and_then(|(demand, lane)| extra(demand, lane)).unwrap_or_default();
        assignment_of(
            self,
            &Placement {
                booking,
                item,
                service,
                variant: Variant::default(),
                start,
                extra,
                lanes: &lanes,
                origin,
            },
        )
    }
}

fn extra(demand: &Demand, lane: Lane) -> Option<Minutes> {
    let fit = demand.fit.iter().find(|fit| fit.lane == lane)?;
    (demand.kind == DemandKind::Provider).then_some(fit.extra)
}

pub(super) fn is_of(kind: DemandKind, who: &Who) -> bool {
    matches!(
        (kind, who),
        (DemandKind::Provider, Who::Provider(_))
            | (DemandKind::Room, Who::Room(_))
            | (DemandKind::Device, Who::Device(_))
            | (DemandKind::Supervisor(Presence::InRoom), Who::Provider(_))
            | (DemandKind::Supervisor(Presence::OnSite | Presence::Reachable), Who::Supervisor(_))
    )
}
