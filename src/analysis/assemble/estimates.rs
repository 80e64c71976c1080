//! Quantities in nats -> estimates in bits.

use crate::analysis::task::Solved;
use crate::infer::{self, IntervalMethod, LEVEL, Pooled, Quantities};
use crate::report::{AtomsBits, Contribution, Estimate, InformationBits, Share, ShareStatus, SolverFacts};
use crate::units::BITS;

/// Method of a value that has no interval.
const PLUGIN: &str = "plugin";

const NOTHING_UNIQUE: &str = "neither knows anything of its own";
const NOTHING_KNOWN: &str = "both together know nothing of y";

/// The numbers of all samples, of a stratum, or of the mean over strata.
pub(super) struct Numbers {
    pub(super) information: InformationBits,
    pub(super) atoms: AtomsBits,
    /// I1 - I2.
    pub(super) difference: Estimate,
}

impl Numbers {
    /// Without intervals.
    pub(super) fn plugin(solved: &Solved) -> Self {
        let union = f64::midpoint(solved.lower, solved.upper);
        let Solved { i1, i2, i12, h_y, .. } = *solved;
        let values = Quantities {
            i1,
            i2,
            i12,
            union,
            redundancy: i1 + i2 - union,
            unique1: union - i2,
            unique2: union - i1,
            synergy: i12 - union,
        };
        Self::of(&values, |nats| plain(*nats), h_y, plain(i1 - i2))
    }

    /// Of partitions; `h_y` in nats.
    pub(super) fn pooled(pooled: &Pooled, h_y: f64) -> Self {
        Self::of(&pooled.displayed, estimate, h_y, estimate(&pooled.difference))
    }

    fn of<T>(
        quantities: &Quantities<T>,
        bits: impl Fn(&T) -> Estimate,
        h_y: f64,
        difference: Estimate,
    ) -> Self {
        let Quantities { i1, i2, i12, union, redundancy, unique1, unique2, synergy } = quantities.map(bits);
        Self {
            information: InformationBits { i1, i2, i12, union, h_y: h_y * BITS },
            atoms: AtomsBits { redundancy, unique1, unique2, synergy },
            difference,
        }
    }
}

fn estimate(nats: &infer::Estimate) -> Estimate {
    Estimate {
        estimate: Some(nats.estimate * BITS),
        se: Some(nats.se * BITS),
        lower: Some(nats.lower * BITS),
        upper: Some(nats.upper * BITS),
        method: match nats.method {
            IntervalMethod::Jackknife => "jackknife",
            IntervalMethod::JackknifeCorrected => "jackknife_corrected",
        }
        .into(),
        ..plain(nats.plugin)
    }
}

fn plain(nats: f64) -> Estimate {
    Estimate {
        plugin: nats * BITS,
        estimate: None,
        se: None,
        lower: None,
        upper: None,
        level: LEVEL,
        method: PLUGIN.into(),
        present: None,
        present_in_seeds: None,
    }
}

/// Shares with their intervals.
pub(super) fn contribution(pooled: &Pooled) -> Contribution {
    let [c1, c2] = pooled.contribution.map(share);
    let [shapley1, shapley2] = pooled.shapley.map(share);
    Contribution { c1, c2, shapley1, shapley2 }
}

fn share(share: infer::Share) -> Share {
    match share {
        infer::Share::Defined { estimate, lower, upper } => {
            Share { lower: Some(lower), upper: Some(upper), ..plain_share(estimate) }
        }
        infer::Share::Undefined { reason } => undefined(reason.because()),
    }
}

/// Shares of plug-in values.
pub(super) fn plain_contribution(solved: &Solved) -> Contribution {
    let share = |a: f64, b: f64, floor: f64, why: &str| {
        if a + b > floor { plain_share(a / (a + b)) } else { undefined(why) }
    };
    let Solved { i1, i2, i12, .. } = *solved;
    let union = f64::midpoint(solved.lower, solved.upper);
    // Uniques are known to within the certified gap: below it they vanish.
    let gap = (solved.upper - solved.lower) * BITS;
    let [u1, u2] = [(union - i2) * BITS, (union - i1) * BITS].map(|unique| unique.max(0.0));
    let [adds1, adds2] = [i1 + i12 - i2, i2 + i12 - i1];
    Contribution {
        c1: share(u1, u2, gap, NOTHING_UNIQUE),
        c2: share(u2, u1, gap, NOTHING_UNIQUE),
        shapley1: share(adds1, adds2, 1e-12, NOTHING_KNOWN),
        shapley2: share(adds2, adds1, 1e-12, NOTHING_KNOWN),
    }
}

fn plain_share(value: f64) -> Share {
    Share { status: ShareStatus::Defined, reason: None, estimate: Some(value), lower: None, upper: None }
}

fn undefined(reason: &str) -> Share {
    Share {
        status: ShareStatus::Undefined,
        reason: Some(reason.into()),
        estimate: None,
        lower: None,
        upper: None,
    }
}

/// The certificate.
pub(super) fn solver_facts(solved: &Solved) -> SolverFacts {
    SolverFacts {
        lower_bits: solved.lower * BITS,
        upper_bits: solved.upper * BITS,
        gap_bits: (solved.upper - solved.lower) * BITS,
        iterations: solved.iterations,
        matrix_products: solved.matrix_products,
        termination: solved.termination,
    }
}
