//! An input -> what a probe sees of it.

use super::subspace;
use crate::data::matrix::{Matrix, filled};
use crate::discretize::Prepared;
use crate::discretize::prepare::onto;
use crate::error::Result;
use crate::read::array::Labels;
use crate::rng::{Purpose, Rng};

/// Features of one input at most.
pub(super) const FEATURES: usize = 256;
/// Samples at most.
const ROWS: usize = 16_384;

/// The samples that a probe sees, in an order of their own: all of them, or a random draw.
pub fn rows(n: usize, seed: u64) -> Vec<u32> {
    let mut rows: Vec<u32> = (0..n as u32).collect();
    let mut rng = Rng::new(seed, Purpose::Probe, 0, 0);
    let kept = n.min(ROWS);
    for i in 0..kept {
        let other = i + rng.below((n - i) as u64) as usize;
        rows.swap(i, other);
    }
    rows.truncate(kept);
    rows
}

/// Features of the listed samples: the prepared ones, at most 256 directions of them; for labels, one for each
/// label. Of mean zero and mean squared length one.
///
/// # Errors
///
/// [`Error::OutOfMemory`](crate::error::Error::OutOfMemory).
pub fn features(input: &Prepared, rows: &[u32]) -> Result<Matrix> {
    let mut found = match input {
        Prepared::Labels(labels) => indicators(labels, rows)?,
        Prepared::Numbers(data) => {
            let wanted = FEATURES.min(rows.len());
            if data.samples.features() <= wanted {
                gathered(&data.samples, rows)?
            } else {
                let directions = subspace::directions(&data.samples, rows, wanted)?;
                onto(&data.samples, rows, &directions)?
            }
        }
    };
    standardise(&mut found)?;
    Ok(found)
}

/// Features of both sources side by side, for a probe that sees both.
///
/// # Errors
///
/// [`Error::OutOfMemory`](crate::error::Error::OutOfMemory).
pub fn both(x1: &Matrix, x2: &Matrix) -> Result<Matrix> {
    let (m1, m2) = (x1.features(), x2.features());
    let n = x1.rows().min(x2.rows());
    let mut joined = Matrix::zeros(n, m1 + m2)?;
    for i in 0..n {
        let (first, second) = joined.row_mut(i).split_at_mut(m1);
        first.copy_from_slice(x1.row(i));
        second.copy_from_slice(x2.row(i));
    }
    standardise(&mut joined)?;
    Ok(joined)
}

fn gathered(samples: &Matrix, rows: &[u32]) -> Result<Matrix> {
    let mut found = Matrix::zeros(rows.len(), samples.features())?;
    for (place, &row) in rows.iter().enumerate() {
        found.row_mut(place).copy_from_slice(samples.row(row as usize));
    }
    Ok(found)
}

/// One for the label of a sample, zero for the others; labels beyond the room share the last.
fn indicators(labels: &Labels, rows: &[u32]) -> Result<Matrix> {
    let m = labels.names.len().min(FEATURES);
    let mut found = Matrix::zeros(rows.len(), m)?;
    for (place, &row) in rows.iter().enumerate() {
        found.row_mut(place)[(labels.codes[row as usize] as usize).min(m - 1)] = 1.0;
    }
    Ok(found)
}

/// Mean zero, mean squared length one.
fn standardise(samples: &mut Matrix) -> Result<()> {
    let (n, m) = (samples.rows() as f64, samples.features());
    let mut means = filled("means of features", 1, m, 0.0)?;
    for sample in samples.values().chunks_exact(m) {
        means.iter_mut().zip(sample).for_each(|(sum, &value)| *sum += f64::from(value));
    }
    means.iter_mut().for_each(|sum| *sum /= n);
    let mut square = 0.0;
    for sample in samples.values().chunks_exact(m) {
        for (&value, mean) in sample.iter().zip(&means) {
            let part = f64::from(value) - mean;
            square += part * part;
        }
    }
    let scale = if square > 0.0 { 1.0 / (square / n).sqrt() } else { 0.0 };
    for sample in samples.values_mut().chunks_exact_mut(m) {
        for (value, mean) in sample.iter_mut().zip(&means) {
            *value = ((f64::from(*value) - mean) * scale) as f32;
        }
    }
    Ok(())
}
