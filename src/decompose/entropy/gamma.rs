//! Digamma, trigamma and differences of log-gamma, for estimators with
//! Dirichlet priors.
//!
//! Arguments are positive. Recurrence up to 10, then the asymptotic series with Bernoulli numbers
//! (Abramowitz and Stegun 6.1.40, 6.3.18, 6.4.12); errors below 1e-13 relative to the terms.

/// Beyond this the asymptotic series are exact to rounding.
const ASYMPTOTIC: f64 = 10.0;

/// Derivative of log-gamma.
pub fn digamma(mut x: f64) -> f64 {
    let mut shift = 0.0;
    while x < ASYMPTOTIC {
        shift -= 1.0 / x;
        x += 1.0;
    }
    let w = 1.0 / (x * x);
    let series = w
        * (1.0 / 12.0
            - w * (1.0 / 120.0
                - w * (1.0 / 252.0 - w * (1.0 / 240.0 - w * (1.0 / 132.0 - w * (691.0 / 32760.0))))));
    shift + libm::log(x) - 0.5 / x - series
}

/// Derivative of digamma.
pub fn trigamma(mut x: f64) -> f64 {
    let mut shift = 0.0;
    while x < ASYMPTOTIC {
        shift += 1.0 / (x * x);
        x += 1.0;
    }
    let w = 1.0 / (x * x);
    let series = 1.0 / 6.0
        - w * (1.0 / 30.0 - w * (1.0 / 42.0 - w * (1.0 / 30.0 - w * (5.0 / 66.0 - w * (691.0 / 2730.0)))));
    shift + 1.0 / x + 0.5 * w + w / x * series
}

/// log(Gamma(x + m) / Gamma(x)) for whole m >= 0, without the cancellation of two large values.
pub fn log_rising(mut x: f64, mut m: f64) -> f64 {
    // At most ten factors below 20: the product neither overflows nor loses digits.
    let mut product = 1.0;
    while x < ASYMPTOTIC && m > 0.0 {
        product *= x;
        x += 1.0;
        m -= 1.0;
    }
    let total = libm::log(product);
    if m <= 0.0 {
        return total;
    }
    total + (x - 0.5) * libm::log1p(m / x) + m * (libm::log(x + m) - 1.0) + stirling(x + m) - stirling(x)
}

/// log Gamma(x) - ((x - 1/2) log x - x + log(2 pi) / 2).
fn stirling(x: f64) -> f64 {
    let w = 1.0 / (x * x);
    (1.0 / 12.0 - w * (1.0 / 360.0 - w * (1.0 / 1260.0 - w * (1.0 / 1680.0 - w / 1188.0)))) / x
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values() {
        let euler = 0.577_215_664_901_532_9;
        assert!((digamma(1.0) + euler).abs() < 1e-13);
        assert!((digamma(0.5) + euler + 2.0 * std::f64::consts::LN_2).abs() < 1e-13);
        let pi = std::f64::consts::PI;
        assert!((trigamma(1.0) - pi * pi / 6.0).abs() < 1e-13);
        assert!((trigamma(0.5) - pi * pi / 2.0).abs() < 1e-12);
    }

    #[test]
    fn rising_factorials_are_products() {
        for x in [1e-6, 0.3, 1.0, 7.5, 40.0, 1e9] {
            let mut product = 0.0;
            for m in 0..60 {
                let error = (log_rising(x, f64::from(m)) - product).abs();
                assert!(error <= 1e-12 * (1.0 + product.abs()), "x {x} m {m}: {error}");
                product += libm::log(x + f64::from(m));
            }
        }
    }
}
