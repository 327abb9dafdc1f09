//! The form of the configuration file.

use std::{collections::BTreeMap, net::SocketAddr, path::PathBuf};

use adapter_kit::SettingsTable;
use dispatch_core::{
    ConnectionId, LocationId,
    engine::{Automation, Sender},
};
use serde::{Deserialize, de::IgnoredAny};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Document {
    #[serde(default = "listen")]
    pub(super) listen: SocketAddr,
    #[serde(default = "database")]
    pub(super) database: PathBuf,
    #[serde(default)]
    pub(super) limits: LimitsDocument,
    #[serde(default, rename = "practice")]
    pub(super) practices: Vec<PracticeDocument>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct LimitsDocument {
    pub(super) body_bytes: Option<usize>,
    pub(super) request_timeout_seconds: Option<u32>,
    pub(super) concurrency: Option<u16>,
    /// The old name of `concurrency`, for a fault that says so.
    pub(super) side_by_side: Option<IgnoredAny>,
    pub(super) attempts: Option<u32>,
    pub(super) keep_bodies_days: Option<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PracticeDocument {
    pub(super) rulebook: PathBuf,
    /// The practice's name in messages.
    pub(super) name: String,
    pub(super) messages: MessagesDocument,
    #[serde(default)]
    pub(super) places: BTreeMap<LocationId, PlaceDocument>,
    /// The tokens that open the API: several while one is replaced by another.
    #[serde(default)]
    pub(super) api_tokens: Vec<SecretDocument>,
    #[serde(default, rename = "connection")]
    pub(super) connections: Vec<ConnectionDocument>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MessagesDocument {
    pub(super) from: String,
    #[serde(default)]
    pub(super) phone: Option<String>,
    /// A directory, one file a message: nothing leaves the machine. The default if no relay is named.
    #[serde(default)]
    pub(super) spool: Option<PathBuf>,
    /// A mail relay, `host:port`.
    #[serde(default)]
    pub(super) smtp: Option<String>,
    /// The name of this host, as given to the relay in EHLO.
    #[serde(default = "hello_name")]
    pub(super) hello_name: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlaceDocument {
    pub(super) name: String,
    #[serde(default)]
    pub(super) address: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConnectionDocument {
    pub(super) id: ConnectionId,
    pub(super) platform: String,
    #[serde(default)]
    pub(super) automation: Automation,
    #[serde(default)]
    pub(super) sender: Sender,
    /// RFC 3339.
    #[serde(default)]
    pub(super) go_live: Option<String>,
    pub(super) webhook_secrets: Vec<SecretDocument>,
    /// The secrets that the platform's requests are signed with, by the platform's names.
    #[serde(default)]
    pub(super) secrets: BTreeMap<String, SecretDocument>,
    /// The platform's own settings.
    #[serde(default)]
    pub(super) settings: SettingsTable,
}

/// The place of a secret, which is never in the file itself.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum SecretDocument {
    /// An environment variable.
    Env(String),
    /// A file; white space around its content is ignored.
    File(PathBuf),
}

fn listen() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 8080))
}

fn database() -> PathBuf {
    "dispatch.sqlite".into()
}

fn hello_name() -> String {
    "localhost".into()
}
