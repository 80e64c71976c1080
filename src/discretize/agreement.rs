//! Agreement of partitions of the same samples.

use crate::data::counts::occurrences;

/// Cells of a table of two partitions that is kept dense, for speed.
const DENSE: usize = 1 << 20;

/// Adjusted Rand index of two partitions of the same samples: 1 for equal ones, 0 on average for
/// independent ones (Hubert and Arabie, Journal of Classification 2 (1985), equation 5).
pub fn adjusted_rand(a: &[u32], b: &[u32]) -> f64 {
    let [first_size, second_size] =
        [a, b].map(|codes| codes.iter().max().map_or(0, |&most| most as usize + 1));
    let both = a.iter().zip(b).map(|(&i, &j)| i as usize * second_size + j as usize);
    let together = alike(both, first_size.saturating_mul(second_size));
    let first = alike(a.iter().map(|&i| i as usize), first_size);
    let second = alike(b.iter().map(|&j| j as usize), second_size);
    let all = pairs(a.len().min(b.len()) as u64);
    let expected = if all > 0.0 { first * second / all } else { 0.0 };
    let most = f64::midpoint(first, second);
    // Both put all samples together, or all apart: nothing to disagree on.
    if most - expected <= 1e-12 * most.max(1.0) { 1.0 } else { (together - expected) / (most - expected) }
}

fn pairs(count: u64) -> f64 {
    count as f64 * (count as f64 - 1.0) / 2.0
}

/// Pairs of samples of the same key below `size`.
fn alike(keys: impl Iterator<Item = usize>, size: usize) -> f64 {
    if size > DENSE {
        let keys = keys.map(|key| key as u64).collect();
        return occurrences(keys).into_iter().map(|(_, count)| pairs(count)).sum();
    }
    let mut counts = vec![0; size];
    keys.for_each(|key| counts[key] += 1);
    counts.into_iter().map(pairs).sum()
}
