//! How far a probe's scores may be believed: one number, found on samples it was not trained on.
//!
//! p(y|x) is proportional to `p(y) exp(beta (score_y - log p(y)))`: beta = 0 is the prior, 1 the probe as it
//! is. The mean of -log p(y|x) is convex in beta; Newton's steps within [0, 4].

use super::logistic::greatest;
use crate::kernel::elementary;

/// Newton's steps at most.
const STEPS: usize = 12;
/// Confidence at most.
const MOST: f64 = 4.0;

/// The scores of one sample as log p(y|x), into `out`.
pub(super) fn log_posterior(scores: &[f64], log_prior: &[f64], beta: f64, out: &mut [f64]) {
    for ((out, score), prior) in out.iter_mut().zip(scores).zip(log_prior) {
        *out = prior + beta * (score - prior);
    }
    let most = greatest(out);
    let mut powers = vec![0.0; out.len()];
    out.iter_mut().for_each(|value| *value -= most);
    elementary::exp(out, &mut powers);
    let normaliser = libm::log(powers.iter().sum());
    out.iter_mut().for_each(|value| *value -= normaliser);
}

/// The confidence that suits the samples `(scores, y)` best, and their mean loss with it, nats.
pub(super) fn confidence<'a>(
    samples: &(impl Iterator<Item = (&'a [f64], u32)> + Clone),
    log_prior: &[f64],
) -> (f64, f64) {
    let count = samples.clone().count().max(1) as f64;
    let mut log_posterior_here = vec![0.0; log_prior.len()];
    // Mean loss, slope and curvature at beta.
    let mut at = |beta: f64| {
        let (mut loss, mut slope, mut curvature) = (0.0, 0.0, 0.0);
        for (scores, y) in samples.clone() {
            log_posterior(scores, log_prior, beta, &mut log_posterior_here);
            loss -= log_posterior_here[y as usize];
            let (mut first, mut second) = (0.0, 0.0);
            for ((log_p, score), prior) in log_posterior_here.iter().zip(scores).zip(log_prior) {
                let (p, evidence) = (libm::exp(*log_p), score - prior);
                first += p * evidence;
                second += p * evidence * evidence;
            }
            slope += first - (scores[y as usize] - log_prior[y as usize]);
            curvature += second - first * first;
        }
        (loss / count, slope / count, curvature / count)
    };
    let mut beta = 1.0;
    let mut best = (0.0, at(0.0).0);
    for _ in 0..STEPS {
        let (loss, slope, curvature) = at(beta);
        if loss < best.1 {
            best = (beta, loss);
        }
        let next = (beta - slope / curvature.max(1e-12)).clamp(0.0, MOST);
        if (next - beta).abs() < 1e-3 {
            break;
        }
        beta = next;
    }
    best
}
