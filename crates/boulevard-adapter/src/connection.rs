//! A connection: settings and credentials of one Boulevard account.

use crate::settings::{Credentials, Settings};

/// One connection to Boulevard.
#[derive(Clone, Debug)]
pub struct Boulevard {
    pub(crate) settings: Settings,
    pub(crate) credentials: Credentials,
}

impl Boulevard {
    /// A connection with these settings, signing its requests with these credentials.
    #[must_use]
    pub const fn new(settings: Settings, credentials: Credentials) -> Self {
        Self { settings, credentials }
    }

    /// The connection's settings.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }
}
