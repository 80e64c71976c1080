//! .safetensors by tensor name.
//!
//! Eight bytes, little endian: the length of the header; the header, a JSON object from names to
//! `{dtype, shape, data_offsets}`; then the items, row-major and little endian.

use miniserde::json::{self, Array, Number, Object, Value};

use crate::error::{Error, FileFault, Result};
use crate::read::array::{Dtype, Layout, Member};

/// Bytes of a header at most: a model of ten thousand tensors needs one.
pub const HEADER_LIMIT: u64 = 16 << 20;

/// One tensor.
#[derive(Debug, Clone, PartialEq)]
pub struct Tensor {
    /// Its name.
    pub name: String,
    /// Type, order and shape.
    pub layout: Layout,
    /// First byte of its items in the file.
    pub start: u64,
    /// Bytes of its items.
    pub bytes: u64,
}

/// The tensors of a file of `size` bytes, by name, from its first bytes; `None` while these are too few.
///
/// # Errors
///
/// [`FileFault`]s of the header: too long, malformed, a type that cannot be read, ranges outside the file.
pub fn header(bytes: &[u8], size: u64) -> Result<Option<Vec<Tensor>>> {
    let Some(length) = bytes.first_chunk::<8>() else { return Ok(None) };
    let length = u64::from_le_bytes(*length);
    if length > HEADER_LIMIT {
        return Err(FileFault::HeaderTooLong { found: length, limit: HEADER_LIMIT }.into());
    }
    let start = 8 + length;
    if start > size {
        return Err(FileFault::Truncated { expected: start, found: size }.into());
    }
    let Some(text) = bytes.get(8..start as usize) else { return Ok(None) };
    let text = str::from_utf8(text).map_err(|e| malformed(&e))?;
    // Not recursive, so that no depth of brackets exhausts the stack.
    let entries: Object = json::from_str(text).map_err(|_| malformed("it is not a JSON object"))?;
    let mut tensors = vec![];
    for (name, entry) in entries.into_iter().filter(|(name, _)| name != "__metadata__") {
        let entry = Entry::from(&entry)
            .ok_or_else(|| malformed(&format!("{name} has no dtype, shape and data_offsets as it should")))?;
        // Types that are no numbers here do not keep the other tensors from being read.
        let Ok(dtype) = Dtype::from_safetensors(&entry.dtype) else { continue };
        let layout = Layout { dtype, big_endian: false, fortran: false, shape: entry.shape };
        let [from, to] = entry.data_offsets;
        let bytes =
            to.checked_sub(from).ok_or_else(|| malformed(&format!("{name} ends before it begins")))?;
        if layout.bytes()? != bytes {
            return Err(malformed(&format!("the offsets of {name} do not fit its shape")));
        }
        let end = start.saturating_add(to);
        if end > size {
            return Err(FileFault::Truncated { expected: end, found: size }.into());
        }
        tensors.push(Tensor { name, layout, start: start + from, bytes });
    }
    if tensors.is_empty() {
        return Err(malformed("it holds no tensors of numbers"));
    }
    Ok(Some(tensors))
}

/// What the header says of a tensor.
struct Entry {
    dtype: String,
    shape: Vec<u64>,
    data_offsets: [u64; 2],
}

impl Entry {
    fn from(value: &Value) -> Option<Self> {
        let Value::Object(fields) = value else { return None };
        let list = |name: &str| match fields.get(name)? {
            Value::Array(values) => numbers(values),
            _ => None,
        };
        let Value::String(dtype) = fields.get("dtype")? else { return None };
        Some(Self {
            dtype: dtype.clone(),
            shape: list("shape")?,
            data_offsets: list("data_offsets")?.try_into().ok()?,
        })
    }
}

fn numbers(values: &Array) -> Option<Vec<u64>> {
    let number = |value: &Value| match value {
        Value::Number(Number::U64(number)) => Some(*number),
        _ => None,
    };
    values.iter().map(number).collect()
}

fn malformed(what: &(impl ToString + ?Sized)) -> Error {
    FileFault::MalformedHeader { what: what.to_string() }.into()
}

/// What a page shows of the tensors.
pub fn members(tensors: &[Tensor]) -> Vec<Member> {
    let member = |tensor: &Tensor| Member {
        name: tensor.name.clone(),
        shape: tensor.layout.shape.clone(),
        dtype: tensor.layout.dtype.name(),
    };
    tensors.iter().map(member).collect()
}
