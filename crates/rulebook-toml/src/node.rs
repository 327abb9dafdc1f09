//! The deserializer over parsed TOML: it knows the place of each value and passes over values that were lost.

use std::{cell::RefCell, collections::BTreeMap};

use dispatch_core::DocumentPath;
use serde::{
    Deserializer,
    de::{DeserializeSeed, Error as _, IntoDeserializer, MapAccess, SeqAccess, Unexpected, Visitor},
    forward_to_deserialize_any,
};
use toml::{
    Spanned,
    de::{DeArray, DeInteger, DeTable, DeValue},
};

use crate::{fault::Fault, lost::Lost};

/// The state of one pass over a document.
pub(crate) struct Pass<'t> {
    /// Values to pass over.
    pub(crate) lost: &'t Lost,
    /// Fields that their table cannot have, with those that it can. They are passed over too.
    pub(crate) unknown: RefCell<BTreeMap<DocumentPath, &'static [&'static str]>>,
}

/// One value. Every table that is read as a struct refuses fields that the struct does not have.
pub(crate) struct Node<'t, 'i> {
    pub(crate) value: &'t DeValue<'i>,
    pub(crate) path: DocumentPath,
    pub(crate) pass: &'t Pass<'t>,
}

impl<'t, 'i> Node<'t, 'i> {
    fn visit<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let path = self.path.clone();
        let result = match self.value {
            DeValue::String(text) => visitor.visit_str(text),
            DeValue::Integer(number) => visitor.visit_i64(integer(number)?),
            DeValue::Float(number) => visitor.visit_f64(number.as_str().parse().map_err(Fault::custom)?),
            DeValue::Boolean(value) => visitor.visit_bool(*value),
            DeValue::Datetime(date) => visitor.visit_str(&date.to_string()),
            DeValue::Array(list) => visitor.visit_seq(self.elements(list)),
            DeValue::Table(table) => visitor.visit_map(self.fields(table)),
        };
        result.map_err(|fault| fault.at(&path))
    }

    fn elements(self, list: &'t DeArray<'i>) -> Elements<'t, 'i> {
        Elements { rest: Box::new(list.iter().enumerate()), path: self.path, pass: self.pass }
    }

    fn fields(self, table: &'t DeTable<'i>) -> Fields<'t, 'i> {
        let fields = table.iter().map(|(key, value)| (key.get_ref().as_ref(), value));
        Fields { rest: Box::new(fields), next: None, path: self.path, pass: self.pass }
    }
}

impl<'de> Deserializer<'de> for Node<'_, '_> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let path = self.path.clone();
        self.visit(visitor).map_err(|fault| fault.at(&path))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        if let DeValue::Table(table) = self.value {
            let unknown = table.keys().map(|key| key.get_ref().as_ref()).filter(|key| !fields.contains(key));
            let unknown = unknown.map(|key| (self.path.field(key), fields));
            self.pass.unknown.borrow_mut().extend(unknown);
        }
        self.deserialize_any(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        words: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let path = self.path.clone();
        let result = match self.value {
            DeValue::String(word) => visitor.visit_enum(word.as_ref().into_deserializer()),
            other => {
                let expected = format!("one of \"{}\"", words.join("\", \""));
                Err(Fault::invalid_type(kind(other), &expected.as_str()))
            }
        };
        result.map_err(|fault| fault.at(&path))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq
        tuple tuple_struct map identifier ignored_any
    }
}

fn integer(number: &DeInteger<'_>) -> Result<i64, Fault> {
    i64::from_str_radix(number.as_str(), number.radix())
        .map_err(|_| Fault::custom(format!("the number `{number}` is too large; write a smaller one")))
}

const fn kind(value: &DeValue<'_>) -> Unexpected<'static> {
    match value {
        DeValue::Boolean(value) => Unexpected::Bool(*value),
        DeValue::Array(_) => Unexpected::Seq,
        DeValue::Table(_) => Unexpected::Map,
        DeValue::Datetime(_) => Unexpected::Other("a date"),
        DeValue::Integer(_) | DeValue::Float(_) => Unexpected::Other("a number"),
        DeValue::String(_) => Unexpected::Other("a text"),
    }
}

struct Elements<'t, 'i> {
    rest: Box<dyn Iterator<Item = (usize, &'t Spanned<DeValue<'i>>)> + 't>,
    path: DocumentPath,
    pass: &'t Pass<'t>,
}

impl<'de> SeqAccess<'de> for Elements<'_, '_> {
    type Error = Fault;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Fault> {
        for (position, value) in self.rest.by_ref() {
            let path = self.path.position(position);
            if !self.pass.lost.contains(&path) {
                let node = Node { value: value.get_ref(), path: path.clone(), pass: self.pass };
                return seed.deserialize(node).map(Some).map_err(|fault| fault.at(&path));
            }
        }
        Ok(None)
    }
}

struct Fields<'t, 'i> {
    rest: Box<dyn Iterator<Item = (&'t str, &'t Spanned<DeValue<'i>>)> + 't>,
    next: Option<Node<'t, 'i>>,
    path: DocumentPath,
    pass: &'t Pass<'t>,
}

impl<'de> MapAccess<'de> for Fields<'_, '_> {
    type Error = Fault;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Fault> {
        for (key, value) in self.rest.by_ref() {
            let path = self.path.field(key);
            let known = !self.pass.unknown.borrow().contains_key(&path);
            if known && !self.pass.lost.contains(&path) {
                self.next = Some(Node { value: value.get_ref(), path: path.clone(), pass: self.pass });
                return seed
                    .deserialize(key.into_deserializer())
                    .map(Some)
                    .map_err(|fault: Fault| fault.at(&path));
            }
        }
        Ok(None)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Fault> {
        let node = self.next.take().ok_or_else(|| Fault::custom("a field without a value"))?;
        let path = node.path.clone();
        seed.deserialize(node).map_err(|fault| fault.at(&path))
    }
}
