//! What a reader of a format does, and words that all of them need.

use std::ops::Range;

use super::array::Array;
use crate::error::Result;

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

/// The first bytes, as they are told.
pub(super) fn printable(head: &[u8]) -> String {
    format!("\"{}\"", head[..head.len().min(8)].escape_ascii())
}
