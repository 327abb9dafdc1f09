//! The packed trace: one small row for each candidate, since a wide day has two hundred of them at each decision. Names
//! are kept once for all traces of a rulebook, and the blockers of all candidates stand in one list.

use std::{num::NonZeroU32, sync::Arc};

use crate::ids::Lane;

use super::{Blocker, Blockers, Candidate, RoleName, Verdict, Who};

/// The names that the traces of one rulebook share: of lanes, roles and criteria, and the reasons for which a lane can
/// never have a role.
#[derive(Debug, Default)]
pub(crate) struct TraceNames {
    /// By lane.
    pub(crate) who: Vec<Who>,
    pub(crate) roles: Vec<RoleName>,
    pub(crate) criteria: Vec<Arc<str>>,
    /// Distinct reasons that hold at any start, such as a missing credential.
    pub(crate) ineligibilities: Vec<Blockers>,
}

impl TraceNames {
    /// The position of a role.
    pub(crate) fn role(&self, name: &str) -> RoleIndex {
        let at = self.roles.iter().position(|role| &**role == name);
        RoleIndex(at.and_then(|at| u32::try_from(at).ok()).unwrap_or(u32::MAX))
    }

    /// The position of these reasons, which are added if they are new; none for an empty list.
    pub(crate) fn ineligibility(&mut self, blockers: Vec<Blocker>) -> Option<IneligibilityIndex> {
        let ineligibility = Blockers::of(blockers)?;
        let known = self.ineligibilities.iter().position(|known| *known == ineligibility);
        let at = known.unwrap_or_else(|| {
            self.ineligibilities.push(ineligibility);
            self.ineligibilities.len() - 1
        });
        NonZeroU32::MIN.checked_add(u32::try_from(at).ok()?).map(IneligibilityIndex)
    }

    pub(crate) fn ineligibility_at(&self, at: IneligibilityIndex) -> Option<&Blockers> {
        self.ineligibilities.get(at.0.get() as usize - 1)
    }
}

/// Position of a role among the names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RoleIndex(pub(crate) u32);

/// Position of an ineligibility among the names, counted from 1, so that "none" takes no room of its own in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct IneligibilityIndex(NonZeroU32);

/// Every candidate, in the order in which it was pushed.
#[derive(Clone, Default)]
pub(crate) struct PackedTrace {
    names: Arc<TraceNames>,
    rows: Vec<Row>,
    losses: Vec<Loss>,
    /// Those of all candidates, one candidate after the other.
    blockers: Vec<Blocker>,
    /// How many of them belong to candidates that were pushed; the others belong to the next one.
    blockers_taken: u32,
    /// Of the next candidate.
    ineligibility: Option<IneligibilityIndex>,
}

#[derive(Clone, Copy)]
struct Row {
    who: u32,
    role: RoleIndex,
    verdict: PackedVerdict,
    /// It stands before the other blockers.
    ineligibility: Option<IneligibilityIndex>,
    item: u8,
}

/// A [`Verdict`] without its texts.
#[derive(Clone, Copy, Debug)]
pub(crate) enum PackedVerdict {
    Chosen,
    /// Position among the losses.
    Lost(u32),
    Tied,
    LeftFree,
    Free,
    /// Where its blockers end. They begin where those of the last blocked candidate before it end.
    Blocked(u32),
}

#[derive(Clone, Copy)]
struct Loss {
    criterion: u32,
    own: i64,
    best: i64,
}

impl PackedTrace {
    /// An empty trace with room for so many candidates and losses.
    pub(crate) fn of(names: &Arc<TraceNames>, candidates: usize, losses: usize) -> Self {
        // Most candidates have one blocker or two; the list may grow.
        let (rows, blockers) = (Vec::with_capacity(candidates), Vec::with_capacity(2 * candidates));
        let losses = Vec::with_capacity(losses);
        Self { names: Arc::clone(names), rows, losses, blockers, blockers_taken: 0, ineligibility: None }
    }

    /// The blockers found so far of the candidate that is pushed next.
    #[inline]
    pub(crate) fn blockers_so_far(&mut self) -> Found<'_> {
        Found {
            from: self.blockers_taken as usize,
            all: &mut self.blockers,
            ineligibility: &mut self.ineligibility,
        }
    }

    /// The verdict on a candidate that left the ranking at a criterion, which is given by its position among the names.
    pub(crate) fn lost(&mut self, criterion: u32, own: i64, best: i64) -> PackedVerdict {
        self.losses.push(Loss { criterion, own, best });
        PackedVerdict::Lost(count(self.losses.len() - 1))
    }

    /// Adds a candidate. It is blocked if blockers were found since the last one, whatever `verdict` says.
    #[inline]
    pub(crate) fn push_candidate(&mut self, lane: Lane, role: RoleIndex, verdict: PackedVerdict) {
        self.push_row(0, u32::from(lane.0), role, verdict);
    }

    #[inline]
    fn push_row(&mut self, item: u8, who: u32, role: RoleIndex, verdict: PackedVerdict) {
        let found = count(self.blockers.len());
        let ineligibility = self.ineligibility.take();
        let verdict = if found > self.blockers_taken || ineligibility.is_some() {
            PackedVerdict::Blocked(found)
        } else {
            verdict
        };
        self.blockers_taken = found;
        self.rows.push(Row { who, role, verdict, ineligibility, item });
    }

    /// The candidates that `of` accepts, each with its names and texts.
    pub(crate) fn candidates(&self, of: impl Fn(&Who) -> bool) -> impl Iterator<Item = Candidate> {
        let mut from = 0;
        self.rows.iter().filter_map(move |row| {
            let first = from;
            if let PackedVerdict::Blocked(end) = row.verdict {
                from = end;
            }
            let who = self.names.who.get(row.who as usize).filter(|who| of(who))?.clone();
            let verdict = match row.verdict {
                PackedVerdict::Chosen => Verdict::Chosen,
                PackedVerdict::Tied => Verdict::Tied,
                PackedVerdict::LeftFree => Verdict::LeftFree,
                PackedVerdict::Free => Verdict::Free,
                PackedVerdict::Lost(at) => {
                    let Loss { criterion, own, best } = *self.losses.get(at as usize)?;
                    let criterion = self.names.criteria.get(criterion as usize)?.clone();
                    Verdict::Lost { criterion, own, best }
                }
                PackedVerdict::Blocked(end) => {
                    let ineligibility = row
                        .ineligibility
                        .and_then(|ineligibility| self.names.ineligibility_at(ineligibility));
                    let others = self.blockers.get(first as usize..end as usize)?;
                    let all = ineligibility.into_iter().flat_map(Blockers::iter).chain(others);
                    Verdict::Blocked(Blockers::of(all.cloned().collect())?)
                }
            };
            let role = self.names.roles.get(row.role.0 as usize)?.clone();
            Some(Candidate { item: row.item, role, who, verdict })
        })
    }
}

impl From<Vec<Candidate>> for PackedTrace {
    fn from(candidates: Vec<Candidate>) -> Self {
        let mut names = TraceNames::default();
        let mut packed = Self::default();
        for Candidate { item, role, who, verdict } in candidates {
            let at = count(names.who.len());
            names.who.push(who);
            names.roles.push(role);
            let verdict = match verdict {
                Verdict::Chosen => PackedVerdict::Chosen,
                Verdict::Tied => PackedVerdict::Tied,
                Verdict::Lost { criterion, own, best } => {
                    names.criteria.push(criterion);
                    packed.lost(count(names.criteria.len() - 1), own, best)
                }
                Verdict::LeftFree => PackedVerdict::LeftFree,
                Verdict::Free => PackedVerdict::Free,
                Verdict::Blocked(blockers) => {
                    packed.blockers.extend(blockers);
                    PackedVerdict::LeftFree
                }
            };
            packed.push_row(item, at, RoleIndex(at), verdict);
        }
        Self { names: Arc::new(names), ..packed }
    }
}

/// A length as it is packed. Saturating: no rulebook has so many lanes, and no file that is read is so long.
fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// The blockers found of one candidate.
pub(crate) struct Found<'t> {
    all: &'t mut Vec<Blocker>,
    from: usize,
    ineligibility: &'t mut Option<IneligibilityIndex>,
}

impl Found<'_> {
    #[inline]
    pub(crate) fn push(&mut self, blocker: Blocker) {
        self.all.push(blocker);
    }

    /// Says why the candidate can never have the role; it counts as the first blocker.
    #[inline]
    pub(crate) fn ineligibility(&mut self, ineligibility: Option<IneligibilityIndex>) {
        *self.ineligibility = ineligibility;
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.all.len() <= self.from && self.ineligibility.is_none()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Blocker> {
        self.all.get(self.from..).unwrap_or_default().iter()
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Blocker> {
        self.all.get_mut(self.from..).unwrap_or_default().iter_mut()
    }

    pub(crate) fn contains(&self, blocker: &Blocker) -> bool {
        self.iter().any(|known| known == blocker)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocked(blockers: Vec<Blocker>) -> Verdict {
        Verdict::Blocked(Blockers::of(blockers).unwrap())
    }

    #[test]
    fn what_was_found_is_known_until_the_candidate_is_told() {
        let mut packed = PackedTrace::of(&Arc::new(TraceNames::default()), 1, 0);
        packed.blockers_so_far().push(Blocker::Avoided);
        assert!(
            packed.blockers_so_far().contains(&Blocker::Avoided)
                && !packed.blockers_so_far().contains(&Blocker::NotListed)
        );
        packed.push_candidate(Lane(0), RoleIndex(0), PackedVerdict::Chosen);
        assert!(!packed.blockers_so_far().contains(&Blocker::Avoided));
    }

    #[test]
    fn what_keeps_somebody_from_a_role_comes_first_and_is_enough() {
        let mut names = TraceNames { who: vec![Who::Provider("ada".into())], ..TraceNames::default() };
        names.roles.push("provider".into());
        let not_listed = names.ineligibility(vec![Blocker::NotListed]);
        assert_eq!(names.ineligibility(Vec::new()), None);
        assert_ne!(names.ineligibility(vec![Blocker::Avoided]), not_listed);
        assert_eq!(names.ineligibility(vec![Blocker::NotListed]), not_listed);
        let mut packed = PackedTrace::of(&Arc::new(names), 3, 0);
        for with_more in [true, false] {
            assert!(packed.blockers_so_far().is_empty());
            packed.blockers_so_far().ineligibility(not_listed);
            assert!(!packed.blockers_so_far().is_empty());
            if with_more {
                packed.blockers_so_far().push(Blocker::OtherLocation);
            }
            packed.push_candidate(Lane(0), RoleIndex(0), PackedVerdict::LeftFree);
        }
        packed.push_candidate(Lane(0), RoleIndex(0), PackedVerdict::LeftFree);
        let verdicts: Vec<_> = packed.candidates(|_| true).map(|candidate| candidate.verdict).collect();
        let both = blocked(vec![Blocker::NotListed, Blocker::OtherLocation]);
        assert_eq!(verdicts, [both, blocked(vec![Blocker::NotListed]), Verdict::LeftFree]);
    }
}
