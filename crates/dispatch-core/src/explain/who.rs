//! What a role is called.

use std::{fmt, ops::Deref, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The name of a role, such as `provider` or `assistant`. An assignment names one for everybody and everything in it: the usual names are
/// copied without counting who shares them.
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
