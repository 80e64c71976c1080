//! .npz archives by member: a zip file whose entries `NAME.npy` are arrays.
//!
//! The directory is at the end of a zip file, so the whole archive has to be there. Entries are inflated
//! piece by piece; nothing is believed of their sizes that deflate could not have done.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::array::{Decoder, How, Layout, Member};
use crate::error::{Error, FileFault, Result};
use crate::npy;

/// Entries looked at.
const ENTRIES: usize = 10_000;
/// Deflate makes nothing more than this smaller (RFC 1951 allows 1032).
const RATIO: u64 = 1040;
/// Bytes inflated at a time.
const PIECE: usize = 64 * 1024;

/// An open archive.
pub struct Archive {
    zip: ZipArchive<Cursor<Vec<u8>>>,
    /// Entry and name of each array.
    arrays: Vec<(usize, String)>,
}

fn bad(what: &(impl ToString + ?Sized)) -> Error {
    FileFault::BadArchive { what: what.to_string() }.into()
}

impl Archive {
    /// Opens an archive that is in memory. Archives written by `torch.save` are refused.
    pub fn open(bytes: Vec<u8>) -> Result<Self> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| bad(&e))?;
        let mut arrays = vec![];
        for (entry, name) in zip.file_names().take(ENTRIES).enumerate() {
            let name = name.map_err(|e| bad(&e))?;
            if name.ends_with("data.pkl") {
                return Err(FileFault::Pickle.into());
            }
            if let Some(stem) = name.strip_suffix(".npy") {
                arrays.push((entry, stem.to_owned()));
            }
        }
        if arrays.is_empty() {
            return Err(bad("it holds no .npy arrays"));
        }
        Ok(Self { zip, arrays })
    }

    /// Names of the arrays.
    pub fn names(&self) -> Vec<String> {
        self.arrays.iter().map(|(_, name)| name.clone()).collect()
    }

    /// What the arrays are. Those that cannot be read are left out.
    pub fn members(&mut self) -> Vec<Member> {
        let arrays = self.arrays.clone();
        let describe = |(entry, name): (usize, String)| {
            let (layout, ..) = self.entry(entry).ok()?;
            Some(Member { name, shape: layout.shape.clone(), dtype: layout.dtype.name() })
        };
        arrays.into_iter().filter_map(describe).collect()
    }

    /// Header of an entry: layout, bytes of its items, and what was read of them already.
    fn entry(&mut self, entry: usize) -> Result<(Layout, u64, Vec<u8>, impl Read)> {
        let mut file = self.zip.by_index(entry).map_err(|e| bad(&e))?;
        let (size, packed) = (file.size(), file.compressed_size());
        if size > packed.saturating_mul(RATIO).saturating_add(RATIO) {
            return Err(bad("an entry claims to be larger than its compressed bytes can be"));
        }
        let mut head = Vec::new();
        loop {
            let before = head.len();
            file.by_ref().take(4096).read_to_end(&mut head).map_err(|e| bad(&e))?;
            if let Some((layout, start)) = npy::header(&head)? {
                let rest = head.split_off(start);
                return Ok((layout, size.saturating_sub(start as u64), rest, file));
            }
            if head.len() == before {
                return Err(FileFault::Truncated { expected: size, found: before as u64 }.into());
            }
        }
    }

    /// Decodes the array at `place` among [`Archive::names`].
    pub(crate) fn decode(&mut self, place: usize, how: How) -> Result<Decoder> {
        let (layout, bytes, rest, mut file) = self.entry(self.arrays[place].0)?;
        let mut decoder = Decoder::new(layout, bytes, how)?;
        decoder.push(&rest)?;
        let mut piece = vec![0; PIECE];
        loop {
            match file.read(&mut piece).map_err(|e| bad(&e))? {
                0 => return Ok(decoder),
                read => decoder.push(&piece[..read])?,
            }
        }
    }
}
