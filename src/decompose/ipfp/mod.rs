//! Union information by log-domain iterative proportional fitting in implicit form.
//!
//! Given P1 = P(x1,y) and P2 = P(x2,y),
//!
//! ```text
//! Iu = min over Q of I_Q(X1,X2;Y)   with Q(x1,y) = P1, Q(x2,y) = P2
//! ```
//!
//! (Bertschinger et al., Entropy 2014, eq. 7). First phase: the alternating scheme of Banerjee, Rauh
//! and Montufar (arXiv:1709.07487) on `Q = R U V`, one sweep a step, with its state in logarithms,
//! R kept at its marginals, steps as long as the curvature allows and safeguarded Anderson
//! acceleration. Second phase, when predicted to be cheaper: primal-dual Newton steps on the dual.
//!
//! Every answer carries a certificate ([`crate::decompose::certificate`]): stopping means a proven gap below
//! the tolerance. Running out of iterations, or being interrupted, is an outcome with the best
//! bounds so far. Nats throughout.

mod anderson;
mod best;
mod driver;
mod lengths;
mod newton;
mod projection;
mod scaling;
mod switch;

use std::ops::ControlFlow;

use ndarray::Array2;
use serde::{Deserialize, Serialize};

use crate::data::counts::Pairs;
use crate::error::Result;

/// How far to go, and with what.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SolverOptions {
    /// Certified gap to stop at, nats.
    pub tolerance: f64,
    /// Steps of the first phase at most.
    pub max_iterations: usize,
    /// Memory at most, in words of eight bytes.
    pub memory_words: usize,
    /// Whether the second phase may be taken; without it a bench can tell what it is worth.
    pub second_phase: bool,
}

impl Default for SolverOptions {
    /// A gap of 1e-6 bits, within 192 MB: enough for 512 codes of all three, and for 1024 of both sources.
    fn default() -> Self {
        Self {
            tolerance: 1e-6 * std::f64::consts::LN_2,
            max_iterations: 20_000,
            memory_words: 3 << 23,
            second_phase: true,
        }
    }
}

/// What may stop a run.
struct Limits<'a> {
    options: &'a SolverOptions,
    progress: &'a mut dyn FnMut(&Step) -> ControlFlow<()>,
}

/// Why the solver stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Termination {
    /// The gap is below the tolerance.
    Converged,
    /// Iterations ran out, or rounding allows no smaller gap.
    IterationLimit,
    /// The progress callback asked to stop.
    Interrupted,
}

/// The last coupling's factors, to start a nearby problem from, in original indices; U is fitted to
/// P1 given both.
#[derive(Debug, Clone, PartialEq)]
pub struct WarmStart {
    /// log R, K1 x K2; minus infinity off its support.
    pub log_r: Array2<f64>,
    /// log V, K2 x Ky; minus infinity off its support.
    pub log_v: Array2<f64>,
}

/// Progress of a solve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// Steps done of the first phase.
    pub iteration: usize,
    /// Steps done of the second phase.
    pub newton_steps: usize,
    /// Best lower bound so far, nats.
    pub lower: f64,
    /// Best upper bound so far, nats.
    pub upper: f64,
}

/// Union information with its certificate.
#[derive(Debug, Clone)]
pub struct Solution {
    /// At most the union information, nats.
    pub lower: f64,
    /// At least the union information, nats.
    pub upper: f64,
    /// Steps of the first phase.
    pub iterations: usize,
    /// Steps of the second phase.
    pub newton_steps: usize,
    /// Work, in products of a K1 x K2 with a K2 x Ky matrix.
    pub matrix_products: f64,
    /// Why the solver stopped.
    pub termination: Termination,
    /// log u(x1,y): with `log_v` a feasible point of the dual that gives `lower`; minus infinity
    /// off the support.
    pub log_u: Array2<f64>,
    /// log v(x2,y).
    pub log_v: Array2<f64>,
    /// Step, lower, upper at each certificate.
    pub trace: Vec<(u32, f64, f64)>,
    /// Where a nearby problem may start.
    pub warm: WarmStart,
}

impl Solution {
    /// Union information: the middle of the bounds, nats.
    pub fn union(&self) -> f64 {
        f64::midpoint(self.lower, self.upper)
    }

    /// Certified gap, nats; rounding can make it negative by some 1e-15.
    pub fn gap(&self) -> f64 {
        self.upper - self.lower
    }
}

/// Solves for the union information; `start` may come from a problem with other masses and
/// supports, but the same symbols.
///
/// # Errors
///
/// Marginals that are none, or not of one distribution;
/// [`Error::OutOfMemory`](crate::error::Error::OutOfMemory). Not converging is no error:
/// [`Solution::termination`] says it.
pub fn solve(
    pairs: &Pairs,
    options: &SolverOptions,
    start: Option<&WarmStart>,
    progress: &mut dyn FnMut(&Step) -> ControlFlow<()>,
) -> Result<Solution> {
    driver::solve(pairs, options, start, progress)
}
