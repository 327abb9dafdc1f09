//! The parts that every room of a running server works with.

use std::{collections::BTreeMap, sync::Arc};

use adapter_kit::Observations;
use dispatch_core::{ConnectionId, PracticeId, Timestamp, engine::Command};
use dispatch_store::{ContactRow, InboxId, Store};
use tokio::sync::watch;

use crate::{
    clock::Clock,
    http::api::tokens::Tokens,
    observe::{metrics::Metrics, timing::Timings},
    platform::{connection::PlatformConnection, executor::Executor},
    practice::handle::Practice,
    setup::{Limits, MessageSetup},
};

/// The parts that every room of a running server works with.
pub(crate) struct Shared {
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    pub(crate) metrics: Metrics,
    pub(crate) timings: Timings,
    pub(crate) executor: Executor,
    pub(crate) limits: Limits,
    /// The tokens that open the API.
    pub(crate) tokens: Tokens,
    pub(crate) practices: BTreeMap<PracticeId, ServedPractice>,
    pub(crate) connections: BTreeMap<ConnectionId, Arc<Connected>>,
    /// Something changed: every loop that waits for work looks again.
    pub(crate) changed: watch::Sender<()>,
    /// True once the server is to stop.
    pub(crate) stopping: watch::Receiver<bool>,
    /// How many deliveries, effects and timers are being worked on.
    pub(crate) in_flight: watch::Sender<usize>,
}

/// A practice and its way of writing to clients.
pub(crate) struct ServedPractice {
    pub(crate) practice: Practice,
    pub(crate) messages: MessageSetup,
}

/// A connection and its practice.
pub(crate) struct Connected {
    pub(crate) connection: PlatformConnection,
    pub(crate) practice: Practice,
}

/// Counts as one thing being worked on until dropped.
pub(crate) struct InFlight(Arc<Shared>);

impl Shared {
    pub(crate) fn begin_work(self: &Arc<Self>) -> InFlight {
        self.in_flight.send_modify(|count| *count += 1);
        InFlight(self.clone())
    }

    pub(crate) fn is_stopping(&self) -> bool {
        *self.stopping.borrow()
    }

    /// Returns when something changed, at the moment given, or when the server is to stop; true then.
    pub(crate) async fn wait(&self, changes: &mut watch::Receiver<()>, until: Option<Timestamp>) -> bool {
        let mut stopping = self.stopping.clone();
        let due = async {
            match until {
                Some(until) => self.clock.sleep_until(until).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = changes.changed() => {}
            () = due => {}
            _ = stopping.wait_for(|stop| *stop) => {}
        }
        self.is_stopping()
    }

    /// Returns at the moment given, or when the server is to stop; true then. Changes do not count.
    pub(crate) async fn pause(&self, until: Timestamp) -> bool {
        let (_never, mut no_changes) = watch::channel(());
        self.wait(&mut no_changes, Some(until)).await
    }

    /// The moment of the next try after `attempts` failures. The jitter is drawn from the id, so that many that failed
    /// together come back apart.
    pub(crate) fn retry_at(&self, attempts: u32, id: i64, not_before: Option<Timestamp>) -> Timestamp {
        // Half a second, doubled with each failure up to 8.5 minutes, and up to half of that again.
        let base = 500_i64 << attempts.min(10);
        let spread = id.wrapping_mul(0x5851_F42D).wrapping_add(i64::from(attempts) * 7_919).rem_euclid(1_000);
        let delay = base + base * spread / 2_000;
        let at = Timestamp(self.clock.now().0.saturating_add(delay));
        not_before.map_or(at, |not_before| at.max(not_before))
    }
}

impl Connected {
    /// The decision id of a delivery, the same from its receipt to the message.
    pub(crate) fn decision(&self, id: InboxId) -> String {
        format!("{}-{}", self.connection.setup.id, id.0)
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.in_flight.send_modify(|count| *count -= 1);
        self.0.changed.send_replace(());
    }
}

/// Observations as what the engine and the store take of them.
pub(crate) fn into_commands_and_contacts(observations: Observations) -> (Vec<Command>, Vec<ContactRow>) {
    let contacts = observations
        .contacts
        .into_iter()
        .map(|contact| ContactRow {
            client: contact.client,
            name: contact.name,
            email: contact.email,
            phone: contact.phone,
        })
        .collect();
    (observations.facts.into_iter().map(Command::Fact).collect(), contacts)
}
