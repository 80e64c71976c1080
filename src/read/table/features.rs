//! Columns of numbers -> samples x features.

use super::plan::{Plan, number};
use super::records::Record;
use crate::data::matrix::Matrix;
use crate::error::{FileFault, Result};
use crate::read::array::{Array, grow};

/// Samples as they pass.
#[derive(Debug)]
pub(super) struct Features {
    places: Vec<usize>,
    values: Vec<f32>,
    rows: usize,
}

impl Features {
    pub(super) fn new(places: Vec<usize>) -> Self {
        Self { places, values: vec![], rows: 0 }
    }

    /// One sample; there are at most `left` more values.
    pub(super) fn add(&mut self, plan: &Plan, record: Record, left: usize) -> Result<()> {
        for &place in &self.places {
            let field = record.field(place);
            let value = number(field).ok_or_else(|| FileFault::BadTable {
                line: record.line,
                what: format!("\"{}\" in column \"{}\" is not a number", shorten(field), plan.name(place)),
            })?;
            grow(&mut self.values, left)?;
            self.values.push(value as f32);
        }
        self.rows += 1;
        Ok(())
    }

    /// The columns that they are.
    pub(super) fn places(&self) -> &[usize] {
        &self.places
    }

    pub(super) fn finish(self, name: &str) -> Result<Array> {
        Array::from_matrix(name, Matrix::from_vec(self.rows, self.places.len(), self.values)?)
    }
}

/// A value as an error tells it.
fn shorten(field: &str) -> String {
    field.chars().take(40).collect()
}
