//! How far a task is, on one scale from its beginning to its end.
//!
//! What a step says of itself (an iteration of so many at most, a phase of several) is no share of the task:
//! a run of K-means ends long before its last iteration, and a solver does not know how many steps it will
//! take.

use std::ops::ControlFlow;

use super::Progress;
use crate::decompose::ipfp::Step;
use crate::infer::Phase;

/// Parts of a task that are told.
const PARTS: u64 = 1000;

/// Iterations within which half of the rest of a run of K-means is taken to be done.
const HALF: u64 = 8;

/// Starts of K-means one after another, each told as (iterations done, at most).
pub(super) fn of_starts(starts: u64, progress: Progress) -> impl FnMut(u64, u64) -> ControlFlow<()> {
    let (mut start, mut before) = (0, 0);
    move |iterations, _| {
        start += u64::from(iterations < before);
        before = iterations;
        let done = start * PARTS + PARTS * iterations / (iterations + HALF);
        progress(done.min(starts * PARTS), starts * PARTS)
    }
}

/// Gap, nats, from which on a solver is taken to be under way.
const WIDE: f64 = 0.3;

/// A solution: its gap closes at about the same rate in orders of magnitude.
pub(super) fn of_solution(step: &Step, tolerance: f64) -> [u64; 2] {
    let gap = (step.upper - step.lower).max(tolerance);
    let whole = libm::log(WIDE / tolerance).max(f64::MIN_POSITIVE);
    let share = (libm::log(WIDE / gap) / whole).clamp(0.0, 1.0);
    // Between 0 and 1.
    #[allow(clippy::cast_sign_loss)]
    let done = (PARTS as f64 * share) as u64;
    [done, PARTS]
}

/// Where each phase of an inference begins and ends: about as much work as it is.
fn place(phase: Phase) -> [u64; 2] {
    match phase {
        Phase::Headline => [0, 50],
        Phase::Jackknife => [50, 600],
        Phase::Joint => [600, 700],
        Phase::CrossValidation => [700, 900],
        Phase::Dependence => [900, PARTS],
    }
}

/// An inference at one step of a phase.
pub(super) fn of_inference(phase: Phase, done: u64, total: u64) -> [u64; 2] {
    let [begin, end] = place(phase);
    [begin + (end - begin) * done.min(total) / total.max(1), PARTS]
}
