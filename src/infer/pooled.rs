//! One answer from several partitions of the same samples.
//!
//! Another K-means solution is another partition with other numbers, and an interval of one of them
//! is silent about the others. With estimates t_j of m partitions and their standard errors s_j:
//!
//! ```text
//! W = mean s_j^2     B = sum (t_j - mean)^2 / (m - 1)
//! estimate = mean t_j     SE^2 = W + B / m     interval = estimate -+ t SE
//! ```
//!
//! What is estimated is the mean over K-means solutions, whence B / m and not Rubin's (1 + 1/m) B,
//! which would be the spread of a single solution. W is not divided by m: the partitions share their
//! samples. Widenings of one side (ties, floor) are averaged as they are. Claims, ranking and shares
//! follow from the pooled values by the rules for one table, which is the case m = 1. Units: nats.

use serde::{Deserialize, Serialize};

use super::claims::{Claims, claims};
use super::interval::{self, Estimate, t_value};
use super::jackknife::GROUPS;
use super::quantities::Quantities;
use super::share::{self, Joint, Share, Undefined};

/// Share of the samples that may be alone in their cell of a pair table for anything to be claimed: the
/// jackknife leaves a bias of about a fifth of this share in bits, which intervals do not know of.
pub const MOST_LONE: f64 = 0.05;

/// Samples per cell of the triple table below which nothing is said of synergy, nor of what follows from it.
pub const LEAST_PER_CELL: f64 = 0.25;

/// What the inference of one partition gives to the pool, nats.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Samples.
    pub n: u64,
    /// Estimates as computed, before anything is blurred below the floor.
    pub estimates: Quantities<Estimate>,
    /// I1 - I2 = U1 - U2.
    pub difference: Estimate,
    /// U1 + U2.
    pub uniques: Estimate,
    /// How the estimates of shares vary together.
    pub correlation: Correlation,
    /// Standard error of the bias correction of synergy.
    pub delta: f64,
    /// Whether the unique information of the modality that knows less is unresolved.
    pub tie: bool,
    /// Share of the samples that are alone in their cell of a pair table, the larger of both tables.
    pub lone: f64,
    /// Samples per cell of the triple table.
    pub per_cell: f64,
    /// Whether each of x1, x2, y shows no dependence on the other two.
    pub apart: [bool; 3],
}

/// Correlations of estimates within a partition.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Correlation {
    /// Of U1 with U2.
    pub uniques: f64,
    /// Of I1 - I2 with I12.
    pub informations: f64,
}

/// What several partitions say together, nats.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Pooled {
    /// Partitions.
    pub partitions: usize,
    /// Estimates as computed; tests and claims use these.
    pub estimates: Quantities<Estimate>,
    /// The same projected to what a distribution can have, for display.
    pub displayed: Quantities<Estimate>,
    /// I1 - I2 = U1 - U2.
    pub difference: Estimate,
    /// Claims that the pooled values allow.
    pub claims: Claims,
    /// In how many partitions each quantity's own interval lies above the floor.
    pub present_in: Quantities<usize>,
    /// In how many partitions the own interval of I1 - I2 gives the ranking that is claimed.
    pub ranked_in: usize,
    /// U1 / (U1 + U2) and its complement.
    pub contribution: [Share; 2],
    /// Shapley shares of x1 and x2.
    pub shapley: [Share; 2],
    /// Mean standard error of the bias correction of synergy.
    pub delta: f64,
    /// Whether a partition may be at a tie, so that upper ends of redundancy and synergy were raised.
    pub tie: bool,
    /// Mean share of the samples that are alone in their cell of a pair table; above
    /// [`MOST_LONE`] nothing is claimed.
    pub lone: f64,
    /// Whether each of x1, x2, y shows no dependence on the other two in any partition.
    pub apart: [bool; 3],
}

/// Pools the partitions of one set of samples; none of none. `seed` is that of the analysis, for
/// the draws behind the intervals of shares.
pub fn pool(parts: &[Part], seed: u64) -> Option<Pooled> {
    parts.first().map(|first| pool_with(first, parts, seed))
}

/// What one partition says alone.
pub(super) fn pool_one(part: &Part, seed: u64) -> Pooled {
    pool_with(part, std::slice::from_ref(part), seed)
}

fn pool_with(first: &Part, parts: &[Part], seed: u64) -> Pooled {
    let difference = pool_quantity(parts, |part| &part.difference);
    let estimates = pool_quantities(parts).map(interval::blur_below_floor);
    let lone = parts.iter().map(|part| part.lone).sum::<f64>() / parts.len() as f64;
    let per_cell = parts.iter().map(|part| part.per_cell).fold(f64::INFINITY, f64::min);
    let mut claims = if lone > MOST_LONE { Claims::NONE } else { claims(&estimates, &difference) };
    if per_cell < LEAST_PER_CELL {
        (claims.present.synergy, claims.present.i12, claims.most) = (false, false, None);
    }
    let own: Vec<Claims> = parts.iter().map(|part| self::claims(&part.estimates, &part.difference)).collect();
    let none = first.estimates.map(|_| 0);
    let present_in =
        own.iter().fold(none, |sum, own| sum.zip(&own.present, |sum, &present| sum + usize::from(present)));
    let undefined = |reason| Share::Undefined { reason };
    let [contribution, shapley] = match shares(parts, &estimates, &difference, seed) {
        _ if lone > MOST_LONE => [undefined(Undefined::LoneSamples); 2],
        [contribution, _] if per_cell < LEAST_PER_CELL => [contribution, undefined(Undefined::SynergyHidden)],
        shares => shares,
    };
    Pooled {
        partitions: parts.len(),
        estimates,
        displayed: interval::project(&estimates),
        difference,
        claims,
        present_in,
        ranked_in: own.iter().filter(|own| own.ranking == claims.ranking).count(),
        contribution: [contribution, contribution.complement()],
        shapley: [shapley, shapley.complement()],
        delta: parts.iter().map(|part| part.delta).sum::<f64>() / parts.len() as f64,
        tie: parts.iter().any(|part| part.tie),
        lone,
        apart: [0, 1, 2].map(|input| parts.iter().all(|part| part.apart[input])),
    }
}

/// Contribution and Shapley share of x1.
fn shares(parts: &[Part], estimates: &Quantities<Estimate>, difference: &Estimate, seed: u64) -> [Share; 2] {
    let uniques = Joint {
        values: [estimates.unique1.estimate, estimates.unique2.estimate],
        se: [estimates.unique1.se, estimates.unique2.se],
        correlation: correlation(parts, |part| {
            ([&part.estimates.unique1, &part.estimates.unique2], part.correlation.uniques)
        }),
    };
    let informations = Joint {
        values: [difference.estimate, estimates.i12.estimate],
        se: [difference.se, estimates.i12.se],
        correlation: correlation(parts, |part| {
            ([&part.difference, &part.estimates.i12], part.correlation.informations)
        }),
    };
    let sum = pool_quantity(parts, |part| &part.uniques);
    [share::contribution(&uniques, sum.lower, seed), share::shapley(&informations, estimates.i12.lower, seed)]
}

fn pool_quantities(parts: &[Part]) -> Quantities<Estimate> {
    let of = |get: fn(&Quantities<Estimate>) -> &Estimate| pool_quantity(parts, |part| get(&part.estimates));
    Quantities {
        i1: of(|q| &q.i1),
        i2: of(|q| &q.i2),
        i12: of(|q| &q.i12),
        union: of(|q| &q.union),
        redundancy: of(|q| &q.redundancy),
        unique1: of(|q| &q.unique1),
        unique2: of(|q| &q.unique2),
        synergy: of(|q| &q.synergy),
    }
}

/// One quantity over at least one partition.
fn pool_quantity(parts: &[Part], of: impl Fn(&Part) -> &Estimate) -> Estimate {
    let m = parts.len() as f64;
    let mean = |value: &dyn Fn(&Estimate, f64) -> f64| {
        parts.iter().map(|part| value(of(part), part.t())).sum::<f64>() / m
    };
    let (estimate, within) = (mean(&|e, _| e.estimate), mean(&|e, _| e.se * e.se));
    let squares = mean(&|e, _| (e.estimate - estimate) * (e.estimate - estimate));
    let between = if parts.len() > 1 { squares / (m - 1.0) } else { 0.0 };
    let se = (within + between).sqrt();
    let half = mean(&|_, t| t) * se;
    Estimate {
        plugin: mean(&|e, _| e.plugin),
        estimate,
        se,
        se_within: within.sqrt(),
        se_between: between.sqrt(),
        lower: estimate - half - mean(&|e, t| e.estimate - e.lower - t * e.se),
        upper: estimate + half + mean(&|e, t| e.upper - e.estimate - t * e.se),
        method: of(&parts[0]).method,
    }
}

/// Correlation of two pooled values: their covariance within and over partitions.
fn correlation(parts: &[Part], of: impl Fn(&Part) -> ([&Estimate; 2], f64)) -> f64 {
    let m = parts.len() as f64;
    let mean = |value: &dyn Fn([&Estimate; 2], f64) -> f64| {
        parts.iter().map(&of).map(|(pair, correlation)| value(pair, correlation)).sum::<f64>() / m
    };
    let means = [0, 1].map(|i| mean(&|pair, _| pair[i].estimate));
    let within = mean(&|[a, b], correlation| correlation * a.se * b.se);
    let products = mean(&|[a, b], _| (a.estimate - means[0]) * (b.estimate - means[1]));
    let between = if parts.len() > 1 { products / (m - 1.0) } else { 0.0 };
    let pooled = |i: usize| pool_quantity(parts, |part| of(part).0[i]).se;
    let spread = pooled(0) * pooled(1);
    if spread > 0.0 { (within + between) / spread } else { 0.0 }
}

impl Part {
    /// Student's t of its intervals.
    fn t(&self) -> f64 {
        t_value(self.n.min(GROUPS as u64) as usize)
    }
}
