//! What can be said of an array while its values pass: non-finite rows, constancy, a preview.

use super::place::Runs;
use super::repeats::Repeats;
use super::scores::{ScoreForm, Watch};
use crate::data::matrix::filled;
use crate::error::Result;
use crate::kernel::convert::all_finite;

/// Values shown of an array.
pub(super) const PREVIEW: usize = 6;

/// Watches the values of a rows x features array.
pub(super) struct Scan {
    rows: usize,
    features: usize,
    /// First sample, as far as seen.
    first: Vec<f32>,
    varies: bool,
    /// One bit per sample with NaN or infinity.
    nonfinite: Vec<u64>,
    any_nonfinite: bool,
    /// Of one column values repeat anyway.
    repeats: Option<Repeats>,
    scores: Watch,
}

impl Scan {
    pub(super) fn new(rows: usize, features: usize) -> Result<Self> {
        let first = filled("the first sample", 1, features, 0.0)?;
        let nonfinite = filled("marks of samples", 1, rows.div_ceil(64), 0)?;
        // A hash of each sample is to take little beside the samples.
        let small = features >= 8 || rows <= 1 << 16;
        let repeats = (features > 1 && small).then(|| Repeats::new(features));
        let scores = Watch::new(features);
        Ok(Self { rows, features, first, varies: false, nonfinite, any_nonfinite: false, repeats, scores })
    }

    fn mark(&mut self, row: usize) {
        self.nonfinite[row / 64] |= 1 << (row % 64);
        self.any_nonfinite = true;
    }

    /// Samples with NaN or infinity, ascending.
    pub(super) fn nonfinite(&self) -> Vec<u32> {
        if !self.any_nonfinite {
            return Vec::new();
        }
        let marked = |&row: &usize| self.nonfinite[row / 64] >> (row % 64) & 1 == 1;
        (0..self.rows).filter(marked).map(|row| row as u32).collect()
    }

    /// Whether every sample is the same.
    pub(super) fn constant(&self) -> bool {
        !self.varies
    }

    /// No samples are compared: it was done before.
    pub(super) fn forget_repeats(&mut self) {
        self.repeats = None;
    }

    /// Samples that repeat an earlier one, if they came row by row.
    pub(super) fn repeats(&mut self) -> Option<usize> {
        self.repeats.take()?.count(self.rows)
    }

    /// What the rows are if they are scores of options.
    pub(super) fn scores(&self) -> Option<ScoreForm> {
        self.scores.form(self.rows)
    }

    /// The first values of the first sample.
    pub(super) fn preview(&self) -> Vec<String> {
        self.first.iter().take(PREVIEW).map(f32::to_string).collect()
    }
}

impl Runs for Scan {
    fn along(&mut self, offset: u64, values: &[f32]) -> Result<()> {
        let d = self.features as u64;
        if let Some(repeats) = &mut self.repeats {
            repeats.push(values);
        }
        self.scores.push(values);
        if offset < d {
            let start = offset as usize;
            let end = self.features.min(start + values.len());
            self.first[start..end].copy_from_slice(&values[..end - start]);
        }
        if !self.varies {
            let mut column = (offset % d) as usize;
            for value in values {
                self.varies |= value.to_bits() != self.first[column].to_bits();
                column = if column + 1 == self.features { 0 } else { column + 1 };
            }
        }
        if !all_finite(values) {
            for (i, value) in values.iter().enumerate() {
                if !value.is_finite() {
                    self.mark(((offset + i as u64) / d) as usize);
                }
            }
        }
        Ok(())
    }

    fn down(&mut self, column: usize, row: usize, values: &[f32]) -> Result<()> {
        if row == 0 {
            self.first[column] = values[0];
        }
        if !self.varies {
            let first = self.first[column].to_bits();
            self.varies = values.iter().any(|v| v.to_bits() != first);
        }
        if !all_finite(values) {
            for (i, value) in values.iter().enumerate() {
                if !value.is_finite() {
                    self.mark(row + i);
                }
            }
        }
        Ok(())
    }
}
