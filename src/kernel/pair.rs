//! Two doubles in one vector register.
//!
//! simd128 on wasm, SSE2 on x86-64, a plain pair elsewhere: the same arithmetic and so the same
//! bits. Written out for loops that the compiler would otherwise vectorise across the wrong axis.

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::{__m128d as Raw, _mm_add_pd, _mm_cvtsd_f64, _mm_mul_pd, _mm_set_pd, _mm_unpackhi_pd};

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use std::arch::wasm32::{f64x2, f64x2_add, f64x2_extract_lane, f64x2_mul, v128 as Raw};

#[cfg(not(any(target_arch = "x86_64", all(target_arch = "wasm32", target_feature = "simd128"))))]
type Raw = [f64; 2];

/// Two doubles.
#[derive(Clone, Copy)]
pub(super) struct Pair(Raw);

#[cfg(target_arch = "x86_64")]
#[allow(unsafe_code, reason = "vector instructions")]
impl Pair {
    /// Both.
    #[inline]
    pub(super) fn new(a: f64, b: f64) -> Self {
        // SAFETY: every x86-64 has SSE2.
        Self(unsafe { _mm_set_pd(b, a) })
    }

    /// `self + a b`, rounded twice.
    #[inline]
    #[must_use]
    pub(super) fn plus_product(self, a: Self, b: Self) -> Self {
        // SAFETY: every x86-64 has SSE2.
        Self(unsafe { _mm_add_pd(self.0, _mm_mul_pd(a.0, b.0)) })
    }

    /// First plus second.
    #[inline]
    pub(super) fn sum(self) -> f64 {
        // SAFETY: every x86-64 has SSE2.
        unsafe { _mm_cvtsd_f64(self.0) + _mm_cvtsd_f64(_mm_unpackhi_pd(self.0, self.0)) }
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
impl Pair {
    /// Both.
    #[inline]
    pub(super) fn new(a: f64, b: f64) -> Self {
        Self(f64x2(a, b))
    }

    /// `self + a b`, rounded twice.
    #[inline]
    #[must_use]
    pub(super) fn plus_product(self, a: Self, b: Self) -> Self {
        Self(f64x2_add(self.0, f64x2_mul(a.0, b.0)))
    }

    /// First plus second.
    #[inline]
    pub(super) fn sum(self) -> f64 {
        f64x2_extract_lane::<0>(self.0) + f64x2_extract_lane::<1>(self.0)
    }
}

#[cfg(not(any(target_arch = "x86_64", all(target_arch = "wasm32", target_feature = "simd128"))))]
impl Pair {
    /// Both.
    #[inline]
    pub(super) fn new(a: f64, b: f64) -> Self {
        Self([a, b])
    }

    /// `self + a b`, rounded twice.
    #[inline]
    #[must_use]
    pub(super) fn plus_product(self, a: Self, b: Self) -> Self {
        Self([self.0[0] + a.0[0] * b.0[0], self.0[1] + a.0[1] * b.0[1]])
    }

    /// First plus second.
    #[inline]
    pub(super) fn sum(self) -> f64 {
        self.0[0] + self.0[1]
    }
}
