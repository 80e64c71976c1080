//! The inner loops: dot products, distances, matrix products, exp and log of slices. The one
//! place where `unsafe` may live.
//!
//! Each path exists for simd128, for wider vectors where the processor has them, and portable, with
//! one order of accumulation whatever the width, so that browser, Node and native agree bit for bit.

pub mod cholesky;
pub mod convert;
mod doubles;
pub mod elementary;
pub mod f32;
pub mod gram;
mod lanes;
pub mod panel;
pub mod product;
pub mod vector;
mod wide;
