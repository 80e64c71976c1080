//! Choice of K, agreement of seeds, warnings.
use crate::codes::Codes;
#[allow(missing_docs)]
pub fn grid(n: usize, ky: usize) -> Vec<usize> { [2,4,6,8,12,16,24,32].into_iter().filter(|k| k*k*ky <= n && n >= 16*k*ky).collect() }
#[allow(missing_docs)]
pub fn held_out_information(_x1: &Codes, _x2: &Codes, _y: &Codes, _seed: u64) -> f64 { 0.0 }
#[allow(missing_docs)]
pub fn choose(j: &[(usize, f64)]) -> Option<usize> { j.last().map(|x| x.0) }
#[allow(missing_docs)]
pub fn adjusted_rand(_a: &[u32], _b: &[u32]) -> f64 { 1.0 }
#[allow(missing_docs)]
pub fn target_codes(_n: usize) -> usize { 4 }
