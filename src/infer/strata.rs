//! The mean over strata: groups of samples that were each decomposed alone.
//!
//! With weights w_s = n_s / n, every quantity is the weighted mean of its estimates. The samples of
//! different strata are independent, so errors and half-widths of intervals add in squares, each end
//! by itself, and so do covariances. The mean is a [`Part`] like that of one table: means of several
//! partitions are pooled by the same rules.

use super::interval::Estimate;
use super::pooled::{Correlation, Part};

/// The mean of at least one stratum; none of none.
pub fn mean_over_strata(strata: &[Part]) -> Option<Part> {
    let (first, others) = strata.split_first()?;
    let n: u64 = strata.iter().map(|stratum| stratum.n).sum();
    let weight = |stratum: &Part| stratum.n as f64 / n as f64;
    let whole = others.iter().fold(weighted(first, weight(first)), |sum, other| {
        let more = weighted(other, weight(other));
        Part {
            n,
            estimates: sum.estimates.zip(&more.estimates, add),
            difference: add(&sum.difference, &more.difference),
            uniques: add(&sum.uniques, &more.uniques),
            correlation: Correlation {
                uniques: sum.correlation.uniques + more.correlation.uniques,
                informations: sum.correlation.informations + more.correlation.informations,
            },
            delta: sum.delta + more.delta,
            tie: sum.tie || more.tie,
            lone: sum.lone + more.lone,
            per_cell: sum.per_cell.min(more.per_cell),
            apart: sum.apart,
        }
    });
    Some(finished(&whole))
}

/// Values times the weight; errors, half-widths and covariances squared, in the fields of errors,
/// ends and correlations.
fn weighted(part: &Part, weight: f64) -> Part {
    let covariance =
        |a: &Estimate, b: &Estimate, correlation: f64| weight * weight * a.se * b.se * correlation;
    let e = &part.estimates;
    Part {
        n: part.n,
        estimates: e.map(|e| weighted_estimate(e, weight)),
        difference: weighted_estimate(&part.difference, weight),
        uniques: weighted_estimate(&part.uniques, weight),
        correlation: Correlation {
            uniques: covariance(&e.unique1, &e.unique2, part.correlation.uniques),
            informations: covariance(&part.difference, &e.i12, part.correlation.informations),
        },
        delta: weight * weight * part.delta * part.delta,
        tie: part.tie,
        lone: weight * part.lone,
        per_cell: part.per_cell,
        apart: [false; 3],
    }
}

fn weighted_estimate(e: &Estimate, weight: f64) -> Estimate {
    let square = |x: f64| (weight * x) * (weight * x);
    Estimate {
        plugin: weight * e.plugin,
        estimate: weight * e.estimate,
        se: square(e.se),
        se_within: square(e.se_within),
        se_between: square(e.se_between),
        lower: square(e.estimate - e.lower),
        upper: square(e.upper - e.estimate),
        method: e.method,
    }
}

fn add(a: &Estimate, b: &Estimate) -> Estimate {
    Estimate {
        plugin: a.plugin + b.plugin,
        estimate: a.estimate + b.estimate,
        se: a.se + b.se,
        se_within: a.se_within + b.se_within,
        se_between: a.se_between + b.se_between,
        lower: a.lower + b.lower,
        upper: a.upper + b.upper,
        method: a.method,
    }
}

/// Roots of what was added in squares.
fn finished(part: &Part) -> Part {
    let (estimates, difference) = (part.estimates.map(root), root(&part.difference));
    let correlation = |covariance: f64, a: &Estimate, b: &Estimate| {
        if a.se * b.se > 0.0 { covariance / (a.se * b.se) } else { 0.0 }
    };
    Part {
        estimates,
        difference,
        uniques: root(&part.uniques),
        correlation: Correlation {
            uniques: correlation(part.correlation.uniques, &estimates.unique1, &estimates.unique2),
            informations: correlation(part.correlation.informations, &difference, &estimates.i12),
        },
        delta: part.delta.sqrt(),
        ..*part
    }
}

fn root(e: &Estimate) -> Estimate {
    Estimate {
        se: e.se.sqrt(),
        se_within: e.se_within.sqrt(),
        se_between: e.se_between.sqrt(),
        lower: e.estimate - e.lower.sqrt(),
        upper: e.estimate + e.upper.sqrt(),
        ..*e
    }
}
