//! What stands in a candidate's way: at least one thing. The usual single one needs no list.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::Blocker;

/// One blocker or more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blockers {
    first: Blocker,
    more: Vec<Blocker>,
}

impl Blockers {
    /// All of a list; none if it is empty.
    #[must_use]
    pub fn of(mut blockers: Vec<Blocker>) -> Option<Self> {
        if blockers.is_empty() {
            return None;
        }
        let more = blockers.split_off(1);
        blockers.pop().map(|first| Self { first, more })
    }

    /// Each of them, in the order in which they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Blocker> + Clone {
        std::iter::once(&self.first).chain(&self.more)
    }
}

/// Blockers as they are found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    first: Option<Blocker>,
    more: Vec<Blocker>,
}

impl Found {
    pub(crate) fn push(&mut self, blocker: Blocker) {
        if self.first.is_none() {
            self.first = Some(blocker);
        } else {
            self.more.push(blocker);
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Blocker> {
        self.first.iter().chain(&self.more)
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Blocker> {
        self.first.iter_mut().chain(&mut self.more)
    }

    pub(crate) fn contains(&self, blocker: &Blocker) -> bool {
        self.iter().any(|known| known == blocker)
    }

    /// None if nothing stands in the way.
    pub(crate) fn into_blockers(self) -> Option<Blockers> {
        let Self { first, more } = self;
        first.map(|first| Blockers { first, more })
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
