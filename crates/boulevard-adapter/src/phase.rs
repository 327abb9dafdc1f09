//! The phases of a job: each is one request, and what its answer leads to.

use adapter_kit::{
    AfterLoss, Answer, ExchangePhase, HttpReply, HttpRequest, Job, Next, Observations, Outcome, Refused,
    Unreadable,
};
use dispatch_core::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    call::{self, Call},
    connection::Boulevard,
    read::Reading,
    settings::WriteMode,
    write::Writing,
};

/// A phase of any job. Its stored form is public: a later version goes on from it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", content = "at", rename_all = "snake_case")]
pub(crate) enum Phase {
    Read(Reading),
    Write(Writing),
}

impl ExchangePhase for Phase {
    type Adapter = Boulevard;

    fn first(boulevard: &Boulevard, job: &Job) -> Result<Next<Self>, Unreadable> {
        match job {
            Job::Write(_) if boulevard.settings.write_mode == WriteMode::Off => Ok(Next::Done(write_off())),
            Job::Write(_) => Ok(Next::Ask(Self::Write(Writing::look()))),
            read => Ok(Next::Ask(Self::Read(Reading::first(read, &boulevard.settings)?))),
        }
    }

    fn request(&self, boulevard: &Boulevard, job: &Job, now: Timestamp) -> Option<HttpRequest> {
        let Boulevard { settings, credentials } = boulevard;
        let call: Call = match (self, job) {
            (Self::Read(reading), _) => reading.call(job, settings, now)?,
            (Self::Write(writing), Job::Write(write)) => writing.call(write, settings)?,
            (Self::Write(_), _) => return None,
        };
        Some(call.request(settings, credentials, now))
    }

    fn read_reply(_: &Boulevard, reply: &HttpReply, now: Timestamp) -> Answer {
        call::answer(reply, now)
    }

    fn answered(
        self,
        boulevard: &Boulevard,
        job: &Job,
        sent_at: Timestamp,
        data: Value,
    ) -> Result<Next<Self>, Unreadable> {
        let settings = &boulevard.settings;
        match (self, job) {
            (Self::Read(reading), _) => Ok(reading.answered(job, settings, sent_at, data)?.map(Self::Read)),
            (Self::Write(writing), Job::Write(write)) => {
                Ok(writing.answered(write, settings, sent_at, data)?.map(Self::Write))
            }
            (Self::Write(_), _) => Err(Unreadable::new("the exchange belongs to another job")),
        }
    }

    fn after_loss(&self) -> AfterLoss<Self> {
        match self {
            Self::Read(_) => AfterLoss::Resend,
            Self::Write(writing) => writing.after_loss().map(Self::Write),
        }
    }

    fn changes(&self) -> bool {
        match self {
            Self::Read(_) => false,
            Self::Write(writing) => writing.changes(),
        }
    }

    fn settle_milliseconds(boulevard: &Boulevard) -> u32 {
        boulevard.settings.settle_milliseconds
    }
}

fn write_off() -> Outcome {
    Outcome::Refused(Refused {
        slug: "write_off".into(),
        detail: "writing is switched off for this connection".into(),
        observations: Observations::default(),
    })
}
