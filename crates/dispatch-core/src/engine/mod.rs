//! The engine: a practice's state, and decide / evolve / react over it. The verbs are the layers (`model` below `evolve`
//! and `decide`), and the topics are the files in them.
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
//!     assert!(react(&state, &record.event).is_empty(), "adopting a rulebook asks nothing of the shell");
//! }
//! assert_eq!(state.adopted().map(|adopted| adopted.lanes.len()), Some(7));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod decide;
mod evolve;
mod harness;
mod model;
mod react;

pub use decide::{Decided, Question, Refusal, decide, question, request};
pub use evolve::evolve;
pub use harness::{Harness, Step};
pub use model::{
    Adopted, AppointmentObserved, AppointmentSeen, Assigned, AttendedFact, Authority, Automation,
    BlockObserved, BlockSeen, BlockState, BookedBy, Booking, BookingKept, CalendarObserved, CalendarOf,
    CalendarSeen, Calendars, Cause, Channels, Chosen, ChosenItem, Claim, ClearanceFact, ClientFacts, Closed,
    Command, Completed, Connection, Desired, Disposition, Due, Effect, Event, EventRecord, Exception,
    ExceptionRaised, Fact, FactLine, FieldAuthority, ItemSnapshot, JOURNAL_VERSION, Kept, Link, Named,
    Notice, NoticeKind, NoticeState, NoticeStatus, Resolution, SNAPSHOT_FORMAT, Sender, Snapshot, State,
    Status, Suggested, Taken, Timer, Told, Write, WriteState, WriteStatus, WrittenItem,
};
pub use react::react;
