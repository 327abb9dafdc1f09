//! The engine: a practice's state, and decide / evolve / react over it.
//!
//! [`decide`] judges a [`Command`] and returns [`Event`]s; [`evolve`] takes an event into the [`State`]; [`react`] says
//! what the shell has to do once the event is durable. [`Harness`] joins the three where there is no shell.
//!
//! ```
//! use dispatch_core::{Criteria, Horizon, Rulebook, Timestamp, engine::{Command, State, decide, evolve, react}};
//!
//! let text = std::fs::read_to_string("examples/practice.json")?;
//! let horizon = Horizon { first: "2026-06-12".parse().unwrap(), days: 14 };
//! let compiled = Rulebook::compile(&serde_json::from_str(&text)?, horizon, &Criteria::builtin());
//! let rulebook = compiled.unwrap().rulebook;
//!
//! let mut state = State::new();
//! let now = Timestamp::parse("2026-06-12T13:00:00Z")?;
//! let decided = decide(&rulebook, &state, &Command::AdoptRulebook {}, now)?;
//! for record in decided.records(state.sequence(), now) {
//!     // Here a shell writes the record to its journal.
//!     evolve(&mut state, &record.event);
//!     assert!(react(&state, &record.event).is_empty(), "adopting a rulebook asks nothing of anybody");
//! }
//! assert_eq!(state.adopted().map(|adopted| adopted.lanes.len()), Some(7));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod added;
mod booking;
mod by_id;
mod cadence;
mod calendar;
mod command;
mod decide;
mod effect;
mod event;
mod evolve;
mod fact;
mod harness;
mod history;
mod react;
mod refusal;
mod resolve;
mod state;

pub use booking::{Booking, Desired, Exception, NoticeState, NoticeStatus, Told, WriteState, WriteStatus};
pub use calendar::{CalendarObserved, CalendarOf, Calendars};
pub use command::{Command, Resolution};
pub use decide::{Decided, decide, request};
pub use effect::{Effect, Named, Notice, NoticeKind, Timer, Write, WrittenItem};
pub use event::{
    Adopted, AppointmentSeen, Assigned, BlockSeen, BookingKept, CalendarSeen, Cause, Closed, Disposition,
    Due, Event, EventRecord, ExceptionRaised, JOURNAL_VERSION, Kept, Suggested, Waiting,
};
pub use evolve::evolve;
pub use fact::{
    AppointmentObserved, AttendedFact, Authority, Automation, BlockObserved, BookedBy, ClearanceFact,
    ClientFacts, Connection, Fact, FactLine, FieldAuthority, ItemSnapshot, Sender, Snapshot, Status,
};
pub use harness::{Harness, Step};
pub use react::react;
pub use refusal::Refusal;
pub use state::{BlockState, Link, SNAPSHOT_FORMAT, State};
