//! The model of one fold, as it speaks of samples that it was not trained on.

use serde::{Deserialize, Serialize};

use super::calibration::log_posterior;
use super::logistic::Model;
use crate::data::matrix::Matrix;
use crate::error::Result;
use crate::kernel::f32::{Points, dots};

/// Samples gone through together.
const BLOCK: usize = 48;

/// A model with its confidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Voice {
    /// Ky x m.
    weights: Matrix,
    shifts: Vec<f64>,
    log_prior: Vec<f64>,
    beta: f64,
    /// Weight of p(y): a symbol that was never seen keeps the chance that it had before any evidence.
    share: f64,
}

impl Voice {
    pub(super) fn new(model: &Model, log_prior: Vec<f64>, beta: f64, trained_on: f64) -> Result<Self> {
        let ky = log_prior.len();
        let m = model.weights.len() / ky - 1;
        let (weights, shifts) = model.weights.split_at(ky * m);
        Ok(Self {
            weights: Matrix::from_vec(ky, m, weights.iter().map(|&w| w as f32).collect())?,
            shifts: shifts.to_vec(),
            log_prior,
            beta,
            share: 1.0 / (trained_on + 1.0),
        })
    }

    /// Adds `weight` times p(y|x) of the listed samples to the rows of `out` that stand at the same places.
    pub(super) fn add(&self, features: &Matrix, rows: &[u32], weight: f64, out: &mut Matrix) {
        let ky = self.shifts.len();
        let mut products = vec![0.0; BLOCK * ky];
        let (mut scores, mut own) = (vec![0.0; ky], vec![0.0; ky]);
        for rows in rows.chunks(BLOCK) {
            dots(Points::of(features), rows, Points::of(&self.weights), 0..ky, &mut products);
            for (&row, products) in rows.iter().zip(products.chunks_exact(ky)) {
                for ((score, &product), shift) in scores.iter_mut().zip(products).zip(&self.shifts) {
                    *score = f64::from(product) + shift;
                }
                log_posterior(&scores, &self.log_prior, self.beta, &mut own);
                for ((out, log), prior) in out.row_mut(row as usize).iter_mut().zip(&own).zip(&self.log_prior)
                {
                    let p = (1.0 - self.share) * libm::exp(*log) + self.share * libm::exp(*prior);
                    *out += (weight * p) as f32;
                }
            }
        }
    }
}
