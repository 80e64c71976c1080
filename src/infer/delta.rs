//! Standard errors by the delta method, from one solution.
//!
//! Influence of a sample in cell (x1, x2, y): pointwise information for I1, I2 and I12, and for
//! the union information `log u(x1,y) + log v(x2,y) - log p(y)` with the dual potentials, all up to
//! a constant. `SE^2 = Var(influence) / n`. A floor for the jackknife's: it misses what is not
//! smooth.

use ndarray::Array2;

use crate::data::counts::Pmf;
use crate::decompose::ipfp::Solution;

use super::quantities::{Combination, Informations};

/// Influence of each occupied cell on the four informations, nats.
pub(super) struct Influence {
    mass: Vec<f64>,
    values: Vec<Informations>,
    n: f64,
}

impl Influence {
    pub(super) fn new(pmf: &Pmf, solution: &Solution, n: f64) -> Self {
        let pairs = pmf.pairs();
        let log_y: Vec<f64> = pmf.y().iter().map(|&p| libm::log(p)).collect();
        let (first, second) = (conditional(&pairs.p1), conditional(&pairs.p2));
        let mut values = Vec::with_capacity(pmf.cells.len());
        let mut start = 0;
        for run in pmf.cells.chunk_by(|a, b| a[..2] == b[..2]) {
            let mass = &pmf.mass[start..start + run.len()];
            let log_pair = libm::log(mass.iter().sum());
            for (cell, &p) in run.iter().zip(mass) {
                let [x1, x2, y] = cell.map(|symbol| symbol as usize);
                let potentials = solution.log_u[[x1, y]] + solution.log_v[[x2, y]];
                values.push([
                    first[[x1, y]] - log_y[y],
                    second[[x2, y]] - log_y[y],
                    libm::log(p) - log_pair - log_y[y],
                    if potentials.is_finite() { potentials - log_y[y] } else { 0.0 },
                ]);
            }
            start += run.len();
        }
        Self { mass: pmf.mass.clone(), values, n }
    }

    /// Standard error of a combination.
    pub(super) fn se(&self, combination: Combination) -> f64 {
        let value = |i: &Informations| combination.of(i);
        let mean: f64 = self.mass.iter().zip(&self.values).map(|(p, i)| p * value(i)).sum();
        let square = |i: &Informations| (value(i) - mean) * (value(i) - mean);
        let variance: f64 = self.mass.iter().zip(&self.values).map(|(p, i)| p * square(i)).sum();
        (variance / self.n).sqrt()
    }
}

/// log p(y | x) of a table P(x, y).
fn conditional(pair: &Array2<f64>) -> Array2<f64> {
    let mut table = pair.mapv(libm::log);
    for (mut row, masses) in table.outer_iter_mut().zip(pair.outer_iter()) {
        row -= libm::log(masses.sum());
    }
    table
}
