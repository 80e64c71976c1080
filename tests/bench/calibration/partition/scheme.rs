//! Ways of pooling, and what is counted of each.

use modalens::infer::{Estimate, Part, Pooled, pool};
use modalens::units::BITS;

use super::{PARTITIONS, RESTARTS};

/// How many partitions, each the best of how many restarts.
pub(crate) struct Scheme {
    /// Place in [`RESTARTS`].
    pub(crate) restarts: usize,
    /// Partitions.
    pub(crate) partitions: usize,
    /// Factor of the variance within.
    pub(crate) within: f64,
}

pub(crate) fn schemes() -> Vec<Scheme> {
    let scheme = |restarts, partitions, within| Scheme { restarts, partitions, within };
    vec![
        scheme(3, 1, 1.0),
        scheme(0, 10, 1.0),
        scheme(1, 5, 1.0),
        scheme(1, 10, 1.0),
        scheme(1, 20, 1.0),
        scheme(2, 10, 1.0),
        scheme(1, 10, 0.75),
        scheme(1, 10, 0.5),
    ]
}

impl Scheme {
    pub(crate) fn name(&self) -> String {
        let (m, r) = (self.partitions, RESTARTS[self.restarts]);
        let within = if self.within < 1.0 { format!(", {} W", self.within) } else { String::new() };
        format!("{m} x best of {r}{within}")
    }

    fn answer(&self, parts: &[Part], seed: u64) -> Answer {
        let mut answer = Answer::of(&pool(parts, seed).expect("partitions"));
        if self.within < 1.0 {
            answer.0.iter_mut().for_each(|e| *e = narrowed(e, self.within));
        }
        answer
    }
}

/// The same with less variance within.
fn narrowed(e: &Estimate, factor: f64) -> Estimate {
    let se = (factor * e.se_within * e.se_within + e.se_between * e.se_between).sqrt();
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
}

/// Sums over samples, in bits; quantities in the order of [`Answer`].
#[derive(Debug, Clone, Default)]
pub(crate) struct Tally {
    pub(crate) runs: f64,
    pub(crate) covered: [f64; 5],
    pub(crate) width: [f64; 5],
    pub(crate) error: [f64; 5],
    pub(crate) squares: [f64; 5],
    /// Intervals of two answers by other seeds that have something in common.
    pub(crate) overlap: [f64; 5],
    /// Estimates of two answers that differ by less than half an interval.
    pub(crate) near: [f64; 5],
    /// Pairs of answers.
    pub(crate) pairs: f64,
    /// Squared standard errors within.
    pub(crate) within: [f64; 5],
}

impl Tally {
    /// Counts one sample.
    pub(crate) fn count(&mut self, truth: &Answer, scheme: &Scheme, parts: &[Part], seed: u64) {
        let m = scheme.partitions;
        let answer = scheme.answer(&parts[..m], seed);
        self.runs += 1.0;
        for (i, (e, known)) in answer.0.iter().zip(&truth.0).enumerate() {
            let known = known.estimate;
            let error = (e.estimate - known) * BITS;
            self.covered[i] += one(e.lower <= known && known <= e.upper);
            self.width[i] += (e.upper - e.lower) * BITS;
            self.error[i] += error;
            self.squares[i] += error * error;
            self.within[i] += e.se_within * e.se_within * BITS * BITS;
        }
        if 2 * m <= parts.len().min(PARTITIONS) {
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
        pairs(&mut self.width, &other.width);
        pairs(&mut self.error, &other.error);
        pairs(&mut self.squares, &other.squares);
        pairs(&mut self.overlap, &other.overlap);
        pairs(&mut self.near, &other.near);
        pairs(&mut self.within, &other.within);
    }
}

fn one(holds: bool) -> f64 {
    f64::from(u8::from(holds))
}
