//! Anderson acceleration of a fixed-point map with a safeguard.
//!
//! With f = t - s the step of the plain scheme at s, and DX, DF the last differences of s and f,
//!
//! ```text
//! c = argmin | w.f - (w.DF) c |      s <- t + clip(s + f - (DX + DF) c - t, -5, 5)
//! ```
//!
//! The weights w = (sqrt R, sqrt P2) mute the cells that go to zero. If after an accelerated step
//! |w.f| exceeds ten times the largest of the previous nineteen, the state returns to the last plain
//! image and the history is cleared. After a while the weights of the least squares are renewed every ten
//! steps only, so that a step adds one row to the Gram matrix instead of forming it anew: a quarter of the
//! work for as many steps. (With every row kept under the weights of its own step, reaching 1e-9
//! took up to four times the steps.)

use std::collections::VecDeque;

use crate::kernel::gram::Gram;
use crate::kernel::vector;

/// Differences kept.
pub(super) const MEMORY: usize = 10;
/// Residuals that the safeguard looks back at, the current one included.
const WINDOW: usize = 20;
/// Steps of the plain scheme before acceleration starts.
const PLAIN_STEPS: usize = 10;
/// Growth of the residual that the safeguard bears.
const GROWTH: f64 = 10.0;
/// Steps at the start that each take new weights of the least squares: R still changes much.
const WEIGHTS_SETTLE: usize = 40;
/// Steps that keep the weights after that.
const WEIGHTS_KEPT: usize = 10;
/// Largest move of a logarithm beyond the plain step.
const CLIP: f64 = 5.0;
/// Ridge, relative to the mean diagonal of the Gram matrix.
const RIDGE: f64 = 1e-10;

/// One remembered difference.
#[derive(Debug, Clone)]
struct Difference {
    /// DF.
    residual: Vec<f64>,
    /// DX + DF: the difference of the images.
    image: Vec<f64>,
    /// Weighted products of DF with those of the older differences, oldest first, and with itself.
    products: VecDeque<f64>,
}

/// History and safeguard.
#[derive(Debug, Clone)]
pub(super) struct Anderson {
    memory: usize,
    /// Oldest first.
    history: VecDeque<Difference>,
    /// f of the last step, if the history may go on from it.
    last: Option<Vec<f64>>,
    /// Image of the last accepted step.
    plain: Option<Vec<f64>>,
    norms: VecDeque<f64>,
    accelerated: bool,
    steps: usize,
    /// f of the current step; then what is added to its image.
    current: Vec<f64>,
    /// w^2 of the least squares.
    weight: Vec<f64>,
    gram: Gram,
}

impl Anderson {
    pub(super) fn new(memory: usize) -> Self {
        Self {
            memory,
            history: VecDeque::new(),
            last: None,
            plain: None,
            norms: VecDeque::new(),
            accelerated: false,
            steps: 0,
            current: Vec::new(),
            weight: Vec::new(),
            gram: Gram::default(),
        }
    }

    /// Whether the last state given out was not a plain image.
    pub(super) fn accelerated(&self) -> bool {
        self.accelerated
    }

    /// Returns to the last image that was finite; false if there is none.
    pub(super) fn restart(&mut self, state: &mut [f64]) -> bool {
        self.history.clear();
        self.last = None;
        self.accelerated = false;
        self.plain.as_ref().is_some_and(|plain| {
            state.copy_from_slice(plain);
            true
        })
    }

    /// Replaces `state` by the next one, given its image and the squared weights.
    #[inline(never)]
    pub(super) fn next(&mut self, state: &mut [f64], image: &[f64], weight: &[f64]) {
        self.steps += 1;
        self.current.resize(state.len(), 0.0);
        vector::difference(image, state, &mut self.current);
        if self.went_astray(weight) {
            self.restart(state);
            return;
        }
        let mut mix = None;
        if self.steps > PLAIN_STEPS && self.memory > 0 {
            self.remember(image);
            mix = self.coefficients(weight);
        }
        self.accelerated = mix.is_some();
        self.plain.get_or_insert_with(|| vec![0.0; image.len()]).copy_from_slice(image);
        state.copy_from_slice(image);
        if let Some(mix) = mix {
            self.mix(state, &mix);
        }
    }

    /// The safeguard.
    fn went_astray(&mut self, weight: &[f64]) -> bool {
        let norm = vector::triple_dot(&self.current, &self.current, weight).sqrt();
        let highest = self.norms.iter().copied().fold(0.0, f64::max);
        self.norms.push_back(norm);
        if self.norms.len() >= WINDOW {
            self.norms.pop_front();
        }
        self.accelerated && norm > GROWTH * highest
    }

    /// Adds the difference to the last step, if there is one; `plain` still holds its image.
    #[inline(never)]
    fn remember(&mut self, image: &[f64]) {
        let (Some(last), Some(plain)) = (&mut self.last, &self.plain) else {
            self.last = Some(self.current.clone());
            return;
        };
        let oldest = if self.history.len() == self.memory { self.history.pop_front() } else { None };
        if oldest.is_some() {
            for later in &mut self.history {
                later.products.pop_front();
            }
        }
        let mut new = oldest.unwrap_or_else(|| Difference {
            residual: vec![0.0; image.len()],
            image: vec![0.0; image.len()],
            products: VecDeque::new(),
        });
        vector::difference(&self.current, last, &mut new.residual);
        last.copy_from_slice(&self.current);
        vector::difference(image, plain, &mut new.image);
        self.history.push_back(new);
    }

    /// Solves the least squares for -c; none without history or with a singular system.
    fn coefficients(&mut self, weight: &[f64]) -> Option<Vec<f64>> {
        let m = self.history.len();
        if m == 0 {
            return None;
        }
        let mut right = self.products(weight);
        right.iter_mut().for_each(|x| *x = -*x);
        let mut gram = vec![0.0; m * m];
        for (row, past) in gram.chunks_exact_mut(m).zip(&self.history) {
            row.iter_mut().zip(&past.products).for_each(|(out, product)| *out = *product);
        }
        let trace: f64 = (0..m).map(|i| gram[i * (m + 1)]).sum();
        if !(trace > 0.0 && trace.is_finite()) {
            return None;
        }
        (0..m).for_each(|i| gram[i * (m + 1)] += RIDGE * trace / m as f64);
        solve_positive(&mut gram, &mut right, m).then_some(right)
    }

    /// Brings the products of the history up to date; returns those of f with every difference.
    fn products(&mut self, weight: &[f64]) -> Vec<f64> {
        let m = self.history.len();
        let renew = self.steps <= WEIGHTS_SETTLE || self.steps.is_multiple_of(WEIGHTS_KEPT);
        if renew {
            self.weight.clear();
            self.weight.extend_from_slice(weight);
        }
        let right: Vec<&[f64]> = self.history.iter().map(|past| past.residual.as_slice()).collect();
        let first = if renew { 0 } else { m - 1 };
        let mut left = right[first..].to_vec();
        left.push(&self.current);
        let mut found = vec![0.0; left.len() * m];
        self.gram.form(&left, &right, &self.weight, &mut found);
        for (i, (past, row)) in self.history.iter_mut().skip(first).zip(found.chunks_exact(m)).enumerate() {
            past.products.clear();
            past.products.extend(&row[..=first + i]);
        }
        found.split_off(found.len() - m)
    }

    /// `state <- state + clip((DX + DF) mix)`.
    #[inline(never)]
    fn mix(&mut self, state: &mut [f64], mix: &[f64]) {
        let rows: Vec<&[f64]> = self.history.iter().map(|past| past.image.as_slice()).collect();
        vector::combine(mix, &rows, &mut self.current);
        vector::add_limited(state, &self.current, CLIP);
    }
}

/// Solves a small symmetric positive definite system, lower triangle given, by Cholesky's
/// factorisation in place.
fn solve_positive(a: &mut [f64], b: &mut [f64], n: usize) -> bool {
    for i in 0..n {
        for j in 0..=i {
            let dot: f64 = (0..j).map(|k| a[i * n + k] * a[j * n + k]).sum();
            let rest = a[i * n + j] - dot;
            if i > j {
                a[i * n + j] = rest / a[j * n + j];
            } else if rest > 0.0 {
                a[i * n + i] = rest.sqrt();
            } else {
                return false;
            }
        }
    }
    for i in 0..n {
        let dot: f64 = (0..i).map(|k| a[i * n + k] * b[k]).sum();
        b[i] = (b[i] - dot) / a[i * n + i];
    }
    for i in (0..n).rev() {
        let dot: f64 = (i + 1..n).map(|k| a[k * n + i] * b[k]).sum();
        b[i] = (b[i] - dot) / a[i * n + i];
    }
    true
}
