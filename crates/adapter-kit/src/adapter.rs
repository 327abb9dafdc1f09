use dispatch_core::{Timestamp, engine::Authority};

use crate::{Exchange, Header, Inbound, Job, Reply, Secret, Step};

/// The translator of a booking platform. Pure: the same arguments give the same answer.
pub trait Adapter: Send + Sync {
    /// The adapter's capabilities as it is configured.
    fn capabilities(&self) -> Capabilities;

    /// Checks that a delivery comes from the platform and is fresh. Any of `secrets` may have signed it, so that
    /// secrets can be rotated.
    ///
    /// # Errors
    /// The reason not to trust it; then nothing of the body may be used.
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
    /// [`DecodeError`] if the platform cannot have meant this body; it is kept for a person.
    fn decode(&self, body: &[u8], received_at: Timestamp) -> Result<Inbound, DecodeError>;

    /// Starts a job. The same job may begin again at any time: a write first checks whether it is done already. An
    /// adapter calls [`crate::begin`] here.
    fn begin(&self, job: &Job, now: Timestamp) -> Step;

    /// Goes on with an exchange after an answer, or without one. An adapter calls [`crate::resume`] here.
    fn resume(&self, exchange: Exchange, reply: &Reply, now: Timestamp) -> Step;
}

/// The capabilities of an adapter as it is configured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities {
    /// The fields of an appointment that it can write.
    pub authority: Authority,
    /// True if the platform pushes deliveries.
    pub webhooks: bool,
    /// True if [`Job::Sync`] is carried out.
    pub sync: bool,
    /// The platform's budget of calls, where it has one.
    pub rate: Option<RateBudget>,
}

/// A rate budget in points, as a leaky bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateBudget {
    /// The points that the bucket holds.
    pub bucket: u32,
    /// The points given back each second.
    pub leak: u32,
}

/// A delivery that can be trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The name of the delivery; a repeat has the same.
    pub delivery: String,
    /// The time of signing, if the platform gives one.
    pub signed_at: Option<Timestamp>,
}

/// The reason not to trust a delivery.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// A header that every delivery has is missing.
    #[error("the header `{0}` is missing")]
    MissingHeader(String),
    /// A header cannot be read.
    #[error("the header `{0}` cannot be read")]
    BadHeader(String),
    /// None of our secrets signed this body.
    #[error("the signature does not match the body")]
    BadSignature,
    /// The time of signing is outside the connection's window.
    #[error("signed at {signed_at}, which is too far from now ({now})")]
    OutsideWindow {
        /// The time of signing that it states.
        signed_at: Timestamp,
        /// The time now.
        now: Timestamp,
    },
    /// No secret is configured, or none has the form of the platform's secrets.
    #[error("no usable secret is configured")]
    NoSecret,
}

/// The reason why a delivery cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The body is not JSON.
    #[error("the body is not JSON ({0})")]
    NotJson(String),
    /// A field that every such body has is missing or of the wrong kind.
    #[error("`{0}` is missing or of the wrong kind")]
    Missing(&'static str),
}
