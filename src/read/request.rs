//! What is wanted of one file, as its reader gets it.

use super::array::{Array, Decoder, Facts, How, Keep, Layout, Member, Values};
use super::how::{Retain, Selection};
use super::items::Items;
use crate::error::{FileFault, NAMES_TOLD, Result};

/// Arrays or columns that are listed of a container; of more the first are.
pub(super) const LISTED: usize = 1000;

/// One file and what is wanted of it.
pub(super) struct Request {
    /// Name of the file.
    pub(super) name: String,
    /// Bytes of the file.
    pub(super) size: u64,
    pub(super) selection: Selection,
    retain: Option<Retain>,
    /// Whether only the facts are wanted.
    pub(super) inspect: bool,
}

impl Request {
    pub(super) fn new(name: &str, size: u64, selection: &Selection, retain: Retain) -> Self {
        let inspect = matches!(retain, Retain::Nothing);
        Self { name: name.into(), size, selection: selection.clone(), retain: Some(retain), inspect }
    }

    /// How an array is decoded. The retention goes with it.
    fn how(&mut self) -> How {
        let keep = match self.retain.take() {
            Some(Retain::All) => Keep::All,
            Some(Retain::Sample(reservoir)) => Keep::Sample(reservoir),
            Some(Retain::Stream(receiver)) => Keep::Stream(receiver),
            Some(Retain::Nothing) | None => Keep::Nothing,
        };
        How { pick: self.selection.pooling, kind: self.selection.kind, keep }
    }

    /// Decoder of the array that is wanted, of `bytes` bytes.
    pub(super) fn decoder(&mut self, layout: Layout, bytes: u64) -> Result<Box<Decoder>> {
        let how = self.how();
        Ok(Box::new(Decoder::new(layout, bytes, how)?))
    }

    /// Reader of an array whose items lie in a row from `start` on.
    pub(super) fn items(&mut self, layout: Layout, start: u64, bytes: u64) -> Result<Items> {
        Ok(Items::new(self.decoder(layout, bytes)?, start..start + bytes))
    }

    /// Which of several arrays is wanted, by its place among those listed.
    pub(super) fn choose(&self, listing: &Listing) -> Result<Choice> {
        let (total, wanted) = (listing.total, &self.selection.member);
        match (wanted, listing.chosen) {
            (Some(_), Some(place)) => Ok(Choice::One(place)),
            (Some(member), None) => {
                let (member, members) = (member.clone(), listing.names());
                Err(FileFault::NoSuchMember { member, members, total }.into())
            }
            (None, _) if total == 1 => Ok(Choice::One(0)),
            (None, _) if self.inspect => Ok(Choice::List),
            (None, _) => Err(FileFault::ChooseMember { members: listing.names(), total }.into()),
        }
    }

    /// A container of several arrays, none of them chosen.
    pub(super) fn listed(&self, name: &str, listing: Listing) -> Array {
        let mut facts = Facts::new(vec![], String::new(), self.size);
        listing.tell(&mut facts);
        Array { name: name.into(), facts, nonfinite: vec![], values: Values::Nothing }
    }
}

/// What is to be read of a container.
#[derive(Debug, PartialEq)]
pub(super) enum Choice {
    /// The array at this place.
    One(usize),
    /// None: what there is.
    List,
}

/// What a container holds, at most [`LISTED`] of it.
#[derive(Debug, Default)]
pub(super) struct Listing {
    pub(super) members: Vec<Member>,
    /// How many there are.
    pub(super) total: usize,
    /// Place of the one that is wanted by name.
    chosen: Option<usize>,
}

impl Listing {
    /// One more array, called `name`; `wanted` is the one that is to be read.
    pub(super) fn add(&mut self, wanted: Option<&str>, name: &str, member: impl FnOnce() -> Member) {
        let chosen = self.chosen.is_none() && wanted == Some(name);
        self.total += 1;
        if chosen {
            self.chosen = Some(self.members.len());
        }
        if chosen || self.members.len() < LISTED {
            self.members.push(member());
        }
    }

    /// The names that an error tells.
    fn names(&self) -> Vec<String> {
        self.members.iter().take(NAMES_TOLD).map(|member| member.name.clone()).collect()
    }

    /// Puts what there is into the facts.
    pub(super) fn tell(self, facts: &mut Facts) {
        // One array that a file is, rather than holds, has no name.
        if self.members.iter().all(|member| member.name.is_empty()) {
            return;
        }
        if self.total > self.members.len() {
            facts.notes.push(format!("It holds {} arrays; the first {LISTED} are listed.", self.total));
        }
        facts.members = self.members;
    }
}
