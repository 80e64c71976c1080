//! The engine around its numerics: files, plans, words, reports and the bridge to JavaScript. Compiled for size.
//!
//! The modules are in the order of the data; each imports only modules above it and numerics (a test holds this).

pub use numerics::*;

pub mod npy;
pub mod npz;
pub mod safetensors;
pub mod load;
pub mod discretize;
pub mod pid;
pub mod inference;
pub mod selection;
pub mod synthetic;
pub mod report;
pub mod analysis;
#[cfg(target_arch = "wasm32")]
pub mod wasm;
