//! Names of lanes and roles as traces and assignments show them.

use std::{fmt, ops::Deref, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::ids::{ProviderId, ResourceId};

/// A provider, room or device by its id, or a provider as a supervisor.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// A provider.
    Provider(ProviderId),
    /// A room.
    Room(ResourceId),
    /// A device.
    Device(ResourceId),
    /// A provider who supervises from outside the room.
    Supervisor(ProviderId),
}

impl Who {
    /// True for a room or device.
    pub(crate) const fn is_thing(&self) -> bool {
        matches!(self, Self::Room(_) | Self::Device(_))
    }

    /// The id as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Provider(id) | Self::Supervisor(id) => id.as_str(),
            Self::Room(id) | Self::Device(id) => id.as_str(),
        }
    }
}

/// The name of a role, such as `provider` or `assistant`. An assignment holds one for every provider, room and device in
/// it, so the usual names are constants: copying one touches no count of references.
#[derive(Clone)]
pub struct RoleName(Name);

#[derive(Clone)]
enum Name {
    Usual(&'static str),
    Own(Arc<str>),
}

const USUAL: [&str; 3] = ["provider", "room", "device"];

impl From<&str> for RoleName {
    fn from(name: &str) -> Self {
        let usual = USUAL.into_iter().find(|usual| *usual == name);
        Self(usual.map_or_else(|| Name::Own(name.into()), Name::Usual))
    }
}

impl Deref for RoleName {
    type Target = str;

    fn deref(&self) -> &str {
        match &self.0 {
            Name::Usual(name) => name,
            Name::Own(name) => name,
        }
    }
}

impl AsRef<str> for RoleName {
    fn as_ref(&self) -> &str {
        self
    }
}

impl PartialEq for RoleName {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for RoleName {}

impl fmt::Debug for RoleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl fmt::Display for RoleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self)
    }
}

impl Serialize for RoleName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl<'de> Deserialize<'de> for RoleName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|name| Self::from(name.as_str()))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for RoleName {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "RoleName".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string" })
    }
}
