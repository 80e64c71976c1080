//! Directions of L-BFGS: the metric of the first step, and what later steps tell of the curvature.

use std::collections::VecDeque;

use crate::kernel::{cholesky, vector};

use super::data::Data;

/// Steps remembered.
const MEMORY: usize = 6;

/// The metric of the first step, factored: near enough to the curvature of any training set.
pub(in crate::discretize::probe) struct Metric {
    factor: Vec<f64>,
    m: usize,
    curvature: f64,
}

impl Metric {
    /// For about so much ridge.
    pub(in crate::discretize::probe) fn new(data: &Data, ridge: f64) -> Self {
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

/// A step taken and the change of the gradient, with `1 / (step . change)`.
pub(super) struct Pair {
    step: Vec<f64>,
    change: Vec<f64>,
    inverse: f64,
}

/// The two loops of L-BFGS.
pub(super) fn search(gradient: &[f64], pairs: &VecDeque<Pair>, metric: &Metric) -> Vec<f64> {
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

/// Keeps a step that tells of the curvature, and forgets the oldest.
pub(super) fn remember(
    pairs: &mut VecDeque<Pair>,
    mut step: Vec<f64>,
    length: f64,
    before: &[f64],
    after: &[f64],
) {
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
