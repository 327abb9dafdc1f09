//! Files: what the judge keeps of each booking, taken from the events and the pictures.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use dispatch_core::{
    Minute, ReasonCode, Span, Timestamp,
    engine::{Cause, Snapshot},
};

/// The newest picture of an appointment.
#[derive(Clone, Debug)]
pub(super) struct Newest {
    /// The clock before the read.
    pub(super) at: Timestamp,
    pub(super) snapshot: Arc<Snapshot>,
    /// The moment at which its start first came to be known.
    pub(super) asked: Timestamp,
}

/// What a person's word is good for: a client, services and a start.
pub(super) type Basis = (String, Vec<String>, Option<Timestamp>);

/// A booking's file.
#[derive(Clone, Debug, Default)]
pub(super) struct File {
    /// The decider of the last assignment.
    pub(super) cause: Option<Cause>,
    /// The flags that a person accepted, for this client, these services and this start.
    pub(super) accepted: BTreeSet<ReasonCode>,
    pub(super) accepted_for: Option<Basis>,
    /// The start that a person chose: the platform shows it once it is written.
    pub(super) chosen_start: Option<Timestamp>,
    /// What each client was last told.
    pub(super) told: BTreeMap<String, Told>,
    /// Since when the truth differs from that.
    pub(super) differs: BTreeMap<String, Timestamp>,
    /// The minute of the last message to each client.
    pub(super) last_message: BTreeMap<String, Minute>,
    /// SEQUENCE of the last calendar entry of each client.
    pub(super) sequence: BTreeMap<String, u32>,
    /// The reminders that went out: for which start, and when.
    pub(super) reminded: Vec<(Minute, Timestamp)>,
    /// The moment of the last change that could alter what is planned.
    pub(super) changed: Timestamp,
    /// The moment at which it came to its disposition.
    pub(super) since: Timestamp,
    /// The UTC day that it was on before.
    pub(super) day_before: Option<i32>,
    /// It was adopted at go-live.
    pub(super) imported: bool,
}

/// The last word to a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) stands: bool,
    pub(super) visit: Span,
    pub(super) at: Timestamp,
}

impl File {
    /// True if a person chose the place of it.
    pub(super) fn is_persons(&self) -> bool {
        matches!(self.cause, Some(Cause::Person(_)))
    }

    /// True if the rulebook chose the place of it.
    pub(super) fn is_by_rule(&self) -> bool {
        matches!(self.cause, Some(Cause::Rule | Cause::Redispatch | Cause::Deadline))
    }
}
