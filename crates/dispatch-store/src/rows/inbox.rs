//! Deliveries of platforms, from their receipt to the batch that decides on them.

use dispatch_core::{ConnectionId, Timestamp};

use super::ownership::Claim;

/// A stored delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InboxId(pub i64);

/// A delivery whose signature was found good.
#[derive(Clone, Debug)]
pub struct Delivery<'a> {
    /// Its connection.
    pub connection: &'a ConnectionId,
    /// The delivery's own id.
    pub delivery: &'a str,
    /// The raw body.
    pub body: &'a [u8],
    /// When it came.
    pub received_at: Timestamp,
    /// Why it cannot be read, if it cannot: it is stored for a person to see, and not worked on.
    pub unreadable: Option<&'a str>,
}

/// The store's answer to a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// Stored.
    New(InboxId),
    /// The same id with the same body is stored already: nothing to do.
    Duplicate,
    /// Stored, but the id was seen with another body before: a person should look at it.
    Altered(InboxId),
}

/// A delivery to be worked on, claimed by this owner.
#[derive(Clone, Debug)]
pub struct ClaimedDelivery {
    /// The claim on it.
    pub claim: Claim<InboxId>,
    /// Its connection.
    pub connection: ConnectionId,
    /// The raw body.
    pub body: Vec<u8>,
    /// When it came.
    pub received_at: Timestamp,
    /// How often it was tried in vain.
    pub attempts: u32,
}

/// Deliveries counted by status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InboxCounts {
    /// To be worked on, or being worked on.
    pub new: u64,
    /// Worked on.
    pub done: u64,
    /// Unreadable, or given up: for a person.
    pub parked: u64,
    /// Of all these: came under a known id with another body.
    pub altered: u64,
}
