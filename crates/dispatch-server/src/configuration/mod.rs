//! The configuration file: from TOML and the environment to a [`Setup`], or all that is wrong with it.

mod document;
mod resolve;

use std::{fmt, path::Path};

use dispatch_core::Timestamp;

use crate::Setup;

/// One fault of a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigurationFault {
    /// Where: a file, or a place in the document such as `practice[0].connection[1].api_key`.
    pub place: String,
    /// What is wrong.
    pub message: String,
    /// What to do about it; may be empty.
    pub help: String,
}

impl fmt::Display for ConfigurationFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

impl std::error::Error for ConfigurationFault {}

/// Reads a configuration file, the rulebooks that it names, and its secrets. Relative paths are those of its directory.
/// `environment` looks a variable up; `DISPATCH_LISTEN` and `DISPATCH_DATABASE` go before what the file says. Rulebooks
/// are laid out around `now`.
///
/// # Errors
/// Every fault that can be told from the others.
pub fn configure(
    path: &Path,
    environment: &dyn Fn(&str) -> Option<String>,
    now: Timestamp,
) -> Result<Setup, Vec<ConfigurationFault>> {
    let name = path.display().to_string();
    let fault = |message: String, help: &str| {
        vec![ConfigurationFault { place: name.clone(), message, help: help.to_owned() }]
    };
    let text = std::fs::read_to_string(path)
        .map_err(|error| fault(format!("cannot be read: {error}"), "name a file that exists"))?;
    let document: document::Document =
        toml::from_str(&text).map_err(|error| fault(error.to_string().trim().to_owned(), ""))?;
    let directory = path.parent().unwrap_or(Path::new(""));
    resolve::resolve(document, directory, environment, now)
}
