//! What becomes of the numbers of a file: all kept, some kept, passed on, or only looked at.

use super::Values;
use super::place::{Placement, Runs};
use crate::data::half::{FEW, Form, HalfMatrix};
use crate::data::matrix::{Matrix, filled};
use crate::error::{FileFault, Result};
use crate::rng::{Purpose, Rng};

/// Receives whole rows of a file too large to hold, and the number of their features.
pub type RowReceiver = Box<dyn FnMut(&[f32], usize) -> Result<()>>;

/// A random sample of the samples of a file too large to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reservoir {
    /// Bytes that the samples kept take at most, in single precision.
    pub bytes: u64,
    /// Seed of the analysis.
    pub seed: u64,
    /// Number of the input.
    pub input: u8,
    /// Samples never kept, ascending.
    pub dropped: Vec<u32>,
}

impl Reservoir {
    /// Samples of so many features that it holds; one at least.
    fn capacity(&self, features: usize) -> usize {
        usize::try_from(self.bytes / (4 * features as u64)).unwrap_or(usize::MAX).max(1)
    }

    /// Which `wanted` of `n` samples are kept: each subset of those not dropped equally likely, ascending
    /// (Knuth, algorithm S).
    fn draw(&self, n: usize, wanted: usize) -> Result<Vec<u32>> {
        let mut rng = Rng::new(self.seed, Purpose::Reservoir, self.input, 0);
        let mut left = n.saturating_sub(self.dropped.len());
        let mut kept = filled("sample of the samples", 1, wanted.min(left), 0)?;
        let mut found = 0;
        for row in (0..n as u32).filter(|row| self.dropped.binary_search(row).is_err()) {
            if found < kept.len() && rng.below(left as u64) < (kept.len() - found) as u64 {
                kept[found] = row;
                found += 1;
            }
            left = left.saturating_sub(1).max(1);
        }
        Ok(kept)
    }
}

/// What becomes of the numbers.
pub enum Keep {
    /// All samples.
    All,
    /// A random sample of them.
    Sample(Reservoir),
    /// None: only the facts.
    Nothing,
    /// Passed on, a block of whole rows at a time.
    Stream(RowReceiver),
}

/// Columns put into the matrix together: one line of the cache holds so many values.
const STRIPE: usize = 16;

/// Where the numbers end.
pub(super) enum Store {
    /// Row after row: the matrix grows within memory reserved for all of it.
    Growing { values: Vec<f32>, rows: usize, features: usize },
    /// The same in the sixteen bits that the file has.
    Half { bits: Vec<u16>, form: Form, features: usize },
    /// Column after column: some are gathered, then put into every row.
    Columns { matrix: Matrix, stripe: Vec<f32> },
    /// Some rows.
    Rows { matrix: Matrix, kept: Vec<u32> },
    /// Nowhere.
    Nothing,
    /// Passed on, block by block.
    Stream { receiver: RowReceiver, pending: Vec<f32>, features: usize },
}

impl Store {
    /// `form` is that of items of sixteen bits.
    pub(super) fn new(keep: Keep, placement: &Placement, form: Option<Form>) -> Result<Self> {
        let (rows, features) = (placement.rows, placement.features);
        Ok(match keep {
            Keep::Sample(reservoir) if rows > reservoir.capacity(features) => {
                // Every sample has to be coded by a second pass, row by row.
                if placement.is_fortran() {
                    return Err(FileFault::FortranStream.into());
                }
                let kept = reservoir.draw(rows, reservoir.capacity(features))?;
                Self::Rows { matrix: Matrix::zeros(kept.len(), features)?, kept }
            }
            Keep::All | Keep::Sample(_) if placement.is_fortran() => {
                let stripe = filled("columns of samples", rows, STRIPE.min(features), 0.0)?;
                Self::Columns { matrix: Matrix::zeros(rows, features)?, stripe }
            }
            Keep::All | Keep::Sample(_) => match form {
                Some(form) if rows > FEW && features > 1 && placement.keeps_items() => {
                    Self::Half { bits: room(rows, features)?, form, features }
                }
                _ => Self::Growing { values: room(rows, features)?, rows, features },
            },
            Keep::Nothing => Self::Nothing,
            Keep::Stream(_) if placement.is_fortran() => return Err(FileFault::FortranStream.into()),
            Keep::Stream(receiver) => Self::Stream { receiver, pending: Vec::new(), features },
        })
    }

    pub(super) fn finish(self) -> Result<Values> {
        Ok(match self {
            Self::Growing { values, rows, features } => {
                Values::Matrix(Matrix::from_vec(rows, features, values)?)
            }
            Self::Half { bits, form, features } => Values::Half(HalfMatrix::from_rows(features, form, bits)),
            Self::Columns { matrix, .. } | Self::Rows { matrix, .. } => Values::Matrix(matrix),
            Self::Nothing | Self::Stream { .. } => Values::Nothing,
        })
    }
}

impl Runs for Store {
    fn along(&mut self, offset: u64, values: &[f32]) -> Result<()> {
        match self {
            // Runs of a row-major file follow each other without gaps.
            Self::Growing { values: all, .. } => all.extend_from_slice(values),
            Self::Half { bits, form, .. } => bits.extend(values.iter().map(|&value| form.bits(value))),
            Self::Rows { matrix, kept } => keep_along(matrix, kept, offset, values),
            Self::Stream { receiver, pending, features } => {
                pending.extend_from_slice(values);
                let whole = pending.len() / *features * *features;
                if whole > 0 {
                    receiver(&pending[..whole], *features)?;
                    pending.drain(..whole);
                }
            }
            Self::Columns { .. } | Self::Nothing => {}
        }
        Ok(())
    }

    fn down(&mut self, column: usize, row: usize, values: &[f32]) -> Result<()> {
        match self {
            Self::Columns { matrix, stripe } => {
                let rows = matrix.rows();
                let place = column % STRIPE * rows + row;
                stripe[place..place + values.len()].copy_from_slice(values);
                let last = column % STRIPE == STRIPE - 1 || column + 1 == matrix.features();
                if last && row + values.len() == rows {
                    put_stripe(matrix, stripe, column);
                }
                Ok(())
            }
            Self::Rows { matrix, kept } => {
                let from = kept.partition_point(|&r| (r as usize) < row);
                for (slot, &kept_row) in kept.iter().enumerate().skip(from) {
                    let Some(&value) = values.get(kept_row as usize - row) else { break };
                    matrix.row_mut(slot)[column] = value;
                }
                Ok(())
            }
            // One column down is the whole matrix along.
            Self::Growing { .. } | Self::Half { .. } | Self::Stream { .. } => self.along(row as u64, values),
            Self::Nothing => Ok(()),
        }
    }
}

/// An empty list with room for all items.
fn room<T>(rows: usize, features: usize) -> Result<Vec<T>> {
    let items = rows.checked_mul(features);
    let bytes = (rows as u64).saturating_mul(features as u64).saturating_mul(size_of::<T>() as u64);
    let mut room = Vec::new();
    let reserved = items.map(|items| room.try_reserve_exact(items));
    if let Some(Ok(())) = reserved { Ok(room) } else { Err(FileFault::OutOfMemory { bytes }.into()) }
}

/// Puts the gathered columns, of which `last` is the last, into every row.
fn put_stripe(matrix: &mut Matrix, stripe: &[f32], last: usize) {
    let (rows, first) = (matrix.rows(), last / STRIPE * STRIPE);
    for row in 0..rows {
        for (place, value) in matrix.row_mut(row)[first..=last].iter_mut().enumerate() {
            *value = stripe[place * rows + row];
        }
    }
}

/// Copies what `values`, from `offset` on, has of the kept rows.
fn keep_along(matrix: &mut Matrix, kept: &[u32], offset: u64, values: &[f32]) {
    let d = matrix.features() as u64;
    let end = offset + values.len() as u64;
    let from = kept.partition_point(|&r| (u64::from(r) + 1) * d <= offset);
    for (slot, &row) in kept.iter().enumerate().skip(from) {
        let row_start = u64::from(row) * d;
        if row_start >= end {
            break;
        }
        let (low, high) = (row_start.max(offset), (row_start + d).min(end));
        let part = (low - row_start) as usize..(high - row_start) as usize;
        matrix.row_mut(slot)[part]
            .copy_from_slice(&values[(low - offset) as usize..(high - offset) as usize]);
    }
}
