//! .npz archives by member: a zip file whose entries `NAME.npy` are arrays.

use std::ops::Range;

use super::array::{Array, Decoder, Layout, Member};
use super::npy;
use super::reader::Reader;
use super::request::{Choice, Listing, Request};
use super::zip::{Content, Entry, bad};
use crate::error::{FileFault, Result};

/// Bytes of a file read at a time to see the header of an array.
const STEP: u64 = 512;
/// Reads one file.
pub(super) struct Npz {
    request: Request,
    arrays: Arrays,
    stage: Stage,
}

/// The arrays of an archive, as far as they are listed.
#[derive(Default)]
pub(super) struct Arrays {
    entries: Vec<Entry>,
    listing: Listing,
}

enum Stage {
    /// The header of each array is looked at.
    Listing {
        place: usize,
        head: Head,
    },
    /// The header of the array at this place, which is to be read, is not whole.
    Opening {
        place: usize,
        head: Head,
    },
    Reading {
        content: Content,
        decoder: Box<Decoder>,
    },
    Listed,
}

/// The beginning of an entry, until the header of its array is whole.
struct Head {
    content: Content,
    bytes: Vec<u8>,
}

impl Head {
    fn new(entry: &Entry) -> Result<Self> {
        Ok(Self { content: entry.open()?, bytes: vec![] })
    }

    fn wanted(&self) -> Option<Range<u64>> {
        self.content.wanted().map(|Range { start, end }| start..end.min(start.saturating_add(STEP)))
    }

    /// The array's layout, and where its items begin in what has come, once the header is whole.
    fn take(&mut self, bytes: &[u8]) -> Result<Option<(Layout, usize)>> {
        let seen = &mut self.bytes;
        self.content.take(bytes, &mut |inflated| {
            seen.extend_from_slice(inflated);
            Ok(())
        })?;
        let header = npy::header(&self.bytes)?;
        if header.is_none() && self.content.wanted().is_none() {
            let found = self.bytes.len() as u64;
            return Err(FileFault::Truncated { expected: found + 1, found }.into());
        }
        Ok(header)
    }
}

impl Reader for Npz {
    fn wanted(&self) -> Option<Range<u64>> {
        match &self.stage {
            Stage::Listing { head, .. } | Stage::Opening { head, .. } => head.wanted(),
            Stage::Reading { content, .. } => content.wanted(),
            Stage::Listed => None,
        }
    }

    fn take(&mut self, bytes: &[u8]) -> Result<()> {
        match &mut self.stage {
            Stage::Listing { place, head } => match head.take(bytes) {
                Ok(None) => Ok(()),
                found => {
                    let place = *place;
                    // One that cannot be read does not keep the others from being shown.
                    if let Ok(Some((layout, _))) = found {
                        let member = &mut self.arrays.listing.members[place];
                        *member = Member::new(&member.name, &layout);
                    }
                    self.list(place + 1)
                }
            },
            Stage::Opening { head, .. } => match head.take(bytes)? {
                None => Ok(()),
                Some((layout, start)) => self.read(layout, start),
            },
            Stage::Reading { content, decoder } => content.take(bytes, &mut |items| decoder.push(items)),
            Stage::Listed => Ok(()),
        }
    }

    fn finish(self: Box<Self>, name: &str) -> Result<Array> {
        match self.stage {
            Stage::Listed => Ok(self.request.listed(name, self.arrays.listing)),
            Stage::Reading { decoder, .. } => {
                let mut array = decoder.finish(name)?;
                self.arrays.listing.tell(&mut array.facts);
                Ok(array)
            }
            Stage::Listing { .. } | Stage::Opening { .. } => Err(bad("an entry is cut short")),
        }
    }
}

impl Npz {
    /// Of an archive with these arrays.
    pub(super) fn new(request: Request, arrays: Arrays) -> Result<Self> {
        if arrays.listing.total == 0 {
            return Err(bad("it holds no .npy arrays and no tensors"));
        }
        let mut npz = Self { request, arrays, stage: Stage::Listed };
        npz.list(0)?;
        Ok(npz)
    }

    /// Goes on with the header of the array at `place`, if all are wanted; then with the array chosen.
    fn list(&mut self, place: usize) -> Result<()> {
        let look = self.request.inspect && self.request.selection.member.is_none();
        for (place, entry) in self.arrays.entries.iter().enumerate().skip(place).filter(|_| look) {
            if let Ok(head) = Head::new(entry) {
                self.stage = Stage::Listing { place, head };
                return Ok(());
            }
        }
        self.stage = match self.request.choose(&self.arrays.listing)? {
            Choice::List => Stage::Listed,
            Choice::One(place) => Stage::Opening { place, head: Head::new(&self.arrays.entries[place])? },
        };
        Ok(())
    }

    /// Once the header of the array is whole and `start` bytes long: its items.
    fn read(&mut self, layout: Layout, start: usize) -> Result<()> {
        let Stage::Opening { place, head } = std::mem::replace(&mut self.stage, Stage::Listed) else {
            return Ok(());
        };
        let entry = &self.arrays.entries[place];
        entry.check_swell(layout.memory()?)?;
        let mut decoder = self.request.decoder(layout, entry.size.saturating_sub(start as u64))?;
        decoder.push(&head.bytes[start..])?;
        self.stage = Stage::Reading { content: head.content, decoder };
        Ok(())
    }
}

impl Arrays {
    /// One more entry of the archive, if it is an array; `wanted` is the one that is to be read.
    pub(super) fn add(&mut self, wanted: Option<&str>, entry: Entry) {
        let Some(name) = entry.name.strip_suffix(".npy") else { return };
        self.listing.add(wanted, name, || Member::named(name));
        if self.listing.members.len() > self.entries.len() {
            self.entries.push(entry);
        }
    }
}
