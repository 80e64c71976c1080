//! Entropies and mutual informations, in nats.
//!
//! `H(p) = -sum p log p`, `I(A;B) = sum p(a,b) log(p(a,b) / (p(a) p(b)))`; empty cells contribute
//! nothing. Logarithms are taken one by one, so that masses down to the smallest number that f64
//! holds do not underflow in a product.

pub mod gamma;
pub mod nsb;
pub mod posterior;

use ndarray::{ArrayView2, Axis};

use crate::data::counts::Pmf;

/// Entropy of `p`, which need not be normalised for the sum to be taken.
pub fn entropy(p: &[f64]) -> f64 {
    -p.iter().filter(|&&p| p > 0.0).map(|&p| p * libm::log(p)).sum::<f64>()
}

/// I(A;B) of a table P(a, b) that sums to 1.
#[allow(clippy::needless_pass_by_value, reason = "a view is a reference already")]
pub fn mutual_information(pair: ArrayView2<f64>) -> f64 {
    let rows: Vec<f64> = pair.sum_axis(Axis(1)).iter().map(|&p| libm::log(p)).collect();
    let columns: Vec<f64> = pair.sum_axis(Axis(0)).iter().map(|&p| libm::log(p)).collect();
    let occupied = pair.indexed_iter().filter(|&(_, &p)| p > 0.0);
    occupied.map(|((a, b), &p)| p * (libm::log(p) - rows[a] - columns[b])).sum()
}

/// I(X1, X2; Y).
pub fn joint_information(pmf: &Pmf) -> f64 {
    let log_y: Vec<f64> = pmf.y().iter().map(|&p| libm::log(p)).collect();
    let mut information = 0.0;
    let mut start = 0;
    // Cells are ordered, so those of one (x1, x2) are neighbours.
    for run in pmf.cells.chunk_by(|a, b| a[..2] == b[..2]) {
        let mass = &pmf.mass[start..start + run.len()];
        let log_pair = libm::log(mass.iter().sum());
        for (cell, &p) in run.iter().zip(mass) {
            information += p * (libm::log(p) - log_pair - log_y[cell[2] as usize]);
        }
        start += run.len();
    }
    information
}
