//! The exchange driver: carries a job from phase to phase until it is done, through lost answers, spent budgets and
//! restarts. It is the same for every adapter; an adapter brings the phases of its exchanges.
//!
//! A request that may have taken effect is never sent again before the platform was read.

use dispatch_core::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    AfterLoss, Answer, Exchange, ExchangePhase, HttpRequest, Job, Lost, Next, Observations, Outcome, Refused,
    Reply, Retry, Step, Unreadable,
};

/// How often one request may go without an answer before the job is given back, to be begun anew later. With the pauses
/// between, that is after four seconds: what lasts longer is no hiccup, and other jobs should not wait behind it.
const TRIES: u32 = 4;
/// How often a job may start over before it is given back. One round settles a lost answer; more than three mean that
/// hardly any answer arrives.
const ROUNDS: u32 = 4;
/// How often a request may wait for the budget before the job is given back. Other requests draw on the same budget, so
/// it can be spent again when a wait ends.
const WAITS: u32 = 20;
/// The pause before a request is sent again (doubled with each try) or a job starts over, in milliseconds.
const PAUSE: i64 = 500;
/// The least time before a job that was given back may begin anew, in milliseconds.
const SOON: i64 = 30_000;
/// The same where a person must correct credentials first.
const AFTER_UNAUTHORIZED: i64 = 60_000;
/// The same where the vendor must enable a feature first, which takes hours at best.
const AFTER_NOT_ENABLED: i64 = 600_000;

/// Starts a job.
pub fn begin<P: ExchangePhase>(adapter: &P::Adapter, job: &Job, now: Timestamp) -> Step {
    let driver = Driver::<P> { adapter, job: job.clone(), now };
    let phase = match P::first(adapter, job) {
        Ok(Next::Ask(phase) | Next::StartOver(phase)) => phase,
        Ok(Next::Done(outcome)) => return Step::Done(outcome),
        Err(unreadable) => return driver.unreadable(&unreadable),
    };
    match phase.request(adapter, job, now) {
        Some(request) => driver.post(Progress::new(phase), request),
        None => driver.unreadable(&Unreadable::new("the first request of the job cannot be made")),
    }
}

/// Goes on with an exchange after a reply. An exchange that cannot be read, since another version of the adapter stored
/// it, begins anew.
pub fn resume<P: ExchangePhase>(
    adapter: &P::Adapter,
    exchange: Exchange,
    reply: &Reply,
    now: Timestamp,
) -> Step {
    let Ok(progress) = exchange.unpack::<Progress<P>>() else {
        return begin::<P>(adapter, &exchange.job, now);
    };
    let driver = Driver { adapter, job: exchange.job, now };
    match reply {
        Reply::Due => driver.send(progress),
        Reply::Answer(reply) => driver.answered(progress, P::read_reply(adapter, reply, now)),
        Reply::Lost(Lost::Timeout) => driver.lost(progress, "timeout", PAUSE),
        Reply::Lost(Lost::Transport) => driver.lost(progress, "transport", PAUSE),
        // A stop of ours is no sign of trouble on the platform: no pause.
        Reply::Lost(Lost::Restart) => driver.lost(progress, "restart", 0),
    }
}

/// Where a job stands between two requests. Its form is public: an exchange that is stored today is resumed by later
/// versions.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Progress<P> {
    /// The phase whose request is under way, or is to be sent when a wait is over.
    phase: P,
    /// How often this request was sent without an answer.
    tries: u32,
    /// How often this request waited for the budget.
    waits: u32,
    /// How often the job started over.
    rounds: u32,
    /// When the request was last sent.
    sent_at: Timestamp,
}

impl<P> Progress<P> {
    const fn new(phase: P) -> Self {
        Self { phase, tries: 0, waits: 0, rounds: 0, sent_at: Timestamp(0) }
    }
}

/// One job at one moment.
struct Driver<'a, P: ExchangePhase> {
    adapter: &'a P::Adapter,
    job: Job,
    now: Timestamp,
}

impl<P: ExchangePhase> Driver<'_, P> {
    /// Sends the request of a phase. If it cannot be made from what is stored, the job begins anew.
    fn send(self, progress: Progress<P>) -> Step {
        match progress.phase.request(self.adapter, &self.job, self.now) {
            Some(request) => self.post(progress, request),
            None => begin::<P>(self.adapter, &self.job, self.now),
        }
    }

    fn post(self, progress: Progress<P>, request: HttpRequest) -> Step {
        let progress = Progress { sent_at: self.now, ..progress };
        match Exchange::new(self.job, &progress) {
            Ok(exchange) => Step::Send(Box::new(request), exchange),
            Err(error) => give_back(later(self.now, SOON), "unstorable", error.to_string()),
        }
    }

    fn wait(self, progress: &Progress<P>, until: Timestamp) -> Step {
        match Exchange::new(self.job, progress) {
            Ok(exchange) => Step::Wait(until, exchange),
            Err(error) => give_back(until, "unstorable", error.to_string()),
        }
    }

    fn answered(self, progress: Progress<P>, answer: Answer) -> Step {
        let now = self.now;
        match answer {
            Answer::Data(data) => self.advance(progress, data),
            Answer::Unknown(why) => self.lost(progress, why, PAUSE),
            Answer::Limited(until) if progress.waits < WAITS => {
                self.wait(&Progress { waits: progress.waits + 1, ..progress }, until)
            }
            Answer::Limited(until) => give_back(until, "rate_limited", String::new()),
            Answer::Unauthorized(detail) => give_back(later(now, AFTER_UNAUTHORIZED), "unauthorized", detail),
            Answer::NotEnabled(detail) if progress.phase.changes() => refuse("feature_not_enabled", detail),
            Answer::Failed(detail) if progress.phase.changes() => refuse("platform_refused", detail),
            Answer::NotEnabled(detail) => {
                give_back(later(now, AFTER_NOT_ENABLED), "feature_not_enabled", detail)
            }
            Answer::Failed(detail) => give_back(later(now, SOON), "read_failed", detail),
        }
    }

    /// Goes on to the phase that an answer leads to. An answer ends the tries and waits of its request.
    fn advance(self, progress: Progress<P>, data: Value) -> Step {
        let Progress { phase, rounds, sent_at, .. } = progress;
        match phase.answered(self.adapter, &self.job, sent_at, data) {
            Ok(Next::Ask(phase)) => self.send(Progress { rounds, sent_at, ..Progress::new(phase) }),
            Ok(Next::StartOver(phase)) => self.start_over(rounds, phase, 0),
            Ok(Next::Done(outcome)) => Step::Done(outcome),
            Err(unreadable) => self.unreadable(&unreadable),
        }
    }

    /// It is unknown whether the request was carried out. `pause` is in milliseconds.
    fn lost(self, progress: Progress<P>, why: &'static str, pause: i64) -> Step {
        match progress.phase.after_loss() {
            AfterLoss::Resend if progress.tries + 1 >= TRIES => {
                give_back(later(self.now, SOON), why, String::new())
            }
            AfterLoss::Resend => {
                let pause = pause << progress.tries;
                self.send_after(pause, Progress { tries: progress.tries + 1, ..progress })
            }
            AfterLoss::StartOver => self.begin_over(progress.rounds, pause),
            AfterLoss::Settle(phase) => {
                let pause = i64::from(P::settle_milliseconds(self.adapter));
                self.start_over(progress.rounds, phase, pause)
            }
        }
    }

    /// Another round, from the job's first phase.
    fn begin_over(self, rounds: u32, pause: i64) -> Step {
        match P::first(self.adapter, &self.job) {
            Ok(Next::Ask(phase) | Next::StartOver(phase)) => self.start_over(rounds, phase, pause),
            Ok(Next::Done(outcome)) => Step::Done(outcome),
            Err(unreadable) => self.unreadable(&unreadable),
        }
    }

    /// Another round, after a pause in milliseconds.
    fn start_over(self, rounds: u32, phase: P, pause: i64) -> Step {
        if rounds + 1 >= ROUNDS {
            return give_back(later(self.now, SOON), "unsettled", String::new());
        }
        self.send_after(pause, Progress { rounds: rounds + 1, ..Progress::new(phase) })
    }

    fn send_after(self, pause: i64, progress: Progress<P>) -> Step {
        if pause == 0 {
            return self.send(progress);
        }
        let until = later(self.now, pause);
        self.wait(&progress, until)
    }

    fn unreadable(&self, unreadable: &Unreadable) -> Step {
        give_back(later(self.now, SOON), "unreadable", unreadable.to_string())
    }
}

/// Ends a job without a result; it may begin anew at `not_before`.
fn give_back(not_before: Timestamp, slug: &str, detail: String) -> Step {
    Step::Done(Outcome::Retry(Retry { not_before, slug: slug.to_owned(), detail }))
}

/// Ends a write that the platform does not accept.
fn refuse(slug: &str, detail: String) -> Step {
    let observations = Observations::default();
    Step::Done(Outcome::Refused(Refused { slug: slug.to_owned(), detail, observations }))
}

const fn later(now: Timestamp, milliseconds: i64) -> Timestamp {
    Timestamp(now.0.saturating_add(milliseconds))
}
