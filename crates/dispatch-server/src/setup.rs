//! The setup of a server, ready made: files have been read and secrets looked up.

use std::{collections::BTreeMap, net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use adapter_kit::{Adapter, Secret};
use dispatch_core::{
    ConnectionId, LocationId, PracticeId, Rulebook, Timestamp,
    engine::{Automation, Channels, Completed, Connection, Sender},
};
use notifier::{Channel, EmailAddress};

/// All that a server is started with.
#[derive(Clone)]
pub struct Setup {
    /// The address to listen on; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The database file.
    pub database: PathBuf,
    /// The practices that it serves.
    pub practices: Vec<PracticeSetup>,
    /// Its bounds.
    pub limits: Limits,
}

/// One practice.
#[derive(Clone)]
pub struct PracticeSetup {
    /// Its rules.
    pub rulebook: Arc<Rulebook>,
    /// Its platform accounts.
    pub connections: Vec<ConnectionSetup>,
    /// Its way of writing to clients.
    pub messages: MessageSetup,
    /// The tokens that open the API for it; the API is off without one.
    pub api_tokens: Vec<Secret>,
}

/// One platform account.
#[derive(Clone)]
pub struct ConnectionSetup {
    /// Our name of it: `POST /webhooks/{id}`. Unique among all practices.
    pub id: ConnectionId,
    /// Its translator.
    pub adapter: Arc<dyn Adapter>,
    /// The secrets that may have signed its deliveries; at least one.
    pub webhook_secrets: Vec<Secret>,
    /// How far the engine may go by itself.
    pub automation: Automation,
    /// The sender of messages to clients.
    pub sender: Sender,
    /// Appointments created before are adopted as they are.
    pub go_live: Option<Timestamp>,
}

/// A practice's way of writing to clients.
#[derive(Clone)]
pub struct MessageSetup {
    /// The way that messages leave.
    pub channel: Channel,
    /// The practice's name, as clients know it.
    pub practice_name: String,
    /// The address that messages come from.
    pub from: EmailAddress,
    /// A number to call about changes.
    pub phone: Option<String>,
    /// Its places. A location without an entry is named by its id.
    pub places: BTreeMap<LocationId, Place>,
}

/// A location, as messages name it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Its name.
    pub name: String,
    /// Its address in one line.
    pub address: Option<String>,
}

/// The bounds of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The largest delivery taken in, in bytes.
    pub body_bytes: usize,
    /// The largest answer of a platform that is read, in bytes.
    pub reply_bytes: usize,
    /// How long a platform has to answer one request.
    pub request_timeout: Duration,
    /// How many deliveries are read, and how many effects are carried out, at the same time.
    pub concurrency: usize,
    /// How often something is tried before it is left to a person.
    pub attempts: u32,
    /// How long a shutdown waits for what is being done.
    pub grace: Duration,
    /// How long raw bodies of deliveries are kept, in days.
    pub keep_bodies_days: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 256 * 1024,
            reply_bytes: 8 * 1024 * 1024,
            request_timeout: Duration::from_secs(10),
            concurrency: 16,
            attempts: 12,
            grace: Duration::from_secs(10),
            keep_bodies_days: 30,
        }
    }
}

impl PracticeSetup {
    /// The practice that these rules are for.
    #[must_use]
    pub fn practice(&self) -> &PracticeId {
        self.rulebook.practice()
    }
}

impl ConnectionSetup {
    pub(crate) fn declaration(&self) -> Connection {
        Connection {
            connection: self.id.clone(),
            authority: self.adapter.capabilities().authority,
            automation: self.automation,
            sender: self.sender,
            go_live: self.go_live,
            // Messages go by e-mail alone so far.
            channels: Channels { sms: false, email: true },
            completed: Completed::default(),
        }
    }
}
