//! Demands of a service, and the lanes that may serve each.

use smallvec::SmallVec;

use crate::{
    calendar::PageIndex,
    explain::{IneligibilityIndex, RoleIndex},
    ids::Lane,
    time::Minutes,
};

use super::{Missing, OverrunDocument, Presence};

/// The kind of lane that a demand wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum DemandKind {
    Provider,
    Room,
    Device,
    /// A provider's own lane if in the room, their second lane if from outside.
    Supervisor(Presence),
}

impl DemandKind {
    /// True if it takes a provider's own time: no provider is in two such roles at once.
    #[inline]
    pub(crate) const fn takes_a_provider(self) -> bool {
        matches!(self, Self::Provider | Self::Supervisor(Presence::InRoom))
    }

    /// True if cleaning up may overrun on lanes of this kind.
    pub(super) const fn may_overrun(self, rule: OverrunDocument) -> bool {
        match self {
            Self::Provider | Self::Supervisor(_) => rule.provider,
            Self::Room => rule.room,
            Self::Device => rule.device,
        }
    }
}

/// One role of a service: a provider, room or device that it needs for some of its time.
#[derive(Clone, Debug)]
pub(crate) struct Demand {
    pub(crate) role: RoleIndex,
    pub(crate) kind: DemandKind,
    /// One more of what the demand before asks for: its candidates are the same, and of two that are alike the one
    /// listed first is taken for the first demand.
    pub(crate) interchangeable: bool,
    /// Its contiguous uses, counted from the start of the service, in order. At least one.
    pub(crate) uses: SmallVec<[Use; 1]>,
    pub(crate) before: Minutes,
    pub(crate) after: Minutes,
    /// The lanes that may serve, in the order in which they are tried: rulebook order for providers; for rooms and devices
    /// as `resource_order` says.
    pub(crate) fit: Vec<Fit>,
    /// Every other lane of that kind, in rulebook order, with the reason.
    pub(crate) unfit: Vec<(Lane, Unfit)>,
    /// All of both, in rulebook order.
    pub(crate) listed: Vec<Listed>,
}

impl Demand {
    /// The presence that a demand for a supervisor asks for; none for any other demand.
    #[inline]
    pub(crate) const fn presence(&self) -> Option<Presence> {
        match self.kind {
            DemandKind::Supervisor(presence) => Some(presence),
            _ => None,
        }
    }
}

/// The place of a lane in a demand: its position among those that fit, or among the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Listed {
    Fit(u16),
    Unfit(u16),
}

impl Listed {
    /// The lanes of both lists, in rulebook order.
    pub(super) fn in_rulebook_order(fit: &[Fit], unfit: &[(Lane, Unfit)]) -> Vec<Self> {
        let fit = (0..).zip(fit).map(|(at, fit)| (fit.lane, Self::Fit(at)));
        let unfit = (0..).zip(unfit).map(|(at, (lane, _))| (*lane, Self::Unfit(at)));
        let mut listed: Vec<_> = fit.chain(unfit).collect();
        listed.sort_by_key(|(lane, _)| *lane);
        listed.into_iter().map(|(_, listed)| listed).collect()
    }
}

/// One contiguous use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Use {
    pub(crate) offset: Minutes,
    pub(crate) minutes: Minutes,
    /// The phase in which it starts.
    pub(crate) phase: u8,
    /// The change to it in a service that takes longer or shorter than the menu says.
    pub(crate) stretch: LengthRule,
}

/// The change to a use in a service that takes longer or shorter than the menu says. The difference falls into the last
/// phase with the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LengthRule {
    /// It ends before: nothing.
    Stays,
    /// It spans that phase: it is so much longer.
    Grows,
    /// It comes after: it is so much later.
    Shifts,
}

impl Use {
    /// The use in a service that takes `extra` minutes more than the menu says.
    #[inline]
    pub(crate) fn stretched(self, extra: Minutes) -> Self {
        let plus = |minutes: Minutes| Minutes(minutes.0.saturating_add(extra.0));
        if extra == Minutes(0) {
            return self;
        }
        match self.stretch {
            LengthRule::Stays => self,
            LengthRule::Grows => Self { minutes: plus(self.minutes), ..self },
            LengthRule::Shifts => Self { offset: plus(self.offset), ..self },
        }
    }
}

/// A lane that may serve a demand.
#[derive(Clone, Debug)]
pub(crate) struct Fit {
    pub(crate) lane: Lane,
    /// The minutes that a provider takes longer than the menu says; below 0 if they are quicker.
    pub(crate) extra: Minutes,
    /// The days of a provider who is not qualified on every day.
    pub(crate) dated: Option<Box<Dated>>,
}

/// The days on which a provider is qualified, and the reason on the others.
#[derive(Clone, Debug)]
pub(crate) struct Dated {
    pub(crate) valid: ValidPages,
    /// What is missing on the other days.
    pub(crate) missing: Missing,
}

impl Fit {
    /// True if it may serve on that day.
    #[inline]
    pub(crate) fn is_valid(&self, page: PageIndex) -> bool {
        self.dated.as_ref().is_none_or(|dated| dated.valid.contains(page))
    }

    /// What is missing on that day; none if nothing is.
    #[inline]
    pub(crate) fn missing(&self, page: PageIndex) -> Option<IneligibilityIndex> {
        self.dated.as_ref().filter(|dated| !dated.valid.contains(page))?.missing.on(page)
    }
}

/// A set of pages: all, or some half-open ranges of them in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ValidPages {
    Always,
    Ranges(Vec<std::ops::Range<u16>>),
}

impl ValidPages {
    #[inline]
    pub(crate) fn contains(&self, page: PageIndex) -> bool {
        match self {
            Self::Always => true,
            Self::Ranges(ranges) => ranges.iter().any(|range| range.contains(&page.0)),
        }
    }
}

/// The reason for which a lane of the right kind may never serve a demand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unfit {
    pub(crate) missing: Missing,
    /// The minutes that the provider would take longer than the menu says.
    pub(crate) extra: Minutes,
}
