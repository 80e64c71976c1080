//! Parts of a file that have come, read as if it were whole; what is missing is remembered.

use std::io::{Error, ErrorKind, Read, Result, Seek, SeekFrom};
use std::ops::Range;

/// Bytes asked for at first; later as many as there are already, so that few reads do.
const CHUNK: u64 = 64 * 1024;
/// Bytes at the end among which a directory's own end lies: it may be followed by a comment of 64 kB.
const TAIL: u64 = CHUNK + 1024;

/// What has come of a file of `size` bytes.
#[derive(Debug)]
pub(in crate::read) struct Window {
    size: u64,
    /// Where each part begins, and its bytes.
    parts: Vec<(u64, Vec<u8>)>,
    at: u64,
    missing: Option<Range<u64>>,
}

impl Window {
    /// Of a file of `size` bytes, of which nothing has come yet. The end is wanted first.
    pub(in crate::read) fn new(size: u64) -> Self {
        let missing = Some(size.saturating_sub(TAIL)..size).filter(|range| !range.is_empty());
        Self { size, parts: vec![], at: 0, missing }
    }

    /// What is missing, as far as reading has found.
    pub(in crate::read) fn missing(&self) -> Option<Range<u64>> {
        self.missing.clone()
    }

    /// Bytes that have come.
    pub(in crate::read) fn held(&self) -> u64 {
        self.parts.iter().map(|(_, bytes)| bytes.len() as u64).sum()
    }

    /// The first bytes of what is missing.
    pub(in crate::read) fn add(&mut self, bytes: &[u8]) {
        let Some(missing) = &mut self.missing else { return };
        match self.parts.last_mut().filter(|(start, part)| start + part.len() as u64 == missing.start) {
            Some((_, part)) => part.extend_from_slice(bytes),
            None => self.parts.push((missing.start, bytes.to_vec())),
        }
        missing.start += bytes.len() as u64;
        if missing.is_empty() {
            self.missing = None;
        }
    }

    /// Remembers that the bytes from the place of reading on are missing, up to the next that are there.
    fn lack(&mut self) -> Error {
        let end = self.size.min(self.at.saturating_add(CHUNK.max(self.held())));
        let later = self.parts.iter().map(|(start, _)| *start).filter(|start| *start > self.at);
        let next = later.min().unwrap_or(end);
        self.missing.get_or_insert(self.at..end.min(next));
        ErrorKind::WouldBlock.into()
    }
}

impl Read for Window {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        if self.at >= self.size {
            return Ok(0);
        }
        let at = self.at;
        let held = self.parts.iter().find_map(|(start, part)| {
            let skip = usize::try_from(at.checked_sub(*start)?).ok()?;
            part.get(skip..).filter(|rest| !rest.is_empty())
        });
        let Some(held) = held else { return Err(self.lack()) };
        let length = held.len().min(into.len());
        into[..length].copy_from_slice(&held[..length]);
        self.at += length as u64;
        Ok(length)
    }
}

impl Seek for Window {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        let place = match to {
            SeekFrom::Start(place) => Some(place),
            SeekFrom::End(by) => self.size.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = place.ok_or(ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}
