//! Starting, watching and stopping a server.

use std::{collections::BTreeMap, net::SocketAddr, sync::Arc};

use dispatch_core::{
    ConnectionId, PracticeId, Timestamp,
    engine::{Command, Fact, State},
};
use dispatch_store::{Store, StoreError};
use tokio::{net::TcpListener, sync::watch, task::JoinSet};
use tracing::{info, warn};

use crate::{
    clock::Clock,
    http::routes,
    observe::{
        metrics::Metrics,
        timing::{Timing, Timings},
    },
    platform::executor::{Executor, Line},
    practice::worker::{Input, OpenError, Practice},
    setup::Setup,
    shared::{Connected, House, Shared},
    workers::{inbox, outbox, timers},
};

/// The service. [`Server::start`] is all there is to it.
#[derive(Debug)]
pub struct Server;

/// A server at work. Dropping it stops it at once, as a crash would; nothing that was acknowledged is lost.
pub struct Running {
    address: SocketAddr,
    shared: Arc<Shared>,
    stop: watch::Sender<bool>,
    workers: JoinSet<()>,
    practices: JoinSet<()>,
}

/// Why a server did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {cause}")]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// What the system says.
        cause: std::io::Error,
    },
    /// The database cannot be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A practice cannot be opened.
    #[error(transparent)]
    Practice(#[from] OpenError),
    /// The rulebook or a connection was not taken in.
    #[error("`{practice}` cannot be served: {why}")]
    NotAdopted {
        /// Whose.
        practice: PracticeId,
        /// Why.
        why: String,
    },
    /// Two practices, or two connections, have the same name.
    #[error("`{0}` is configured twice")]
    Twice(String),
    /// A connection without a secret could not tell a delivery from a forgery.
    #[error("connection `{0}` has no webhook secret")]
    NoSecret(ConnectionId),
    /// The HTTP client cannot be made.
    #[error("no HTTP client: {0}")]
    Client(String),
}

impl Server {
    /// Opens the database, rebuilds every practice from its journal, adopts its rulebook and starts to listen and to work.
    /// Needs a tokio runtime with time and I/O.
    ///
    /// # Errors
    /// [`StartError`]; nothing runs then.
    pub async fn start(setup: Setup, clock: Clock) -> Result<Running, StartError> {
        let listener = TcpListener::bind(setup.listen)
            .await
            .map_err(|cause| StartError::Listen { address: setup.listen, cause })?;
        let address =
            listener.local_addr().map_err(|cause| StartError::Listen { address: setup.listen, cause })?;
        let store = Store::open(&setup.database).await?;
        let unknown = store.recover_outbox().await?;
        if unknown > 0 {
            warn!(unknown, "messages that may or may not have been sent before the last stop");
        }

        let (metrics, timings) = (Metrics::new(), Timings::default());
        let executor = Executor::new(clock.clone(), metrics.clone(), timings.clone(), &setup.limits)
            .map_err(|error| StartError::Client(error.to_string()))?;
        let (changed, _) = watch::channel(());
        let (stop, stopping) = watch::channel(false);
        let mut shared = Shared {
            store,
            clock,
            metrics,
            timings,
            executor,
            limits: setup.limits,
            houses: BTreeMap::new(),
            lines: BTreeMap::new(),
            changed,
            stopping,
            at_work: watch::channel(0).0,
        };
        let mut practices = JoinSet::new();
        for practice in setup.practices {
            open(&mut shared, practice, &mut practices).await?;
        }

        let shared = Arc::new(shared);
        let mut workers = JoinSet::new();
        workers.spawn(inbox::run(shared.clone()));
        workers.spawn(outbox::run(shared.clone()));
        workers.spawn(timers::run(shared.clone()));
        workers.spawn(purge(shared.clone()));
        workers.spawn(listen(shared.clone(), listener));
        info!(%address, "listening");
        Ok(Running { address, shared, stop, workers, practices })
    }
}

impl Running {
    /// Where it listens.
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
        Some(self.shared.houses.get(practice)?.practice.state())
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
            let at_work = *self.shared.at_work.borrow();
            if at_work == 0 && self.shared.store.is_idle(now).await.unwrap_or(false) {
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

async fn open(
    shared: &mut Shared,
    setup: crate::setup::PracticeSetup,
    practices: &mut JoinSet<()>,
) -> Result<(), StartError> {
    let (practice, worker) = Practice::open(
        setup.rulebook,
        shared.store.clone(),
        shared.clock.clone(),
        shared.metrics.clone(),
        shared.timings.clone(),
        shared.changed.clone(),
    )
    .await?;
    practices.spawn(worker.run());

    let declarations = setup.connections.iter().map(|connection| connection.declaration());
    let mut commands = vec![Command::AdoptRulebook {}];
    commands.extend(declarations.map(|connection| Command::Fact(Fact::ConnectionDeclared(connection))));
    let input = Input { decision: "start".to_owned(), commands, ..Input::default() };
    let refused = match practice.take_in(input).await {
        Ok(refusals) => refusals.first().map(ToString::to_string),
        Err(error) => Some(error.to_string()),
    };
    if let Some(why) = refused {
        return Err(StartError::NotAdopted { practice: practice.id().clone(), why });
    }

    for connection in setup.connections {
        if connection.webhook_secrets.is_empty() {
            return Err(StartError::NoSecret(connection.id));
        }
        let id = connection.id.clone();
        let connected = Connected { line: Line::new(connection), practice: practice.clone() };
        if shared.lines.insert(id.clone(), Arc::new(connected)).is_some() {
            return Err(StartError::Twice(id.to_string()));
        }
    }
    let id = practice.id().clone();
    if shared.houses.insert(id.clone(), House { practice, messages: setup.messages }).is_some() {
        return Err(StartError::Twice(id.to_string()));
    }
    Ok(())
}

async fn listen(shared: Arc<Shared>, listener: TcpListener) {
    let mut stopping = shared.stopping.clone();
    let stop = async move {
        let _ = stopping.wait_for(|stop| *stop).await;
    };
    let served = axum::serve(listener, routes::router(shared)).with_graceful_shutdown(stop).await;
    if let Err(error) = served {
        tracing::error!(%error, "no longer listening");
    }
}

/// Forgets raw bodies once an hour.
async fn purge(shared: Arc<Shared>) {
    const HOUR: i64 = 60 * 60 * 1_000;
    let keep = i64::from(shared.limits.keep_bodies_days) * 24 * HOUR;
    loop {
        let now = shared.clock.now();
        match shared.store.purge_bodies(Timestamp(now.0.saturating_sub(keep))).await {
            Ok(0) => {}
            Ok(bodies) => info!(bodies, "raw bodies forgotten"),
            Err(error) => warn!(%error, "raw bodies could not be forgotten"),
        }
        // Nobody ever sends: only the hour and the stop count.
        let (_never, mut no_changes) = watch::channel(());
        if shared.wait(&mut no_changes, Some(Timestamp(now.0.saturating_add(HOUR)))).await {
            return;
        }
    }
}
