//! K-means: greedy k-means++ seeding, Lloyd's iterations, restarts.
//!
//! Minimises the inertia, sum over samples i of |x - c|^2, over K centroids c and codes a.
//! A sample gets the code that maximises x.c - |c|^2 / 2 (the smaller code of two equals), so that no
//! distance is stored. An iteration assigns all samples, moves an empty centroid to the
//! farthest sample, and puts each centroid at the mean of its samples, whose sums are kept in
//! double precision and updated for the samples that changed. It stops when no sample changed, or when the
//! centroids moved less than [`TOLERANCE`] times the mean variance of a feature (scikit-learn's
//! rule), after a last assignment, so that codes match the centroids returned.
//!
//! Guaranteed: the same samples, K and stream of random numbers give the same bits on every target;
//! the inertia never is that of other codes than those returned.
//!
//! Bounds on distances (`elkan`) leave out most products, and the outline of the samples
//! ([`outline`](super::prepare::outline)) most of the rest, without changing a bit of the result.
//!
//! Lloyd, IEEE Trans. Inf. Theory 28, 129 (1982); Arthur and Vassilvitskii, SODA 2007.

mod elkan;
mod group;
mod lloyd;
mod narrow;
mod nearest;
mod seeding;
mod several;

pub use nearest::assign;
pub(super) use several::Sets;

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use crate::data::matrix::Matrix;
use crate::discretize::prepare::Centred;
use crate::error::{Error, Result};
use crate::rng::Rng;

/// Squared shift of all centroids, relative to the mean variance of a feature, that ends a run.
pub const TOLERANCE: f64 = 1e-4;

/// Told (steps done, steps at most), of which the choice of the start is the first; answers whether to go on.
pub type Progress<'a> = &'a mut dyn FnMut(u64, u64) -> ControlFlow<()>;

/// One run of K-means.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Clustering {
    /// Centroid of each sample.
    pub codes: Vec<u32>,
    /// Centroids, in the prepared and centred space; each has samples.
    pub centroids: Matrix,
    /// Sum of squared distances of samples to their centroids.
    pub inertia: f64,
    /// Iterations done.
    pub iterations: usize,
    /// Whether it stopped before the limit.
    pub converged: bool,
}

/// How far a run may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Iterations at most.
    pub iterations: usize,
    /// Bytes for bounds on distances (n K 4); a run that needs more computes all products
    /// instead, with the same result.
    pub bound_bytes: usize,
}

impl Limits {
    /// So many iterations, and bounds that an ordinary tab has room for.
    pub fn iterations(iterations: usize) -> Self {
        Self { iterations, bound_bytes: 256 << 20 }
    }
}

/// One run from centroids chosen by greedy k-means++. There may be fewer than `k` of them, if there are fewer
/// different samples.
///
/// # Errors
///
/// [`Error::Interrupted`] when `progress` asks to stop, [`Error::OutOfMemory`].
pub fn run(
    data: &Centred,
    k: usize,
    rng: &mut Rng,
    limits: Limits,
    progress: Progress,
) -> Result<Clustering> {
    let start = seeding::greedy(data, k, rng, &mut || progress(0, limits.iterations as u64 + 1))?;
    from_start(data, start, limits, progress)
}

/// One run from given centroids, in the prepared and centred space.
///
/// # Errors
///
/// [`Error::Interrupted`] when `progress` asks to stop, [`Error::OutOfMemory`].
pub fn from_start(data: &Centred, start: Matrix, limits: Limits, progress: Progress) -> Result<Clustering> {
    lloyd::run(data, start, limits, progress)
}

/// Products of two features between two questions whether to go on: a twentieth of a second.
const PRODUCTS: usize = 100_000_000;

/// Samples whose products with `centroids` of `features` are computed between two questions whether to go on:
/// a whole number of blocks.
pub(super) fn pulse(centroids: usize, features: usize) -> usize {
    let each = nearest::BLOCK.saturating_mul(centroids).saturating_mul(features);
    nearest::BLOCK * (PRODUCTS / each.max(1)).clamp(1, 64)
}

/// Continues, or ends with an error.
pub(super) fn go_on(answer: ControlFlow<()>) -> Result<()> {
    match answer {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(Error::Interrupted),
    }
}
