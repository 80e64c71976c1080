//! Multinomial logistic regression with a ridge, on some of the samples.
//!
//! With features x (mean zero), codes y and training samples T, minimises over W and b
//!
//! ```text
//! f = mean over T of -log p(y|x) + ridge |W|^2 / 2,   p(y|x) proportional to exp(w_y.x + b_y)
//! ```
//!
//! by L-BFGS whose first metric is the curvature at p(y|x) = p(y), `c X'X / n + ridge`, factored once. A
//! step costs two products, of the features with a direction and with the residuals: scores are linear in
//! W, so that a shorter step along a direction costs none. Stops when a step promises less than
//! [`TOLERANCE`] or after [`STEPS`]. Nocedal and Wright, Numerical Optimization, algorithms 7.4 and 3.1.

mod data;
mod lbfgs;

use std::collections::VecDeque;

use crate::data::matrix::filled;
use crate::discretize::Pulse;
use crate::error::Result;
use crate::kernel::{elementary, vector};

pub(super) use data::Data;
pub(super) use lbfgs::Metric;
use lbfgs::{Pair, remember, search};

/// Decrease of f promised by a step that is not worth taking, nats.
const TOLERANCE: f64 = 1e-3;
/// Steps at most.
const STEPS: usize = 40;
/// Halvings of a step at most.
const HALVINGS: usize = 20;
/// Samples gone through together.
const BLOCK: usize = 48;

/// A model: the weights of each symbol, then a shift for each.
#[derive(Clone)]
pub(super) struct Model {
    pub(super) weights: Vec<f64>,
    /// Of all samples, n x Ky.
    pub(super) scores: Vec<f64>,
}

impl Model {
    /// The one that says p(y) of every sample.
    pub(super) fn prior(data: &Data, log_prior: &[f64]) -> Result<Self> {
        let (n, m, ky) = (data.x.rows(), data.features(), data.ky);
        let mut weights = filled("weights of a probe", ky, m + 1, 0.0)?;
        let mut scores = filled("scores of a probe", n, ky, 0.0)?;
        weights[ky * m..].copy_from_slice(log_prior);
        scores.chunks_exact_mut(ky).for_each(|s| s.copy_from_slice(&weights[ky * m..]));
        Ok(Self { weights, scores })
    }
}

/// The training samples, and work space.
pub(super) struct Training<'a> {
    data: &'a Data<'a>,
    /// 1 / |T| for those, 0 for the others.
    weight: Vec<f64>,
    /// Ky x n.
    residuals: Vec<f32>,
    tried: Vec<f64>,
    ahead: Vec<f64>,
}

impl<'a> Training<'a> {
    /// On the samples for which `takes` holds.
    pub(super) fn new(data: &'a Data<'a>, takes: impl Fn(usize) -> bool) -> Result<Self> {
        let (n, ky) = (data.x.rows(), data.ky);
        let mut weight = filled("weights of samples", 1, n, 0.0)?;
        let count = (0..n).filter(|&i| takes(i)).count();
        (0..n).filter(|&i| takes(i)).for_each(|i| weight[i] = 1.0 / count as f64);
        let residuals = filled("residuals of a probe", ky, n, 0.0)?;
        let tried = filled("scores of a probe", n, ky, 0.0)?;
        let ahead = filled("scores of a probe", n, ky, 0.0)?;
        Ok(Self { data, weight, residuals, tried, ahead })
    }

    /// Minimises f from `model` on; `pulse` is asked before every step, and more often where steps are long.
    pub(super) fn minimise(
        &mut self,
        model: &mut Model,
        ridge: f64,
        metric: &Metric,
        pulse: Pulse,
    ) -> Result<()> {
        let mut pairs: VecDeque<Pair> = VecDeque::new();
        let mut loss = self.loss(&model.scores);
        let mut gradient = self.gradient(model, ridge, pulse)?;
        for _ in 0..STEPS {
            pulse()?;
            let mut direction = search(&gradient, &pairs, metric);
            if vector::dot(&direction, &gradient) >= 0.0 {
                pairs.clear();
                direction = search(&gradient, &pairs, metric);
            }
            let slope = vector::dot(&direction, &gradient);
            if -slope < 2.0 * TOLERANCE {
                break;
            }
            let Some((length, now)) = self.go(model, ridge, &direction, [loss, slope], pulse)? else { break };
            loss = now;
            let next = self.gradient(model, ridge, pulse)?;
            remember(&mut pairs, direction, length, &gradient, &next);
            gradient = next;
        }
        Ok(())
    }

    /// Moves the model along a direction, half as far each time until f falls enough; how far, and the loss
    /// there.
    fn go(
        &mut self,
        model: &mut Model,
        ridge: f64,
        direction: &[f64],
        [loss, slope]: [f64; 2],
        pulse: Pulse,
    ) -> Result<Option<(f64, f64)>> {
        let mut ahead = std::mem::take(&mut self.ahead);
        self.data.scores(direction, &mut ahead, pulse)?;
        let penalised = self.data.features() * self.data.ky;
        let (weights, steps) = (&model.weights[..penalised], &direction[..penalised]);
        let (cross, along) = (vector::dot(weights, steps), vector::dot(steps, steps));
        let mut tried = std::mem::take(&mut self.tried);
        let mut length = 1.0;
        let mut found = None;
        for _ in 0..HALVINGS {
            tried.copy_from_slice(&model.scores);
            vector::add_scaled(&mut tried, length, &ahead);
            let now = self.loss(&tried);
            let rise = now - loss + ridge * length * (cross + 0.5 * length * along);
            if rise <= 1e-4 * length * slope {
                found = Some((length, now));
                std::mem::swap(&mut model.scores, &mut tried);
                vector::add_scaled(&mut model.weights, length, direction);
                break;
            }
            length *= 0.5;
        }
        (self.ahead, self.tried) = (ahead, tried);
        Ok(found)
    }

    /// Mean over the training samples of -log p(y|x), and the residuals at these scores.
    fn loss(&mut self, scores: &[f64]) -> f64 {
        let (n, ky) = (self.weight.len(), self.data.ky);
        let mut shifted = vec![0.0; BLOCK * ky];
        let mut powers = vec![0.0; BLOCK * ky];
        let mut total = 0.0;
        for first in (0..n).step_by(BLOCK) {
            let last = n.min(first + BLOCK);
            let block = &scores[first * ky..last * ky];
            for (shifted, scores) in shifted.chunks_exact_mut(ky).zip(block.chunks_exact(ky)) {
                let most = greatest(scores);
                shifted.iter_mut().zip(scores).for_each(|(out, s)| *out = s - most);
            }
            elementary::exp(&shifted[..block.len()], &mut powers[..block.len()]);
            for (i, (powers, shifted)) in
                (first..last).zip(powers.chunks_exact(ky).zip(shifted.chunks_exact(ky)))
            {
                let (weight, own) = (self.weight[i], self.data.y[i] as usize);
                let sum: f64 = powers.iter().sum();
                let scale = weight / sum;
                for (y, power) in powers.iter().enumerate() {
                    let hit = if y == own { weight } else { 0.0 };
                    self.residuals[y * n + i] = (power * scale - hit) as f32;
                }
                if weight > 0.0 {
                    total += weight * (libm::log(sum) - shifted[own]);
                }
            }
        }
        total
    }

    /// Of f, at the scores of the last loss.
    fn gradient(&self, model: &Model, ridge: f64, pulse: Pulse) -> Result<Vec<f64>> {
        let mut gradient = vec![0.0; model.weights.len()];
        self.data.gradient(&self.residuals, &mut gradient, pulse)?;
        let penalised = self.data.features() * self.data.ky;
        vector::add_scaled(&mut gradient[..penalised], ridge, &model.weights[..penalised]);
        Ok(gradient)
    }
}

pub(super) fn greatest(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::NEG_INFINITY, |most, v| if v > most { v } else { most })
}
