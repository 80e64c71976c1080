//! One of several partitions of the samples, fitted on a draw of them where there are many.
//!
//! Partition p of an input is K-means with few restarts on its own draw of at most [`FITTED_ROWS`] samples;
//! every sample then gets the code of its nearest centroid. What is fitted on the rest of the samples too
//! would cost in proportion to them and change centroids by less than another draw does. Where the draw is
//! all samples, fitting has coded them already; otherwise [`assign`] codes all of them by all partitions in
//! one pass.

use serde::{Deserialize, Serialize};

use super::Prepared;
use super::kmeans::{self, Limits, Progress};
use super::prepare::{Centred, Numbers};
use super::samples::{self, gathered};
use crate::data::codes::Codes;
use crate::data::half::FEW;
use crate::data::matrix::{Matrix, filled};
use crate::error::{Error, Result};
use crate::kernel::f32::squared_distance;
use crate::rng::{Purpose, Rng};

/// Samples on which a partition is fitted at most: as many as are kept in single precision whatever the file
/// has.
pub const FITTED_ROWS: usize = FEW;

/// Which partition of which input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Which {
    /// Seed of the analysis.
    pub seed: u64,
    /// 0, 1, 2 for x1, x2, y.
    pub input: u8,
    /// Number of the partition.
    pub number: u64,
}

/// How it is fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fit {
    /// Codes.
    pub k: usize,
    /// Runs from starts of their own, of which the best by inertia is kept.
    pub restarts: u64,
    /// Iterations of one run at most.
    pub max_iterations: usize,
    /// Samples at most; [`FITTED_ROWS`] but in a bench.
    pub rows: usize,
}

impl Fit {
    /// So many codes and restarts, with the limits of the default options.
    pub fn of(k: usize, restarts: u64) -> Self {
        Self { k, restarts, max_iterations: 300, rows: FITTED_ROWS }
    }
}

/// A partition as fitted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fitted {
    /// Centroids, in the prepared and centred space. Fewer than asked for if there are fewer different
    /// samples.
    pub centroids: Matrix,
    /// Codes of all samples, where fitting saw them all; otherwise [`assign`] finds them.
    pub codes: Option<Codes>,
    /// Samples that it saw.
    pub rows: usize,
    /// Sum of squared distances to the centroids over these.
    pub inertia: f64,
    /// The greatest of the restarts.
    pub worst_inertia: f64,
    /// Iterations of the restart that was kept.
    pub iterations: usize,
    /// Whether it stopped before the limit.
    pub converged: bool,
}

/// Fits a partition.
///
/// # Errors
///
/// [`Error::TooManyCodes`] for more codes than samples, [`Error::InvalidOption`] for labels,
/// [`Error::Interrupted`] when `progress` asks to stop, [`Error::OutOfMemory`].
pub fn fit(data: &Prepared, which: Which, fit: Fit, progress: Progress) -> Result<Fitted> {
    let numbers = data.numbers()?;
    let n = numbers.samples.rows();
    let rows = fit.rows.min(n);
    if fit.k > rows {
        let input = super::SLOTS.get(which.input as usize).copied().unwrap_or("the input");
        return Err(Error::TooManyCodes { input, k: fit.k, n: rows });
    }
    if let (Prepared::Numbers(data), true) = (data, rows == n) {
        return best(data, which, fit, progress);
    }
    let fitted = best(&drawn(numbers, &draw(n, rows, which))?, which, fit, progress)?;
    Ok(Fitted { codes: fitted.codes.filter(|_| rows == n), ..fitted })
}

/// The samples that a partition is fitted on, ascending.
pub fn draw(n: usize, rows: usize, which: Which) -> Vec<u32> {
    let mut rng = Rng::new(which.seed, Purpose::Draw, which.input, which.number);
    let mut left = rows.min(n);
    // Each subset equally likely: Knuth, algorithm S.
    let takes = |&row: &u32| {
        let taken = rng.below(n as u64 - u64::from(row)) < left as u64;
        left -= usize::from(taken);
        taken
    };
    (0..n as u32).filter(takes).collect()
}

fn drawn(data: Numbers, rows: &[u32]) -> Result<Centred> {
    let samples = gathered(data.samples, rows)?;
    let squares: Vec<f32> = rows.iter().map(|&row| data.squares[row as usize]).collect();
    Ok(Centred {
        samples,
        squares,
        variance: data.variance,
        transform: data.transform.clone(),
        report: data.report.clone(),
        outline: data.outline.map(|outline| outline.gathered(rows)).transpose()?,
    })
}

/// The best of the restarts on all the samples given.
fn best(data: &Centred, which: Which, fit: Fit, progress: Progress) -> Result<Fitted> {
    let mut kept: Option<kmeans::Clustering> = None;
    let mut worst = 0.0_f64;
    for restart in 0..fit.restarts.max(1) {
        // Restarts of all partitions are one sequence, so that no two share a stream.
        let index = which.number * fit.restarts + restart;
        let mut rng = Rng::new(which.seed, Purpose::KMeans, which.input, index);
        let found = kmeans::run(data, fit.k, &mut rng, Limits::iterations(fit.max_iterations), progress)?;
        worst = worst.max(found.inertia);
        if kept.as_ref().is_none_or(|kept| found.inertia < kept.inertia) {
            kept = Some(found);
        }
    }
    let found = kept.expect("one restart at least");
    Ok(Fitted {
        codes: Some(Codes { codes: found.codes, size: found.centroids.rows() }),
        centroids: found.centroids,
        rows: data.samples.rows(),
        inertia: found.inertia,
        worst_inertia: worst,
        iterations: found.iterations,
        converged: found.converged,
    })
}

/// Codes of all samples by one set of centroids.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assigned {
    /// Code of each sample.
    pub codes: Codes,
    /// Sum of squared distances of all samples to their centroids.
    pub inertia: f64,
}

/// Codes of all samples by several sets of centroids, in one pass over them.
///
/// # Errors
///
/// [`Error::InvalidOption`] for labels, [`Error::Interrupted`] when `progress` asks to stop,
/// [`Error::OutOfMemory`].
pub fn assign(data: &Prepared, centroids: &[&Matrix], progress: Progress) -> Result<Vec<Assigned>> {
    let data = data.numbers()?;
    let n = data.samples.rows();
    let sets = kmeans::Sets::new(data, centroids)?;
    let mut found = centroids
        .iter()
        .map(|set| {
            let codes = Codes { codes: filled("codes", 1, n, 0)?, size: set.rows() };
            Ok(Assigned { codes, inertia: 0.0 })
        })
        .collect::<Result<Vec<_>>>()?;
    // Coding a sample is a product with every centroid; its inertia one more a set.
    let (count, d) = (centroids.iter().map(|set| set.rows()).sum(), data.samples.features());
    let (pulse, coding, ending) = (kmeans::pulse(count, d), count as u64, centroids.len() as u64);
    let whole = n as u64 * (coding + ending);
    for first in (0..n).step_by(pulse) {
        let done = first as u64 * (coding + ending);
        kmeans::go_on(progress(done, whole))?;
        let last = n.min(first + pulse);
        let mut codes: Vec<&mut [u32]> = found.iter_mut().map(|f| &mut f.codes.codes[first..last]).collect();
        sets.assign(first, &mut codes)?;
        kmeans::go_on(progress(done + (last - first) as u64 * coding, whole))?;
        samples::each(data.samples, first..last, &mut || Ok(()), &mut |i, sample| {
            for (found, set) in found.iter_mut().zip(centroids) {
                found.inertia += squared_distance(sample, set.row(found.codes.codes[i] as usize));
            }
        })?;
    }
    Ok(found)
}
