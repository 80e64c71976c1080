//! Numbers of other types -> single precision, element by element, in loops that vectorise.
//!
//! Half precision and bfloat16 are exact; f64 and 64-bit integers round to nearest, ties to even.

/// Half precision bits as single precision; subnormals, infinities and NaN included.
///
/// The exponent and mantissa bits, moved to their place, are the number divided by 2^112.
#[inline]
pub fn half(bits: u16) -> f32 {
    let sign = u32::from(bits & 0x8000) << 16;
    let magnitude = u32::from(bits & 0x7fff) << 13;
    let scaled = f32::from_bits(magnitude) * f32::from_bits(0x7780_0000); // 2^112
    let special = if magnitude >= 0x0f80_0000 { 0x7f80_0000 } else { 0 };
    f32::from_bits(scaled.to_bits() | special | sign)
}

/// The bits of a number of half precision: the inverse of [`half`] but for what is told by a NaN.
#[inline]
pub fn half_bits(value: f32) -> u16 {
    let bits = value.to_bits();
    let sign = (bits >> 16) as u16 & 0x8000;
    // Exact: a number of half precision has no more digits, be it normal or not.
    let scaled = f32::from_bits(bits & 0x7fff_ffff) * f32::from_bits(0x0780_0000); // 2^-112
    let magnitude = (scaled.to_bits() >> 13) as u16;
    let special = if value.is_finite() { 0 } else { 0x7c00 | u16::from(value.is_nan()) << 9 };
    sign | if special == 0 { magnitude } else { special }
}

/// bfloat16 bits as single precision.
#[inline]
pub fn brain(bits: u16) -> f32 {
    f32::from_bits(u32::from(bits) << 16)
}

/// Applies `f` to every item of `N` bytes; `out` and the items have equal length.
#[inline]
pub fn each<const N: usize>(bytes: &[u8], out: &mut [f32], f: impl Fn([u8; N]) -> f32) {
    let (items, _) = bytes.as_chunks::<N>();
    for (value, item) in out.iter_mut().zip(items) {
        *value = f(*item);
    }
}

/// Whether all values are finite.
#[inline]
pub fn all_finite(values: &[f32]) -> bool {
    // A fold without early exit, so that it vectorises.
    let exponent = 0x7f80_0000_u32;
    !values.iter().fold(false, |bad, v| bad | (v.to_bits() & exponent == exponent))
}
