//! The same loop compiled for wider vectors, chosen where it runs.
//!
//! On x86-64 the compiler may assume SSE2 alone, two doubles a vector. These macros compile a body
//! again for AVX2 and AVX-512 and ask the processor. Elementwise IEEE arithmetic and running sums do
//! not depend on the width, and Rust never fuses a product with a sum, so the bits are the same.

/// Defines a function with a body for vectors of eight, of four and of two doubles; never inlined,
/// so that the loop gets the registers alone on every target.
macro_rules! by_width {
    (
        $(#[$attribute:meta])*
        $visibility:vis fn $name:ident $([const $parameter:ident: $of:ty])? (
            $($argument:ident: $type:ty),* $(,)?
        ) $(-> $result:ty)? {
            eight => $eight:expr,
            four => $four:expr,
            two => $two:expr $(,)?
        }
    ) => {
        $(#[$attribute])*
        #[inline(never)]
        #[allow(unsafe_code, reason = "functions for a processor found at run time")]
        $visibility fn $name $(<const $parameter: $of>)? ($($argument: $type),*) $(-> $result)? {
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx512f,avx512dq,avx512vl")]
                fn avx512 $(<const $parameter: $of>)? ($($argument: $type),*) $(-> $result)? {
                    $eight
                }
                #[target_feature(enable = "avx2")]
                fn avx2 $(<const $parameter: $of>)? ($($argument: $type),*) $(-> $result)? {
                    $four
                }
                if is_x86_feature_detected!("avx512f")
                    && is_x86_feature_detected!("avx512dq")
                    && is_x86_feature_detected!("avx512vl")
                {
                    // SAFETY: the processor has just said that it has these instructions.
                    return unsafe { avx512 $(::<$parameter>)? ($($argument),*) };
                }
                if is_x86_feature_detected!("avx2") {
                    // SAFETY: the same.
                    return unsafe { avx2 $(::<$parameter>)? ($($argument),*) };
                }
            }
            $two
        }
    };
}

/// [`by_width!`] with one body for all.
macro_rules! widened {
    (
        $(#[$attribute:meta])*
        $visibility:vis fn $name:ident($($argument:ident: $type:ty),* $(,)?) $(-> $result:ty)? $body:block
    ) => {
        $crate::kernel::wide::by_width! {
            $(#[$attribute])*
            $visibility fn $name($($argument: $type),*) $(-> $result)? {
                eight => $body,
                four => $body,
                two => $body,
            }
        }
    };
}

pub(super) use {by_width, widened};
