//! The way from marginals to a solution: start, steps, certificates, stop.

use std::ops::ControlFlow;

use ndarray::Array2;

use super::anderson::{Anderson, MEMORY, Stride};
use super::best::Best;
use super::lengths::Lengths;
use super::newton::{self, Start};
use super::scaling::{FLOOR, Scaling};
use super::switch::{Switch, Watcher};
use super::{Limits, Solution, SolverOptions, Step, Termination, WarmStart};
use crate::data::counts::Pairs;
use crate::decompose::certificate;
use crate::decompose::coupling::Problem;
use crate::error::{Error, Result};
use crate::kernel::{elementary, vector};

/// Steps between certificates; the first three steps have one each.
const CERTIFICATE_EVERY: usize = 10;
/// Steps that are not finite before the first phase gives up.
const MOST_FAILURES: usize = 60;
/// R of a pair that is of no account: this share of the gap over all pairs.
const FLOOR_SHARE: f64 = 1e-3;

pub(super) fn solve(
    pairs: &Pairs,
    options: &SolverOptions,
    start: Option<&WarmStart>,
    progress: &mut dyn FnMut(&Step) -> ControlFlow<()>,
) -> Result<Solution> {
    let problem = Problem::new(pairs, options.memory_words)?;
    let memory = affordable_memory(&problem, options.memory_words)?;
    let state = match start {
        Some(warm) => Scaling::warm_start(&problem, warm),
        None => Scaling::cold_start(&problem),
    };
    let mut run = Run {
        scaling: Scaling::new(&problem),
        best: Best::new(&problem),
        residual: vec![0.0; state.len()],
        floor: FLOOR,
        state,
        iterations: 0,
        newton_steps: 0,
        work: 0.0,
        problem,
    };
    let termination = run.first_phase(memory, &mut Limits { options, progress });
    Ok(run.finish(pairs, termination))
}

/// Differences that Anderson's history may keep within the words given.
fn affordable_memory(problem: &Problem, words: usize) -> Result<usize> {
    let vector = problem.slots() + problem.p2.len();
    let fixed = 15 * vector + 6 * problem.p1.len() + problem.slots();
    if fixed > words {
        return Err(Error::OutOfMemory {
            what: "Solving for the union information",
            bytes: 8 * fixed as u64,
        });
    }
    Ok((words - fixed) / (2 * vector))
}

struct Run {
    problem: Problem,
    scaling: Scaling,
    best: Best,
    state: Vec<f64>,
    /// How far the scheme would move the state.
    residual: Vec<f64>,
    /// Smallest log R.
    floor: f64,
    iterations: usize,
    newton_steps: usize,
    /// Multiply-adds.
    work: f64,
}

impl Run {
    fn first_phase(&mut self, memory: usize, limits: &mut Limits) -> Termination {
        let [long, plain] = MEMORY.map(|most| most.min(memory));
        let mut anderson = Anderson::new(long);
        let mut lengths = Lengths::new(&self.problem);
        if self.scaling.plain {
            anderson.set_memory(plain);
            lengths.reset();
        }
        let mut switch = Switch::new(&self.problem, limits.options);
        let slots = self.problem.slots();
        let mut weight = vec![0.0; self.state.len()];
        weight[slots..].copy_from_slice(&self.problem.p2);
        let mut failures = 0;
        while self.iterations < limits.options.max_iterations {
            self.iterations += 1;
            self.work += 3.0 * self.problem.product_work();
            if (limits.progress)(&self.report()).is_break() {
                return Termination::Interrupted;
            }
            if !self.scaling.step(&self.problem, &mut self.state, &mut self.residual) {
                failures += 1;
                lengths.shorten();
                if failures == MOST_FAILURES || !anderson.restart(&mut self.state) {
                    return Termination::IterationLimit;
                }
                continue;
            }
            if self.iterations < 4 || self.iterations.is_multiple_of(CERTIFICATE_EVERY) {
                self.certify();
                if self.best.gap() < limits.options.tolerance {
                    return Termination::Converged;
                }
                if switch.is_due(&self.problem, &self.scaling, self.iterations, self.best.gap())
                    && let Some(termination) = self.second_phase(&switch, limits)
                {
                    return termination;
                }
                if self.iterations >= CERTIFICATE_EVERY && lengths.is_stuck(self.best.gap()) {
                    anderson.forget();
                    if lengths.exhausted() {
                        anderson.set_memory(plain);
                        lengths.reset();
                        self.scaling.plain = true;
                    }
                    continue;
                }
            }
            weight[..slots].copy_from_slice(&self.scaling.r);
            if anderson.went_astray(&self.residual, &weight) {
                lengths.shorten();
                anderson.restart(&mut self.state);
                continue;
            }
            if !self.scaling.plain && lengths.update(&self.problem, &self.scaling, &self.residual[..slots]) {
                self.work += 2.0 * self.problem.product_work();
            }
            let stride = Stride {
                residual: &self.residual,
                weight: &weight,
                lengths: &lengths.length,
                plain: self.scaling.plain,
                floor: self.floor,
            };
            anderson.next(&mut self.state, &stride);
        }
        Termination::IterationLimit
    }

    /// The Newton phase from the current state, and from the marginals if that fails; none if
    /// neither reached the tolerance.
    fn second_phase(&mut self, switch: &Switch, limits: &mut Limits) -> Option<Termination> {
        let rz = vector::masked(&self.scaling.r, &self.scaling.z);
        let gap = self.best.gap().max(1e-12);
        let (u, v) = (self.scaling.u.clone(), self.scaling.v.clone());
        let warm = match &switch.exchanged {
            Some(other) => Start::Warm { r: self.problem.transposed(other, &rz), u: v, v: u, gap },
            None => Start::Warm { r: rz, u, v, gap },
        };
        for (start, prune) in [(warm, true), (Start::Cold, false)] {
            let problem = switch.exchanged.as_ref().unwrap_or(&self.problem);
            let left = newton::MAX_STEPS - self.newton_steps;
            let mut watch = Watcher {
                problem,
                exchanged: switch.exchanged.is_some(),
                best: &mut self.best,
                work: &mut self.work,
                steps: &mut self.newton_steps,
                iterations: self.iterations,
                limits,
                first: true,
                ended: None,
            };
            let (r, v) = newton::run(problem, start, prune, left, &mut watch);
            let ended = watch.ended;
            if ended.is_some() {
                self.keep_coupling(switch, &r, &v);
                return ended;
            }
        }
        None
    }

    /// Takes over the coupling of the Newton phase, as a state to start nearby problems from.
    fn keep_coupling(&mut self, switch: &Switch, r: &[f64], v: &[f64]) {
        let slots = self.problem.slots();
        let own = match &switch.exchanged {
            Some(other) => other.transposed(&self.problem, r),
            None => r.to_vec(),
        };
        elementary::log(&own, &mut self.state[..slots]);
        if switch.exchanged.is_none() {
            self.scaling.v.copy_from_slice(v);
        } else {
            // v belongs to x1 here; one half sweep gives that of x2.
            self.problem.columns(&own, v, &mut self.scaling.v);
            vector::fit(&mut self.scaling.v, &self.problem.p2);
        }
    }

    fn certify(&mut self) {
        let Scaling { r, u, v, z, .. } = &self.scaling;
        let bounds = certificate::bounds(&self.problem, r, u, v, z);
        self.best.take(bounds, u, v, self.iterations);
        let pairs = self.problem.pairs_in_support() as f64;
        self.floor = f64::max(FLOOR, libm::log((FLOOR_SHARE * self.best.gap() / pairs).max(1e-300)));
    }

    fn report(&self) -> Step {
        Step {
            iteration: self.iterations,
            newton_steps: self.newton_steps,
            lower: self.best.lower,
            upper: self.best.upper,
        }
    }

    fn finish(self, pairs: &Pairs, termination: Termination) -> Solution {
        let [kept1, kept2, _] = &self.problem.kept;
        let (best, problem) = (&self.best, &self.problem);
        let log_u = self.potential(pairs.p1.dim(), kept1, &best.u, &best.a, &problem.p1);
        let log_v = self.potential(pairs.p2.dim(), kept2, &best.v, &best.b, &problem.p2);
        let mut log_r = Array2::from_elem((pairs.p1.nrows(), pairs.p2.nrows()), f64::NEG_INFINITY);
        problem.for_each_slot(|slot, i, j| log_r[[kept1[i], kept2[j]]] = self.state[slot]);
        let zero = vec![0.0; kept2.len()];
        let warm = WarmStart {
            log_r,
            log_v: self.potential(pairs.p2.dim(), kept2, &self.scaling.v, &zero, &problem.p2),
        };
        Solution {
            lower: best.lower,
            upper: best.upper,
            iterations: self.iterations,
            newton_steps: self.newton_steps,
            matrix_products: self.work / problem.product_work(),
            termination,
            log_u,
            log_v,
            trace: self.best.trace,
            warm,
        }
    }

    /// `log factor - shift` in original indices.
    fn potential(
        &self,
        dim: (usize, usize),
        kept: &[usize],
        factor: &[f64],
        shift: &[f64],
        p: &[f64],
    ) -> Array2<f64> {
        let mut out = Array2::from_elem(dim, f64::NEG_INFINITY);
        for (i, &x) in kept.iter().enumerate() {
            for (k, &y) in self.problem.kept[2].iter().enumerate() {
                let at = i * self.problem.stride + k;
                if p[at] > 0.0 {
                    // As the certificate counts it, whose logarithm stops there.
                    out[[x, y]] = libm::log(factor[at].max(f64::MIN_POSITIVE)) - shift[i];
                }
            }
        }
        out
    }
}
