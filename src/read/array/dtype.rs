//! Types of the items of a file, and how their bytes become numbers or labels.

use crate::data::half::Form;
use crate::error::{FileFault, Result};
use crate::kernel::convert;

/// Type of the items of an array.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dtype {
    /// One byte, 0 or 1.
    Bool,
    /// Signed integer of so many bytes.
    Int(usize),
    /// Unsigned integer of so many bytes.
    Uint(usize),
    /// IEEE half precision.
    F16,
    /// The upper half of a single: bfloat16.
    Bf16,
    /// Single precision.
    F32,
    /// Double precision.
    F64,
    /// Byte string of so many bytes, padded with zeros.
    Bytes(usize),
    /// So many UTF-32 characters, padded with zeros.
    Unicode(usize),
}

/// Bytes of one item at most (only strings come near).
const MAX_ITEM: usize = 1 << 20;

impl Dtype {
    /// From `NumPy`'s description: byte order, kind, size ("<f4"). Gives the type and whether it is
    /// big endian.
    ///
    /// # Errors
    ///
    /// [`FileFault::ObjectDtype`] or [`FileFault::UnsupportedDtype`].
    pub fn from_numpy(descr: &str) -> Result<(Self, bool)> {
        let unsupported = || FileFault::UnsupportedDtype { dtype: descr.into() };
        let (order, rest) = match descr.as_bytes().first() {
            Some(b'<' | b'>' | b'|' | b'=') => descr.split_at(1),
            _ => ("=", descr),
        };
        let kind = rest.chars().next().ok_or_else(unsupported)?;
        if kind == 'O' {
            return Err(FileFault::ObjectDtype.into());
        }
        let size: usize = rest[kind.len_utf8()..].parse().map_err(|_| unsupported())?;
        let dtype = match (kind, size) {
            ('b', 1) => Self::Bool,
            ('i', 1 | 2 | 4 | 8) => Self::Int(size),
            ('u', 1 | 2 | 4 | 8) => Self::Uint(size),
            ('f', 2) => Self::F16,
            ('f', 4) => Self::F32,
            ('f', 8) => Self::F64,
            ('S' | 'a', 1..=MAX_ITEM) => Self::Bytes(size),
            ('U', 1..) if size <= MAX_ITEM / 4 => Self::Unicode(size),
            _ => return Err(unsupported().into()),
        };
        Ok((dtype, order == ">"))
    }

    /// From the name that safetensors uses.
    ///
    /// # Errors
    ///
    /// [`FileFault::UnsupportedDtype`].
    pub fn from_safetensors(name: &str) -> Result<Self> {
        Ok(match name {
            "BOOL" => Self::Bool,
            "I8" => Self::Int(1),
            "I16" => Self::Int(2),
            "I32" => Self::Int(4),
            "I64" => Self::Int(8),
            "U8" => Self::Uint(1),
            "U16" => Self::Uint(2),
            "U32" => Self::Uint(4),
            "U64" => Self::Uint(8),
            "F16" => Self::F16,
            "BF16" => Self::Bf16,
            "F32" => Self::F32,
            "F64" => Self::F64,
            _ => return Err(FileFault::UnsupportedDtype { dtype: name.into() }.into()),
        })
    }

    /// Bytes of one item.
    pub fn size(self) -> usize {
        match self {
            Self::Bool => 1,
            Self::Int(size) | Self::Uint(size) | Self::Bytes(size) => size,
            Self::F16 | Self::Bf16 => 2,
            Self::F32 => 4,
            Self::F64 => 8,
            Self::Unicode(characters) => 4 * characters,
        }
    }

    /// The name that `NumPy` prints.
    pub fn name(self) -> String {
        match self {
            Self::Bool => "bool".into(),
            Self::Int(size) => format!("int{}", 8 * size),
            Self::Uint(size) => format!("uint{}", 8 * size),
            Self::F16 => "float16".into(),
            Self::Bf16 => "bfloat16".into(),
            Self::F32 => "float32".into(),
            Self::F64 => "float64".into(),
            Self::Bytes(size) => format!("bytes{size}"),
            Self::Unicode(characters) => format!("str{characters}"),
        }
    }

    /// Whether one column of it is a column of labels.
    pub fn is_label(self) -> bool {
        !matches!(self, Self::F16 | Self::Bf16 | Self::F32 | Self::F64)
    }

    /// Whether it is text.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Bytes(_) | Self::Unicode(_))
    }

    /// What its items of sixteen bits are; none of another size.
    pub(super) fn form(self) -> Option<Form> {
        match self {
            Self::F16 => Some(Form::Half),
            Self::Bf16 => Some(Form::Brain),
            _ => None,
        }
    }

    /// Whole items of `bytes` as single precision, into `out`. Text has no numbers.
    pub(super) fn numbers(self, big_endian: bool, bytes: &[u8], out: &mut [f32]) {
        use convert::{brain, each, half};
        match (self, big_endian) {
            (Self::Bool, _) => each(bytes, out, |[b]: [u8; 1]| f32::from(u8::from(b != 0))),
            (Self::Int(1), _) => each(bytes, out, |b: [u8; 1]| f32::from(i8::from_le_bytes(b))),
            (Self::Uint(1), _) => each(bytes, out, |[b]: [u8; 1]| f32::from(b)),
            (Self::Int(2), false) => each(bytes, out, |b| f32::from(i16::from_le_bytes(b))),
            (Self::Int(2), true) => each(bytes, out, |b| f32::from(i16::from_be_bytes(b))),
            (Self::Uint(2), false) => each(bytes, out, |b| f32::from(u16::from_le_bytes(b))),
            (Self::Uint(2), true) => each(bytes, out, |b| f32::from(u16::from_be_bytes(b))),
            (Self::Int(4), false) => each(bytes, out, |b| i32::from_le_bytes(b) as f32),
            (Self::Int(4), true) => each(bytes, out, |b| i32::from_be_bytes(b) as f32),
            (Self::Uint(4), false) => each(bytes, out, |b| u32::from_le_bytes(b) as f32),
            (Self::Uint(4), true) => each(bytes, out, |b| u32::from_be_bytes(b) as f32),
            (Self::Int(_), false) => each(bytes, out, |b| i64::from_le_bytes(b) as f32),
            (Self::Int(_), true) => each(bytes, out, |b| i64::from_be_bytes(b) as f32),
            (Self::Uint(_), false) => each(bytes, out, |b| u64::from_le_bytes(b) as f32),
            (Self::Uint(_), true) => each(bytes, out, |b| u64::from_be_bytes(b) as f32),
            (Self::F16, false) => each(bytes, out, |b| half(u16::from_le_bytes(b))),
            (Self::F16, true) => each(bytes, out, |b| half(u16::from_be_bytes(b))),
            (Self::Bf16, false) => each(bytes, out, |b| brain(u16::from_le_bytes(b))),
            (Self::Bf16, true) => each(bytes, out, |b| brain(u16::from_be_bytes(b))),
            (Self::F32, false) => each(bytes, out, f32::from_le_bytes),
            (Self::F32, true) => each(bytes, out, f32::from_be_bytes),
            (Self::F64, false) => each(bytes, out, |b| f64::from_le_bytes(b) as f32),
            (Self::F64, true) => each(bytes, out, |b| f64::from_be_bytes(b) as f32),
            (Self::Bytes(_) | Self::Unicode(_), _) => {}
        }
    }

    /// One integer item.
    pub(super) fn integer(self, big_endian: bool, item: &[u8]) -> i128 {
        let mut wide = [0_u8; 8];
        for (place, byte) in wide.iter_mut().enumerate().take(item.len()) {
            *byte = if big_endian { item[item.len() - 1 - place] } else { item[place] };
        }
        let bits = u64::from_le_bytes(wide);
        match self {
            Self::Bool => i128::from(bits != 0),
            Self::Int(size) => {
                let unused = 64 - 8 * size.min(8) as u32;
                i128::from((bits << unused).cast_signed() >> unused)
            }
            _ => i128::from(bits),
        }
    }

    /// One text item, without its padding. Bytes that are not UTF-8 and characters that are none are written
    /// as escapes, so that different items stay different.
    pub(super) fn text(self, big_endian: bool, item: &[u8]) -> String {
        if let Self::Bytes(_) = self {
            let end = item.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
            let item = &item[..end];
            return str::from_utf8(item).map_or_else(|_| item.escape_ascii().to_string(), str::to_owned);
        }
        let (characters, _) = item.as_chunks::<4>();
        let mut text = String::new();
        for character in characters {
            let point =
                if big_endian { u32::from_be_bytes(*character) } else { u32::from_le_bytes(*character) };
            match char::from_u32(point) {
                Some(character) => text.push(character),
                None => text.extend(["\\u{", &format!("{point:x}"), "}"]),
            }
        }
        text.truncate(text.trim_end_matches('\0').len());
        text
    }
}
