use dispatch_core::{PlatformId, Timestamp};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{HttpRequest, Job, Observations, Target};

/// The next step of a job.
#[derive(Clone, Debug)]
pub enum Step {
    /// Store the exchange, then send the request, then resume with what came of it. After a crash in between, resume
    /// the stored exchange with [`Lost::Restart`](crate::Lost::Restart): the request itself is never stored.
    Send(Box<HttpRequest>, Exchange),
    /// Store the exchange, and resume it with [`Reply::Due`](crate::Reply::Due) at or after this moment.
    Wait(Timestamp, Exchange),
    /// The job has ended.
    Done(Outcome),
}

/// The state of a job between two requests. It holds no contact data and no credential, so that it can be stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// The job.
    pub job: Job,
    /// The state of its adapter; only the adapter can read it.
    pub state: serde_json::Value,
}

/// An exchange that this version of its adapter cannot read: begin the job anew.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the stored exchange cannot be read ({0})")]
pub struct BadExchange(String);

impl Exchange {
    /// Packs an adapter's own state.
    ///
    /// # Errors
    /// If the state cannot be written as JSON.
    pub fn new(job: Job, state: &impl Serialize) -> Result<Self, BadExchange> {
        let state = serde_json::to_value(state).map_err(|error| BadExchange(error.to_string()))?;
        Ok(Self { job, state })
    }

    /// Unpacks it.
    ///
    /// # Errors
    /// If it is not of that form.
    pub fn unpack<S: DeserializeOwned>(&self) -> Result<S, BadExchange> {
        S::deserialize(&self.state).map_err(|error| BadExchange(error.to_string()))
    }
}

/// The end of a job.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// A read has what was asked for, or one page of it.
    Observed {
        /// The facts that were read.
        observations: Observations,
        /// The job that reads the next page; none if this was the last.
        rest: Option<Job>,
    },
    /// A read found no such thing on the platform: it never existed, or we may not see it.
    Gone(Target),
    /// A write took effect, as reading the platform afterwards shows.
    Acknowledged(Acknowledged),
    /// A write was refused, and trying again would not help. A person decides.
    Refused(Refused),
    /// There is no result yet: begin the job anew at or after a moment.
    Retry(Retry),
}

/// A write that took effect.
#[derive(Clone, Debug, PartialEq)]
pub struct Acknowledged {
    /// The appointment's id, which may not be the one that was written to.
    pub appointment: PlatformId,
    /// The appointment as read after (or, if it was as wanted already, instead of) the write.
    pub observations: Observations,
}

/// A write that was refused.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// A stable word for the reason, such as `staff_double_booked`.
    pub slug: String,
    /// The detail for a person. It may quote the platform, so it must not go into the journal.
    pub detail: String,
    /// The facts that were read from the platform on the way.
    pub observations: Observations,
}

/// A job without a result so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retry {
    /// The earliest moment at which to begin anew.
    pub not_before: Timestamp,
    /// A stable word for the reason, such as `rate_limited`.
    pub slug: String,
    /// The detail for a person.
    pub detail: String,
}
