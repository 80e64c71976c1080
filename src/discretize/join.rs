//! Several sources as one: what modalities beside another know together.

use super::prepare::normalise;
use super::wrong_kind;
use crate::data::matrix::{Matrix, filled};
use crate::error::{Error, Result};
use crate::read::array::{Array, Values};

/// The features of all sources side by side; with `l2` each source of each sample is of length one first, so
/// that none counts for more because its numbers are larger.
///
/// # Errors
///
/// [`Error::InvalidOption`] for labels, [`FileFault::NonFinite`](crate::error::FileFault::NonFinite),
/// [`Error::RowCountMismatch`] where sources differ in samples, [`Error::OutOfMemory`].
pub fn join(sources: Vec<Array>, l2: bool) -> Result<Matrix> {
    let mut parts = Vec::with_capacity(sources.len());
    for source in sources {
        source.require_finite()?;
        let mut part = match source.values {
            Values::Matrix(matrix) => matrix,
            Values::Half(half) => half.single()?,
            Values::Labels(_) | Values::Nothing => return Err(wrong_kind("labels", "numbers")),
        };
        let d = part.features();
        if l2 && d > 1 {
            part.values_mut().chunks_exact_mut(d).filter_map(normalise).for_each(drop);
        }
        parts.push(part);
    }
    let n = parts.first().map_or(0, Matrix::rows);
    if let Some(odd) = parts.iter().find(|part| part.rows() != n) {
        return Err(Error::RowCountMismatch { x1: n, x2: odd.rows(), y: n });
    }
    let features = parts.iter().map(Matrix::features).sum();
    let mut joined = filled("joined samples", n, features, 0.0)?;
    for (i, sample) in joined.chunks_exact_mut(features.max(1)).enumerate() {
        let mut left = sample;
        for part in &parts {
            let (own, rest) = left.split_at_mut(part.features());
            own.copy_from_slice(part.row(i));
            left = rest;
        }
    }
    Matrix::from_vec(n, features, joined)
}
