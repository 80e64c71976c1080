//! A codebook: centroids and the preparation that leads to their space, with which any number of
//! further samples gets the codes that it would have had.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::kernel::f32::Points;
use crate::kmeans;
use crate::matrix::{Matrix, filled};
use crate::preprocess::Transform;

/// Samples prepared at a time: a few hundred keep a wide block within the caches.
const BLOCK: usize = 480;

/// Centroids and the preparation that leads to their space.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Codebook {
    centroids: Matrix,
    transform: Transform,
}

impl Codebook {
    pub(super) fn new(centroids: Matrix, transform: Transform) -> Self {
        Self { centroids, transform }
    }

    /// Number of codes.
    pub fn size(&self) -> usize {
        self.centroids.rows()
    }

    /// Features of the samples that it codes.
    pub fn features(&self) -> usize {
        self.transform.features()
    }

    /// Centroids, in the prepared and centred space.
    pub fn centroids(&self) -> &Matrix {
        &self.centroids
    }

    /// Centroids in the space of the prepared samples before the last mean was subtracted: what other
    /// programs need to code samples by the nearest centroid. Null after a projection.
    pub fn positions(&self) -> Option<Matrix> {
        self.transform.uncentre(&self.centroids)
    }

    /// Adds the codes of whole rows, as they stand in a file, to `codes`. In pieces of any length the codes are
    /// the same.
    pub fn assign(&self, rows: &[f32], codes: &mut Vec<u32>) -> Result<()> {
        let d = self.features();
        let sound = self.transform.is_sound() && self.transform.width() == self.centroids.features();
        if !sound || rows.len() % d != 0 || self.size() == 0 {
            return Err(Error::InvalidOption {
                option: "codebook",
                found: format!("for samples of {d} features"),
                expected: "for samples of as many features as these".into(),
            });
        }
        for block in rows.chunks(BLOCK * d) {
            let n = block.len() / d;
            let mut values = filled("a block of samples", n, d, 0.0)?;
            values.copy_from_slice(block);
            let samples = self.transform.apply(Matrix::from_vec(n, d, values)?)?;
            let start = codes.len();
            codes.try_reserve(n).map_err(|_| Error::OutOfMemory { what: "codes", bytes: 4 * n as u64 })?;
            codes.resize(start + n, 0);
            kmeans::assign(Points::of(&samples), &self.centroids, &mut codes[start..])?;
        }
        Ok(())
    }
}
