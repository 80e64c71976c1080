//! A file, in pieces of any length -> one input.
//!
//! The first bytes decide the format, then the name. What can be read from the front (.npy,
//! .safetensors, text) is converted as it comes; of an archive (.npz) the bytes are kept until its
//! directory at the end is there.

use serde::{Deserialize, Serialize};

use crate::array::{Array, Decoder, How, Keep, Kind, Pick, RowReceiver};
use crate::error::{Error, FileFault, Result};
use crate::npy;
use crate::rng::{Purpose, Rng};

/// What to read of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Selection {
    /// Array of a container, or column of a table.
    pub member: Option<String>,
    /// What three axes become.
    pub pick: Option<Pick>,
    /// Labels or numbers, where that is open.
    pub kind: Option<Kind>,
}

/// What becomes of the numbers of a file.
pub enum Retain {
    /// All samples are kept.
    All,
    /// So many samples, drawn at random, are kept in their order; the stream is that of `seed` and the number of
    /// the input.
    Sample {
        /// Samples kept at most.
        rows: usize,
        /// Seed of the analysis.
        seed: u64,
        /// Number of the input.
        input: u8,
    },
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
    selection: Selection,
    retain: Retain,
    state: State,
}

enum State {
    /// The beginning of the file, until it tells what it is.
    Start(Vec<u8>),
    Items(Box<Decoder>),
}

impl Loader {
    /// Reader of the file `name` of `size` bytes.
    pub fn new(name: &str, size: u64, selection: &Selection, retain: Retain) -> Self {
        Self {
            name: name.into(),
            size,
            received: 0,
            selection: selection.clone(),
            retain,
            state: State::Start(Vec::new()),
        }
    }

    /// The next bytes of the file.
    pub fn push(&mut self, bytes: &[u8]) -> Result<()> {
        self.received += bytes.len() as u64;
        self.take(bytes).map_err(|error| error.in_file(&self.name))
    }

    fn take(&mut self, bytes: &[u8]) -> Result<()> {
        match &mut self.state {
            State::Items(decoder) => decoder.push(bytes),
            State::Start(head) => {
                head.extend_from_slice(bytes);
                let Some((layout, start)) = npy::header(head)? else { return Ok(()) };
                let rest = head.split_off(start);
                let items = self.size.saturating_sub(start as u64);
                let retain = std::mem::replace(&mut self.retain, Retain::Nothing);
                let how = How {
                    pick: self.selection.pick,
                    kind: self.selection.kind,
                    keep: keep(retain, &layout.shape),
                };
                let mut decoder = Box::new(Decoder::new(layout, items, how)?);
                decoder.push(&rest)?;
                self.state = State::Items(decoder);
                Ok(())
            }
        }
    }

    /// The input, once all bytes have come.
    pub fn finish(self) -> Result<Array> {
        let array = match self.state {
            State::Items(decoder) => decoder.finish(&self.name),
            State::Start(head) => {
                let found = head.len() as u64;
                Err(FileFault::Truncated { expected: found + 1, found }.into())
            }
        };
        array.map_err(|error: Error| error.in_file(&self.name))
    }
}

/// What the decoder keeps of an array of this shape.
fn keep(retain: Retain, shape: &[u64]) -> Keep {
    match retain {
        Retain::All => Keep::All,
        Retain::Nothing => Keep::Nothing,
        Retain::Stream(receiver) => Keep::Stream(receiver),
        Retain::Sample { rows, seed, input } => {
            let n = shape.first().copied().unwrap_or(0);
            if n <= rows as u64 { Keep::All } else { Keep::Rows(sample(n, rows, seed, input)) }
        }
    }
}

/// `rows` of `n` samples, each subset equally likely, ascending (Knuth, algorithm S).
fn sample(n: u64, rows: usize, seed: u64, input: u8) -> Vec<u32> {
    let mut rng = Rng::new(seed, Purpose::Reservoir, input, 0);
    let mut kept = Vec::with_capacity(rows);
    for row in 0..n {
        if kept.len() < rows && rng.below(n - row) < (rows - kept.len()) as u64 {
            kept.push(row as u32);
        }
    }
    kept
}

/// Reads a whole file that is in memory.
pub fn read(name: &str, bytes: &[u8], selection: &Selection) -> Result<Array> {
    let mut loader = Loader::new(name, bytes.len() as u64, selection, Retain::All);
    loader.push(bytes)?;
    loader.finish()
}
