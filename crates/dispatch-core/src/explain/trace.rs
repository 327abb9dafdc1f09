//! The trace of a decision: every candidate and its verdict, as data. `text.rs` puts it into words.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::time::Minute;

use super::{Candidate, Note, PackedTrace, Who};

/// Why a booking went where it went: every candidate of every role at the start that was judged.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub struct Trace {
    /// The start that the candidates were judged at; none if nothing could be judged.
    pub start: Option<Minute>,
    /// Notes on the client.
    pub notes: Vec<Note>,
    packed: PackedTrace,
}

impl Trace {
    /// A trace of these candidates.
    #[must_use]
    pub fn of(start: Option<Minute>, candidates: Vec<Candidate>, notes: Vec<Note>) -> Self {
        Self::packed(start, candidates.into(), notes)
    }

    pub(crate) const fn packed(start: Option<Minute>, packed: PackedTrace, notes: Vec<Note>) -> Self {
        Self { start, notes, packed }
    }

    /// Every candidate, in rulebook order by role. Each is unpacked when the iterator comes to it.
    pub fn candidates(&self) -> impl Iterator<Item = Candidate> {
        self.packed.candidates(|_| true)
    }

    /// The candidates that `of` accepts.
    pub(crate) fn candidates_of(&self, of: impl Fn(&Who) -> bool) -> impl Iterator<Item = Candidate> {
        self.packed.candidates(of)
    }
}

impl PartialEq for Trace {
    fn eq(&self, other: &Self) -> bool {
        self.start == other.start && self.notes == other.notes && self.candidates().eq(other.candidates())
    }
}

impl Eq for Trace {}

impl fmt::Debug for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let candidates: Vec<_> = self.candidates().collect();
        f.debug_struct("Trace")
            .field("start", &self.start)
            .field("candidates", &candidates)
            .field("notes", &self.notes)
            .finish()
    }
}

/// The written form of a trace.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Trace"))]
struct Written {
    /// The start that the candidates were judged at; none if nothing could be judged.
    start: Option<Minute>,
    /// Every candidate, in rulebook order by role.
    candidates: Vec<Candidate>,
    /// Notes on the client.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    notes: Vec<Note>,
}

impl From<Trace> for Written {
    fn from(trace: Trace) -> Self {
        Self { start: trace.start, candidates: trace.candidates().collect(), notes: trace.notes }
    }
}

impl From<Written> for Trace {
    fn from(Written { start, candidates, notes }: Written) -> Self {
        Self::of(start, candidates, notes)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Trace {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        Written::schema_name()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Written::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        explain::{Blocker, Blockers, PackedVerdict, RoleIndex, TraceNames, Verdict},
        ids::Lane,
    };

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
            candidate(1, "room", Who::Room("room-3".into()), Verdict::Free),
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
}
