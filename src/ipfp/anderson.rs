//! Anderson acceleration of a fixed-point map with a safeguard.
//!
//! With f = t - s the step of the plain scheme at s, and DX, DF the last differences of s and f,
//!
//! ```text
//! c = argmin | w.(f - DF c) |      s <- t + clip(s + f - (DX + DF) c - t, -5, 5)
//! ```
//!
//! The weights w = (sqrt R, sqrt P2) mute the cells that go to zero. If after an accelerated step
//! |w.f| exceeds ten times the largest of the previous nineteen, the state returns to the last
//! plain image and the history is cleared.

use std::collections::VecDeque;

/// Differences kept.
pub(super) const MEMORY: usize = 10;
/// Residuals that the safeguard looks back at, the current one included.
const WINDOW: usize = 20;
/// Steps of the plain scheme before acceleration starts.
const PLAIN_STEPS: usize = 20;
/// Growth of the residual that the safeguard bears.
const GROWTH: f64 = 10.0;
/// Largest move of a logarithm beyond the plain step.
const CLIP: f64 = 5.0;
/// Ridge, relative to the mean diagonal of the Gram matrix.
const RIDGE: f64 = 1e-10;

/// One remembered difference.
#[derive(Debug, Clone)]
struct Difference {
    /// DF.
    residual: Vec<f64>,
    /// DX + DF.
    image: Vec<f64>,
}

/// History and safeguard.
#[derive(Debug, Clone)]
pub(super) struct Anderson {
    memory: usize,
    history: VecDeque<Difference>,
    /// State and residual of the last step.
    last: Option<(Vec<f64>, Vec<f64>)>,
    /// Image of the last accepted step.
    plain: Option<Vec<f64>>,
    norms: VecDeque<f64>,
    accelerated: bool,
    steps: usize,
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
    pub(super) fn next(&mut self, state: &mut [f64], image: &[f64], weight: &[f64]) {
        self.steps += 1;
        let f: Vec<f64> = image.iter().zip(state.iter()).map(|(t, s)| t - s).collect();
        let norm = weighted_dot(&f, &f, weight).sqrt();
        let highest = self.norms.iter().copied().fold(0.0, f64::max);
        self.norms.push_back(norm);
        if self.norms.len() >= WINDOW {
            self.norms.pop_front();
        }
        if self.accelerated && norm > GROWTH * highest {
            self.restart(state);
            return;
        }
        let plain = self.plain.get_or_insert_with(|| vec![0.0; image.len()]);
        plain.copy_from_slice(image);
        if self.steps <= PLAIN_STEPS || self.memory == 0 {
            state.copy_from_slice(image);
            return;
        }
        self.remember(state, &f);
        let mix = self.coefficients(&f, weight);
        self.last = Some((state.to_vec(), f));
        self.accelerated = mix.is_some();
        state.copy_from_slice(image);
        if let Some(mix) = mix {
            self.mix(state, &mix);
        }
    }

    fn remember(&mut self, state: &[f64], f: &[f64]) {
        if let Some((last_state, last_f)) = &self.last {
            let residual: Vec<f64> = f.iter().zip(last_f).map(|(a, b)| a - b).collect();
            let moved = state.iter().zip(last_state).map(|(a, b)| a - b);
            let image = moved.zip(&residual).map(|(dx, df)| dx + df).collect();
            self.history.push_back(Difference { residual, image });
            if self.history.len() > self.memory {
                self.history.pop_front();
            }
        }
    }

    /// Solves the weighted least squares for c; none without history or with a singular system.
    fn coefficients(&self, f: &[f64], weight: &[f64]) -> Option<Vec<f64>> {
        let m = self.history.len();
        let mut gram = vec![0.0; m * m];
        let mut right = vec![0.0; m];
        for (i, a) in self.history.iter().enumerate() {
            right[i] = weighted_dot(&a.residual, f, weight);
            for (j, b) in self.history.iter().enumerate().take(i + 1) {
                let value = weighted_dot(&a.residual, &b.residual, weight);
                gram[i * m + j] = value;
                gram[j * m + i] = value;
            }
        }
        let trace: f64 = (0..m).map(|i| gram[i * m + i]).sum();
        if !(trace > 0.0 && trace.is_finite()) {
            return None;
        }
        for i in 0..m {
            gram[i * m + i] += RIDGE * trace / m as f64;
        }
        solve_positive(&mut gram, &mut right, m).then_some(right)
    }

    /// `state <- state + clip(-(DX + DF) c)`.
    fn mix(&self, state: &mut [f64], mix: &[f64]) {
        let mut shift = vec![0.0; state.len()];
        for (difference, c) in self.history.iter().zip(mix) {
            for (shift, d) in shift.iter_mut().zip(&difference.image) {
                *shift -= c * d;
            }
        }
        for (state, shift) in state.iter_mut().zip(shift) {
            *state += shift.clamp(-CLIP, CLIP);
        }
    }
}

fn weighted_dot(a: &[f64], b: &[f64], weight: &[f64]) -> f64 {
    a.iter().zip(b).zip(weight).map(|((a, b), w)| a * b * w).sum()
}

/// Solves a small symmetric positive definite system by Cholesky's factorisation in place.
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
