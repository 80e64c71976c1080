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

use std::collections::VecDeque;

use crate::data::matrix::{Matrix, filled};
use crate::discretize::Pulse;
use crate::error::Result;
use crate::kernel::f32::{Points, dots};
use crate::kernel::{cholesky, elementary, vector};

/// Decrease of f promised by a step that is not worth taking, nats.
const TOLERANCE: f64 = 1e-3;
/// Steps at most.
const STEPS: usize = 40;
/// Steps remembered.
const MEMORY: usize = 6;
/// Halvings of a step at most.
const HALVINGS: usize = 20;
/// Samples gone through together.
const BLOCK: usize = 48;

/// Samples, in both orders of their axes, with what they have in common for all training sets.
pub(super) struct Data<'a> {
    /// n x m.
    x: &'a Matrix,
    /// m x n.
    by_feature: Matrix,
    /// X'X / n, lower triangle.
    gram: Vec<f64>,
    pub(super) y: &'a [u32],
    pub(super) ky: usize,
    /// Mean over y of p(y) (1 - p(y)): the curvature of the loss where nothing is known.
    curvature: f64,
}

impl<'a> Data<'a> {
    pub(super) fn new(x: &'a Matrix, y: &'a [u32], ky: usize, pulse: Pulse) -> Result<Self> {
        let (n, m) = (x.rows(), x.features());
        let mut by_feature = Matrix::zeros(m, n)?;
        let values = by_feature.values_mut();
        for (i, sample) in x.values().chunks_exact(m).enumerate() {
            sample.iter().enumerate().for_each(|(j, &value)| values[j * n + i] = value);
        }
        let gram = gram(&by_feature, pulse)?;
        let mut counts = vec![0.0; ky];
        y.iter().for_each(|&y| counts[y as usize] += 1.0 / n as f64);
        let curvature = counts.iter().map(|p| p * (1.0 - p)).sum::<f64>() / ky as f64;
        Ok(Self { x, by_feature, gram, y, ky, curvature: curvature.max(f64::MIN_POSITIVE) })
    }

    fn features(&self) -> usize {
        self.x.features()
    }

    /// Features times the weights of every symbol, n x Ky.
    fn scores(&self, weights: &[f64], out: &mut [f64], pulse: Pulse) -> Result<()> {
        let (m, ky) = (self.features(), self.ky);
        let (weights, shifts) = weights.split_at(m * ky);
        let single: Vec<f32> = weights.iter().map(|&w| w as f32).collect();
        let weights = Points { values: &single, features: m };
        let mut products = vec![0.0; BLOCK * ky];
        for (block, out) in out.chunks_mut(BLOCK * ky).enumerate() {
            if block.is_multiple_of(blocks(m * ky)) {
                pulse()?;
            }
            let first = (block * BLOCK) as u32;
            let rows: Vec<u32> = (first..first + (out.len() / ky) as u32).collect();
            dots(Points::of(self.x), &rows, weights, 0..ky, &mut products);
            for (out, products) in out.chunks_exact_mut(ky).zip(products.chunks_exact(ky)) {
                for ((out, &product), shift) in out.iter_mut().zip(products).zip(shifts) {
                    *out = f64::from(product) + shift;
                }
            }
        }
        Ok(())
    }

    /// Residuals (Ky x n) times the features.
    fn gradient(&self, residuals: &[f32], out: &mut [f64], pulse: Pulse) -> Result<()> {
        let (n, m, ky) = (self.x.rows(), self.features(), self.ky);
        let symbols: Vec<u32> = (0..ky as u32).collect();
        let residuals = Points { values: residuals, features: n };
        let mut products = vec![0.0; ky * m];
        let some = BLOCK * blocks(m * n);
        for (symbols, products) in symbols.chunks(some).zip(products.chunks_mut(some * m)) {
            pulse()?;
            dots(residuals, symbols, Points::of(&self.by_feature), 0..m, products);
        }
        out.iter_mut().zip(&products).for_each(|(out, &product)| *out = f64::from(product));
        for (y, out) in out[m * ky..].iter_mut().enumerate() {
            *out = residuals.row(y).iter().map(|&r| f64::from(r)).sum();
        }
        Ok(())
    }
}

/// Blocks of rows that are gone through between two questions whether to go on, with so many products a row.
fn blocks(products: usize) -> usize {
    const PRODUCTS: usize = 200_000_000;
    (PRODUCTS / (BLOCK * products)).max(1)
}

/// X'X / n from its transpose, lower triangle.
fn gram(by_feature: &Matrix, pulse: Pulse) -> Result<Vec<f64>> {
    let (m, n) = (by_feature.rows(), by_feature.features());
    let mut gram = filled("products of features", m, m, 0.0)?;
    let mut products = filled("products of features", BLOCK, m, 0.0)?;
    for first in (0..m).step_by(BLOCK) {
        let rows: Vec<u32> = (first as u32..m.min(first + BLOCK) as u32).collect();
        let count = first + rows.len();
        let points = Points::of(by_feature);
        pulse()?;
        dots(points, &rows, points, 0..count, &mut products);
        for (row, products) in rows.iter().zip(products.chunks_exact(count)) {
            let out = &mut gram[*row as usize * m..][..count];
            out.iter_mut().zip(products).for_each(|(out, &p)| *out = f64::from(p) / n as f64);
        }
    }
    Ok(gram)
}

/// The metric of the first step, factored: near enough to the curvature of any training set.
pub(super) struct Metric {
    factor: Vec<f64>,
    m: usize,
    curvature: f64,
}

impl Metric {
    /// For about so much ridge.
    pub(super) fn new(data: &Data, ridge: f64) -> Self {
        let m = data.features();
        let mut factor: Vec<f64> = data.gram.iter().map(|g| data.curvature * g).collect();
        (0..m).for_each(|j| factor[j * (m + 1)] += ridge);
        // Never fails: the ridge is far above the rounding of a matrix of trace one.
        cholesky::factor(&mut factor, m, m);
        Self { factor, m, curvature: data.curvature }
    }

    fn solve(&self, v: &mut [f64]) {
        let symbols = v.len() / (self.m + 1);
        let (weights, shifts) = v.split_at_mut(symbols * self.m);
        for w in weights.chunks_exact_mut(self.m) {
            cholesky::solve_lower(&self.factor, self.m, self.m, w);
            cholesky::solve_upper(&self.factor, self.m, self.m, w);
        }
        shifts.iter_mut().for_each(|s| *s /= self.curvature);
    }
}

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

/// A step taken and the change of the gradient, with `1 / (step . change)`.
struct Pair {
    step: Vec<f64>,
    change: Vec<f64>,
    inverse: f64,
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

/// The two loops of L-BFGS.
fn search(gradient: &[f64], pairs: &VecDeque<Pair>, metric: &Metric) -> Vec<f64> {
    let mut direction: Vec<f64> = gradient.iter().map(|g| -g).collect();
    let mut shares = Vec::with_capacity(pairs.len());
    for pair in pairs.iter().rev() {
        let share = pair.inverse * vector::dot(&pair.step, &direction);
        vector::add_scaled(&mut direction, -share, &pair.change);
        shares.push(share);
    }
    metric.solve(&mut direction);
    if let Some(last) = pairs.back() {
        let mut solved = last.change.clone();
        metric.solve(&mut solved);
        let scale = 1.0 / (last.inverse * vector::dot(&last.change, &solved));
        direction.iter_mut().for_each(|d| *d *= scale);
    }
    for (pair, share) in pairs.iter().zip(shares.iter().rev()) {
        let back = pair.inverse * vector::dot(&pair.change, &direction);
        vector::add_scaled(&mut direction, share - back, &pair.step);
    }
    direction
}

fn remember(pairs: &mut VecDeque<Pair>, mut step: Vec<f64>, length: f64, before: &[f64], after: &[f64]) {
    step.iter_mut().for_each(|s| *s *= length);
    let change = vector::map([after, before], |[after, before]| after - before);
    let product = vector::dot(&step, &change);
    if product > 1e-12 {
        if pairs.len() == MEMORY {
            pairs.pop_front();
        }
        pairs.push_back(Pair { step, change, inverse: 1.0 / product });
    }
}
