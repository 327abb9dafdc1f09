//! The exchange driver, on a platform with three requests: look, draft, set.

use adapter_kit::{
    AfterLoss, Answer, Exchange, ExchangePhase, HttpReply, HttpRequest, Job, Lost, Method, Next, Outcome,
    Reply, Step, Target, Unreadable, begin, resume,
};
use dispatch_core::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

const NOW: Timestamp = Timestamp(1_000_000);
const SETTLE: u32 = 2_000;

struct Toy;

/// A job looks first. If the value is not as wanted, it opens a draft, sets it, and looks again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Phase {
    Look,
    Draft,
    /// What is set is not stored.
    Set(#[serde(skip)] Option<String>),
}

impl ExchangePhase for Phase {
    type Adapter = Toy;

    fn first(_: &Toy, job: &Job) -> Result<Next<Self>, Unreadable> {
        match job {
            Job::Hydrate(_) => Ok(Next::Ask(Self::Look)),
            _ => Err(Unreadable::new("no such job")),
        }
    }

    fn request(&self, _: &Toy, _: &Job, _: Timestamp) -> Option<HttpRequest> {
        let (name, body) = match self {
            Self::Look => ("look", String::new()),
            Self::Draft => ("draft", String::new()),
            Self::Set(value) => ("set", value.clone()?),
        };
        let (method, url) = (Method::Post, "http://toy.example".to_owned());
        let read = *self == Self::Look;
        Some(HttpRequest { method, url, headers: Vec::new(), body: body.into(), name, read, cost: 1 })
    }

    fn read_reply(_: &Toy, reply: &HttpReply, now: Timestamp) -> Answer {
        Answer::by_status(reply, now).unwrap_or_else(|| {
            serde_json::from_slice(&reply.body).map_or(Answer::Unknown("not_json"), Answer::Data)
        })
    }

    fn answered(self, _: &Toy, job: &Job, _: Timestamp, data: Value) -> Result<Next<Self>, Unreadable> {
        let Job::Hydrate(target) = job else { return Err(Unreadable::new("no such job")) };
        match (self, data.as_str()) {
            (Self::Look, Some("wanted")) => Ok(Next::Done(Outcome::Gone(target.clone()))),
            (Self::Look, Some(_)) => Ok(Next::Ask(Self::Draft)),
            (Self::Draft, _) => Ok(Next::Ask(Self::Set(Some("wanted".to_owned())))),
            (Self::Set(_), _) => Ok(Next::StartOver(Self::Look)),
            (Self::Look, None) => Err(Unreadable::new("no value")),
        }
    }

    fn after_loss(&self) -> AfterLoss<Self> {
        match self {
            Self::Look => AfterLoss::Resend,
            Self::Draft => AfterLoss::StartOver,
            Self::Set(_) => AfterLoss::Settle(Self::Look),
        }
    }

    fn changes(&self) -> bool {
        *self != Self::Look
    }

    fn settle_milliseconds(_: &Toy) -> u32 {
        SETTLE
    }
}

/// A job under way. The exchange is stored and read back at each step.
struct Running {
    now: Timestamp,
    step: Step,
}

impl Running {
    fn new() -> Self {
        Self { now: NOW, step: begin::<Phase>(&Toy, &job(), NOW) }
    }

    /// The request that is under way.
    fn asks(&self) -> &'static str {
        match &self.step {
            Step::Send(request, _) => request.name,
            other => panic!("no request: {other:?}"),
        }
    }

    fn reply(&mut self, reply: &Reply) {
        let (Step::Send(_, exchange) | Step::Wait(_, exchange)) = &self.step else {
            panic!("ended: {:?}", self.step)
        };
        let stored = serde_json::to_string(exchange).unwrap();
        self.step = resume::<Phase>(&Toy, serde_json::from_str(&stored).unwrap(), reply, self.now);
    }

    fn says(&mut self, status: u16, value: &str) {
        let (headers, body) = (Vec::new(), json!(value).to_string().into());
        self.reply(&Reply::Answer(HttpReply { status, headers, body }));
    }

    /// Waits as asked, and gives the milliseconds.
    fn waits(&mut self) -> i64 {
        let Step::Wait(until, _) = self.step else { panic!("no wait: {:?}", self.step) };
        let waited = until.0 - self.now.0;
        self.now = until;
        self.reply(&Reply::Due);
        waited
    }

    /// The word for which the job was given back or refused.
    fn slug(&self) -> &str {
        match &self.step {
            Step::Done(Outcome::Retry(retry)) => &retry.slug,
            Step::Done(Outcome::Refused(refused)) => &refused.slug,
            other => panic!("not given back: {other:?}"),
        }
    }

    fn is_done(&self) -> bool {
        matches!(self.step, Step::Done(Outcome::Gone(_)))
    }
}

fn job() -> Job {
    Job::Hydrate(Target::Block("a".into()))
}

fn lost(why: Lost) -> Reply {
    Reply::Lost(why)
}

/// Up to the request that sets the value.
fn setting() -> Running {
    let mut job = Running::new();
    job.says(200, "other");
    job.says(200, "draft");
    assert_eq!(job.asks(), "set");
    job
}

#[test]
fn phases_follow_each_other_to_the_end() {
    let mut job = setting();
    job.says(200, "done");
    assert_eq!(job.asks(), "look");
    job.says(200, "wanted");
    assert!(job.is_done());
}

#[test]
fn a_read_without_an_answer_is_sent_again_with_longer_pauses_and_then_given_back() {
    for why in [lost(Lost::Timeout), lost(Lost::Transport)] {
        let mut job = Running::new();
        for pause in [500, 1_000, 2_000] {
            job.reply(&why);
            assert_eq!(job.waits(), pause);
            assert_eq!(job.asks(), "look");
        }
        job.reply(&why);
        assert!(["timeout", "transport"].contains(&job.slug()));
    }
    let mut job = Running::new();
    job.says(502, "");
    job.waits();
    job.says(200, "wanted");
    assert!(job.is_done(), "a server error is a lost answer too");
}

#[test]
fn an_answer_ends_the_tries_of_its_request() {
    let mut job = Running::new();
    for _ in 0..3 {
        job.reply(&lost(Lost::Timeout));
        job.waits();
    }
    job.says(200, "other");
    job.reply(&lost(Lost::Timeout));
    assert_eq!((job.waits(), job.asks()), (500, "look"), "a lost draft starts the job over");
    job.reply(&lost(Lost::Timeout));
    assert_eq!(job.waits(), 500, "the first try of this look");
}

#[test]
fn a_change_without_an_answer_is_settled_by_reading_once_the_platform_had_time() {
    for why in [lost(Lost::Timeout), lost(Lost::Transport), lost(Lost::Restart)] {
        let mut job = setting();
        job.reply(&why);
        assert_eq!((job.waits(), job.asks()), (i64::from(SETTLE), "look"));
        job.says(200, "wanted");
        assert!(job.is_done(), "it had taken effect, and nothing was sent twice");
    }
}

#[test]
fn rounds_come_to_an_end() {
    let mut job = Running::new();
    for _ in 0..3 {
        job.says(200, "other");
        job.says(200, "draft");
        job.reply(&lost(Lost::Timeout));
        job.waits();
    }
    job.says(200, "other");
    job.says(200, "draft");
    job.reply(&lost(Lost::Timeout));
    assert_eq!(job.slug(), "unsettled");
}

#[test]
fn after_a_restart_there_is_no_pause() {
    let mut job = Running::new();
    job.reply(&lost(Lost::Restart));
    assert_eq!(job.asks(), "look");
    job.says(200, "other");
    job.reply(&lost(Lost::Restart));
    assert_eq!(job.asks(), "look");
}

#[test]
fn a_spent_budget_is_waited_for_and_then_given_back() {
    let mut job = Running::new();
    for _ in 0..20 {
        job.says(429, "");
        assert_eq!((job.waits(), job.asks()), (1_000, "look"));
    }
    job.says(429, "");
    assert_eq!(job.slug(), "rate_limited");
}

#[test]
fn a_refusal_of_a_change_is_final_and_of_a_read_is_not() {
    let mut job = Running::new();
    job.says(404, "");
    assert_eq!(job.slug(), "read_failed");
    let mut job = Running::new();
    job.says(401, "");
    assert_eq!(job.slug(), "unauthorized");
    let mut job = setting();
    job.says(422, "");
    assert_eq!(job.slug(), "platform_refused");
}

#[test]
fn what_is_not_stored_is_not_sent_from_storage() {
    let mut job = setting();
    job.says(429, "");
    assert_eq!((job.waits(), job.asks()), (1_000, "look"), "the job begins anew");
}

#[test]
fn data_that_cannot_be_read_gives_the_job_back() {
    let mut job = Running::new();
    let (headers, body) = (Vec::new(), b"7".to_vec());
    job.reply(&Reply::Answer(HttpReply { status: 200, headers, body }));
    assert_eq!(job.slug(), "unreadable");
}

#[test]
fn an_exchange_of_an_unknown_form_begins_anew() {
    let exchange = Exchange { job: job(), state: json!({ "phase": "Elsewhere" }) };
    let step = resume::<Phase>(&Toy, exchange, &lost(Lost::Restart), NOW);
    assert_eq!(Running { now: NOW, step }.asks(), "look");
}

#[test]
fn the_stored_form_is_public() {
    let mut job = Running::new();
    job.reply(&lost(Lost::Timeout));
    let Step::Wait(_, exchange) = &job.step else { panic!("no wait") };
    let state =
        json!({ "phase": "Look", "tries": 1, "waits": 0, "rounds": 0, "sent_at": exchange.state["sent_at"] });
    assert_eq!(exchange.state, state);
    assert_eq!(exchange.state["sent_at"], json!(NOW));
}
