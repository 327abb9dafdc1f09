//! The start of a server.

use std::{collections::BTreeMap, net::SocketAddr, sync::Arc};

use dispatch_core::{
    ConnectionId, PracticeId,
    engine::{Command, Fact},
};
use dispatch_store::{Store, StoreError};
use tokio::{net::TcpListener, sync::watch, task::JoinSet};
use tracing::{info, warn};

use crate::{
    clock::Clock,
    http::{api::tokens::Tokens, routes},
    observe::{metrics::Metrics, timing::Timings},
    platform::{connection::PlatformConnection, executor::Executor},
    practice::{input::Input, replay::OpenError, worker::Worker},
    running::Running,
    setup::{PracticeSetup, Setup},
    shared::{Connected, ServedPractice, Shared},
    workers::{inbox, outbox, retention, timers},
};

/// The service. [`Server::start`] is all there is to it.
#[derive(Debug)]
pub struct Server;

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
        /// The practice.
        practice: PracticeId,
        /// Why.
        why: String,
    },
    /// Two practices, or two connections, have the same name.
    #[error("`{0}` is configured twice")]
    Twice(String),
    /// Without a secret a delivery cannot be told from a forgery.
    #[error("connection `{0}` has no webhook secret")]
    NoSecret(ConnectionId),
    /// A token opens the API for one practice.
    #[error("`{0}` has an API token that another practice has too")]
    SharedToken(PracticeId),
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
        if let Some(copy) = store.copy_before_migration() {
            info!(copy = %copy.display(), "database migrated; a copy of it as it was is kept");
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
            tokens: Tokens::default(),
            practices: BTreeMap::new(),
            connections: BTreeMap::new(),
            changed,
            stopping,
            in_flight: watch::channel(0).0,
        };
        let mut practices = JoinSet::new();
        for practice in setup.practices {
            open(&mut shared, practice, &mut practices).await?;
        }

        if shared.tokens.is_empty() {
            info!("the API for the desk is off: no practice names a token under `api_tokens`");
        }
        let why = "its connection is no longer configured";
        let parked = shared.store.park_unserved_deliveries(why).await?;
        if parked > 0 {
            warn!(parked, why, "deliveries parked");
        }

        let shared = Arc::new(shared);
        let mut workers = JoinSet::new();
        workers.spawn(inbox::run(shared.clone()));
        workers.spawn(outbox::run(shared.clone()));
        workers.spawn(timers::run(shared.clone()));
        workers.spawn(retention::run(shared.clone()));
        workers.spawn(routes::listen(shared.clone(), listener));
        info!(%address, "listening");
        Ok(Running { address, shared, stop, workers, practices })
    }
}

async fn open(
    shared: &mut Shared,
    setup: PracticeSetup,
    practices: &mut JoinSet<()>,
) -> Result<(), StartError> {
    let connections: Vec<_> = setup.connections.iter().map(|connection| &connection.id).collect();
    let (practice, worker) = Worker::open(
        setup.rulebook,
        &connections,
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
        let connection = PlatformConnection::new(connection);
        let connected = Connected { connection, practice: practice.clone() };
        if shared.connections.insert(id.clone(), Arc::new(connected)).is_some() {
            return Err(StartError::Twice(id.to_string()));
        }
    }
    let id = practice.id().clone();
    for token in &setup.api_tokens {
        if !shared.tokens.add(token, &id) {
            return Err(StartError::SharedToken(id));
        }
    }
    let served = ServedPractice { practice, messages: setup.messages };
    if shared.practices.insert(id.clone(), served).is_some() {
        return Err(StartError::Twice(id.to_string()));
    }
    Ok(())
}
