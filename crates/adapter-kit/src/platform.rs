//! Platforms that a program is built with, and how their connections are configured.

use std::{collections::BTreeMap, sync::Arc};

use dispatch_core::ConnectionId;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{Adapter, Secret};

/// A booking platform that a program is built with. The crate of its adapter has a constant of this type, and the program
/// lists those constants; nothing else knows the platforms by name.
#[derive(Clone, Copy, Debug)]
pub struct Platform {
    /// The platform's name in configurations, such as `boulevard`.
    pub name: &'static str,
    /// Builds the adapter of a connection, or gives every fault of its settings.
    pub connect: fn(Connecting) -> AdapterOrFaults,
}

/// The adapter of a connection, or every fault of its settings.
pub type AdapterOrFaults = Result<Arc<dyn Adapter>, Vec<SettingFault>>;

/// A connection's settings in a neutral form, whatever the format of the configuration.
pub type SettingsTable = serde_json::Map<String, Value>;

/// A connection that is being configured: its settings and secrets, and the faults found in them so far.
#[derive(Debug)]
pub struct Connecting {
    connection: ConnectionId,
    settings: SettingsTable,
    secrets: BTreeMap<String, Result<Secret, String>>,
    faults: Vec<SettingFault>,
}

/// A fault of a connection's settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingFault {
    /// The path of the field within the connection, such as `settings.base_url`.
    pub path: String,
    /// What is wrong with it.
    pub message: String,
    /// What to do about it; may be empty.
    pub help: String,
}

impl Connecting {
    /// A connection with the platform's own settings, and its secrets by name: each as it was looked up, or the reason why
    /// it could not be.
    #[must_use]
    pub const fn new(
        connection: ConnectionId,
        settings: SettingsTable,
        secrets: BTreeMap<String, Result<Secret, String>>,
    ) -> Self {
        Self { connection, settings, secrets, faults: Vec::new() }
    }

    /// Reads the settings. The connection's name is among them, as `connection`: facts name it. None, and a fault, if the
    /// settings are not of that form.
    pub fn settings<T: DeserializeOwned>(&mut self) -> Option<T> {
        let mut settings = std::mem::take(&mut self.settings);
        settings.insert("connection".to_owned(), self.connection.as_str().into());
        match serde_path_to_error::deserialize(Value::Object(settings)) {
            Ok(settings) => Some(settings),
            Err(error) => {
                let path = match error.path().to_string().as_str() {
                    "." => "settings".to_owned(),
                    field => format!("settings.{field}"),
                };
                self.fault(&path, error.into_inner().to_string(), "");
                None
            }
        }
    }

    /// A secret by the platform's name for it. None, and a fault, if there is none.
    pub fn secret(&mut self, name: &str) -> Option<Secret> {
        let path = format!("secrets.{name}");
        match self.secrets.remove(name) {
            Some(Ok(secret)) => Some(secret),
            Some(Err(message)) => {
                self.fault(&path, message, "");
                None
            }
            None => {
                self.fault(
                    &path,
                    "is missing",
                    "name an environment variable (`env`) or a file (`file`) that holds it",
                );
                None
            }
        }
    }

    /// Checks that the program can reach an address of the platform.
    pub fn reachable(&mut self, field: &str, address: &str) {
        // The program's one HTTP client speaks no TLS yet.
        if !address.starts_with("http://") {
            let message = format!("`{address}` needs TLS, which this version does not support");
            let help = "write a plain http address: that of a stand-in, or of a local proxy that adds TLS";
            self.fault(field, message, help);
        }
    }

    /// Notes a fault of a field, given by its path within the connection.
    pub fn fault(&mut self, path: &str, message: impl Into<String>, help: &str) {
        self.faults.push(SettingFault {
            path: path.to_owned(),
            message: message.into(),
            help: help.to_owned(),
        });
    }

    /// The adapter, if it could be built and there was no fault.
    ///
    /// # Errors
    /// Every fault.
    pub fn finish<A: Adapter + 'static>(self, adapter: Option<A>) -> AdapterOrFaults {
        match adapter {
            Some(adapter) if self.faults.is_empty() => Ok(Arc::new(adapter)),
            _ => Err(self.faults),
        }
    }
}
