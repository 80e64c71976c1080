//! Samples x features in sixteen bits an item, as a file of half precision has them.

use super::matrix::{Matrix, retain_rows};
use crate::error::Result;
use crate::kernel::convert::{brain, half, half_bits};

/// Samples up to which items of sixteen bits are kept in single precision all the same: K-means goes through
/// so few again and again. So are those of a single column, of which there is little.
pub const FEW: usize = 16_384;

/// What sixteen bits mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// IEEE half precision.
    Half,
    /// bfloat16, the upper half of a single.
    Brain,
}

impl Form {
    /// The bits of a number that is one of this form.
    pub fn bits(self, value: f32) -> u16 {
        match self {
            Self::Half => half_bits(value),
            Self::Brain => (value.to_bits() >> 16) as u16,
        }
    }
}

/// Samples (rows) x features (columns), row after row without gaps.
#[derive(Debug, Clone, PartialEq)]
pub struct HalfMatrix {
    rows: usize,
    features: usize,
    form: Form,
    bits: Vec<u16>,
}

impl HalfMatrix {
    /// Takes whole rows, row by row.
    pub fn from_rows(features: usize, form: Form, bits: Vec<u16>) -> Self {
        Self { rows: bits.len() / features.max(1), features, form, bits }
    }

    /// Number of samples.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Number of features.
    pub fn features(&self) -> usize {
        self.features
    }

    /// Features of sample `i`, into `out`.
    pub fn copy(&self, i: usize, out: &mut [f32]) {
        let bits = &self.bits[i * self.features..(i + 1) * self.features];
        let convert = |number: fn(u16) -> f32, out: &mut [f32]| {
            out.iter_mut().zip(bits).for_each(|(out, &bits)| *out = number(bits));
        };
        match self.form {
            Form::Half => convert(half, out),
            Form::Brain => convert(brain, out),
        }
    }

    /// The same in single precision.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfMemory`](crate::error::Error::OutOfMemory).
    pub fn single(&self) -> Result<Matrix> {
        let mut found = Matrix::zeros(self.rows, self.features)?;
        (0..self.rows).for_each(|i| self.copy(i, found.row_mut(i)));
        Ok(found)
    }

    /// Takes out `rows` (ascending), in place.
    pub fn drop_rows(&mut self, rows: &[u32]) {
        self.rows = retain_rows(&mut self.bits, self.features, rows);
    }
}
