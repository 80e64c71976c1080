//! Anderson acceleration of the long steps, with a safeguard.
//!
//! With f the residual at the state s, DS, DF the last differences of s and f, and move(f) the step that
//! [`super::lengths`] allow along f,
//!
//! ```text
//! c = argmin | w.(f - DF c) |      s <- s + clip(move(f - DF c) - DS c, -5, 5)
//! ```
//!
//! The squared weights w^2 = (R length^1.5, P2) mute the cells that go to zero. If |w.f|, with length 1,
//! grows ten times beyond the largest of the last twenty, the state returns to the last step of length 1 and
//! the history is cleared.

use std::collections::VecDeque;

use crate::kernel::gram::Gram;
use crate::kernel::{elementary, vector};

/// Differences kept: by long steps, and by those of the plain scheme.
pub(super) const MEMORY: [usize; 2] = [6, 10];
/// Residuals that the safeguard looks back at.
const WINDOW: usize = 20;
/// Steps without acceleration at the start.
const PLAIN_STEPS: usize = 5;
/// Growth of the residual that the safeguard bears, after an accelerated step and after a plain one.
const GROWTH: [f64; 2] = [10.0, 100.0];
/// Largest move of a logarithm in a step.
const CLIP: f64 = 5.0;
/// Ridge, relative to the mean diagonal of the Gram matrix.
const RIDGE: f64 = 1e-10;
/// Below this log(1 + x) is x to within rounding of a step.
const TINY: f64 = 1e-6;

/// One remembered difference.
#[derive(Debug, Clone)]
struct Difference {
    /// DS.
    state: Vec<f64>,
    /// DF.
    residual: Vec<f64>,
}

/// A state with its residual.
type Visited = Difference;

/// What a step is taken with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stride<'a> {
    /// f, for log R and then for log V.
    pub(super) residual: &'a [f64],
    /// R and P2.
    pub(super) weight: &'a [f64],
    /// Lengths for log R.
    pub(super) lengths: &'a [f64],
    /// Whether all of them are one, as in the plain scheme.
    pub(super) plain: bool,
    /// Smallest log R.
    pub(super) floor: f64,
}

/// History and safeguard.
#[derive(Debug, Clone)]
pub(super) struct Anderson {
    memory: usize,
    /// Oldest first.
    history: VecDeque<Difference>,
    last: Option<Visited>,
    /// The last step of length 1.
    safe: Option<Vec<f64>>,
    norms: VecDeque<f64>,
    accelerated: bool,
    steps: usize,
    gram: Gram,
}

impl Anderson {
    pub(super) fn new(memory: usize) -> Self {
        Self {
            memory,
            history: VecDeque::new(),
            last: None,
            safe: None,
            norms: VecDeque::new(),
            accelerated: false,
            steps: 0,
            gram: Gram::default(),
        }
    }

    /// Takes another number of differences.
    pub(super) fn set_memory(&mut self, memory: usize) {
        self.memory = memory;
    }

    /// Forgets the history, and what residuals were like.
    pub(super) fn forget(&mut self) {
        self.history.clear();
        self.last = None;
        self.norms.clear();
        self.accelerated = false;
    }

    /// Returns to the last step of length 1; false if there is none.
    pub(super) fn restart(&mut self, state: &mut [f64]) -> bool {
        self.history.clear();
        self.last = None;
        self.accelerated = false;
        self.safe.as_ref().is_some_and(|safe| {
            state.copy_from_slice(safe);
            true
        })
    }

    /// The safeguard: whether the last step led astray.
    pub(super) fn went_astray(&mut self, residual: &[f64], weight: &[f64]) -> bool {
        let norm = vector::triple_dot(residual, residual, weight).sqrt();
        let highest = self.norms.iter().copied().fold(0.0, f64::max);
        let [accelerated, plain] = GROWTH;
        let bears = if self.accelerated { accelerated } else { plain };
        if (self.accelerated || self.norms.len() > PLAIN_STEPS) && norm > bears * highest {
            return true;
        }
        if self.norms.len() == WINDOW {
            self.norms.pop_front();
        }
        self.norms.push_back(norm);
        false
    }

    /// Replaces `state` by the next one.
    #[inline(never)]
    pub(super) fn next(&mut self, state: &mut [f64], stride: &Stride) {
        self.steps += 1;
        self.keep_safe(state, stride);
        let mut combined = stride.residual.to_vec();
        let mut shift = None;
        if self.steps > PLAIN_STEPS && self.memory > 0 {
            self.remember(state, stride.residual);
            if let Some(mix) = self.coefficients(stride) {
                let rows = |of: fn(&Difference) -> &[f64]| self.history.iter().map(of).collect::<Vec<_>>();
                let mut change = vec![0.0; state.len()];
                vector::combine(&mix, &rows(|past| &past.residual), &mut change);
                vector::add_scaled(&mut combined, 1.0, &change);
                vector::combine(&mix, &rows(|past| &past.state), &mut change);
                shift = Some(change);
            }
        }
        if !stride.plain {
            lengthen(&mut combined, stride.lengths);
        }
        self.accelerated = shift.is_some();
        if let Some(shift) = shift {
            vector::add_scaled(&mut combined, 1.0, &shift);
        }
        vector::add_limited(state, &combined, CLIP);
        raise(state, stride);
    }

    fn keep_safe(&mut self, state: &[f64], stride: &Stride) {
        let safe = self.safe.get_or_insert_with(|| vec![0.0; state.len()]);
        safe.copy_from_slice(state);
        vector::add_scaled(safe, 1.0, stride.residual);
        raise(safe, stride);
    }

    /// Adds the difference to the last step, if there is one.
    fn remember(&mut self, state: &[f64], residual: &[f64]) {
        let Some(last) = &mut self.last else {
            self.last = Some(Visited { state: state.to_vec(), residual: residual.to_vec() });
            return;
        };
        let oldest = if self.history.len() == self.memory { self.history.pop_front() } else { None };
        let mut new = oldest.unwrap_or_else(|| Difference {
            state: vec![0.0; state.len()],
            residual: vec![0.0; state.len()],
        });
        vector::difference(state, &last.state, &mut new.state);
        vector::difference(residual, &last.residual, &mut new.residual);
        last.state.copy_from_slice(state);
        last.residual.copy_from_slice(residual);
        self.history.push_back(new);
    }

    /// Solves the least squares for -c; none without history or with a singular system.
    fn coefficients(&mut self, stride: &Stride) -> Option<Vec<f64>> {
        let m = self.history.len();
        if m == 0 {
            return None;
        }
        let mut weight = stride.weight.to_vec();
        for (weight, length) in weight.iter_mut().zip(stride.lengths) {
            *weight *= length * length.sqrt();
        }
        let right: Vec<&[f64]> = self.history.iter().map(|past| past.residual.as_slice()).collect();
        let mut left = right.clone();
        left.push(stride.residual);
        let mut gram = vec![0.0; (m + 1) * m];
        self.gram.form(&left, &right, &weight, &mut gram);
        let trace: f64 = (0..m).map(|i| gram[i * (m + 1)]).sum();
        if !(trace > 0.0 && trace.is_finite()) {
            return None;
        }
        let mut right: Vec<f64> = gram.split_off(m * m).iter().map(|x| -x).collect();
        (0..m).for_each(|i| gram[i * (m + 1)] += RIDGE * trace / m as f64);
        solve_positive(&mut gram, &mut right, m).then_some(right)
    }
}

/// Lengthens the part of log R; upwards as log(1 + move).
#[inline(never)]
fn lengthen(residual: &mut [f64], lengths: &[f64]) {
    let mut grown = vec![0.0; lengths.len()];
    for ((f, length), grown) in residual.iter_mut().zip(lengths).zip(&mut grown) {
        *f *= length;
        *grown = 1.0 + if *f > 0.0 { *f } else { 0.0 };
    }
    let mut log = vec![0.0; lengths.len()];
    elementary::log(&grown, &mut log);
    for (f, log) in residual.iter_mut().zip(&log) {
        *f = if *f > TINY { *log } else { *f };
    }
}

/// Keeps log R above the floor.
#[inline(never)]
fn raise(state: &mut [f64], stride: &Stride) {
    for x in &mut state[..stride.lengths.len()] {
        *x = if *x < stride.floor { stride.floor } else { *x };
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
