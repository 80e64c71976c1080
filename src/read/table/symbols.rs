//! The values of one column -> labels or numbers.
//!
//! Labels are kept as codes of the different ones, two bytes a sample; whether they are numbers is known
//! at the end. Only where there are more than there can be codes are they kept as numbers.

use super::plan::number;
use crate::data::matrix::Matrix;
use crate::error::{Error, FileFault, Result};
use crate::options::MAX_CODES;
use crate::read::array::{Array, Kind, MAX_LABELS, Seen, grow, text_labels};

/// A column as it passes.
#[derive(Debug)]
pub(in crate::read) struct Symbols {
    kind: Option<Kind>,
    labels: Seen<String>,
    /// Values that are too many different ones to be labels.
    numbers: Option<Vec<f32>>,
    /// Whether all have been numbers.
    numeric: bool,
    fractions: bool,
    /// First line without a value.
    blank: Option<u64>,
}

impl Symbols {
    pub(in crate::read) fn new(kind: Option<Kind>) -> Self {
        let labels = Seen::default();
        Self { kind, labels, numbers: None, numeric: true, fractions: false, blank: None }
    }

    /// The value on `line`; there are at most `left` more.
    pub(in crate::read) fn add(&mut self, line: u64, field: &str, left: usize) -> Result<()> {
        if field.is_empty() {
            self.blank.get_or_insert(line);
        }
        let value = if self.numeric { number(field) } else { None };
        self.numeric = value.is_some();
        self.fractions |= value.is_some_and(|value| value.is_finite() && value.fract() != 0.0)
            || (!field.is_empty() && value.is_some_and(|value| !value.is_finite()));
        if self.kind == Some(Kind::Numbers) && !self.numeric {
            let what = format!("\"{field}\" is not a number");
            return Err(FileFault::BadTable { line, what }.into());
        }
        if self.numbers.is_none() {
            let measured = self.fractions && self.labels.different() >= MAX_CODES;
            match self.labels.add(field, left) {
                Err(error) if !self.numeric || self.kind == Some(Kind::Labels) => return Err(error),
                Ok(()) if !self.numeric || !measured || self.kind == Some(Kind::Labels) => return Ok(()),
                Ok(()) => {
                    self.numbers = Some(self.taken_as_numbers(left)?);
                    return Ok(());
                }
                Err(_) => self.numbers = Some(self.taken_as_numbers(left)?),
            }
        }
        match (&mut self.numbers, value) {
            (Some(numbers), Some(value)) => {
                grow(numbers, left)?;
                numbers.push(value as f32);
                Ok(())
            }
            _ => Err(too_many()),
        }
    }

    /// The values so far, as numbers.
    fn taken_as_numbers(&mut self, left: usize) -> Result<Vec<f32>> {
        let (codes, names) = std::mem::take(&mut self.labels).into_parts();
        let values: Vec<f32> = names.iter().map(|name| number(name).unwrap_or(f64::NAN) as f32).collect();
        let mut numbers = vec![];
        let bytes = 4 * codes.len() as u64;
        numbers.try_reserve_exact(codes.len() + 1).map_err(|_| FileFault::OutOfMemory { bytes })?;
        numbers.extend(codes.into_iter().map(|code| values[usize::from(code)]));
        grow(&mut numbers, left)?;
        Ok(numbers)
    }

    /// What the column holds.
    pub(in crate::read) fn finish(mut self, name: &str) -> Result<Array> {
        let as_numbers = self.numeric
            && match self.kind {
                Some(kind) => kind == Kind::Numbers,
                None => self.fractions,
            };
        if self.numbers.is_some() && !as_numbers {
            return Err(too_many());
        }
        if as_numbers {
            let numbers = match self.numbers.take() {
                Some(numbers) => numbers,
                None => self.taken_as_numbers(0)?,
            };
            return Array::from_matrix(name, Matrix::from_vec(numbers.len(), 1, numbers)?);
        }
        if let Some(line) = self.blank {
            let what = "has no label; write \"none\" where a sample has none".into();
            return Err(FileFault::BadTable { line, what }.into());
        }
        Array::from_labels(name, text_labels(self.labels), "text")
    }
}

fn too_many() -> Error {
    FileFault::TooManyLabels { limit: MAX_LABELS }.into()
}
