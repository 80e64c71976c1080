//! The nearest centroid of a sample: that of the greatest score x.c - |c|^2 / 2, the first of equals.

use crate::data::matrix::{Matrix, filled};
use crate::discretize::prepare::outline::Outlined;
use crate::error::Result;
use crate::kernel::f32::{Points, dot, dots};

/// Samples whose products with all centroids are computed together.
pub(super) const BLOCK: usize = 48;

/// What an assignment needs to know of the centroids.
#[derive(Clone, Copy)]
pub(super) struct Centroids<'a> {
    pub(super) points: Points<'a>,
    pub(super) halves: &'a [f32],
    /// In the outline of the samples, where they have one.
    pub(super) outlined: Option<&'a Outlined>,
}

/// |c|^2 / 2 of each centroid.
pub(super) fn halves(centroids: &Matrix) -> Vec<f32> {
    (0..centroids.rows()).map(|j| 0.5 * dot(centroids.row(j), centroids.row(j))).collect()
}

/// The nearest centroid of each sample, both in the prepared and centred space, into `codes`.
///
/// # Errors
///
/// [`Error::OutOfMemory`](crate::error::Error::OutOfMemory).
pub fn assign(samples: Points, centroids: &Matrix, codes: &mut [u32]) -> Result<()> {
    let halves = halves(centroids);
    let mut products = filled("products", BLOCK, centroids.rows(), 0.0)?;
    let centroids = Centroids { points: Points::of(centroids), halves: &halves, outlined: None };
    best_of_all(samples, 0, centroids, &mut products, codes);
    Ok(())
}

/// For each sample from `first` on the centroid that maximises x.c - |c|^2 / 2, the first of equals.
pub(super) fn best_of_all(
    samples: Points,
    first: usize,
    centroids: Centroids,
    products: &mut [f32],
    codes: &mut [u32],
) {
    let k = centroids.halves.len();
    let mut rows = Vec::with_capacity(BLOCK);
    for (block, codes) in codes.chunks_mut(BLOCK).enumerate() {
        let first = (first + block * BLOCK) as u32;
        rows.clear();
        rows.extend(first..first + codes.len() as u32);
        dots(samples, &rows, centroids.points, 0..k, products);
        for (code, products) in codes.iter_mut().zip(products.chunks_exact(k)) {
            *code = best(products, centroids.halves).0;
        }
    }
}

/// The centroid of the greatest score, the first of equals, and its score.
pub(super) fn best(products: &[f32], halves: &[f32]) -> (u32, f32) {
    let (mut code, mut greatest) = (0, f32::NEG_INFINITY);
    for (j, (product, half)) in products.iter().zip(halves).enumerate() {
        let score = product - half;
        if score > greatest {
            (code, greatest) = (j as u32, score);
        }
    }
    (code, greatest)
}
