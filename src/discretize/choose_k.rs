//! How many codes: the smallest K whose held-out J = I1 + I2 + I12 is within 0.02 bit of the best.
//!
//! Held-out I1 + I2 alone would miss what only both tell (exclusive or); held-out I12 alone would
//! merge codes that both sources share and so invent unique information. The sum does neither.
//!
//! For a table of contexts x and folds f, `I = mean over samples of log p_-f(y|x) / p_-f(y)`, with
//! `p_-f` from the other folds and one sample distributed as p(y) added to every context. Nats.

use crate::data::codes::Codes;
use crate::data::counts::occurrences;
use crate::rng::{Purpose, Rng};

/// Values of K that are tried.
pub const GRID: [usize; 8] = [2, 4, 6, 8, 12, 16, 24, 32];
/// Samples wanted per cell of a pair table.
pub const SAMPLES_PER_PAIR_CELL: usize = 16;
/// Loss of J that a smaller K may cost: 0.02 bit.
pub const TOLERATED_LOSS: f64 = 0.02 * std::f64::consts::LN_2;
/// Folds of the held-out estimate.
pub const FOLDS: usize = 5;
/// Samples per code of y squared, for a y that is clustered.
const SAMPLES_PER_TARGET: usize = 125;

/// Values of K worth trying with `n` samples and `ky` symbols of y: `K^2 Ky <= n`, and at least 16
/// samples per cell of a pair table. Never empty: 2 is left where nothing is supported.
pub fn grid(n: usize, ky: usize) -> Vec<usize> {
    let pair = |k: usize| k.saturating_mul(ky).saturating_mul(SAMPLES_PER_PAIR_CELL);
    let triple = |k: usize| k.saturating_mul(k).saturating_mul(ky);
    let supported = GRID.into_iter().filter(|&k| k == 2 || (triple(k) <= n && pair(k) <= n));
    supported.collect()
}

/// Codes of a y that is clustered: few, so that K of the sources can be 8 or so.
pub fn target_codes(n: usize) -> usize {
    let squared = n / SAMPLES_PER_TARGET;
    (2..=8).rev().find(|k| k * k <= squared).unwrap_or(2)
}

/// The smallest K within 0.02 bit of the best J; none of an empty list. `tried` may be in any order.
pub fn choose(tried: &[(usize, f64)]) -> Option<usize> {
    let best = tried.iter().map(|&(_, j)| j).fold(f64::NEG_INFINITY, f64::max);
    tried.iter().filter(|&&(_, j)| j >= best - TOLERATED_LOSS).map(|&(k, _)| k).min()
}

/// Held-out J = I1 + I2 + I12, nats; 5 folds.
pub fn held_out_information(x1: &Codes, x2: &Codes, y: &Codes, seed: u64) -> f64 {
    let n = y.codes.len().min(x1.codes.len()).min(x2.codes.len());
    if n < FOLDS {
        return 0.0;
    }
    let mut rng = Rng::new(seed, Purpose::Folds, 0, 0);
    let mut folds: Vec<usize> = (0..n).map(|i| i % FOLDS).collect();
    rng.shuffle(&mut folds);
    let first = |i: usize| u64::from(x1.codes[i]);
    let second = |i: usize| u64::from(x2.codes[i]);
    let both = |i: usize| first(i) * x2.size as u64 + second(i);
    held_out(&folds, &first, y) + held_out(&folds, &second, y) + held_out(&folds, &both, y)
}

/// Held-out information of `y` in the contexts.
fn held_out(folds: &[usize], context: &dyn Fn(usize) -> u64, y: &Codes) -> f64 {
    let (ky, fold_count) = (y.size as u64, FOLDS as u64);
    let mut targets = vec![[0; FOLDS]; y.size];
    let mut sizes = [0; FOLDS];
    let mut keys = Vec::with_capacity(folds.len());
    for (i, &fold) in folds.iter().enumerate() {
        targets[y.codes[i] as usize][fold] += 1;
        sizes[fold] += 1;
        keys.push((context(i) * ky + u64::from(y.codes[i])) * fold_count + fold as u64);
    }
    let symbols = targets.iter().filter(|held| held.iter().any(|&count| count > 0)).count() as f64;
    let mut total = 0.0;
    // Ascending: contexts, in each its cells, in each its folds.
    let found = occurrences(keys);
    for context in found.chunk_by(|a, b| a.0 / fold_count / ky == b.0 / fold_count / ky) {
        let held_here = by_fold(context);
        for cell in context.chunk_by(|a, b| a.0 / fold_count == b.0 / fold_count) {
            let target = &targets[(cell[0].0 / fold_count % ky) as usize];
            let held = by_fold(cell);
            for fold in (0..FOLDS).filter(|&fold| held[fold] > 0) {
                // Half a sample for every symbol of y, so that one seen in this fold only has a chance.
                let p_y = (others(target, fold) + 0.5) / (others(&sizes, fold) + 0.5 * symbols);
                let p = (others(&held, fold) + p_y) / (others(&held_here, fold) + 1.0);
                total += held[fold] as f64 * libm::log(p / p_y);
            }
        }
    }
    total / folds.len() as f64
}

/// Samples in each fold.
fn by_fold(found: &[(u64, u64)]) -> [u64; FOLDS] {
    let mut counts = [0; FOLDS];
    for &(key, count) in found {
        counts[(key % FOLDS as u64) as usize] += count;
    }
    counts
}

/// Samples outside a fold.
fn others(counts: &[u64; FOLDS], fold: usize) -> f64 {
    counts.iter().sum::<u64>() as f64 - counts[fold] as f64
}
