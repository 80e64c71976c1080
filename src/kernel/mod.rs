//! The inner loops: dot products, distances, matrix products, exp and log of slices. The one
//! place where `unsafe` may live.
//!
//! Each path exists twice, portable and simd128, with the same order of accumulation (four lanes
//! of f32, two of f64), so that browser, Node and native agree bit for bit.

pub mod cholesky;
pub mod convert;
pub mod elementary;
pub mod f32;
mod lanes;
mod pair;
pub mod panel;
pub mod product;
pub mod vector;
mod wide;
