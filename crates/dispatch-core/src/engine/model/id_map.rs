//! Things by a platform's ids, of which there are many that are much alike.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::ids::{ClientId, PlatformId};

/// Things by id, found by a number made from it. Stored in the order of the ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::engine) struct ById<I, T>(BTreeMap<Numbered<I>, T>);

/// Numbers differ where ids do, but for a rare pair: then the ids decide.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Numbered<I> {
    number: u64,
    id: I,
}

/// A text id that things are found by.
pub(in crate::engine) trait Id: Clone + Ord {
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
        let add = |number: u64, more: u64| (number.rotate_left(5) ^ more).wrapping_mul(0x517c_c1b7_2722_0a95);
        let (words, rest) = id.text().as_bytes().as_chunks();
        let number = words.iter().fold(0, |number, word| add(number, u64::from_le_bytes(*word)));
        let number = rest.iter().fold(number, |number, byte| add(number, u64::from(*byte)));
        Self { number, id: id.clone() }
    }
}

impl<I: Id, T> ById<I, T> {
    pub(in crate::engine) fn get(&self, id: &I) -> Option<&T> {
        self.0.get(&Numbered::new(id))
    }

    /// The thing of an id, made if there is none.
    pub(in crate::engine) fn entry(&mut self, id: &I, make: impl FnOnce() -> T) -> &mut T {
        self.0.entry(Numbered::new(id)).or_insert_with(make)
    }

    /// In the order of the ids.
    pub(in crate::engine) fn iter(&self) -> impl Iterator<Item = (&I, &T)> {
        let sorted: BTreeMap<_, _> = self.0.iter().map(|(key, thing)| (&key.id, thing)).collect();
        sorted.into_iter()
    }
}

impl<I, T> Default for ById<I, T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<I: Id + Serialize, T: Serialize> Serialize for ById<I, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de, I: Id + Deserialize<'de>, T: Deserialize<'de>> Deserialize<'de> for ById<I, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let things = BTreeMap::<I, T>::deserialize(deserializer)?;
        Ok(Self(things.into_iter().map(|(id, thing)| (Numbered::new(&id), thing)).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> PlatformId {
        PlatformId::from(text)
    }

    #[test]
    fn what_is_put_under_an_id_is_found_under_it_alone() {
        let names: Vec<String> = (0..500).map(|at| format!("appointment-{at}")).collect();
        let mut things = ById::default();
        for (at, name) in names.iter().enumerate() {
            *things.entry(&id(name), || 0) += at;
        }
        for (at, name) in names.iter().enumerate() {
            assert_eq!(things.get(&id(name)), Some(&at));
        }
        assert_eq!(things.get(&id("appointment-")), None);
    }

    #[test]
    fn ids_of_one_number_are_kept_apart() {
        let twin = |text: &str| Numbered { number: 7, id: id(text) };
        let things = ById(BTreeMap::from([(twin("b"), 2), (twin("a"), 1)]));
        assert_eq!(things.0.get(&twin("a")), Some(&1));
        assert_eq!(things.0.get(&twin("b")), Some(&2));
    }

    #[test]
    fn they_are_stored_in_the_order_of_the_ids() {
        let mut things = ById::default();
        for name in ["c", "a", "b-10", "b-9"] {
            things.entry(&id(name), || 1);
        }
        let text = serde_json::to_string(&things).unwrap();
        assert_eq!(text, r#"{"a":1,"b-10":1,"b-9":1,"c":1}"#);
        assert_eq!(serde_json::from_str::<ById<PlatformId, i32>>(&text).unwrap(), things);
    }
}
