//! Second phase: a primal-dual Newton method on the dual.
//!
//! ```text
//! maximise  P1.f + P2.g   subject to   h(x1,x2) = log sum_y exp(f(x1,y) + g(x2,y)) <= 0 on S
//! ```
//!
//! with multipliers R >= 0 and slacks s > 0. With pi(y|x1,x2) = exp(f + g - h), stationarity is
//! P1 = sum over x2 of R pi, P2 likewise. Infeasible predictor-corrector steps from the state of the
//! first phase: residuals rd of stationarity and rc = -(h + s), target mu of R s, a curvature check
//! on the true h instead of a line search on a merit function, and Gondzio's correctors (Comput. Optim.
//! Appl. 6, 137-156, 1996) where a step would be short. The coupling it certifies is
//! (R / exp h) U V, raw and after one sweep of the alternating scheme, which restores the marginals.
//! At most forty steps in all runs of a solve; the caller's certificate decides when to stop.

mod blocks;
mod point;
mod row;
mod start;
mod system;

use point::{Direction, Iterate, Potentials, Residuals};
use row::Point;
pub(super) use start::Start;
use system::System;
pub(super) use system::{words, work};

use crate::decompose::coupling::Problem;
use crate::kernel::vector::fit;

/// Steps of all runs of a solve together, at most.
pub(super) const MAX_STEPS: usize = 40;
/// Steps without progress that are borne.
const MAX_STALLS: usize = 3;
/// Share of the way to the boundary that a step takes at least.
const TO_BOUNDARY: f64 = 0.99;
/// The same at most.
const TO_BOUNDARY_LIMIT: f64 = 0.9995;
/// Largest change of a potential in one step.
const REACH: f64 = 8.0;
/// A target mu below this share of the residuals would outrun them.
const RESIDUAL_SHARE: f64 = 0.003;
/// Curvature borne, in units of the number of pairs times mu.
const CURVATURE: f64 = 10.0;
/// Largest error of a linearised constraint.
const LINEAR_ERROR: f64 = 10.0;
/// Pairs with R (1 + 1/s) below this share of min(p(x1), p(x2)) stay out of the matrix.
pub(super) const PRUNE: f64 = 1e-3;
/// Centrality correctors of a step at most. Without them, tables of some 200 x 200 x 3 take steps of
/// half the way, and more than there are.
const CORRECTORS: usize = 3;
/// Steps this long need no corrector.
const LONG: f64 = 0.9;
/// How much longer a corrector is to make steps, and by how much it must, both together.
const EXTENSION: f64 = 0.3;
const LEAST_GAIN: f64 = 0.05;
/// Products R s are to stay between this share of their goal and its inverse.
const SPREAD: f64 = 0.1;
/// Trial lengths of a step.
const TRIALS: usize = 14;

/// What the caller does with each iterate: takes bounds of the coupling, and says when to stop.
pub(super) trait Watch {
    /// A coupling R U V with Z = U V'.
    fn coupling(&mut self, r: &[f64], u: &[f64], v: &[f64], z: &[f64]);
    /// Called once a step, after its couplings; true to stop.
    fn stop(&mut self) -> bool;
    /// Called within a step; true to stop.
    fn pulse(&mut self) -> bool;
    /// Work done, in multiply-adds.
    fn work(&mut self, multiply_adds: f64);
}

/// Runs the phase on `problem` for at most `steps`, until the caller stops it or there is no further
/// progress; returns the last coupling (R, V).
pub(super) fn run(
    problem: &Problem,
    start: Start,
    prune: bool,
    steps: usize,
    watch: &mut dyn Watch,
) -> (Vec<f64>, Vec<f64>) {
    let mut system = System::new(problem);
    let mut at = Iterate::new(problem, start);
    let mut control = Control { prune: if prune { PRUNE } else { 0.0 }, least_centring: 1e-6, stalls: 0 };
    certify(problem, &at, watch);
    let mut step = 0;
    while !watch.stop() && step < steps && control.stalls <= MAX_STALLS && at.is_usable() {
        step += 1;
        if !advance(problem, &mut system, &mut at, &mut control, watch) {
            break;
        }
        certify(problem, &at, watch);
    }
    (at.coupling(), at.potentials.v)
}

/// What changes from step to step beside the iterate.
struct Control {
    prune: f64,
    /// Smallest sigma of mu's target.
    least_centring: f64,
    stalls: usize,
}

fn certify(problem: &Problem, at: &Iterate, watch: &mut dyn Watch) {
    let (r, Potentials { u: u0, v: v0, c, .. }) = (at.coupling(), &at.potentials);
    watch.coupling(&r, u0, v0, c);
    let (mut u, mut v, mut z) = (u0.clone(), v0.clone(), c.clone());
    problem.rows(&r, v0, &mut u);
    fit(&mut u, &problem.p1);
    problem.columns(&r, &u, &mut v);
    fit(&mut v, &problem.p2);
    problem.pairs(&u, &v, &mut z);
    watch.coupling(&r, &u, &v, &z);
    watch.work(12.0 * problem.product_work());
}

/// One predictor-corrector step; false if the matrix cannot be factorised, or it was stopped.
fn advance(
    problem: &Problem,
    system: &mut System,
    at: &mut Iterate,
    control: &mut Control,
    watch: &mut dyn Watch,
) -> bool {
    let residuals = at.residuals(problem);
    let active = at.active(problem, control.prune);
    let Potentials { u, v, c, .. } = &at.potentials;
    let point = Point { u, v, c, r: &at.r, s: &at.s, active: &active };
    if !system.factor(&point, &residuals.mass1, &residuals.mass2, &mut || watch.pulse()) {
        return false;
    }
    watch.work(system::work(problem, |slot, _, _| active[slot]) + 14.0 * problem.product_work());
    let n = problem.pairs_in_support() as f64;
    let mu = at.complementarity() / n;
    let target = at.scaled(|r, s| -r * s);
    let predictor = at.direction(problem, system, &residuals, &target);
    let (primal, dual) = at.room(problem, &predictor);
    let ahead = at.complementarity_after(&predictor, primal, dual) / n;
    let sigma = (ahead / mu).max(0.0);
    let sigma = (sigma * sigma * sigma).max(control.least_centring).min(1.0);
    let floor = mu.min(RESIDUAL_SHARE * residuals.size() / n);
    let mut goal = (sigma * mu).max(floor);
    let mut accepted = None;
    for plain in [false, true] {
        let direction = if plain {
            // Without the second-order term, and well centred.
            goal = goal.max(0.3 * mu);
            at.direction(problem, system, &residuals, &at.scaled(|r, s| goal - r * s))
        } else {
            let target = at.corrected(goal, primal * dual, &predictor);
            centred(problem, system, at, &residuals, Aim { goal, target }, watch)
        };
        let fraction = (1.0 - goal / mu).clamp(TO_BOUNDARY, TO_BOUNDARY_LIMIT);
        let trial = at.try_step(problem, &direction, fraction, residuals.complementarity, mu * n);
        let short = trial.primal.min(trial.dual);
        let enough = trial.next.is_some() && short > 0.1;
        accepted = Some((trial, direction));
        if enough {
            break;
        }
    }
    take(at, accepted, control, problem);
    true
}

/// Where R s should go.
struct Aim {
    /// In the mean over pairs.
    goal: f64,
    /// Of each pair.
    target: Vec<f64>,
}

/// The direction for an aim, which correctors change as long as steps become longer.
fn centred(
    problem: &Problem,
    system: &System,
    at: &Iterate,
    residuals: &Residuals,
    Aim { goal, mut target }: Aim,
    watch: &mut dyn Watch,
) -> Direction {
    let mut direction = at.direction(problem, system, residuals, &target);
    let (mut primal, mut dual) = at.room(problem, &direction);
    for _ in 0..CORRECTORS {
        if primal.min(dual) > LONG {
            break;
        }
        let further = [primal, dual].map(|length| (length + EXTENSION).min(1.0));
        at.pull_to_centre(&mut target, goal, further, &direction);
        let next = at.direction(problem, system, residuals, &target);
        watch.work(4.0 * problem.product_work());
        let room = at.room(problem, &next);
        if room.0 + room.1 < primal + dual + LEAST_GAIN {
            break;
        }
        (primal, dual) = room;
        direction = next;
    }
    direction
}

fn take(
    at: &mut Iterate,
    accepted: Option<(point::Trial, Direction)>,
    control: &mut Control,
    problem: &Problem,
) {
    let Some((trial, direction)) = accepted else { return };
    if trial.primal.min(trial.dual) < 0.5 {
        // A pair that was left out may be in the way.
        control.prune = if control.prune > 1e-7 { 0.01 * control.prune } else { 0.0 };
    }
    let Some(next) = trial.next else {
        control.stalls += 1;
        control.least_centring = 0.1;
        return;
    };
    if trial.primal < 1e-3 && trial.dual < 1e-3 {
        control.stalls += 1;
    }
    at.take(problem, next, &direction, trial.primal, trial.dual);
}
