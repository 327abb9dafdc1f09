//! Boulevard: webhooks verified and decoded, appointments and blocks read back through the Admin API, and decisions
//! written back through booking drafts. Pure; whoever runs it owns the socket and the clock.

mod call;
pub mod documents;
mod progress;
mod read;
mod settings;
mod webhook;
mod wire;
mod write;

use adapter_kit::{
    Adapter, Capabilities, DecodeError, Exchange, Header, Inbound, Job, Lost, Outcome, Refused, Reply, Retry,
    Secret, Step, Target, Verified, VerifyError,
};
use dispatch_core::Timestamp;

use call::{Answer, Call};
use progress::{AfterLoss, Next, Phase, Progress};
pub use settings::{CatalogueKind, Credentials, Rate, SelfOverlap, Settings, WriteMode};

/// How often one request is sent without an answer, a write is looked into, or a budget is waited for, before the job
/// is given back to be begun anew.
const PATIENCE: u32 = 4;
const BUDGET_PATIENCE: u32 = 20;

/// One connection to Boulevard.
#[derive(Clone, Debug)]
pub struct Boulevard {
    settings: Settings,
    credentials: Credentials,
}

impl Boulevard {
    /// A connection with these settings, signing its requests with these credentials.
    #[must_use]
    pub const fn new(settings: Settings, credentials: Credentials) -> Self {
        Self { settings, credentials }
    }

    /// The settings it was made with.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    fn start(&self, job: &Job, phase: Phase, now: Timestamp) -> Step {
        self.send(job.clone(), Progress::new(phase), now)
    }

    fn send(&self, job: Job, progress: Progress, now: Timestamp) -> Step {
        match progress.phase.call(&job, &self.settings, now) {
            Some(call) => self.post(job, progress, &call, now),
            None => self.begin(&job, now),
        }
    }

    fn post(&self, job: Job, progress: Progress, call: &Call, now: Timestamp) -> Step {
        let request = call.request(&self.settings, &self.credentials, now);
        let progress = Progress { sent_at: now, ..progress };
        match Exchange::new(job, &progress) {
            Ok(exchange) => Step::Send(Box::new(request), exchange),
            Err(error) => retry(now, "unstorable", error.to_string()),
        }
    }

    fn wait(job: Job, progress: &Progress, until: Timestamp) -> Step {
        match Exchange::new(job, progress) {
            Ok(exchange) => Step::Wait(until, exchange),
            Err(error) => retry(until, "unstorable", error.to_string()),
        }
    }

    fn advance(&self, job: Job, progress: Progress, data: serde_json::Value, now: Timestamp) -> Step {
        let fresh = Progress { tries: 0, waits: 0, ..progress.clone() };
        match progress.phase.answered(&job, &self.settings, progress.sent_at, data) {
            Ok(Next::Go(phase)) => self.send(job, Progress { phase, ..fresh }, now),
            Ok(Next::Send(phase, call)) => self.post(job, Progress { phase, ..fresh }, &call, now),
            Ok(Next::Over(phase)) => self.start_over(job, progress.rounds, phase, now, now),
            Ok(Next::Done(outcome)) => Step::Done(outcome),
            Err(unreadable) => retry(soon(now), "unreadable", unreadable.0),
        }
    }

    /// Nobody knows what became of the request: reads are sent again, a mutation is settled by reading.
    fn lost(&self, job: Job, progress: Progress, why: &'static str, restart: bool, now: Timestamp) -> Step {
        let settle = i64::from(self.settings.settle_milliseconds);
        match progress.phase.after_loss() {
            AfterLoss::Resend if progress.tries + 1 >= PATIENCE => retry(soon(now), why, String::new()),
            AfterLoss::Resend => {
                let pause = if restart { 0 } else { 500 << progress.tries };
                let progress = Progress { tries: progress.tries + 1, ..progress };
                if restart {
                    self.send(job, progress, now)
                } else {
                    Self::wait(job, &progress, later(now, pause))
                }
            }
            AfterLoss::StartOver => {
                let phase = Phase::look();
                self.start_over(job, progress.rounds, phase, later(now, if restart { 0 } else { 500 }), now)
            }
            AfterLoss::Settle(phase) => {
                self.start_over(job, progress.rounds, *phase, later(now, settle), now)
            }
        }
    }

    fn start_over(&self, job: Job, rounds: u32, phase: Phase, at: Timestamp, now: Timestamp) -> Step {
        if rounds + 1 >= PATIENCE {
            return retry(soon(now), "unsettled", String::new());
        }
        let progress = Progress { rounds: rounds + 1, ..Progress::new(phase) };
        if at <= now { self.send(job, progress, now) } else { Self::wait(job, &progress, at) }
    }
}

impl Adapter for Boulevard {
    fn platform(&self) -> &'static str {
        "boulevard"
    }

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
        match job {
            Job::Hydrate(Target::Appointment(_)) => {
                self.start(job, Phase::hydrate(self.settings.continuity_days > 0), now)
            }
            Job::Hydrate(Target::Block(_)) => self.start(job, Phase::block(), now),
            Job::Sync { page, .. } => match Phase::page(page.as_deref()) {
                Some(phase) => self.start(job, phase, now),
                None => retry(soon(now), "unreadable", "the sync page is none of ours".into()),
            },
            Job::Write(_) if self.settings.write_mode == WriteMode::Off => {
                Step::Done(Outcome::Refused(Refused {
                    slug: "write_off".into(),
                    detail: "writing is switched off for this connection".into(),
                    observations: adapter_kit::Observations::default(),
                }))
            }
            Job::Write(_) => self.start(job, Phase::look(), now),
        }
    }

    fn resume(&self, exchange: Exchange, reply: &Reply, now: Timestamp) -> Step {
        let Ok(progress) = exchange.unpack::<Progress>() else { return self.begin(&exchange.job, now) };
        let job = exchange.job;
        if *reply == Reply::Due {
            return self.send(job, progress, now);
        }
        match call::answer(reply, now) {
            Answer::Data(data) => self.advance(job, progress, data, now),
            Answer::Limited(until) if progress.waits < BUDGET_PATIENCE => {
                Self::wait(job, &Progress { waits: progress.waits + 1, ..progress }, until)
            }
            Answer::Limited(until) => retry(until, "rate_limited", String::new()),
            Answer::Unknown(why) => {
                let restart = *reply == Reply::Lost(Lost::Restart);
                self.lost(job, progress, why, restart, now)
            }
            Answer::Unauthorized(detail) => retry(later(now, 60_000), "unauthorized", detail),
            Answer::NotEnabled(detail) if progress.phase.writes() => refuse("feature_not_enabled", detail),
            Answer::Failed(detail) if progress.phase.writes() => refuse("platform_refused", detail),
            Answer::NotEnabled(detail) => retry(later(now, 600_000), "feature_not_enabled", detail),
            Answer::Failed(detail) => retry(soon(now), "read_failed", detail),
        }
    }
}

fn retry(not_before: Timestamp, slug: &str, detail: String) -> Step {
    Step::Done(Outcome::Retry(Retry { not_before, slug: slug.to_owned(), detail }))
}

fn refuse(slug: &str, detail: String) -> Step {
    let observations = adapter_kit::Observations::default();
    Step::Done(Outcome::Refused(Refused { slug: slug.to_owned(), detail, observations }))
}

const fn later(now: Timestamp, milliseconds: i64) -> Timestamp {
    Timestamp(now.0.saturating_add(milliseconds))
}

const fn soon(now: Timestamp) -> Timestamp {
    later(now, 30_000)
}
