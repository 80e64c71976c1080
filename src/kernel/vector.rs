//! Sums and combinations of vectors in double precision.
//!
//! Sums run in eight interleaved partial sums, added in one fixed order, and a tail, so that they
//! vectorise with the same bits at every width up to eight.

use super::wide::widened;

/// Interleaved partial sums.
pub(super) const LANES: usize = 8;
/// Elements combined at a time, so that a part of the result stays in a near cache.
const CHUNK: usize = 256;

/// Partial sums added in their fixed order.
#[inline]
pub(super) fn total(lanes: &[f64; LANES]) -> f64 {
    let four: [f64; 4] = std::array::from_fn(|lane| lanes[lane] + lanes[lane + 4]);
    (four[0] + four[2]) + (four[1] + four[3])
}

/// Sum of `term` over the elements that stand at the same place; inlined so that it vectorises.
#[inline(always)]
#[allow(clippy::inline_always, reason = "a call per element otherwise")]
fn sum_of<const N: usize>(vectors: [&[f64]; N], term: impl Fn([f64; N]) -> f64) -> f64 {
    let n = vectors[0].len();
    let vectors = vectors.map(|vector| &vector[..n]);
    let (mut sums, whole) = ([0.0; LANES], n - n % LANES);
    for i in (0..whole).step_by(LANES) {
        let parts: [&[f64; LANES]; N] =
            vectors.map(|vector| vector[i..].first_chunk().expect("a whole part"));
        for (lane, sum) in sums.iter_mut().enumerate() {
            *sum += term(parts.map(|part| part[lane]));
        }
    }
    (whole..n).fold(total(&sums), |sum, i| sum + term(vectors.map(|vector| vector[i])))
}

widened! {
    /// `sum a`.
    pub fn sum(a: &[f64]) -> f64 {
        sum_of([a], |[a]| a)
    }
}

widened! {
    /// Whether every element is finite: zero times anything else is not a number.
    pub fn is_finite(a: &[f64]) -> bool {
        sum_of([a], |[a]| a * 0.0) == 0.0
    }
}

widened! {
    /// `sum a b`.
    pub fn dot(a: &[f64], b: &[f64]) -> f64 {
        sum_of([a, b], |[a, b]| a * b)
    }
}

widened! {
    /// `sum a b c`.
    pub fn triple_dot(a: &[f64], b: &[f64], c: &[f64]) -> f64 {
        sum_of([a, b, c], |[a, b, c]| a * b * c)
    }
}

/// `term` of the elements that stand at the same place; inlined so that it vectorises.
#[inline(always)]
#[allow(clippy::inline_always, reason = "a call per element otherwise")]
pub fn map<const N: usize>(vectors: [&[f64]; N], term: impl Fn([f64; N]) -> f64) -> Vec<f64> {
    let n = vectors[0].len();
    // One length for all, so that there is nothing to check in the loop.
    let vectors = vectors.map(|vector| &vector[..n]);
    (0..n).map(|i| term(vectors.map(|vector| vector[i]))).collect()
}

widened! {
    /// Largest step in 0..=1 that keeps `x + step d` from becoming negative, for x that are not.
    pub fn room(x: &[f64], d: &[f64]) -> f64 {
        let smaller = |a: f64, b: f64| if a < b { a } else { b };
        let room = |(x, d): (&f64, &f64)| if *d < 0.0 { -x / d } else { 1.0 };
        let (x_parts, x_rest) = x.as_chunks::<LANES>();
        let (d_parts, d_rest) = d.as_chunks::<LANES>();
        let mut least = [1.0; LANES];
        for (x, d) in x_parts.iter().zip(d_parts) {
            for (least, pair) in least.iter_mut().zip(x.iter().zip(d)) {
                *least = smaller(room(pair), *least);
            }
        }
        x_rest.iter().zip(d_rest).map(room).chain(least).fold(1.0, |least, room| smaller(room, least))
    }
}

/// `a b`, element by element.
pub fn masked(a: &[f64], b: &[f64]) -> Vec<f64> {
    map([a, b], |[a, b]| a * b)
}

widened! {
    /// `out = a - b`.
    pub fn difference(a: &[f64], b: &[f64], out: &mut [f64]) {
        for ((out, a), b) in out.iter_mut().zip(a).zip(b) {
            *out = a - b;
        }
    }
}

widened! {
    /// `x <- wanted / x` where something is wanted, zero elsewhere.
    pub fn fit(x: &mut [f64], wanted: &[f64]) {
        for (x, &wanted) in x.iter_mut().zip(wanted) {
            let quotient = wanted / *x;
            *x = if wanted > 0.0 { quotient } else { 0.0 };
        }
    }
}

widened! {
    /// `y += factor x`.
    pub fn add_scaled(y: &mut [f64], factor: f64, x: &[f64]) {
        for (y, x) in y.iter_mut().zip(x) {
            *y += factor * x;
        }
    }
}

widened! {
    /// `y += x`, x limited to `-limit..=limit`.
    pub fn add_limited(y: &mut [f64], x: &[f64], limit: f64) {
        for (y, &x) in y.iter_mut().zip(x) {
            let x = if x > limit { limit } else { x };
            *y += if x < -limit { -limit } else { x };
        }
    }
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
