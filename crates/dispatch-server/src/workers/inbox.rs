//! Deliveries: what one speaks of is read from the platform and handed to the practice.

use std::sync::Arc;

use adapter_kit::{Inbound, Observations};
use dispatch_core::Timestamp;
use dispatch_store::{Claim, ClaimedDelivery, InboxId, StoreError};
use tokio::task::JoinSet;
use tracing::{Instrument, error, info, info_span, warn};

use crate::{
    platform::fetch::fetch,
    practice::input::{Input, NotTaken},
    shared::{Connected, Shared, into_commands_and_contacts},
};

/// How long to wait after the database failed, in milliseconds.
const AFTER_FAILURE: i64 = 1_000;

/// Works until the server stops, then finishes what it began.
pub(crate) async fn run(shared: Arc<Shared>) {
    let mut changes = shared.changed.subscribe();
    let mut tasks = JoinSet::new();
    loop {
        changes.mark_unchanged();
        while let Some(done) = tasks.try_join_next() {
            // A fault of ours. Its delivery stays claimed until the next start, rather than failing for ever in a circle.
            if let Err(error) = done {
                error!(%error, "a delivery's task broke");
            }
        }
        let now = shared.clock.now();
        let free = shared.limits.concurrency.saturating_sub(tasks.len());
        let later = Some(Timestamp(now.0 + AFTER_FAILURE));
        let mut next = shared.store.next_delivery_at().await.unwrap_or(later);
        if next.is_some_and(|next| next <= now) {
            // With all places taken, the end of a delivery is a change.
            next = None;
            if free > 0 {
                match shared.store.claim_deliveries(now, u32::try_from(free).unwrap_or(u32::MAX)).await {
                    Ok(claimed) => {
                        for delivery in claimed {
                            tasks.spawn(one(shared.clone(), delivery));
                        }
                        next = shared.store.next_delivery_after(now).await.unwrap_or(later);
                    }
                    Err(error) => {
                        error!(%error, "inbox cannot be claimed");
                        next = later;
                    }
                }
            }
        }
        if shared.wait(&mut changes, next).await {
            break;
        }
    }
    while tasks.join_next().await.is_some() {}
}

async fn one(shared: Arc<Shared>, delivery: ClaimedDelivery) {
    let claim = delivery.claim;
    let _in_flight = shared.begin_work();
    let span = info_span!("delivery", decision = tracing::field::Empty);
    if let Err(error) = work(&shared, delivery, &span).instrument(span.clone()).await {
        error!(%error, "inbox cannot be written");
        put_back(&shared, claim).await;
    }
}

/// Gives a claim up once the database can be written again. If the server stops before, the next start takes it up.
async fn put_back(shared: &Shared, claim: Claim<InboxId>) {
    while !shared.pause(Timestamp(shared.clock.now().0 + AFTER_FAILURE)).await {
        match shared.store.release_delivery(claim).await {
            Err(error) if error.is_retryable() => {}
            _ => return,
        }
    }
}

async fn work(
    shared: &Arc<Shared>,
    delivery: ClaimedDelivery,
    span: &tracing::Span,
) -> Result<(), StoreError> {
    let Some(connected) = shared.connections.get(&delivery.connection) else {
        return shared.store.park_delivery(delivery.claim, "its connection is no longer configured").await;
    };
    let decision = connected.decision(delivery.claim.id);
    span.record("decision", &decision);
    let inbound = match connected.connection.adapter().decode(&delivery.body, delivery.received_at) {
        Ok(inbound) => inbound,
        Err(error) => return shared.store.park_delivery(delivery.claim, &error.to_string()).await,
    };
    let observations = match inbound {
        Inbound::Observations(observations) => observations,
        Inbound::Ignored { event } => {
            info!(event, "an event that needs no work");
            return shared.store.finish_delivery(delivery.claim).await;
        }
        Inbound::Fetch(job) => match fetch(shared, connected, &decision, job).await {
            Ok(observations) => observations,
            Err(retry) => {
                let attempts = delivery.attempts + 1;
                if attempts >= shared.limits.attempts {
                    warn!(retry.slug, retry.detail, "delivery parked");
                    return shared.store.park_delivery(delivery.claim, &retry.slug).await;
                }
                let at = shared.retry_at(attempts, delivery.claim.id.0, Some(retry.not_before));
                info!(retry.slug, retry.detail, %at, "delivery tried again later");
                return shared.store.postpone_delivery(delivery.claim, at, &retry.slug).await;
            }
        },
    };
    hand_over(shared, connected, delivery, decision, observations).await
}

async fn hand_over(
    shared: &Shared,
    connected: &Connected,
    delivery: ClaimedDelivery,
    decision: String,
    observations: Observations,
) -> Result<(), StoreError> {
    let (commands, contacts) = into_commands_and_contacts(observations);
    let input = Input { decision, commands, contacts, delivery: Some(delivery.claim.id), ..Input::default() };
    match connected.practice.take_in(input).await {
        Ok(refusals) => match refusals.first() {
            Some(refusal) => shared.store.park_delivery(delivery.claim, &refusal.to_string()).await,
            None => Ok(()),
        },
        Err(NotTaken::Never(why)) => {
            error!(why, "delivery parked");
            shared.store.park_delivery(delivery.claim, &why).await
        }
        Err(NotTaken::Later(why)) => {
            let at = shared.retry_at(delivery.attempts + 1, delivery.claim.id.0, None);
            shared.store.postpone_delivery(delivery.claim, at, &why).await
        }
    }
}
