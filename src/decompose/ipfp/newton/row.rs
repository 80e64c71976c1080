//! One block A(x1) of a Newton system, factorised and eliminated.

use super::blocks::{Blocks, FIXED, Touched};
use crate::decompose::coupling::Problem;
use crate::kernel::{cholesky, vector};

/// Share of P in the block diagonals at least; at the optimum they are P.
pub(super) const DAMPING: f64 = 0.05;
/// Rows below this length are added to without a call.
const SHORT: usize = 16;

/// What the matrix is made of, at the current point.
pub(super) struct Point<'a> {
    pub(super) u: &'a [f64],
    pub(super) v: &'a [f64],
    pub(super) c: &'a [f64],
    pub(super) r: &'a [f64],
    pub(super) s: &'a [f64],
    /// Pairs that enter the matrix.
    pub(super) active: &'a [bool],
}

/// One eliminated block.
pub(super) struct Row {
    /// y of the support of P1(x1, .).
    pub(super) ys: Vec<u32>,
    /// Scaling of A to unit diagonal.
    pub(super) scale: Vec<f64>,
    /// L of the scaled A.
    pub(super) l: Vec<f64>,
    /// Free entries of g that B touches, ascending.
    pub(super) touched: Vec<u32>,
    /// L^-1 B, ys x touched.
    pub(super) w: Vec<f64>,
}

/// The active pairs of one x1, which are the columns of B that are not zero.
#[derive(Default)]
struct Coupled {
    pairs: Vec<Pair>,
    /// U V of the pairs, one row of ys each.
    t: Vec<f64>,
    touched: Vec<Touched>,
}

/// A pair, with the number of entries touched up to its own.
struct Pair {
    /// w/c^2 and R/c.
    weight: f64,
    diagonal: f64,
    end: usize,
}

/// Eliminates the rows of a problem one after the other.
pub(super) struct Elimination<'a> {
    problem: &'a Problem,
    /// Number of each entry of g among the free ones.
    pub(super) free: Vec<u32>,
    /// The parts of C that come from the rows eliminated.
    pub(super) blocks: Blocks,
    coupled: Coupled,
}

impl<'a> Elimination<'a> {
    pub(super) fn new(problem: &'a Problem, free: Vec<u32>) -> Self {
        Self { problem, blocks: Blocks::new(&free, problem.stride), free, coupled: Coupled::default() }
    }

    /// Factors A(x1) for x1 = `i`, whose U (R/c V) is in `d1`, and forms W. None if A is singular.
    pub(super) fn row(&mut self, i: usize, at: &Point, d1: &[f64]) -> Option<Row> {
        let stride = self.problem.stride;
        let of_row = i * stride..(i + 1) * stride;
        let (p1, d1) = (&self.problem.p1[of_row.clone()], &d1[of_row]);
        let ys: Vec<u32> = (0..stride as u32).filter(|&y| p1[y as usize] > 0.0).collect();
        let n = ys.len();
        let mut a = self.couple(i, at, &ys);
        for (k, &y) in ys.iter().enumerate() {
            a[k * (n + 1)] += d1[y as usize].max(DAMPING * p1[y as usize]);
        }
        let scale: Vec<f64> = (0..n).map(|k| 1.0 / a[k * (n + 1)].sqrt()).collect();
        for (k, row) in a.chunks_exact_mut(n).enumerate() {
            row[..=k].iter_mut().zip(&scale).for_each(|(x, other)| *x *= scale[k] * other);
        }
        if !cholesky::factor_with_ridge(&mut a, n) {
            return None;
        }
        let w = self.coupled.eliminated(&a, &scale);
        let touched = self.coupled.touched.iter().map(|entry| entry.number).collect();
        Some(Row { ys, scale, l: a, touched, w })
    }

    /// Sets `coupled` to the active pairs of x1 = `i`, adds their part of C to `blocks`, and returns
    /// their part of A, the lower triangle.
    fn couple(&mut self, i: usize, at: &Point, ys: &[u32]) -> Vec<f64> {
        let Self { problem, free, blocks, coupled } = self;
        let (n, stride) = (ys.len(), problem.stride);
        let u = &at.u[i * stride..(i + 1) * stride];
        let mut a = vec![0.0; n * n];
        coupled.clear();
        problem.for_each_in_row(i, |slot, j| {
            if !at.active[slot] {
                return;
            }
            let v = &at.v[j * stride..][..stride];
            let start = coupled.t.len();
            coupled.t.extend(ys.iter().map(|&y| u[y as usize] * v[y as usize]));
            let t = &coupled.t[start..];
            let weight = at.r[slot] * (1.0 / at.s[slot] - 1.0).max(0.0) / (at.c[slot] * at.c[slot]);
            for (k, (row, &x)) in a.chunks_exact_mut(n).zip(t).enumerate() {
                add_scaled(&mut row[..=k], weight * x, &t[..=k]);
            }
            let first = coupled.touched.len();
            for (place, (&y, &value)) in (0..).zip(ys.iter().zip(t)) {
                let number = free[j * stride + y as usize];
                if number != FIXED && value > 0.0 {
                    coupled.touched.push(Touched { number, place, value });
                }
            }
            blocks.add_square(j, &coupled.touched[first..], weight);
            let diagonal = at.r[slot] / at.c[slot];
            coupled.pairs.push(Pair { weight, diagonal, end: coupled.touched.len() });
        });
        a
    }
}

impl Coupled {
    /// Forgets the pairs, keeping the memory.
    fn clear(&mut self) {
        self.pairs.clear();
        self.t.clear();
        self.touched.clear();
    }

    /// `W = L^-1 (scale B)` in rows. The column of B for y of a pair is w/c^2 t t(y), and R/c t(y) more
    /// at y itself.
    fn eliminated(&self, l: &[f64], scale: &[f64]) -> Vec<f64> {
        let (n, width) = (scale.len(), self.touched.len());
        let mut w = vec![0.0; n * width];
        for (k, &scale) in scale.iter().enumerate() {
            let (done, rest) = w.split_at_mut(k * width);
            let row = &mut rest[..width];
            let mut start = 0;
            for (pair, t) in self.pairs.iter().zip(self.t.chunks_exact(n)) {
                let factor = t[k] * pair.weight;
                let entries = &self.touched[start..pair.end];
                for (out, &Touched { place, value, .. }) in row[start..pair.end].iter_mut().zip(entries) {
                    let more = if place as usize == k { pair.diagonal * value } else { 0.0 };
                    *out = (factor * value + more) * scale;
                }
                start = pair.end;
            }
            for (done, factor) in done.chunks_exact(width.max(1)).zip(&l[k * n..]) {
                vector::add_scaled(row, -factor, done);
            }
            let pivot = l[k * (n + 1)];
            row.iter_mut().for_each(|x| *x /= pivot);
        }
        w
    }
}

/// Adds `factor x`; a short row is not worth a call.
#[inline]
fn add_scaled(row: &mut [f64], factor: f64, x: &[f64]) {
    if row.len() < SHORT {
        row.iter_mut().zip(x).for_each(|(row, x)| *row += factor * x);
    } else {
        vector::add_scaled(row, factor, x);
    }
}
