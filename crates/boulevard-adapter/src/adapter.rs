//! The adapter: deliveries verified and decoded, jobs carried out phase by phase.

use adapter_kit::{
    Adapter, Capabilities, DecodeError, Exchange, Header, Inbound, Job, Reply, Secret, Step, Verified,
    VerifyError, begin, resume,
};
use dispatch_core::Timestamp;

use crate::{connection::Boulevard, phase::Phase, webhook};

impl Adapter for Boulevard {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            authority: self.settings.authority(),
            webhooks: true,
            sync: true,
            rate: Some(self.settings.rate_budget()),
        }
    }

    fn verify(
        &self,
        headers: &[Header],
        body: &[u8],
        secrets: &[Secret],
        now: Timestamp,
    ) -> Result<Verified, VerifyError> {
        webhook::verify(&self.settings, headers, body, secrets, now)
    }

    fn decode(&self, body: &[u8], _received_at: Timestamp) -> Result<Inbound, DecodeError> {
        webhook::decode(body)
    }

    fn begin(&self, job: &Job, now: Timestamp) -> Step {
        begin::<Phase>(self, job, now)
    }

    fn resume(&self, exchange: Exchange, reply: &Reply, now: Timestamp) -> Step {
        resume::<Phase>(self, exchange, reply, now)
    }
}
