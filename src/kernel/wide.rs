//! The same loop compiled for wider vectors, chosen where it runs.
//!
//! On x86-64 the compiler may assume SSE2 alone, two doubles a vector. `widened!` compiles a body
//! again for AVX2 and AVX-512 and asks the processor. Elementwise IEEE arithmetic does not depend on
//! the width, and Rust never fuses a product with a sum, so the bits are the same.

/// Defines a function whose body is also compiled for AVX2 and AVX-512; never inlined, so that
/// the loop gets the registers alone on every target.
macro_rules! widened {
    ($(#[$attribute:meta])* $visibility:vis fn $name:ident($($argument:ident: $type:ty),* $(,)?) $body:block) => {
        $(#[$attribute])*
        #[inline(never)]
        #[allow(unsafe_code, reason = "functions for a processor found at run time")]
        $visibility fn $name($($argument: $type),*) {
            #[inline(always)]
            #[allow(clippy::inline_always, reason = "takes the vectors of its caller")]
            fn body($($argument: $type),*) $body

            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx512f,avx512dq,avx512vl")]
                fn avx512($($argument: $type),*) {
                    body($($argument),*);
                }
                #[target_feature(enable = "avx2")]
                fn avx2($($argument: $type),*) {
                    body($($argument),*);
                }
                if is_x86_feature_detected!("avx512f")
                    && is_x86_feature_detected!("avx512dq")
                    && is_x86_feature_detected!("avx512vl")
                {
                    // SAFETY: the processor has just said that it has these instructions.
                    return unsafe { avx512($($argument),*) };
                }
                if is_x86_feature_detected!("avx2") {
                    // SAFETY: the same.
                    return unsafe { avx2($($argument),*) };
                }
            }
            body($($argument),*);
        }
    };
}

pub(super) use widened;
