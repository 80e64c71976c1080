//! Agreement of partitions and of claims over K-means seeds.

use std::collections::BTreeMap;

/// Whether something present in these seeds may be claimed: in at least 4 of 5.
pub fn consensus(present: &[bool]) -> bool {
    let count = present.iter().filter(|&&p| p).count();
    !present.is_empty() && 5 * count >= 4 * present.len()
}

/// Adjusted Rand index of two partitions of the same samples: 1 for equal ones, 0 on average for
/// independent ones (Hubert and Arabie, Journal of Classification 2 (1985), equation 5).
pub fn adjusted_rand(a: &[u32], b: &[u32]) -> f64 {
    // One kind of map, that of the contexts of inference: a second kind is 2 kB of module.
    let mut cells = BTreeMap::<(u32, u64), f64>::new();
    let (mut rows, mut columns) = (cells.clone(), cells.clone());
    for (&i, &j) in a.iter().zip(b) {
        *cells.entry((i, u64::from(j))).or_default() += 1.0;
        *rows.entry((i, 0)).or_default() += 1.0;
        *columns.entry((j, 0)).or_default() += 1.0;
    }
    let pairs = |count: &f64| count * (count - 1.0) / 2.0;
    let together: f64 = cells.values().map(pairs).sum();
    let (first, second): (f64, f64) = (rows.values().map(pairs).sum(), columns.values().map(pairs).sum());
    let all = pairs(&(a.len().min(b.len()) as f64));
    let expected = if all > 0.0 { first * second / all } else { 0.0 };
    let most = f64::midpoint(first, second);
    // Both put all samples together, or all apart: nothing to disagree on.
    if most - expected <= 1e-12 * most.max(1.0) { 1.0 } else { (together - expected) / (most - expected) }
}
