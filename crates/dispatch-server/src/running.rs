//! A running server: watched, moved through time by scenarios, and stopped.

use std::{net::SocketAddr, sync::Arc};

use dispatch_core::{PracticeId, Timestamp, engine::State};
use dispatch_store::Store;
use tokio::{sync::watch, task::JoinSet};
use tracing::{info, warn};

use crate::{clock::Clock, observe::timing::Timing, shared::Shared};

/// A server at work. Dropping it stops it at once, as a crash would; nothing that was acknowledged is lost.
pub struct Running {
    pub(crate) address: SocketAddr,
    pub(crate) shared: Arc<Shared>,
    pub(crate) stop: watch::Sender<bool>,
    pub(crate) workers: JoinSet<()>,
    pub(crate) practices: JoinSet<()>,
}

impl Running {
    /// The address that it listens on.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.shared.clock
    }

    /// Its database, for reading.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.shared.store
    }

    /// A practice's state after its last durable batch.
    #[must_use]
    pub fn state(&self, practice: &PracticeId) -> Option<Arc<State>> {
        Some(self.shared.practices.get(practice)?.practice.state())
    }

    /// How long each decision took, in the order of receipt.
    #[must_use]
    pub fn timings(&self) -> Vec<Timing> {
        self.shared.timings.all()
    }

    /// The metrics as a collector reads them.
    #[must_use]
    pub fn metrics(&self) -> String {
        self.shared.metrics.text()
    }

    /// Returns once nothing is being done and nothing is due now. What waits for a later moment (a retry, a timer) does not
    /// count.
    pub async fn settled(&self) {
        let mut changes = self.shared.changed.subscribe();
        loop {
            changes.mark_unchanged();
            let now = self.shared.clock.now();
            let in_flight = *self.shared.in_flight.borrow();
            if in_flight == 0 && self.shared.store.is_idle(now).await.unwrap_or(false) {
                return;
            }
            let soon = Timestamp(now.0.saturating_add(50));
            if self.shared.wait(&mut changes, Some(soon)).await {
                return;
            }
        }
    }

    /// Moves a scenario's clock to a moment, stopping at every timer on the way so that each fires in its own minute.
    pub async fn advance_to(&self, moment: Timestamp) {
        loop {
            self.settled().await;
            match self.shared.store.next_timer_at().await {
                Ok(Some(due)) if due <= moment && due > self.shared.clock.now() => {
                    self.shared.clock.advance_to(due);
                }
                _ => break,
            }
        }
        self.shared.clock.advance_to(moment);
        self.settled().await;
    }

    /// Stops taking work in, finishes what was begun (within the limit's grace), and closes the database.
    pub async fn shutdown(mut self) {
        info!("stopping");
        self.stop.send_replace(true);
        let grace = self.shared.limits.grace;
        let finished =
            tokio::time::timeout(grace, async { while self.workers.join_next().await.is_some() {} });
        if finished.await.is_err() {
            warn!("stopped in the middle of something; the next start takes it up");
        }
        self.workers.shutdown().await;
        self.practices.shutdown().await;
        self.shared.store.close().await;
    }

    /// Returns when the process is told to stop: by SIGTERM or by control and C.
    pub async fn stop_requested() {
        let interrupted = async {
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            match signal(SignalKind::terminate()) {
                Ok(mut terminated) => tokio::select! {
                    () = interrupted => {}
                    _ = terminated.recv() => {}
                },
                Err(_) => interrupted.await,
            }
        }
        #[cfg(not(unix))]
        interrupted.await;
    }
}
