//! Modalens: what each modality of a multimodal model contributes.
//!
//! Samples of two sources `x1`, `x2` (embeddings) and a target `y` (label or output) become
//! codes, codes become counts, and the partial information decomposition of the counts says how
//! many bits about `y` are redundant, unique to either source, or synergistic
//! (Bertschinger et al., Entropy 2014; applied to multimodal models in arXiv:2511.19470).
//!
//! The modules below are in the order of the data; each imports only modules above it
//! (a test holds this). Nats inside, bits in [`report`].
//!
//! ```text
//! file -> npy, npz, safetensors, table -> matrix -> preprocess -> kmeans -> discretize -> codes
//!      -> joint (counts, pmf) -> ipfp + certificate -> pid -> inference, selection -> report
//! ```

pub mod error;
pub mod options;
pub mod kernel;
pub mod rng;
mod order;
mod decimal;
pub mod matrix;
pub mod codes;
pub mod array;
pub mod npy;
pub mod npz;
pub mod safetensors;
pub mod table;
pub mod load;
pub mod preprocess;
pub mod kmeans;
pub mod discretize;
pub mod joint;
pub mod entropy;
pub mod coupling;
pub mod certificate;
pub mod ipfp;
pub mod pid;
pub mod inference;
pub mod selection;
pub mod synthetic;
pub mod report;
pub mod analysis;
#[cfg(target_arch = "wasm32")]
pub mod wasm;
