//! When the second phase starts, and what it tells the best bounds.
//!
//! Ski rental: the Newton phase starts when the first phase has done a share of the work that the
//! Newton phase is predicted to take, at least after ten steps, and only where its matrices fit. Where y
//! are very few for the pairs there are, long steps are slow and the matrix is small: a smaller share
//! is enough.

use super::best::Best;
use super::lengths;
use super::newton::{self, PRUNE, Watch};
use super::scaling::Scaling;
use super::{Limits, SolverOptions, Step, Termination};
use crate::decompose::certificate;
use crate::decompose::coupling::Problem;

/// Work of the first phase before the switch, as a share of the predicted work of the second; one
/// value for every target, so that results are the same on all.
const THETA: f64 = 0.4;
/// The same where duals are fewer than this share of the pairs. (On a wider range it was tried; it took
/// Newton steps that did not pay.)
const THETA_FEW_Y: f64 = 0.1;
const VERY_FEW_Y: f64 = 0.07;
/// Steps of the first phase before the first switch.
const LEAST_STEPS: usize = 10;
/// Gap, nats, above which the first phase is given twice the time.
const WIDE_GAP: f64 = 7e-4;
/// Multiply-adds that exponential, logarithm and history of one entry of the state cost.
const STATE_WORK: f64 = 150.0;

/// Decides on the second phase.
pub(super) struct Switch {
    /// The larger side is eliminated: the problem with x1 and x2 exchanged, if x2's is.
    pub(super) exchanged: Option<Problem>,
    /// Work of a step of the first phase.
    step: f64,
    /// Newton steps to expect.
    steps: f64,
    theta: f64,
    possible: bool,
    tried: u32,
}

impl Switch {
    pub(super) fn new(problem: &Problem, options: &SolverOptions) -> Self {
        let support = |p: &[f64]| p.iter().filter(|&&p| p > 0.0).count();
        let (n1, n2) = (support(&problem.p1), support(&problem.p2));
        let exchanged = (n1 < n2).then(|| problem.exchanged());
        let bits = options.tolerance / std::f64::consts::LN_2;
        let beyond = (-libm::log10(bits) - 6.0).max(0.0);
        Self {
            step: 3.0 * problem.product_work() + STATE_WORK * (problem.slots() + n2) as f64,
            steps: 4.0 + 2.0 * beyond / 1.5,
            theta: if lengths::duals_per_pair(problem) < VERY_FEW_Y { THETA_FEW_Y } else { THETA },
            possible: options.second_phase
                && newton::words(exchanged.as_ref().unwrap_or(problem)) <= options.memory_words,
            exchanged,
            tried: 0,
        }
    }

    /// Whether to start the second phase now; counts the attempts, of which there are two.
    pub(super) fn is_due(
        &mut self,
        problem: &Problem,
        scaling: &Scaling,
        iterations: usize,
        gap: f64,
    ) -> bool {
        if !self.possible || iterations < LEAST_STEPS || self.tried == 2 {
            return false;
        }
        let patience =
            self.theta * if gap < WIDE_GAP { 1.0 } else { 2.0 } * if self.tried == 0 { 1.0 } else { 10.0 };
        let due = iterations as f64 * self.step > patience * self.predicted(problem, scaling, gap);
        self.tried += u32::from(due);
        due
    }

    /// Work of the second phase with the pairs that it would keep now.
    fn predicted(&self, problem: &Problem, scaling: &Scaling, gap: f64) -> f64 {
        let mut active: Vec<f64> = vec![0.0; problem.slots()];
        problem.for_each_slot(|slot, i, j| {
            let slack = (1.0 - scaling.z[slot]).max(0.0) + gap;
            let weight = scaling.r[slot] * scaling.z[slot] * (1.0 + 1.0 / slack);
            let least = PRUNE * problem.margins[0][i].min(problem.margins[1][j]);
            active[slot] = if weight > least { 1.0 } else { 0.0 };
        });
        let factor = match &self.exchanged {
            Some(other) => {
                let active = problem.transposed(other, &active);
                newton::work(other, |slot, _, _| active[slot] > 0.0)
            }
            None => newton::work(problem, |slot, _, _| active[slot] > 0.0),
        };
        self.steps * (factor + 25.0 * problem.product_work() + STATE_WORK * problem.slots() as f64)
    }
}

/// Bounds, work and stop of the second phase.
pub(super) struct Watcher<'a, 'b> {
    pub(super) problem: &'a Problem,
    /// Whether `problem` has x1 and x2 exchanged.
    pub(super) exchanged: bool,
    pub(super) best: &'a mut Best,
    pub(super) work: &'a mut f64,
    pub(super) steps: &'a mut usize,
    pub(super) iterations: usize,
    pub(super) limits: &'a mut Limits<'b>,
    /// The first call of `stop` comes before the first step.
    pub(super) first: bool,
    pub(super) ended: Option<Termination>,
}

impl Watch for Watcher<'_, '_> {
    fn coupling(&mut self, r: &[f64], u: &[f64], v: &[f64], z: &[f64]) {
        let mut bounds = certificate::bounds(self.problem, r, u, v, z);
        if self.exchanged {
            std::mem::swap(&mut bounds.a, &mut bounds.b);
            self.best.take(bounds, v, u, self.iterations);
        } else {
            self.best.take(bounds, u, v, self.iterations);
        }
    }

    fn stop(&mut self) -> bool {
        *self.steps += usize::from(!self.first);
        self.first = false;
        if self.best.gap() < self.limits.options.tolerance {
            self.ended = Some(Termination::Converged);
            return true;
        }
        self.pulse()
    }

    fn pulse(&mut self) -> bool {
        let (lower, upper) = (self.best.lower, self.best.upper);
        let step = Step { iteration: self.iterations, newton_steps: *self.steps, lower, upper };
        if (self.limits.progress)(&step).is_break() {
            self.ended = Some(Termination::Interrupted);
        }
        self.ended.is_some()
    }

    fn work(&mut self, multiply_adds: f64) {
        *self.work += multiply_adds;
    }
}
