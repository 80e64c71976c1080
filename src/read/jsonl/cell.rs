//! The one value of a line that is wanted, and the keys that there are.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::read::array::Member;

/// Keys of an object that are looked at.
const KEYS: usize = 64;

/// The value of a line, or of one key of its object.
pub(super) fn cell(line: &str, key: Option<&str>) -> serde_json::Result<Cell> {
    let Some(key) = key else { return serde_json::from_str(line) };
    let mut json = serde_json::Deserializer::from_str(line);
    let cell = json.deserialize_map(Of(key))?;
    json.end()?;
    Ok(cell)
}

/// The value of one key of an object.
struct Of<'a>(&'a str);

impl<'de> Visitor<'de> for Of<'_> {
    type Value = Cell;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with \"{}\"", self.0)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Cell, A::Error> {
        let mut found = None;
        while let Some(key) = map.next_key::<String>()? {
            if key == self.0 {
                found = Some(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        found.ok_or_else(|| serde::de::Error::custom(format!("\"{}\" is missing", self.0)))
    }
}

/// A value that can be read.
#[derive(Debug, PartialEq)]
pub(super) enum Cell {
    /// A list of numbers; null is the lack of one.
    Numbers(Vec<f32>),
    /// A label, or one number.
    Text(String),
    Other,
}

impl Cell {
    pub(super) fn member(&self, key: &str) -> Member {
        let (shape, dtype, preview) = match self {
            Self::Numbers(values) => (vec![values.len() as u64], "float64", vec![]),
            Self::Text(text) => (vec![], "str", vec![text.chars().take(40).collect()]),
            Self::Other => (vec![], "object", vec![]),
        };
        Member { name: key.into(), shape, dtype: dtype.into(), preview }
    }
}

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct Value;
        impl<'de> Visitor<'de> for Value {
            type Value = Cell;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of numbers, a number or a label")
            }

            fn visit_bool<E>(self, value: bool) -> std::result::Result<Cell, E> {
                Ok(Cell::Text(value.to_string()))
            }

            fn visit_i64<E>(self, value: i64) -> std::result::Result<Cell, E> {
                Ok(Cell::Text(value.to_string()))
            }

            fn visit_u64<E>(self, value: u64) -> std::result::Result<Cell, E> {
                Ok(Cell::Text(value.to_string()))
            }

            fn visit_f64<E>(self, value: f64) -> std::result::Result<Cell, E> {
                Ok(Cell::Text(value.to_string()))
            }

            fn visit_str<E>(self, value: &str) -> std::result::Result<Cell, E> {
                Ok(Cell::Text(value.into()))
            }

            fn visit_unit<E>(self) -> std::result::Result<Cell, E> {
                Ok(Cell::Text(String::new()))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Cell, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Cell::Other)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> std::result::Result<Cell, A::Error> {
                let mut numbers = vec![];
                while let Some(number) = items.next_element::<Option<f64>>()? {
                    numbers.push(number.unwrap_or(f64::NAN) as f32);
                }
                Ok(Cell::Numbers(numbers))
            }
        }
        deserializer.deserialize_any(Value)
    }
}

/// The first keys of an object, in their order.
pub(super) struct Keys(pub(super) Vec<String>);

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Keys;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Keys, A::Error> {
                let mut keys = vec![];
                while let Some((key, _)) = map.next_entry::<String, IgnoredAny>()? {
                    if keys.len() < KEYS {
                        keys.push(key);
                    }
                }
                Ok(Keys(keys))
            }
        }
        deserializer.deserialize_map(Object)
    }
}
