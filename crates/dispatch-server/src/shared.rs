//! What every part of a running server holds.

use std::{collections::BTreeMap, sync::Arc};

use adapter_kit::Observations;
use dispatch_core::{ConnectionId, PracticeId, Timestamp, engine::Command};
use dispatch_store::{ContactRow, Store};
use tokio::sync::watch;

use crate::{
    clock::Clock,
    observe::{metrics::Metrics, timing::Timings},
    platform::executor::{Executor, Line},
    practice::worker::Practice,
    setup::{Limits, MessageSetup},
};

/// What every part of a running server holds.
pub(crate) struct Shared {
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    pub(crate) metrics: Metrics,
    pub(crate) timings: Timings,
    pub(crate) executor: Executor,
    pub(crate) limits: Limits,
    pub(crate) houses: BTreeMap<PracticeId, House>,
    pub(crate) lines: BTreeMap<ConnectionId, Arc<Connected>>,
    /// Something changed: whoever waits for work looks again.
    pub(crate) changed: watch::Sender<()>,
    /// True once the server is to stop.
    pub(crate) stopping: watch::Receiver<bool>,
    /// How many deliveries, effects and timers are being worked on.
    pub(crate) at_work: watch::Sender<usize>,
}

/// A practice and how it writes to clients.
pub(crate) struct House {
    pub(crate) practice: Practice,
    pub(crate) messages: MessageSetup,
}

/// A connection and whose it is.
pub(crate) struct Connected {
    pub(crate) line: Line,
    pub(crate) practice: Practice,
}

/// Counts as one thing being worked on until dropped.
pub(crate) struct AtWork(Arc<Shared>);

impl Shared {
    pub(crate) fn begin_work(self: &Arc<Self>) -> AtWork {
        self.at_work.send_modify(|count| *count += 1);
        AtWork(self.clone())
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

    /// `attempts` failures behind us: when to try again. The jitter is drawn from the id, so that many that failed together
    /// come back apart.
    pub(crate) fn retry_at(&self, attempts: u32, id: i64, not_before: Option<Timestamp>) -> Timestamp {
        let base = 500_i64 << attempts.min(10);
        let spread = id.wrapping_mul(0x5851_F42D).wrapping_add(i64::from(attempts) * 7_919).rem_euclid(1_000);
        let delay = base + base * spread / 2_000;
        let at = Timestamp(self.clock.now().0.saturating_add(delay));
        not_before.map_or(at, |not_before| at.max(not_before))
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        self.0.at_work.send_modify(|count| *count -= 1);
        self.0.changed.send_replace(());
    }
}

/// Observations as commands and contacts.
pub(crate) fn taken_apart(observations: Observations) -> (Vec<Command>, Vec<ContactRow>) {
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
