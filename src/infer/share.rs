//! Contribution and Shapley shares, with the reason where a share has no meaning.
//!
//! Contribution (arXiv:2511.19470): `C_i = U_i / (U1 + U2)`; undefined when both uniques vanish.
//! Shapley: `phi_1 = (I1 + I12 - I2) / (2 I12)`, the mean of what x1 adds first and what it adds
//! last; undefined when there is no information. Intervals: quantiles of draws of numerator and
//! denominator from the normal distribution with the jackknife's correlation.

use serde::{Deserialize, Serialize};

use crate::rng::{Purpose, Rng};
use crate::units::HALF_WIDTH;

use super::FLOOR;

/// Draws of an interval.
const DRAWS: usize = 4000;
/// A contribution whose interval is wider says nothing.
pub const MAX_WIDTH: f64 = 0.5;

/// A share of a whole, or why it has none.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Share {
    /// A number between 0 and 1.
    Defined {
        /// The share.
        estimate: f64,
        /// Lower end of its interval.
        lower: f64,
        /// Upper end of its interval.
        upper: f64,
    },
    /// No number can be given.
    Undefined {
        /// Why.
        reason: Undefined,
    },
}

/// Why a share is undefined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Undefined {
    /// The sum of both uniques cannot be told from zero.
    NothingUnique,
    /// The interval would be wider than half.
    TooUncertain,
    /// I(X1,X2;Y) cannot be told from zero.
    NoInformation,
    /// Too many samples are alone in their cell of a pair table.
    LoneSamples,
    /// Too few samples fall on a cell of the triple table for anything to be said of synergy.
    SynergyHidden,
}

impl Undefined {
    /// The words after "undefined, because".
    pub fn because(self) -> &'static str {
        match self {
            Self::NothingUnique => "what either modality alone knows cannot be told from zero",
            Self::TooUncertain => "its interval would cover more than half of all values",
            Self::LoneSamples => "too many samples are alone in their cell of a pair table",
            Self::SynergyHidden => "too few samples fall on a cell for what both know together to be told",
            Self::NoInformation => "what both know together cannot be told from zero",
        }
    }
}

impl Share {
    /// The other modality's share.
    #[must_use]
    pub fn complement(self) -> Self {
        match self {
            Self::Defined { estimate, lower, upper } => {
                Self::Defined { estimate: 1.0 - estimate, lower: 1.0 - upper, upper: 1.0 - lower }
            }
            Self::Undefined { .. } => self,
        }
    }
}

/// Two estimates that vary together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Joint {
    pub(super) values: [f64; 2],
    pub(super) se: [f64; 2],
    pub(super) correlation: f64,
}

impl Joint {
    fn draw(&self, rng: &mut Rng) -> [f64; 2] {
        let (a, b) = (rng.normal(), rng.normal());
        let c = self.correlation.clamp(-1.0, 1.0);
        let second = c * a + (1.0 - c * c).sqrt() * b;
        [self.values[0] + self.se[0] * a, self.values[1] + self.se[1] * second]
    }

    /// Interval of `share` of the draws, stretched to its value at the estimates.
    fn share(&self, seed: u64, sub: u8, share: &dyn Fn([f64; 2]) -> f64) -> Share {
        let mut rng = Rng::new(seed, Purpose::Contribution, sub, 0);
        let mut draws: Vec<f64> = (0..DRAWS).map(|_| share(self.draw(&mut rng))).collect();
        draws.sort_unstable_by(f64::total_cmp);
        let estimate = share(self.values);
        let lower = draws[DRAWS / 40].min(estimate);
        let upper = draws[DRAWS - 1 - DRAWS / 40].max(estimate);
        Share::Defined { estimate, lower, upper }
    }
}

/// Contribution of x1 from both uniques, given the lower end of their sum. No error is below that of the
/// floor: a unique of at most 0.01 bit is not known to be 0, so that neither is its share.
pub(super) fn contribution(uniques: &Joint, sum_lower: f64, seed: u64) -> Share {
    if sum_lower <= FLOOR {
        return Share::Undefined { reason: Undefined::NothingUnique };
    }
    let uniques = Joint { se: uniques.se.map(|se| se.max(FLOOR / HALF_WIDTH)), ..*uniques };
    let share = uniques.share(seed, 0, &|[u1, u2]| {
        let (u1, u2) = (u1.max(0.0), u2.max(0.0));
        if u1 + u2 > 0.0 { u1 / (u1 + u2) } else { 0.5 }
    });
    match share {
        Share::Defined { lower, upper, .. } if upper - lower > MAX_WIDTH => {
            Share::Undefined { reason: Undefined::TooUncertain }
        }
        share => share,
    }
}

/// Shapley share of x1 from I1 - I2 and I12, given the lower end of I12.
pub(super) fn shapley(informations: &Joint, lower: f64, seed: u64) -> Share {
    if lower <= FLOOR {
        return Share::Undefined { reason: Undefined::NoInformation };
    }
    informations.share(seed, 1, &|[difference, i12]| {
        if i12 > 0.0 { (0.5 + 0.5 * difference / i12).clamp(0.0, 1.0) } else { 0.5 }
    })
}
