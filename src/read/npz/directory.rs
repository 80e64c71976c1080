//! The directory at the end of a zip file (PKWARE APPNOTE 6.3, sections 4.3 and 4.5), with its 64-bit fields.
//!
//! Every field is read within bounds; a directory that begins before the file, or entries that lie outside it, are
//! refused. Bytes before the archive are allowed, as other readers do.

use super::bad;
use crate::error::Result;

/// Entries looked at.
const ENTRIES: u64 = 10_000;
const END: u32 = 0x0605_4b50;
const END_LENGTH: usize = 22;
const END_64: u32 = 0x0606_4b50;
const END_64_LENGTH: usize = 56;
const LOCATOR: u32 = 0x0706_4b50;
const LOCATOR_LENGTH: usize = 20;
const ENTRY: u32 = 0x0201_4b50;
const ENTRY_LENGTH: usize = 46;
const LOCAL: u32 = 0x0403_4b50;
const LOCAL_LENGTH: usize = 30;

/// What the directory says of one entry.
#[derive(Clone)]
pub(super) struct Entry {
    pub(super) name: String,
    /// Bytes once inflated.
    pub(super) size: u64,
    /// Bytes in the file.
    pub(super) packed: u64,
    /// 0: stored, 8: deflated.
    pub(super) method: u16,
    pub(super) crc: u32,
    pub(super) encrypted: bool,
    /// First byte of the local header in the file.
    offset: u64,
}

fn number<const N: usize>(bytes: &[u8], at: usize) -> Result<[u8; N]> {
    bytes.get(at..).and_then(<[u8]>::first_chunk).copied().ok_or_else(|| bad("the archive is cut short"))
}

fn u16_at(bytes: &[u8], at: usize) -> Result<u16> {
    number(bytes, at).map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Result<u32> {
    number(bytes, at).map(u32::from_le_bytes)
}

fn u64_at(bytes: &[u8], at: usize) -> Result<u64> {
    number(bytes, at).map(u64::from_le_bytes)
}

/// The bytes of `length` from `at`.
fn part(bytes: &[u8], at: usize, length: usize) -> Result<&[u8]> {
    let end = at.checked_add(length);
    end.and_then(|end| bytes.get(at..end)).ok_or_else(|| bad("the archive is cut short"))
}

/// Where the directory begins and how many entries it says it has; how many bytes stand before the archive.
fn locate(bytes: &[u8]) -> Result<(usize, u64, u64)> {
    let last = bytes.len().checked_sub(END_LENGTH).ok_or_else(|| bad("it is no zip archive"))?;
    let is_end = |&at: &usize| {
        let comment = u16_at(bytes, at + 20).map_or(usize::MAX, usize::from);
        u32_at(bytes, at).ok() == Some(END) && comment <= last - at
    };
    let found = (last.saturating_sub(usize::from(u16::MAX))..=last).rev().find(is_end);
    let mut end = found.ok_or_else(|| bad("it is no zip archive"))?;
    let mut count = u64::from(u16_at(bytes, end + 10)?);
    let mut length = u64::from(u32_at(bytes, end + 12)?);
    let mut offset = u64::from(u32_at(bytes, end + 16)?);
    let locator = end.checked_sub(LOCATOR_LENGTH).filter(|&at| u32_at(bytes, at).ok() == Some(LOCATOR));
    if let Some(locator) = locator {
        end = locator
            .checked_sub(END_64_LENGTH)
            .filter(|&at| u32_at(bytes, at).ok() == Some(END_64))
            .ok_or_else(|| bad("its 64-bit directory is not where it should be"))?;
        count = u64_at(bytes, end + 32)?;
        length = u64_at(bytes, end + 40)?;
        offset = u64_at(bytes, end + 48)?;
    }
    let start =
        (end as u64).checked_sub(length).ok_or_else(|| bad("its directory is longer than the file"))?;
    let before = start.checked_sub(offset).ok_or_else(|| bad("its directory is not where it should be"))?;
    Ok((start as usize, count, before))
}

/// The first entries of the archive, at most 10,000.
pub(super) fn entries(bytes: &[u8]) -> Result<Vec<Entry>> {
    let (mut at, count, before) = locate(bytes)?;
    let mut entries = vec![];
    for _ in 0..count.min(ENTRIES) {
        if u32_at(bytes, at)? != ENTRY {
            return Err(bad("its directory is damaged"));
        }
        let lengths =
            [u16_at(bytes, at + 28)?, u16_at(bytes, at + 30)?, u16_at(bytes, at + 32)?].map(usize::from);
        let name = part(bytes, at + ENTRY_LENGTH, lengths[0])?;
        let extra = part(bytes, at + ENTRY_LENGTH + lengths[0], lengths[1])?;
        let fields = [u32_at(bytes, at + 24)?, u32_at(bytes, at + 20)?, u32_at(bytes, at + 42)?];
        let [size, packed, offset] = long(fields, extra)?;
        entries.push(Entry {
            name: String::from_utf8_lossy(name).into_owned(),
            size,
            packed,
            method: u16_at(bytes, at + 10)?,
            crc: u32_at(bytes, at + 16)?,
            encrypted: u16_at(bytes, at + 8)? & 1 == 1,
            offset: offset.checked_add(before).ok_or_else(|| bad("its directory is damaged"))?,
        });
        at += ENTRY_LENGTH + lengths.iter().sum::<usize>();
    }
    Ok(entries)
}

/// Size, packed size and offset; those that are all ones stand in the extra field 1, in this order.
fn long(fields: [u32; 3], mut extra: &[u8]) -> Result<[u64; 3]> {
    let mut wide: &[u8] = &[];
    while extra.len() >= 4 {
        let length = usize::from(u16_at(extra, 2)?);
        let content = part(extra, 4, length)?;
        if u16_at(extra, 0)? == 1 {
            wide = content;
        }
        extra = &extra[4 + length..];
    }
    let mut found = fields.map(u64::from);
    let mut at = 0;
    for (value, _) in found.iter_mut().zip(fields).filter(|&(_, field)| field == u32::MAX) {
        *value = u64_at(wide, at)?;
        at += 8;
    }
    Ok(found)
}

impl Entry {
    /// Its bytes in the file.
    pub(super) fn packed_bytes<'a>(&self, bytes: &'a [u8]) -> Result<&'a [u8]> {
        let cut = || bad("the archive is cut short");
        let at = usize::try_from(self.offset).map_err(|_| cut())?;
        let head = part(bytes, at, LOCAL_LENGTH)?;
        if u32_at(head, 0)? != LOCAL {
            return Err(bad("an entry is not where its directory says"));
        }
        let skip = LOCAL_LENGTH + usize::from(u16_at(head, 26)?) + usize::from(u16_at(head, 28)?);
        part(bytes, at + skip, usize::try_from(self.packed).map_err(|_| cut())?)
    }
}
