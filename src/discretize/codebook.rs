//! A codebook: centroids and the preparation that leads to their space, with which any number of
//! further samples gets the codes that it would have had.

use serde::{Deserialize, Serialize};

use crate::data::matrix::{Matrix, filled};
use crate::discretize::kmeans;
use crate::discretize::prepare::Transform;
use crate::error::{Error, Result};
use crate::kernel::f32::Points;
use crate::options::MAX_CODES;

/// Samples prepared at a time: a few hundred keep a wide block within the caches.
pub(super) const BLOCK: usize = 480;

/// Centroids and the preparation that leads to their space.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Codebook {
    centroids: Matrix,
    transform: Transform,
}

impl Codebook {
    /// Of its parts; an error if they do not fit together, as those of a file may not.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOption`] if they do not.
    pub fn new(centroids: Matrix, transform: Transform) -> Result<Self> {
        let codebook = Self { centroids, transform };
        if codebook.is_sound() {
            Ok(codebook)
        } else {
            Err(codebook.unfit("whose parts fit together".into()))
        }
    }

    fn is_sound(&self) -> bool {
        let sizes = (1..=MAX_CODES).contains(&self.size());
        sizes && self.transform.is_sound() && self.transform.width() == self.centroids.features()
    }

    fn unfit(&self, expected: String) -> Error {
        let found = format!("{} centroids for samples of {} features", self.size(), self.features());
        Error::InvalidOption { option: "codebook", found, expected }
    }

    /// An error unless samples of so many features can be coded.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOption`] if not.
    pub fn check_features(&self, features: usize) -> Result<()> {
        if features == self.features() {
            return Ok(());
        }
        Err(self.unfit(format!("one for samples of {features} features, as these have")))
    }

    /// The preparation that leads to the space of the centroids.
    pub fn transform(&self) -> &Transform {
        &self.transform
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

    /// Adds the codes of whole rows, as they stand in a file, to `codes`. In pieces of any length the codes
    /// are the same.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOption`] for rows that are not whole, [`Error::OutOfMemory`].
    pub fn assign(&self, rows: &[f32], codes: &mut Vec<u32>) -> Result<()> {
        let d = self.features();
        if !self.is_sound() || !rows.len().is_multiple_of(d) {
            return Err(self.unfit("one that fits these samples".into()));
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
