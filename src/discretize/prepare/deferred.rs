//! Samples that stay as their file has them and are prepared each time they are read, to the same bits: half
//! the memory, for a small part of the time of what is done with them.

use super::{mean, minus, scale};
use crate::data::half::HalfMatrix;
use crate::data::matrix::filled;
use crate::discretize::Pulse;
use crate::discretize::samples::{Samples, each};
use crate::error::Result;
use crate::kernel::f32::squared_norm;

/// The samples and the steps that they take.
#[derive(Debug, Clone, PartialEq)]
pub struct Deferred {
    raw: HalfMatrix,
    /// Mean subtracted first; empty if none.
    pub(super) centre: Vec<f32>,
    /// Norm that each sample is divided by; empty if none.
    norms: Vec<f64>,
    /// Mean subtracted last; empty until it is known.
    pub(super) mean: Vec<f32>,
}

impl Deferred {
    /// Samples of which no step is known yet.
    pub(super) fn new(raw: HalfMatrix) -> Self {
        Self { raw, centre: vec![], norms: vec![], mean: vec![] }
    }

    /// From now on they are centred.
    pub(super) fn centre(&mut self, pulse: Pulse) -> Result<()> {
        self.centre = mean(self, pulse)?;
        Ok(())
    }

    /// From now on they are of length one; how many are of length zero.
    pub(super) fn normalise(&mut self, pulse: Pulse) -> Result<usize> {
        let n = self.rows();
        let mut norms = filled("norms", 1, n, 0.0)?;
        each(self, 0..n, pulse, &mut |i, sample| norms[i] = squared_norm(sample).sqrt())?;
        self.norms = norms;
        Ok(self.norms.iter().filter(|&&norm| norm == 0.0).count())
    }

    /// From now on their mean is zero.
    pub(super) fn subtract_mean(&mut self, pulse: Pulse) -> Result<()> {
        self.mean = mean(self, pulse)?;
        Ok(())
    }
}

impl Samples for Deferred {
    fn rows(&self) -> usize {
        self.raw.rows()
    }

    fn features(&self) -> usize {
        self.raw.features()
    }

    fn copy(&self, i: usize, out: &mut [f32]) {
        self.raw.copy(i, out);
        minus(out, &self.centre);
        if let Some(&norm) = self.norms.get(i) {
            scale(out, norm);
        }
        minus(out, &self.mean);
    }
}
