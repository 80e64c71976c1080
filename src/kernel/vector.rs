//! Sums and combinations of vectors in double precision.
//!
//! Sums run in four interleaved partial sums, added as (0 + 2) + (1 + 3), and a tail, so that they
//! vectorise with the same bits at every width up to four.

use super::pair::Pair;
use super::wide::widened;

/// Sum of `term(i)` over `0..n`; inlined so that the closure vectorises.
#[inline(always)]
#[allow(clippy::inline_always, reason = "a call per element otherwise")]
fn lanes<const N: usize>(n: usize, term: impl Fn(usize) -> [f64; N]) -> [f64; N] {
    let mut sums = [[0.0; 4]; N];
    let whole = n - n % 4;
    let mut i = 0;
    while i < whole {
        for lane in 0..4 {
            for (sums, term) in sums.iter_mut().zip(term(i + lane)) {
                sums[lane] += term;
            }
        }
        i += 4;
    }
    let mut total = sums.map(|s| (s[0] + s[2]) + (s[1] + s[3]));
    while i < n {
        let terms = term(i);
        for which in 0..N {
            total[which] += terms[which];
        }
        i += 1;
    }
    total
}

/// `sum a`.
pub fn sum(a: &[f64]) -> f64 {
    lanes(a.len(), |i| [a[i]])[0]
}

/// Whether every element is finite: zero times anything else is not a number.
pub fn is_finite(a: &[f64]) -> bool {
    lanes(a.len(), |i| [a[i] * 0.0])[0] == 0.0
}

/// `sum a b`.
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    let b = &b[..a.len()];
    lanes(a.len(), |i| [a[i] * b[i]])[0]
}

/// `sum a b c`.
pub fn triple_dot(a: &[f64], b: &[f64], c: &[f64]) -> f64 {
    let (b, c) = (&b[..a.len()], &c[..a.len()]);
    lanes(a.len(), |i| [a[i] * b[i] * c[i]])[0]
}

/// `a b`, element by element.
pub fn masked(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a * b).collect()
}

/// `y += factor x`.
pub fn add_scaled(y: &mut [f64], factor: f64, x: &[f64]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y += factor * x;
    }
}

/// Slots weighted at a time, so that a chunk of every row stays in the first-level cache.
const CHUNK: usize = 128;

/// Weighted Gram matrix: `out[i m + j] = sum_p rows[i][p] rows[j][p] weight[p]` for j <= i, with m
/// rows; the upper triangle is left alone.
pub fn weighted_gram(rows: &[&[f64]], weight: &[f64], out: &mut [f64]) {
    let m = rows.len();
    // Three rows a tile; the last tile is filled up with rows of zeros.
    let tiles = m.div_ceil(3);
    let mut raw = vec![[0.0; CHUNK]; 3 * tiles];
    let mut weighted = raw.clone();
    out[..m * m].fill(0.0);
    for start in (0..weight.len()).step_by(CHUNK) {
        let weight = &weight[start..weight.len().min(start + CHUNK)];
        for (row, (raw, weighted)) in rows.iter().zip(raw.iter_mut().zip(&mut weighted)) {
            let row = &row[start..start + weight.len()];
            raw[..row.len()].copy_from_slice(row);
            raw[row.len()..].fill(0.0);
            for ((out, x), w) in weighted.iter_mut().zip(row).zip(weight) {
                *out = x * w;
            }
        }
        for i in 0..tiles {
            for j in 0..=i {
                let tile = gram_tile(&weighted[3 * i..3 * i + 3], &raw[3 * j..3 * j + 3]);
                add_tile(&tile, out, m, 3 * i, 3 * j);
            }
        }
    }
}

fn add_tile(tile: &[[f64; 3]; 3], out: &mut [f64], m: usize, i: usize, j: usize) {
    for (row, sums) in (i..m).zip(tile) {
        for (column, sum) in (j..=row).zip(sums) {
            out[row * m + column] += sum;
        }
    }
}

/// Nine dot products, each in two interleaved partial sums.
#[inline(never)]
fn gram_tile(a: &[[f64; CHUNK]], b: &[[f64; CHUNK]]) -> [[f64; 3]; 3] {
    let ([a0, a1, a2], [b0, b1, b2]) = (a, b) else { unreachable!("tiles have three rows") };
    let mut sums = [[Pair::new(0.0, 0.0); 3]; 3];
    for p in (0..CHUNK).step_by(2) {
        let pair = |x: &[f64; CHUNK]| Pair::new(x[p], x[p + 1]);
        let b = [pair(b0), pair(b1), pair(b2)];
        for (sums, a) in sums.iter_mut().zip([pair(a0), pair(a1), pair(a2)]) {
            for (sum, b) in sums.iter_mut().zip(b) {
                *sum = sum.plus_product(a, b);
            }
        }
    }
    sums.map(|row| row.map(Pair::sum))
}

widened! {
    /// `out = sum_i factors[i] rows[i]`, added in order.
    pub fn combine(factors: &[f64], rows: &[&[f64]], out: &mut [f64]) {
        for (start, out) in (0..).step_by(CHUNK).zip(out.chunks_mut(CHUNK)) {
            out.fill(0.0);
            for (&factor, row) in factors.iter().zip(rows) {
                let row = &row[start..start + out.len()];
                for (out, x) in out.iter_mut().zip(row) {
                    *out += factor * x;
                }
            }
        }
    }
}
