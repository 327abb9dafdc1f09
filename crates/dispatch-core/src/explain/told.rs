//! What a trace tells of every candidate, close together: a wide day has two hundred of them at each decision. Names
//! are kept once for all traces of a rulebook, and what stands in anybody's way in one list.

use std::{num::NonZeroU32, sync::Arc};

use crate::ids::Lane;

use super::{Blocker, Blockers, Candidate, RoleName, Verdict, Who};

/// Who and what candidates can be, in which roles, and what they can lose on.
#[derive(Debug, Default)]
pub(crate) struct Cast {
    /// By lane.
    pub(crate) who: Vec<Who>,
    pub(crate) roles: Vec<RoleName>,
    pub(crate) criteria: Vec<Arc<str>>,
    /// What keeps somebody from a role, whenever it is.
    pub(crate) bars: Vec<Blockers>,
}

impl Cast {
    /// The place of what keeps somebody from a role; it gets one if it has none. None of nothing.
    pub(crate) fn bar(&mut self, blockers: Vec<Blocker>) -> Option<BarIndex> {
        let bar = Blockers::of(blockers)?;
        let known = self.bars.iter().position(|known| *known == bar);
        let at = known.unwrap_or_else(|| {
            self.bars.push(bar);
            self.bars.len() - 1
        });
        NonZeroU32::MIN.checked_add(u32::try_from(at).ok()?).map(BarIndex)
    }

    pub(crate) fn bar_at(&self, at: BarIndex) -> Option<&Blockers> {
        self.bars.get(at.0.get() as usize - 1)
    }
}

/// Position of a role in its cast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RoleIndex(pub(crate) u32);

/// Position of what keeps somebody from a role in its cast, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BarIndex(NonZeroU32);

/// Every candidate, in the order in which they were told.
#[derive(Clone, Default)]
pub(crate) struct Told {
    cast: Arc<Cast>,
    rows: Vec<Row>,
    losses: Vec<Loss>,
    /// Of all who are blocked, one after the other.
    blockers: Vec<Blocker>,
    /// How many of them belong to candidates that are told.
    told: u32,
    /// What keeps the candidate that is told next from the role.
    bar: Option<BarIndex>,
}

#[derive(Clone, Copy)]
struct Row {
    who: u32,
    role: RoleIndex,
    fate: Fate,
    /// What keeps it from the role, before all else that is in its way.
    bar: Option<BarIndex>,
    item: u8,
}

/// What became of a candidate.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fate {
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

impl Told {
    /// Of none yet, with room for so many, of whom so many leave the ranking.
    pub(crate) fn of(cast: &Arc<Cast>, candidates: usize, losses: usize) -> Self {
        // Most have one thing or two in their way.
        let (rows, blockers) = (Vec::with_capacity(candidates), Vec::with_capacity(2 * candidates));
        let losses = Vec::with_capacity(losses);
        Self { cast: Arc::clone(cast), rows, losses, blockers, told: 0, bar: None }
    }

    /// What stands in the way of the candidate that is told next.
    #[inline]
    pub(crate) fn found(&mut self) -> Found<'_> {
        Found { from: self.told as usize, all: &mut self.blockers, bar: &mut self.bar }
    }

    /// Left the ranking at a criterion: its position in the cast.
    pub(crate) fn lost(&mut self, criterion: u32, own: i64, best: i64) -> Fate {
        self.losses.push(Loss { criterion, own, best });
        Fate::Lost(count(self.losses.len() - 1))
    }

    /// The next candidate: blocked if anything was found in its way, and else what is said of it.
    #[inline]
    pub(crate) fn tell(&mut self, lane: Lane, role: RoleIndex, fate: Fate) {
        self.row(0, u32::from(lane.0), role, fate);
    }

    #[inline]
    fn row(&mut self, item: u8, who: u32, role: RoleIndex, fate: Fate) {
        let found = count(self.blockers.len());
        let bar = self.bar.take();
        let fate = if found > self.told || bar.is_some() { Fate::Blocked(found) } else { fate };
        self.told = found;
        self.rows.push(Row { who, role, fate, bar, item });
    }

    /// Each of those who are asked for, spelled out.
    pub(crate) fn candidates(&self, of: impl Fn(&Who) -> bool) -> impl Iterator<Item = Candidate> {
        let mut from = 0;
        self.rows.iter().filter_map(move |row| {
            let first = from;
            if let Fate::Blocked(end) = row.fate {
                from = end;
            }
            let who = self.cast.who.get(row.who as usize).filter(|who| of(who))?.clone();
            let verdict = match row.fate {
                Fate::Chosen => Verdict::Chosen,
                Fate::Tied => Verdict::Tied,
                Fate::LeftFree => Verdict::LeftFree,
                Fate::Lost(at) => {
                    let Loss { criterion, own, best } = *self.losses.get(at as usize)?;
                    let criterion = self.cast.criteria.get(criterion as usize)?.clone();
                    Verdict::Lost { criterion, own, best }
                }
                Fate::Blocked(end) => {
                    let bar = row.bar.and_then(|bar| self.cast.bar_at(bar));
                    let others = self.blockers.get(first as usize..end as usize)?;
                    let all = bar.into_iter().flat_map(Blockers::iter).chain(others);
                    Verdict::Blocked(Blockers::of(all.cloned().collect())?)
                }
            };
            let role = self.cast.roles.get(row.role.0 as usize)?.clone();
            Some(Candidate { item: row.item, role, who, verdict })
        })
    }
}

impl From<Vec<Candidate>> for Told {
    fn from(candidates: Vec<Candidate>) -> Self {
        let mut cast = Cast::default();
        let mut told = Self::default();
        for Candidate { item, role, who, verdict } in candidates {
            let at = count(cast.who.len());
            cast.who.push(who);
            cast.roles.push(role);
            let fate = match verdict {
                Verdict::Chosen => Fate::Chosen,
                Verdict::Tied => Fate::Tied,
                Verdict::Lost { criterion, own, best } => {
                    cast.criteria.push(criterion);
                    told.lost(count(cast.criteria.len() - 1), own, best)
                }
                Verdict::LeftFree => Fate::LeftFree,
                Verdict::Blocked(blockers) => {
                    told.blockers.extend(blockers);
                    Fate::LeftFree
                }
            };
            told.row(item, at, RoleIndex(at), fate);
        }
        Self { cast: Arc::new(cast), ..told }
    }
}

/// More than fit are not told: no rulebook has as many lanes, and no file that is read is as long.
fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// What was found in the way of one candidate.
pub(crate) struct Found<'t> {
    all: &'t mut Vec<Blocker>,
    from: usize,
    bar: &'t mut Option<BarIndex>,
}

impl Found<'_> {
    #[inline]
    pub(crate) fn push(&mut self, blocker: Blocker) {
        self.all.push(blocker);
    }

    /// It is kept from the role.
    #[inline]
    pub(crate) fn bar(&mut self, bar: Option<BarIndex>) {
        *self.bar = bar;
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.all.len() <= self.from && self.bar.is_none()
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
        let cast = Cast {
            who: vec![Who::Room("room-9".into()), Who::Provider("ada".into())],
            roles: vec!["supervisor".into(), "provider".into()],
            criteria: vec!["requested".into(), "seniority".into()],
            bars: Vec::new(),
        };
        let mut told = Told::of(&Arc::new(cast), 2, 1);
        let lost = told.lost(1, 2, 1);
        told.tell(Lane(1), RoleIndex(1), lost);
        told.found().push(Blocker::Avoided);
        // What was found in the way goes before what is said otherwise.
        told.tell(Lane(1), RoleIndex(1), Fate::Chosen);
        let told = Trace::told(None, told, Vec::new());
        let ada = |verdict| candidate(0, "provider", Who::Provider("ada".into()), verdict);
        let lost = Verdict::Lost { criterion: "seniority".into(), own: 2, best: 1 };
        let same = |other| vec![ada(lost.clone()), ada(blocked(vec![other]))];
        assert_eq!(told, Trace::of(None, same(Blocker::Avoided), Vec::new()));
        assert_ne!(told, Trace::of(None, same(Blocker::NotListed), Vec::new()));
        assert_eq!(format!("{told:?}"), format!("{:?}", Trace::of(None, same(Blocker::Avoided), Vec::new())));
    }

    #[test]
    fn what_was_found_is_known_until_the_candidate_is_told() {
        let mut told = Told::of(&Arc::new(Cast::default()), 1, 0);
        told.found().push(Blocker::Avoided);
        assert!(told.found().contains(&Blocker::Avoided) && !told.found().contains(&Blocker::NotListed));
        told.tell(Lane(0), RoleIndex(0), Fate::Chosen);
        assert!(!told.found().contains(&Blocker::Avoided));
    }

    #[test]
    fn what_keeps_somebody_from_a_role_comes_first_and_is_enough() {
        let mut cast = Cast { who: vec![Who::Provider("ada".into())], ..Cast::default() };
        cast.roles.push("provider".into());
        let not_listed = cast.bar(vec![Blocker::NotListed]);
        assert_eq!(cast.bar(Vec::new()), None);
        assert_ne!(cast.bar(vec![Blocker::Avoided]), not_listed);
        assert_eq!(cast.bar(vec![Blocker::NotListed]), not_listed);
        let mut told = Told::of(&Arc::new(cast), 3, 0);
        for with_more in [true, false] {
            assert!(told.found().is_empty());
            told.found().bar(not_listed);
            assert!(!told.found().is_empty());
            if with_more {
                told.found().push(Blocker::OtherLocation);
            }
            told.tell(Lane(0), RoleIndex(0), Fate::LeftFree);
        }
        told.tell(Lane(0), RoleIndex(0), Fate::LeftFree);
        let verdicts: Vec<_> = told.candidates(|_| true).map(|candidate| candidate.verdict).collect();
        let both = blocked(vec![Blocker::NotListed, Blocker::OtherLocation]);
        assert_eq!(verdicts, [both, blocked(vec![Blocker::NotListed]), Verdict::LeftFree]);
    }
}
