//! What a file is: by its first bytes, then by its name.

use std::ops::Range;

use super::array::Array;
use super::request::Request;
use super::{archive, jsonl, npy, pickle, safetensors, table};
use crate::error::{FileFault, Result};

/// Reads one format. It says which bytes of the file it needs next; whoever drives it brings them.
pub(super) trait Reader {
    /// From where to where the bytes lie that are needed next; none once there is enough.
    fn wanted(&self) -> Option<Range<u64>>;

    /// The first of these bytes, as many as there are at hand. What is wanted then begins after them, or is
    /// something else.
    fn take(&mut self, bytes: &[u8]) -> Result<()>;

    /// The input, once nothing is wanted any more.
    fn finish(self: Box<Self>, name: &str) -> Result<Array>;
}

/// A format that can be read.
pub(super) struct Format {
    /// How its files are called, without the dot.
    pub(super) extensions: &'static [&'static str],
    /// Whether these first bytes are of such a file and no other.
    pub(super) begins: fn(&[u8]) -> bool,
    /// A reader of a file of this kind.
    pub(super) open: fn(Request) -> Result<Box<dyn Reader>>,
}

/// Every format, in the order in which first bytes decide.
pub(super) const FORMATS: &[Format] =
    &[npy::FORMAT, archive::FORMAT, safetensors::FORMAT, pickle::FORMAT, table::FORMAT, jsonl::FORMAT];

/// The ending of a file's name, in small letters.
pub(super) fn extension(name: &str) -> String {
    name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase())
}

/// Reader of a file that begins so.
pub(super) fn open(request: Request, head: &[u8]) -> Result<Box<dyn Reader>> {
    let extension = extension(&request.name);
    let by_bytes = FORMATS.iter().find(|format| (format.begins)(head));
    let by_name = || FORMATS.iter().find(|format| format.extensions.contains(&extension.as_str()));
    match by_bytes.or_else(by_name) {
        Some(format) => (format.open)(request),
        None => Err(FileFault::UnknownFormat { found: printable(head) }.into()),
    }
}

/// The first bytes, as they are told.
pub(super) fn printable(head: &[u8]) -> String {
    format!("\"{}\"", head[..head.len().min(8)].escape_ascii())
}
