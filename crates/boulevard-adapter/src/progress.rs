//! Where a job stands between two requests.

use adapter_kit::{Job, Outcome};
use dispatch_core::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Settings, call::Call, read::Reading, wire::Unreadable, write::Writing};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Progress {
    /// The request that is under way, or to be sent when a wait is over.
    pub(crate) phase: Phase,
    /// How often it was sent in vain.
    pub(crate) tries: u32,
    /// How often it waited for the budget.
    pub(crate) waits: u32,
    /// How often the write was started over.
    pub(crate) rounds: u32,
    /// When it was sent.
    pub(crate) sent_at: Timestamp,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", content = "at", rename_all = "snake_case")]
pub(crate) enum Phase {
    Read(Reading),
    Write(Writing),
}

/// What an answer leads to.
pub(crate) enum Next {
    /// The request that this phase makes by itself.
    Go(Phase),
    /// A request that the phase cannot make again, because what it carries is not stored.
    Send(Phase, Call),
    /// Start over, counted.
    Over(Phase),
    Done(Outcome),
}

/// What to do when nobody knows what became of a request.
pub(crate) enum AfterLoss {
    /// It changes nothing: send it again.
    Resend,
    /// What it did is seen by nobody (an open draft): look again and start over.
    StartOver,
    /// It may have taken: give the platform time, then find out.
    Settle(Box<Phase>),
}

impl Progress {
    pub(crate) const fn new(phase: Phase) -> Self {
        Self { phase, tries: 0, waits: 0, rounds: 0, sent_at: Timestamp(0) }
    }
}

impl Phase {
    pub(crate) const fn hydrate(with_history: bool) -> Self {
        Self::Read(if with_history { Reading::Whose } else { Reading::Appointment(None) })
    }

    pub(crate) const fn block() -> Self {
        Self::Read(Reading::Block)
    }

    pub(crate) fn page(page: Option<&str>) -> Option<Self> {
        Reading::page(page).map(Self::Read)
    }

    pub(crate) const fn look() -> Self {
        Self::Write(Writing::Look { written: None, settling: None })
    }

    pub(crate) fn call(&self, job: &Job, settings: &Settings, now: Timestamp) -> Option<Call> {
        match (self, job) {
            (Self::Read(reading), _) => reading.call(job, settings, now),
            (Self::Write(writing), Job::Write(write)) => writing.call(write, settings),
            (Self::Write(_), _) => None,
        }
    }

    pub(crate) fn answered(
        self,
        job: &Job,
        settings: &Settings,
        sent_at: Timestamp,
        data: Value,
    ) -> Result<Next, Unreadable> {
        match (self, job) {
            (Self::Read(reading), _) => reading.answered(job, settings, sent_at, data),
            (Self::Write(writing), Job::Write(write)) => writing.answered(write, settings, sent_at, data),
            (Self::Write(_), _) => Err(Unreadable("an exchange of another job".into())),
        }
    }

    pub(crate) fn after_loss(&self) -> AfterLoss {
        match self {
            Self::Read(_) => AfterLoss::Resend,
            Self::Write(writing) => writing.after_loss(),
        }
    }

    /// True if the request under way changes something: its refusal is final.
    pub(crate) const fn writes(&self) -> bool {
        match self {
            Self::Read(_) => false,
            Self::Write(writing) => writing.mutates(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_survives_storage() {
        let progress = Progress { tries: 2, ..Progress::new(Phase::look()) };
        let stored = serde_json::to_string(&progress).unwrap();
        let again: Progress = serde_json::from_str(&stored).unwrap();
        assert_eq!(format!("{progress:?}"), format!("{again:?}"));
    }
}
