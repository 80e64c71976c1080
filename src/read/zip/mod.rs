//! Zip archives: the directory by the crate `zip`, the bytes of an entry as they come by `flate2`.
//!
//! Of an archive nothing is held but its directory and what is under way: an entry is read from where
//! the directory says that it lies, inflated piece by piece, and its size and checksum hold once the end
//! was reached. Nothing is believed of sizes that deflate could not have done.

mod content;
mod window;

use zip::CompressionMethod;
use zip::read::{ArchiveOffset, Config};
use zip::result::{ZipError, ZipResult};
// Entry by entry: the stable reader keeps a map of all of them. The version is pinned.
use zip::unstable::read::ZipIterable;

use crate::error::{Error, FileFault, Result};

pub(super) use content::Content;
pub(super) use window::Window;

/// How a zip file begins; an empty one too.
pub(super) fn begins(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// Bytes of a directory at most: that of a hundred thousand entries.
const DIRECTORY_LIMIT: u64 = 16 << 20;
/// Deflate makes nothing more than this smaller (RFC 1951 allows 1032).
const RATIO: u64 = 1040;
/// Memory that what is read of an entry may always take.
const SMALL: u64 = 4 << 20;
/// How much more memory than bytes in the file a larger one may take.
const MOST: u64 = 100;

/// What the directory says of one entry.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) name: String,
    /// Bytes once inflated.
    pub(super) size: u64,
    /// Bytes in the file.
    pub(super) packed: u64,
    method: CompressionMethod,
    crc: u32,
    encrypted: bool,
    /// Where it begins, with a header of its own.
    start: u64,
}

/// Hands every entry of the directory to `each`. False while parts of the directory are missing: then
/// `window` says which, and all is to be asked again once they have come.
pub(super) fn entries(window: &mut Window, each: &mut dyn FnMut(Entry) -> Result<()>) -> Result<bool> {
    if window.missing().is_some() {
        return Ok(false);
    }
    if window.held() > DIRECTORY_LIMIT {
        return Err(bad(&format!("its directory is longer than {DIRECTORY_LIMIT} bytes")));
    }
    let mut refused = None;
    let read = directory(window, &mut |entry| each(entry).map_err(|error| refused = Some(error)).is_ok());
    match (window.missing(), refused, read) {
        (Some(_), ..) => Ok(false),
        (None, Some(error), _) => Err(error),
        (None, None, Err(ZipError::InvalidArchive(what))) if what.contains("EOCD") => {
            Err(bad("its end is not there, so that it is not whole"))
        }
        (None, None, Err(error)) => Err(bad(&error)),
        (None, None, Ok(())) => Ok(true),
    }
}

fn directory(window: &mut Window, each: &mut dyn FnMut(Entry) -> bool) -> ZipResult<()> {
    let mut archive = ZipIterable::try_new(window, Config { archive_offset: ArchiveOffset::Known(0) })?;
    for entry in archive.files()? {
        let entry = entry?;
        let entry = Entry {
            name: entry.name()?.into_owned(),
            size: entry.size(),
            packed: entry.compressed_size(),
            method: entry.compression(),
            crc: entry.crc32(),
            encrypted: entry.encrypted(),
            start: entry.header_start(),
        };
        if !each(entry) {
            break;
        }
    }
    Ok(())
}

impl Entry {
    /// Its bytes, from its own header on.
    pub(super) fn open(&self) -> Result<Content> {
        if self.size > self.packed.saturating_mul(RATIO).saturating_add(RATIO) {
            return Err(bad("an entry claims to be larger than its compressed bytes can be"));
        }
        Content::new(self)
    }

    /// Holds what is read of the entry, which takes so many bytes of `memory`, within bounds.
    pub(super) fn check_swell(&self, memory: u64) -> Result<()> {
        if memory <= SMALL.max(self.packed.saturating_mul(MOST)) {
            return Ok(());
        }
        let (name, packed) = (&self.name, self.packed);
        Err(bad(&format!(
            "{name} would take {memory} bytes of memory from {packed} in the file, more than {MOST} times as \
            many"
        )))
    }
}

/// An archive that cannot be read.
pub(super) fn bad(what: &(impl ToString + ?Sized)) -> Error {
    FileFault::BadArchive { what: what.to_string() }.into()
}
