//! Entropy of a distribution known by few samples: the estimator of Nemenman, Shafee and Bialek.
//!
//! Prior: symmetric Dirichlet of concentration `beta` on `A` symbols, mixed so that the expected
//! entropy `xi(beta) = psi(A beta + 1) - psi(beta + 1)` is uniform. Estimate: the posterior mean
//!
//! ```text
//! H = integral E[H | n, beta] L(beta) xi'(beta) d beta / integral L(beta) xi'(beta) d beta
//! L(beta) = Gamma(A beta) / Gamma(N + A beta) * prod_i Gamma(n_i + beta) / Gamma(beta)
//! ```
//!
//! taken over log beta. Counts enter by their multiplicities. Units: nats.
//!
//! "Entropy and inference, revisited", NIPS 14 (2002), equations 5 to 10.

use super::gamma::{digamma, log_rising, trigamma};
use super::posterior;
use crate::data::counts::occurrences;

/// log beta is searched here; the integrand is negligible or constant in shape beyond.
const RANGE: (f64, f64) = (-40.0, 40.0);

/// Counts by multiplicity: `(count, number of symbols with it)`, and their sum.
struct Histogram {
    counts: Vec<(f64, f64)>,
    occupied: f64,
    n: f64,
    alphabet: f64,
}

/// Posterior mean entropy (nats) of the distribution behind `counts`, on `alphabet` symbols.
///
/// Zero counts may be given or left out. An alphabet smaller than the number of occupied symbols
/// is taken to be that number.
pub fn entropy(counts: &[u64], alphabet: f64) -> f64 {
    let histogram = Histogram::new(counts, alphabet);
    if histogram.n == 0.0 || histogram.alphabet <= 1.0 {
        return 0.0;
    }
    posterior::mean(RANGE, |t| histogram.log_density(t), |t| histogram.mean(libm::exp(t)))
}

impl Histogram {
    fn new(counts: &[u64], alphabet: f64) -> Self {
        let positive: Vec<u64> = counts.iter().copied().filter(|&c| c > 0).collect();
        let occupied = positive.len() as f64;
        let by_count = occurrences(positive).into_iter();
        let counts: Vec<(f64, f64)> = by_count.map(|(c, k)| (c as f64, k as f64)).collect();
        Self {
            occupied,
            n: counts.iter().map(|(c, k)| c * k).sum(),
            counts,
            alphabet: alphabet.max(occupied),
        }
    }

    /// log of L(beta) xi'(beta) beta at beta = e^t, up to a constant.
    fn log_density(&self, t: f64) -> f64 {
        let beta = libm::exp(t);
        let likelihood: f64 = self.counts.iter().map(|&(c, k)| k * log_rising(beta, c)).sum();
        likelihood - log_rising(self.alphabet * beta, self.n) + libm::log(self.slope(beta)) + t
    }

    /// xi'(beta) > 0.
    fn slope(&self, beta: f64) -> f64 {
        let a = self.alphabet;
        if beta > 1e3 {
            // The difference below would cancel; its expansion in 1 / beta.
            let r = 1.0 / (a * a);
            return (0.5 * (1.0 - 1.0 / a) - (1.0 - r) / (6.0 * beta)) / (beta * beta);
        }
        a * trigamma(a * beta + 1.0) - trigamma(beta + 1.0)
    }

    /// E[H | counts, beta].
    fn mean(&self, beta: f64) -> f64 {
        let total = self.n + self.alphabet * beta;
        let empty = (self.alphabet - self.occupied) * beta * digamma(beta + 1.0);
        let occupied: f64 = self.counts.iter().map(|&(c, k)| k * (c + beta) * digamma(c + beta + 1.0)).sum();
        digamma(total + 1.0) - (occupied + empty) / total
    }
}
