//! Ways of pooling, and what is counted of each.

use modalens::infer::{Estimate, Part, Pooled, pool};
use modalens::units::BITS;

use super::{PARTITIONS, Parts};

/// Restarts at most of which a scheme has several partitions.
pub(crate) const FEW: u64 = 3;

/// How many partitions, each the best of how many restarts.
pub(crate) struct Scheme {
    pub(crate) restarts: u64,
    pub(crate) partitions: usize,
    /// Factors of the variances within and between.
    pub(crate) factors: [f64; 2],
}

/// The one partition of before, then the engine's way, then what takes no other partitions; with `all` others
/// that were tried.
pub(crate) fn schemes(all: bool) -> Vec<Scheme> {
    let scheme = |partitions, restarts, factors| Scheme { restarts, partitions, factors };
    let mut schemes = vec![scheme(1, 10, [1.0, 1.0]), scheme(10, 2, [1.0, 1.0])];
    schemes.extend([[1.0, 2.0], [0.75, 1.0]].map(|factors| scheme(10, 2, factors)));
    schemes.push(scheme(5, 2, [1.0, 1.0]));
    if all {
        let tried = [(10, 1), (20, 1), (20, 2), (10, 3), (20, 3)];
        schemes.extend(tried.map(|(partitions, restarts)| scheme(partitions, restarts, [1.0, 1.0])));
    }
    schemes
}

impl Scheme {
    pub(crate) fn name(&self) -> String {
        let [within, between] = self.factors;
        let factors =
            if self.factors == [1.0; 2] { String::new() } else { format!(", {within} W + {between} B / m") };
        format!("{} x best of {}{factors}", self.partitions, self.restarts)
    }

    /// The partitions by its restarts.
    pub(crate) fn parts<'a>(&self, parts: &'a Parts) -> &'a [Part] {
        &parts.iter().find(|(restarts, _)| *restarts == self.restarts).expect("partitions of each scheme").1
    }

    fn answer(&self, parts: &[Part], seed: u64) -> Answer {
        let mut answer = Answer::of(&pool(parts, seed).expect("partitions"));
        if self.factors != [1.0; 2] {
            answer.0.iter_mut().for_each(|e| *e = with_factors(e, self.factors));
        }
        answer
    }
}

/// The same with more or less of either variance.
fn with_factors(e: &Estimate, [within, between]: [f64; 2]) -> Estimate {
    let se = (within * e.se_within * e.se_within + between * e.se_between * e.se_between).sqrt();
    let less = 2.093 * (e.se - se);
    Estimate { se, lower: (e.lower + less).min(e.estimate), upper: (e.upper - less).max(e.estimate), ..*e }
}

/// Redundancy, both uniques, synergy, and the difference of the uniques.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Answer(pub(crate) [Estimate; 5]);

impl Answer {
    pub(crate) fn of(pooled: &Pooled) -> Self {
        let q = &pooled.displayed;
        Self([q.redundancy, q.unique1, q.unique2, q.synergy, pooled.difference])
    }

    pub(crate) fn values(&self) -> [f64; 5] {
        self.0.map(|e| e.estimate)
    }
}

/// Sums over samples, in bits; quantities in the order of [`Answer`].
#[derive(Debug, Clone, Default)]
pub(crate) struct Tally {
    pub(crate) runs: f64,
    pub(crate) covered: [f64; 5],
    /// Intervals that contain what all data give by partitions fitted on as many of them as there are
    /// samples.
    pub(crate) covered_as_fitted: [f64; 5],
    pub(crate) width: [f64; 5],
    pub(crate) error: [f64; 5],
    pub(crate) squares: [f64; 5],
    /// Intervals of two answers by other seeds that have something in common.
    pub(crate) overlap: [f64; 5],
    /// Estimates of two answers that differ by less than half an interval.
    pub(crate) near: [f64; 5],
    /// Pairs of answers.
    pub(crate) pairs: f64,
    /// Squared standard errors.
    pub(crate) variance: [f64; 5],
    /// The part of it between partitions.
    pub(crate) between: [f64; 5],
}

impl Tally {
    /// Counts one sample; `shift` is what changes of the truth by partitions that are fitted on so few, nats.
    pub(crate) fn count(
        &mut self,
        [truth, shift]: [&[f64; 5]; 2],
        scheme: &Scheme,
        parts: &[Part],
        seed: u64,
    ) {
        let m = scheme.partitions;
        let answer = scheme.answer(&parts[..m], seed);
        self.runs += 1.0;
        for (i, (e, &known)) in answer.0.iter().zip(truth).enumerate() {
            let error = (e.estimate - known) * BITS;
            self.covered[i] += one(e.lower <= known && known <= e.upper);
            let as_fitted = known + shift[i];
            self.covered_as_fitted[i] += one(e.lower <= as_fitted && as_fitted <= e.upper);
            self.width[i] += (e.upper - e.lower) * BITS;
            self.error[i] += error;
            self.squares[i] += error * error;
            self.variance[i] += (e.se_within * e.se_within + e.se_between * e.se_between) * BITS * BITS;
            self.between[i] += e.se_between * e.se_between * BITS * BITS;
        }
        if 2 * m <= PARTITIONS && 2 * m <= parts.len() {
            self.compare(&answer, &scheme.answer(&parts[m..2 * m], seed + 1));
        }
    }

    fn compare(&mut self, a: &Answer, b: &Answer) {
        self.pairs += 1.0;
        for (i, (a, b)) in a.0.iter().zip(&b.0).enumerate() {
            self.overlap[i] += one(a.lower <= b.upper && b.lower <= a.upper);
            self.near[i] += one((a.estimate - b.estimate).abs() < 0.5 * (a.upper - a.lower));
        }
    }

    /// Adds another tally.
    pub(crate) fn add(&mut self, other: &Self) {
        let pairs = |a: &mut [f64; 5], b: &[f64; 5]| a.iter_mut().zip(b).for_each(|(a, b)| *a += b);
        self.runs += other.runs;
        self.pairs += other.pairs;
        pairs(&mut self.covered, &other.covered);
        pairs(&mut self.covered_as_fitted, &other.covered_as_fitted);
        pairs(&mut self.width, &other.width);
        pairs(&mut self.error, &other.error);
        pairs(&mut self.squares, &other.squares);
        pairs(&mut self.overlap, &other.overlap);
        pairs(&mut self.near, &other.near);
        pairs(&mut self.variance, &other.variance);
        pairs(&mut self.between, &other.between);
    }
}

fn one(holds: bool) -> f64 {
    f64::from(u8::from(holds))
}
