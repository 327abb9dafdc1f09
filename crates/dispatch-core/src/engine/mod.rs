//! The engine: a practice's state, and decide / evolve / react over it.

mod effect;
mod fact;

pub use effect::{Effect, Named, Notice, NoticeKind, Timer, Write, WrittenItem};
pub use fact::{
    AppointmentObserved, Authority, Automation, BlockObserved, BookedBy, ClientFacts, Connection, Fact,
    FactLine, FieldAuthority, ItemSnapshot, Sender, Snapshot, Status,
};
