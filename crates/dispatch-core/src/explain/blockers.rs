//! What stands in a candidate's way: at least one thing. The usual one or two need no list of their own.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use smallvec::SmallVec;

use super::Blocker;

/// One blocker or more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blockers(SmallVec<[Blocker; 2]>);

impl Blockers {
    /// All of a list; none if it is empty.
    #[must_use]
    pub fn of(blockers: Vec<Blocker>) -> Option<Self> {
        Found(blockers.into()).into_blockers()
    }

    /// Each of them, in the order in which they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Blocker> + Clone {
        self.0.iter()
    }
}

/// Blockers as they are found.
#[derive(Debug, Default)]
pub(crate) struct Found(SmallVec<[Blocker; 2]>);

impl Found {
    #[inline]
    pub(crate) fn push(&mut self, blocker: Blocker) {
        self.0.push(blocker);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Blocker> {
        self.0.iter()
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Blocker> {
        self.0.iter_mut()
    }

    pub(crate) fn contains(&self, blocker: &Blocker) -> bool {
        self.0.contains(blocker)
    }

    /// None if nothing stands in the way.
    #[inline]
    pub(crate) fn into_blockers(self) -> Option<Blockers> {
        (!self.0.is_empty()).then_some(Blockers(self.0))
    }
}

impl Serialize for Blockers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
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
