//! The means to resolve a configuration, and the faults found so far.

use std::path::Path;

use adapter_kit::Platform;
use dispatch_core::Timestamp;

use super::fault::ConfigurationFault;

pub(super) struct Resolver<'a> {
    pub(super) directory: &'a Path,
    pub(super) platforms: &'a [Platform],
    pub(super) environment: &'a dyn Fn(&str) -> Option<String>,
    pub(super) now: Timestamp,
    pub(super) faults: Vec<ConfigurationFault>,
}

impl Resolver<'_> {
    pub(super) fn fault(&mut self, place: &str, message: impl Into<String>, help: &str) {
        self.faults.push(ConfigurationFault {
            place: place.to_owned(),
            message: message.into(),
            help: help.to_owned(),
        });
    }
}
