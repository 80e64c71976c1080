//! Sums of R over one source, and what is constant along the other.

use super::{Layout, Problem};
use crate::kernel::vector;

impl Problem {
    /// `out(x1) = sum over x2 of R(x1,x2) b(x2)`.
    #[inline(never)]
    pub fn times(&self, r: &[f64], b: &[f64], out: &mut [f64]) {
        match &self.layout {
            Layout::Dense { stride, .. } => {
                for (out, row) in out.iter_mut().zip(r.chunks_exact(*stride)) {
                    *out = vector::dot(b, row);
                }
            }
            Layout::Sparse { start, column, .. } => {
                for (out, range) in out.iter_mut().zip(start.windows(2)) {
                    let slots = range[0]..range[1];
                    *out = r[slots.clone()].iter().zip(&column[slots]).map(|(r, &j)| r * b[j as usize]).sum();
                }
            }
        }
    }

    /// `out(x2) = sum over x1 of R(x1,x2) a(x1)`.
    #[inline(never)]
    pub fn times_transposed(&self, r: &[f64], a: &[f64], out: &mut [f64]) {
        out.fill(0.0);
        match &self.layout {
            Layout::Dense { stride, .. } => {
                for (&a, row) in a.iter().zip(r.chunks_exact(*stride)) {
                    vector::add_scaled(out, a, row);
                }
            }
            Layout::Sparse { start, column, .. } => {
                for (a, range) in a.iter().zip(start.windows(2)) {
                    for slot in range[0]..range[1] {
                        out[column[slot] as usize] += a * r[slot];
                    }
                }
            }
        }
    }

    /// Adds `factor (a(x1) + b(x2))` at every slot of S.
    #[inline(never)]
    pub fn add_outer(&self, factor: f64, a: &[f64], b: &[f64], x: &mut [f64]) {
        match &self.layout {
            Layout::Dense { stride, mask } => {
                let rows = x.chunks_exact_mut(*stride).zip(mask.chunks_exact(*stride));
                for (a, (row, mask)) in a.iter().zip(rows) {
                    for ((x, mask), b) in row.iter_mut().zip(mask).zip(b) {
                        *x += mask * (factor * (a + b));
                    }
                }
            }
            Layout::Sparse { start, column, .. } => {
                for (a, range) in a.iter().zip(start.windows(2)) {
                    for slot in range[0]..range[1] {
                        x[slot] += factor * (a + b[column[slot] as usize]);
                    }
                }
            }
        }
    }

    /// Scales R by a(x1) and b(x2).
    #[inline(never)]
    pub fn scale(&self, a: &[f64], b: &[f64], r: &mut [f64]) {
        match &self.layout {
            Layout::Dense { stride, .. } => {
                for (a, row) in a.iter().zip(r.chunks_exact_mut(*stride)) {
                    row.iter_mut().zip(b).for_each(|(r, b)| *r *= a * b);
                }
            }
            Layout::Sparse { start, column, .. } => {
                for (a, range) in a.iter().zip(start.windows(2)) {
                    for slot in range[0]..range[1] {
                        r[slot] *= a * b[column[slot] as usize];
                    }
                }
            }
        }
    }
}
