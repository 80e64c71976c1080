//! Noise on samples, to see how much of an answer survives it.
//!
//! With sigma the mean over codes of the standard deviation of a feature within the code, each feature of
//! each sample gets independent Gaussian noise of standard deviation `multiple * sigma`; the samples are then
//! coded by the centroids that they had. Meant for multiples of 0.1 to 1.

use super::kmeans;
use super::partition::Which;
use super::samples::{self, Samples};
use super::{Prepared, Pulse};
use crate::data::codes::Codes;
use crate::data::matrix::{Matrix, filled};
use crate::error::Result;
use crate::kernel::f32::{Points, squared_distance};
use crate::rng::{Purpose, Rng};

/// Samples that get their noise together.
const BLOCK: usize = 480;

/// Mean over the codes of the root mean square distance of a feature to its centroid.
///
/// # Errors
///
/// [`Error::OutOfMemory`](crate::error::Error::OutOfMemory), and those of `pulse`.
pub fn spread(samples: &dyn Samples, centroids: &Matrix, codes: &[u32], pulse: Pulse) -> Result<f64> {
    let (k, d) = (centroids.rows(), samples.features() as f64);
    let mut squares = vec![[0.0, 0.0]; k];
    samples::each(samples, 0..codes.len(), pulse, &mut |i, sample| {
        let code = codes[i] as usize;
        let [sum, count] = &mut squares[code];
        *sum += squared_distance(sample, centroids.row(code));
        *count += 1.0;
    })?;
    let used = squares.iter().filter(|[_, count]| *count > 0.0);
    let deviations: Vec<f64> = used.map(|[sum, count]| (sum / count / d).sqrt()).collect();
    Ok(deviations.iter().sum::<f64>() / deviations.len() as f64)
}

/// Codes of the samples with noise of `multiple` times their [`spread`] around the centroids of `codes`;
/// `pulse` is asked before each block of samples.
///
/// # Errors
///
/// [`Error::InvalidOption`](crate::error::Error::InvalidOption) for labels,
/// [`Error::OutOfMemory`](crate::error::Error::OutOfMemory).
pub fn recode(
    data: &Prepared,
    centroids: &Matrix,
    codes: &Codes,
    multiple: f64,
    which: Which,
    pulse: &mut dyn FnMut() -> Result<()>,
) -> Result<Codes> {
    let samples = data.numbers()?.samples;
    let (n, d) = (samples.rows(), samples.features());
    let deviation = multiple * spread(samples, centroids, &codes.codes, pulse)?;
    let mut rng = Rng::new(which.seed, Purpose::Noise, which.input, which.number);
    let mut noisy = filled("samples with noise", BLOCK.min(n), d, 0.0_f32)?;
    let mut found = filled("codes", 1, n, 0)?;
    for (block, codes) in found.chunks_mut(BLOCK).enumerate() {
        pulse()?;
        let noisy = &mut noisy[..codes.len() * d];
        for (place, sample) in noisy.chunks_exact_mut(d).enumerate() {
            samples.copy(block * BLOCK + place, sample);
        }
        noisy.iter_mut().for_each(|value| *value = (f64::from(*value) + deviation * rng.normal()) as f32);
        kmeans::assign(Points { values: noisy, features: d }, centroids, codes)?;
    }
    Ok(Codes { codes: found, size: codes.size })
}
