//! The rulebook as written: plain serde data, not yet validated. [`super::Rulebook::compile`] judges it.

mod add_ons;
mod clearance;
mod hours;
mod overrun;
mod spacing;
mod supervision;
mod visits;

pub use add_ons::AddOnDocument;
pub use clearance::{ClearanceDocument, UnknownClearance};
pub use hours::{DayOfWeek, DutyDocument, ElsewhereDocument, InARowDocument};
pub use overrun::OverrunDocument;
pub use spacing::{SameDay, SpacingDocument, UnknownHistory};
pub use supervision::{Presence, SupervisesDocument, SupervisionDocument};
pub use visits::VisitsDocument;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, de};

use crate::{
    calendar::local::{LocalRange, LocalTime, Weekly},
    ids::{ClearanceId, CredentialId, LocationId, PracticeId, ProviderId, ResourceId, ServiceCode},
    time::Minutes,
};

/// A practice's rules as written. Unknown fields are refused, so that a typing error is never silently ignored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RulebookDocument {
    /// Short stable name of the practice.
    pub practice: PracticeId,
    /// Raised by the practice with every change; journals name it.
    #[serde(default = "first_revision")]
    pub revision: u32,
    /// Sites, at least one.
    #[serde(default, rename = "location")]
    pub locations: Vec<LocationDocument>,
    /// Credentials that providers may hold.
    #[serde(default, rename = "credential")]
    pub credentials: Vec<CredentialDocument>,
    /// What clients must have had before some services.
    #[serde(default, rename = "clearance")]
    pub clearances: Vec<ClearanceDocument>,
    /// Staff who treat.
    #[serde(default, rename = "provider")]
    pub providers: Vec<ProviderDocument>,
    /// Rooms and devices.
    #[serde(default, rename = "resource")]
    pub resources: Vec<ResourceDocument>,
    /// The menu.
    #[serde(default, rename = "service")]
    pub services: Vec<ServiceDocument>,
    /// What lies between the services of one client.
    #[serde(default, rename = "spacing")]
    pub spacings: Vec<SpacingDocument>,
    /// What may be added to services.
    #[serde(default, rename = "add_on")]
    pub add_ons: Vec<AddOnDocument>,
    /// Least time between the hours that somebody or something has at one location and those at another.
    #[serde(default)]
    pub travel_minutes: Minutes,
    /// Whether two paddings may overlap, per kind.
    #[serde(default)]
    pub padding: PaddingDocument,
    /// How one of several possible providers is chosen.
    #[serde(default)]
    pub ranking: RankingDocument,
    /// How several services of one client follow each other.
    #[serde(default)]
    pub visits: VisitsDocument,
    /// What a client is taken for of whom nobody says whether they are cleared.
    #[serde(default)]
    pub unknown_clearance: UnknownClearance,
    /// What a client's history is taken for while nobody says that it is all there is.
    #[serde(default)]
    pub unknown_history: UnknownHistory,
    /// When a VIP's booking goes to a person.
    #[serde(default)]
    pub vip: VipPolicy,
    /// Who gets exceptions and how soon they must answer.
    #[serde(default)]
    pub exceptions: ExceptionsDocument,
    /// Confirmations and reminders.
    #[serde(default)]
    pub cadence: CadenceDocument,
}

const fn first_revision() -> u32 {
    1
}

/// One site.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LocationDocument {
    /// Short stable name.
    pub id: LocationId,
    /// Name for people; the id if absent.
    #[serde(default)]
    pub name: Option<String>,
    /// The platforms' names for it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// IANA name, such as `America/New_York`.
    pub time_zone: String,
    /// Opening hours by weekday; a day not named is closed.
    pub hours: Weekly,
    /// Dates on which it stays closed.
    #[serde(default)]
    pub closures: Vec<NaiveDate>,
}

/// One credential.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CredentialDocument {
    /// Short stable name.
    pub id: CredentialId,
    /// Name for people; the id if absent.
    #[serde(default)]
    pub name: Option<String>,
}

/// One provider.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ProviderDocument {
    /// Short stable name.
    pub id: ProviderId,
    /// Name for people; the id if absent.
    #[serde(default)]
    pub name: Option<String>,
    /// The platforms' ids of this person.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Where they work; may be left out when there is one location.
    #[serde(default)]
    pub location: Option<LocationId>,
    /// In the words in which clients ask; nobody who insists on a gender gets somebody of whom it is not said.
    #[serde(default)]
    pub gender: Option<String>,
    /// Languages spoken with clients, in the words in which they ask.
    #[serde(default)]
    pub languages: Vec<String>,
    /// Seniority: a higher number is more senior.
    #[serde(default)]
    pub grade: i32,
    /// What they hold.
    #[serde(default)]
    pub credentials: Vec<HeldCredential>,
    /// Weekly shifts; the location's hours if absent.
    #[serde(default)]
    pub shifts: Option<Weekly>,
    /// Dates whose shifts differ from the week's; an empty list is a day off.
    #[serde(default)]
    pub dates: Vec<DatedShifts>,
    /// Hours at further locations.
    #[serde(default)]
    pub elsewhere: Vec<ElsewhereDocument>,
    /// Breaks of every working day.
    #[serde(default)]
    pub breaks: Vec<BreakDocument>,
    /// Duties that come back at the same time of day, such as opening up.
    #[serde(default)]
    pub duties: Vec<DutyDocument>,
    /// Most appointments in a day.
    #[serde(default)]
    pub max_appointments_a_day: Option<u16>,
    /// How long they may work without a pause.
    #[serde(default)]
    pub max_in_a_row: Option<InARowDocument>,
    /// How they supervise from outside the room, where their credentials let them; one booking at once, in their
    /// shifts, if absent.
    #[serde(default)]
    pub supervises: Option<SupervisesDocument>,
    /// Own length of a service with a single phase, where it differs from the menu's.
    #[serde(default)]
    pub minutes: BTreeMap<ServiceCode, Minutes>,
}

/// A credential as held by a provider. Both dates are included.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HeldCredential {
    /// Which one.
    pub id: CredentialId,
    /// First valid date; always valid before `until` if absent.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// Last valid date; valid for ever if absent.
    #[serde(default)]
    pub until: Option<NaiveDate>,
}

/// Shifts of one date.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DatedShifts {
    /// The local date.
    pub date: NaiveDate,
    /// The shifts of that date; empty means off.
    #[serde(default)]
    pub shifts: Vec<LocalRange>,
}

/// A break: fixed at a time of day, or floating, that is so many minutes free somewhere in a range.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum BreakDocument {
    /// `{ minutes = 30, within = "11:00-14:00" }`
    Floating(FloatingBreak),
    /// `{ at = "12:00-12:30" }`
    Fixed(FixedBreak),
}

/// By hand, so that a fault inside a break is reported where it stands.
impl<'de> Deserialize<'de> for BreakDocument {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Break {
            minutes: Option<Minutes>,
            within: Option<LocalRange>,
            at: Option<LocalRange>,
        }
        match Break::deserialize(deserializer)? {
            Break { minutes: None, within: None, at: Some(at) } => Ok(Self::Fixed(FixedBreak { at })),
            Break { minutes: Some(minutes), within: Some(within), at: None } => {
                Ok(Self::Floating(FloatingBreak { minutes, within }))
            }
            _ => Err(de::Error::custom(
                "this break is neither fixed nor floating; write `at = \"12:00-12:30\"`, or `minutes = 30` and `within = \"11:00-14:00\"`",
            )),
        }
    }
}

/// So many minutes that must stay free somewhere in a range.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FloatingBreak {
    /// Length.
    pub minutes: Minutes,
    /// Where it must fit.
    pub within: LocalRange,
}

/// A break at a fixed time of day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FixedBreak {
    /// When.
    pub at: LocalRange,
}

/// Room or device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ResourceKind {
    /// Where a client is treated.
    Room,
    /// What a client is treated with.
    Device,
}

/// One room or device.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ResourceDocument {
    /// Short stable name.
    pub id: ResourceId,
    /// Room or device.
    pub kind: ResourceKind,
    /// Name for people; the id if absent.
    #[serde(default)]
    pub name: Option<String>,
    /// The platforms' ids of it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Where it stands; may be left out when there is one location.
    #[serde(default)]
    pub location: Option<LocationId>,
    /// What it can do, such as `consult` or `laser`.
    #[serde(default)]
    pub capabilities: Vec<String>,
    /// How many bookings at once, buffers included.
    #[serde(default = "one_booking")]
    pub holds: u16,
    /// For a device: the room it cannot leave. It is then used only together with that room.
    #[serde(default)]
    pub fixed_in: Option<ResourceId>,
    /// Weekly hours; the location's if absent.
    #[serde(default)]
    pub hours: Option<Weekly>,
    /// Dates whose hours differ from the week's; an empty list is a day without.
    #[serde(default)]
    pub dates: Vec<DatedShifts>,
    /// For a device that can be moved: hours at further locations.
    #[serde(default)]
    pub elsewhere: Vec<ElsewhereDocument>,
    /// What comes back at the same time of day, such as a calibration.
    #[serde(default)]
    pub duties: Vec<DutyDocument>,
}

/// One menu item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ServiceDocument {
    /// Its code, such as `INJ-LIP-FILLER`.
    pub code: ServiceCode,
    /// Name for people; the code if absent.
    #[serde(default)]
    pub name: Option<String>,
    /// The platforms' ids and other codes of it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Menu category, such as `injectables`.
    #[serde(default)]
    pub category: Option<String>,
    /// Length of a service with a single phase; instead of `phases`.
    #[serde(default)]
    pub minutes: Option<Minutes>,
    /// The parts of a service with several; instead of `minutes`.
    #[serde(default)]
    pub phases: Vec<PhaseDocument>,
    /// Who may deliver it: any of these sets, each held completely. One set is written `[["rn", "filler"]]`.
    #[serde(default)]
    pub qualification: Vec<Vec<CredentialId>>,
    /// Who must be at hand while it is delivered; nobody if absent.
    #[serde(default)]
    pub supervision: Option<SupervisionDocument>,
    /// What it needs besides the provider who treats.
    #[serde(default)]
    pub needs: Vec<NeedDocument>,
    /// Minutes kept free before and after, for provider, room and device each.
    #[serde(default)]
    pub buffers: BuffersDocument,
    /// Price in minor units (cents); the same for all providers if absent.
    #[serde(default)]
    pub price: Option<i64>,
    /// Least minutes between the asking and the start; any start to come if absent.
    #[serde(default)]
    pub lead_minutes: Option<Minutes>,
    /// How many days after today the last date lies that can be booked; any date if absent, today alone if 0.
    #[serde(default)]
    pub furthest_days: Option<u16>,
    /// What the client must have had, all of it.
    #[serde(default)]
    pub clearance: Vec<ClearanceId>,
}

/// One part of a service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PhaseDocument {
    /// Name for people, such as `numbing`.
    pub name: String,
    /// Length.
    pub minutes: Minutes,
    /// The roles it needs: `provider`, and the roles of `needs` (a need without a role is called after its kind).
    pub uses: Vec<String>,
    /// For whom it takes place; for everybody if absent.
    #[serde(default)]
    pub only: Option<Only>,
}

/// For whom a phase takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Only {
    /// For a client who was never here before.
    NewClient,
    /// For a client who lacks a clearance that the service asks for: it takes place in this phase.
    ClearanceMissing,
}

/// What a need asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NeedKind {
    /// A further provider, such as an assistant: always another person than the one who treats.
    Provider,
    /// A room.
    Room,
    /// A device.
    Device,
}

impl NeedKind {
    /// The kind of room or device; none for a provider.
    #[must_use]
    pub const fn resource(self) -> Option<ResourceKind> {
        match self {
            Self::Provider => None,
            Self::Room => Some(ResourceKind::Room),
            Self::Device => Some(ResourceKind::Device),
        }
    }
}

/// A further provider, a room or a device that a service needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NeedDocument {
    /// A further provider, a room or a device.
    pub kind: NeedKind,
    /// What phases call it; its kind if absent. A further provider must have a role of their own.
    #[serde(default)]
    pub role: Option<String>,
    /// How many of it, each of them another.
    #[serde(default = "one")]
    pub count: u8,
    /// For a further provider: who may be it, as for the service; anybody if empty.
    #[serde(default)]
    pub qualification: Vec<Vec<CredentialId>>,
    /// What a room or device must be able to do, all of it.
    #[serde(default)]
    pub capabilities: Vec<String>,
    /// Only these rooms or devices; any of the kind if empty.
    #[serde(default)]
    pub any_of: Vec<ResourceId>,
}

const fn one_booking() -> u16 {
    1
}

const fn one() -> u8 {
    1
}

/// Buffers of a service by kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BuffersDocument {
    /// Around the provider's use.
    #[serde(default)]
    pub provider: BufferDocument,
    /// Around each room's use.
    #[serde(default)]
    pub room: BufferDocument,
    /// Around each device's use.
    #[serde(default)]
    pub device: BufferDocument,
}

/// Minutes kept free around a use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BufferDocument {
    /// Before the use starts.
    #[serde(default)]
    pub before: Minutes,
    /// After the use ends.
    #[serde(default)]
    pub after: Minutes,
}

/// Whether the padding of two neighbours may overlap. Padding never overlaps a use, whichever it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Padding {
    /// Gap of at least `after` + `before`: cleanup ends before prep starts.
    #[default]
    Exclusive,
    /// Gap of at least the larger of the two.
    Shared,
}

/// The padding rule of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PaddingDocument {
    /// Of providers.
    #[serde(default)]
    pub provider: Padding,
    /// Of rooms.
    #[serde(default)]
    pub room: Padding,
    /// Of devices.
    #[serde(default)]
    pub device: Padding,
    /// Whether the padding after a use may lie outside the hours, where these end for the day.
    #[serde(default)]
    pub cleanup_may_overrun_close: OverrunDocument,
}

/// How one of several possible providers is chosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RankingDocument {
    /// In order: each keeps those within its tolerance of the best value; what is left goes to the next.
    #[serde(default = "usual_criteria")]
    pub criteria: Vec<CriterionDocument>,
    /// What happens when several are left at the end.
    #[serde(default)]
    pub ties: TiePolicy,
    /// Which of several free rooms or devices is taken.
    #[serde(default)]
    pub resource_order: ResourceOrder,
    /// Where the day is split for loads.
    #[serde(default = "noon")]
    pub half_day_split: LocalTime,
}

impl Default for RankingDocument {
    fn default() -> Self {
        Self {
            criteria: usual_criteria(),
            ties: TiePolicy::default(),
            resource_order: ResourceOrder::default(),
            half_day_split: noon(),
        }
    }
}

fn usual_criteria() -> Vec<CriterionDocument> {
    let by = |by: &str, tolerance| CriterionDocument { by: by.to_owned(), tolerance };
    vec![by("requested", 0), by("wishes", 0), by("lighter_half_day", 15), by("seniority", 0)]
}

fn noon() -> LocalTime {
    LocalTime(720)
}

/// One criterion of the ranking.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CriterionDocument {
    /// Its name: one of the built-in ones or one that the embedder registered.
    pub by: String,
    /// Values this far from the best still count as equal, in the criterion's unit.
    #[serde(default)]
    pub tolerance: i64,
}

/// What happens when several providers are equal on every criterion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TiePolicy {
    /// A person decides.
    #[default]
    ToPerson,
    /// The one with the fewest appointments that day; then rulebook order.
    Rotate,
}

/// Which of several free rooms or devices is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ResourceOrder {
    /// The one that the fewest services of the menu can use; then rulebook order.
    #[default]
    Scarcity,
    /// Rulebook order.
    Listed,
}

/// When a VIP's booking goes to a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum VipPolicy {
    /// Always.
    #[default]
    Always,
    /// When they asked for somebody.
    OnRequest,
    /// Unless they asked for somebody who is free.
    AutoIfRequestedFree,
}

/// Who gets exceptions and how soon they must answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExceptionsDocument {
    /// Who answers them first.
    #[serde(default = "front_desk")]
    pub owner: String,
    /// Who gets them when the deadline passes.
    #[serde(default = "manager")]
    pub escalate_to: String,
    /// Minutes of opening time until the deadline; half the time left until the booking if that is sooner.
    #[serde(default = "deadline")]
    pub deadline: Minutes,
    /// What happens then.
    #[serde(default)]
    pub on_deadline: OnDeadline,
    /// Whether the best candidate is held until then.
    #[serde(default = "yes")]
    pub hold_best: bool,
    /// A booking goes to a person if its prices add up to this or more, in minor units (cents); none does if absent.
    #[serde(default)]
    pub high_value: Option<i64>,
}

impl Default for ExceptionsDocument {
    fn default() -> Self {
        Self {
            owner: front_desk(),
            escalate_to: manager(),
            deadline: deadline(),
            on_deadline: OnDeadline::default(),
            hold_best: true,
            high_value: None,
        }
    }
}

fn front_desk() -> String {
    "front desk".to_owned()
}

fn manager() -> String {
    "manager".to_owned()
}

const fn deadline() -> Minutes {
    Minutes(15)
}

const fn yes() -> bool {
    true
}

/// What happens when an exception's deadline passes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OnDeadline {
    /// The next person is told.
    #[default]
    Escalate,
    /// The best candidate that breaks no rule is assigned.
    AssignBest,
    /// The platform's own choice stays, if it breaks no rule.
    KeepPlatform,
}

/// Confirmations and reminders.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CadenceDocument {
    /// Minutes before the start at which reminders are due (elapsed time): `[2880, 120]` is 48 h and 2 h.
    #[serde(default = "usual_reminders")]
    pub reminders: Vec<Minutes>,
    /// Local times in which nothing is sent; may run over midnight.
    #[serde(default = "usual_quiet_hours")]
    pub quiet_hours: Option<LocalRange>,
    /// A reminder due this soon after the confirmation, or left with less than this before the start, is skipped.
    #[serde(default = "usual_least_gap")]
    pub least_gap: Minutes,
    /// Whether an SMS that answers the client's own booking may be sent in quiet hours (an e-mail always may).
    #[serde(default)]
    pub sms_confirmation_in_quiet_hours: bool,
    /// Whether bookings adopted at go-live get those reminders that are still due.
    #[serde(default)]
    pub remind_imported: bool,
    /// How long the platform may take to acknowledge a write before somebody is told.
    #[serde(default = "usual_patience")]
    pub ack_patience: Minutes,
}

impl Default for CadenceDocument {
    fn default() -> Self {
        Self {
            reminders: usual_reminders(),
            quiet_hours: usual_quiet_hours(),
            least_gap: usual_least_gap(),
            sms_confirmation_in_quiet_hours: false,
            remind_imported: false,
            ack_patience: usual_patience(),
        }
    }
}

fn usual_reminders() -> Vec<Minutes> {
    vec![Minutes(48 * 60), Minutes(2 * 60)]
}

const fn usual_quiet_hours() -> Option<LocalRange> {
    Some(LocalRange { from: LocalTime(21 * 60), to: LocalTime(8 * 60) })
}

const fn usual_least_gap() -> Minutes {
    Minutes(30)
}

const fn usual_patience() -> Minutes {
    Minutes(1)
}
