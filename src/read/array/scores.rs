//! Whether rows of numbers are scores of options: probabilities that add up to 1, or their logarithms.

use serde::{Deserialize, Serialize};

/// What scores of options are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ScoreForm {
    /// They add up to 1.
    Probabilities,
    /// Their exponentials do.
    LogProbabilities,
    /// Neither: as they come out of a last layer.
    Logits,
}

/// How far sums of half-precision probabilities of a thousand options are from 1.
const ROUNDING: f64 = 1e-2;
/// Half precision below 0, and above 1.
const BELOW: f64 = 1e-3;

/// Watches rows of numbers as they come, until one is no row of probabilities.
pub struct Watch {
    columns: usize,
    at: usize,
    rows: usize,
    /// Sums of the row in hand: of its numbers, and of their exponentials.
    sums: [f64; 2],
    /// Whether all rows so far may be probabilities, and logarithms of such.
    may: [bool; 2],
}

impl Watch {
    /// For rows of so many numbers.
    pub fn new(columns: usize) -> Self {
        Self { columns, at: 0, rows: 0, sums: [0.0; 2], may: [columns > 1; 2] }
    }

    /// Whether they are surely no probabilities, whatever comes.
    pub fn is_over(&self) -> bool {
        self.may == [false; 2]
    }

    /// The next numbers, row by row.
    pub fn push(&mut self, values: &[f32]) {
        for &value in values {
            if self.is_over() {
                return;
            }
            let [probabilities, logarithms] = &mut self.may;
            let value = f64::from(value);
            if *probabilities {
                *probabilities = (-BELOW..=1.0 + BELOW).contains(&value);
                self.sums[0] += value;
            }
            if *logarithms {
                *logarithms = value <= BELOW;
                self.sums[1] += libm::exp(value);
            }
            self.at += 1;
            if self.at == self.columns {
                for (may, sum) in self.may.iter_mut().zip(self.sums) {
                    *may &= (sum - 1.0).abs() <= ROUNDING;
                }
                (self.at, self.rows, self.sums) = (0, self.rows + 1, [0.0; 2]);
            }
        }
    }

    /// What all of so many rows are; none if they are no probabilities, or did not come row by row.
    pub fn form(&self, rows: usize) -> Option<ScoreForm> {
        match self.may {
            _ if self.rows != rows => None,
            [true, _] => Some(ScoreForm::Probabilities),
            [_, true] => Some(ScoreForm::LogProbabilities),
            _ => None,
        }
    }
}
