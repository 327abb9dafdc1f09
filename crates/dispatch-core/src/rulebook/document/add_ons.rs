//! What may be added to a service.

use serde::{Deserialize, Serialize};

use crate::{ids::ServiceCode, time::Minutes};

/// Something that may be added to a service: it makes it longer and dearer, and is done by whoever treats.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AddOnDocument {
    /// Short stable code.
    pub code: String,
    /// Name for people; the code if absent.
    #[serde(default)]
    pub name: Option<String>,
    /// The platforms' codes and ids of it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// How much longer the service is with it.
    #[serde(default)]
    pub minutes: Minutes,
    /// What it costs, in cents; nothing if absent.
    #[serde(default)]
    pub price: Option<i64>,
    /// The services that it may be added to, by code or alias; any if empty.
    #[serde(default)]
    pub services: Vec<ServiceCode>,
}
