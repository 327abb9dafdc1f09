//! A set of reasons that send a booking to a person.

use crate::explain::ReasonCode;

/// A set of reasons, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flags(u128);

impl Flags {
    pub(super) fn raise(&mut self, reason: ReasonCode) {
        self.0 |= 1 << (reason as u32);
    }

    pub(super) fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }

    pub(super) fn raise_if(&mut self, raised: bool, reason: ReasonCode) {
        if raised {
            self.raise(reason);
        }
    }

    pub(super) fn has(self, reason: ReasonCode) -> bool {
        self.0 & (1 << (reason as u32)) != 0
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The reasons in the registry's order.
    pub(crate) fn to_vec(self) -> Vec<ReasonCode> {
        ReasonCode::ALL.iter().copied().filter(|reason| self.has(*reason)).collect()
    }
}
