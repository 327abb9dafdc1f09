use dispatch_core::{Timestamp, engine::Authority};

use crate::{Exchange, Header, Inbound, Job, Reply, Secret, Step};

/// A booking platform's translator. Pure: the same arguments give the same answer.
pub trait Adapter: Send + Sync {
    /// The platform's name in settings and metrics, such as `boulevard`.
    fn platform(&self) -> &'static str;

    /// What it can do as it is configured.
    fn capabilities(&self) -> Capabilities;

    /// Checks that a delivery comes from the platform and is fresh. Any of `secrets` may have signed it, so that
    /// secrets can be rotated.
    ///
    /// # Errors
    /// Why it is not to be trusted; nothing of the body may be used then.
    fn verify(
        &self,
        headers: &[Header],
        body: &[u8],
        secrets: &[Secret],
        now: Timestamp,
    ) -> Result<Verified, VerifyError>;

    /// Reads a verified delivery.
    ///
    /// # Errors
    /// [`DecodeError`] if the body is none that the platform can have meant; it is parked for a person.
    fn decode(&self, body: &[u8], received_at: Timestamp) -> Result<Inbound, DecodeError>;

    /// Starts a job. Beginning the same job again is always safe: a write first looks whether it is done already.
    fn begin(&self, job: &Job, now: Timestamp) -> Step;

    /// Goes on with an exchange after an answer, or after the lack of one.
    fn resume(&self, exchange: Exchange, reply: &Reply, now: Timestamp) -> Step;
}

/// What an adapter can do as it is configured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities {
    /// Which fields of an appointment it can write.
    pub authority: Authority,
    /// True if the platform pushes deliveries.
    pub webhooks: bool,
    /// True if [`Job::Sync`] is carried out.
    pub sync: bool,
    /// The platform's budget of calls, where it has one.
    pub rate: Option<RateBudget>,
}

/// A leaky bucket: `bucket` points at most, `leak` points given back each second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateBudget {
    /// Points the bucket holds.
    pub bucket: u32,
    /// Points given back each second.
    pub leak: u32,
}

/// A delivery that is to be trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Names the delivery: equal for a repeat of it.
    pub delivery: String,
    /// When the platform signed it, where it says so.
    pub signed_at: Option<Timestamp>,
}

/// Why a delivery is not to be trusted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// A header that every delivery carries is absent.
    #[error("the header `{0}` is missing")]
    MissingHeader(String),
    /// A header cannot be read.
    #[error("the header `{0}` cannot be read")]
    BadHeader(String),
    /// No secret of ours signed this body.
    #[error("the signature does not fit the body")]
    BadSignature,
    /// The stamp lies outside the connection's window.
    #[error("signed at {signed_at}, which is too far from now ({now})")]
    OutsideWindow {
        /// When it says it was signed.
        signed_at: Timestamp,
        /// Our clock.
        now: Timestamp,
    },
    /// No secret is configured, or one is not of the form the platform hands out.
    #[error("no usable secret is configured")]
    NoSecret,
}

/// Why a delivery cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// Not JSON.
    #[error("the body is not JSON ({0})")]
    NotJson(String),
    /// Something that every such body has is absent or of another kind.
    #[error("`{0}` is missing or of the wrong kind")]
    Missing(&'static str),
}
