//! The engine: a practice's state, and decide / evolve / react over it.
//!
//! [`decide`] judges a [`Command`] and returns [`Event`]s; [`evolve`] takes an event into the [`State`]; [`react`] says
//! what the shell has to do once the event is durable. [`Harness`] joins the three where there is no shell.

mod booking;
mod cadence;
mod command;
mod decide;
mod effect;
mod event;
mod evolve;
mod fact;
mod harness;
mod react;
mod refusal;
mod resolve;
mod state;

pub use booking::{Booking, Desired, Exception, NoticeState, NoticeStatus, Told, WriteState, WriteStatus};
pub use command::{Command, Resolution};
pub use decide::{Decided, decide, request};
pub use effect::{Effect, Named, Notice, NoticeKind, Timer, Write, WrittenItem};
pub use event::{
    Adopted, AppointmentSeen, Assigned, BlockSeen, BookingKept, Cause, Closed, Disposition, Due, Event,
    EventRecord, ExceptionRaised, JOURNAL_VERSION, Kept, Suggested, Waiting,
};
pub use evolve::evolve;
pub use fact::{
    AppointmentObserved, Authority, Automation, BlockObserved, BookedBy, ClientFacts, Connection, Fact,
    FactLine, FieldAuthority, ItemSnapshot, Sender, Snapshot, Status,
};
pub use harness::{Harness, Step};
pub use react::react;
pub use refusal::Refusal;
pub use state::{BlockState, Link, State};
