//! The pure core of medspa-dispatch: decides provider, room, device and time for every booking of a med spa, by rule
//! and with reasons. No clock, no randomness, no I/O: time and ids are arguments, and the same input gives the same
//! output, byte for byte.
//!
//! The lower layer stands alone: a [`Rulebook`], a [`Schedule`], and a [`Request`] give a [`Decision`]. The
//! [`engine`] puts a practice's life around it: observed appointments, blocks, exceptions, confirmations, reminders.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod assign;
mod availability;
pub mod calendar;
mod check;
mod combinations;
pub mod engine;
mod explain;
mod ids;
mod rulebook;
mod slots;
mod time;
mod why;

pub use assign::{
    AssignedItem, AssignedRole, Assignment, Choice, Decision, Flagged, Outcome, Request, RequestItem,
    Scratch, When, assign, pick,
};
pub use availability::{Attended, Cleared, Client, History, Wish};
pub use calendar::{Block, LaneCapacity, Occupancy, Origin, Padding, PageTable, SCHEDULE_FORMAT, Schedule};
pub use check::{Violation, ViolationKind, check, check_booking};
pub use explain::{
    Blocker, Blockers, Candidate, Cure, Note, Occupant, ReasonCode, RoleName, SameDay, Trace, Verdict, Who,
    WishKind, Words,
};
pub use ids::{
    BlockId, BookingId, ClearanceId, ClearanceIndex, ClientId, ConnectionId, CredentialId, ExceptionId, Lane,
    LocationId, LocationIndex, NoticeId, PlatformId, PracticeId, ProviderId, ResourceId, ServiceCode,
    ServiceIndex, WriteId,
};
pub use rulebook::{
    AddOn, AddOnDocument, BreakDocument, BufferDocument, BuffersDocument, CadenceDocument, ClearanceDocument,
    Compiled, Contender, CredentialDocument, Criteria, CriterionDocument, CustomCriterion, DatedShifts,
    DayOfWeek, DocumentPath, DutyDocument, ElsewhereDocument, ExceptionsDocument, FixedBreak, FloatingBreak,
    HeldCredential, Horizon, InARowDocument, LocationDocument, NeedDocument, NeedKind, OnDeadline, Only,
    OverrunDocument, PaddingDocument, PathStep, PhaseDocument, Presence, ProviderDocument, RankingDocument,
    ResourceDocument, ResourceKind, ResourceOrder, Rulebook, RulebookDocument, RulebookError,
    ServiceDocument, SpacingDocument, SupervisesDocument, SupervisionDocument, TiePolicy, UnknownClearance,
    UnknownHistory, VipPolicy, VisitsDocument,
};
pub use slots::{Slot, SlotScratch, Starts, WhoCan, best_slots, slots, starts, who_can};
pub use time::{BadTime, Minute, Minutes, Span, Timestamp};
pub use why::{Answer, Move, ServiceAt, Why, why};

/// The tutorial's code is compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/embedding.md")]
struct Embedding;
