//! .npz archives by member: a zip file whose entries `NAME.npy` are arrays.
//!
//! The directory is at the end of a zip file, so the whole archive has to be there. Entries are inflated
//! piece by piece; nothing is believed of their sizes that deflate could not have done.

mod content;
mod crc;
mod directory;

use self::content::Content;
use self::directory::Entry;
use crate::error::{Error, FileFault, Result};
use crate::read::array::{Decoder, How, Layout, Member};
use crate::read::npy;

/// Deflate makes nothing more than this smaller (RFC 1951 allows 1032).
const RATIO: u64 = 1040;
/// Bytes inflated at a time.
const PIECE: usize = 64 * 1024;

/// An open archive.
pub struct Archive {
    bytes: Vec<u8>,
    /// Entry and name of each array.
    arrays: Vec<(Entry, String)>,
}

fn bad(what: &(impl ToString + ?Sized)) -> Error {
    FileFault::BadArchive { what: what.to_string() }.into()
}

impl Archive {
    /// Opens an archive that is in memory. Archives written by `torch.save` are refused.
    ///
    /// # Errors
    ///
    /// [`FileFault::BadArchive`] or [`FileFault::Pickle`].
    pub fn open(bytes: Vec<u8>) -> Result<Self> {
        let mut arrays = vec![];
        for entry in directory::entries(&bytes)? {
            if entry.name.ends_with("data.pkl") {
                return Err(FileFault::Pickle.into());
            }
            if let Some(stem) = entry.name.strip_suffix(".npy") {
                let name = stem.to_owned();
                arrays.push((entry, name));
            }
        }
        if arrays.is_empty() {
            return Err(bad("it holds no .npy arrays"));
        }
        Ok(Self { bytes, arrays })
    }

    /// Names of the arrays.
    pub fn names(&self) -> Vec<String> {
        self.arrays.iter().map(|(_, name)| name.clone()).collect()
    }

    /// What the arrays are. Those that cannot be read are left out.
    pub fn members(&self) -> Vec<Member> {
        let describe = |(entry, name): &(Entry, String)| {
            let (layout, ..) = self.open_entry(entry).ok()?;
            Some(Member { name: name.clone(), shape: layout.shape.clone(), dtype: layout.dtype.name() })
        };
        self.arrays.iter().filter_map(describe).collect()
    }

    /// Header of an entry: layout, bytes of its items, what was read of them already, and the rest.
    fn open_entry(&self, entry: &Entry) -> Result<(Layout, u64, Vec<u8>, Content<'_>)> {
        if entry.size > entry.packed.saturating_mul(RATIO).saturating_add(RATIO) {
            return Err(bad("an entry claims to be larger than its compressed bytes can be"));
        }
        let mut content = Content::new(entry, &self.bytes)?;
        let (mut head, mut piece) = (vec![], [0; 4096]);
        loop {
            let read = content.read(&mut piece)?;
            head.extend_from_slice(&piece[..read]);
            if let Some((layout, start)) = npy::header(&head)? {
                let rest = head.split_off(start);
                return Ok((layout, entry.size.saturating_sub(start as u64), rest, content));
            }
            if read == 0 {
                return Err(FileFault::Truncated { expected: entry.size, found: head.len() as u64 }.into());
            }
        }
    }

    /// Decodes the array at `place` among [`Archive::names`].
    pub(crate) fn decode(&self, place: usize, how: How) -> Result<Decoder> {
        let (layout, bytes, rest, mut content) = self.open_entry(&self.arrays[place].0)?;
        let mut decoder = Decoder::new(layout, bytes, how)?;
        decoder.push(&rest)?;
        let mut piece = vec![0; PIECE];
        loop {
            match content.read(&mut piece)? {
                0 => return Ok(decoder),
                read => decoder.push(&piece[..read])?,
            }
        }
    }
}
