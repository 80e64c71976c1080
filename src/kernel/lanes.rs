//! Four lanes of f32: one register of simd128 or SSE, an array elsewhere.
//!
//! Addition and multiplication round alike on every target and never fuse. Left to itself, LLVM
//! vectorises arrays across the wrong axis, so the two targets that matter name their instructions.

// Loading four lanes from memory is the only instruction without a safe form.
#![allow(unsafe_code)]

#[cfg(target_arch = "wasm32")]
use core::arch::wasm32::{f32x4_add as add, f32x4_mul as mul, f32x4_splat as splat, v128 as Register};

#[cfg(target_arch = "x86_64")]
use sse::{Register, add, lanes, load, mul, splat};

#[cfg(not(any(target_arch = "wasm32", target_arch = "x86_64")))]
use portable::{Register, add, lanes, load, mul, splat};

/// Four lanes of single precision.
#[derive(Debug, Clone, Copy)]
pub(super) struct F32x4(Register);

impl F32x4 {
    #[inline(always)]
    pub(super) fn zero() -> Self {
        Self(splat(0.0))
    }

    #[inline(always)]
    pub(super) fn load(four: &[f32; 4]) -> Self {
        Self(load(four))
    }

    /// self + a * b, the product rounded first.
    #[inline(always)]
    pub(super) fn add_product(self, a: Self, b: Self) -> Self {
        Self(add(self.0, mul(a.0, b.0)))
    }

    /// (lane 0 + lane 1) + (lane 2 + lane 3).
    #[inline(always)]
    pub(super) fn sum(self) -> f32 {
        let [a, b, c, d] = lanes(self.0);
        (a + b) + (c + d)
    }
}

#[cfg(target_arch = "wasm32")]
#[inline(always)]
fn load(four: &[f32; 4]) -> Register {
    // SAFETY: `four` is 16 readable bytes; v128.load needs no alignment.
    unsafe { core::arch::wasm32::v128_load(four.as_ptr().cast()) }
}

#[cfg(target_arch = "wasm32")]
#[inline(always)]
fn lanes(register: Register) -> [f32; 4] {
    use core::arch::wasm32::f32x4_extract_lane as lane;
    [lane::<0>(register), lane::<1>(register), lane::<2>(register), lane::<3>(register)]
}

#[cfg(target_arch = "x86_64")]
mod sse {
    use core::arch::x86_64::{_mm_add_ps, _mm_loadu_ps, _mm_mul_ps, _mm_set1_ps, _mm_storeu_ps};

    pub(super) use core::arch::x86_64::__m128 as Register;

    #[inline(always)]
    pub(super) fn load(four: &[f32; 4]) -> Register {
        // SAFETY: `four` is 16 readable bytes; movups needs no alignment; SSE is part of x86-64.
        unsafe { _mm_loadu_ps(four.as_ptr()) }
    }

    #[inline(always)]
    pub(super) fn lanes(register: Register) -> [f32; 4] {
        let mut four = [0.0; 4];
        // SAFETY: `four` is 16 writable bytes; movups needs no alignment; SSE is part of x86-64.
        unsafe { _mm_storeu_ps(four.as_mut_ptr(), register) };
        four
    }

    #[inline(always)]
    pub(super) fn splat(value: f32) -> Register {
        // SAFETY: SSE is part of x86-64.
        unsafe { _mm_set1_ps(value) }
    }

    #[inline(always)]
    pub(super) fn add(a: Register, b: Register) -> Register {
        // SAFETY: SSE is part of x86-64.
        unsafe { _mm_add_ps(a, b) }
    }

    #[inline(always)]
    pub(super) fn mul(a: Register, b: Register) -> Register {
        // SAFETY: SSE is part of x86-64.
        unsafe { _mm_mul_ps(a, b) }
    }
}

/// Where no instruction is named.
#[cfg(not(any(target_arch = "wasm32", target_arch = "x86_64")))]
mod portable {
    pub(super) type Register = [f32; 4];

    #[inline(always)]
    pub(super) fn load(four: &[f32; 4]) -> Register {
        *four
    }

    #[inline(always)]
    pub(super) fn lanes(register: Register) -> [f32; 4] {
        register
    }

    #[inline(always)]
    pub(super) fn splat(value: f32) -> Register {
        [value; 4]
    }

    #[inline(always)]
    pub(super) fn add(a: Register, b: Register) -> Register {
        std::array::from_fn(|lane| a[lane] + b[lane])
    }

    #[inline(always)]
    pub(super) fn mul(a: Register, b: Register) -> Register {
        std::array::from_fn(|lane| a[lane] * b[lane])
    }
}
