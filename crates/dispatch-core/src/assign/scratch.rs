//! Memory that decisions reuse.

use crate::{calendar::Occupancy, ids::Lane, time::Minutes};

use super::{contender::Contender, joint::Memory};

/// Memory that decisions reuse: once warm, [`crate::pick`] allocates nothing.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// The providers who could take the booking at the start that was judged last.
    pub(crate) contenders: Vec<Contender>,
    pub(super) memory: Memory,
    /// What a visit of several services takes up.
    pub(super) occupancies: Vec<Occupancy>,
    /// Whether rooms and devices can be had, by how much longer than the menu says.
    pub(super) solved: Vec<(Minutes, bool)>,
    pub(super) lanes: Vec<Lane>,
}
