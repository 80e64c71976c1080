//! Agreement of partitions over K-means seeds.

use crate::data::counts::occurrences;

/// Adjusted Rand index of two partitions of the same samples: 1 for equal ones, 0 on average for
/// independent ones (Hubert and Arabie, Journal of Classification 2 (1985), equation 5).
pub fn adjusted_rand(a: &[u32], b: &[u32]) -> f64 {
    let pairs = |count: f64| count * (count - 1.0) / 2.0;
    let alike = |key: &dyn Fn(u32, u32) -> u64| -> f64 {
        let keys = a.iter().zip(b).map(|(&i, &j)| key(i, j)).collect();
        occurrences(keys).into_iter().map(|(_, count)| pairs(count as f64)).sum()
    };
    let together = alike(&|i, j| u64::from(i) << 32 | u64::from(j));
    let (first, second) = (alike(&|i, _| u64::from(i)), alike(&|_, j| u64::from(j)));
    let all = pairs(a.len().min(b.len()) as f64);
    let expected = if all > 0.0 { first * second / all } else { 0.0 };
    let most = f64::midpoint(first, second);
    // Both put all samples together, or all apart: nothing to disagree on.
    if most - expected <= 1e-12 * most.max(1.0) { 1.0 } else { (together - expected) / (most - expected) }
}
