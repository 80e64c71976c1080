//! Modalens: what each modality of a multimodal model contributes.
//!
//! Samples of two sources `x1`, `x2` (embeddings) and a target `y` (label or output) become
//! codes, codes become counts, and the partial information decomposition of the counts says how
//! many bits about `y` are redundant, unique to either source, or synergistic
//! (Bertschinger et al., Entropy 2014; applied to multimodal models in arXiv:2511.19470).
//! Nats inside, bits in [`report`].
//!
//! ```text
//! file -> npy, npz, safetensors, table -> matrix -> preprocess -> kmeans -> discretize -> codes
//!      -> joint (counts, pmf) -> ipfp + certificate -> pid -> inference, selection -> report
//! ```
//!
//! The modules beside this file are two crates, because a crate is what Cargo compiles either for speed or for
//! size: `numerics.rs` lists those whose loops take the time, `engine.rs` those around them. This
//! crate joins them; what a module is linked for is compiled for speed, or the loops would not be.

pub use engine::*;
