//! The directions of greatest variance, roughly: a reduction that needs no exact components.
//!
//! ```text
//! Q <- random;   twice:  Q <- orthonormal basis of C Q,  C = X'X / n over some samples
//! ```
//!
//! A ridge on weights does not depend on the basis, so the vectors are not turned into components. Halko,
//! Martinsson and Tropp, SIAM Review 53, 217 (2011), section 4.5. Orthonormal by Cholesky's factor
//! of the Gram matrix, twice: what rounding spoils the first time the second mends.

use crate::data::matrix::{Matrix, filled};
use crate::discretize::Pulse;
use crate::discretize::prepare::pca::covariance_times;
use crate::discretize::samples::Samples;
use crate::error::Result;
use crate::kernel::cholesky;
use crate::kernel::panel::Panel;
use crate::rng::{Purpose, Rng};

/// Products with the covariance.
const PASSES: usize = 2;
/// Samples from which the directions are found at most.
const ROWS: usize = 4096;

/// `wanted` nearly orthonormal directions, one a row, found from the first of the listed samples.
pub(in crate::discretize) fn directions(
    samples: &dyn Samples,
    rows: &[u32],
    wanted: usize,
    pulse: Pulse,
) -> Result<Matrix> {
    let d = samples.features();
    let rows = &rows[..rows.len().min(ROWS)];
    let mut rng = Rng::new(0, Purpose::Projection, 0, 1);
    let mut basis = filled("directions", wanted, d, 0.0)?;
    basis.iter_mut().for_each(|value| *value = rng.normal());
    for _ in 0..PASSES {
        basis = covariance_times(samples, rows, &basis, wanted, pulse)?;
        orthonormalise(&mut basis, d);
        orthonormalise(&mut basis, d);
    }
    Matrix::from_vec(wanted, d, basis.iter().map(|&v| v as f32).collect())
}

/// L^-1 times the vectors, L L' their Gram matrix once they have length one.
fn orthonormalise(basis: &mut [f64], d: usize) {
    let l = basis.len() / d;
    for vector in basis.chunks_exact_mut(d) {
        let norm = vector.iter().map(|v| v * v).sum::<f64>().sqrt().max(f64::MIN_POSITIVE);
        vector.iter_mut().for_each(|v| *v /= norm);
    }
    let mut panel = Panel::new(d, l);
    let mut column = vec![0.0; l];
    for j in 0..d {
        column.iter_mut().zip(basis.chunks_exact(d)).for_each(|(out, vector)| *out = vector[j]);
        panel.push(&column);
    }
    let mut gram = vec![0.0; l * l];
    panel.for_each_tile(|i, j, tile| {
        for (row, sums) in (i..l).zip(tile) {
            for (column, sum) in (j..=row).zip(sums) {
                gram[row * l + column] = *sum;
            }
        }
    });
    // A direction without variance has a zero on the diagonal, and keeps it.
    (0..l).for_each(|i| gram[i * (l + 1)] = 1.0);
    if !cholesky::factor_with_ridge(&mut gram, l) {
        return;
    }
    for j in 0..d {
        column.iter_mut().zip(basis.chunks_exact(d)).for_each(|(out, vector)| *out = vector[j]);
        cholesky::solve_lower(&gram, l, l, &mut column);
        basis.chunks_exact_mut(d).zip(&column).for_each(|(vector, &value)| vector[j] = value);
    }
}
