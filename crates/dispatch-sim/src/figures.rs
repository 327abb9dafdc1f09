//! Figures of a life: how much happened, and how often each invariant was tried.

use serde::Serialize;

use crate::judge::Invariant;

/// The counts of one life, or of several added up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// New appointments on the platform.
    pub bookings: u64,
    /// Acts of people.
    pub acts: u64,
    /// Commands to the engine.
    pub commands: u64,
    /// Events in the journal.
    pub events: u64,
    /// Writes to the platform.
    pub writes: u64,
    /// Messages to clients.
    pub messages: u64,
    /// Exceptions raised.
    pub exceptions: u64,
    /// Crashes.
    pub crashes: u64,
    /// Virtual days.
    pub days: u64,
    /// Judgments of the whole state and replays of the journal.
    pub whole: u64,
    /// How often each invariant was tried, in the order of [`Invariant::ALL`].
    pub tried: Vec<u64>,
}

impl Figures {
    /// Adds the figures of another life.
    pub fn add(&mut self, other: &Self) {
        self.bookings += other.bookings;
        self.acts += other.acts;
        self.commands += other.commands;
        self.events += other.events;
        self.writes += other.writes;
        self.messages += other.messages;
        self.exceptions += other.exceptions;
        self.crashes += other.crashes;
        self.days += other.days;
        self.whole += other.whole;
        self.tried.resize(Invariant::ALL.len(), 0);
        for (sum, tried) in self.tried.iter_mut().zip(&other.tried) {
            *sum += tried;
        }
    }

    /// How often each invariant was tried.
    pub fn by_invariant(&self) -> impl Iterator<Item = (Invariant, u64)> {
        Invariant::ALL.iter().copied().zip(self.tried.iter().copied())
    }

    /// The invariants that were never tried: a run in which there are any proves nothing of them.
    #[must_use]
    pub fn untried(&self) -> Vec<Invariant> {
        self.by_invariant().filter(|(_, tried)| *tried == 0).map(|(invariant, _)| invariant).collect()
    }
}
