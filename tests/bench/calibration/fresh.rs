//! Random systems that are in no list: ties, mixtures, nulls, chains and Dirichlet tables with
//! random sizes (K1 != K2), cluster shares and numbers of samples.

use modalens::data::counts::Pmf;
use modalens::rng::{Purpose, Rng};

use crate::Row;

/// Draws a table.
type Family = fn(&mut Rng) -> Table;

/// Random rows from a seed.
pub(crate) fn rows(seed: u64) -> Vec<Row> {
    let mut rng = Rng::new(seed, Purpose::Test, 1, 0);
    let families: [(&str, Family); 6] = [
        ("tie", tie),
        ("chain", chain),
        ("observers", observers),
        ("mixture", mixture),
        ("null", null),
        ("dirichlet", dirichlet),
    ];
    let mut rows = Vec::new();
    for round in 0..4 {
        for (name, family) in families {
            let table = family(&mut rng);
            let [k1, k2, ky] = table.shape;
            // 2 to 12 samples a cell of the triple table, within 300 to 4000.
            let wanted = (2.0 + 10.0 * rng.uniform()) * (k1 * k2 * ky) as f64;
            let n = (wanted as usize).clamp(300, 4000);
            rows.push(Row::of(format!("{name}_{round}"), table.pmf(), n, seed));
        }
    }
    rows
}

struct Table {
    shape: [usize; 3],
    entries: Vec<([u32; 3], f64)>,
}

impl Table {
    fn pmf(&self) -> Pmf {
        Pmf::new(self.shape, &self.entries).expect("a random table is a distribution")
    }

    fn from(shape: [usize; 3], f: impl Fn(usize, usize, usize) -> f64) -> Self {
        let mut entries = Vec::new();
        for x1 in 0..shape[0] {
            for x2 in 0..shape[1] {
                for y in 0..shape[2] {
                    entries.push(([x1 as u32, x2 as u32, y as u32], f(x1, x2, y)));
                }
            }
        }
        Self { shape, entries }
    }

    /// Splits the states of both modalities into clusters of random shares.
    fn split(&self, rng: &mut Rng) -> Self {
        let parts = [1 + rng_below(rng, 3), 1 + rng_below(rng, 3)];
        let shares1 = shares(rng, parts[0], 1.5);
        let shares2 = shares(rng, parts[1], 1.5);
        let shape = [self.shape[0] * shares1.len(), self.shape[1] * shares2.len(), self.shape[2]];
        let mut entries = Vec::new();
        for &([x1, x2, y], p) in &self.entries {
            for (i, s1) in shares1.iter().enumerate() {
                for (j, s2) in shares2.iter().enumerate() {
                    let x1 = x1 * shares1.len() as u32 + i as u32;
                    let x2 = x2 * shares2.len() as u32 + j as u32;
                    entries.push(([x1, x2, y], p * s1 * s2));
                }
            }
        }
        Self { shape, entries }
    }
}

fn rng_below(rng: &mut Rng, n: u64) -> usize {
    rng.below(n) as usize
}

/// Random shares from a Dirichlet distribution of whole concentration-like weights.
fn shares(rng: &mut Rng, parts: usize, spread: f64) -> Vec<f64> {
    let weights: Vec<f64> = (0..parts).map(|_| libm::exp(spread * (rng.uniform() - 0.5))).collect();
    let total: f64 = weights.iter().sum();
    weights.iter().map(|w| w / total).collect()
}

/// Two votes of equal weight (exact tie).
fn tie(rng: &mut Rng) -> Table {
    let v = 2 + rng_below(rng, 4);
    let (rho, temperature) = (0.6 * rng.uniform(), 0.25 + 0.5 * rng.uniform());
    let prior = shares(rng, v, 0.0);
    Table::from([v, v, v], |a, b, y| {
        let logit = |k: usize| (f64::from(u8::from(a == k)) + f64::from(u8::from(b == k))) / temperature;
        let total: f64 = (0..v).map(|k| libm::exp(logit(k))).sum();
        let copied = if a == b { rho / prior[b] } else { 0.0 };
        prior[a] * prior[b] * (copied + 1.0 - rho) * libm::exp(logit(y)) / total
    })
    .split(rng)
}

fn channel_chance(classes: usize, right: bool, e: f64) -> f64 {
    if right { 1.0 - e } else { e / (classes - 1) as f64 }
}

/// x2 sees y through x1: no synergy, no second unique.
fn chain(rng: &mut Rng) -> Table {
    let classes = 2 + rng_below(rng, 4);
    let prior = shares(rng, classes, 1.5);
    let (e1, e2) = (0.05 + 0.4 * rng.uniform(), 0.4 * rng.uniform());
    Table::from([classes; 3], |a, b, y| {
        prior[y] * channel_chance(classes, a == y, e1) * channel_chance(classes, b == a, e2)
    })
    .split(rng)
}

/// Both see y, independent given y.
fn observers(rng: &mut Rng) -> Table {
    let classes = 2 + rng_below(rng, 7);
    let prior = shares(rng, classes, 1.0);
    let (e1, e2) = (0.05 + 0.5 * rng.uniform(), 0.05 + 0.5 * rng.uniform());
    Table::from([classes; 3], |a, b, y| {
        prior[y] * channel_chance(classes, a == y, e1) * channel_chance(classes, b == y, e2)
    })
    .split(rng)
}

/// A shared bit, own bits and an exclusive or, mixed into two bits of y with random weights.
fn mixture(rng: &mut Rng) -> Table {
    let first = shares(rng, 5, 4.0);
    let second = shares(rng, 5, 4.0);
    let bit = |z: usize, k: usize| ((z >> k) & 1) as f64;
    Table::from([8, 8, 4], |z1, z2, y| {
        if (z1 & 1) != (z2 & 1) {
            return 0.0;
        }
        let parts = [bit(z1, 0), bit(z1, 1), bit(z2, 1), bit(z1 ^ z2, 2), 0.5];
        let chance = |weights: &[f64]| weights.iter().zip(parts).map(|(w, b)| w * b).sum::<f64>();
        let of = |p: f64, b: usize| if b == 1 { p } else { 1.0 - p };
        of(chance(&first), y / 2) * of(chance(&second), y % 2)
    })
}

/// y independent of both, which may depend on each other.
fn null(rng: &mut Rng) -> Table {
    let (k1, k2, ky) = (3 + rng_below(rng, 12), 3 + rng_below(rng, 12), 2 + rng_below(rng, 8));
    let (p1, p2, py) = (shares(rng, k1, 3.0), shares(rng, k2, 3.0), shares(rng, ky, 1.5));
    let rho = rng.uniform();
    Table::from([k1, k2, ky], |a, b, y| {
        p1[a] * p2[b] * (1.0 - rho + if a % k2 == b { 4.0 * rho } else { 0.0 }) * py[y]
    })
}

/// A table without structure: weights of a Dirichlet distribution with concentration one half.
fn dirichlet(rng: &mut Rng) -> Table {
    let shape = [2 + rng_below(rng, 6), 2 + rng_below(rng, 6), 2 + rng_below(rng, 4)];
    let mut entries = Vec::new();
    for i in 0..shape.iter().product::<usize>() {
        let weight = rng.normal();
        let (x1, rest) = (i / (shape[1] * shape[2]), i % (shape[1] * shape[2]));
        entries.push(([x1 as u32, (rest / shape[2]) as u32, (rest % shape[2]) as u32], weight * weight));
    }
    Table { shape, entries }
}
