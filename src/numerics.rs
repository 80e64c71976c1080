//! The numerics of Modalens: whatever loops over bytes of files, samples, cells or tables. Compiled for speed.
//!
//! Each module imports only modules above it (a test holds this).

pub mod decimal;
pub mod error;
pub mod options;
pub mod kernel;
pub mod rng;
pub mod order;
pub mod crc;
pub mod matrix;
pub mod codes;
pub mod array;
pub mod table;
pub mod preprocess;
pub mod kmeans;
pub mod joint;
pub mod entropy;
pub mod coupling;
pub mod certificate;
pub mod ipfp;
