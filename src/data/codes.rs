//! Codes: what an input is to everything that counts.

use serde::{Deserialize, Serialize};

/// Symbols of one input per sample, in 0..size. Every symbol below `size` may occur.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Codes {
    /// Code of each sample.
    #[serde(with = "packed")]
    pub codes: Vec<u32>,
    /// Number of symbols.
    pub size: usize,
}

/// Codes as bytes: between tasks they cross by the thousand, and one call for each would be slow where code is
/// compiled for size.
mod packed {
    use std::fmt;

    use serde::de::{Error, Visitor};
    use serde::{Deserializer, Serializer};

    fn to_bytes(codes: &[u32]) -> Vec<u8> {
        codes.iter().flat_map(|code| code.to_le_bytes()).collect()
    }

    fn from_bytes(bytes: &[u8]) -> Option<Vec<u32>> {
        let (codes, rest) = bytes.as_chunks();
        rest.is_empty().then(|| codes.iter().map(|code| u32::from_le_bytes(*code)).collect())
    }

    pub(super) fn serialize<S: Serializer>(codes: &[u32], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&to_bytes(codes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u32>, D::Error> {
        struct Bytes;
        impl Visitor<'_> for Bytes {
            type Value = Vec<u32>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("four bytes for each code")
            }

            fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
                from_bytes(bytes).ok_or_else(|| E::invalid_length(bytes.len(), &self))
            }
        }
        deserializer.deserialize_bytes(Bytes)
    }
}
