//! Effects: writes to platforms and messages to clients, each recorded so that a crash loses none and repeats none.

use std::sync::Arc;

use adapter_kit::{Acknowledged, Exchange, Job, Lost, Outcome, Refused, Reply, Retry, Target};
use dispatch_core::{
    Timestamp,
    engine::{Command, Write},
};
use dispatch_store::{Claim, ClaimedEffect, OutboxId, Settled, Store, StoreError};
use tokio::task::JoinSet;
use tracing::{Instrument, error, info, info_span, warn};

use super::{finish::finish, messages};
use crate::{
    observe::metrics,
    platform::{executor::Save, fetch::fetch},
    practice::{handle::Practice, payload::OutboxPayload},
    shared::{Connected, Shared, into_commands_and_contacts},
};

/// Works until the server stops, then finishes what it began.
pub(crate) async fn run(shared: Arc<Shared>) {
    let mut changes = shared.changed.subscribe();
    let mut tasks = JoinSet::new();
    loop {
        changes.mark_unchanged();
        while tasks.try_join_next().is_some() {}
        let now = shared.clock.now();
        let free = shared.limits.concurrency.saturating_sub(tasks.len());
        let mut next = shared.store.next_effect_at().await.unwrap_or(Some(Timestamp(now.0 + 1_000)));
        if free > 0 && next.is_some_and(|next| next <= now) {
            match shared.store.claim_effects(now, u32::try_from(free).unwrap_or(u32::MAX)).await {
                Ok(claimed) => {
                    for effect in claimed {
                        let span = info_span!("effect", decision = effect.cause, kind = effect.kind);
                        tasks.spawn(one(shared.clone(), effect).instrument(span));
                    }
                }
                Err(error) => error!(%error, "outbox cannot be claimed"),
            }
            // What is due and was not claimed waits for another of its queue; its end is a change.
            next = shared.store.next_effect_after(now).await.unwrap_or(None);
        } else if next.is_some_and(|next| next <= now) {
            next = None;
        }
        if shared.wait(&mut changes, next).await {
            break;
        }
    }
    while tasks.join_next().await.is_some() {}
}

async fn one(shared: Arc<Shared>, effect: ClaimedEffect) {
    let _in_flight = shared.begin_work();
    let id = effect.claim.id;
    if let Err(error) = work(&shared, effect).await {
        // It stays claimed; the next start takes it up again.
        error!(%error, outbox = id.0, "outbox cannot be written");
    }
}

async fn work(shared: &Shared, effect: ClaimedEffect) -> Result<(), StoreError> {
    let Some(served) = shared.practices.get(&effect.practice) else {
        let later = Timestamp(shared.clock.now().0 + 60_000);
        let why = Some("its practice is not served here");
        return shared.store.postpone_effect(effect.claim, later, why, false).await;
    };
    let payload: OutboxPayload = match serde_json::from_str(&effect.payload) {
        Ok(payload) => payload,
        Err(error) => {
            let settled = Settled::Dead(format!("cannot be read: {error}"));
            return finish(shared, &served.practice, &effect, Vec::new(), Vec::new(), settled).await;
        }
    };
    match payload {
        OutboxPayload::Write { write } => match shared.connections.get(&write.connection) {
            Some(connected) => carry_out(shared, connected, &effect, write).await,
            None => {
                let command = refusal(&write, "connection_gone");
                let settled = Settled::Dead("its connection is no longer configured".to_owned());
                finish(shared, &served.practice, &effect, vec![command], Vec::new(), settled).await
            }
        },
        OutboxPayload::Notify { notice, decided_at } => {
            messages::send(shared, served, &effect, &notice, decided_at).await
        }
    }
}

async fn carry_out(
    shared: &Shared,
    connected: &Connected,
    effect: &ClaimedEffect,
    write: Write,
) -> Result<(), StoreError> {
    let (adapter, now) = (connected.connection.adapter(), shared.clock.now());
    let job = Job::Write(write.clone());
    let mut saved = Saved { store: &shared.store, claim: effect.claim, step: 0 };
    let stored = effect.exchange.as_ref().and_then(|stored| {
        saved.step = stored.step;
        serde_json::from_str::<Exchange>(&stored.exchange).ok()
    });
    let first = match stored {
        Some(exchange) => {
            info!(step = saved.step, "write taken up again after a stop");
            adapter.resume(exchange, &Reply::Lost(Lost::Restart), now)
        }
        None => adapter.begin(&job, now),
    };
    let outcome = shared.executor.drive(&connected.connection, &effect.cause, first, &mut saved).await?;
    conclude(shared, connected, effect, &write, outcome).await
}

async fn conclude(
    shared: &Shared,
    connected: &Connected,
    effect: &ClaimedEffect,
    write: &Write,
    outcome: Outcome,
) -> Result<(), StoreError> {
    let practice = &connected.practice;
    match outcome {
        Outcome::Acknowledged(Acknowledged { appointment, observations }) => {
            info!(write = %write.write, "write acknowledged");
            metrics::count(&shared.metrics.writes, "acknowledged");
            let (facts, contacts) = into_commands_and_contacts(observations);
            let mut commands = vec![Command::WriteAcknowledged {
                write: write.write,
                appointment: (appointment != write.appointment).then_some(appointment),
                at: shared.clock.now(),
            }];
            commands.extend(facts);
            finish(shared, practice, effect, commands, contacts, Settled::Done).await?;
            shared.timings.acknowledged(&effect.cause);
            Ok(())
        }
        Outcome::Refused(Refused { slug, detail, observations }) => {
            warn!(write = %write.write, slug, detail, "write refused");
            metrics::count(&shared.metrics.writes, "refused");
            // The platform's present picture comes first, so that the next decision knows it. If it cannot be read, the refusal
            // goes to a person all the same.
            let seen = if observations.facts.is_empty() {
                let job = Job::Hydrate(Target::Appointment(write.appointment.clone()));
                fetch(shared, connected, &effect.cause, job).await.unwrap_or_default()
            } else {
                observations
            };
            let (mut commands, contacts) = into_commands_and_contacts(seen);
            commands.push(refusal(write, &slug));
            let settled = Settled::Dead(format!("{slug}: {detail}"));
            finish(shared, practice, effect, commands, contacts, settled).await
        }
        Outcome::Retry(retry) => again(shared, practice, effect, write, &retry).await,
        Outcome::Observed { .. } | Outcome::Gone(_) => {
            error!("a write ended like a read");
            let settled = Settled::Dead("its adapter ended a write like a read".to_owned());
            let commands = vec![refusal(write, "adapter_fault")];
            finish(shared, practice, effect, commands, Vec::new(), settled).await
        }
    }
}

async fn again(
    shared: &Shared,
    practice: &Practice,
    effect: &ClaimedEffect,
    write: &Write,
    retry: &Retry,
) -> Result<(), StoreError> {
    let attempts = effect.attempts + 1;
    if attempts >= shared.limits.attempts {
        warn!(write = %write.write, retry.slug, "write given up");
        metrics::count(&shared.metrics.writes, "given_up");
        let settled = Settled::Dead(format!("{} after {attempts} attempts", retry.slug));
        let commands = vec![refusal(write, &retry.slug)];
        return finish(shared, practice, effect, commands, Vec::new(), settled).await;
    }
    metrics::count(&shared.metrics.writes, "postponed");
    let at = shared.retry_at(attempts, effect.claim.id.0, Some(retry.not_before));
    info!(write = %write.write, retry.slug, retry.detail, %at, "write tried again later");
    shared.store.postpone_effect(effect.claim, at, Some(&retry.slug), true).await
}

fn refusal(write: &Write, reason: &str) -> Command {
    Command::WriteRefused { write: write.write, reason: reason.to_owned() }
}

/// Saves an exchange before each of its requests.
struct Saved<'a> {
    store: &'a Store,
    claim: Claim<OutboxId>,
    step: u32,
}

impl Save for Saved<'_> {
    type Error = StoreError;

    async fn save(&mut self, exchange: &Exchange) -> Result<(), StoreError> {
        self.step += 1;
        // An exchange is JSON by its type; if it cannot be written, an empty one makes a restart begin anew.
        let text = serde_json::to_string(exchange).unwrap_or_default();
        self.store.save_exchange(self.claim, self.step, &text).await
    }
}
