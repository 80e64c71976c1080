//! The linear system of a Newton step and its factorisation.
//!
//! With pi(y|x1,x2) = U V / c the matrix over (f, g) is
//!
//! ```text
//! M = sum over pairs of  (R/c) diag(U V)  +  (w/c^2) (U V)(U V)',     w = R (1/s - 1)+
//! ```
//!
//! Its blocks are A(x1) and C(x2), Ky x Ky each, coupled by B. Every A(x1) = L L' is eliminated,
//! leaving the dense Schur complement `C - sum over x1 of W'W`, W = L^-1 B, on the free entries of g:
//! the support of P2 without the largest entry of each y, which fixes the gauge. Diagonals are
//! damped by 0.05 P, which makes skewed P safe. Pairs that are not active stay out.

use super::blocks::FIXED;
use super::row::{DAMPING, Elimination, Point, Row};
use crate::decompose::coupling::Problem;
use crate::kernel::panel::Panel;
use crate::kernel::{cholesky, vector};

/// Rows of W collected before their outer product is taken.
const PANEL_ROWS: usize = 192;
/// The factorised system.
pub(super) struct System<'a> {
    problem: &'a Problem,
    elimination: Elimination<'a>,
    size: usize,
    rows: Vec<Row>,
    schur: Vec<f64>,
    /// Scaling of the Schur complement.
    scale: Vec<f64>,
    panel: Panel,
}

/// Words of memory that a system takes.
pub(in crate::decompose::ipfp) fn words(problem: &Problem) -> usize {
    let count = |p: &[f64]| p.iter().filter(|&&p| p > 0.0).count();
    let (n1, n2) = (count(&problem.p1), count(&problem.p2));
    // W is at most n1 x n2, but touches shared y alone.
    let coupled = n1.saturating_mul(n2);
    let blocks = problem.p2.chunks_exact(problem.stride).map(|row| count(row) * count(row)).sum();
    let parts = [n2.saturating_mul(n2), blocks, Panel::words(PANEL_ROWS, n2)];
    parts.into_iter().fold(coupled, usize::saturating_add)
}

impl<'a> System<'a> {
    pub(super) fn new(problem: &'a Problem) -> Self {
        let [_, k2, ky] = problem.shape;
        let mut free: Vec<u32> = problem.p2.iter().map(|&p| if p > 0.0 { 0 } else { FIXED }).collect();
        for y in 0..ky {
            let mass = |j: &usize| problem.p2[j * problem.stride + y];
            let largest = (1..k2).fold(0, |best, j| if mass(&j) > mass(&best) { j } else { best });
            free[largest * problem.stride + y] = FIXED;
        }
        let mut size = 0;
        for number in free.iter_mut().filter(|number| **number != FIXED) {
            *number = size as u32;
            size += 1;
        }
        let panel = Panel::new(PANEL_ROWS, size);
        Self {
            problem,
            elimination: Elimination::new(problem, free),
            size,
            rows: Vec::new(),
            schur: vec![0.0; size * size],
            scale: vec![0.0; size],
            panel,
        }
    }

    /// Factorises at a point; `d1`, `d2` are U (R/c V) and V (R/c' U). False if singular, or if `pulse`,
    /// which is asked before each panel of rows, says to stop.
    pub(super) fn factor(
        &mut self,
        at: &Point,
        d1: &[f64],
        d2: &[f64],
        pulse: &mut dyn FnMut() -> bool,
    ) -> bool {
        self.schur.fill(0.0);
        for (entry, &number) in self.elimination.free.iter().enumerate() {
            if number != FIXED {
                let number = number as usize;
                self.schur[number * (self.size + 1)] = d2[entry].max(DAMPING * self.problem.p2[entry]);
            }
        }
        self.rows.clear();
        self.elimination.blocks.clear();
        self.panel.reset(PANEL_ROWS, self.size);
        // The scaling wants the diagonal before elimination; remember it on the way.
        for i in 0..self.problem.shape[0] {
            if i.is_multiple_of(PANEL_ROWS) && pulse() {
                return false;
            }
            let Some(row) = self.elimination.row(i, at, d1) else { return false };
            self.rows.push(row);
        }
        self.elimination.blocks.add_to(&mut self.schur, self.size);
        for (i, scale) in self.scale.iter_mut().enumerate() {
            *scale = 1.0 / self.schur[i * (self.size + 1)].max(1e-300).sqrt();
        }
        let rows = std::mem::take(&mut self.rows);
        let (mut since, mut stopped) = (0, false);
        for row in &rows {
            since += row.ys.len();
            if since >= PANEL_ROWS {
                (since, stopped) = (0, pulse());
            }
            if stopped {
                break;
            }
            self.subtract(row);
        }
        self.rows = rows;
        self.flush();
        if stopped || pulse() {
            return false;
        }
        for i in 0..self.size {
            let row = &mut self.schur[i * self.size..][..=i];
            let factor = self.scale[i];
            row.iter_mut().zip(&self.scale).for_each(|(x, scale)| *x *= factor * scale);
        }
        cholesky::factor_with_ridge(&mut self.schur, self.size)
    }

    /// Subtracts W'W of a row from the Schur complement, at once or with the next flush.
    fn subtract(&mut self, row: &Row) {
        let width = row.touched.len();
        if width == 0 {
            return;
        }
        if 2 * width < self.size {
            let mut own = Panel::new(row.ys.len(), width);
            row.w.chunks_exact(width).for_each(|w| own.push(w));
            subtract_gram(&own, &mut self.schur, self.size, Some(&row.touched));
            return;
        }
        for w in row.w.chunks_exact(width) {
            if self.panel.is_full() {
                self.flush();
            }
            if width == self.size {
                self.panel.push(w);
            } else {
                self.panel.push_scattered(&row.touched, w);
            }
        }
    }

    fn flush(&mut self) {
        if self.panel.rows() > 0 {
            subtract_gram(&self.panel, &mut self.schur, self.size, None);
            self.panel.reset(PANEL_ROWS, self.size);
        }
    }

    /// Solves for (f, g) given right-hand sides over (x1, y) and (x2, y).
    pub(super) fn solve(&self, right1: &[f64], right2: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let stride = self.problem.stride;
        let mut g = vec![0.0; self.size];
        for (&number, &right) in self.elimination.free.iter().zip(right2) {
            if number != FIXED {
                g[number as usize] = right;
            }
        }
        let mut reduced = Vec::with_capacity(self.rows.len());
        for (row, right) in self.rows.iter().zip(right1.chunks_exact(stride)) {
            let mut t: Vec<f64> =
                row.ys.iter().zip(&row.scale).map(|(&y, a)| a * right[y as usize]).collect();
            cholesky::solve_lower(&row.l, t.len(), t.len(), &mut t);
            for (w, t) in row.w.chunks_exact(row.touched.len().max(1)).zip(&t) {
                if w.len() == self.size {
                    vector::add_scaled(&mut g, -t, w);
                } else {
                    row.touched.iter().zip(w).for_each(|(&at, w)| g[at as usize] -= t * w);
                }
            }
            reduced.push(t);
        }
        g.iter_mut().zip(&self.scale).for_each(|(g, scale)| *g *= scale);
        cholesky::solve_lower(&self.schur, self.size, self.size, &mut g);
        cholesky::solve_upper(&self.schur, self.size, self.size, &mut g);
        g.iter_mut().zip(&self.scale).for_each(|(g, scale)| *g *= scale);
        let mut f = vec![0.0; right1.len()];
        for ((row, mut t), f) in self.rows.iter().zip(reduced).zip(f.chunks_exact_mut(stride)) {
            for (w, t) in row.w.chunks_exact(row.touched.len().max(1)).zip(&mut t) {
                *t -= if w.len() == self.size {
                    vector::dot(w, &g)
                } else {
                    row.touched.iter().zip(w).map(|(&at, w)| w * g[at as usize]).sum::<f64>()
                };
            }
            cholesky::solve_upper(&row.l, t.len(), t.len(), &mut t);
            for ((&y, a), t) in row.ys.iter().zip(&row.scale).zip(&t) {
                f[y as usize] = a * t;
            }
        }
        let entry = |&number: &u32| if number == FIXED { 0.0 } else { g[number as usize] };
        (f, self.elimination.free.iter().map(entry).collect())
    }
}

/// Subtracts the Gram matrix of a panel, whose columns stand at `at` (ascending; all if none).
fn subtract_gram(panel: &Panel, matrix: &mut [f64], size: usize, at: Option<&[u32]>) {
    panel.for_each_tile(|i, j, tile| {
        for (row, sums) in (i..).zip(tile) {
            match at {
                None if row < size => {
                    let end = (j + sums.len()).min(row + 1).max(j);
                    let out = &mut matrix[row * size + j..row * size + end];
                    out.iter_mut().zip(sums).for_each(|(out, sum)| *out -= sum);
                }
                Some(at) if row < at.len() => {
                    let out = &mut matrix[at[row] as usize * size..];
                    let columns = at[j..=row.max(j)].iter().take(if j <= row { usize::MAX } else { 0 });
                    columns.zip(sums).for_each(|(&column, sum)| out[column as usize] -= sum);
                }
                _ => {}
            }
        }
    });
}

/// Multiply-adds of one factorisation with the pairs (slot, x1, x2) that `active` admits.
pub(in crate::decompose::ipfp) fn work(
    problem: &Problem,
    active: impl Fn(usize, usize, usize) -> bool,
) -> f64 {
    let stride = problem.stride;
    let count = |row: &[f64]| row.iter().filter(|&&p| p > 0.0).count();
    let free = count(&problem.p2).saturating_sub(problem.shape[2]) as f64;
    let mut total = free * free * free / 6.0;
    for i in 0..problem.shape[0] {
        let n = count(&problem.p1[i * stride..(i + 1) * stride]) as f64;
        let (mut pairs, mut touched) = (0.0, 0.0);
        problem.for_each_in_row(i, |slot, j| {
            if active(slot, i, j) {
                let shared = problem.shared(slot, i, j) as f64;
                pairs += shared * shared + n * n;
                touched += shared;
            }
        });
        total += n * n * n / 6.0 + pairs + n * n * touched / 2.0 + n * touched * touched / 2.0;
    }
    total
}
