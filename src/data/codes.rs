//! Codes: what an input is to everything that counts.

use serde::{Deserialize, Serialize};

/// Symbols of one input per sample, in 0..size. Every symbol below `size` may occur.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Codes {
    /// Code of each sample.
    pub codes: Vec<u32>,
    /// Number of symbols.
    pub size: usize,
}
