//! Samples x features, f32, on ndarray.
