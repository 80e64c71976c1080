//! Modalens: what each modality of a multimodal model contributes.
//!
//! Samples of two sources `x1`, `x2` (embeddings) and a target `y` (label or output) become
//! codes, codes become counts, and the partial information decomposition of the counts says how
//! many bits about `y` are redundant, unique to either source, or synergistic
//! (Bertschinger et al., Entropy 2014; applied to multimodal models in arXiv:2511.19470).
//! Nats inside, bits in [`report`].
//!
//! ```text
//! file -> read -> matrix -> discretize -> codes -> counts -> decompose -> infer -> check -> report
//! ```
//!
//! The ground first, then the rooms in the order of the data, then what puts them together. A module
//! imports only modules above it; a test holds this.

pub mod error;
pub mod units;
pub mod options;
pub mod input;
pub mod rng;
pub mod kernel;
pub mod data;
pub mod read;
pub mod discretize;
pub mod decompose;
pub mod infer;
pub mod check;
pub mod synthetic;
pub mod report;
pub mod analysis;
pub mod describe;
#[cfg(target_arch = "wasm32")]
pub mod wasm;
