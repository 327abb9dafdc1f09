//! The rulebook as the solver reads it: validated, resolved to positions, hours laid out as bits.

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;

use crate::{
    calendar::{LaneShape, LocalClock, PageIndex, PageTable, Row, Schedule, local::Zone},
    explain::{RoleName, Who},
    ids::{
        ClearanceId, ClearanceIndex, Lane, LocationId, LocationIndex, PracticeId, ProviderId, ServiceCode,
        ServiceIndex,
    },
    time::{Minute, Minutes, Span},
};

use super::{
    AddOn, CadenceDocument, Criterion, ExceptionsDocument, InARowDocument, Missing, OffHours, Padding,
    Presence, SameDay, Sets, TiePolicy, UnknownClearance, UnknownHistory, Variant, VipPolicy, VisitsDocument,
};

/// A validated rulebook over a horizon of days. Made by [`Rulebook::compile`] alone.
#[derive(Clone, Debug)]
pub struct Rulebook {
    pub(crate) practice: PracticeId,
    pub(crate) revision: u32,
    /// Business days in the first location's time zone.
    pub(crate) table: PageTable,
    /// The date of its first day.
    pub(crate) first_date: NaiveDate,
    pub(crate) locations: Vec<Location>,
    /// Providers in rulebook order, then resources in rulebook order, then a second lane for each provider who may
    /// supervise from outside the room: what they supervise there.
    pub(crate) lanes: Vec<LaneRules>,
    pub(crate) services: Vec<Service>,
    pub(crate) clearances: Vec<Clearance>,
    pub(crate) unknown_clearance: UnknownClearance,
    pub(crate) spacings: Vec<Spacing>,
    pub(crate) unknown_history: UnknownHistory,
    pub(crate) add_ons: Vec<AddOn>,
    /// Distinct days; most days of a horizon share a few.
    pub(crate) days: Vec<DayRules>,
    /// Which of `days` each page of the horizon is.
    pub(crate) day_of_page: Vec<u16>,
    pub(crate) criteria: Vec<RankedCriterion>,
    pub(crate) ties: TiePolicy,
    pub(crate) visits: VisitsDocument,
    pub(crate) vip: VipPolicy,
    pub(crate) exceptions: ExceptionsDocument,
    pub(crate) cadence: CadenceDocument,
    /// Ids and aliases.
    pub(crate) names: Names,
}

/// What platform ids and codes mean, aliases included.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    pub(crate) locations: BTreeMap<Arc<str>, LocationIndex>,
    pub(crate) providers: BTreeMap<Arc<str>, Lane>,
    pub(crate) resources: BTreeMap<Arc<str>, Lane>,
    /// Providers who may supervise from outside the room: their second lane.
    pub(crate) supervisors: BTreeMap<Arc<str>, Lane>,
    pub(crate) services: BTreeMap<Arc<str>, ServiceIndex>,
    pub(crate) clearances: BTreeMap<Arc<str>, ClearanceIndex>,
    /// Positions in the list of add-ons.
    pub(crate) add_ons: BTreeMap<Arc<str>, usize>,
}

/// Something that clients must have had.
#[derive(Clone, Debug)]
pub(crate) struct Clearance {
    pub(crate) id: ClearanceId,
    pub(crate) name: Arc<str>,
    /// None for ever.
    pub(crate) valid_days: Option<u16>,
}

/// What lies between a service of one category and a later one of another, or of the same, of one client.
#[derive(Clone, Debug)]
pub(crate) struct Spacing {
    /// Categories.
    pub(crate) after: Arc<str>,
    pub(crate) then: Arc<str>,
    /// Days on different dates.
    pub(crate) at_least: u16,
    pub(crate) at_most: Option<u16>,
    pub(crate) same_day: SameDay,
}

/// Where a service stands in a rule about days.
#[derive(Clone, Copy, Debug)]
pub(crate) struct InSpacing {
    /// Position of the rule.
    pub(crate) rule: u16,
    pub(crate) after: bool,
    pub(crate) then: bool,
}

/// One site.
#[derive(Clone, Debug)]
pub(crate) struct Location {
    pub(crate) id: LocationId,
    pub(crate) name: Arc<str>,
    pub(crate) zone: Zone,
    /// Opening spans over the whole horizon, in order.
    pub(crate) opening: Vec<Span>,
}

/// One provider, room or device.
#[derive(Clone, Debug)]
pub(crate) struct LaneRules {
    /// The home one.
    pub(crate) location: LocationIndex,
    /// Providers and devices: further locations at which they have hours on some days.
    pub(crate) elsewhere: Box<[LocationIndex]>,
    /// `exclusive` for one that holds several.
    pub(crate) padding: Padding,
    /// The padding after a use may last past the end of the day's hours.
    pub(crate) overruns: bool,
    /// How many bookings at once, at least 1.
    pub(crate) holds: u16,
    /// Providers: seniority.
    pub(crate) grade: i32,
    /// Providers: they have one of the two limits that follow.
    pub(crate) is_limited: bool,
    /// Providers: most appointments in a day.
    pub(crate) max_appointments_a_day: Option<u16>,
    /// Providers: how long they may work without a pause.
    pub(crate) max_in_a_row: Option<InARowDocument>,
    /// Devices: the room it cannot leave.
    pub(crate) fixed_in: Option<Lane>,
    /// The second lane of a provider who supervises: their own.
    pub(crate) person: Option<Lane>,
    /// Who or what it is: apart, so that the rules of many lie close together.
    pub(crate) about: Box<About>,
}

/// Who or what a lane is, for people, platforms and wishes.
#[derive(Clone, Debug)]
pub(crate) struct About {
    pub(crate) who: Who,
    pub(crate) name: Arc<str>,
    /// The platforms' ids of it, as listed; a write uses the first.
    pub(crate) aliases: Vec<Arc<str>>,
    /// Providers: in the words in which clients ask.
    pub(crate) gender: Option<Arc<str>>,
    pub(crate) languages: Vec<Arc<str>>,
}

impl LaneRules {
    /// True if it has hours there, on whichever days.
    #[inline]
    pub(crate) fn works_at(&self, location: LocationIndex) -> bool {
        self.location == location || self.elsewhere.contains(&location)
    }
}

/// One service, its phases merged into what it demands.
#[derive(Clone, Debug)]
pub(crate) struct Service {
    pub(crate) code: ServiceCode,
    pub(crate) name: Arc<str>,
    pub(crate) minutes: Minutes,
    pub(crate) price: Option<i64>,
    pub(crate) lead: Option<Minutes>,
    pub(crate) furthest_days: Option<u16>,
    pub(crate) phases: Vec<Phase>,
    /// Who treats, further providers, rooms, devices, and last who supervises.
    pub(crate) demands: Vec<Demand>,
    /// Where somebody must supervise: who treats without.
    pub(crate) unsupervised: Option<Vec<(Lane, ValidPages)>>,
    /// What the client must have had, all of it.
    pub(crate) clearance: Vec<ClearanceIndex>,
    /// The client gets it in a phase of this service.
    pub(crate) clears: bool,
    /// The rules about days that name its category.
    pub(crate) spacings: Vec<InSpacing>,
    /// The same service as other clients get it, where it has phases for some clients only.
    pub(crate) others: Vec<(Variant, Self)>,
}

impl Service {
    /// The service as a client gets it.
    #[inline]
    pub(crate) fn for_client(&self, client: Variant) -> &Self {
        if self.others.is_empty() {
            return self;
        }
        self.for_somebody_else(client)
    }

    /// Of the variants that look at nothing the client is not, the one with most phases: it stands last.
    fn for_somebody_else(&self, client: Variant) -> &Self {
        let is_for = |(variant, _): &&(Variant, Self)| {
            (client.new_client || !variant.new_client)
                && (client.clearance_missing || !variant.clearance_missing)
        };
        self.others.iter().rev().find(is_for).map_or(self, |(_, service)| service)
    }

    /// True if somebody must supervise while this provider treats.
    #[inline]
    pub(crate) fn needs_supervisor(&self, provider: Lane, page: PageIndex) -> bool {
        self.unsupervised.as_ref().is_some_and(|unsupervised| {
            !unsupervised.iter().any(|(lane, pages)| *lane == provider && pages.contains(page))
        })
    }

    /// As anybody gets it, each variant once.
    pub(crate) fn variants(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(self.others.iter().map(|(_, service)| service))
    }
}

/// One part of a service.
#[derive(Clone, Debug)]
pub(crate) struct Phase {
    pub(crate) name: Arc<str>,
    pub(crate) offset: Minutes,
    pub(crate) minutes: Minutes,
}

/// What kind of lane a demand wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum DemandKind {
    Provider,
    Room,
    Device,
    /// In the room: a provider's own lane. From outside it: their second.
    Supervisor(Presence),
}

impl DemandKind {
    /// True if it wants somebody's own time: nobody is in two such roles at once.
    #[inline]
    pub(crate) const fn takes_a_provider(self) -> bool {
        matches!(self, Self::Provider | Self::Supervisor(Presence::InRoom))
    }
}

/// One role of a service: a provider, room or device that it needs for some of its time.
#[derive(Clone, Debug)]
pub(crate) struct Demand {
    pub(crate) role: RoleName,
    pub(crate) kind: DemandKind,
    /// One more of what the demand before asks for: its candidates are the same, and of two that are alike the one
    /// listed first is taken for the first demand.
    pub(crate) twin: bool,
    /// Its contiguous uses, counted from the start of the service, in order. At least one.
    pub(crate) uses: Vec<Use>,
    pub(crate) before: Minutes,
    pub(crate) after: Minutes,
    /// Who may serve, in the order in which they are tried: rulebook order for providers; for rooms and devices
    /// as `resource_order` says.
    pub(crate) fit: Vec<Fit>,
    /// Every other lane of that kind, in rulebook order, and why it may not.
    pub(crate) unfit: Vec<(Lane, Unfit)>,
    /// All of both, in rulebook order.
    pub(crate) listed: Vec<Listed>,
}

/// Where a lane stands in a demand: its position among those that fit, or among the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Listed {
    Fit(u16),
    Unfit(u16),
}

/// One contiguous use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Use {
    pub(crate) offset: Minutes,
    pub(crate) minutes: Minutes,
    /// The phase in which it starts.
    pub(crate) phase: u8,
    /// What a service that takes longer or shorter does to it.
    pub(crate) stretch: Stretch,
}

/// What a service that takes longer or shorter than the menu says does to a use. The difference falls into the last
/// phase with the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stretch {
    /// It ends before: nothing.
    Stays,
    /// It spans that phase: it is so much longer.
    Grows,
    /// It comes after: it is so much later.
    Shifts,
}

impl Use {
    /// The use in a service that takes `extra` minutes more than the menu says.
    #[inline]
    pub(crate) fn stretched(self, extra: Minutes) -> Self {
        let plus = |minutes: Minutes| Minutes(minutes.0.saturating_add(extra.0));
        match self.stretch {
            Stretch::Stays => self,
            Stretch::Grows => Self { minutes: plus(self.minutes), ..self },
            Stretch::Shifts => Self { offset: plus(self.offset), ..self },
        }
    }
}

/// A lane that may serve a demand.
#[derive(Clone, Debug)]
pub(crate) struct Fit {
    pub(crate) lane: Lane,
    /// What a provider's own length of the service is longer than the menu's; below 0 if it is shorter.
    pub(crate) extra: Minutes,
    /// Providers who are not qualified on every day: when they are.
    pub(crate) dated: Option<Box<Dated>>,
}

/// When somebody is qualified, and why not on the other days.
#[derive(Clone, Debug)]
pub(crate) struct Dated {
    pub(crate) valid: ValidPages,
    /// What is missing on the other days.
    pub(crate) missing: Missing,
}

impl Fit {
    /// True if it may serve on that day.
    #[inline]
    pub(crate) fn is_valid(&self, page: PageIndex) -> bool {
        self.dated.as_ref().is_none_or(|dated| dated.valid.contains(page))
    }

    /// What is missing on that day; none if nothing is.
    pub(crate) fn missing(&self, page: PageIndex) -> Option<Sets> {
        self.dated.as_ref().filter(|dated| !dated.valid.contains(page)).map(|dated| dated.missing.on(page))
    }
}

/// A set of pages: all, or some half-open ranges of them in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ValidPages {
    Always,
    Ranges(Vec<std::ops::Range<u16>>),
}

impl ValidPages {
    #[inline]
    pub(crate) fn contains(&self, page: PageIndex) -> bool {
        match self {
            Self::Always => true,
            Self::Ranges(ranges) => ranges.iter().any(|range| range.contains(&page.0)),
        }
    }
}

/// Why a lane of the right kind may never serve a demand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unfit {
    /// For each set that would do, what is missing of it.
    Unqualified {
        missing: Missing,
        /// What a provider's own length of the service is longer than the menu's all the same.
        extra: Minutes,
    },
    /// Capabilities that are missing.
    Incapable(Arc<[String]>),
    /// Not among those listed; and the capabilities that are missing too.
    NotListed(Arc<[String]>),
}

/// What holds on a business day, by position of the lane.
#[derive(Clone, Debug)]
pub(crate) struct DayRules {
    /// Set where the lane is at its home location: inside its hours or shift, outside fixed breaks and duties.
    pub(crate) open: Vec<Row>,
    /// The same for further locations, ordered by lane; only those with hours that day.
    pub(crate) elsewhere: Vec<ElsewhereRow>,
    /// When providers are at hand to supervise from outside the room, ordered by lane.
    pub(crate) at_hand: Vec<AtHandRow>,
    /// Set after the last hours of a lane's day; empty for those whose padding may not lie there, and a list of none if
    /// nobody's may.
    pub(crate) after_close: Vec<Row>,
    /// Fixed breaks and duties inside the hours, ordered by lane.
    pub(crate) fixed_breaks: Vec<FixedBreakRule>,
    /// Breaks and duties outside them, and the hours without any.
    pub(crate) off_hours: OffHours,
    /// Floating breaks, in minutes of the page, ordered by lane.
    pub(crate) floating_breaks: Vec<FloatingBreakRule>,
    /// Where the day is split for loads, in minutes of the page.
    pub(crate) split: u32,
    /// By lane: minutes inside its hours wherever they are, breaks and duties included.
    pub(crate) on_shift: Vec<Halves>,
    /// By location: minutes in which it is open.
    pub(crate) open_minutes: Vec<Halves>,
    /// Where any lane is open, in words of a row: outside nothing can be booked.
    pub(crate) open_words: std::ops::Range<usize>,
}

/// When a lane is at a location that is not its home one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ElsewhereRow {
    pub(crate) lane: Lane,
    pub(crate) location: LocationIndex,
    pub(crate) open: Row,
}

/// When a provider is at hand to supervise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AtHandRow {
    /// Their second lane.
    pub(crate) lane: Lane,
    /// At which location; none for when they can be reached wherever they are.
    pub(crate) location: Option<LocationIndex>,
    pub(crate) open: Row,
}

impl DayRules {
    /// When a provider is near enough to supervise at a location from outside the room; none if never on that day.
    pub(crate) fn at_hand(&self, lane: Lane, presence: Presence, location: LocationIndex) -> Option<&Row> {
        let location = (presence == Presence::OnSite).then_some(location);
        let first = self.at_hand.partition_point(|row| row.lane < lane);
        let of_lane = self.at_hand.iter().skip(first).take_while(|row| row.lane == lane);
        of_lane.filter(|row| row.location == location).map(|row| &row.open).next()
    }

    /// When a lane is at a location; none if it never is on that day.
    #[inline]
    pub(crate) fn open_at(&self, lane: Lane, rules: &LaneRules, location: LocationIndex) -> Option<&Row> {
        if rules.location == location {
            return self.open.get(lane.position());
        }
        let there = |row: &&ElsewhereRow| row.lane == lane && row.location == location;
        self.elsewhere.iter().find(there).map(|row| &row.open)
    }

    /// When a lane is anywhere.
    pub(crate) fn open_anywhere(&self, lane: Lane) -> Row {
        let mut all = self.open.get(lane.position()).copied().unwrap_or(Row::EMPTY);
        for row in self.elsewhere.iter().filter(|row| row.lane == lane) {
            all = all.or(&row.open);
        }
        all
    }

    /// The fixed breaks and duties of a lane.
    pub(crate) fn fixed_breaks(&self, lane: Lane) -> &[FixedBreakRule] {
        let from = self.fixed_breaks.partition_point(|rule| rule.lane < lane);
        let of_lane = self.fixed_breaks.get(from..).unwrap_or_default();
        let to = of_lane.iter().take_while(|rule| rule.lane == lane).count();
        of_lane.get(..to).unwrap_or_default()
    }

    /// The floating breaks of a lane.
    #[inline]
    pub(crate) fn floating_breaks(&self, lane: Lane) -> &[FloatingBreakRule] {
        let from = self.floating_breaks.partition_point(|rule| rule.lane < lane);
        let of_lane = self.floating_breaks.get(from..).unwrap_or_default();
        let to = of_lane.iter().take_while(|rule| rule.lane == lane).count();
        of_lane.get(..to).unwrap_or_default()
    }
}

/// Minutes on either side of where a day is split for loads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Halves {
    pub(crate) first: u16,
    pub(crate) second: u16,
}

/// A stretch of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PageSpan {
    pub(crate) from: u32,
    pub(crate) to: u32,
}

/// A stretch of the hours in which a lane is not to be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FixedBreakRule {
    pub(crate) lane: Lane,
    /// Of the hours at which location.
    pub(crate) location: LocationIndex,
    pub(crate) within: PageSpan,
    /// The duty's name; none for a break.
    pub(crate) duty: Option<Arc<str>>,
}

/// So many minutes that must stay free somewhere in a stretch of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FloatingBreakRule {
    pub(crate) lane: Lane,
    pub(crate) minutes: u32,
    pub(crate) within: PageSpan,
}

/// A criterion with its tolerance.
#[derive(Clone, Debug)]
pub(crate) struct RankedCriterion {
    pub(crate) name: Arc<str>,
    pub(crate) criterion: Criterion,
    pub(crate) tolerance: i64,
}

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

    /// The shape of every lane, in lane order: what a schedule must know of it.
    pub fn shapes(&self) -> impl Iterator<Item = LaneShape> + '_ {
        self.lanes.iter().map(|lane| LaneShape::new(lane.padding, lane.holds))
    }

    /// An empty schedule over its days, with its providers, rooms and devices.
    #[must_use]
    pub fn empty_schedule(&self) -> Schedule {
        Schedule::new(self.table.clone(), self.shapes())
    }

    /// Every provider, room and device in lane order, and last the second lanes of those who supervise.
    pub fn lanes(&self) -> impl Iterator<Item = (Lane, &Who)> + '_ {
        (0..).map(Lane).zip(self.lanes.iter().map(|lane| &lane.about.who))
    }

    /// Who or what a lane is.
    #[must_use]
    pub fn who(&self, lane: Lane) -> Option<&Who> {
        self.lanes.get(lane.position()).map(|lane| &lane.about.who)
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

    /// The lane of whoever or whatever it is.
    #[must_use]
    pub fn lane_of(&self, who: &Who) -> Option<Lane> {
        match who {
            Who::Provider(id) => self.provider(id.as_str()),
            Who::Room(id) | Who::Device(id) => self.resource(id.as_str()),
            Who::Supervisor(id) => self.supervisor(id.as_str()),
        }
    }

    /// Whose blocks lie over a lane: its own, or those of the provider whose second lane it is.
    #[must_use]
    pub fn blocked_with(&self, lane: Lane) -> Lane {
        self.lanes.get(lane.position()).and_then(|rules| rules.person).unwrap_or(lane)
    }

    /// A service, by code or alias.
    #[must_use]
    pub fn service(&self, name: &str) -> Option<ServiceIndex> {
        self.names.services.get(name).copied()
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
        let demands = self
            .services
            .get(service.position())
            .map_or(&[][..], |service| &service.for_client(Variant::EVERYTHING).demands);
        demands.iter().map(|demand| &*demand.role)
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

    /// How local time is told at a location.
    pub(crate) fn clock(&self, location: LocationIndex) -> Option<LocalClock<'_>> {
        let zone = self.zone(location)?;
        // The business days are those of the first location's zone.
        let of_days = self.locations.first().map(|first| first.zone);
        Some(LocalClock { zone, days: Some(&self.table).filter(|_| of_days == Some(zone)) })
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

    #[inline]
    pub(crate) fn day(&self, page: PageIndex) -> Option<&DayRules> {
        self.days.get(*self.day_of_page.get(page.0 as usize)? as usize)
    }
}
