//! The compiled rulebook: validated, names resolved to positions, hours laid out as bits.

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;

use crate::{
    calendar::{PageIndex, PageTable, local::Zone},
    explain::TraceNames,
    ids::{ClearanceIndex, Lane, LocationId, LocationIndex, PracticeId, ServiceCode, ServiceIndex},
    time::{Minutes, Span},
};

use super::{
    AddOn, CadenceDocument, Clearance, DayRules, Demand, DemandKind, ExceptionsDocument, InSpacing,
    LaneRules, RankedCriterion, Spacing, TiePolicy, UnknownClearance, UnknownHistory, ValidPages, Variant,
    VipPolicy, VisitsDocument,
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
    /// The names of the lanes, and all other names of a trace.
    pub(crate) trace_names: Arc<TraceNames>,
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

/// Ids and codes with their positions, aliases included.
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

/// One site.
#[derive(Clone, Debug)]
pub(crate) struct Location {
    pub(crate) id: LocationId,
    pub(crate) name: Arc<str>,
    pub(crate) zone: Zone,
    /// Opening spans over the whole horizon, in order.
    pub(crate) opening: Vec<Span>,
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
    /// The provider who treats, further providers, rooms, devices, and last the supervisor. [`Service::ranked`] and
    /// [`Service::supervision`] rely on this order.
    pub(crate) demands: Vec<Demand>,
    /// If the service asks for a supervisor: the providers who treat without one.
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
        self.for_other_client(client)
    }

    /// Of the variants that fit the client, the one with most phases, which stands last.
    fn for_other_client(&self, client: Variant) -> &Self {
        let is_for = |(variant, _): &&(Variant, Self)| {
            (client.new_client || !variant.new_client)
                && (client.clearance_missing || !variant.clearance_missing)
        };
        self.others.iter().rev().find(is_for).map_or(self, |(_, service)| service)
    }

    /// True if this provider needs a supervisor on that day.
    #[inline]
    pub(crate) fn needs_supervisor(&self, provider: Lane, page: PageIndex) -> bool {
        self.unsupervised.as_ref().is_some_and(|unsupervised| {
            !unsupervised.iter().any(|(lane, pages)| *lane == provider && pages.contains(page))
        })
    }

    /// The demand whose provider is ranked: the first one for a provider.
    #[inline]
    pub(crate) fn ranked(&self) -> Option<&Demand> {
        self.demands.first().filter(|demand| demand.kind == DemandKind::Provider)
    }

    /// The demand for a supervisor: the last one.
    #[inline]
    pub(crate) fn supervision(&self) -> Option<&Demand> {
        self.unsupervised.as_ref().and_then(|_| self.demands.last())
    }

    /// All demands but the ranked one.
    #[inline]
    pub(crate) fn others(&self) -> &[Demand] {
        match (self.ranked(), self.demands.split_first()) {
            (Some(_), Some((_, others))) => others,
            _ => &self.demands,
        }
    }

    /// The service as each kind of client gets it, each variant once.
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
