//! Exponential and logarithm of slices, the same bits on every target.
//!
//! Written without branches over plain arithmetic, so that the compiler vectorises the loops
//! wherever the target has vectors; IEEE arithmetic makes every width give the same bits.
//! Accuracy: within two units in the last place on the stated domain (a test holds it against
//! libm). Not a number stays not a number.

#![allow(clippy::excessive_precision, reason = "fdlibm's constants are quoted as published")]

use super::wide::widened;

/// 1.5 * 2^52: adding it rounds to the nearest integer, which then stands in the low bits.
const ROUNDER: f64 = 6_755_399_441_055_744.0;
/// The leading bits of log 2, exact under multiplication with exponents, and the rest.
const LN2_HIGH: f64 = 6.931_471_803_691_238_164_9e-1;
const LN2_LOW: f64 = 1.908_214_929_270_587_700_0e-10;
/// Coefficients 1/2! ... 1/13! of the exponential; |r| <= log(2)/2 leaves 4e-18.
const INVERSE_FACTORIALS: [f64; 12] = [
    1.0 / 2.0,
    1.0 / 6.0,
    1.0 / 24.0,
    1.0 / 120.0,
    1.0 / 720.0,
    1.0 / 5_040.0,
    1.0 / 40_320.0,
    1.0 / 362_880.0,
    1.0 / 3_628_800.0,
    1.0 / 39_916_800.0,
    1.0 / 479_001_600.0,
    1.0 / 6_227_020_800.0,
];
/// Coefficients of (log(1 + f) - 2 s) / s with s = f / (2 + f), in s^2 (fdlibm, Sun 1993).
const LOG: [f64; 7] = [
    6.666_666_666_666_735_130e-1,
    3.999_999_999_940_941_908e-1,
    2.857_142_874_366_239_149e-1,
    2.222_219_843_214_978_396e-1,
    1.818_357_216_161_805_012e-1,
    1.531_383_769_920_937_332e-1,
    1.479_819_860_511_658_591e-1,
];

widened! {
    /// `out = exp(x)`; arguments below -708 count as -708, above 709 as 709.
    pub fn exp(x: &[f64], out: &mut [f64]) {
        for (out, &x) in out.iter_mut().zip(x) {
            *out = exp_one(x);
        }
    }
}

widened! {
    /// `out = log(x)` for x > 0; zero and subnormal numbers count as the smallest normal number.
    /// Infinity gives not a number: both mean that an iteration went wrong.
    pub fn log(x: &[f64], out: &mut [f64]) {
        for (out, &x) in out.iter_mut().zip(x) {
            *out = log_one(x);
        }
    }
}

#[inline(always)]
#[allow(clippy::inline_always, reason = "takes the vectors of its caller")]
fn exp_one(x: f64) -> f64 {
    let x = if x < -708.0 { -708.0 } else { x };
    let x = if x > 709.0 { 709.0 } else { x };
    let shifted = x * std::f64::consts::LOG2_E + ROUNDER;
    let k = shifted - ROUNDER;
    let r = (x - k * LN2_HIGH) - k * LN2_LOW;
    let c = &INVERSE_FACTORIALS;
    // Estrin's scheme: short chains of dependent operations.
    let r2 = r * r;
    let r4 = r2 * r2;
    let low = (c[0] + r * c[1]) + r2 * (c[2] + r * c[3]);
    let mid = (c[4] + r * c[5]) + r2 * (c[6] + r * c[7]);
    let high = (c[8] + r * c[9]) + r2 * (c[10] + r * c[11]);
    let tail = r2 * (low + r4 * (mid + r4 * high));
    // The low bits of `shifted` hold k in two's complement; move them into an exponent.
    let scale = f64::from_bits((shifted.to_bits() << 52).wrapping_add(1023 << 52));
    (1.0 + (r + tail)) * scale
}

#[inline(always)]
#[allow(clippy::inline_always, reason = "takes the vectors of its caller")]
fn log_one(x: f64) -> f64 {
    let floored = if x < f64::MIN_POSITIVE { f64::MIN_POSITIVE } else { x };
    let bits = floored.to_bits();
    // Move the cut between exponents to sqrt(1/2), so that m lies in [sqrt(1/2), sqrt(2)).
    let cut = bits.wrapping_add(0x3ff0_0000_0000_0000 - 0x3fe6_a09e_667f_3bcd);
    // Biased exponent as a double: or it into the mantissa of 2^52.
    let e = f64::from_bits((cut >> 52) | 0x4330_0000_0000_0000) - (4_503_599_627_370_496.0 + 1023.0);
    let m = f64::from_bits((cut & 0x000f_ffff_ffff_ffff).wrapping_add(0x3fe6_a09e_667f_3bcd));
    let f = m - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    let w = z * z;
    let odd = LOG[0] + w * (LOG[2] + w * (LOG[4] + w * LOG[6]));
    let even = LOG[1] + w * (LOG[3] + w * LOG[5]);
    let series = z * odd + w * even;
    let half = 0.5 * f * f;
    let log = e * LN2_HIGH - ((half - (s * (half + series) + e * LN2_LOW)) - f);
    // Zero, but for infinity and what is not a number.
    log + x * 0.0
}
