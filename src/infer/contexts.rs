//! I(X1,X2;Y) with a prior on how sharply y depends on each (x1, x2).
//!
//! In each context (x1, x2) the distribution of y is drawn from a Dirichlet distribution around the
//! observed p(y) with one concentration alpha for all contexts:
//!
//! ```text
//! p(. | x1, x2) ~ Dirichlet(alpha p(y)),   p(log alpha) uniform
//! I12 = H(Y) - sum over contexts N(x1,x2)/n E[H(Y | x1,x2) | counts]
//! ```
//!
//! averaged over the posterior of alpha. Large alpha: y does not depend on the sources; small
//! alpha: they determine it. Contexts weigh what they were observed, so that the distribution of
//! (x1, x2), which may be as sparse and as uneven as it likes, needs no prior. H(Y) is corrected by
//! Miller and Madow. E[H] as in Wolpert and Wolf, Physical Review E 52 (1995). Units: nats.

use crate::data::counts::Counts;
use crate::data::counts::occurrences;
use crate::decompose::entropy::gamma::{digamma, log_rising};
use crate::decompose::entropy::{entropy, posterior};

/// log alpha.
const RANGE: (f64, f64) = (-7.0, 9.0);

/// Estimate of I(X1,X2;Y).
pub(super) fn joint_information(counts: &Counts) -> f64 {
    let n = counts.n() as f64;
    let y = counts.pmf().y();
    let occupied = y.iter().filter(|&&p| p > 0.0).count() as f64;
    let target = entropy(&y) + (occupied - 1.0) / (2.0 * n);
    target - Contexts::new(counts, y).conditional_entropy()
}

/// Counts by context, with equal terms of the likelihood gathered.
struct Contexts {
    y: Vec<f64>,
    /// Size of each context and its range of cells.
    groups: Vec<(f64, std::ops::Range<usize>)>,
    /// Index into `kinds` of each cell.
    cells: Vec<usize>,
    /// Distinct (y, count) with their number of cells.
    kinds: Vec<(usize, f64, f64)>,
    /// Distinct context sizes with their number of contexts.
    sizes: Vec<(f64, f64)>,
    n: f64,
}

impl Contexts {
    fn new(counts: &Counts, y: Vec<f64>) -> Self {
        let mut contexts = Vec::new();
        let mut start = 0;
        for run in counts.cells.chunk_by(|a, b| a[..2] == b[..2]) {
            let range = start..start + run.len();
            contexts.push((counts.counts[range.clone()].iter().sum::<u64>(), range.clone()));
            start = range.end;
        }
        // The rank of a count among all, not the count, makes one key with y.
        let ranked = occurrences(counts.counts.clone());
        let rank = |count: u64| ranked.partition_point(|&(other, _)| other < count) as u64;
        let kind_of = |i: usize| u64::from(counts.cells[i][2]) << 32 | rank(counts.counts[i]);
        let kind_of: Vec<u64> = (0..counts.cells.len()).map(kind_of).collect();
        let kinds = occurrences(kind_of.clone());
        let cells = kind_of.iter().map(|kind| kinds.partition_point(|(other, _)| other < kind)).collect();
        let sizes = occurrences(contexts.iter().map(|&(size, _)| size).collect());
        let kind = |&(kind, k): &(u64, u64)| {
            ((kind >> 32) as usize, ranked[kind as u32 as usize].0 as f64, k as f64)
        };
        Self {
            y,
            groups: contexts.into_iter().map(|(size, range)| (size as f64, range)).collect(),
            cells,
            kinds: kinds.iter().map(kind).collect(),
            sizes: sizes.into_iter().map(|(size, k)| (size as f64, k as f64)).collect(),
            n: counts.n() as f64,
        }
    }

    /// Posterior mean of H(Y|X1,X2).
    fn conditional_entropy(&self) -> f64 {
        posterior::mean(
            RANGE,
            |t| self.log_likelihood(libm::exp(t)),
            |t| self.conditional_entropy_at(libm::exp(t)),
        )
    }

    /// log of the probability of all contexts' counts, up to a constant.
    fn log_likelihood(&self, alpha: f64) -> f64 {
        let cells: f64 = self.kinds.iter().map(|&(y, c, k)| k * log_rising(alpha * self.y[y], c)).sum();
        let sizes: f64 = self.sizes.iter().map(|&(size, k)| k * log_rising(alpha, size)).sum();
        cells - sizes
    }

    /// Mean over samples of E[H(p(. | context)) | counts, alpha].
    fn conditional_entropy_at(&self, alpha: f64) -> f64 {
        let term = |concentration: f64| concentration * digamma(concentration + 1.0);
        let empty: Vec<f64> = self.y.iter().map(|&p| if p > 0.0 { term(alpha * p) } else { 0.0 }).collect();
        let all_empty: f64 = empty.iter().sum();
        let gains: Vec<f64> =
            self.kinds.iter().map(|&(y, c, _)| term(c + alpha * self.y[y]) - empty[y]).collect();
        let mut total = 0.0;
        for (size, cells) in &self.groups {
            let gain: f64 = self.cells[cells.clone()].iter().map(|&kind| gains[kind]).sum();
            total += size * (digamma(size + alpha + 1.0) - (all_empty + gain) / (size + alpha));
        }
        total / self.n
    }
}
