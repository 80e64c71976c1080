//! One array whose items lie in a row in the file, as they are.

use std::ops::Range;

use super::array::{Array, Decoder};
use super::reader::Reader;
use crate::error::Result;

/// Reads the items from where they begin to where they end.
pub(super) struct Items {
    decoder: Box<Decoder>,
    left: Range<u64>,
}

impl Items {
    pub(super) fn new(decoder: Box<Decoder>, range: Range<u64>) -> Self {
        Self { decoder, left: range }
    }
}

impl Reader for Items {
    fn wanted(&self) -> Option<Range<u64>> {
        (!self.left.is_empty()).then(|| self.left.clone())
    }

    fn take(&mut self, bytes: &[u8]) -> Result<()> {
        self.left.start += bytes.len() as u64;
        self.decoder.push(bytes)
    }

    fn finish(self: Box<Self>, name: &str) -> Result<Array> {
        self.decoder.finish(name)
    }
}
