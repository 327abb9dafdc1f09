//! What a trace tells of every candidate, close together: a wide day has two hundred of them at each decision. Names
//! are kept once for all traces of a rulebook, and what stands in anybody's way in one list.

use std::{num::NonZeroU32, sync::Arc};

use crate::ids::Lane;

use super::{Blocker, Blockers, Candidate, RoleName, Verdict, Who};

/// Who and what candidates can be, in which roles, and what they can lose on.
#[derive(Debug, Default)]
pub(crate) struct TraceNames {
    /// By lane.
    pub(crate) who: Vec<Who>,
    pub(crate) roles: Vec<RoleName>,
    pub(crate) criteria: Vec<Arc<str>>,
    /// What keeps somebody from a role, whenever it is.
    pub(crate) ineligibilities: Vec<Blockers>,
}

impl TraceNames {
    /// The place of what keeps somebody from a role; it gets one if it has none. None of nothing.
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

/// Position of a role in its names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RoleIndex(pub(crate) u32);

/// Position of what keeps somebody from a role in its names, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct IneligibilityIndex(NonZeroU32);

/// Every candidate, in the order in which they were packed.
#[derive(Clone, Default)]
pub(crate) struct PackedTrace {
    names: Arc<TraceNames>,
    rows: Vec<Row>,
    losses: Vec<Loss>,
    /// Of all who are blocked, one after the other.
    blockers: Vec<Blocker>,
    /// How many of them belong to candidates that are packed.
    blockers_taken: u32,
    /// What keeps the candidate that comes next from the role.
    ineligibility: Option<IneligibilityIndex>,
}

#[derive(Clone, Copy)]
struct Row {
    who: u32,
    role: RoleIndex,
    verdict: PackedVerdict,
    /// What keeps it from the role, before all else that is in its way.
    ineligibility: Option<IneligibilityIndex>,
    item: u8,
}

/// What became of a candidate.
#[derive(Clone, Copy, Debug)]
pub(crate) enum PackedVerdict {
    Chosen,
    /// Position among the losses.
    Lost(u32),
    Tied,
    LeftFree,
    /// Where its blockers end. They begin where those of the candidate blocked before end.
    Blocked(u32),
}

#[derive(Clone, Copy)]
struct Loss {
    criterion: u32,
    own: i64,
    best: i64,
}

impl PackedTrace {
    /// Of none yet, with room for so many, of whom so many leave the ranking.
    pub(crate) fn of(names: &Arc<TraceNames>, candidates: usize, losses: usize) -> Self {
        // Most have one thing or two in their way.
        let (rows, blockers) = (Vec::with_capacity(candidates), Vec::with_capacity(2 * candidates));
        let losses = Vec::with_capacity(losses);
        Self { names: Arc::clone(names), rows, losses, blockers, blockers_taken: 0, ineligibility: None }
    }

    /// What stands in the way of the candidate that comes next.
    #[inline]
    pub(crate) fn blockers_so_far(&mut self) -> Found<'_> {
        Found {
            from: self.blockers_taken as usize,
            all: &mut self.blockers,
            ineligibility: &mut self.ineligibility,
        }
    }

    /// Left the ranking at a criterion: its position in the names.
    pub(crate) fn lost(&mut self, criterion: u32, own: i64, best: i64) -> PackedVerdict {
        self.losses.push(Loss { criterion, own, best });
        PackedVerdict::Lost(count(self.losses.len() - 1))
    }

    /// The next candidate: blocked if anything was found in its way, and else what is said of it.
    #[inline]
    pub(crate) fn push_candidate(&mut self, lane: Lane, role: RoleIndex, verdict: PackedVerdict) {
        self.row(0, u32::from(lane.0), role, verdict);
    }

    #[inline]
    fn row(&mut self, item: u8, who: u32, role: RoleIndex, verdict: PackedVerdict) {
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

    /// Each of those who are asked for, spelled out.
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
                Verdict::Blocked(blockers) => {
                    packed.blockers.extend(blockers);
                    PackedVerdict::LeftFree
                }
            };
            packed.row(item, at, RoleIndex(at), verdict);
        }
        Self { names: Arc::new(names), ..packed }
    }
}

/// More than fit are not packed: no rulebook has as many lanes, and no file that is read is as long.
fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// What was found in the way of one candidate.
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

    /// It is kept from the role.
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
    use crate::{explain::Trace, time::Minute};

    fn candidate(item: u8, role: &str, who: Who, verdict: Verdict) -> Candidate {
        Candidate { item, role: role.into(), who, verdict }
    }

    fn blocked(blockers: Vec<Blocker>) -> Verdict {
        Verdict::Blocked(Blockers::of(blockers).unwrap())
    }

    fn everything() -> Vec<Candidate> {
        let lost = Verdict::Lost { criterion: "seniority".into(), own: 2, best: 1 };
        vec![
            candidate(0, "provider", Who::Provider("ada".into()), Verdict::Tied),
            candidate(0, "provider", Who::Provider("ben".into()), blocked(vec![Blocker::Avoided])),
            candidate(0, "room", Who::Room("room-1".into()), Verdict::Chosen),
            candidate(
                1,
                "room",
                Who::Room("room-1".into()),
                blocked(vec![Blocker::NotListed, Blocker::OtherLocation]),
            ),
            candidate(1, "provider", Who::Provider("ada".into()), lost),
            candidate(1, "room", Who::Room("room-2".into()), Verdict::LeftFree),
        ]
    }

    #[test]
    fn a_trace_spells_out_what_it_was_made_of() {
        let trace = Trace::of(Some(Minute(7)), everything(), Vec::new());
        assert_eq!(trace.candidates().collect::<Vec<_>>(), everything());
        // Those in between keep what is in their own way.
        let of_rooms: Vec<_> = trace.candidates_of(|who| matches!(who, Who::Room(_))).collect();
        let rooms = everything().into_iter().filter(|one| matches!(one.who, Who::Room(_)));
        assert_eq!(of_rooms, rooms.collect::<Vec<_>>());
    }

    #[test]
    fn a_trace_is_written_with_every_name_and_read_again() {
        let trace = Trace::of(Some(Minute(7)), everything(), Vec::new());
        let written = serde_json::to_value(&trace).unwrap();
        assert_eq!(written["candidates"], serde_json::to_value(everything()).unwrap());
        assert_eq!(serde_json::from_value::<Trace>(written).unwrap(), trace);
    }

    #[test]
    fn traces_are_equal_if_they_tell_the_same_whatever_else_their_rulebooks_name() {
        let names = TraceNames {
            who: vec![Who::Room("room-9".into()), Who::Provider("ada".into())],
            roles: vec!["supervisor".into(), "provider".into()],
            criteria: vec!["requested".into(), "seniority".into()],
            ineligibilities: Vec::new(),
        };
        let mut packed = PackedTrace::of(&Arc::new(names), 2, 1);
        let lost = packed.lost(1, 2, 1);
        packed.push_candidate(Lane(1), RoleIndex(1), lost);
        packed.blockers_so_far().push(Blocker::Avoided);
        // What was found in the way goes before what is said otherwise.
        packed.push_candidate(Lane(1), RoleIndex(1), PackedVerdict::Chosen);
        let packed = Trace::packed(None, packed, Vec::new());
        let ada = |verdict| candidate(0, "provider", Who::Provider("ada".into()), verdict);
        let lost = Verdict::Lost { criterion: "seniority".into(), own: 2, best: 1 };
        let same = |other| vec![ada(lost.clone()), ada(blocked(vec![other]))];
        assert_eq!(packed, Trace::of(None, same(Blocker::Avoided), Vec::new()));
        assert_ne!(packed, Trace::of(None, same(Blocker::NotListed), Vec::new()));
        assert_eq!(
            format!("{packed:?}"),
            format!("{:?}", Trace::of(None, same(Blocker::Avoided), Vec::new()))
        );
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
