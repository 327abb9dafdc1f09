//! The owner of a practice, as the store counts owners.

/// The count of a practice's owners so far. Each new owner raises it by one, and whatever an older owner still tries to
/// store is refused. 0 stands for no owner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Epoch(pub u64);

/// A practice as its new owner finds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ownership {
    /// The new owner's epoch: part of each batch and of each claim.
    pub epoch: Epoch,
    /// The sequence of the journal's last event; 0 if there is none.
    pub head: u64,
    /// Effects that became `unknown`: the owner before stopped inside a call that cannot be repeated.
    pub unknown: u64,
}

/// A row that an owner works on. It holds until the practice has another owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim<Id> {
    /// The row.
    pub id: Id,
    /// The epoch under which it was claimed.
    pub epoch: Epoch,
}
