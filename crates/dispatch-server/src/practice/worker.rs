//! One practice: takes commands in one after the other, as batches, and makes each batch durable before anybody hears
//! of it.

use std::{sync::Arc, time::Duration};

use dispatch_core::{
    PracticeId, Rulebook, Timestamp,
    engine::{Command, EventRecord, Refusal, State, decide, evolve, react},
};
use dispatch_store::{
    Batch, ContactRow, EventRow, InboxId, OutboxId, Settled, Store, StoreError, TimerChange,
};
use tokio::sync::{mpsc, oneshot, watch};
use tracing::{error, info, warn};

use super::projection;
use crate::{
    clock::{Clock, instant},
    observe::{
        metrics::{self, Metrics, Named},
        timing::Timings,
    },
};

/// At most so many commands share a transaction.
const BATCH: usize = 64;
const REPLAY_PAGE: u32 = 1_000;

/// Something to take in, and what it settles once it is durable.
#[derive(Clone, Debug, Default)]
pub(crate) struct Input {
    /// The decision id.
    pub(crate) decision: String,
    pub(crate) commands: Vec<Command>,
    pub(crate) contacts: Vec<ContactRow>,
    pub(crate) delivery: Option<InboxId>,
    pub(crate) settled: Option<(OutboxId, Settled)>,
    /// A timer that fired, as stored.
    pub(crate) fired: Option<String>,
}

/// Why something was not taken in; nothing of it is stored.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NotTaken {
    /// It may be asked again.
    #[error("not now: {0}")]
    Later(String),
    /// Asking again changes nothing.
    #[error("{0}")]
    Never(String),
}

/// What a practice tells after a batch: the refusals of an input's commands.
pub(crate) type Taken = Result<Vec<Refusal>, NotTaken>;

/// A practice as others see it.
#[derive(Clone)]
pub(crate) struct Practice {
    id: PracticeId,
    rulebook: Arc<Rulebook>,
    sender: mpsc::Sender<(Input, oneshot::Sender<Taken>)>,
    state: watch::Receiver<Arc<State>>,
}

/// What a practice works with.
pub(crate) struct Worker {
    rulebook: Arc<Rulebook>,
    store: Store,
    clock: Clock,
    metrics: Metrics,
    timings: Timings,
    /// Something changed: others may have work.
    changed: watch::Sender<()>,
    state: watch::Sender<Arc<State>>,
    receiver: mpsc::Receiver<(Input, oneshot::Sender<Taken>)>,
}

/// Why a practice cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The journal holds an event that this version cannot read. It is served by nobody rather than wrongly.
    #[error("event {sequence} of `{practice}` cannot be read by this version ({why})")]
    Unreadable {
        /// Whose.
        practice: PracticeId,
        /// Which.
        sequence: u64,
        /// Why.
        why: String,
    },
}

impl Practice {
    /// Rebuilds the practice from its journal.
    pub(crate) async fn open(
        rulebook: Arc<Rulebook>,
        store: Store,
        clock: Clock,
        metrics: Metrics,
        timings: Timings,
        changed: watch::Sender<()>,
    ) -> Result<(Self, Worker), OpenError> {
        let id = rulebook.practice().clone();
        let state = rebuild(&store, &id).await?;
        info!(practice = %id, events = state.sequence(), "journal read");
        let (state_sender, state) = watch::channel(Arc::new(state));
        let (sender, receiver) = mpsc::channel(4 * BATCH);
        let worker = Worker {
            rulebook: rulebook.clone(),
            store,
            clock,
            metrics,
            timings,
            changed,
            state: state_sender,
            receiver,
        };
        Ok((Self { id, rulebook, sender, state }, worker))
    }

    pub(crate) const fn id(&self) -> &PracticeId {
        &self.id
    }

    pub(crate) fn rulebook(&self) -> &Rulebook {
        &self.rulebook
    }

    /// The state after the last durable batch.
    pub(crate) fn state(&self) -> Arc<State> {
        self.state.borrow().clone()
    }

    /// Takes an input in. When this returns it is on the disk.
    pub(crate) async fn take_in(&self, input: Input) -> Taken {
        let stopped = || NotTaken::Later("the practice has stopped".to_owned());
        let (sender, receiver) = oneshot::channel();
        self.sender.send((input, sender)).await.map_err(|_| stopped())?;
        receiver.await.map_err(|_| stopped())?
    }
}

impl Worker {
    /// Works until every [`Practice`] handle is gone.
    pub(crate) async fn run(mut self) {
        let mut waiting = Vec::with_capacity(BATCH);
        while self.receiver.recv_many(&mut waiting, BATCH).await > 0 {
            let (inputs, answers): (Vec<_>, Vec<_>) = waiting.drain(..).unzip();
            let results = self.take_all(inputs).await;
            for (answer, result) in answers.into_iter().zip(results) {
                // Whoever asked may be gone; what was taken in is durable all the same.
                let _ = answer.send(result);
            }
            self.changed.send_replace(());
        }
    }

    /// One transaction for all; each for itself if one of them makes it fail for good.
    async fn take_all(&mut self, inputs: Vec<Input>) -> Vec<Taken> {
        match self.take_batch(&inputs).await {
            Ok(refusals) => refusals.into_iter().map(Ok).collect(),
            Err(NotTaken::Never(_)) if inputs.len() > 1 => {
                let mut results = Vec::with_capacity(inputs.len());
                for input in &inputs {
                    let alone = self.take_batch(std::slice::from_ref(input)).await;
                    results.push(alone.map(|refusals| refusals.into_iter().flatten().collect()));
                }
                results
            }
            Err(not_taken) => inputs.iter().map(|_| Err(not_taken.clone())).collect(),
        }
    }

    async fn take_batch(&mut self, inputs: &[Input]) -> Result<Vec<Vec<Refusal>>, NotTaken> {
        for attempt in 0_u32.. {
            let judged = Judged::new(&self.rulebook, &self.state.borrow(), inputs, self.clock.now())
                .map_err(|error| NotTaken::Never(error.to_string()))?;
            let began = instant();
            let failed = match self.store.commit(&judged.batch).await {
                Ok(_) => {
                    self.metrics.commit_seconds.observe(began.elapsed().as_secs_f64());
                    return Ok(self.committed(judged, inputs));
                }
                Err(failed) => failed,
            };
            metrics::count(&self.metrics.commits, "failed");
            error!(practice = %self.rulebook.practice(), error = %failed, attempt, "batch not stored");
            match failed {
                // Another process wrote: go on from what it wrote.
                StoreError::Conflict { .. } if attempt < 3 => {
                    let state = rebuild(&self.store, self.rulebook.practice())
                        .await
                        .map_err(|error| NotTaken::Later(error.to_string()))?;
                    self.state.send_replace(Arc::new(state));
                }
                failed if failed.is_retryable() && attempt < 3 => {
                    tokio::time::sleep(Duration::from_millis(50 << attempt)).await;
                }
                failed if failed.is_retryable() => return Err(NotTaken::Later(failed.to_string())),
                failed => return Err(NotTaken::Never(failed.to_string())),
            }
        }
        Err(NotTaken::Later("the database is busy".to_owned()))
    }

    fn committed(&mut self, judged: Judged, inputs: &[Input]) -> Vec<Vec<Refusal>> {
        metrics::count(&self.metrics.commits, "stored");
        self.metrics.events.inc_by(judged.batch.events.len() as u64);
        self.state.send_replace(Arc::new(judged.state));
        for (input, refusals) in inputs.iter().zip(&judged.refusals) {
            for command in &input.commands {
                self.metrics.commands.get_or_create(&Named { name: command_name(command) }).inc();
            }
            if input.delivery.is_some()
                && let Some(took) = self.timings.decided(&input.decision)
            {
                self.metrics.decided_seconds.observe(took.as_secs_f64());
            }
            for refusal in refusals {
                self.metrics.refusals.inc();
                warn!(decision = input.decision, %refusal, "command refused");
            }
        }
        judged.refusals
    }
}

/// A batch decided on a private copy of the state.
struct Judged {
    state: State,
    batch: Batch,
    refusals: Vec<Vec<Refusal>>,
}

impl Judged {
    fn new(
        rulebook: &Rulebook,
        before: &State,
        inputs: &[Input],
        now: Timestamp,
    ) -> Result<Self, serde_json::Error> {
        let batch = Batch::new(rulebook.practice().clone(), before.sequence());
        let mut judged = Self { state: before.clone(), batch, refusals: Vec::new() };
        for input in inputs {
            let mut refusals = Vec::new();
            judged.batch.timers.extend(input.fired.clone().map(|timer| TimerChange::Remove { timer }));
            for command in &input.commands {
                if let Err(refusal) = judged.judge(rulebook, input, command, now)? {
                    refusals.push(refusal);
                }
            }
            judged.batch.contacts.extend(input.contacts.iter().cloned());
            judged.batch.deliveries.extend(input.delivery);
            judged.batch.settled.extend(input.settled.clone());
            judged.refusals.push(refusals);
        }
        projection::bookings(before, &judged.state, &mut judged.batch)?;
        Ok(judged)
    }

    fn judge(
        &mut self,
        rulebook: &Rulebook,
        input: &Input,
        command: &Command,
        now: Timestamp,
    ) -> Result<Result<(), Refusal>, serde_json::Error> {
        let mut decided = match decide(rulebook, &self.state, command, now) {
            Ok(decided) => decided,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let traces = std::mem::take(&mut decided.traces);
        let first = self.batch.events.len();
        for record in decided.records(self.state.sequence(), now) {
            evolve(&mut self.state, &record.event);
            let at = self.batch.events.len();
            self.batch.events.push(EventRow {
                at: now,
                cause: input.decision.clone(),
                event: serde_json::to_string(&record)?,
                trace: None,
            });
            for effect in react(&self.state, &record.event) {
                projection::effect(&effect, at, &input.decision, now, &mut self.batch)?;
            }
        }
        for (ordinal, trace) in traces {
            if let Some(row) = self.batch.events.get_mut(first + ordinal) {
                row.trace = Some(serde_json::to_string(&trace)?);
            }
        }
        Ok(Ok(()))
    }
}

async fn rebuild(store: &Store, practice: &PracticeId) -> Result<State, OpenError> {
    let mut state = State::new();
    loop {
        let rows = store.events_after(practice, state.sequence(), REPLAY_PAGE).await?;
        if rows.is_empty() {
            return Ok(state);
        }
        for row in rows {
            let unreadable = |why: String| OpenError::Unreadable {
                practice: practice.clone(),
                sequence: row.sequence,
                why,
            };
            let record: EventRecord =
                serde_json::from_str(&row.event).map_err(|error| unreadable(error.to_string()))?;
            evolve(&mut state, &record.event);
            if state.sequence() != row.sequence {
                return Err(unreadable(format!("it replays as event {}", state.sequence())));
            }
        }
    }
}

const fn command_name(command: &Command) -> &'static str {
    match command {
        Command::AdoptRulebook {} => "adopt_rulebook",
        Command::Fact(_) => "fact",
        Command::TimerFired { .. } => "timer_fired",
        Command::WriteAcknowledged { .. } => "write_acknowledged",
        Command::WriteRefused { .. } => "write_refused",
        Command::MessageSent { .. } => "message_sent",
        Command::MessageFailed { .. } => "message_failed",
        Command::ResolveException { .. } => "resolve_exception",
    }
}
