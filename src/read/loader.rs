//! A file, in pieces of any length -> one input.
//!
//! The first bytes decide the format, then the name. What can be read from the front (.npy,
//! .safetensors, text) is converted as it comes; of an archive (.npz) the bytes are kept until its
//! directory at the end is there. Pickles are programs and are refused.

use serde::{Deserialize, Serialize};

use super::format::{DECISIVE, Format, format};
use crate::error::{Error, FileFault, Result};
use crate::options::Preparation;
use crate::read::array::{
    Array, Decoder, Facts, How, Keep, Kind, Member, Pick, Reservoir, RowReceiver, Values,
};
use crate::read::npz::Archive;
use crate::read::safetensors::{self, Tensor};
use crate::read::table::ColumnReader;
use crate::read::{npy, npz};

/// What to read of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Selection {
    /// Array of a container, or column of a table.
    pub member: Option<String>,
    /// What three axes become.
    pub pooling: Option<Pick>,
    /// Labels or numbers, where that is open.
    pub kind: Option<Kind>,
}

/// How an input of an analysis is read.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LoadHow {
    /// Whether to keep the numbers.
    pub mode: Mode,
    /// Array of a container, or column of a table.
    pub member: Option<String>,
    /// What three axes become.
    pub pooling: Option<Pick>,
    /// Labels or numbers, where that is open.
    pub kind: Option<Kind>,
    /// Preparation of what is kept.
    pub preparation: Option<Preparation>,
    /// Samples to leave out, ascending.
    pub drop_rows: Vec<u32>,
    /// What of an input larger than memory is kept.
    pub sample: Option<SampleHow>,
}

/// How a random sample of the samples is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleHow {
    /// Bytes that it may take, in single precision; nothing is left out of an input that takes fewer.
    pub bytes: u64,
    /// Seed of the analysis.
    pub seed: u64,
}

/// Whether to keep the numbers of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Only the facts.
    Inspect,
    /// All of them.
    #[default]
    Keep,
}

impl LoadHow {
    /// What to read.
    pub fn selection(&self) -> Selection {
        Selection { member: self.member.clone(), pooling: self.pooling, kind: self.kind }
    }

    /// What becomes of the numbers of input number `input`.
    pub fn retain(&self, input: u8) -> Retain {
        match (self.mode, self.sample) {
            (Mode::Inspect, _) => Retain::Nothing,
            (Mode::Keep, None) => Retain::All,
            (Mode::Keep, Some(SampleHow { bytes, seed })) => {
                Retain::Sample(Reservoir { bytes, seed, input, dropped: self.drop_rows.clone() })
            }
        }
    }
}

/// What becomes of the numbers of a file.
pub enum Retain {
    /// All samples are kept.
    All,
    /// A random sample of the samples is kept.
    Sample(Reservoir),
    /// Nothing is kept: only the facts.
    Nothing,
    /// Whole rows are passed on, in blocks.
    Stream(RowReceiver),
}

/// Reads one file.
pub struct Loader {
    name: String,
    size: u64,
    received: u64,
    request: Request,
    state: State,
}

/// What is wanted, until the file has told what it is.
struct Request {
    selection: Selection,
    retain: Option<Retain>,
    inspect: bool,
}

enum State {
    /// The beginning of the file, until it tells what it is.
    Start(Vec<u8>),
    Npy(Vec<u8>),
    Safetensors(Vec<u8>),
    /// Items of one array: what to skip before them, what is left of them.
    Items {
        decoder: Box<Decoder>,
        skip: u64,
        left: u64,
        members: Vec<Member>,
    },
    /// Only the names and shapes of several arrays are wanted.
    Listed(Vec<Member>),
    Archive(Vec<u8>),
    Table(Box<ColumnReader>),
}

impl Loader {
    /// Reader of the file `name` of `size` bytes.
    pub fn new(name: &str, size: u64, selection: &Selection, retain: Retain) -> Self {
        let inspect = matches!(retain, Retain::Nothing);
        let request = Request { selection: selection.clone(), retain: Some(retain), inspect };
        Self { name: name.into(), size, received: 0, request, state: State::Start(Vec::new()) }
    }

    /// The next bytes of the file.
    ///
    /// # Errors
    ///
    /// [`FileFault`]s, as soon as the bytes show them: what was found, what was expected, what to do.
    pub fn push(&mut self, bytes: &[u8]) -> Result<()> {
        self.take(bytes).map_err(|error| error.in_file(&self.name))
    }

    fn take(&mut self, bytes: &[u8]) -> Result<()> {
        self.received += bytes.len() as u64;
        if self.received > self.size {
            let (expected, found) = (self.size, self.received);
            return Err(FileFault::TrailingBytes { expected, found }.into());
        }
        if let State::Start(head) = &mut self.state {
            head.extend_from_slice(bytes);
            if head.len() < DECISIVE && self.received < self.size {
                return Ok(());
            }
            let head = std::mem::take(head);
            self.state = self.begin(&head)?;
            return self.advance(&head);
        }
        self.advance(bytes)
    }

    fn begin(&self, head: &[u8]) -> Result<State> {
        Ok(match format(&self.name, head)? {
            Format::Npy => State::Npy(vec![]),
            Format::Safetensors => State::Safetensors(vec![]),
            Format::Archive => {
                let mut bytes = Vec::new();
                let size = usize::try_from(self.size).unwrap_or(usize::MAX);
                let short = |_| FileFault::OutOfMemory { bytes: self.size };
                bytes.try_reserve_exact(size).map_err(short)?;
                State::Archive(bytes)
            }
            Format::Table => {
                let Selection { member, kind, .. } = self.request.selection.clone();
                State::Table(Box::new(ColumnReader::new(&self.name, member, kind)))
            }
        })
    }

    fn advance(&mut self, mut bytes: &[u8]) -> Result<()> {
        match &mut self.state {
            State::Start(_) | State::Listed(_) => Ok(()),
            State::Archive(all) => {
                all.extend_from_slice(bytes);
                Ok(())
            }
            State::Table(reader) => reader.push(bytes),
            State::Items { decoder, skip, left, .. } => {
                let skipped = (*skip).min(bytes.len() as u64);
                *skip -= skipped;
                bytes = &bytes[skipped as usize..];
                let taken = (*left).min(bytes.len() as u64);
                *left -= taken;
                decoder.push(&bytes[..taken as usize])
            }
            State::Npy(head) => {
                head.extend_from_slice(bytes);
                let Some((layout, start)) = npy::header(head)? else { return Ok(()) };
                let head = std::mem::take(head);
                let left = self.size.saturating_sub(start as u64);
                let how = self.request.how();
                let decoder = Box::new(Decoder::new(layout, left, how)?);
                self.state = State::Items { decoder, skip: start as u64, left, members: vec![] };
                self.advance(&head)
            }
            State::Safetensors(head) => {
                head.extend_from_slice(bytes);
                let Some(tensors) = safetensors::header(head, self.size)? else { return Ok(()) };
                let head = std::mem::take(head);
                self.state = self.request.tensor(tensors)?;
                self.advance(&head)
            }
        }
    }

    /// The input, once all bytes have come.
    ///
    /// # Errors
    ///
    /// [`FileFault`]s that only the end shows: too few bytes, no choice among several arrays.
    pub fn finish(mut self) -> Result<Array> {
        let name = std::mem::take(&mut self.name);
        self.end(&name).map_err(|error: Error| error.in_file(&name))
    }

    fn end(self, name: &str) -> Result<Array> {
        if self.received < self.size {
            return Err(FileFault::Truncated { expected: self.size, found: self.received }.into());
        }
        match self.state {
            State::Items { decoder, members, .. } => {
                let mut array = decoder.finish(name)?;
                array.facts.members = members;
                Ok(array)
            }
            State::Listed(members) => Ok(listed(name, members, self.size)),
            State::Archive(bytes) => self.request.archive(name, npz::Archive::open(bytes)?, self.size),
            State::Table(reader) => reader.finish(name, self.size, self.request.inspect),
            State::Start(_) => Err(FileFault::Truncated { expected: 1, found: 0 }.into()),
            State::Npy(_) | State::Safetensors(_) => {
                Err(FileFault::Truncated { expected: self.size + 1, found: self.size }.into())
            }
        }
    }
}

impl Request {
    /// How an array of this layout is decoded.
    fn how(&mut self) -> How {
        let keep = match self.retain.take() {
            Some(Retain::All) => Keep::All,
            Some(Retain::Sample(reservoir)) => Keep::Sample(reservoir),
            Some(Retain::Stream(receiver)) => Keep::Stream(receiver),
            Some(Retain::Nothing) | None => Keep::Nothing,
        };
        How { pick: self.selection.pooling, kind: self.selection.kind, keep }
    }

    /// Place of the array wanted; none if there are several, no choice, and only a look.
    fn choose(&self, names: &[String]) -> Result<Option<usize>> {
        let members = || names.to_vec();
        match &self.selection.member {
            Some(member) => match names.iter().position(|name| name == member) {
                None => Err(FileFault::NoSuchMember { member: member.clone(), members: members() }.into()),
                found => Ok(found),
            },
            None if names.len() == 1 => Ok(Some(0)),
            None if self.inspect => Ok(None),
            None => Err(FileFault::ChooseMember { members: members() }.into()),
        }
    }

    fn tensor(&mut self, mut tensors: Vec<Tensor>) -> Result<State> {
        let members = safetensors::members(&tensors);
        let names: Vec<String> = members.iter().map(|member| member.name.clone()).collect();
        let Some(place) = self.choose(&names)? else { return Ok(State::Listed(members)) };
        let Tensor { layout, start, bytes, .. } = tensors.swap_remove(place);
        let how = self.how();
        let decoder = Box::new(Decoder::new(layout, bytes, how)?);
        Ok(State::Items { decoder, skip: start, left: bytes, members })
    }

    fn archive(mut self, name: &str, archive: Archive, size: u64) -> Result<Array> {
        let members = if self.inspect { archive.members() } else { vec![] };
        let Some(place) = self.choose(&archive.names())? else { return Ok(listed(name, members, size)) };
        let decoder = archive.decode(place, self.how())?;
        // The archive is not needed while the array is put together.
        drop(archive);
        let mut array = decoder.finish(name)?;
        array.facts.members = members;
        Ok(array)
    }
}

/// A container of several arrays, none of them chosen.
fn listed(name: &str, members: Vec<Member>, bytes: u64) -> Array {
    let mut facts = Facts::new(vec![], String::new(), bytes);
    facts.members = members;
    Array { name: name.into(), facts, nonfinite: vec![], values: Values::Nothing }
}

/// Reads a whole file that is in memory.
///
/// # Errors
///
/// [`FileFault`]s, as [`Loader::push`] and [`Loader::finish`].
pub fn read(name: &str, bytes: &[u8], selection: &Selection) -> Result<Array> {
    let mut loader = Loader::new(name, bytes.len() as u64, selection, Retain::All);
    loader.push(bytes)?;
    loader.finish()
}
