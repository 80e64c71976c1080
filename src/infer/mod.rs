//! What the numbers are allowed to say: estimates corrected for bias, intervals, claims.
//!
//! From counts N(x1, x2, y) of n samples:
//!
//! 1. plug-in values and the certified solution ([`crate::decompose::pid`]);
//! 2. I1, I2 and the union information by delete-a-group jackknife ([`jackknife`]);
//! 3. I(X1,X2;Y), whose plug-in bias is the largest, by three corrections ([`joint`]);
//! 4. standard errors: the larger of jackknife and delta method ([`delta`]); for what involves
//!    I(X1,X2;Y) widened by the disagreement of the corrections and by their size;
//! 5. intervals with Student's t, widened where x1 and x2 may tell the same ([`interval`]);
//! 6. claims ([`claims`]), shares ([`share`]) and a held-out check ([`crossvalidation`]);
//! 7. one answer from several partitions of the same samples ([`pooled`]).
//!
//! Everything follows from the counts, the seed and the tolerance, so that a shared link can be
//! recomputed bit for bit. Intervals cover the decomposition of the fitted partitions, not of the
//! variables behind the embeddings. Nats throughout.
//!
//! ```
//! use std::ops::ControlFlow;
//!
//! use modalens::data::counts::Counts;
//! use modalens::infer::{InferenceOptions, infer};
//!
//! // 500 samples of y = x1 = x2.
//! let counts = Counts { shape: [2; 3], cells: vec![[0, 0, 0], [1, 1, 1]], counts: vec![250, 250] };
//! let options = InferenceOptions { seed: 7, tolerance: 1e-6 };
//! let found = infer(&counts, &options, &mut |_, _, _| ControlFlow::Continue(()))?;
//! assert!(found.alone.claims.present.redundancy && !found.alone.claims.present.synergy);
//! # Ok::<(), modalens::error::Error>(())
//! ```

mod aware;
mod bootstrap;
mod claims;
mod contexts;
mod crossvalidation;
mod delta;
mod interval;
mod jackknife;
mod joint;
mod order;
mod pooled;
mod quantities;
mod share;
mod shrinkage;
mod strata;

use std::ops::ControlFlow;

use ndarray::Array2;
use serde::{Deserialize, Serialize};

use crate::data::counts::Counts;
use crate::decompose::ipfp::{SolverOptions, Step, Termination};
use crate::decompose::pid::{Pid, decompose};
use crate::error::{Error, Result};

pub use crate::discretize::choose_k::CORRECTION_ERROR;
pub use aware::synergy_at_least;
pub use claims::{Atom, Claims, Ranking};
pub use crossvalidation::{CrossValidation, MIN_SAMPLES};
pub use interval::{Estimate, IntervalMethod, LEVEL};
pub use jackknife::GROUPS;
pub use pooled::{Correlation, LEAST_PER_CELL, MOST_LONE, Part, Pooled, pool};
pub use quantities::Quantities;
pub use share::{MAX_WIDTH, Share, Undefined};
pub use strata::mean_over_strata;

use delta::Influence;
use interval::t_value;
use jackknife::Jackknife;
use joint::JointEstimates;
use quantities::{BOTH_UNIQUE, COMBINATIONS, Combination, DIFFERENCE};

/// Below this nothing is claimed: noise turns redundancy into real synergy of the partition at
/// about this level. 0.01 bit in nats.
pub const FLOOR: f64 = 0.01 * std::f64::consts::LN_2;

/// What determines an inference besides the counts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct InferenceOptions {
    /// Seed of groups, folds and draws.
    pub seed: u64,
    /// Certified gap of the headline solution, nats.
    pub tolerance: f64,
}

/// Stages of an inference, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// The certified solution.
    Headline,
    /// Solutions without each group of samples.
    Jackknife,
    /// Corrections of I(X1,X2;Y).
    Joint,
    /// Held-out bounds.
    CrossValidation,
    /// Whether inputs depend on one another at all.
    Dependence,
}

/// All results of one partition, nats.
#[derive(Debug, Clone)]
pub struct Inference {
    /// Plug-in values with their certificate.
    pub pid: Pid,
    /// What it gives to a pool of partitions.
    pub part: Part,
    /// What it says alone: the pool of one.
    pub alone: Pooled,
    /// Synergy by the shrunk model (none for tables too large), by the NSB prior and by the prior
    /// on contexts.
    pub synergy_by: [Option<f64>; 3],
    /// Held-out bounds of the uniques; none for fewer than a thousand samples.
    pub cross_validation: Option<CrossValidation>,
}

/// Infers from counts; deterministic. `progress` is given the phase, steps done and steps in all.
///
/// # Errors
///
/// As of [`decompose`]; [`Error::Interrupted`] when `progress` asks to stop.
pub fn infer(
    counts: &Counts,
    options: &InferenceOptions,
    progress: &mut dyn FnMut(Phase, u64, u64) -> ControlFlow<()>,
) -> Result<Inference> {
    counts.check()?;
    let pid = headline(counts, options, progress)?;
    let whole = [pid.i1, pid.i2, pid.i12, pid.union()];
    let warm = &pid.solution.warm;
    let mut step = |done, total| progress(Phase::Jackknife, done, total);
    let jackknife = jackknife::jackknife(counts, whole, warm, options.seed, &mut step)?;
    jackknife::go_on(progress(Phase::Joint, 0, 1))?;
    let mut step = |_: &Step| progress(Phase::Joint, 0, 1);
    let joint = joint::joint_estimates(counts, pid.i12, &mut step)?;
    let bias = [COMBINATIONS.i1, COMBINATIONS.i2].map(|i| i.of(&jackknife.whole) - jackknife.estimate(i));
    let mut step = |done, total| progress(Phase::CrossValidation, done, total);
    let cross_validation = crossvalidation::cross_validate(counts, bias, options.seed, &mut step)?;
    let influence = Influence::new(&counts.pmf(), &pid.solution, counts.n() as f64);
    let evidence = Evidence { jackknife, joint, influence };
    let mut step = |done, total| progress(Phase::Dependence, done, total);
    let part = Part {
        lone: lone_samples(counts),
        per_cell: counts.n() as f64 / counts.shape.iter().map(|&k| k as f64).product::<f64>(),
        apart: order::apart(counts, options.seed, &mut step)?,
        ..evidence.part(counts.n())
    };
    let synergy_by = evidence.synergy_by();
    let alone = pooled::pool_one(&part, options.seed);
    Ok(Inference { pid, part, alone, synergy_by, cross_validation })
}

fn headline(
    counts: &Counts,
    options: &InferenceOptions,
    progress: &mut dyn FnMut(Phase, u64, u64) -> ControlFlow<()>,
) -> Result<Pid> {
    jackknife::go_on(progress(Phase::Headline, 0, 1))?;
    let solver = SolverOptions { tolerance: options.tolerance, ..SolverOptions::default() };
    let pid = decompose(&counts.pmf(), &solver, &mut |_| progress(Phase::Headline, 0, 1))?;
    if pid.solution.termination == Termination::Interrupted {
        return Err(Error::Interrupted);
    }
    Ok(pid)
}

/// Share of the samples that are alone in their cell of a pair table, the larger of both tables.
fn lone_samples(counts: &Counts) -> f64 {
    let (first, second) = counts.pair_counts();
    let alone = |table: &Array2<u64>| table.iter().filter(|&&count| count == 1).count();
    alone(&first).max(alone(&second)) as f64 / counts.n() as f64
}

/// All that was computed, before it is judged.
struct Evidence {
    jackknife: Jackknife,
    joint: JointEstimates,
    influence: Influence,
}

impl Evidence {
    fn part(&self, n: u64) -> Part {
        let delta = self.delta();
        let mut estimates = COMBINATIONS.map(|c| self.estimate(*c, delta));
        let tie = interval::widen_at_ties(&mut estimates);
        Part {
            n,
            estimates,
            difference: self.estimate(DIFFERENCE, delta),
            uniques: self.estimate(BOTH_UNIQUE, delta),
            correlation: Correlation {
                uniques: self.correlation(COMBINATIONS.unique1, COMBINATIONS.unique2),
                informations: self.correlation(DIFFERENCE, COMBINATIONS.i12),
            },
            delta,
            tie,
            lone: 0.0,
            per_cell: 0.0,
            apart: [false; 3],
        }
    }

    fn synergy_by(&self) -> [Option<f64>; 3] {
        let union = self.jackknife.estimate(COMBINATIONS.union);
        [self.joint.model, Some(self.joint.prior), Some(self.joint.contexts)].map(|i12| Some(i12? - union))
    }

    /// Error of the correction of I12: the corrections disagree, or err together.
    fn delta(&self) -> f64 {
        let corrected = self.joint.mean() - self.jackknife.estimate(COMBINATIONS.union);
        let correction = COMBINATIONS.synergy.of(&self.jackknife.whole) - corrected;
        self.joint.half_range().max(CORRECTION_ERROR * correction.max(0.0))
    }

    fn value(&self, combination: Combination) -> f64 {
        let [w1, w2, w12, union] = combination.0;
        w12 * self.joint.mean() + self.jackknife.estimate(Combination([w1, w2, 0.0, union]))
    }

    fn se(&self, combination: Combination, delta: f64) -> f64 {
        let sampling = self.jackknife.se(combination).max(self.influence.se(combination));
        libm::hypot(sampling, combination.0[2] * delta)
    }

    fn estimate(&self, combination: Combination, delta: f64) -> Estimate {
        let (value, se) = (self.value(combination), self.se(combination, delta));
        let half = t_value(self.jackknife.without.len()) * se;
        Estimate {
            plugin: combination.of(&self.jackknife.whole),
            estimate: value,
            se,
            se_within: se,
            se_between: 0.0,
            lower: value - half,
            upper: value + half,
            method: if combination.0[2] == 0.0 {
                IntervalMethod::Jackknife
            } else {
                IntervalMethod::JackknifeCorrected
            },
        }
    }

    fn correlation(&self, a: Combination, b: Combination) -> f64 {
        let spread = self.jackknife.se(a) * self.jackknife.se(b);
        if spread > 0.0 { self.jackknife.covariance(a, b) / spread } else { 0.0 }
    }
}
