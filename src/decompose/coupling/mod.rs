//! The implicit coupling `Q(x1,x2,y) = R(x1,x2) U(x1,y) V(x2,y)` and its three products.
//!
//! Given P1 = P(x1,y) and P2 = P(x2,y) with one p(y), let
//! `S = { (x1,x2) : P1(x1,y) > 0 and P2(x2,y) > 0 for some y }`. Then with R on S, U on the support
//! of P1 and V on that of P2, everything an iteration or a certificate needs is
//!
//! ```text
//! rows     (R V)(x1,y)  = sum over x2 of R(x1,x2) V(x2,y)
//! columns  (R'U)(x2,y)  = sum over x1 of R(x1,x2) U(x1,y)
//! pairs    Z(x1,x2)     = sum over y  of U(x1,y) V(x2,y)
//! ```
//!
//! Memory is |S| + (K1 + K2) Ky, never K1 K2 Ky. Symbols without mass are dropped at the start.
//! R and Z are slices over *slots*: in the dense layout all of K1 x K2 (rows padded to an even
//! length, slots off S masked), in the sparse layout S alone, row by row. Which layout is taken
//! depends on the supports only, so it is the same on every target.

mod layout;
mod margins;

use ndarray::ArrayView2;

pub use layout::Layout;
use layout::{DENSE_ADVANTAGE, even};

use crate::data::counts::Pairs;
use crate::error::{Error, Result};
use crate::kernel::product::{View, product, product_transposed};

/// Largest difference between the two p(y) that rounding explains.
const MARGINAL_TOLERANCE: f64 = 1e-9;

/// A pair of marginals with their supports, symbols without mass left out.
#[derive(Debug, Clone)]
pub struct Problem {
    /// Symbols of x1, x2, y with mass.
    pub shape: [usize; 3],
    /// Original index of each kept symbol of x1, x2, y.
    pub kept: [Vec<usize>; 3],
    /// Row stride of every array over (x, y): Ky, made even.
    pub stride: usize,
    /// P(x1, y), zero off its support.
    pub p1: Vec<f64>,
    /// P(x2, y), zero off its support.
    pub p2: Vec<f64>,
    /// p(x1), p(x2), p(y).
    pub margins: [Vec<f64>; 3],
    /// Where the pairs of S stand.
    pub layout: Layout,
}

impl Problem {
    /// Drops symbols without mass, finds S and takes the cheaper layout; at most `words` of eight
    /// bytes are used for it.
    ///
    /// # Errors
    ///
    /// [`Error::InconsistentMarginals`] if the two do not share p(y), [`Error::EmptyTable`] or
    /// [`Error::InvalidMass`] if one is no distribution, [`Error::OutOfMemory`] beyond `words`.
    pub fn new(pairs: &Pairs, words: usize) -> Result<Self> {
        let (p1, p2) = (pairs.p1.view(), pairs.p2.view());
        check(&p1, 0)?;
        check(&p2, 1)?;
        let ky = p1.ncols();
        if ky != p2.ncols() {
            return Err(Error::InconsistentMarginals { difference: 1.0 });
        }
        let occupied = |p: &ArrayView2<f64>| -> Vec<usize> {
            (0..p.nrows()).filter(|&i| p.row(i).iter().any(|&p| p > 0.0)).collect()
        };
        // A y with mass on one side alone can only be rounding (checked below); it has no coupling.
        let both =
            |y: &usize| p1.column(*y).iter().any(|&p| p > 0.0) && p2.column(*y).iter().any(|&p| p > 0.0);
        let ys: Vec<usize> = (0..ky).filter(both).collect();
        let total = [p1.sum(), p2.sum()];
        let gap = |y: usize| (p1.column(y).sum() / total[0] - p2.column(y).sum() / total[1]).abs();
        let difference = (0..ky).map(gap).fold(0.0, f64::max);
        if difference > MARGINAL_TOLERANCE {
            return Err(Error::InconsistentMarginals { difference });
        }
        let kept = [occupied(&p1), occupied(&p2), ys];
        Self::compress(&p1, &p2, kept, total, words)
    }

    fn compress(
        p1: &ArrayView2<f64>,
        p2: &ArrayView2<f64>,
        kept: [Vec<usize>; 3],
        total: [f64; 2],
        words: usize,
    ) -> Result<Self> {
        let shape = [kept[0].len(), kept[1].len(), kept[2].len()];
        let stride = even(shape[2]);
        let table = |p: &ArrayView2<f64>, rows: &[usize], total: f64| {
            let mut out = vec![0.0; rows.len() * stride];
            for (row, &x) in out.chunks_exact_mut(stride).zip(rows) {
                for (out, &y) in row.iter_mut().zip(&kept[2]) {
                    *out = p[[x, y]] / total;
                }
            }
            out
        };
        let (p1, p2) = (table(p1, &kept[0], total[0]), table(p2, &kept[1], total[1]));
        let sums = |p: &[f64]| -> Vec<f64> { p.chunks_exact(stride).map(|row| row.iter().sum()).collect() };
        let mut py = vec![0.0; shape[2]];
        for row in p1.chunks_exact(stride) {
            py.iter_mut().zip(row).for_each(|(sum, p)| *sum += p);
        }
        let margins = [sums(&p1), sums(&p2), py];
        Layout::check_memory(&p1, &p2, shape, stride, words)?;
        let layout = Layout::new(&p1, &p2, shape, stride);
        Ok(Self { shape, kept, stride, p1, p2, margins, layout })
    }

    /// Slots of R and Z.
    pub fn slots(&self) -> usize {
        match &self.layout {
            Layout::Dense { stride, .. } => self.shape[0] * stride,
            Layout::Sparse { column, .. } => column.len(),
        }
    }

    /// Calls `f(slot, x1, x2)` for every pair of S, in the order of slots.
    pub fn for_each_slot(&self, mut f: impl FnMut(usize, usize, usize)) {
        match &self.layout {
            Layout::Dense { stride, mask } => {
                for slot in (0..mask.len()).filter(|&slot| mask[slot] > 0.0) {
                    f(slot, slot / stride, slot % stride);
                }
            }
            Layout::Sparse { start, column, .. } => {
                for (i, range) in start.windows(2).enumerate() {
                    (range[0]..range[1]).for_each(|slot| f(slot, i, column[slot] as usize));
                }
            }
        }
    }

    /// Calls `f(slot, x2)` for the pairs of S in the row of x1 = `i`.
    pub fn for_each_in_row(&self, i: usize, mut f: impl FnMut(usize, usize)) {
        match &self.layout {
            Layout::Dense { stride, mask } => {
                let row = &mask[i * stride..(i + 1) * stride];
                (0..*stride).filter(|&j| row[j] > 0.0).for_each(|j| f(i * stride + j, j));
            }
            Layout::Sparse { start, column, .. } => {
                (start[i]..start[i + 1]).for_each(|slot| f(slot, column[slot] as usize));
            }
        }
    }

    /// The same problem with x1 and x2 exchanged.
    #[must_use]
    pub fn exchanged(&self) -> Self {
        let [k1, k2, ky] = self.shape;
        let [kept1, kept2, kept_y] = self.kept.clone();
        let [margin1, margin2, margin_y] = self.margins.clone();
        let shape = [k2, k1, ky];
        Self {
            shape,
            kept: [kept2, kept1, kept_y],
            stride: self.stride,
            layout: Layout::new(&self.p2, &self.p1, shape, self.stride),
            p1: self.p2.clone(),
            p2: self.p1.clone(),
            margins: [margin2, margin1, margin_y],
        }
    }

    /// R or Z in the layout of the exchanged problem.
    pub fn transposed(&self, exchanged: &Self, r: &[f64]) -> Vec<f64> {
        let mut out = vec![0.0; exchanged.slots()];
        // Rows of this problem come in ascending order, so each row of the other fills in order.
        let mut next: Vec<usize> = match &exchanged.layout {
            Layout::Dense { .. } => Vec::new(),
            Layout::Sparse { start, .. } => start.clone(),
        };
        self.for_each_slot(|slot, i, j| match &exchanged.layout {
            Layout::Dense { stride, .. } => out[j * stride + i] = r[slot],
            Layout::Sparse { .. } => {
                out[next[j]] = r[slot];
                next[j] += 1;
            }
        });
        out
    }

    /// Number of pairs in S.
    pub fn pairs_in_support(&self) -> usize {
        match &self.layout {
            Layout::Dense { mask, .. } => mask.iter().filter(|&&mask| mask > 0.0).count(),
            Layout::Sparse { column, .. } => column.len(),
        }
    }

    /// 1 at slots on S, 0 elsewhere.
    pub fn mask(&self) -> Vec<f64> {
        match &self.layout {
            Layout::Dense { mask, .. } => mask.clone(),
            Layout::Sparse { column, .. } => vec![1.0; column.len()],
        }
    }

    /// Number of y with P1(x1,y) > 0 and P2(x2,y) > 0 at a slot.
    pub fn shared(&self, slot: usize, i: usize, j: usize) -> usize {
        match &self.layout {
            Layout::Dense { .. } => {
                let of = |p: &[f64], x: usize| x * self.stride..x * self.stride + p.len().min(self.stride);
                let (p1, p2) = (&self.p1[of(&self.p1, i)], &self.p2[of(&self.p2, j)]);
                p1.iter().zip(p2).filter(|&(&p1, &p2)| p1 > 0.0 && p2 > 0.0).count()
            }
            Layout::Sparse { first, .. } => first[slot + 1] - first[slot],
        }
    }

    /// Cost of one of the three products, in multiply-adds of the dense layout.
    pub fn product_work(&self) -> f64 {
        match &self.layout {
            Layout::Dense { stride, .. } => (self.shape[0] * stride * self.stride) as f64,
            Layout::Sparse { shared, .. } => (shared.len() * DENSE_ADVANTAGE) as f64,
        }
    }

    /// `out = R V` at every (x1, y).
    pub fn rows(&self, r: &[f64], v: &[f64], out: &mut [f64]) {
        let [k1, k2, _] = self.shape;
        match &self.layout {
            Layout::Dense { stride, .. } => {
                let (r, v) = (View { data: r, stride: *stride }, View { data: v, stride: self.stride });
                product(r, v, out, self.stride, [k1, k2, self.stride]);
            }
            Layout::Sparse { .. } => {
                out.fill(0.0);
                self.each_pair(|slot, i, j, ys| {
                    for &y in ys {
                        out[i + y as usize] += r[slot] * v[j + y as usize];
                    }
                });
            }
        }
    }

    /// `out = R' U` at every (x2, y).
    pub fn columns(&self, r: &[f64], u: &[f64], out: &mut [f64]) {
        let [k1, k2, _] = self.shape;
        match &self.layout {
            Layout::Dense { stride, .. } => {
                let (r, u) = (View { data: r, stride: *stride }, View { data: u, stride: self.stride });
                product_transposed(r, u, out, self.stride, [k2, k1, self.stride]);
            }
            Layout::Sparse { .. } => {
                out.fill(0.0);
                self.each_pair(|slot, i, j, ys| {
                    for &y in ys {
                        out[j + y as usize] += r[slot] * u[i + y as usize];
                    }
                });
            }
        }
    }

    /// `out = Z = U V'` at every slot.
    pub fn pairs(&self, u: &[f64], v: &[f64], out: &mut [f64]) {
        let [k1, k2, ky] = self.shape;
        match &self.layout {
            Layout::Dense { stride, .. } => {
                let mut transposed = vec![0.0; ky * stride];
                for (j, row) in v.chunks_exact(self.stride).enumerate() {
                    for (y, &v) in row[..ky].iter().enumerate() {
                        transposed[y * stride + j] = v;
                    }
                }
                let (u, v) =
                    (View { data: u, stride: self.stride }, View { data: &transposed, stride: *stride });
                debug_assert!(k2 <= *stride);
                product(u, v, out, *stride, [k1, ky, *stride]);
            }
            Layout::Sparse { .. } => self.each_pair(|slot, i, j, ys| {
                let mut sum = 0.0;
                for &y in ys {
                    sum += u[i + y as usize] * v[j + y as usize];
                }
                out[slot] = sum;
            }),
        }
    }

    /// Calls `f(slot, first element of row x1, first element of row x2, shared ys)` for every pair
    /// of the sparse layout.
    #[inline]
    fn each_pair(&self, mut f: impl FnMut(usize, usize, usize, &[u32])) {
        if let Layout::Sparse { start, column, first, shared } = &self.layout {
            for (i, range) in start.windows(2).enumerate() {
                for slot in range[0]..range[1] {
                    let ys = &shared[first[slot]..first[slot + 1]];
                    f(slot, i * self.stride, column[slot] as usize * self.stride, ys);
                }
            }
        }
    }
}

fn check(p: &ArrayView2<f64>, axis: usize) -> Result<()> {
    for ((x, y), &found) in p.indexed_iter() {
        if !(found >= 0.0 && found.is_finite()) {
            let mut cell = [0, 0, y as u32];
            cell[axis] = x as u32;
            return Err(Error::InvalidMass { cell, found });
        }
    }
    let total = p.sum();
    if total > 0.0 && total.is_finite() { Ok(()) } else { Err(Error::EmptyTable) }
}
