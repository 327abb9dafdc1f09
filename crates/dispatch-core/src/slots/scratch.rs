//! Memory that searches for slots reuse.

use crate::assign::Scratch;

/// Memory that searches for slots reuse: once warm, [`crate::starts`] allocates nothing.
#[derive(Clone, Debug, Default)]
pub struct SlotScratch {
    pub(super) judging: Scratch,
}
