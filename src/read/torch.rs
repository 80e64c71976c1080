//! Tensors of `torch.save` by name: a zip archive of a pickle that describes them and of their storages.

use std::ops::Range;

use super::array::{Array, Decoder};
use super::pickle::{self, Opcodes, Place};
use super::reader::Reader;
use super::request::{Choice, Listing, Request};
use super::zip::{self, Content, Entry, Window, bad};
use crate::error::Result;

/// How the name of the pickle ends.
pub(super) const PICKLE: &str = "data.pkl";

/// Reads one file.
pub(super) struct Torch {
    request: Request,
    /// The directory, in which the storage is looked up.
    window: Window,
    /// What stands before the names of the archive's entries.
    folder: String,
    stage: Stage,
}

enum Stage {
    Pickle { content: Content, opcodes: Opcodes },
    Items { items: Items, listing: Listing },
    Listed(Listing),
}

/// A tensor's items within a storage.
struct Items {
    content: Content,
    decoder: Box<Decoder>,
    /// Bytes of the storage before the tensor's, and of these.
    skip: u64,
    left: u64,
}

impl Items {
    fn take(&mut self, bytes: &[u8]) -> Result<()> {
        let Self { content, decoder, skip, left } = self;
        content.take(bytes, &mut |bytes| {
            let before = (*skip).min(bytes.len() as u64);
            *skip -= before;
            let bytes = &bytes[before as usize..];
            let length = (*left).min(bytes.len() as u64);
            *left -= length;
            decoder.push(&bytes[..length as usize])
        })
    }
}

impl Torch {
    /// Of an archive with this directory and this pickle.
    pub(super) fn new(request: Request, window: Window, pickle: &Entry) -> Result<Self> {
        let folder = pickle.name.strip_suffix(PICKLE).unwrap_or_default().to_owned();
        let stage = Stage::Pickle { content: pickle.open()?, opcodes: Opcodes::default() };
        Ok(Self { request, window, folder, stage })
    }

    /// Once the pickle is read: which tensor is wanted, and where it lies.
    fn choose(&mut self) -> Result<()> {
        let Stage::Pickle { opcodes, .. } = &self.stage else { return Ok(()) };
        let mut arrays = opcodes.arrays();
        let (listing, choice) = pickle::choose(&self.request, &arrays)?;
        self.stage = match choice {
            Choice::List => Stage::Listed(listing),
            Choice::One(place) => {
                let pickle::Array { layout, place } = arrays.swap_remove(place).1;
                let (key, skip) = match place {
                    Place::Storage { key, skip } => (key, skip),
                    Place::Scattered => return Err(pickle::scattered()),
                    Place::File(_) => {
                        return Err(bad("an array of NumPy is in it; save that with numpy.savez"));
                    }
                };
                let entry = self.storage(&key)?;
                let size = layout.dtype.size() as u64;
                let left = layout.bytes()?;
                let skip = skip.checked_mul(size).ok_or_else(|| bad("a tensor lies beyond its storage"))?;
                if skip.checked_add(left).is_none_or(|end| end > entry.size) {
                    return Err(bad("a tensor lies beyond its storage"));
                }
                entry.check_swell(layout.memory()?)?;
                let decoder = self.request.decoder(layout, left)?;
                Stage::Items { items: Items { content: entry.open()?, decoder, skip, left }, listing }
            }
        };
        Ok(())
    }

    /// The entry of a storage.
    fn storage(&mut self, key: &str) -> Result<Entry> {
        let name = format!("{}data/{key}", self.folder);
        let mut found = None;
        zip::entries(&mut self.window, &mut |entry| {
            if entry.name == name {
                found = Some(entry);
            }
            Ok(())
        })?;
        found.ok_or_else(|| bad(&format!("its storage {name} is not there")))
    }
}

impl Reader for Torch {
    fn wanted(&self) -> Option<Range<u64>> {
        match &self.stage {
            Stage::Pickle { content, .. } => content.wanted(),
            Stage::Items { items, .. } => items.content.wanted(),
            Stage::Listed(_) => None,
        }
    }

    fn take(&mut self, bytes: &[u8]) -> Result<()> {
        match &mut self.stage {
            Stage::Listed(_) => Ok(()),
            Stage::Items { items, .. } => items.take(bytes),
            Stage::Pickle { content, opcodes } => {
                content.take(bytes, &mut |bytes| opcodes.push(bytes))?;
                if content.wanted().is_some() {
                    return Ok(());
                }
                if !opcodes.ended() {
                    return Err(bad("its pickle is cut short"));
                }
                self.choose()
            }
        }
    }

    fn finish(self: Box<Self>, name: &str) -> Result<Array> {
        match self.stage {
            Stage::Listed(listing) => Ok(self.request.listed(name, listing)),
            Stage::Items { items, listing } => {
                let mut array = items.decoder.finish(name)?;
                listing.tell(&mut array.facts);
                Ok(array)
            }
            Stage::Pickle { .. } => Err(bad("its pickle is cut short")),
        }
    }
}
