//! The model: a practice's facts, commands, events, effects and state, as data.

mod booking;
mod command;
mod effect;
mod event;
mod fact;
mod history;
mod id_map;
mod readability;
mod state;

pub use booking::{Booking, Desired, Exception, NoticeState, NoticeStatus, Told, WriteState, WriteStatus};
pub use command::{Command, Resolution};
pub use effect::{Effect, Named, Notice, NoticeKind, Timer, Write, WrittenItem};
pub use event::{
    Adopted, AppointmentSeen, Assigned, BlockSeen, BookingKept, CalendarSeen, Cause, Closed, Disposition,
    Due, Event, EventRecord, ExceptionRaised, JOURNAL_VERSION, Kept, Suggested, Waiting,
};
pub use fact::{
    AppointmentObserved, AttendedFact, Authority, Automation, BlockObserved, BookedBy, ClearanceFact,
    ClientFacts, Connection, Fact, FactLine, FieldAuthority, ItemSnapshot, Sender, Snapshot, Status,
};
pub use readability::{CalendarObserved, CalendarOf, Calendars};
pub(in crate::engine) use state::note_client;
pub use state::{BlockState, Link, SNAPSHOT_FORMAT, State};
