//! What a trace tells of every candidate, close together: a wide day has two hundred of them at each decision. Names
//! are kept once for all traces of a rulebook, and what stands in anybody's way in one list.

use std::sync::Arc;

use crate::ids::Lane;

use super::{Blocker, Blockers, Candidate, RoleName, Verdict, Who};

/// Who and what candidates can be, in which roles, and what they can lose on.
#[derive(Debug, Default)]
pub(crate) struct Cast {
    /// By lane.
    pub(crate) who: Vec<Who>,
    pub(crate) roles: Vec<RoleName>,
    pub(crate) criteria: Vec<Arc<str>>,
}

/// Position of a role in its cast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RoleIndex(pub(crate) u32);

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
}

#[derive(Clone, Copy)]
struct Row {
    who: u32,
    role: RoleIndex,
    fate: Fate,
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
    /// Of none yet, with room for so many.
    pub(crate) fn of(cast: &Arc<Cast>, candidates: usize) -> Self {
        // Most have one thing or two in their way.
        let (rows, blockers) = (Vec::with_capacity(candidates), Vec::with_capacity(2 * candidates));
        Self { cast: Arc::clone(cast), rows, losses: Vec::new(), blockers, told: 0 }
    }

    /// What stands in the way of the candidate that is told next.
    #[inline]
    pub(crate) fn found(&mut self) -> Found<'_> {
        Found { from: self.told as usize, all: &mut self.blockers }
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
        let fate = if found > self.told { Fate::Blocked(found) } else { fate };
        self.told = found;
        self.rows.push(Row { who, role, fate, item });
    }

    /// Each of them spelled out.
    pub(crate) fn candidates(&self) -> impl Iterator<Item = Candidate> {
        let mut from = 0;
        self.rows.iter().filter_map(move |row| {
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
                    let blockers = self.blockers.get(from as usize..end as usize)?.to_vec();
                    from = end;
                    Verdict::Blocked(Blockers::of(blockers)?)
                }
            };
            let role = self.cast.roles.get(row.role.0 as usize)?.clone();
            let who = self.cast.who.get(row.who as usize)?.clone();
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
}

impl Found<'_> {
    #[inline]
    pub(crate) fn push(&mut self, blocker: Blocker) {
        self.all.push(blocker);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.all.len() <= self.from
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
