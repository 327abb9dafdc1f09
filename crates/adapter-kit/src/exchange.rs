use dispatch_core::{PlatformId, Timestamp};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{HttpRequest, Job, Observations, Target};

/// What is to be done next.
#[derive(Clone, Debug)]
pub enum Step {
    /// Store the exchange, then send the request, then resume with what came of it. After a crash in between, resume
    /// the stored exchange with [`Lost::Restart`](crate::Lost::Restart): the request itself is never stored.
    Send(Box<HttpRequest>, Exchange),
    /// Store the exchange, and resume it with [`Reply::Due`](crate::Reply::Due) at or after this moment.
    Wait(Timestamp, Exchange),
    /// Nothing more.
    Done(Outcome),
}

/// Where a job stands between two requests. Holds no contact data and no credential, so that it can be stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// The job.
    pub job: Job,
    /// Where it stands; only its adapter can read it.
    pub state: serde_json::Value,
}

/// An exchange that this version of its adapter did not write: begin the job anew.
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

/// How a job ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// A read: what was asked for, or one page of it.
    Observed {
        /// What was read.
        observations: Observations,
        /// The job that reads the next page; none if this was the last.
        rest: Option<Job>,
    },
    /// A read: the platform knows no such thing. It may never have been, or we may not see it.
    Gone(Target),
    /// A write: the platform has what we wanted, as read afterwards.
    Acknowledged(Acknowledged),
    /// A write that the platform does not take; asking again will not help. For a person.
    Refused(Refused),
    /// No result; begin the job anew at or after this moment.
    Retry(Retry),
}

/// A write that took.
#[derive(Clone, Debug, PartialEq)]
pub struct Acknowledged {
    /// The appointment's id, which may not be the one that was written to.
    pub appointment: PlatformId,
    /// The appointment as read after (or, if it was as wanted already, instead of) the write.
    pub observations: Observations,
}

/// A write that did not take.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// Stable word for the reason, such as `staff_double_booked`.
    pub slug: String,
    /// For a person; may quote the platform, so it belongs beside the journal, not into it.
    pub detail: String,
    /// What was seen of the platform on the way.
    pub observations: Observations,
}

/// A job that came to nothing for now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retry {
    /// Not before this moment.
    pub not_before: Timestamp,
    /// Stable word for the reason, such as `unavailable`.
    pub slug: String,
    /// For a person.
    pub detail: String,
}
