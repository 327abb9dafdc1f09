//! The phases of an exchange: the part that each adapter brings.

use dispatch_core::Timestamp;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{Answer, HttpReply, HttpRequest, Job, LocalTimeUnclear, Outcome};

/// A phase of an exchange: one request, and what its answer leads to. The phases are all that an adapter says of its
/// exchanges; [`begin`](crate::begin) and [`resume`](crate::resume) do the rest: tries, waits, lost answers, starting
/// over.
///
/// A phase is stored between two steps, so it holds no contact data and no credential, and later versions of its
/// adapter can read it.
///
/// The first phase of a write reads the platform. The job can then be begun anew at any time: what is as wanted already
/// is not written again.
pub trait ExchangePhase: Clone + Serialize + DeserializeOwned {
    /// The adapter, with its settings and credentials.
    type Adapter;

    /// The first phase of a job, or its outcome if nothing needs to be asked.
    ///
    /// # Errors
    /// [`Unreadable`] if this adapter cannot have made the job; it is tried again later.
    fn first(adapter: &Self::Adapter, job: &Job) -> Result<Next<Self>, Unreadable>;

    /// The request. None if it cannot be made from what is stored, or belongs to another job: then the job begins anew.
    fn request(&self, adapter: &Self::Adapter, job: &Job, now: Timestamp) -> Option<HttpRequest>;

    /// The meaning of a reply, whatever was asked.
    fn read_reply(adapter: &Self::Adapter, reply: &HttpReply, now: Timestamp) -> Answer;

    /// The phase or the outcome that the data of an answer leads to. `sent_at` is when the request was sent: what the
    /// data shows was so then or later.
    ///
    /// # Errors
    /// [`Unreadable`]: the job is tried again later.
    fn answered(
        self,
        adapter: &Self::Adapter,
        job: &Job,
        sent_at: Timestamp,
        data: Value,
    ) -> Result<Next<Self>, Unreadable>;

    /// What to do if it is unknown whether the request was carried out.
    fn after_loss(&self) -> AfterLoss<Self>;

    /// True if the request changes something on the platform: a refusal is then final.
    fn changes(&self) -> bool;

    /// How long to leave the platform to finish before a lost request is settled, in milliseconds.
    fn settle_milliseconds(adapter: &Self::Adapter) -> u32;
}

/// What an answer leads to.
#[derive(Clone, Debug, PartialEq)]
pub enum Next<P> {
    /// The next phase.
    Ask(P),
    /// An earlier phase once more: another round, of which there are only a few.
    StartOver(P),
    /// The end of the job.
    Done(Outcome),
}

impl<P> Next<P> {
    /// The same in terms of another phase: that of a whole job, say, for that of its part.
    pub fn map<Q>(self, into: impl FnOnce(P) -> Q) -> Next<Q> {
        match self {
            Self::Ask(phase) => Next::Ask(into(phase)),
            Self::StartOver(phase) => Next::StartOver(into(phase)),
            Self::Done(outcome) => Next::Done(outcome),
        }
    }
}

/// What to do if it is unknown whether a request was carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AfterLoss<P> {
    /// The request changes nothing: send it again.
    Resend,
    /// The request changes nothing that matters, such as a draft that is left behind: start the job over.
    StartOver,
    /// The request may have taken effect: leave the platform time to finish, then find out with this phase.
    Settle(P),
}

impl<P> AfterLoss<P> {
    /// The same in terms of another phase.
    pub fn map<Q>(self, into: impl FnOnce(P) -> Q) -> AfterLoss<Q> {
        match self {
            Self::Resend => AfterLoss::Resend,
            Self::StartOver => AfterLoss::StartOver,
            Self::Settle(phase) => AfterLoss::Settle(into(phase)),
        }
    }
}

/// Data that is not as the platform's documentation says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unreadable(String);

impl Unreadable {
    /// What cannot be read, for a person.
    pub fn new(detail: impl Into<String>) -> Self {
        Self(detail.into())
    }
}

impl From<LocalTimeUnclear> for Unreadable {
    fn from(unclear: LocalTimeUnclear) -> Self {
        Self(unclear.to_string())
    }
}

impl From<serde_json::Error> for Unreadable {
    fn from(error: serde_json::Error) -> Self {
        Self(error.to_string())
    }
}
