//! Samples x features in single precision, row after row without gaps.

use ndarray::Array2;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// Samples (rows) x features (columns).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct Matrix {
    rows: usize,
    features: usize,
    values: Vec<f32>,
}

impl Matrix {
    /// All zero; an error if there is not the memory.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfMemory`].
    pub fn zeros(rows: usize, features: usize) -> Result<Self> {
        let values = filled("an array of samples", rows, features, 0.0)?;
        Ok(Self { rows, features, values })
    }

    /// Takes `values` row by row. They must be rows x features.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOption`] for any other number of values.
    pub fn from_vec(rows: usize, features: usize, values: Vec<f32>) -> Result<Self> {
        if rows.checked_mul(features) != Some(values.len()) {
            return Err(Error::InvalidOption {
                option: "shape",
                found: format!("({rows}, {features})"),
                expected: format!("the shape of {} values", values.len()),
            });
        }
        Ok(Self { rows, features, values })
    }

    /// Number of samples.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Number of features.
    pub fn features(&self) -> usize {
        self.features
    }

    /// Features of sample `i`.
    pub fn row(&self, i: usize) -> &[f32] {
        &self.values[i * self.features..(i + 1) * self.features]
    }

    /// Features of sample `i`, to change.
    pub fn row_mut(&mut self, i: usize) -> &mut [f32] {
        &mut self.values[i * self.features..(i + 1) * self.features]
    }

    /// All values, row by row.
    pub fn values(&self) -> &[f32] {
        &self.values
    }

    /// All values, row by row, to change.
    pub fn values_mut(&mut self) -> &mut [f32] {
        &mut self.values
    }

    /// Takes out `rows` (ascending), in place.
    pub fn drop_rows(&mut self, rows: &[u32]) {
        self.rows = retain_rows(&mut self.values, self.features, rows);
    }
}

/// Takes `dropped` (ascending) out of rows of so many features, in place; how many are left.
pub(super) fn retain_rows<T: Copy>(values: &mut Vec<T>, features: usize, dropped: &[u32]) -> usize {
    let mut dropped = dropped.iter().map(|&row| row as usize).peekable();
    let mut kept = 0;
    for i in 0..values.len() / features.max(1) {
        if dropped.next_if_eq(&i).is_some() {
            continue;
        }
        let start = i * features;
        values.copy_within(start..start + features, kept * features);
        kept += 1;
    }
    values.truncate(kept * features);
    kept
}

/// A matrix as it crosses between instances, until its shape is checked.
#[derive(Deserialize)]
struct Unchecked {
    rows: usize,
    features: usize,
    values: Vec<f32>,
}

impl TryFrom<Unchecked> for Matrix {
    type Error = Error;

    fn try_from(matrix: Unchecked) -> Result<Self> {
        Self::from_vec(matrix.rows, matrix.features, matrix.values)
    }
}

impl From<Array2<f32>> for Matrix {
    fn from(array: Array2<f32>) -> Self {
        let (rows, features) = array.dim();
        Self { rows, features, values: array.iter().copied().collect() }
    }
}

/// `rows` x `columns` copies of `value`; an error if there is not the memory.
///
/// # Errors
///
/// [`Error::OutOfMemory`], with `what` it was for.
pub fn filled<T: Clone>(what: &'static str, rows: usize, columns: usize, value: T) -> Result<Vec<T>> {
    let bytes = (rows as u64).saturating_mul(columns as u64).saturating_mul(size_of::<T>() as u64);
    let short = || Error::OutOfMemory { what, bytes };
    let length = rows.checked_mul(columns).ok_or_else(short)?;
    let mut values = Vec::new();
    values.try_reserve_exact(length).map_err(|_| short())?;
    values.resize(length, value);
    Ok(values)
}
