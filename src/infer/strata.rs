//! The mean over strata: groups of samples that were each decomposed alone.
//!
//! With weights w_s = n_s / n, every quantity is the weighted mean of its unprojected estimates. The
//! samples of different strata are independent, so errors and half-widths of intervals add in
//! squares, each end by itself. Claims follow the same rules as for one table ([`super::claims`]).

use super::claims::{Claims, claims};
use super::interval::{self, Estimate};
use super::quantities::Quantities;

/// What the mean needs of a stratum.
#[derive(Debug, Clone, Copy)]
pub struct Within<'a> {
    /// Samples.
    pub n: u64,
    /// Estimates as computed, nats.
    pub estimates: &'a Quantities<Estimate>,
    /// I1 - I2.
    pub difference: &'a Estimate,
}

/// Mean over strata, nats.
#[derive(Debug, Clone)]
pub struct StrataMean {
    /// Estimates for display.
    pub displayed: Quantities<Estimate>,
    /// I1 - I2.
    pub difference: Estimate,
    /// Claims that it allows.
    pub claims: Claims,
}

/// The mean of at least one stratum; none of none.
pub fn mean_over_strata(strata: &[Within]) -> Option<StrataMean> {
    let (first, others) = strata.split_first()?;
    let n: u64 = strata.iter().map(|stratum| stratum.n).sum();
    let part = |stratum: &Within| {
        let weight = stratum.n as f64 / n as f64;
        (stratum.estimates.map(|e| weighted(e, weight)), weighted(stratum.difference, weight))
    };
    let (mut estimates, mut difference) = part(first);
    for stratum in others {
        let (more, further) = part(stratum);
        estimates = estimates.zip(&more, sum);
        difference = sum(&difference, &further);
    }
    let estimates = estimates.map(finished).map(interval::blur_below_floor);
    let difference = finished(&difference);
    let claims = claims(&estimates, &difference);
    Some(StrataMean { displayed: interval::project(&estimates), difference, claims })
}

/// Values times the weight; error and half-widths squared, in the fields of the error and the ends.
fn weighted(e: &Estimate, weight: f64) -> Estimate {
    let square = |x: f64| (weight * x) * (weight * x);
    Estimate {
        plugin: weight * e.plugin,
        estimate: weight * e.estimate,
        se: square(e.se),
        lower: square(e.estimate - e.lower),
        upper: square(e.upper - e.estimate),
        method: e.method,
    }
}

fn sum(a: &Estimate, b: &Estimate) -> Estimate {
    Estimate {
        plugin: a.plugin + b.plugin,
        estimate: a.estimate + b.estimate,
        se: a.se + b.se,
        lower: a.lower + b.lower,
        upper: a.upper + b.upper,
        method: a.method,
    }
}

fn finished(e: &Estimate) -> Estimate {
    Estimate { se: e.se.sqrt(), lower: e.estimate - e.lower.sqrt(), upper: e.estimate + e.upper.sqrt(), ..*e }
}
