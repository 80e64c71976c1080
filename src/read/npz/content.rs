//! The bytes of one entry, inflated piece by piece; size and checksum hold once the end was reached.

use miniz_oxide::inflate::stream::{InflateState, inflate};
use miniz_oxide::{DataFormat, MZError, MZFlush, MZStatus};

use super::bad;
use super::crc::Crc;
use super::directory::Entry;
use crate::error::Result;

/// An entry under way.
pub(super) struct Content<'a> {
    packed: &'a [u8],
    /// Of a deflated entry that has not ended.
    state: Option<Box<InflateState>>,
    stored: bool,
    crc: Crc,
    expected: u32,
    /// Bytes still to come.
    left: u64,
}

impl<'a> Content<'a> {
    pub(super) fn new(entry: &Entry, archive: &'a [u8]) -> Result<Self> {
        if entry.encrypted {
            return Err(bad("an entry is encrypted"));
        }
        let state = match entry.method {
            0 => None,
            8 => Some(InflateState::new_boxed(DataFormat::Raw)),
            other => return Err(bad(&format!("an entry is compressed by method {other}, not by deflate"))),
        };
        Ok(Self {
            packed: entry.packed_bytes(archive)?,
            stored: state.is_none(),
            state,
            crc: Crc::default(),
            expected: entry.crc,
            left: entry.size,
        })
    }

    /// Puts the next bytes into `piece`; 0 at the end.
    pub(super) fn read(&mut self, piece: &mut [u8]) -> Result<usize> {
        let written = if self.stored { self.copy(piece) } else { self.inflate(piece)? };
        self.crc.push(&piece[..written]);
        self.left = self
            .left
            .checked_sub(written as u64)
            .ok_or_else(|| bad("an entry is larger than its directory says"))?;
        if written == 0 && self.left > 0 {
            return Err(bad("an entry is smaller than its directory says"));
        }
        if written == 0 && self.crc.value() != self.expected {
            return Err(bad("an entry is damaged: its checksum is another"));
        }
        Ok(written)
    }

    fn copy(&mut self, piece: &mut [u8]) -> usize {
        let (now, later) = self.packed.split_at(piece.len().min(self.packed.len()));
        piece[..now.len()].copy_from_slice(now);
        self.packed = later;
        now.len()
    }

    fn inflate(&mut self, piece: &mut [u8]) -> Result<usize> {
        while let Some(state) = &mut self.state {
            let step = inflate(state, self.packed, piece, MZFlush::None);
            self.packed = &self.packed[step.bytes_consumed..];
            match step.status {
                Ok(MZStatus::StreamEnd) => self.state = None,
                Ok(_) | Err(MZError::Buf) => {}
                Err(_) => return Err(bad("an entry is damaged: it cannot be inflated")),
            }
            if step.bytes_written > 0 {
                return Ok(step.bytes_written);
            }
            if self.state.is_some() && step.bytes_consumed == 0 {
                return Err(bad("an entry is cut short"));
            }
        }
        Ok(0)
    }
}
