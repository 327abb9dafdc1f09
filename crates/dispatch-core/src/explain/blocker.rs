//! What stands in a candidate's way: at least one thing.

use serde::{Deserialize, Deserializer, Serialize, de};

use super::Blocker;

/// One blocker or more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Blockers(Vec<Blocker>);

impl Blockers {
    /// All of a list; none if it is empty.
    #[must_use]
    pub fn of(blockers: Vec<Blocker>) -> Option<Self> {
        (!blockers.is_empty()).then_some(Self(blockers))
    }

    /// Each of them, in the order in which they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Blocker> + Clone {
        self.0.iter()
    }
}

impl IntoIterator for Blockers {
    type Item = Blocker;
    type IntoIter = std::vec::IntoIter<Blocker>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'de> Deserialize<'de> for Blockers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let listed = Vec::deserialize(deserializer)?;
        Self::of(listed).ok_or_else(|| de::Error::custom("a blocked candidate names what is in its way"))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Blockers {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Blockers".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let one = generator.subschema_for::<Blocker>();
        schemars::json_schema!({ "type": "array", "items": one, "minItems": 1 })
    }
}
