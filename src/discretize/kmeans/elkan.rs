//! Bounds on distances, by which most products need not be computed (Elkan, ICML 2003).
//!
//! For each sample i: `upper`, at least its distance to its own centroid a, and `lower`[j], at most its
//! distance to each other one. When centroid j moves by s, its distance changes by at most s. A centroid
//! whose lower bound exceeds the upper one cannot be nearer.
//!
//! The plain assignment compares rounded scores x.c - |c|^2 / 2. To find the same codes bit for
//! bit, the bounds allow for that rounding: with E at least the error of a score, j is left out only if
//! lower^2 > upper^2 + 4 E, and then its rounded score is less than that of a. E follows from the order of
//! accumulation ([`relative_error`]).
//!
//! Where the samples have an outline, it narrows the bounds first, by a product of a sixteenth of the length.

use super::group::Group;
use super::nearest::{self, BLOCK, Centroids};
use crate::data::matrix::filled;
use crate::discretize::prepare::Centred;
use crate::discretize::prepare::outline::{Outline, Outlined};
use crate::error::Result;
use crate::kernel::f32::{Points, dots, relative_error, smallest};

/// Relative rounding error of one operation.
pub(super) const UNIT: f32 = f32::EPSILON / 2.0;

/// Bounds of all samples.
#[derive(Debug)]
pub(super) struct Bounds {
    pub(super) k: usize,
    /// n x K; infinite for the own centroid.
    pub(super) lower: Vec<f32>,
    pub(super) upper: Vec<f32>,
    /// How far each centroid moved since the bounds were right, rounded up.
    pub(super) shifts: Vec<f32>,
    /// Relative error of a product.
    error: f32,
    /// Its absolute error where numbers are so small that they lose digits.
    tiny: f32,
    /// Largest norm of a sample.
    radius: f32,
    /// At least the largest norm of a centroid.
    size: f32,
    /// At least every finite lower bound.
    pub(super) reach: f32,
    pub(super) fresh: bool,
    pub(super) group: Group,
}

impl Bounds {
    pub(super) fn new(data: &Centred, k: usize) -> Result<Self> {
        let (n, d) = (data.samples.rows(), data.samples.features());
        let square = data.squares.iter().fold(0.0, |a: f32, &b| a.max(b));
        let error = relative_error(d);
        Ok(Self {
            k,
            lower: filled("bounds of distances", n, k, 0.0)?,
            upper: filled("bounds of distances", 1, n, f32::INFINITY)?,
            shifts: vec![0.0; k],
            error,
            tiny: smallest(d),
            radius: square.sqrt() * (1.0 + error),
            size: 0.0,
            reach: 0.0,
            fresh: true,
            group: Group::new(k),
        })
    }

    /// Takes note of the squared distance by which each centroid moved.
    pub(super) fn moved(&mut self, squared_shifts: &[f64]) {
        for (shift, squared) in self.shifts.iter_mut().zip(squared_shifts) {
            *shift = (squared.sqrt() * (1.0 + 1e-6)) as f32;
        }
    }

    /// Takes note that sample `i` was given another code.
    pub(super) fn recoded(&mut self, i: usize, from: u32, to: u32) {
        self.lower[i * self.k + from as usize] = 0.0;
        self.lower[i * self.k + to as usize] = f32::INFINITY;
        self.upper[i] = f32::INFINITY;
    }

    /// Bound of the error of a score of a sample of squared norm `square`; of half the error of a squared
    /// distance too.
    pub(super) fn slack(&self, square: f32) -> f32 {
        let size = self.size;
        self.error * (square + square.sqrt() * size + size * size) + self.tiny
    }

    /// The best centroid of the samples `first..first + next.len()`, which had `codes`, into `next`.
    pub(super) fn assign(
        &mut self,
        data: &Centred,
        centroids: Centroids,
        first: usize,
        codes: &[u32],
        next: &mut [u32],
    ) {
        let greatest = centroids.halves.iter().fold(0.0, |a: f32, &b| a.max(b));
        self.size = (2.0 * greatest).sqrt() * (1.0 + self.error);
        self.reach = self.reach.max((self.radius + self.size) * 1.01);
        match (self.fresh, outline_of(data, centroids)) {
            (true, None) => self.begin(data, centroids, first, next),
            (true, Some(outline)) => {
                self.sketch(data, centroids, outline, first, next);
                self.narrow(data, centroids, first, next);
            }
            (false, _) => {
                next.copy_from_slice(codes);
                self.narrow(data, centroids, first, next);
            }
        }
    }

    /// Ends an assignment of all samples.
    pub(super) fn assigned(&mut self) {
        self.fresh = false;
        self.shifts.fill(0.0);
    }

    /// All products, all bounds.
    fn begin(&mut self, data: &Centred, centroids: Centroids, first: usize, next: &mut [u32]) {
        let k = self.k;
        let mut products = std::mem::take(&mut self.group.products);
        products.resize(BLOCK * k, 0.0);
        let mut rows = Vec::with_capacity(BLOCK);
        for (block, next) in next.chunks_mut(BLOCK).enumerate() {
            let first = (first + block * BLOCK) as u32;
            rows.clear();
            rows.extend(first..first + next.len() as u32);
            dots(Points::of(&data.samples), &rows, centroids.points, 0..k, &mut products);
            for (next, (&row, products)) in next.iter_mut().zip(rows.iter().zip(products.chunks_exact_mut(k)))
            {
                let i = row as usize;
                let (best, score) = nearest::best(products, centroids.halves);
                *next = best;
                let slack = self.slack(data.squares[i]);
                self.upper[i] = above(data.squares[i], score, slack);
                let lower = &mut self.lower[i * k..(i + 1) * k];
                for (lower, (product, half)) in lower.iter_mut().zip(products.iter().zip(centroids.halves)) {
                    *lower = below(data.squares[i], product - half, slack);
                }
                lower[best as usize] = f32::INFINITY;
            }
        }
        self.group.products = products;
    }

    /// All products of coordinates, all bounds; the code that seems best.
    fn sketch(
        &mut self,
        data: &Centred,
        centroids: Centroids,
        (outline, outlined): (&Outline, &Outlined),
        first: usize,
        next: &mut [u32],
    ) {
        let k = self.k;
        let mut products = std::mem::take(&mut self.group.products);
        products.resize(products.len().max(BLOCK * k), 0.0);
        for (block, next) in next.chunks_mut(BLOCK).enumerate() {
            let first = first + block * BLOCK;
            let rows: Vec<u32> = (first as u32..(first + next.len()) as u32).collect();
            dots(outline.samples.points(), &rows, outlined.points(), 0..k, &mut products);
            for ((i, next), products) in (first..).zip(next).zip(products.chunks_exact(k)) {
                let (best, score) = nearest::best(products, centroids.halves);
                *next = best;
                let (square, slack) = (data.squares[i], self.slack(data.squares[i]));
                self.upper[i] = above(square, score - outline.spread(i, outlined, best as usize), slack);
                let lower = &mut self.lower[i * k..(i + 1) * k];
                for (j, (lower, product)) in lower.iter_mut().zip(products).enumerate() {
                    let most = product - centroids.halves[j] + outline.spread(i, outlined, j);
                    *lower = below(square, most, slack);
                }
                lower[best as usize] = f32::INFINITY;
            }
        }
        self.group.products = products;
    }
}

/// The outline of the samples with the centroids in it.
pub(super) fn outline_of<'a>(
    data: &'a Centred,
    centroids: Centroids<'a>,
) -> Option<(&'a Outline, &'a Outlined)> {
    data.outline.as_ref().zip(centroids.outlined)
}

/// At least the distance |x - c|, of |x|^2 and the score.
pub(super) fn above(square: f32, score: f32, slack: f32) -> f32 {
    (square - 2.0 * score + 2.0 * slack).max(0.0).sqrt() * (1.0 + 4.0 * UNIT)
}

/// At most that distance.
pub(super) fn below(square: f32, score: f32, slack: f32) -> f32 {
    (square - 2.0 * score - 2.0 * slack).max(0.0).sqrt() * (1.0 - 4.0 * UNIT)
}

/// The lower bound above which a centroid is out.
pub(super) fn limit(upper: f32, slack: f32) -> f32 {
    (upper * upper + 4.0 * slack).sqrt() * (1.0 + 8.0 * UNIT)
}
