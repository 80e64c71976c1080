//! Codes -> counts -> probability mass function over (x1, x2, y), kept sparse: K-means codes leave
//! most of the K1 x K2 x Ky cells empty.

use ndarray::Array2;
use serde::{Deserialize, Serialize};

use crate::error::Result;

/// Symbols of one input per sample, in 0..size. Every symbol below `size` may occur.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Codes {
    /// Code of each sample.
    pub codes: Vec<u32>,
    /// Number of symbols.
    pub size: usize,
}

/// Counts N(x1, x2, y), sparse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Symbols of x1, x2, y.
    pub shape: [usize; 3],
    /// Occupied cells `[x1, x2, y]` in ascending (row-major) order, each once.
    pub cells: Vec<[u32; 3]>,
    /// Count of each occupied cell, > 0.
    pub counts: Vec<u64>,
}

/// Probabilities P(x1, x2, y), sparse, summing to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Pmf {
    /// Symbols of x1, x2, y.
    pub shape: [usize; 3],
    /// Cells with mass, ascending, each once.
    pub cells: Vec<[u32; 3]>,
    /// Mass of each cell, > 0.
    pub mass: Vec<f64>,
}

/// The two pairwise marginals that redundancy and unique information depend on.
#[derive(Debug, Clone, PartialEq)]
pub struct Pairs {
    /// P(x1, y), K1 x Ky.
    pub p1: Array2<f64>,
    /// P(x2, y), K2 x Ky; the same p(y) as `p1` up to rounding.
    pub p2: Array2<f64>,
}

impl Counts {
    /// Counts of three code sequences of equal length.
    pub fn from_codes(x1: &Codes, x2: &Codes, y: &Codes) -> Result<Self> {
        let _ = (x1, x2, y);
        todo!("solver helper")
    }

    /// Number of samples.
    pub fn n(&self) -> u64 {
        self.counts.iter().sum()
    }
}
