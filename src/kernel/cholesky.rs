//! Cholesky's factorisation A = L L' of a dense matrix, in blocks, and triangular solves.
//!
//! Matrices are row-major slices; the lower triangle is read and overwritten by L, the strict upper
//! triangle is left alone. Right-looking: factor a diagonal block, solve the rows below it eight at a
//! time, subtract their outer product by [`Panel`].

use super::panel::{GROUP, Panel, Tile};
use super::vector;

/// Columns of a block: a multiple of eight that fits the first-level cache.
const BLOCK: usize = 48;

/// Factors the n x n matrix; false if it is not positive definite.
pub fn factor(a: &mut [f64], n: usize, stride: usize) -> bool {
    let mut panel = Panel::new(0, 0);
    for k in (0..n).step_by(BLOCK) {
        let width = BLOCK.min(n - k);
        if !factor_block(a, k, width, stride) {
            return false;
        }
        let below = k + width;
        if below == n {
            break;
        }
        panel.reset(width, n - below);
        for p in 0..width {
            let column: Vec<f64> = (below..n).map(|i| a[i * stride + k + p]).collect();
            panel.push(&column);
        }
        for group in 0..(n - below).div_ceil(GROUP) {
            solve_group(a, k, stride, panel.group_mut(group));
            let rows = below + group * GROUP..n.min(below + (group + 1) * GROUP);
            for (lane, i) in rows.enumerate() {
                let solved = panel.group(group).iter().map(|x| x[lane]);
                a[i * stride + k..].iter_mut().zip(solved).for_each(|(out, x)| *out = x);
            }
        }
        panel.for_each_tile(|i, j, tile| subtract_tile(a, stride, n, below + i, below + j, tile));
    }
    true
}

/// Subtracts what of a tile lies in the lower triangle.
fn subtract_tile(a: &mut [f64], stride: usize, n: usize, i: usize, j: usize, tile: &Tile) {
    for (row, sums) in (i..n).zip(tile) {
        let end = (j + GROUP).min(row + 1);
        if j < end {
            let out = &mut a[row * stride + j..row * stride + end];
            out.iter_mut().zip(sums).for_each(|(out, sum)| *out -= sum);
        }
    }
}

/// Factors the diagonal block at k.
fn factor_block(a: &mut [f64], k: usize, width: usize, stride: usize) -> bool {
    for i in k..k + width {
        for j in k..=i {
            let (head, tail) = a.split_at_mut(i * stride);
            let row_i = &mut tail[k..=i];
            let rest = if i == j {
                row_i[j - k] - vector::dot(&row_i[..j - k], &row_i[..j - k])
            } else {
                row_i[j - k] - vector::dot(&row_i[..j - k], &head[j * stride + k..j * stride + j])
            };
            if i == j {
                if !(rest > 0.0 && rest.is_finite()) {
                    return false;
                }
                row_i[j - k] = rest.sqrt();
            } else {
                row_i[j - k] = rest / head[j * stride + j];
            }
        }
    }
    true
}

/// Solves L X = B for eight columns, L the diagonal block at k.
fn solve_group(a: &[f64], k: usize, stride: usize, x: &mut [[f64; GROUP]]) {
    for p in 0..x.len() {
        let row = &a[(k + p) * stride + k..][..=p];
        let (done, rest) = x.split_at_mut(p);
        let mut sum = rest[0];
        for (l, x) in row.iter().zip(done.iter()) {
            for lane in 0..GROUP {
                sum[lane] -= l * x[lane];
            }
        }
        rest[0] = sum.map(|s| s / row[p]);
    }
}

/// Factors an n x n matrix of unit diagonal with the smallest ridge of 0, 1e-14,
/// 1e-12, ... below 1e-2 that makes it positive definite.
pub fn factor_with_ridge(a: &mut [f64], n: usize) -> bool {
    let diagonal: Vec<f64> = (0..n).map(|i| a[i * (n + 1)]).collect();
    // The upper triangle keeps the original.
    for i in 0..n {
        for j in 0..i {
            a[j * n + i] = a[i * n + j];
        }
    }
    let mut ridge = 0.0;
    while ridge < 1e-2 {
        for i in 0..n {
            for j in 0..i {
                a[i * n + j] = a[j * n + i];
            }
            a[i * (n + 1)] = diagonal[i] + ridge;
        }
        if factor(a, n, n) {
            return true;
        }
        ridge = f64::max(100.0 * ridge, 1e-14);
    }
    false
}

/// `b <- L^-1 b`.
pub fn solve_lower(l: &[f64], n: usize, stride: usize, b: &mut [f64]) {
    for i in 0..n {
        let row = &l[i * stride..][..=i];
        b[i] = (b[i] - vector::dot(&row[..i], &b[..i])) / row[i];
    }
}

/// `b <- L'^-1 b`.
pub fn solve_upper(l: &[f64], n: usize, stride: usize, b: &mut [f64]) {
    for i in (0..n).rev() {
        let row = &l[i * stride..][..=i];
        b[i] /= row[i];
        let (head, tail) = b.split_at_mut(i);
        vector::add_scaled(head, -tail[0], &row[..i]);
    }
}
