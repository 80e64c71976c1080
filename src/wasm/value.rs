//! JavaScript values read by serde: what serde-wasm-bindgen does, for the kinds of value that cross here, and with
//! numbers in messages written by [`Figure`], without which the standard library's writer of numbers would be linked.

use js_sys::{Array, ArrayBuffer, Number, Object, Reflect, Symbol, Uint8Array};
use serde::de::value::{MapAccessDeserializer, SeqDeserializer, StringDeserializer};
use serde::de::{self, Expected, Unexpected, Visitor};
use wasm_bindgen::prelude::*;

use crate::decimal::Figure;

/// What was not understood.
#[derive(Debug)]
pub(super) struct Fault(String);

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Error: {}", self.0)
    }
}

impl std::error::Error for Fault {}

impl de::Error for Fault {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self(format!("invalid type: {}, expected {expected}", said(found)))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self(format!("invalid value: {}, expected {expected}", said(found)))
    }
}

/// A value that was not expected, in serde's words.
fn said(found: Unexpected<'_>) -> String {
    match found {
        Unexpected::Bool(b) => format!("boolean `{b}`"),
        Unexpected::Unsigned(i) => format!("integer `{i}`"),
        Unexpected::Signed(i) => format!("integer `{i}`"),
        Unexpected::Float(x) if x.is_finite() && x.fract() == 0.0 => {
            format!("floating point `{}.0`", Figure(x))
        }
        Unexpected::Float(x) => format!("floating point `{}`", Figure(x)),
        Unexpected::Str(s) => format!("string {s:?}"),
        Unexpected::Unit => "unit value".into(),
        Unexpected::Bytes(_) => "byte array".into(),
        Unexpected::Seq => "sequence".into(),
        Unexpected::Map => "map".into(),
        Unexpected::Other(other) => other.into(),
        _ => "value".into(),
    }
}

/// A value to be read.
pub(super) struct Value(pub(super) JsValue);

impl Value {
    fn is_nullish(&self) -> bool {
        self.0.is_null() || self.0.is_undefined()
    }

    /// A whole number, exactly: a number below 2^53 or a bigint.
    fn signed(&self) -> Option<i64> {
        if self.0.is_bigint() {
            return i64::try_from(self.0.clone()).ok();
        }
        let number = self.0.as_f64().filter(|_| Number::is_safe_integer(&self.0));
        number.map(|number| number as i64)
    }

    fn unsigned(&self) -> Option<u64> {
        if self.0.is_bigint() {
            return u64::try_from(self.0.clone()).ok();
        }
        self.signed().and_then(|number| number.try_into().ok())
    }

    fn bytes(&self) -> Option<Vec<u8>> {
        let bytes = self.0.has_type::<Uint8Array>() || self.0.has_type::<ArrayBuffer>();
        bytes.then(|| Uint8Array::new(&self.0).to_vec())
    }

    #[cold]
    fn unlike(&self, expected: &dyn Expected) -> Fault {
        let text = self.0.as_string();
        let found = match (self.0.as_bool(), self.0.as_f64(), &text) {
            _ if self.is_nullish() => Unexpected::Unit,
            (Some(b), ..) => Unexpected::Bool(b),
            (_, Some(x), _) => Unexpected::Float(x),
            (.., Some(text)) => Unexpected::Str(text),
            _ if self.bytes().is_some() => Unexpected::Bytes(&[]),
            _ => return de::Error::invalid_type(Unexpected::Other(&format!("{:?}", self.0)), expected),
        };
        de::Error::invalid_type(found, expected)
    }

    /// Items of an array or of anything else that can be iterated over.
    fn items(&self) -> Option<Vec<Value>> {
        let iterable = self.0.is_object() && Symbol::iterator().js_in(&self.0);
        iterable.then(|| Array::from(&self.0).iter().map(Value).collect())
    }

    /// Names of an object's own properties.
    fn names(&self) -> Vec<JsValue> {
        Object::keys(self.0.unchecked_ref::<Object>()).iter().collect()
    }

    fn entries(self, names: Vec<JsValue>) -> Entries {
        Entries { object: self.0, names: names.into_iter(), next: JsValue::UNDEFINED }
    }
}

/// Reads by `$method` what `$read` gets of the value.
macro_rules! read {
    ($($method:ident: $visit:ident of $read:expr,)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            match $read(&self) {
                Some(value) => visitor.$visit(value),
                None => Err(self.unlike(&visitor)),
            }
        }
    )*};
}

impl<'de> de::Deserializer<'de> for Value {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match () {
            () if self.is_nullish() => visitor.visit_unit(),
            () if self.0.as_bool().is_some() => self.deserialize_bool(visitor),
            () if self.signed().is_some() => self.deserialize_i64(visitor),
            () if self.unsigned().is_some() => self.deserialize_u64(visitor),
            () if self.0.as_f64().is_some() => self.deserialize_f64(visitor),
            () if self.0.is_string() => self.deserialize_string(visitor),
            () if Array::is_array(&self.0) => self.deserialize_seq(visitor),
            () => match self.bytes() {
                Some(bytes) => visitor.visit_byte_buf(bytes),
                None => self.deserialize_map(visitor),
            },
        }
    }

    read! {
        deserialize_bool: visit_bool of |v: &Self| v.0.as_bool(),
        deserialize_i64: visit_i64 of Self::signed,
        deserialize_u64: visit_u64 of Self::unsigned,
        deserialize_f64: visit_f64 of |v: &Self| v.0.as_f64(),
        deserialize_string: visit_string of |v: &Self| v.0.as_string(),
        deserialize_seq: visit_seq of |v: &Self| v.items().map(|items| SeqDeserializer::new(items.into_iter())),
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_string(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_string(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.is_nullish() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if !self.0.is_object() {
            return Err(self.unlike(&visitor));
        }
        let names = self.names();
        visitor.visit_map(self.entries(names))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        if !self.0.is_object() {
            return Err(self.unlike(&visitor));
        }
        // Other properties are none of the reader's business.
        let names = fields.iter().map(|&name| JsValue::from_str(name)).filter(|name| name.js_in(&self.0));
        let names = names.collect();
        visitor.visit_map(self.entries(names))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        if let Some(name) = self.0.as_string() {
            return visitor.visit_enum(StringDeserializer::new(name));
        }
        if !self.0.is_object() {
            return Err(self.unlike(&visitor));
        }
        let names = self.names();
        match names.len() {
            1 => visitor.visit_enum(MapAccessDeserializer::new(self.entries(names))),
            found => Err(de::Error::invalid_length(found, &"1")),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 i128 u8 u16 u128 f32 char bytes byte_buf unit unit_struct newtype_struct tuple_struct
    }
}

impl de::IntoDeserializer<'_, Fault> for Value {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// The properties of an object that are read.
struct Entries {
    object: JsValue,
    names: std::vec::IntoIter<JsValue>,
    next: JsValue,
}

impl<'de> de::MapAccess<'de> for Entries {
    type Error = Fault;

    fn next_key_seed<K: de::DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        let Some(name) = self.names.next() else { return Ok(None) };
        self.next = name.clone();
        seed.deserialize(Value(name)).map(Some)
    }

    fn next_value_seed<V: de::DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        let value = Reflect::get(&self.object, &self.next).unwrap_or(JsValue::UNDEFINED);
        seed.deserialize(Value(value))
    }
}
