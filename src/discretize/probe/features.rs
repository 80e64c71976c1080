//! An input -> what a probe sees of it.

use serde::{Deserialize, Serialize};

use crate::data::matrix::{Matrix, filled};
use crate::discretize::prepare::{onto, pca, subspace};
use crate::discretize::samples::gathered;
use crate::discretize::{Prepared, Pulse};
use crate::error::Result;
use crate::read::array::Labels;
use crate::rng::{Purpose, Rng};

/// Features of one input at most.
const FEATURES: usize = 256;
/// Samples at most.
pub const ROWS: usize = 16_384;
/// Components of each source whose products a joint probe sees.
const COMPONENTS: usize = 16;
/// Samples gone through together.
const BLOCK: usize = 480;

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

/// The way from an input to the features that a probe sees of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct View {
    /// Directions kept of wider samples.
    directions: Option<Matrix>,
    scaling: Scaling,
}

impl View {
    /// Features of the listed samples: the prepared ones, at most 256 directions of them; for labels, one for
    /// each label. Of mean zero and mean squared length one. With the way there, for further samples.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfMemory`](crate::error::Error::OutOfMemory).
    pub fn fit(input: &Prepared, rows: &[u32]) -> Result<(Self, Matrix)> {
        Self::fit_within(input, rows, &mut || Ok(()))
    }

    /// The same; `pulse` is asked now and then whether to go on.
    ///
    /// # Errors
    ///
    /// As of [`View::fit`], and those of `pulse`.
    pub fn fit_within(input: &Prepared, rows: &[u32], pulse: Pulse) -> Result<(Self, Matrix)> {
        let wanted = FEATURES.min(rows.len());
        let directions = match input.numbers() {
            Ok(data) if data.samples.features() > wanted => {
                Some(subspace::directions(data.samples, rows, wanted, pulse)?)
            }
            _ => None,
        };
        let mut features = taken(input, rows, directions.as_ref(), pulse)?;
        let scaling = Scaling::fit(&features)?;
        scaling.apply(&mut features);
        Ok((Self { directions, scaling }, features))
    }

    /// The same features of other samples.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfMemory`](crate::error::Error::OutOfMemory).
    pub fn of(&self, input: &Prepared, rows: &[u32]) -> Result<Matrix> {
        let mut features = taken(input, rows, self.directions.as_ref(), &mut || Ok(()))?;
        self.scaling.apply(&mut features);
        Ok(features)
    }
}

fn taken(input: &Prepared, rows: &[u32], directions: Option<&Matrix>, pulse: Pulse) -> Result<Matrix> {
    match (input, directions) {
        (Prepared::Labels(labels), _) => indicators(labels, rows),
        (_, None) => gathered(input.numbers()?.samples, rows),
        (_, Some(directions)) => onto(input.numbers()?.samples, rows, directions, pulse),
    }
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

/// Features of both sources side by side, for a probe that sees both.
///
/// # Errors
///
/// [`Error::OutOfMemory`](crate::error::Error::OutOfMemory).
pub fn both(x1: &Matrix, x2: &Matrix) -> Result<Matrix> {
    let mut joined = Matrix::zeros(x1.rows().min(x2.rows()), x1.features() + x2.features())?;
    let half = std::f32::consts::FRAC_1_SQRT_2;
    for i in 0..joined.rows() {
        let sources = x1.row(i).iter().chain(x2.row(i));
        joined.row_mut(i).iter_mut().zip(sources).for_each(|(out, value)| *out = value * half);
    }
    Ok(joined)
}

/// What a probe of synergy sees: 16 components of each source, each of variance one, and their 256 products,
/// in which an exclusive or of what the sources tell is linear.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Products {
    components: [Matrix; 2],
    scaling: Scaling,
}

impl Products {
    /// From features of both sources; with those of the joint probe.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfMemory`](crate::error::Error::OutOfMemory).
    pub fn fit(x1: &Matrix, x2: &Matrix) -> Result<(Self, Matrix)> {
        Self::fit_within(x1, x2, &mut || Ok(()))
    }

    /// The same; `pulse` is asked now and then whether to go on.
    ///
    /// # Errors
    ///
    /// As of [`Products::fit`], and those of `pulse`.
    pub fn fit_within(x1: &Matrix, x2: &Matrix, pulse: Pulse) -> Result<(Self, Matrix)> {
        let components = [whitening(x1, pulse)?, whitening(x2, pulse)?];
        let mut features = multiplied(&components, x1, x2)?;
        let scaling = Scaling::fit(&features)?;
        scaling.apply(&mut features);
        Ok((Self { components, scaling }, features))
    }

    /// The same of other samples.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfMemory`](crate::error::Error::OutOfMemory).
    pub fn of(&self, x1: &Matrix, x2: &Matrix) -> Result<Matrix> {
        let mut features = multiplied(&self.components, x1, x2)?;
        self.scaling.apply(&mut features);
        Ok(features)
    }
}

/// Components scaled to variance one.
fn whitening(samples: &Matrix, pulse: Pulse) -> Result<Matrix> {
    let mut found = pca::components(samples, COMPONENTS, pulse)?;
    for (i, variance) in found.variances.iter().enumerate() {
        let scale = 1.0 / variance.sqrt();
        found.vectors.row_mut(i).iter_mut().for_each(|v| *v = (f64::from(*v) * scale) as f32);
    }
    Ok(found.vectors)
}

fn multiplied(components: &[Matrix; 2], x1: &Matrix, x2: &Matrix) -> Result<Matrix> {
    let [m1, m2] = [components[0].rows(), components[1].rows()];
    let n = x1.rows().min(x2.rows());
    let mut found = Matrix::zeros(n, m1 + m2 + m1 * m2)?;
    let go_on = &mut || Ok(());
    for first in (0..n).step_by(BLOCK) {
        let rows: Vec<u32> = (first as u32..n.min(first + BLOCK) as u32).collect();
        let (a, b) = (onto(x1, &rows, &components[0], go_on)?, onto(x2, &rows, &components[1], go_on)?);
        for (place, &row) in rows.iter().enumerate() {
            let (alone, products) = found.row_mut(row as usize).split_at_mut(m1 + m2);
            alone[..m1].copy_from_slice(a.row(place));
            alone[m1..].copy_from_slice(b.row(place));
            for (products, a) in products.chunks_exact_mut(m2).zip(a.row(place)) {
                products.iter_mut().zip(b.row(place)).for_each(|(out, b)| *out = a * b);
            }
        }
    }
    Ok(found)
}

/// Mean zero, mean squared length one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Scaling {
    means: Vec<f64>,
    scale: f64,
}

impl Scaling {
    fn fit(samples: &Matrix) -> Result<Self> {
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
        Ok(Self { means, scale })
    }

    fn apply(&self, samples: &mut Matrix) {
        for sample in samples.values_mut().chunks_exact_mut(self.means.len()) {
            for (value, mean) in sample.iter_mut().zip(&self.means) {
                *value = ((f64::from(*value) - mean) * self.scale) as f32;
            }
        }
    }
}
