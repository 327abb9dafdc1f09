use dispatch_core::{PlatformId, Timestamp, engine::Write};
use serde::{Deserialize, Serialize};

/// A job for an adapter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "job", rename_all = "snake_case")]
pub enum Job {
    /// Read one thing completely.
    Hydrate(Target),
    /// Set an appointment to what we decided.
    Write(Write),
    /// Read everything of a location that starts in a span.
    Sync {
        /// The platform's location id.
        location: PlatformId,
        /// First moment.
        from: Timestamp,
        /// First moment after.
        until: Timestamp,
        /// The start of this page, in the adapter's own words; none for the first page.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        page: Option<String>,
    },
}

/// The thing to read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", content = "id", rename_all = "snake_case")]
pub enum Target {
    /// An appointment with its services, resources and client.
    Appointment(PlatformId),
    /// A provider's block.
    Block(PlatformId),
}
