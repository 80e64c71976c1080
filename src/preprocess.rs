//! Samples as they are given -> samples as K-means sees them: centring, L2 normalisation.
//!
//! In this order, each step if asked for:
//!
//! ```text
//! centre    x <- x - mean of each feature
//! l2        x <- x / |x|
//! ```
//!
//! and always last x <- x - mean, which changes no distance but keeps the rounding errors of
//! x.c - |c|^2 / 2 small. The same [`Transform`] is applied to samples that come later, with the same bits.

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::kernel::f32::{Points, dot, squared_norm};
use crate::matrix::{Matrix, filled};
use crate::options::Preparation;

/// Samples ready for K-means, and how they became so.
#[derive(Debug, Clone, PartialEq)]
pub struct Centred {
    /// Prepared samples, of mean zero up to rounding.
    pub samples: Matrix,
    /// Squared norm of each of them, by the kernel's dot product.
    pub squares: Vec<f32>,
    /// Sum over features of the variance.
    pub variance: f64,
    /// What was done, to be done to further samples.
    pub transform: Transform,
    /// What it did.
    pub report: PreparationReport,
}

/// The steps of a preparation with their fitted values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Transform {
    /// Mean subtracted before normalisation; empty if not asked for.
    centre: Vec<f32>,
    /// Whether samples are divided by their norm.
    l2: bool,
    /// Mean subtracted last.
    mean: Vec<f32>,
}

/// What a preparation did.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PreparationReport {
    /// Samples of norm zero, which have no direction and stay zero.
    pub zero_samples: usize,
    /// Whether normalisation was left out, because samples have one feature.
    pub l2_skipped: bool,
    /// Share of the variance that the kept principal components have; null without PCA.
    pub variance_kept: Option<f64>,
}

impl Points<'_> {
    /// The samples of a matrix.
    pub fn of(matrix: &Matrix) -> Points<'_> {
        Points { values: matrix.values(), features: matrix.features() }
    }
}

/// Prepares all samples, in place.
pub fn prepare(mut samples: Matrix, preparation: &Preparation) -> Result<Centred> {
    let d = samples.features();
    let mut report = PreparationReport::default();
    let mut transform = Transform { centre: vec![], l2: preparation.l2 && d > 1, mean: vec![] };
    report.l2_skipped = preparation.l2 && !transform.l2;
    if preparation.centre {
        transform.centre = mean(&samples)?;
        subtract(&mut samples, &transform.centre);
    }
    if transform.l2 {
        report.zero_samples = samples.values_mut().chunks_exact_mut(d).filter_map(normalise).count();
    }
    transform.mean = mean(&samples)?;
    subtract(&mut samples, &transform.mean);
    let mut squares = filled("squared norms", 1, samples.rows(), 0.0)?;
    for (i, square) in squares.iter_mut().enumerate() {
        *square = dot(samples.row(i), samples.row(i));
    }
    let total: f64 = squares.iter().map(|&square| f64::from(square)).sum();
    let variance = total / samples.rows() as f64;
    Ok(Centred { samples, squares, variance, transform, report })
}

impl Transform {
    /// Does to one sample what was done to those it was fitted on.
    pub fn apply(&self, sample: &mut [f32]) {
        if !self.centre.is_empty() {
            minus(sample, &self.centre);
        }
        if self.l2 {
            normalise(sample);
        }
        minus(sample, &self.mean);
    }
}

/// Divides by the norm; says so if that is zero.
fn normalise(sample: &mut [f32]) -> Option<()> {
    let norm = squared_norm(sample).sqrt();
    if norm == 0.0 {
        return Some(());
    }
    for value in sample {
        *value = (f64::from(*value) / norm) as f32;
    }
    None
}

/// Mean of each feature, summed in double precision.
fn mean(samples: &Matrix) -> Result<Vec<f32>> {
    let mut sums = filled("means of features", 1, samples.features(), 0.0_f64)?;
    for sample in samples.values().chunks_exact(samples.features()) {
        for (sum, &value) in sums.iter_mut().zip(sample) {
            *sum += f64::from(value);
        }
    }
    let n = samples.rows() as f64;
    Ok(sums.into_iter().map(|sum| (sum / n) as f32).collect())
}

fn subtract(samples: &mut Matrix, mean: &[f32]) {
    samples.values_mut().chunks_exact_mut(mean.len()).for_each(|sample| minus(sample, mean));
}

fn minus(sample: &mut [f32], mean: &[f32]) {
    for (value, mean) in sample.iter_mut().zip(mean) {
        *value -= mean;
    }
}
