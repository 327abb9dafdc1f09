//! The occupancies of a booking: everything that a service takes up, given who and what serves it.

use crate::{
    availability::{used_span, uses},
    calendar::{Occupancy, Origin},
    explain::Who,
    ids::{BookingId, Lane, ServiceIndex},
    rulebook::{Demand, DemandKind, Presence, Rulebook, Variant},
    time::{Minute, Minutes, Span},
};

use super::decision::{AssignedItem, AssignedRole, Assignment};

/// One service of a booking, placed: what all its occupancies share.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Placement {
    pub(crate) booking: BookingId,
    pub(crate) item: u8,
    pub(crate) service: ServiceIndex,
    pub(crate) start: Minute,
    /// How much longer than the menu says it takes.
    pub(crate) extra: Minutes,
    pub(crate) origin: Origin,
}

impl Placement {
    /// What a lane is taken up by in the role of a demand: one occupancy a use.
    #[inline]
    pub(crate) fn occupancies(self, demand: &Demand, lane: Lane) -> impl Iterator<Item = Occupancy> {
        uses(demand, self.extra).map(move |each| Occupancy {
            lane,
            booking: self.booking,
            item: self.item,
            phase: each.phase,
            service: Some(self.service.0),
            used: used_span(each, self.start),
            before: demand.before,
            after: demand.after,
            origin: self.origin,
        })
    }
}

/// An assignment of one service with everything that it takes up: one lane a demand, none for a demand that nothing serves.
/// `variant` says as which client the booking's gets it.
pub(super) fn assignment_of(
    rulebook: &Rulebook,
    placement: Placement,
    variant: Variant,
    lanes: &[Option<Lane>],
) -> Option<Assignment> {
    let service = rulebook.services.get(placement.service.position())?.for_client(variant);
    let minutes = Minutes(service.minutes.0.saturating_add(placement.extra.0));
    let span = Span::from_start(placement.start, minutes);
    let filled = || service.demands.iter().zip(lanes).filter_map(|(demand, lane)| Some((demand, (*lane)?)));
    let mut occupancies = Vec::with_capacity(filled().map(|(demand, _)| demand.uses.len()).sum());
    let mut roles = Vec::with_capacity(lanes.len());
    for (demand, lane) in filled() {
        occupancies.extend(placement.occupancies(demand, lane));
        roles.extend(assigned_role(rulebook, demand, lane));
    }
    let item = AssignedItem { service: service.code.clone(), span, roles };
    Some(Assignment { visit: span, items: vec![item], occupancies })
}

/// The role of a demand with the name of who or what fills it.
pub(super) fn assigned_role(rulebook: &Rulebook, demand: &Demand, lane: Lane) -> Option<AssignedRole> {
    let (role, who) = rulebook.role(demand).zip(rulebook.who(lane))?;
    Some(AssignedRole { role: role.clone(), who: who.clone() })
}

impl Rulebook {
    /// What a booking takes up when it was decided elsewhere: the given providers, rooms and devices in the roles that they
    /// can be in by kind, nothing judged, the client being one who was here before and is cleared. Roles that none of them
    /// fills stay empty. None if the service is not in the rulebook.
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
        let extra = treats.and_then(|(demand, lane)| own_extra(demand, lane)).unwrap_or_default();
        let placement = Placement { booking, item, service, start, extra, origin };
        assignment_of(self, placement, Variant::default(), &lanes)
    }
}

fn own_extra(demand: &Demand, lane: Lane) -> Option<Minutes> {
    let fit = demand.fit.iter().find(|fit| fit.lane == lane)?;
    (demand.kind == DemandKind::Provider).then_some(fit.extra)
}

fn is_of(kind: DemandKind, who: &Who) -> bool {
    matches!(
        (kind, who),
        (DemandKind::Provider, Who::Provider(_))
            | (DemandKind::Room, Who::Room(_))
            | (DemandKind::Device, Who::Device(_))
            | (DemandKind::Supervisor(Presence::InRoom), Who::Provider(_))
            | (DemandKind::Supervisor(Presence::OnSite | Presence::Reachable), Who::Supervisor(_))
    )
}
