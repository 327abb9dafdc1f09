//! From stored deliveries to commands: reads what a delivery speaks of from the platform, and hands it to its practice.

use std::{collections::BTreeSet, sync::Arc};

use adapter_kit::{Inbound, Job, Observations, Outcome, Retry};
use dispatch_core::Timestamp;
use dispatch_store::{InboxId, StoreError, WaitingDelivery};
use tokio::task::JoinSet;
use tracing::{Instrument, error, info, info_span, warn};

use crate::{
    executor::NotSaved,
    intake,
    practice::{Input, NotTaken},
    shared::{Connected, Shared, taken_apart},
};

/// Works until the server stops, then finishes what it began.
pub(crate) async fn run(shared: Arc<Shared>) {
    let mut changes = shared.changed.subscribe();
    let mut tasks = JoinSet::new();
    let mut under_way = BTreeSet::new();
    loop {
        changes.mark_unchanged();
        while let Some(done) = tasks.try_join_next() {
            finished(done, &mut under_way);
        }
        let now = shared.clock.now();
        // Half of these may be under way already.
        let limit = u32::try_from(2 * shared.limits.concurrency).unwrap_or(u32::MAX);
        match shared.store.waiting_deliveries(now, limit).await {
            Ok(deliveries) => {
                for delivery in deliveries {
                    if under_way.len() < shared.limits.concurrency && under_way.insert(delivery.id) {
                        tasks.spawn(one(shared.clone(), delivery));
                    }
                }
            }
            Err(error) => error!(%error, "inbox cannot be read"),
        }
        let next = shared.store.next_delivery_after(now).await.unwrap_or(Some(Timestamp(now.0 + 1_000)));
        if shared.wait(&mut changes, next).await {
            break;
        }
    }
    while tasks.join_next().await.is_some() {}
}

fn finished(done: Result<InboxId, tokio::task::JoinError>, under_way: &mut BTreeSet<InboxId>) {
    match done {
        Ok(id) => {
            under_way.remove(&id);
        }
        // A fault of ours. Its delivery stays as it is until the next start, rather than failing for ever in a circle.
        Err(error) => error!(%error, "a delivery's task broke"),
    }
}

async fn one(shared: Arc<Shared>, delivery: WaitingDelivery) -> InboxId {
    let id = delivery.id;
    let _at_work = shared.begin_work();
    let span = info_span!("delivery", decision = tracing::field::Empty);
    if let Err(error) = work(&shared, delivery, &span).instrument(span.clone()).await {
        error!(%error, "inbox cannot be written");
    }
    id
}

async fn work(
    shared: &Arc<Shared>,
    delivery: WaitingDelivery,
    span: &tracing::Span,
) -> Result<(), StoreError> {
    let Some(connected) = shared.lines.get(&delivery.connection) else {
        return shared.store.park_delivery(delivery.id, "its connection is no longer configured").await;
    };
    let decision = intake::decision(connected, delivery.id);
    span.record("decision", &decision);
    let inbound = match connected.line.adapter().decode(&delivery.body, delivery.received_at) {
        Ok(inbound) => inbound,
        Err(error) => return shared.store.park_delivery(delivery.id, &error.to_string()).await,
    };
    let observations = match inbound {
        Inbound::Observations(observations) => observations,
        Inbound::Ignored { event } => {
            info!(event, "nothing for us");
            return shared.store.finish_delivery(delivery.id).await;
        }
        Inbound::Fetch(job) => match fetch(shared, connected, &decision, job).await {
            Ok(observations) => observations,
            Err(retry) => {
                let attempts = delivery.attempts + 1;
                if attempts >= shared.limits.attempts {
                    warn!(retry.slug, retry.detail, "delivery parked");
                    return shared.store.park_delivery(delivery.id, &retry.slug).await;
                }
                let at = shared.retry_at(attempts, delivery.id.0, Some(retry.not_before));
                info!(retry.slug, retry.detail, %at, "read again later");
                return shared.store.postpone_delivery(delivery.id, at, &retry.slug).await;
            }
        },
    };
    hand_over(shared, connected, delivery, decision, observations).await
}

/// Carries a read out, page by page.
pub(crate) async fn fetch(
    shared: &Shared,
    connected: &Connected,
    decision: &str,
    job: Job,
) -> Result<Observations, Retry> {
    let mut all = Observations::default();
    let mut next = Some(job);
    while let Some(job) = next.take() {
        let step = connected.line.adapter().begin(&job, shared.clock.now());
        let Ok(outcome) = shared.executor.drive(&connected.line, decision, step, &mut NotSaved).await;
        match outcome {
            Outcome::Observed { observations, rest } => {
                all.facts.extend(observations.facts);
                all.contacts.extend(observations.contacts);
                next = rest;
            }
            Outcome::Gone(target) => info!(?target, "the platform does not know it"),
            Outcome::Retry(retry) => return Err(retry),
            Outcome::Acknowledged(_) | Outcome::Refused(_) => {
                error!("a read ended like a write");
            }
        }
    }
    Ok(all)
}

async fn hand_over(
    shared: &Shared,
    connected: &Connected,
    delivery: WaitingDelivery,
    decision: String,
    observations: Observations,
) -> Result<(), StoreError> {
    let (commands, contacts) = taken_apart(observations);
    let input = Input { decision, commands, contacts, delivery: Some(delivery.id), ..Input::default() };
    match connected.practice.take_in(input).await {
        Ok(refusals) => match refusals.first() {
            Some(refusal) => shared.store.park_delivery(delivery.id, &refusal.to_string()).await,
            None => Ok(()),
        },
        Err(NotTaken::Never(why)) => {
            error!(why, "delivery parked");
            shared.store.park_delivery(delivery.id, &why).await
        }
        Err(NotTaken::Later(why)) => {
            let at = shared.retry_at(delivery.attempts + 1, delivery.id.0, None);
            shared.store.postpone_delivery(delivery.id, at, &why).await
        }
    }
}
