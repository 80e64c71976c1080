//! Four lanes of f32: one v128 register in WebAssembly, an array that LLVM vectorises elsewhere.
//!
//! Addition and multiplication round alike on every target and never fuse.

// Loading a v128 from memory is the only instruction without a safe form.
#![allow(unsafe_code)]

#[cfg(target_arch = "wasm32")]
use core::arch::wasm32::{f32x4_add, f32x4_extract_lane, f32x4_mul, f32x4_splat, v128, v128_load};

/// Four lanes of single precision.
#[derive(Debug, Clone, Copy)]
pub(super) struct F32x4(#[cfg(target_arch = "wasm32")] v128, #[cfg(not(target_arch = "wasm32"))] [f32; 4]);

#[cfg(target_arch = "wasm32")]
impl F32x4 {
    #[inline(always)]
    pub(super) fn zero() -> Self {
        Self(f32x4_splat(0.0))
    }

    #[inline(always)]
    pub(super) fn load(four: &[f32; 4]) -> Self {
        // SAFETY: `four` is 16 readable bytes; v128.load needs no alignment.
        Self(unsafe { v128_load(four.as_ptr().cast()) })
    }

    /// self + a * b, the product rounded first.
    #[inline(always)]
    pub(super) fn add_product(self, a: Self, b: Self) -> Self {
        Self(f32x4_add(self.0, f32x4_mul(a.0, b.0)))
    }

    /// (lane 0 + lane 1) + (lane 2 + lane 3).
    #[inline(always)]
    pub(super) fn sum(self) -> f32 {
        let low = f32x4_extract_lane::<0>(self.0) + f32x4_extract_lane::<1>(self.0);
        let high = f32x4_extract_lane::<2>(self.0) + f32x4_extract_lane::<3>(self.0);
        low + high
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl F32x4 {
    #[inline(always)]
    pub(super) fn zero() -> Self {
        Self([0.0; 4])
    }

    #[inline(always)]
    pub(super) fn load(four: &[f32; 4]) -> Self {
        Self(*four)
    }

    /// self + a * b, the product rounded first.
    #[inline(always)]
    pub(super) fn add_product(self, a: Self, b: Self) -> Self {
        Self(std::array::from_fn(|lane| self.0[lane] + a.0[lane] * b.0[lane]))
    }

    /// (lane 0 + lane 1) + (lane 2 + lane 3).
    #[inline(always)]
    pub(super) fn sum(self) -> f32 {
        (self.0[0] + self.0[1]) + (self.0[2] + self.0[3])
    }
}
