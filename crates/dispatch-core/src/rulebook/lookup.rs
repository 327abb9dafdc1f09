//! Look-ups in a compiled rulebook: names, ids, lanes, services and dates.

use chrono::{Days, NaiveDate};

use crate::{
    calendar::{LaneCapacity, LocalClock, PageIndex, PageTable, Schedule, local::Zone},
    explain::{RoleName, Who},
    ids::{
        ClearanceId, ClearanceIndex, Lane, LocationId, LocationIndex, PracticeId, ProviderId, ServiceCode,
        ServiceIndex,
    },
    time::{Minute, Minutes, Span},
};

use super::{AddOn, CadenceDocument, DayRules, Demand, DemandKind, ExceptionsDocument, Rulebook, Variant};

impl Rulebook {
    /// The practice's name.
    #[must_use]
    pub fn practice(&self) -> &PracticeId {
        &self.practice
    }

    /// The revision of the document.
    #[must_use]
    pub fn revision(&self) -> u32 {
        self.revision
    }

    /// The business days that it was compiled for.
    #[must_use]
    pub fn pages(&self) -> &PageTable {
        &self.table
    }

    /// The padding rule and the capacity of every lane, in lane order: all that a schedule knows of it.
    pub fn capacities(&self) -> impl Iterator<Item = LaneCapacity> + '_ {
        self.lanes.iter().map(|lane| LaneCapacity::new(lane.padding, lane.holds))
    }

    /// An empty schedule over its days, with its providers, rooms and devices.
    #[must_use]
    pub fn empty_schedule(&self) -> Schedule {
        Schedule::new(self.table.clone(), self.capacities())
    }

    /// Every provider, room and device in lane order, and last the second lanes of those who supervise.
    pub fn lanes(&self) -> impl Iterator<Item = (Lane, &Who)> + '_ {
        (0..).map(Lane).zip(&self.trace_names.who)
    }

    /// The provider, room or device of a lane.
    #[must_use]
    pub fn who(&self, lane: Lane) -> Option<&Who> {
        self.trace_names.who.get(lane.position())
    }

    /// The name of the role of a demand.
    pub(crate) fn role(&self, demand: &Demand) -> Option<&RoleName> {
        self.trace_names.roles.get(demand.role.0 as usize)
    }

    /// The name for people of a lane.
    #[must_use]
    pub fn lane_name(&self, lane: Lane) -> &str {
        self.lanes.get(lane.position()).map_or("", |lane| &lane.about.name)
    }

    /// The lane of a provider, by id or alias.
    #[must_use]
    pub fn provider(&self, name: &str) -> Option<Lane> {
        self.names.providers.get(name).copied()
    }

    /// The lane of a room or device, by id or alias.
    #[must_use]
    pub fn resource(&self, name: &str) -> Option<Lane> {
        self.names.resources.get(name).copied()
    }

    /// The lane of what a provider supervises from outside the room, by id or alias of the provider; none if they
    /// never may.
    #[must_use]
    pub fn supervisor(&self, name: &str) -> Option<Lane> {
        self.names.supervisors.get(name).copied()
    }

    /// The lane of a provider, room, device or supervisor.
    #[must_use]
    pub fn lane_of(&self, who: &Who) -> Option<Lane> {
        match who {
            Who::Provider(id) => self.provider(id.as_str()),
            Who::Room(id) | Who::Device(id) => self.resource(id.as_str()),
            Who::Supervisor(id) => self.supervisor(id.as_str()),
        }
    }

    /// The lane whose blocks count for a lane: itself, or the provider's own for a second lane.
    #[must_use]
    pub fn blocked_with(&self, lane: Lane) -> Lane {
        self.lanes.get(lane.position()).and_then(|rules| rules.person).unwrap_or(lane)
    }

    /// The room that a device is fixed in.
    pub(crate) fn fixed_in(&self, lane: Lane) -> Option<Lane> {
        self.lanes.get(lane.position()).and_then(|rules| rules.fixed_in)
    }

    /// The first alias of a lane.
    pub(crate) fn alias(&self, lane: Lane) -> Option<&str> {
        self.lanes.get(lane.position())?.about.aliases.first().map(|alias| &**alias)
    }

    /// A service, by code or alias.
    #[must_use]
    pub fn service(&self, name: &str) -> Option<ServiceIndex> {
        self.names.services.get(name).copied()
    }

    /// An add-on, by code or alias.
    #[must_use]
    pub fn add_on(&self, name: &str) -> Option<&AddOn> {
        self.add_ons.get(*self.names.add_ons.get(name)?)
    }

    /// Every add-on, in rulebook order.
    pub fn add_ons(&self) -> impl Iterator<Item = &AddOn> {
        self.add_ons.iter()
    }

    /// A clearance, by id or alias.
    #[must_use]
    pub fn clearance(&self, name: &str) -> Option<ClearanceIndex> {
        self.names.clearances.get(name).copied()
    }

    /// The id and the name for people of a clearance.
    #[must_use]
    pub fn clearance_name(&self, clearance: ClearanceIndex) -> Option<(&ClearanceId, &str)> {
        self.clearances.get(clearance.position()).map(|clearance| (&clearance.id, &*clearance.name))
    }

    /// A location, by id or alias.
    #[must_use]
    pub fn location(&self, name: &str) -> Option<LocationIndex> {
        self.names.locations.get(name).copied()
    }

    /// The code of a service.
    #[must_use]
    pub fn service_code(&self, service: ServiceIndex) -> Option<&ServiceCode> {
        self.services.get(service.position()).map(|service| &service.code)
    }

    /// The code of every service, in rulebook order.
    pub(crate) fn service_codes(&self) -> impl Iterator<Item = &ServiceCode> + '_ {
        self.services.iter().map(|service| &service.code)
    }

    /// The name for people of a service.
    #[must_use]
    pub fn service_name(&self, service: ServiceIndex) -> &str {
        self.services.get(service.position()).map_or("", |service| &service.name)
    }

    /// The menu's length of a service, for a client who was here before.
    #[must_use]
    pub fn service_minutes(&self, service: ServiceIndex) -> Option<Minutes> {
        self.services.get(service.position()).map(|service| service.minutes)
    }

    /// The parts of a service in order, each with its name and where it lies from the client's arrival on, for a client
    /// who was here before.
    pub fn service_phases(&self, service: ServiceIndex) -> impl Iterator<Item = (&str, Span)> {
        let phases = self.services.get(service.position()).map_or(&[][..], |service| &service.phases);
        phases
            .iter()
            .map(|phase| (&*phase.name, Span::from_start(Minute(0).plus(phase.offset), phase.minutes)))
    }

    /// The roles of a service: the ranked provider's first, then further providers', rooms', devices' and the
    /// supervisor's.
    pub fn service_roles(&self, service: ServiceIndex) -> impl Iterator<Item = &str> {
        self.demands(service).iter().filter_map(|demand| self.role(demand)).map(|role| &**role)
    }

    /// The demands of a service that has every phase that it can have.
    fn demands(&self, service: ServiceIndex) -> &[Demand] {
        let service = self.services.get(service.position());
        service.map_or(&[], |service| &service.for_client(Variant::EVERYTHING).demands)
    }

    /// The buffers that a service asks for, before and after, on lanes of the kind of this one.
    pub(crate) fn buffers(&self, service: ServiceIndex, lane: Lane) -> (Minutes, Minutes) {
        let kind = match self.who(lane) {
            Some(Who::Provider(_)) => DemandKind::Provider,
            Some(Who::Room(_)) => DemandKind::Room,
            Some(Who::Supervisor(_)) => return (Minutes(0), Minutes(0)),
            Some(Who::Device(_)) | None => DemandKind::Device,
        };
        let demand = self.demands(service).iter().find(|demand| demand.kind == kind);
        demand.map_or((Minutes(0), Minutes(0)), |demand| (demand.before, demand.after))
    }

    /// Every provider, room, device and supervisor that may serve in a service.
    pub(crate) fn lanes_for(&self, service: ServiceIndex) -> impl Iterator<Item = Lane> + '_ {
        self.demands(service).iter().flat_map(|demand| &demand.fit).map(|fit| fit.lane)
    }

    /// The longest that a service takes by the menu, for any client, with this provider.
    pub(crate) fn longest(&self, service: ServiceIndex, provider: Option<Lane>) -> Option<Minutes> {
        let service = self.services.get(service.position())?;
        let longest = service.variants().map(|variant| variant.minutes).max()?;
        let fits = service.ranked().map_or(&[][..], |demand| &demand.fit);
        let extra = provider.and_then(|lane| fits.iter().find(|fit| fit.lane == lane));
        Some(Minutes(longest.0.saturating_add(extra.map_or(0, |fit| fit.extra.0))))
    }

    /// For each room and device that a service asks for: those that may serve, in the order in which they are tried.
    pub(crate) fn rooms_and_devices(
        &self,
        service: ServiceIndex,
    ) -> impl Iterator<Item = impl Iterator<Item = Lane> + '_> + '_ {
        let things = |demand: &&Demand| matches!(demand.kind, DemandKind::Room | DemandKind::Device);
        self.demands(service).iter().filter(things).map(|demand| demand.fit.iter().map(|fit| fit.lane))
    }

    /// True if a service that may use one room or device may use the other in its place.
    pub(crate) fn serve_alike(&self, service: ServiceIndex, one: Lane, other: Lane) -> bool {
        self.demands(service).iter().any(|demand| {
            let fits = |lane| demand.fit.iter().any(|fit| fit.lane == lane);
            fits(one) && fits(other)
        })
    }

    /// True if a rule asks for days between services of a client.
    pub(crate) fn has_spacings(&self) -> bool {
        !self.spacings.is_empty()
    }

    /// The longest wait between two services of a visit.
    pub(crate) fn most_minutes_between(&self) -> Minutes {
        self.visits.most_minutes_between
    }

    /// The id and the name for people of a location.
    #[must_use]
    pub fn location_name(&self, location: LocationIndex) -> Option<(&LocationId, &str)> {
        self.locations.get(location.position()).map(|location| (&location.id, &*location.name))
    }

    /// The time zone of a location.
    #[must_use]
    pub fn zone(&self, location: LocationIndex) -> Option<Zone> {
        self.locations.get(location.position()).map(|location| location.zone)
    }

    /// The clock of a location.
    pub(crate) fn clock(&self, location: LocationIndex) -> Option<LocalClock<'_>> {
        let zone = self.zone(location)?;
        // The business days are those of the first location's zone.
        let of_days = self.locations.first().map(|first| first.zone);
        Some(LocalClock { zone, days: (of_days == Some(zone)).then_some(&self.table) })
    }

    /// The opening spans of a location over the horizon, in order.
    #[must_use]
    pub fn opening(&self, location: LocationIndex) -> &[Span] {
        self.locations.get(location.position()).map_or(&[], |location| &location.opening)
    }

    /// The rules about exceptions.
    #[must_use]
    pub fn exceptions(&self) -> &ExceptionsDocument {
        &self.exceptions
    }

    /// The rules about confirmations and reminders.
    #[must_use]
    pub fn cadence(&self) -> &CadenceDocument {
        &self.cadence
    }

    /// The provider id of a lane, if it is a provider's.
    #[must_use]
    pub fn provider_id(&self, lane: Lane) -> Option<&ProviderId> {
        match self.who(lane)? {
            Who::Provider(id) => Some(id),
            Who::Room(_) | Who::Device(_) | Who::Supervisor(_) => None,
        }
    }

    /// The local date by which days are counted: that of the first location, whose business days the pages are.
    pub(crate) fn date(&self, at: Minute) -> NaiveDate {
        let of_page = |page: PageIndex| self.first_date.checked_add_days(Days::new(page.0.into()));
        let looked_up = || self.locations.first().map(|location| location.zone.local(at).0);
        self.table.page(at).and_then(of_page).or_else(looked_up).unwrap_or_default()
    }

    #[inline]
    pub(crate) fn day(&self, page: PageIndex) -> Option<&DayRules> {
        self.days.get(*self.day_of_page.get(page.0 as usize)? as usize)
    }
}
