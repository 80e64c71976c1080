//! The bytes of one entry, inflated as they come; size and checksum hold once the end was reached.

use std::ops::Range;

use flate2::{Crc, Decompress, FlushDecompress, Status};
use zip::CompressionMethod;

use super::{Entry, bad};
use crate::error::Result;

/// Bytes of an entry's own header before its name.
const HEADER: usize = 30;
/// Where the lengths of its name and of its extra field stand.
const LENGTHS: usize = 26;
/// Beyond this no file reaches.
const FAR: u64 = 1 << 62;
const MAGIC: &[u8] = b"PK\x03\x04";
/// Bytes inflated at a time.
const PIECE: usize = 64 * 1024;

/// An entry under way.
pub(in crate::read) struct Content {
    /// Its own header, until that is whole.
    header: Vec<u8>,
    /// Bytes of the file still to be read: of the header, then of the content.
    left: Range<u64>,
    packed: u64,
    /// Of a deflated entry that has not ended.
    inflate: Option<Decompress>,
    stored: bool,
    /// Inflated bytes wait here for whoever takes them.
    piece: Vec<u8>,
    crc: Crc,
    expected: u32,
    /// Inflated bytes still to come.
    rest: u64,
}

impl Content {
    pub(super) fn new(entry: &Entry) -> Result<Self> {
        if entry.encrypted {
            return Err(bad("an entry is encrypted"));
        }
        let stored = match entry.method {
            CompressionMethod::Stored => true,
            CompressionMethod::Deflated => false,
            other => return Err(bad(&format!("an entry is compressed by {other}, not by deflate"))),
        };
        let damaged = || bad("its directory is damaged");
        // An entry that begins near the end of all numbers is nowhere: what is added later stays a number.
        let end = entry.start.checked_add(HEADER as u64).filter(|end| *end < FAR).ok_or_else(damaged)?;
        Ok(Self {
            header: vec![],
            left: entry.start..end,
            packed: entry.packed,
            inflate: (!stored).then(|| Decompress::new(false)),
            stored,
            piece: vec![],
            crc: Crc::new(),
            expected: entry.crc,
            rest: entry.size,
        })
    }

    /// Where the bytes lie that are needed next; none at the end.
    pub(in crate::read) fn wanted(&self) -> Option<Range<u64>> {
        (!self.left.is_empty()).then(|| self.left.clone())
    }

    /// The first of these bytes; what they are once inflated goes to `each`.
    pub(in crate::read) fn take(
        &mut self,
        bytes: &[u8],
        each: &mut dyn FnMut(&[u8]) -> Result<()>,
    ) -> Result<()> {
        self.left.start += bytes.len() as u64;
        if self.header.len() < HEADER {
            self.header.extend_from_slice(bytes);
            return if self.header.len() < HEADER { Ok(()) } else { self.enter(each) };
        }
        let taken = if self.stored { self.pass(bytes, each) } else { self.inflate(bytes, each) };
        taken?;
        if self.left.is_empty() { self.end() } else { Ok(()) }
    }

    /// Once the header is whole: where the content lies.
    fn enter(&mut self, each: &mut dyn FnMut(&[u8]) -> Result<()>) -> Result<()> {
        let (lengths, _) = self.header[LENGTHS..].as_chunks::<2>();
        let skip: u64 = lengths.iter().map(|length| u64::from(u16::from_le_bytes(*length))).sum();
        if !self.header.starts_with(MAGIC) {
            return Err(bad("an entry is not where its directory says"));
        }
        let start = self.left.start + skip;
        let end = start
            .checked_add(self.packed)
            .filter(|end| *end < FAR)
            .ok_or_else(|| bad("its directory is damaged"))?;
        self.left = start..end;
        if self.left.is_empty() { self.take(&[], each) } else { Ok(()) }
    }

    /// Inflated bytes: counted, checked and passed on.
    fn pass(&mut self, bytes: &[u8], each: &mut dyn FnMut(&[u8]) -> Result<()>) -> Result<()> {
        self.crc.update(bytes);
        self.rest = self
            .rest
            .checked_sub(bytes.len() as u64)
            .ok_or_else(|| bad("an entry is larger than its directory says"))?;
        each(bytes)
    }

    fn inflate(&mut self, mut bytes: &[u8], each: &mut dyn FnMut(&[u8]) -> Result<()>) -> Result<()> {
        let mut piece = std::mem::take(&mut self.piece);
        piece.resize(PIECE, 0);
        while let Some(state) = &mut self.inflate {
            let (read, written) = (state.total_in(), state.total_out());
            let status = state
                .decompress(bytes, &mut piece, FlushDecompress::None)
                .map_err(|_| bad("an entry is damaged: it cannot be inflated"))?;
            let (read, written) = (state.total_in() - read, state.total_out() - written);
            bytes = &bytes[read as usize..];
            if status == Status::StreamEnd {
                self.inflate = None;
            }
            self.pass(&piece[..written as usize], each)?;
            if read == 0 && written == 0 {
                break;
            }
        }
        self.piece = piece;
        Ok(())
    }

    /// At the end: whether all has come, and undamaged.
    fn end(&self) -> Result<()> {
        if self.inflate.is_some() {
            return Err(bad("an entry is cut short"));
        }
        if self.rest > 0 {
            return Err(bad("an entry is smaller than its directory says"));
        }
        if self.crc.sum() != self.expected {
            return Err(bad("an entry is damaged: its checksum is another"));
        }
        Ok(())
    }
}
