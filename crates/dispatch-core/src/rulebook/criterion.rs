//! Criteria of the ranking: the built-in ones and those that an embedder registers.

use std::{collections::BTreeMap, fmt, sync::Arc};

use crate::{
    ids::{BookingId, Lane, ServiceIndex},
    time::Minute,
};

/// The names of all other stages at which a provider can lose: a stage is `usize::MAX` less its position here, so that the
/// stages of the criteria can count from 0.
pub(crate) const BESIDE_THE_CRITERIA: [&str; 3] = ["rotation", "requested", "same_provider"];

/// What a criterion may look at when it scores one provider for one booking.
#[derive(Clone, Copy, Debug)]
pub struct Contender {
    /// The provider.
    pub provider: Lane,
    /// The booking.
    pub booking: BookingId,
    /// The service.
    pub service: ServiceIndex,
    /// When it would start.
    pub start: Minute,
}

/// A criterion that an embedder brings. It must be a pure function of its input.
pub trait CustomCriterion: Send + Sync {
    /// The provider's value: lower is better.
    fn score(&self, contender: &Contender) -> i64;
}

/// The criteria that a rulebook may name: all built-in ones, and those registered here.
#[derive(Clone, Default)]
pub struct Criteria {
    custom: BTreeMap<String, Arc<dyn CustomCriterion>>,
}

impl Criteria {
    /// The built-in criteria alone.
    #[must_use]
    pub fn builtin() -> Self {
        Self::default()
    }

    /// Registers a criterion under a name, which rulebooks and journals then use. A built-in name stays built in.
    #[must_use]
    pub fn with(mut self, name: &str, criterion: Arc<dyn CustomCriterion>) -> Self {
        self.custom.insert(name.to_owned(), criterion);
        self
    }

    /// The criterion of this name.
    pub(crate) fn get(&self, name: &str) -> Option<Criterion> {
        Builtin::ALL
            .iter()
            .find(|builtin| builtin.name() == name)
            .map(|builtin| Criterion::Builtin(*builtin))
            .or_else(|| self.custom.get(name).cloned().map(Criterion::Custom))
    }

    /// All names, for suggestions.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        Builtin::ALL.iter().map(|builtin| builtin.name()).chain(self.custom.keys().map(String::as_str))
    }
}

impl fmt::Debug for Criteria {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}

/// A criterion as compiled.
#[derive(Clone)]
pub(crate) enum Criterion {
    Builtin(Builtin),
    Custom(Arc<dyn CustomCriterion>),
}

impl fmt::Debug for Criterion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Builtin(builtin) => f.write_str(builtin.name()),
            Self::Custom(_) => f.write_str("custom"),
        }
    }
}

/// The criteria that the core brings. Of every value, lower is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Builtin {
    /// 0 for the provider that the client asked for, 1 for the others.
    Requested,
    /// 0 for the provider of the last visit, 1 for the others.
    Continuity,
    /// How many of the client's wishes the provider does not meet.
    Wishes,
    /// Minutes booked in the half-day of the start, without this booking.
    LighterHalfDay,
    /// Minutes booked in the day of the start, without this booking.
    LighterDay,
    /// The grade, negated: the most senior first.
    Seniority,
    /// The grade: the most junior who may deliver it first.
    Juniority,
    /// Position in the rulebook: leaves no tie.
    RulebookOrder,
}

impl Builtin {
    const ALL: [Self; 8] = [
        Self::Requested,
        Self::Continuity,
        Self::Wishes,
        Self::LighterHalfDay,
        Self::LighterDay,
        Self::Seniority,
        Self::Juniority,
        Self::RulebookOrder,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Continuity => "continuity",
            Self::Wishes => "wishes",
            Self::LighterHalfDay => "lighter_half_day",
            Self::LighterDay => "lighter_day",
            Self::Seniority => "seniority",
            Self::Juniority => "juniority",
            Self::RulebookOrder => "rulebook_order",
        }
    }
}
