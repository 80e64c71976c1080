//! A file -> one input: brings a reader the bytes that it wants.
//!
//! The beginning of the file decides its format and is kept, so that a small file is read at once and
//! nothing is asked for twice.

use std::ops::Range;

use super::array::Array;
use super::formats;
use super::how::{Retain, Selection};
use super::reader::Reader;
use super::request::Request;
use crate::error::{FileFault, Result};

/// Bytes of the beginning.
const HEAD: u64 = 64 * 1024;

/// Reads one file: as long as something is [wanted](Loader::wanted), it is to be [pushed](Loader::push).
pub struct Loader {
    name: String,
    size: u64,
    head: Vec<u8>,
    state: State,
}

enum State {
    /// The beginning is not there yet.
    Start(Option<Request>),
    Open(Box<dyn Reader>),
}

impl Loader {
    /// Reader of the file `name` of `size` bytes.
    pub fn new(name: &str, size: u64, selection: &Selection, retain: Retain) -> Self {
        let request = Request::new(name, size, selection, retain);
        Self { name: name.into(), size, head: vec![], state: State::Start(Some(request)) }
    }

    /// From where to where the bytes lie that are needed next; none once there is enough.
    pub fn wanted(&self) -> Option<Range<u64>> {
        match &self.state {
            State::Start(_) => {
                let range = self.head.len() as u64..self.size.min(HEAD);
                (!range.is_empty()).then_some(range)
            }
            State::Open(reader) => reader.wanted(),
        }
    }

    /// The first of the bytes that are [wanted](Loader::wanted), any number of them.
    ///
    /// # Errors
    ///
    /// The file cannot be read as samples; the error says why and what to do.
    pub fn push(&mut self, bytes: &[u8]) -> Result<()> {
        self.take(bytes).map_err(|error| error.in_file(&self.name))
    }

    fn take(&mut self, bytes: &[u8]) -> Result<()> {
        let Some(wanted) = self.wanted() else { return Ok(()) };
        let room = usize::try_from(wanted.end - wanted.start).unwrap_or(usize::MAX);
        let (bytes, rest) = bytes.split_at(bytes.len().min(room));
        match &mut self.state {
            State::Start(_) => {
                self.head.extend_from_slice(bytes);
                self.open()?;
            }
            State::Open(reader) => reader.take(bytes)?,
        }
        self.serve()?;
        // What came after the beginning is often what is wanted next.
        let next = wanted.start + bytes.len() as u64;
        if !rest.is_empty() && self.wanted().is_some_and(|wanted| wanted.start == next) {
            return self.take(rest);
        }
        Ok(())
    }

    /// Makes the reader, once the beginning is there.
    fn open(&mut self) -> Result<()> {
        if let State::Start(request) = &mut self.state
            && self.head.len() as u64 >= self.size.min(HEAD)
            && let Some(request) = request.take()
        {
            self.state = State::Open(formats::open(request, &self.head)?);
        }
        Ok(())
    }

    /// Gives the reader what it wants of the beginning.
    fn serve(&mut self) -> Result<()> {
        let State::Open(reader) = &mut self.state else { return Ok(()) };
        while let Some(Range { start, end }) = reader.wanted() {
            if end > self.size {
                return Err(FileFault::Truncated { expected: end, found: self.size }.into());
            }
            if start >= self.head.len() as u64 {
                break;
            }
            let end = end.min(self.head.len() as u64);
            reader.take(&self.head[start as usize..end as usize])?;
        }
        Ok(())
    }

    /// The input, once nothing is wanted any more.
    ///
    /// # Errors
    ///
    /// The file cannot be read as samples, or ended before all that was wanted had come.
    pub fn finish(mut self) -> Result<Array> {
        let name = std::mem::take(&mut self.name);
        self.end(&name).map_err(|error| error.in_file(&name))
    }

    fn end(self, name: &str) -> Result<Array> {
        if self.size == 0 {
            return Err(FileFault::NoBytes.into());
        }
        if let Some(Range { start, .. }) = self.wanted() {
            return Err(FileFault::Truncated { expected: self.size, found: start }.into());
        }
        match self.state {
            State::Open(reader) => reader.finish(name),
            State::Start(_) => Err(FileFault::Truncated { expected: 1, found: 0 }.into()),
        }
    }
}

/// Reads a whole file that is in memory.
///
/// # Errors
///
/// The file cannot be read as samples; the error says why and what to do.
pub fn read(name: &str, bytes: &[u8], selection: &Selection) -> Result<Array> {
    let mut loader = Loader::new(name, bytes.len() as u64, selection, Retain::All);
    while let Some(Range { start, end }) = loader.wanted() {
        loader.push(&bytes[start as usize..end as usize])?;
    }
    loader.finish()
}
