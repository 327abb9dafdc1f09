//! A practice: its rules, what is booked, and requests that wait for an answer.

use std::fmt;

use dispatch_core::{
    Block, Compiled, Criteria, Horizon, Lane, Occupancy, Request, Rulebook, RulebookDocument, RulebookError,
    Schedule,
};

/// A practice with requests that wait for an answer.
#[derive(Clone)]
pub struct Practice {
    /// Its rules.
    pub document: RulebookDocument,
    /// The days that they are compiled for.
    pub horizon: Horizon,
    /// What is booked already, by anybody, overlaps included.
    pub occupancies: Vec<Occupancy>,
    /// Blocks and PTO.
    pub blocks: Vec<Block>,
    /// Whose calendar cannot be read.
    pub unreadable: Vec<Lane>,
    /// What is asked, each for a booking of its own or for a standing one.
    pub requests: Vec<Request>,
}

/// A line for each entry: a failing case must be readable.
impl fmt::Debug for Practice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fn lines<T: fmt::Debug>(f: &mut fmt::Formatter<'_>, name: &str, entries: &[T]) -> fmt::Result {
            writeln!(f, "{name}:")?;
            entries.iter().try_for_each(|entry| writeln!(f, "  {entry:?}"))
        }
        let RulebookDocument { locations, providers, resources, services, padding, ranking, .. } =
            &self.document;
        let RulebookDocument { vip, exceptions, .. } = &self.document;
        writeln!(f, "{:?}", self.horizon)?;
        lines(f, "locations", locations)?;
        lines(f, "providers", providers)?;
        lines(f, "resources", resources)?;
        lines(f, "services", services)?;
        writeln!(f, "{padding:?}\n{ranking:?}\n{vip:?}\n{exceptions:?}")?;
        lines(f, "occupancies", &self.occupancies)?;
        lines(f, "blocks", &self.blocks)?;
        lines(f, "unreadable", &self.unreadable)?;
        lines(f, "requests", &self.requests)
    }
}

impl Practice {
    /// The compiled rulebook.
    ///
    /// # Errors
    /// Never, if the practice comes from [`practice`](super::practice); else as [`Rulebook::compile`].
    pub fn rulebook(&self) -> Result<Rulebook, Vec<RulebookError>> {
        let compiled = Rulebook::compile(&self.document, self.horizon, &Criteria::builtin());
        compiled.map(|Compiled { rulebook, .. }| rulebook)
    }

    /// The schedule as it stands.
    #[must_use]
    pub fn schedule(&self, rulebook: &Rulebook) -> Schedule {
        let mut schedule = Schedule::new(rulebook.pages().clone(), rulebook.capacities());
        for occupancy in &self.occupancies {
            schedule.insert(*occupancy);
        }
        for block in &self.blocks {
            schedule.block(*block);
        }
        for lane in &self.unreadable {
            schedule.set_readable(*lane, false);
        }
        schedule
    }
}
