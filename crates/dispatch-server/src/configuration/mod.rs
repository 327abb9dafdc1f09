//! The configuration file: from TOML and the environment to a [`Setup`], or every fault in it.

mod connection;
mod document;
mod fault;
mod resolve;
mod resolver;
mod secret;

use std::path::Path;

use adapter_kit::Platform;
use dispatch_core::Timestamp;

use crate::setup::Setup;

pub use fault::ConfigurationFault;

/// Reads a configuration file, the rulebooks that it names, and its secrets. Relative paths start at its directory. A
/// connection names one of `platforms`. `environment` looks up a variable; `DISPATCH_LISTEN` and `DISPATCH_DATABASE`
/// override the file. The horizon of the rulebooks lies around `now`.
///
/// # Errors
/// Every fault that can be found in one pass.
pub fn configure(
    path: &Path,
    platforms: &[Platform],
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
    resolve::resolve(document, directory, platforms, environment, now)
}
