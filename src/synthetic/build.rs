//! Building blocks of the systems: how the states of the two modalities depend on each other, how
//! y depends on both, and how a state is split into several codes that say the same.
//!
//! A table is indexed `[x1, x2, y]` and sums to 1. Bits are numbered from the lowest.

use ndarray::Array3;

/// Joint probabilities `[x1, x2, y]`.
pub(super) type Table = Array3<f64>;

/// Table with p(x1, x2) = `weight(x1, x2)` and p(y | x1, x2) = `channel(x1, x2)`.
pub(super) fn table(
    [k1, k2, ky]: [usize; 3],
    weight: &dyn Fn(usize, usize) -> f64,
    channel: &dyn Fn(usize, usize) -> Vec<f64>,
) -> Table {
    let mut table = Table::zeros((k1, k2, ky));
    for x1 in 0..k1 {
        for x2 in 0..k2 {
            let w = weight(x1, x2);
            for (y, p) in channel(x1, x2).into_iter().enumerate() {
                table[[x1, x2, y]] = w * p;
            }
        }
    }
    table
}

/// Uniform and independent x1, x2.
pub(super) fn independent(shape: [usize; 3], channel: &dyn Fn(usize, usize) -> Vec<f64>) -> Table {
    let weight = 1.0 / (shape[0] * shape[1]) as f64;
    table(shape, &|_, _| weight, channel)
}

/// Bit `k` of `z`.
pub(super) fn bit(z: usize, k: usize) -> usize {
    (z >> k) & 1
}

/// Probability of 1 after `b` is inverted with probability `e`.
pub(super) fn flip(b: usize, e: f64) -> f64 {
    if b == 1 { 1.0 - e } else { e }
}

/// Distribution of a bit that is 1 with probability `p`.
pub(super) fn bernoulli(p: f64) -> Vec<f64> {
    vec![1.0 - p, p]
}

/// Distribution of a word of independent bits, 1 with probabilities `p`, the highest bit first.
pub(super) fn word(p: &[f64]) -> Vec<f64> {
    p.iter().fold(vec![1.0], |words, &p| words.iter().flat_map(|w| [w * (1.0 - p), w * p]).collect())
}

/// All mass on `y`.
pub(super) fn certain(y: usize, ky: usize) -> Vec<f64> {
    (0..ky).map(|i| if i == y { 1.0 } else { 0.0 }).collect()
}

/// `1 - e` of the distribution `p`, the rest uniform.
pub(super) fn blur(p: &[f64], e: f64) -> Vec<f64> {
    let floor = e / p.len() as f64;
    p.iter().map(|p| (1.0 - e) * p + floor).collect()
}

/// Softmax of votes: weight `w1` for symbol `v1` plus `w2` for `v2`, divided by `temperature`.
pub(super) fn softmax_votes(
    v1: usize,
    v2: usize,
    [w1, w2]: [f64; 2],
    temperature: f64,
    ky: usize,
) -> Vec<f64> {
    let vote = |v: usize, w: f64, y: usize| if v == y { w } else { 0.0 };
    let logits: Vec<f64> = (0..ky).map(|y| (vote(v1, w1, y) + vote(v2, w2, y)) / temperature).collect();
    let top = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = logits.iter().map(|l| libm::exp(l - top)).collect();
    let total: f64 = weights.iter().sum();
    weights.iter().map(|w| w / total).collect()
}

/// Eight states a modality made of a bit that both share and two of its own:
/// z1 = r + 2a + 4s, z2 = r + 2b + 4t; `channel` is given r, a, b and s xor t.
pub(super) fn shared_bit(ky: usize, channel: &dyn Fn([usize; 4]) -> Vec<f64>) -> Table {
    table([8, 8, ky], &|z1, z2| if bit(z1, 0) == bit(z2, 0) { 1.0 / 32.0 } else { 0.0 }, &|z1, z2| {
        channel([bit(z1, 0), bit(z1, 1), bit(z2, 1), bit(z1, 2) ^ bit(z2, 2)])
    })
}

/// Votes in 0..`votes`, uniform; the second copies the first with probability `rho`.
pub(super) fn votes(votes: usize, rho: f64, ky: usize, channel: &dyn Fn(usize, usize) -> Vec<f64>) -> Table {
    let v = votes as f64;
    let weight = |v1: usize, v2: usize| (if v1 == v2 { rho } else { 0.0 } + (1.0 - rho) / v) / v;
    table([votes, votes, ky], &weight, channel)
}

/// State of a synthetic vision-language model: z = 2 * vote + nuisance bit, four votes.
pub(super) fn vision_language(rho: f64, channel: &dyn Fn(usize, usize) -> Vec<f64>) -> Table {
    let weight = |z1: usize, z2: usize| (if z1 / 2 == z2 / 2 { rho } else { 0.0 } + (1.0 - rho) / 4.0) / 16.0;
    table([8, 8, 4], &weight, channel)
}

/// Splits each state of x1 into `parts1.len()` codes with these shares, and each of x2 likewise.
/// The codes of a state are neighbours: code = parts * state + part.
pub(super) fn split(states: &Table, parts1: &[f64], parts2: &[f64]) -> Table {
    let (k1, k2, ky) = states.dim();
    let mut table = Table::zeros((k1 * parts1.len(), k2 * parts2.len(), ky));
    for ((z1, z2, y), &p) in states.indexed_iter() {
        for (i, &share1) in parts1.iter().enumerate() {
            for (j, &share2) in parts2.iter().enumerate() {
                table[[parts1.len() * z1 + i, parts2.len() * z2 + j, y]] = p * share1 * share2;
            }
        }
    }
    table
}

/// Channels that see y of distribution `py`: right with probability 1 - e, else any other class.
/// Given y they are independent; with `garbled`, x2 sees y only through x1 (a Markov chain with
/// the same two pair tables, which is therefore their coupling of least information).
pub(super) fn class_channels(py: &[f64], [e1, e2]: [f64; 2], garbled: bool) -> Table {
    let classes = py.len();
    let others = (classes - 1) as f64;
    let chance = |right: bool, e: f64| if right { 1.0 - e } else { e / others };
    let further = (e2 - e1) / (1.0 - e1 - e1 / others);
    Table::from_shape_fn((classes, classes, classes), |(x1, x2, y)| {
        let p2 = if garbled { chance(x2 == x1, further) } else { chance(x2 == y, e2) };
        py[y] * chance(x1 == y, e1) * p2
    })
}
