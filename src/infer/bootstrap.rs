//! What the plug-in I(X1,X2;Y) of `n` samples of a known distribution is on average.
//!
//! A parametric bootstrap would draw many tables and average. It need not: the plug-in entropy is
//! a sum over cells, and each cell of a multinomial table is binomial, so that
//!
//! ```text
//! E[H_plug] = log n - (1/n) sum_i E[c_i log c_i],   c_i ~ Binomial(n, p_i)
//! ```
//!
//! is a sum of one-dimensional expectations: exact, without draws, at a cost that does not grow
//! with n. Cells with more than [`LARGE_MEAN`] samples on average use the expansion of
//! E[c log c] in the central moments of the binomial (error below 1e-9 there). Units: nats.

use ndarray::Array3;

/// From this mean count on the expansion in moments is used.
const LARGE_MEAN: f64 = 400.0;
/// Values of c log c that are kept.
const TABLE: u32 = 800;
/// Probabilities below this share of the largest are left out of a sum.
const NEGLIGIBLE: f64 = 1e-18;

/// E of the plug-in I(X1,X2;Y) over tables of `n` samples of `pmf`, indexed `[x1, x2, y]`.
pub(super) fn expected_joint_information(pmf: &Array3<f64>, n: u64) -> f64 {
    let moments = Moments::new(n);
    let (k1, k2, ky) = pmf.dim();
    let mut y = vec![0.0; ky];
    let (mut pairs, mut cells) = (0.0, 0.0);
    for x1 in 0..k1 {
        for x2 in 0..k2 {
            let mut pair = 0.0;
            for (y, &p) in y.iter_mut().zip(pmf.slice(ndarray::s![x1, x2, ..])) {
                pair += p;
                *y += p;
                cells += moments.c_log_c(p);
            }
            pairs += moments.c_log_c(pair);
        }
    }
    let targets: f64 = y.iter().map(|&p| moments.c_log_c(p)).sum();
    libm::log(n as f64) + (cells - pairs - targets) / n as f64
}

/// Expectations over Binomial(n, p).
struct Moments {
    n: f64,
    /// c log c for small c.
    table: Vec<f64>,
}

impl Moments {
    fn new(n: u64) -> Self {
        let table = (0..TABLE).map(|c| c_log_c(f64::from(c))).collect();
        Self { n: n as f64, table }
    }

    /// E[c log c].
    fn c_log_c(&self, p: f64) -> f64 {
        if p <= 0.0 {
            return 0.0;
        }
        if p >= 1.0 {
            return c_log_c(self.n);
        }
        if self.n * p > LARGE_MEAN { self.expansion(p) } else { self.sum(p) }
    }

    /// Sum outwards from the mode, with probabilities relative to the mode's.
    fn sum(&self, p: f64) -> f64 {
        let odds = p / (1.0 - p);
        let mode = ((self.n + 1.0) * p).floor().min(self.n);
        let (mut total, mut weight) = (self.value(mode), 1.0);
        let (mut c, mut w) = (mode, 1.0);
        while c < self.n && w > NEGLIGIBLE {
            w *= (self.n - c) / (c + 1.0) * odds;
            c += 1.0;
            total += w * self.value(c);
            weight += w;
        }
        (c, w) = (mode, 1.0);
        while c > 0.0 && w > NEGLIGIBLE {
            w *= c / ((self.n - c + 1.0) * odds);
            c -= 1.0;
            total += w * self.value(c);
            weight += w;
        }
        total / weight
    }

    fn value(&self, c: f64) -> f64 {
        // Counts are whole and not negative.
        #[allow(clippy::cast_sign_loss)]
        let index = c as usize;
        self.table.get(index).copied().unwrap_or_else(|| c_log_c(c))
    }

    /// Taylor series of c log c about the mean, through the sixth central moment.
    fn expansion(&self, p: f64) -> f64 {
        let (m, q) = (self.n * p, 1.0 - p);
        let v = m * q;
        let skew = 1.0 - 2.0 * p;
        let third = v * skew;
        let fourth = 3.0 * v * v + v * (1.0 - 6.0 * p * q);
        let fifth = third * (10.0 * v + 1.0 - 12.0 * p * q);
        let sixth = 15.0 * v * v * v;
        m * libm::log(m)
            + (v / 2.0 - (third / 6.0 - (fourth / 12.0 - (fifth / 20.0 - sixth / (30.0 * m)) / m) / m) / m)
                / m
    }
}

fn c_log_c(c: f64) -> f64 {
    if c > 0.0 { c * libm::log(c) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expectations_of_two_samples_by_hand() {
        // c in {0, 1, 2}: only c = 2 contributes, 2 log 2 with probability p^2.
        let expected = 0.09 * 2.0 * std::f64::consts::LN_2;
        assert!((Moments::new(2).c_log_c(0.3) - expected).abs() < 1e-15);
    }

    #[test]
    fn the_expansion_continues_the_sum() {
        for (n, p) in [(1000, 0.41), (1000, 0.95), (100_000, 0.0041), (10_000_000, 4.1e-5)] {
            let moments = Moments::new(n);
            let relative = (moments.sum(p) - moments.expansion(p)).abs();
            assert!(relative < 2e-8, "n {n} p {p}: {relative}");
        }
    }
}
