//! Doubles in one vector register: two, four or eight.
//!
//! Two are simd128 on wasm, SSE2 on x86-64, a plain pair elsewhere; four and eight are AVX and AVX-512.
//! The same arithmetic and so the same bits. Written out for loops that the compiler would
//! otherwise vectorise across the wrong axis.

// A call within the innermost loop costs more than all that it does; inlined, it may use the
// instructions of its caller.
#![allow(clippy::inline_always)]

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use std::arch::wasm32::{f64x2, f64x2_add, f64x2_extract_lane, f64x2_mul, v128};
#[cfg(target_arch = "x86_64")]
use std::arch::x86_64 as x86;

/// A vector of doubles.
pub(super) trait Doubles: Copy {
    /// How many.
    const WIDTH: usize;

    /// The first of a slice that has enough.
    fn load(from: &[f64]) -> Self;

    /// To the first of a slice that has enough.
    fn store(self, to: &mut [f64]);

    /// `self + a b`, rounded twice.
    fn plus_product(self, a: Self, b: Self) -> Self;
}

/// Two.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[derive(Clone, Copy)]
pub(super) struct Two(v128);

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
impl Doubles for Two {
    const WIDTH: usize = 2;

    #[inline(always)]
    fn load(from: &[f64]) -> Self {
        Self(f64x2(from[0], from[1]))
    }

    #[inline(always)]
    fn store(self, to: &mut [f64]) {
        to[..2].copy_from_slice(&[f64x2_extract_lane::<0>(self.0), f64x2_extract_lane::<1>(self.0)]);
    }

    #[inline(always)]
    fn plus_product(self, a: Self, b: Self) -> Self {
        Self(f64x2_add(self.0, f64x2_mul(a.0, b.0)))
    }
}

/// Two.
#[cfg(not(any(target_arch = "x86_64", all(target_arch = "wasm32", target_feature = "simd128"))))]
#[derive(Clone, Copy)]
pub(super) struct Two([f64; 2]);

#[cfg(not(any(target_arch = "x86_64", all(target_arch = "wasm32", target_feature = "simd128"))))]
impl Doubles for Two {
    const WIDTH: usize = 2;

    #[inline(always)]
    fn load(from: &[f64]) -> Self {
        Self([from[0], from[1]])
    }

    #[inline(always)]
    fn store(self, to: &mut [f64]) {
        to[..2].copy_from_slice(&self.0);
    }

    #[inline(always)]
    fn plus_product(self, a: Self, b: Self) -> Self {
        Self([self.0[0] + a.0[0] * b.0[0], self.0[1] + a.0[1] * b.0[1]])
    }
}

/// A vector of x86-64 from its register and instructions.
#[cfg(target_arch = "x86_64")]
macro_rules! doubles {
    (
        $(#[$attribute:meta])*
        $name:ident $width:literal $register:ident $load:ident $store:ident $add:ident $mul:ident
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Copy)]
        pub(super) struct $name(x86::$register);

        #[allow(unsafe_code, reason = "vector instructions")]
        impl Doubles for $name {
            const WIDTH: usize = $width;

            #[inline(always)]
            fn load(from: &[f64]) -> Self {
                let from = &from[..$width];
                // SAFETY: the slice is long enough, and whoever names the type has the instructions.
                Self(unsafe { x86::$load(from.as_ptr()) })
            }

            #[inline(always)]
            fn store(self, to: &mut [f64]) {
                let to = &mut to[..$width];
                // SAFETY: the same.
                unsafe { x86::$store(to.as_mut_ptr(), self.0) };
            }

            #[inline(always)]
            fn plus_product(self, a: Self, b: Self) -> Self {
                // SAFETY: whoever names the type has the instructions.
                Self(unsafe { x86::$add(self.0, x86::$mul(a.0, b.0)) })
            }
        }
    };
}

#[cfg(target_arch = "x86_64")]
doubles!(
    /// Two.
    Two 2 __m128d _mm_loadu_pd _mm_storeu_pd _mm_add_pd _mm_mul_pd
);
#[cfg(target_arch = "x86_64")]
doubles!(
    /// Four; for a body compiled with AVX.
    Four 4 __m256d _mm256_loadu_pd _mm256_storeu_pd _mm256_add_pd _mm256_mul_pd
);
#[cfg(target_arch = "x86_64")]
doubles!(
    /// Eight; for a body compiled with AVX-512.
    Eight 8 __m512d _mm512_loadu_pd _mm512_storeu_pd _mm512_add_pd _mm512_mul_pd
);
