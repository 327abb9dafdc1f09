//! Credentials, and credentials as providers hold them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::ids::CredentialId;

/// One credential.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CredentialDocument {
    /// Short stable name.
    pub id: CredentialId,
    /// Name for people; the id if absent.
    #[serde(default)]
    pub name: Option<String>,
}

/// A credential as held by a provider. Both dates are included.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HeldCredential {
    /// Which one.
    pub id: CredentialId,
    /// First valid date; always valid before `until` if absent.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// Last valid date; valid for ever if absent.
    #[serde(default)]
    pub until: Option<NaiveDate>,
}
