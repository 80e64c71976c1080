//! James-Stein shrinkage of probability tables towards a target.
//!
//! `P~ = (1 - lambda) P + lambda T` with the weight that minimises the estimated squared error,
//! `lambda = clip(sum P (1 - P) / (n - 1) / sum (P - T)^2, 0, 1)`
//! (Hausser and Strimmer, JMLR 10 (2009), equations 5 and 6).

use ndarray::{Array2, Array3, Axis};

use crate::data::counts::Pairs;

/// Passes of proportional fitting that restore the pair tables.
const FITTING_PASSES: usize = 10;

/// Weight of the target, from sums over all cells.
fn weight(variance: f64, distance: f64, n: f64) -> f64 {
    if distance > 0.0 && n > 1.0 { (variance / (n - 1.0) / distance).min(1.0) } else { 1.0 }
}

/// Both pair tables shrunk towards independence; p(y) stays as it is.
pub(super) fn shrink_pairs(pairs: &Pairs, n: f64) -> Pairs {
    Pairs { p1: shrink_pair(&pairs.p1, n), p2: shrink_pair(&pairs.p2, n) }
}

/// A pair table shrunk towards independence.
pub(super) fn shrink_pair(pair: &Array2<f64>, n: f64) -> Array2<f64> {
    let (rows, columns) = (pair.sum_axis(Axis(1)), pair.sum_axis(Axis(0)));
    let target = Array2::from_shape_fn(pair.dim(), |(x, y)| rows[x] * columns[y]);
    let variance = pair.iter().map(|p| p * (1.0 - p)).sum();
    let distance = pair.iter().zip(&target).map(|(p, t)| (p - t) * (p - t)).sum();
    let lambda = weight(variance, distance, n);
    (1.0 - lambda) * pair + lambda * target
}

/// The triple table given by its occupied `cells`, shrunk towards `target`, with the pair tables
/// of `pairs`. All are indexed `[x1, x2, y]`.
pub(super) fn shrink_triple(
    cells: &[[u32; 3]],
    mass: &[f64],
    target: Array3<f64>,
    pairs: &Pairs,
    n: f64,
) -> Array3<f64> {
    let variance = mass.iter().map(|p| p * (1.0 - p)).sum();
    let index = |cell: &[u32; 3]| cell.map(|symbol| symbol as usize);
    let mut distance: f64 = target.iter().map(|t| t * t).sum();
    for (cell, p) in cells.iter().zip(mass) {
        distance += p * (p - 2.0 * target[index(cell)]);
    }
    let lambda = weight(variance, distance, n);
    let mut table = lambda * target;
    for (cell, p) in cells.iter().zip(mass) {
        table[index(cell)] += (1.0 - lambda) * p;
    }
    fit(&mut table, pairs);
    table
}

/// Scales the table to the pair tables of y, alternately.
fn fit(table: &mut Array3<f64>, pairs: &Pairs) {
    for _ in 0..FITTING_PASSES {
        fit_once(table, pairs);
    }
}

/// Scales the table to `sources`, indexed `[x1, x2]`, and to the pair tables of y, in turn.
pub(super) fn fit_three(table: &mut Array3<f64>, pairs: &Pairs, sources: &Array2<f64>) {
    for _ in 0..2 * FITTING_PASSES {
        let scale = ratio(sources, &table.sum_axis(Axis(2)));
        for (mut row, &factor) in table.rows_mut().into_iter().zip(&scale) {
            row *= factor;
        }
        fit_once(table, pairs);
    }
}

fn fit_once(table: &mut Array3<f64>, pairs: &Pairs) {
    let first = ratio(&pairs.p1, &table.sum_axis(Axis(1)));
    for (mut plane, scale) in table.outer_iter_mut().zip(first.outer_iter()) {
        plane *= &scale;
    }
    let second = ratio(&pairs.p2, &table.sum_axis(Axis(0)));
    for mut plane in table.outer_iter_mut() {
        plane *= &second;
    }
}

fn ratio(wanted: &Array2<f64>, found: &Array2<f64>) -> Array2<f64> {
    let mut ratio = wanted.clone();
    ratio.zip_mut_with(found, |r, &f| *r = if f > 0.0 { *r / f } else { 0.0 });
    ratio
}
