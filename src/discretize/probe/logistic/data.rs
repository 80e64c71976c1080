//! The samples of a probe and the products with them.

use crate::data::matrix::{Matrix, filled};
use crate::discretize::Pulse;
use crate::error::Result;
use crate::kernel::f32::{Points, dots};

use super::BLOCK;

/// Samples, in both orders of their axes, with what they have in common for all training sets.
pub(in crate::discretize::probe) struct Data<'a> {
    /// n x m.
    pub(super) x: &'a Matrix,
    /// m x n.
    by_feature: Matrix,
    /// X'X / n, lower triangle.
    pub(super) gram: Vec<f64>,
    pub(in crate::discretize::probe) y: &'a [u32],
    pub(in crate::discretize::probe) ky: usize,
    /// Mean over y of p(y) (1 - p(y)): the curvature of the loss where nothing is known.
    pub(super) curvature: f64,
}

impl<'a> Data<'a> {
    pub(in crate::discretize::probe) fn new(
        x: &'a Matrix,
        y: &'a [u32],
        ky: usize,
        pulse: Pulse,
    ) -> Result<Self> {
        let (n, m) = (x.rows(), x.features());
        let mut by_feature = Matrix::zeros(m, n)?;
        let values = by_feature.values_mut();
        for (i, sample) in x.values().chunks_exact(m).enumerate() {
            sample.iter().enumerate().for_each(|(j, &value)| values[j * n + i] = value);
        }
        let gram = gram(&by_feature, pulse)?;
        let mut counts = vec![0.0; ky];
        y.iter().for_each(|&y| counts[y as usize] += 1.0 / n as f64);
        let curvature = counts.iter().map(|p| p * (1.0 - p)).sum::<f64>() / ky as f64;
        Ok(Self { x, by_feature, gram, y, ky, curvature: curvature.max(f64::MIN_POSITIVE) })
    }

    pub(super) fn features(&self) -> usize {
        self.x.features()
    }

    /// Features times the weights of every symbol, n x Ky.
    pub(super) fn scores(&self, weights: &[f64], out: &mut [f64], pulse: Pulse) -> Result<()> {
        let (m, ky) = (self.features(), self.ky);
        let (weights, shifts) = weights.split_at(m * ky);
        let single: Vec<f32> = weights.iter().map(|&w| w as f32).collect();
        let weights = Points { values: &single, features: m };
        let mut products = vec![0.0; BLOCK * ky];
        for (block, out) in out.chunks_mut(BLOCK * ky).enumerate() {
            if block.is_multiple_of(blocks(m * ky)) {
                pulse()?;
            }
            let first = (block * BLOCK) as u32;
            let rows: Vec<u32> = (first..first + (out.len() / ky) as u32).collect();
            dots(Points::of(self.x), &rows, weights, 0..ky, &mut products);
            for (out, products) in out.chunks_exact_mut(ky).zip(products.chunks_exact(ky)) {
                for ((out, &product), shift) in out.iter_mut().zip(products).zip(shifts) {
                    *out = f64::from(product) + shift;
                }
            }
        }
        Ok(())
    }

    /// Residuals (Ky x n) times the features.
    pub(super) fn gradient(&self, residuals: &[f32], out: &mut [f64], pulse: Pulse) -> Result<()> {
        let (n, m, ky) = (self.x.rows(), self.features(), self.ky);
        let symbols: Vec<u32> = (0..ky as u32).collect();
        let residuals = Points { values: residuals, features: n };
        let mut products = vec![0.0; ky * m];
        let some = BLOCK * blocks(m * n);
        for (symbols, products) in symbols.chunks(some).zip(products.chunks_mut(some * m)) {
            pulse()?;
            dots(residuals, symbols, Points::of(&self.by_feature), 0..m, products);
        }
        out.iter_mut().zip(&products).for_each(|(out, &product)| *out = f64::from(product));
        for (y, out) in out[m * ky..].iter_mut().enumerate() {
            *out = residuals.row(y).iter().map(|&r| f64::from(r)).sum();
        }
        Ok(())
    }
}

/// Blocks of rows that are gone through between two questions whether to go on, with so many products a row.
fn blocks(products: usize) -> usize {
    const PRODUCTS: usize = 80_000_000;
    (PRODUCTS / (BLOCK * products)).max(1)
}

/// X'X / n from its transpose, lower triangle.
fn gram(by_feature: &Matrix, pulse: Pulse) -> Result<Vec<f64>> {
    let (m, n) = (by_feature.rows(), by_feature.features());
    let mut gram = filled("products of features", m, m, 0.0)?;
    let mut products = filled("products of features", BLOCK, m, 0.0)?;
    for first in (0..m).step_by(BLOCK) {
        let rows: Vec<u32> = (first as u32..m.min(first + BLOCK) as u32).collect();
        let count = first + rows.len();
        let points = Points::of(by_feature);
        pulse()?;
        dots(points, &rows, points, 0..count, &mut products);
        for (row, products) in rows.iter().zip(products.chunks_exact(count)) {
            let out = &mut gram[*row as usize * m..][..count];
            out.iter_mut().zip(products).for_each(|(out, &p)| *out = f64::from(p) / n as f64);
        }
    }
    Ok(gram)
}
