//! Estimates with intervals, and their projection for display.
//!
//! Interval: `estimate -+ t SE`, t the 97.5 % point of Student's distribution with one degree of
//! freedom less than there are jackknife groups.

use serde::{Deserialize, Serialize};

use super::FLOOR;
use super::quantities::Quantities;
use crate::units::HALF_WIDTH;

/// Coverage that intervals are made for.
pub const LEVEL: f64 = 0.95;

/// 97.5 % points of Student's t for 1 to 19 degrees of freedom.
const T_975: [f64; 19] = [
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
    2.120, 2.110, 2.101, HALF_WIDTH,
];

/// How an interval came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IntervalMethod {
    /// Delete-a-group jackknife, its error at least that of the delta method.
    Jackknife,
    /// The same, widened by the disagreement of three bias corrections and by their size.
    JackknifeCorrected,
}

/// A quantity with its uncertainty, nats.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// Of the observed frequencies, biased by the sample's size.
    pub plugin: f64,
    /// Corrected for bias.
    pub estimate: f64,
    /// Standard error.
    pub se: f64,
    /// Its part from the samples.
    pub se_within: f64,
    /// Its part from the choice of the partition: 0 for a single one.
    pub se_between: f64,
    /// Lower end of the interval.
    pub lower: f64,
    /// Upper end of the interval.
    pub upper: f64,
    /// How the interval came about.
    pub method: IntervalMethod,
}

/// Student's t for `groups` jackknife groups.
pub(super) fn t_value(groups: usize) -> f64 {
    T_975[groups.clamp(2, T_975.len() + 1) - 2]
}

/// Share of the jackknife's correction of the union information that may still be missing at a tie.
const UNCORRECTED: f64 = 0.5;

/// Widens for ties: where x1 and x2 tell the same, or one contains the other, the union
/// information has a kink. Its plug-in value is too large there, and the jackknife, made for smooth
/// functions, removes part of that only: half as much again may remain. So, if the unique
/// information of the modality that knows less is not resolved, uniques may be smaller by that, and
/// redundancy and synergy larger, or larger by all of that unique information if more.
/// Says whether there may be a tie.
pub(super) fn widen_at_ties(estimates: &mut Quantities<Estimate>) -> bool {
    let weaker =
        if estimates.i1.estimate < estimates.i2.estimate { estimates.unique1 } else { estimates.unique2 };
    let tie = weaker.lower <= FLOOR;
    if tie {
        let correction = estimates.union.plugin - estimates.union.estimate;
        let remaining = UNCORRECTED * correction.max(0.0);
        for lower in [&mut estimates.unique1, &mut estimates.unique2, &mut estimates.union] {
            lower.lower -= remaining;
        }
        let missed = weaker.estimate.max(remaining);
        estimates.redundancy.upper += missed;
        estimates.synergy.upper += missed;
    }
    tie
}

/// Nothing is resolved below the floor: no interval ends below it, and one that begins below it
/// contains 0, so that what is not claimed is not shown apart from zero either.
pub(super) fn blur_below_floor(estimate: &Estimate) -> Estimate {
    let lower = if estimate.lower <= FLOOR { estimate.lower.min(0.0) } else { estimate.lower };
    Estimate { lower, upper: estimate.upper.max(FLOOR), ..*estimate }
}

/// The nearest values that some distribution could have, for display only: informations are not
/// negative, `max(I1, I2) <= Iu <= I1 + I2`, `I12 >= Iu`; intervals are cut at 0 and contain their
/// estimate.
pub(super) fn project(estimates: &Quantities<Estimate>) -> Quantities<Estimate> {
    let i1 = estimates.i1.estimate.max(0.0);
    let i2 = estimates.i2.estimate.max(0.0);
    // Not `clamp`, whose panic would write numbers.
    let union = match (estimates.union.estimate, i1.max(i2), i1 + i2) {
        (union, least, _) if union < least => least,
        (union, _, most) if union > most => most,
        (union, ..) => union,
    };
    let i12 = estimates.i12.estimate.max(union);
    let values = Quantities::from_informations(&[i1, i2, i12, union]);
    estimates.zip(&values, |e, &value| {
        let value = value.max(0.0);
        Estimate { estimate: value, lower: e.lower.max(0.0).min(value), upper: e.upper.max(value), ..*e }
    })
}
