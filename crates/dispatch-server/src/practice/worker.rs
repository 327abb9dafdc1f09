//! The worker of a practice: takes inputs one after the other, as batches, and makes each batch durable before it answers.

use std::{sync::Arc, time::Duration};

use dispatch_core::{
    ConnectionId, Rulebook,
    engine::{Command, Refusal, State},
};
use dispatch_store::{Batch, Epoch, Store, StoreError};
use tokio::sync::{mpsc, oneshot, watch};
use tracing::{error, info, warn};

use super::{
    handle::{Practice, Work},
    input::{Input, NotTaken, Taken},
    judged::Judged,
    replay::{OpenError, rebuild},
};
use crate::{
    clock::{Clock, instant},
    observe::{
        metrics::{self, Metrics, Named},
        timing::Timings,
    },
};

/// At most so many commands share a transaction: enough to share the wait for the disk, and few enough that the first of
/// them is answered soon.
const BATCH: usize = 64;

/// The worker's belongings.
pub(crate) struct Worker {
    pub(super) rulebook: Arc<Rulebook>,
    /// What is decided is stored only while the practice has no later owner.
    pub(super) epoch: Epoch,
    pub(super) store: Store,
    pub(super) clock: Clock,
    metrics: Metrics,
    timings: Timings,
    /// Something changed: the other loops may have work.
    changed: watch::Sender<()>,
    pub(super) state: watch::Sender<Arc<State>>,
    receiver: mpsc::Receiver<Work>,
}

impl Worker {
    /// Takes the practice over from the owner before, and rebuilds it from its journal.
    pub(crate) async fn open(
        rulebook: Arc<Rulebook>,
        connections: &[&ConnectionId],
        store: Store,
        clock: Clock,
        metrics: Metrics,
        timings: Timings,
        changed: watch::Sender<()>,
    ) -> Result<(Practice, Self), OpenError> {
        let id = rulebook.practice().clone();
        // The journal is read after that: nothing can be added to it behind our back.
        let owned = store.take_practice(&id, connections).await?;
        if owned.unknown > 0 {
            let unknown = owned.unknown;
            warn!(practice = %id, unknown, "messages that may or may not have been sent before the last stop");
        }
        let state = rebuild(&store, &id).await?;
        info!(practice = %id, events = state.sequence(), epoch = owned.epoch.0, "journal read");
        let (state_sender, state) = watch::channel(Arc::new(state));
        let (sender, receiver) = mpsc::channel(4 * BATCH);
        let worker = Self {
            rulebook: rulebook.clone(),
            epoch: owned.epoch,
            store,
            clock,
            metrics,
            timings,
            changed,
            state: state_sender,
            receiver,
        };
        Ok((Practice { id, rulebook, sender, state }, worker))
    }

    /// Works until every handle of the practice is gone.
    pub(crate) async fn run(mut self) {
        let mut waiting = Vec::with_capacity(BATCH);
        while self.receiver.recv_many(&mut waiting, BATCH).await > 0 {
            let (mut inputs, mut answers) = (Vec::new(), Vec::new());
            // In the order in which they came: a person's command ends the batch before it.
            for work in waiting.drain(..) {
                match work {
                    Work::Input(input, answer) => {
                        inputs.push(input);
                        answers.push(answer);
                    }
                    Work::Asked(asked, answer) => {
                        self.take_all(&mut inputs, &mut answers).await;
                        // The asker may be gone; what was taken in is durable all the same.
                        let _ = answer.send(self.take_asked(&asked).await);
                    }
                }
            }
            self.take_all(&mut inputs, &mut answers).await;
            self.changed.send_replace(());
        }
    }

    /// Takes inputs in and answers them.
    async fn take_all(&mut self, inputs: &mut Vec<Input>, answers: &mut Vec<oneshot::Sender<Taken>>) {
        if inputs.is_empty() {
            return;
        }
        let results = self.take_each(std::mem::take(inputs)).await;
        for (answer, result) in answers.drain(..).zip(results) {
            let _ = answer.send(result);
        }
    }

    /// One transaction for all, or one for each if one of them makes the common one fail for good.
    async fn take_each(&mut self, inputs: Vec<Input>) -> Vec<Taken> {
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
            let judged =
                Judged::new(&self.rulebook, self.epoch, &self.state.borrow(), inputs, self.clock.now())
                    .map_err(|error| NotTaken::Never(error.to_string()))?;
            match self.store_batch(&judged.batch).await {
                Ok(()) => return Ok(self.committed(judged, inputs)),
                Err(failed) => self.after_failure(failed, attempt).await?,
            }
        }
        Err(NotTaken::Later("the database is busy".to_owned()))
    }

    pub(super) async fn store_batch(&self, batch: &Batch) -> Result<(), StoreError> {
        let began = instant();
        self.store.commit(batch).await?;
        self.metrics.commit_seconds.observe(began.elapsed().as_secs_f64());
        Ok(())
    }

    /// Makes ready for another attempt, or gives up.
    pub(super) async fn after_failure(&mut self, failed: StoreError, attempt: u32) -> Result<(), NotTaken> {
        metrics::count(&self.metrics.commits, "failed");
        error!(practice = %self.rulebook.practice(), error = %failed, attempt, "batch not stored");
        match failed {
            // Of no use any more, and not to be repeated: the new owner decides.
            StoreError::NotOwner => Err(NotTaken::Later(failed.to_string())),
            // Only this owner writes, so an earlier batch was stored although the database reported a failure.
            StoreError::Conflict { .. } if attempt < 3 => {
                let state = rebuild(&self.store, self.rulebook.practice())
                    .await
                    .map_err(|error| NotTaken::Later(error.to_string()))?;
                self.state.send_replace(Arc::new(state));
                Ok(())
            }
            failed if failed.is_retryable() && attempt < 3 => {
                tokio::time::sleep(Duration::from_millis(50 << attempt)).await;
                Ok(())
            }
            failed if failed.is_retryable() => Err(NotTaken::Later(failed.to_string())),
            failed => Err(NotTaken::Never(failed.to_string())),
        }
    }

    pub(super) fn committed(&mut self, judged: Judged, inputs: &[Input]) -> Vec<Vec<Refusal>> {
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
                self.count_refusal(input, refusal);
            }
        }
        judged.refusals
    }

    pub(super) fn count_refusal(&self, input: &Input, refusal: &Refusal) {
        self.metrics.refusals.inc();
        warn!(decision = input.decision, %refusal, "command refused");
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
        Command::ClaimException { .. } => "claim_exception",
        Command::ReleaseException { .. } => "release_exception",
        Command::Wake {} => "wake",
    }
}
