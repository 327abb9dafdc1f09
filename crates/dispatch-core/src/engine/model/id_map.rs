//! A map keyed by platform ids: long strings that share most of their text.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::ids::{ClientId, PlatformId};

/// Values by id. The keys are ordered by a number made from the id first, since comparing two texts that begin alike reads
/// most of both; it is serialized in the order of the ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IdMap<I, T>(BTreeMap<Numbered<I>, T>);

/// Two ids may have one number, rarely: then the ids decide.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Numbered<I> {
    number: u64,
    id: I,
}

/// An id that is a text.
pub(crate) trait Id: Clone + Ord {
    fn text(&self) -> &str;
}

impl Id for ClientId {
    fn text(&self) -> &str {
        self.as_str()
    }
}

impl Id for PlatformId {
    fn text(&self) -> &str {
        self.as_str()
    }
}

impl<I: Id> Numbered<I> {
    fn new(id: &I) -> Self {
        // Eight bytes at a time, each mixed in by a rotation and a multiplication. The order leaves this file nowhere, so the
        // number need not be hard to forge.
        let add = |number: u64, more: u64| (number.rotate_left(5) ^ more).wrapping_mul(0x517c_c1b7_2722_0a95);
        let (words, rest) = id.text().as_bytes().as_chunks();
        let number = words.iter().fold(0, |number, word| add(number, u64::from_le_bytes(*word)));
        let number = rest.iter().fold(number, |number, byte| add(number, u64::from(*byte)));
        Self { number, id: id.clone() }
    }
}

impl<I: Id, T> IdMap<I, T> {
    pub(crate) fn get(&self, id: &I) -> Option<&T> {
        self.0.get(&Numbered::new(id))
    }

    /// The value of an id, made if there is none.
    pub(crate) fn entry(&mut self, id: &I, make: impl FnOnce() -> T) -> &mut T {
        self.0.entry(Numbered::new(id)).or_insert_with(make)
    }

    /// In the order of the ids.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&I, &T)> {
        let sorted: BTreeMap<_, _> = self.0.iter().map(|(key, value)| (&key.id, value)).collect();
        sorted.into_iter()
    }
}

impl<I, T> Default for IdMap<I, T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<I: Id + Serialize, T: Serialize> Serialize for IdMap<I, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de, I: Id + Deserialize<'de>, T: Deserialize<'de>> Deserialize<'de> for IdMap<I, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let values = BTreeMap::<I, T>::deserialize(deserializer)?;
        Ok(Self(values.into_iter().map(|(id, value)| (Numbered::new(&id), value)).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> PlatformId {
        PlatformId::from(text)
    }

    #[test]
    fn a_value_is_found_under_its_own_id_alone() {
        let names: Vec<String> = (0..500).map(|at| format!("appointment-{at}")).collect();
        let mut values = IdMap::default();
        for (at, name) in names.iter().enumerate() {
            *values.entry(&id(name), || 0) += at;
        }
        for (at, name) in names.iter().enumerate() {
            assert_eq!(values.get(&id(name)), Some(&at));
        }
        assert_eq!(values.get(&id("appointment-")), None);
    }

    #[test]
    fn ids_of_one_number_are_kept_apart() {
        let numbered = |text: &str| Numbered { number: 7, id: id(text) };
        let values = IdMap(BTreeMap::from([(numbered("b"), 2), (numbered("a"), 1)]));
        assert_eq!(values.0.get(&numbered("a")), Some(&1));
        assert_eq!(values.0.get(&numbered("b")), Some(&2));
    }

    #[test]
    fn values_are_stored_in_the_order_of_the_ids() {
        let mut values = IdMap::default();
        for name in ["c", "a", "b-10", "b-9"] {
            values.entry(&id(name), || 1);
        }
        let text = serde_json::to_string(&values).unwrap();
        assert_eq!(text, r#"{"a":1,"b-10":1,"b-9":1,"c":1}"#);
        assert_eq!(serde_json::from_str::<IdMap<PlatformId, i32>>(&text).unwrap(), values);
    }
}
