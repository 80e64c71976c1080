//! How the files of a format are known, and who reads them.

use super::reader::Reader;
use super::request::Request;
use crate::error::{FileFault, Result};

/// A format that can be read.
pub(super) struct Format {
    /// How its files are called, without the dot.
    pub(super) extensions: &'static [&'static str],
    /// Whether these first bytes are of such a file and no other.
    pub(super) begins: fn(&[u8]) -> bool,
    /// What is wrong with a file that is called so, but does not begin so; none where its reader says it.
    pub(super) unlike: fn(&[u8]) -> Option<FileFault>,
    /// A reader of a file of this kind.
    pub(super) open: fn(Request) -> Result<Box<dyn Reader>>,
}
