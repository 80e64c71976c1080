//! The badge "cross-validated": a lower bound of unique information from samples that the solver
//! has not seen.
//!
//! For u, v >= 0 with `sum_y u(x1,y) v(x2,y) <= 1` everywhere, weak duality gives
//! `Iu >= H(Y) + E log u(X1,Y) + E log v(X2,Y)`. With potentials fitted on the other folds, the mean
//! over held-out samples of `log u + log v - log p(y|x2)` bounds U1 from below, up to the bias of
//! I(X2;Y), which the jackknife corrects. Cold solves: a warm start would leak the held-out fold.
//! Folds are correlated at ties, so this is no proof.

use std::ops::ControlFlow;

use ndarray::Array2;
use serde::{Deserialize, Serialize};

use crate::data::counts::{Counts, Pairs};
use crate::decompose::ipfp::Step;
use crate::error::Result;
use crate::rng::{Purpose, Rng};

use super::FLOOR;
use super::jackknife::{Beat, go_on, replicate_solution};

/// Folds.
pub(super) const FOLDS: usize = 5;
/// With fewer samples the bound has no power.
pub const MIN_SAMPLES: u64 = 1000;
/// With more samples than this the folds would only confirm the interval.
const MAX_SAMPLES: u64 = 1 << 20;
/// 97.5 % point of the normal distribution.
const Z_975: f64 = 1.96;

/// Held-out lower bounds of both uniques, nats.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CrossValidation {
    /// 97.5 % lower bounds of U1 and U2.
    pub lower: [f64; 2],
    /// Whether they exceed the floor.
    pub badge: [bool; 2],
}

/// Held-out bounds; none for fewer than a thousand samples. `bias` is plug-in minus jackknifed
/// I1 and I2.
pub(super) fn cross_validate(
    counts: &Counts,
    bias: [f64; 2],
    seed: u64,
    progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<Option<CrossValidation>> {
    let n = counts.n();
    if !(MIN_SAMPLES..=MAX_SAMPLES).contains(&n) {
        return Ok(None);
    }
    let folds = deal(counts, seed, &mut || go_on(progress(0, FOLDS as u64)))?;
    let known = pairs_of(counts, &counts.counts);
    let conditional = [conditional(&known.p1), conditional(&known.p2)];
    // Sums and sums of squares of log u + log v - log p(y|x2) and ... - log p(y|x1).
    let mut moments = [[0.0; 2]; 2];
    for (done, fold) in folds.iter().enumerate() {
        let rest: Vec<u64> = counts.counts.iter().zip(fold).map(|(all, held)| all - held).collect();
        go_on(progress(done as u64, FOLDS as u64))?;
        let Some(smoothed) = smooth(&pairs_of(counts, &rest)) else { return Ok(None) };
        let mut report = |_: &Step| progress(done as u64, FOLDS as u64);
        let solution = replicate_solution(&smoothed, n, None, &mut report)?;
        for (cell, &held) in counts.cells.iter().zip(fold).filter(|&(_, &held)| held > 0) {
            let [x1, x2, y] = cell.map(|symbol| symbol as usize);
            let potentials = solution.log_u[[x1, y]] + solution.log_v[[x2, y]];
            let values = [potentials - conditional[1][[x2, y]], potentials - conditional[0][[x1, y]]];
            for (moment, value) in moments.iter_mut().zip(values) {
                moment[0] += held as f64 * value;
                moment[1] += held as f64 * value * value;
            }
        }
    }
    let n = n as f64;
    let bound = |i: usize| {
        let mean = moments[i][0] / n;
        let sd = (moments[i][1] / n - mean * mean).max(0.0).sqrt();
        // U1 subtracts I2 and the other way round.
        mean + bias[1 - i] - Z_975 * sd / n.sqrt()
    };
    let lower = [bound(0), bound(1)];
    let finite = lower.iter().all(|bound| bound.is_finite());
    Ok(finite.then(|| CrossValidation { lower, badge: lower.map(|bound| bound > FLOOR) }))
}

/// Deals the samples to folds.
fn deal(counts: &Counts, seed: u64, pulse: &mut dyn FnMut() -> Result<()>) -> Result<Vec<Vec<u64>>> {
    let mut rng = Rng::new(seed, Purpose::Folds, 1, 0);
    let mut folds = vec![vec![0; counts.counts.len()]; FOLDS];
    let mut beat = Beat::default();
    for (cell, &count) in counts.counts.iter().enumerate() {
        beat.after(count, pulse)?;
        for _ in 0..count {
            folds[rng.below(FOLDS as u64) as usize][cell] += 1;
        }
    }
    Ok(folds)
}

/// Pair counts of part of the samples.
fn pairs_of(counts: &Counts, part: &[u64]) -> Pairs {
    let [k1, k2, ky] = counts.shape;
    let mut pairs = Pairs { p1: Array2::zeros((k1, ky)), p2: Array2::zeros((k2, ky)) };
    for (cell, &count) in counts.cells.iter().zip(part) {
        let [x1, x2, y] = cell.map(|symbol| symbol as usize);
        pairs.p1[[x1, y]] += count as f64;
        pairs.p2[[x2, y]] += count as f64;
    }
    pairs
}

/// Adds one sample distributed as p(y) to every x1 and x2, so that every held-out sample has
/// potentials; none if a symbol of y was not seen.
fn smooth(pairs: &Pairs) -> Option<Pairs> {
    let y = pairs.p1.sum_axis(ndarray::Axis(0));
    if y.iter().any(|&count| count == 0.0) {
        return None;
    }
    let n: f64 = y.sum();
    let smoothed = |pair: &Array2<f64>| (pair + &(&y / n)) / (n + pair.nrows() as f64);
    Some(Pairs { p1: smoothed(&pairs.p1), p2: smoothed(&pairs.p2) })
}

/// log p(y | x).
fn conditional(pair: &Array2<f64>) -> Array2<f64> {
    let mut table = pair.mapv(libm::log);
    for (mut row, counts) in table.outer_iter_mut().zip(pair.outer_iter()) {
        row -= libm::log(counts.sum());
    }
    table
}
