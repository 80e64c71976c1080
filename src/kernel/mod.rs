//! The inner loops, f32 and f64: dot products, distances, matrix products, exp and log of slices. The one place where `unsafe` may live.
