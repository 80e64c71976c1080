//! I(X1,X2;Y), corrected for the bias that the plug-in value has in a table of K1 x K2 x Ky cells.
//!
//! Three estimates that err in different ways, and their mean:
//!
//! - model: the plug-in value minus its bias under P~, the observed table shrunk towards a table
//!   without synergy ([`super::shrinkage`], [`super::bootstrap`]);
//! - prior: `H(Y) + H(X1,X2) - H(X1,X2,Y)` with NSB entropies ([`crate::decompose::entropy::nsb`]);
//! - contexts: one prior for p(y | x1, x2) in all contexts ([`super::contexts`]).

use std::ops::ControlFlow;

use ndarray::{Array2, Array3};

use crate::data::counts::{Counts, Pairs};
use crate::decompose::entropy::nsb;
use crate::decompose::ipfp::{Step, WarmStart};
use crate::error::Result;

use super::bootstrap::expected_joint_information;
use super::jackknife::replicate_solution;
use super::shrinkage::{fit_three, shrink_pair, shrink_pairs, shrink_triple};

/// Cells of a dense table at most: 16 MB.
const DENSE_CELLS: usize = 1 << 21;

/// Estimates of I(X1,X2;Y), nats.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct JointEstimates {
    /// From the shrunk model; none for tables too large to be held.
    pub(super) model: Option<f64>,
    /// From the NSB prior.
    pub(super) prior: f64,
    /// From the prior on contexts.
    pub(super) contexts: f64,
}

impl JointEstimates {
    fn values(&self) -> impl Iterator<Item = f64> {
        [self.model, Some(self.prior), Some(self.contexts)].into_iter().flatten()
    }

    /// Their mean.
    pub(super) fn mean(&self) -> f64 {
        self.values().sum::<f64>() / self.values().count() as f64
    }

    /// Half of their range.
    pub(super) fn half_range(&self) -> f64 {
        0.5 * (self.values().fold(f64::NEG_INFINITY, f64::max) - self.values().fold(f64::INFINITY, f64::min))
    }
}

/// All estimates, given the plug-in value.
pub(super) fn joint_estimates(
    counts: &Counts,
    plugin: f64,
    progress: &mut dyn FnMut(&Step) -> ControlFlow<()>,
) -> Result<JointEstimates> {
    let cells = counts.shape.iter().try_fold(1usize, |cells, &k| cells.checked_mul(k));
    let model = match cells {
        Some(cells) if cells <= DENSE_CELLS => Some(plugin - model_bias(counts, progress)?),
        _ => None,
    };
    let contexts = super::contexts::joint_information(counts);
    Ok(JointEstimates { model, prior: prior_estimate(counts), contexts })
}

/// Bias of the plug-in value under the shrunk model.
///
/// The model's target has no synergy: the conditionals p(y | x1, x2) of the coupling of least
/// information, with the observed (shrunk) distribution of (x1, x2), fitted to all three pair
/// tables. The coupling's own (x1, x2) would be arbitrary where y tells little.
fn model_bias(counts: &Counts, progress: &mut dyn FnMut(&Step) -> ControlFlow<()>) -> Result<f64> {
    let n = counts.n();
    let pmf = counts.pmf();
    let pairs = shrink_pairs(&pmf.pairs(), n as f64);
    let solution = replicate_solution(&pairs, n, None, progress)?;
    let mut target = coupling(&pairs, &solution.warm);
    let mut sources = Array2::zeros((counts.shape[0], counts.shape[1]));
    for (cell, p) in pmf.cells.iter().zip(&pmf.mass) {
        sources[[cell[0] as usize, cell[1] as usize]] += p;
    }
    fit_three(&mut target, &pairs, &shrink_pair(&sources, n as f64));
    let model = shrink_triple(&pmf.cells, &pmf.mass, target, &pairs, n as f64);
    Ok(expected_joint_information(&model, n) - dense_joint_information(&model))
}

/// Q(x1, x2, y) = R U V with U fitted to the first pair table.
fn coupling(pairs: &Pairs, state: &WarmStart) -> Array3<f64> {
    let (r, v) = (state.log_r.mapv(libm::exp), state.log_v.mapv(libm::exp));
    // Not ndarray's product, whose order of summation depends on the processor.
    let mut u = Array2::from_shape_fn((r.nrows(), v.ncols()), |(x1, y)| {
        r.row(x1).iter().zip(v.column(y)).map(|(r, v)| r * v).sum()
    });
    u.zip_mut_with(&pairs.p1, |u, &p| *u = if *u > 0.0 { p / *u } else { 0.0 });
    Array3::from_shape_fn((r.nrows(), r.ncols(), u.ncols()), |(x1, x2, y)| {
        r[[x1, x2]] * u[[x1, y]] * v[[x2, y]]
    })
}

fn dense_joint_information(table: &Array3<f64>) -> f64 {
    let (_, _, ky) = table.dim();
    let p_log_p = |p: f64| if p > 0.0 { p * libm::log(p) } else { 0.0 };
    let mut y = vec![0.0; ky];
    let (mut cells, mut pairs, mut total) = (0.0, 0.0, 0.0);
    for row in table.rows() {
        let mut pair = 0.0;
        for (y, &p) in y.iter_mut().zip(row) {
            *y += p;
            pair += p;
            cells += p_log_p(p);
        }
        pairs += p_log_p(pair);
        total += pair;
    }
    let targets: f64 = y.iter().map(|&p| p_log_p(p)).sum();
    cells - pairs - targets + p_log_p(total)
}

/// `H(Y) + H(X1,X2) - H(X1,X2,Y)` on the alphabets of symbols that occur.
fn prior_estimate(counts: &Counts) -> f64 {
    let mut seen = counts.shape.map(|k| vec![0u64; k]);
    for (cell, count) in counts.cells.iter().zip(&counts.counts) {
        for (axis, symbol) in seen.iter_mut().zip(cell) {
            axis[*symbol as usize] += count;
        }
    }
    let size = |axis: usize| seen[axis].iter().filter(|&&count| count > 0).count() as f64;
    let mut pairs = Vec::new();
    let mut start = 0;
    for run in counts.cells.chunk_by(|a, b| a[..2] == b[..2]) {
        pairs.push(counts.counts[start..start + run.len()].iter().sum());
        start += run.len();
    }
    nsb::entropy(&seen[2], size(2)) + nsb::entropy(&pairs, size(0) * size(1))
        - nsb::entropy(&counts.counts, size(0) * size(1) * size(2))
}
