//! Samples as they are given -> samples as K-means sees them: centring, L2 normalisation, PCA, whitening.
//!
//! In this order, each step if asked for:
//!
//! ```text
//! centre    x <- x - mean of each feature
//! l2        x <- x / |x|
//! (always)  x <- x - mean
//! pca       x <- principal components of x
//! whiten    x <- x / standard deviation of each component
//! ```
//!
//! Centring comes first because after normalisation it would change no distance: before it, it takes away the
//! direction that all embeddings of a model share. The mean that is always subtracted changes
//! no distance either, but keeps the rounding errors of x.c - |c|^2 / 2 small. The same [`Transform`] is
//! applied to samples that come later, with the same bits.

mod deferred;
mod eigen;
pub mod outline;
pub(super) mod subspace;
pub(super) mod pca;

pub use deferred::Deferred;
use outline::Outline;
use serde::{Deserialize, Serialize};

use super::samples::{Room, Samples, each, every_row};
use super::{Prepared, Pulse};
use crate::data::half::HalfMatrix;
use crate::data::matrix::{Matrix, filled};
use crate::error::Result;
use crate::kernel::f32::{Points, dot, dots, squared_norm};
use crate::options::Preparation;

/// Samples ready for K-means, and how they became so.
#[derive(Debug, Clone, PartialEq)]
pub struct Centred<S = Matrix> {
    /// Prepared samples, of mean zero up to rounding.
    pub samples: S,
    /// Squared norm of each of them, by the kernel's dot product.
    pub squares: Vec<f32>,
    /// Sum over features of the variance.
    pub variance: f64,
    /// What was done, to be done to further samples.
    pub transform: Transform,
    /// What it did.
    pub report: PreparationReport,
    /// The samples in outline, where that saves products.
    pub outline: Option<Outline>,
}

/// The same, however the samples are kept.
#[derive(Clone, Copy)]
pub(super) struct Numbers<'a> {
    pub(super) samples: &'a dyn Samples,
    pub(super) squares: &'a [f32],
    pub(super) variance: f64,
    pub(super) transform: &'a Transform,
    pub(super) report: &'a PreparationReport,
    pub(super) outline: Option<&'a Outline>,
}

/// The steps of a preparation with their fitted values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Transform {
    /// Mean subtracted before normalisation; empty if not asked for.
    pub centre: Vec<f32>,
    /// Whether samples are divided by their norm.
    pub l2: bool,
    /// Mean subtracted last.
    pub mean: Vec<f32>,
    /// Directions projected on, scaled if whitened.
    pub components: Option<Matrix>,
}

/// What a preparation did.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "PreparationEffect"))]
pub struct PreparationReport {
    /// Samples of norm zero, which have no direction and stay zero.
    pub zero_samples: usize,
    /// Whether normalisation was left out, because samples have one feature.
    pub l2_skipped: bool,
    /// Principal components kept; null without PCA.
    pub components: Option<usize>,
    /// Share of the variance that they have; null without PCA.
    pub variance_kept: Option<f64>,
}

/// Prepares all samples, in place but for PCA.
///
/// # Errors
///
/// [`Error::OutOfMemory`](crate::error::Error::OutOfMemory).
pub fn prepare(samples: Matrix, preparation: &Preparation) -> Result<Centred> {
    prepare_within(samples, preparation, &mut || Ok(()))
}

/// The same; `pulse` is asked between passes over the samples, and more often where passes are long.
pub(super) fn prepare_within(
    mut samples: Matrix,
    preparation: &Preparation,
    pulse: Pulse,
) -> Result<Centred> {
    let (mut transform, mut report) = begin(samples.features(), preparation);
    if preparation.centre {
        transform.centre = mean(&samples, pulse)?;
        subtract(&mut samples, &transform.centre);
        pulse()?;
    }
    if transform.l2 {
        let d = samples.features();
        report.zero_samples = samples.values_mut().chunks_exact_mut(d).filter_map(normalise).count();
        pulse()?;
    }
    transform.mean = mean(&samples, pulse)?;
    subtract(&mut samples, &transform.mean);
    pulse()?;
    if let Some(projected) = project(&samples, preparation, &mut transform, &mut report, pulse)? {
        samples = projected;
    }
    measured(samples, transform, report, pulse)
}

/// Prepares samples of sixteen bits without more memory for them: what is not projected is prepared whenever
/// it is read.
pub(super) fn prepare_half(raw: HalfMatrix, preparation: &Preparation, pulse: Pulse) -> Result<Prepared> {
    let (mut transform, mut report) = begin(raw.features(), preparation);
    let mut samples = Deferred::new(raw);
    if preparation.centre {
        samples.centre(pulse)?;
    }
    if transform.l2 {
        report.zero_samples = samples.normalise(pulse)?;
    }
    samples.subtract_mean(pulse)?;
    transform.centre.clone_from(&samples.centre);
    transform.mean.clone_from(&samples.mean);
    Ok(match project(&samples, preparation, &mut transform, &mut report, pulse)? {
        Some(projected) => Prepared::Numbers(Box::new(measured(projected, transform, report, pulse)?)),
        None => Prepared::Deferred(Box::new(measured(samples, transform, report, pulse)?)),
    })
}

/// Nothing done yet to samples of so many features.
fn begin(features: usize, preparation: &Preparation) -> (Transform, PreparationReport) {
    let l2 = preparation.l2 && features > 1;
    let transform = Transform { centre: vec![], l2, mean: vec![], components: None };
    (transform, PreparationReport { l2_skipped: preparation.l2 && !l2, ..PreparationReport::default() })
}

/// Prepared samples with what K-means wants to know of them.
fn measured<S: Samples>(
    samples: S,
    transform: Transform,
    report: PreparationReport,
    pulse: Pulse,
) -> Result<Centred<S>> {
    let squares = squares(&samples, pulse)?;
    let variance = sum(&squares) / samples.rows() as f64;
    let outline = Outline::where_it_pays(&samples, &squares, pulse)?;
    Ok(Centred { samples, squares, variance, transform, report, outline })
}

impl<S: Samples> Centred<S> {
    pub(super) fn numbers(&self) -> Numbers<'_> {
        let Self { samples, squares, variance, transform, report, outline } = self;
        let (variance, outline) = (*variance, outline.as_ref());
        Numbers { samples, squares, variance, transform, report, outline }
    }
}

/// Fits the components and applies them; none where they are not asked for, or nothing varies.
fn project(
    samples: &dyn Samples,
    preparation: &Preparation,
    transform: &mut Transform,
    report: &mut PreparationReport,
    pulse: Pulse,
) -> Result<Option<Matrix>> {
    let Some(wanted) = preparation.pca else { return Ok(None) };
    let total = sum(&squares(samples, pulse)?) / samples.rows() as f64;
    let mut found = pca::components(samples, wanted, pulse)?;
    if found.variances.is_empty() {
        return Ok(None);
    }
    report.components = Some(found.variances.len());
    report.variance_kept = Some((found.variances.iter().sum::<f64>() / total).min(1.0));
    if preparation.whiten {
        for (i, variance) in found.variances.iter().enumerate() {
            let scale = 1.0 / variance.sqrt();
            found.vectors.row_mut(i).iter_mut().for_each(|v| *v = (f64::from(*v) * scale) as f32);
        }
    }
    let projected = onto(samples, &every_row(samples), &found.vectors, pulse)?;
    transform.components = Some(found.vectors);
    Ok(Some(projected))
}

/// Products of the listed samples with components; `pulse` is asked before each block.
pub(super) fn onto(samples: &dyn Samples, rows: &[u32], components: &Matrix, pulse: Pulse) -> Result<Matrix> {
    const BLOCK: usize = 48;
    let m = components.rows();
    let (mut projected, mut room) = (Matrix::zeros(rows.len(), m)?, Room::default());
    for (rows, out) in rows.chunks(BLOCK).zip(projected.values_mut().chunks_mut(BLOCK * m)) {
        pulse()?;
        let (points, places) = samples.read(rows, &mut room)?;
        dots(points, places, Points::of(components), 0..m, out);
    }
    Ok(projected)
}

impl Transform {
    /// Features of the samples it takes.
    pub fn features(&self) -> usize {
        self.mean.len()
    }

    /// Features of the samples it gives.
    pub fn width(&self) -> usize {
        self.components.as_ref().map_or(self.mean.len(), Matrix::rows)
    }

    /// Squared norm of the mean that is subtracted last.
    pub fn offset(&self) -> f64 {
        squared_norm(&self.mean)
    }

    /// Whether its parts fit together; one that came from a file may not.
    pub fn is_sound(&self) -> bool {
        let d = self.features();
        let components = self.components.as_ref().is_none_or(|c| c.features() == d);
        let finite = |values: &[f32]| values.iter().all(|value| value.is_finite());
        let lengths = d > 0 && self.width() > 0 && (self.centre.is_empty() || self.centre.len() == d);
        lengths && components && finite(&self.centre) && finite(&self.mean)
    }

    /// Does to samples what was done to those it was fitted on.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfMemory`](crate::error::Error::OutOfMemory).
    pub fn apply(&self, mut samples: Matrix) -> Result<Matrix> {
        for sample in samples.values_mut().chunks_exact_mut(self.mean.len()) {
            if !self.centre.is_empty() {
                minus(sample, &self.centre);
            }
            if self.l2 {
                normalise(sample);
            }
            minus(sample, &self.mean);
        }
        match &self.components {
            Some(components) => onto(&samples, &every_row(&samples), components, &mut || Ok(())),
            None => Ok(samples),
        }
    }

    /// Points of the prepared space before the last mean was subtracted; null after a projection.
    pub fn uncentre(&self, points: &Matrix) -> Option<Matrix> {
        if self.components.is_some() {
            return None;
        }
        let mut points = points.clone();
        for point in points.values_mut().chunks_exact_mut(self.mean.len()) {
            point.iter_mut().zip(&self.mean).for_each(|(value, mean)| *value += mean);
        }
        Some(points)
    }
}

/// Squared norm of each sample.
fn squares(samples: &dyn Samples, pulse: Pulse) -> Result<Vec<f32>> {
    let n = samples.rows();
    let mut squares = filled("squared norms", 1, n, 0.0)?;
    each(samples, 0..n, pulse, &mut |i, sample| squares[i] = dot(sample, sample))?;
    Ok(squares)
}

fn sum(values: &[f32]) -> f64 {
    values.iter().map(|&value| f64::from(value)).sum()
}

/// Divides by the norm; says so if that is zero.
pub(super) fn normalise(sample: &mut [f32]) -> Option<()> {
    let norm = squared_norm(sample).sqrt();
    scale(sample, norm);
    (norm == 0.0).then_some(())
}

/// Divides by this norm, unless it is zero.
fn scale(sample: &mut [f32], norm: f64) {
    if norm != 0.0 {
        sample.iter_mut().for_each(|value| *value = (f64::from(*value) / norm) as f32);
    }
}

/// Mean of each feature, summed in double precision.
fn mean(samples: &dyn Samples, pulse: Pulse) -> Result<Vec<f32>> {
    let n = samples.rows();
    let mut sums = filled("means of features", 1, samples.features(), 0.0_f64)?;
    each(samples, 0..n, pulse, &mut |_, sample| {
        sums.iter_mut().zip(sample).for_each(|(sum, &value)| *sum += f64::from(value));
    })?;
    Ok(sums.into_iter().map(|sum| (sum / n as f64) as f32).collect())
}

fn subtract(samples: &mut Matrix, mean: &[f32]) {
    samples.values_mut().chunks_exact_mut(mean.len()).for_each(|sample| minus(sample, mean));
}

fn minus(sample: &mut [f32], mean: &[f32]) {
    for (value, mean) in sample.iter_mut().zip(mean) {
        *value -= mean;
    }
}
