//! Items of a file, in pieces of any length -> one array of single precision, or labels.
//!
//! Every byte is looked at once; at most one item is held back between pieces. Memory is asked for
//! only after the length of the file has confirmed the shape.

use super::dtype::Dtype;
use super::labels::{Seen, integer_labels, text_labels};
use super::place::{Pick, Placement, Runs};
use super::repeats::Repeats;
use super::scan::Scan;
use super::store::{Keep, Store};
use super::{Array, Facts, Kind, Values};
use crate::data::matrix::Matrix;
use crate::error::{FileFault, Result};

/// Type, order and shape of the items of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// Type of the items.
    pub dtype: Dtype,
    /// Whether the most significant byte comes first.
    pub big_endian: bool,
    /// Whether the first axis runs fastest.
    pub fortran: bool,
    /// Length of each axis.
    pub shape: Vec<u64>,
}

impl Layout {
    /// Bytes of all items.
    ///
    /// # Errors
    ///
    /// [`FileFault::ShapeOverflow`] if these are more than can be counted.
    pub fn bytes(&self) -> Result<u64> {
        let items = self.shape.iter().try_fold(1_u64, |items, &axis| items.checked_mul(axis));
        let bytes = items.and_then(|items| items.checked_mul(self.dtype.size() as u64));
        // 2^53: what a browser can count.
        let bytes = bytes.filter(|&bytes| bytes < 1 << 53 && self.shape.iter().all(|&a| a < 1 << 53));
        Ok(bytes.ok_or_else(|| FileFault::ShapeOverflow { shape: self.shape.clone() })?)
    }

    /// Bytes that the array takes in memory, once read.
    ///
    /// # Errors
    ///
    /// As of [`Layout::bytes`].
    pub fn memory(&self) -> Result<u64> {
        let label = matches!(*self.shape, [_] | [_, 1]) && self.dtype.is_label();
        Ok(self.bytes()? / self.dtype.size() as u64 * if label { 2 } else { 4 })
    }

    /// Checks the length of the items against the bytes that there are.
    ///
    /// # Errors
    ///
    /// [`FileFault::Truncated`] or [`FileFault::TrailingBytes`].
    pub fn check(&self, found: u64) -> Result<()> {
        let expected = self.bytes()?;
        if self.shape.contains(&0) {
            return Err(FileFault::Empty { shape: self.shape.clone() }.into());
        }
        match found {
            _ if found < expected => Err(FileFault::Truncated { expected, found }.into()),
            _ if found > expected => Err(FileFault::TrailingBytes { expected, found }.into()),
            _ => Ok(()),
        }
    }

    /// What it is read as: labels if it is one column of a type without fractions.
    fn kind(&self, wanted: Option<Kind>) -> Result<Kind> {
        let one_column = matches!(*self.shape, [_] | [_, 1]);
        let labels = one_column && self.dtype.is_label();
        match wanted {
            _ if self.dtype.is_text() && !one_column => {
                Err(FileFault::UnsupportedDtype { dtype: self.dtype.name() }.into())
            }
            Some(Kind::Numbers) if !self.dtype.is_text() => Ok(Kind::Numbers),
            _ if labels => Ok(Kind::Labels),
            _ => Ok(Kind::Numbers),
        }
    }
}

/// How the items of one array are read.
pub struct How {
    /// What three axes become.
    pub pick: Option<Pick>,
    /// Labels or numbers, where that is open.
    pub kind: Option<Kind>,
    /// What becomes of the numbers.
    pub keep: Keep,
}

/// What items become.
enum Target {
    Integers(Seen<i128>),
    Text(Seen<String>),
    Numbers {
        placement: Box<Placement>,
        sink: Box<Sink>,
    },
    /// Three axes and no choice: only looked at.
    Undecided,
}

struct Sink {
    scan: Scan,
    store: Store,
}

/// Decoder of the items of one array.
pub struct Decoder {
    layout: Layout,
    target: Target,
    expected: u64,
    received: u64,
    /// The beginning of an item whose end is in the next piece.
    carry: Vec<u8>,
    staged: Vec<f32>,
}

/// Items converted at a time: their f32 stay in the nearest cache.
const STAGE: usize = 4096;

impl Decoder {
    /// Decoder of `bytes` bytes of items.
    ///
    /// # Errors
    ///
    /// [`FileFault`]s of a shape or a type that cannot be samples, or not as `how` wants them;
    /// [`FileFault::OutOfMemory`].
    pub fn new(layout: Layout, bytes: u64, how: How) -> Result<Self> {
        layout.check(bytes)?;
        let target = Self::target(&layout, how)?;
        Ok(Self { layout, target, expected: bytes, received: 0, carry: Vec::new(), staged: vec![0.0; STAGE] })
    }

    fn target(layout: &Layout, How { pick, kind, keep }: How) -> Result<Target> {
        if layout.kind(kind)? == Kind::Labels {
            return Ok(if layout.dtype.is_text() {
                Target::Text(Seen::default())
            } else {
                Target::Integers(Seen::default())
            });
        }
        if matches!(keep, Keep::Nothing) && layout.shape.len() == 3 && pick.is_none() {
            return Ok(Target::Undecided);
        }
        let placement = Placement::new(&layout.shape, layout.fortran, pick)?;
        let (rows, features) = (placement.rows, placement.features);
        let mut scan = Scan::new(rows, features)?;
        if matches!(keep, Keep::Stream(_)) {
            scan.forget_repeats();
        }
        let sink = Box::new(Sink { scan, store: Store::new(keep, &placement, layout.dtype.form())? });
        Ok(Target::Numbers { placement: Box::new(placement), sink })
    }

    /// The next bytes of the items.
    ///
    /// # Errors
    ///
    /// [`FileFault::TrailingBytes`], [`FileFault::TooManyLabels`], [`FileFault::OutOfMemory`].
    pub fn push(&mut self, mut bytes: &[u8]) -> Result<()> {
        self.received += bytes.len() as u64;
        if self.received > self.expected {
            let (expected, found) = (self.expected, self.received);
            return Err(FileFault::TrailingBytes { expected, found }.into());
        }
        let size = self.layout.dtype.size();
        if !self.carry.is_empty() {
            let missing = (size - self.carry.len()).min(bytes.len());
            self.carry.extend_from_slice(&bytes[..missing]);
            bytes = &bytes[missing..];
            if self.carry.len() < size {
                return Ok(());
            }
            let item = std::mem::take(&mut self.carry);
            self.items(&item)?;
        }
        let whole = bytes.len() / size * size;
        self.carry.extend_from_slice(&bytes[whole..]);
        self.items(&bytes[..whole])
    }

    fn items(&mut self, bytes: &[u8]) -> Result<()> {
        let Layout { dtype, big_endian, .. } = self.layout;
        let left = (self.expected - self.received + bytes.len() as u64) / dtype.size() as u64;
        let left = usize::try_from(left).unwrap_or(usize::MAX);
        match &mut self.target {
            Target::Undecided => Ok(()),
            Target::Integers(seen) => bytes
                .chunks_exact(dtype.size())
                .try_for_each(|item| seen.add(&dtype.integer(big_endian, item), left)),
            Target::Text(seen) => bytes
                .chunks_exact(dtype.size())
                .try_for_each(|item| seen.add(dtype.text(big_endian, item).as_str(), left)),
            Target::Numbers { placement, sink } => {
                for block in bytes.chunks(STAGE * dtype.size()) {
                    let values = &mut self.staged[..block.len() / dtype.size()];
                    dtype.numbers(big_endian, block, values);
                    placement.push(values, sink.as_mut())?;
                }
                Ok(())
            }
        }
    }

    /// The array, once all bytes have come.
    ///
    /// # Errors
    ///
    /// [`FileFault::Truncated`], if there were too few.
    pub fn finish(self, name: &str) -> Result<Array> {
        if self.received < self.expected {
            let (expected, found) = (self.expected, self.received);
            return Err(FileFault::Truncated { expected, found }.into());
        }
        let mut facts = Facts::new(self.layout.shape, self.layout.dtype.name(), self.expected);
        let mut nonfinite = vec![];
        let values = match self.target {
            Target::Integers(seen) => Values::Labels(integer_labels(seen)),
            Target::Text(seen) => Values::Labels(text_labels(seen)),
            Target::Undecided => Values::Nothing,
            Target::Numbers { placement, mut sink } => {
                nonfinite = facts.describe_numbers(placement.rows, placement.features, &mut sink.scan);
                let values = sink.store.finish()?;
                if let (true, Values::Matrix(matrix)) = (placement.is_fortran(), &values) {
                    facts.repeated = repeated(matrix);
                }
                values
            }
        };
        if let Values::Labels(labels) = &values {
            facts.describe_labels(labels);
        }
        Ok(Array { name: name.into(), facts, nonfinite, values })
    }
}

/// Samples of a matrix that repeat an earlier one.
fn repeated(matrix: &Matrix) -> Option<usize> {
    let mut repeats = Repeats::new(matrix.features());
    repeats.push(matrix.values());
    repeats.count(matrix.rows())
}

impl Runs for Sink {
    fn along(&mut self, offset: u64, values: &[f32]) -> Result<()> {
        self.scan.along(offset, values)?;
        self.store.along(offset, values)
    }

    fn down(&mut self, column: usize, row: usize, values: &[f32]) -> Result<()> {
        self.scan.down(column, row, values)?;
        self.store.down(column, row, values)
    }
}
