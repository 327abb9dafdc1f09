//! A case tried: what came out, and where that differs from what was expected.

use dispatch_core::{
    Assignment, Decision, Lane, Outcome, ReasonCode, Verdict as Became, Who, Words as _, assign,
};
use serde::Serialize;

use super::case::Case;

/// What came of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Empty if the case passed.
    pub differences: Vec<Difference>,
    /// The answer with its trace.
    pub decision: Decision,
}

/// Something that came out otherwise than expected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The field of `expect`, such as `provider` or `blocked.injector-c`.
    pub field: String,
    /// As the case says.
    pub expected: String,
    /// As it came out.
    pub got: String,
}

impl Verdict {
    /// True if everything came out as expected.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.differences.is_empty()
    }

    /// What was given, or what a person is shown first.
    #[must_use]
    pub fn best(&self) -> Option<&Assignment> {
        match &self.decision.outcome {
            Outcome::Assigned(assignment) => Some(assignment),
            Outcome::ToPerson(flagged) => flagged.candidates.first(),
        }
    }

    /// Why a person decides; empty if it goes ahead by rule.
    #[must_use]
    pub fn flags(&self) -> &[ReasonCode] {
        match &self.decision.outcome {
            Outcome::Assigned(_) => &[],
            Outcome::ToPerson(flagged) => &flagged.flags,
        }
    }
}

impl Case {
    /// Decides the case and compares.
    #[must_use]
    pub fn run(&self) -> Verdict {
        let mut verdict = Verdict {
            decision: assign(&self.rulebook, &self.schedule, &self.request),
            differences: Vec::new(),
        };
        verdict.differences = self.differences(&verdict);
        verdict
    }

    fn differences(&self, verdict: &Verdict) -> Vec<Difference> {
        let best = verdict.best();
        let mut differences = Vec::new();
        let mut compare = |field: String, expected: String, got: String| {
            if expected != got {
                differences.push(Difference { field, expected, got });
            }
        };
        compare("flags".to_owned(), slugs(&self.expected.flags), slugs(verdict.flags()));
        if let Some(start) = self.expected.start {
            let time = |at| self.zone.local(at).1.to_string();
            let got = best.map_or_else(nobody, |best| time(best.start()));
            compare("start".to_owned(), time(start), got);
        }
        for (kind, lane) in &self.expected.first {
            let got = best.and_then(|best| best.everything().find(|who| is_of(kind, who)));
            compare((*kind).to_owned(), self.id(*lane), got.map_or_else(nobody, id));
        }
        for (role, lane) in &self.expected.roles {
            let roles = best.into_iter().flat_map(|best| best.items.iter().flat_map(|item| &item.roles));
            let got = roles.into_iter().find(|filled| *filled.role == **role).map(|filled| &filled.who);
            compare(format!("roles.{role}"), self.id(*lane), got.map_or_else(nobody, id));
        }
        for (lane, expected) in &self.expected.blocked {
            let field = format!("blocked.{}", self.id(*lane));
            compare(
                field,
                slugs(expected),
                self.blockers(verdict, *lane).map_or_else(free, |found| slugs(&found)),
            );
        }
        differences
    }

    /// Everything that stands in the way of one candidate; none if it is no candidate or could take it.
    fn blockers(&self, verdict: &Verdict, lane: Lane) -> Option<Vec<ReasonCode>> {
        let who = self.rulebook.who(lane)?;
        let mut found = verdict.decision.trace.candidates().filter(|candidate| candidate.who == *who);
        let Became::Blocked(blockers) = &found.next()?.verdict else { return None };
        let mut reasons: Vec<_> = blockers.iter().map(|blocker| blocker.reason()).collect();
        reasons.sort_unstable();
        reasons.dedup();
        Some(reasons)
    }

    fn id(&self, lane: Lane) -> String {
        self.rulebook.who(lane).map_or_else(nobody, id)
    }

    /// What came out in a few words, such as `Injector A, Room 2 at 14:00`.
    #[must_use]
    pub fn summary(&self, verdict: &Verdict) -> String {
        let best = verdict.best().map(|best| {
            let names: Vec<_> = best.everything().map(|who| self.who(who)).collect();
            format!("{} at {}", names.join(", "), self.zone.local(best.start()).1)
        });
        match (best, verdict.flags()) {
            (Some(best), []) => best,
            (Some(best), flags) => format!("to a person ({}), first {best}", slugs(flags)),
            (None, flags) => format!("to a person ({})", slugs(flags)),
        }
    }
}

fn id(who: &Who) -> String {
    who.as_str().to_owned()
}

fn nobody() -> String {
    "none".to_owned()
}

fn free() -> String {
    "nothing: could take it".to_owned()
}

fn slugs(reasons: &[ReasonCode]) -> String {
    let mut reasons = reasons.to_vec();
    reasons.sort_unstable();
    let slugs: Vec<_> = reasons.iter().map(|reason| reason.slug()).collect();
    if slugs.is_empty() { nobody() } else { slugs.join(", ") }
}

fn is_of(kind: &str, who: &Who) -> bool {
    matches!(
        (kind, who),
        ("provider", Who::Provider(_)) | ("room", Who::Room(_)) | ("device", Who::Device(_))
    )
}
