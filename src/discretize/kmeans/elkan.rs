//! Bounds on distances, by which most products need not be computed (Elkan, ICML 2003).
//!
//! For each sample i: `upper`, at least its distance to its own centroid a, and `lower`[j], at most its
//! distance to each other one. When centroid j moves by s, its distance changes by at most s. A centroid
//! whose lower bound exceeds the upper one cannot be nearer.
//!
//! The plain assignment compares rounded scores x.c - |c|^2 / 2. To find the same codes bit for
//! bit, the bounds allow for that rounding: with E at least the error of a score, j is left out only if
//! lower^2 > upper^2 + 4 E, and then its rounded score is less than that of a. E follows from the order of
//! accumulation: a product of length d goes through at most m = min(d, 1024) / 4 + d / 1024 + 4 roundings of
//! relative size 2^-24 (Higham, Accuracy and Stability of Numerical Algorithms, section 3.1).

use super::nearest::{self, BLOCK, Centroids};
use crate::data::matrix::filled;
use crate::discretize::prepare::Centred;
use crate::error::Result;
use crate::kernel::f32::{Points, SEGMENT, column_dots, dots, paired_dots};

/// Relative rounding error of one operation.
const UNIT: f32 = f32::EPSILON / 2.0;
/// Samples whose remaining candidates are gone through together.
const GROUP: usize = 256;

/// Bounds of all samples.
#[derive(Debug)]
pub(super) struct Bounds {
    k: usize,
    /// n x K; infinite for the own centroid.
    lower: Vec<f32>,
    upper: Vec<f32>,
    /// How far each centroid moved since the bounds were right, rounded up.
    shifts: Vec<f32>,
    /// Relative error of a product.
    error: f32,
    /// Its absolute error where numbers are so small that they lose digits.
    tiny: f32,
    /// Largest norm of a sample.
    radius: f32,
    /// At least the largest norm of a centroid.
    size: f32,
    /// At least every finite lower bound.
    reach: f32,
    fresh: bool,
    group: Group,
}

/// Work space of one group of samples.
#[derive(Debug, Default)]
struct Group {
    samples: Vec<u32>,
    /// Of the samples: own centroid, its score, and bound above which a centroid is out.
    best: Vec<u32>,
    score: Vec<f32>,
    limit: Vec<f32>,
    listed: Vec<u32>,
    places: Vec<u32>,
    products: Vec<f32>,
}

impl Bounds {
    pub(super) fn new(data: &Centred, k: usize) -> Result<Self> {
        let (n, d) = (data.samples.rows(), data.samples.features());
        let roundings = d.min(SEGMENT).div_ceil(4) + d.div_ceil(SEGMENT) + 12;
        let square = data.squares.iter().fold(0.0, |a: f32, &b| a.max(b));
        let error = 1.01 * roundings as f32 * UNIT;
        Ok(Self {
            k,
            lower: filled("bounds of distances", n, k, 0.0)?,
            upper: filled("bounds of distances", 1, n, f32::INFINITY)?,
            shifts: vec![0.0; k],
            error,
            tiny: d as f32 * f32::MIN_POSITIVE,
            radius: square.sqrt() * (1.0 + error),
            size: 0.0,
            reach: 0.0,
            fresh: true,
            group: Group::default(),
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
    fn slack(&self, square: f32) -> f32 {
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
        if self.fresh {
            self.begin(data, centroids, first, next);
        } else {
            self.narrow(data, centroids, first, codes, next);
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

    /// Only the products that the bounds leave open.
    fn narrow(
        &mut self,
        data: &Centred,
        centroids: Centroids,
        first: usize,
        codes: &[u32],
        next: &mut [u32],
    ) {
        next.copy_from_slice(codes);
        for start in (0..codes.len()).step_by(GROUP) {
            let codes = &codes[start..codes.len().min(start + GROUP)];
            self.list(data, first + start, codes);
            self.tighten(data, centroids);
            self.compare(data, centroids);
            let Group { samples, best, .. } = &self.group;
            for (&sample, &best) in samples.iter().zip(best) {
                next[sample as usize - first] = best;
            }
        }
    }

    /// Moves the bounds; lists the samples with an open candidate.
    fn list(&mut self, data: &Centred, first: usize, codes: &[u32]) {
        self.group.samples.clear();
        self.group.best.clear();
        // Rounding of a subtraction from a bound of at most `reach`.
        let rounding = 4.0 * UNIT * self.reach;
        for (place, &code) in codes.iter().enumerate() {
            let i = first + place;
            let mut least = f32::INFINITY;
            for (lower, shift) in self.lower[i * self.k..(i + 1) * self.k].iter_mut().zip(&self.shifts) {
                *lower -= shift + rounding;
                least = if *lower < least { *lower } else { least };
            }
            self.upper[i] = (self.upper[i] + self.shifts[code as usize]) * (1.0 + 4.0 * UNIT);
            let slack = self.slack(data.squares[i]);
            if least <= limit(self.upper[i], slack) {
                self.group.samples.push(i as u32);
                self.group.best.push(code);
            }
        }
    }

    /// Computes the distance to the own centroid; unlists the samples that this decides.
    fn tighten(&mut self, data: &Centred, centroids: Centroids) {
        let mut group = std::mem::take(&mut self.group);
        let count = group.samples.len();
        group.products.resize(group.products.len().max(count), 0.0);
        paired_dots(
            Points::of(&data.samples),
            &group.samples,
            centroids.points,
            &group.best,
            &mut group.products,
        );
        group.score.clear();
        group.limit.clear();
        let mut kept = 0;
        for place in 0..count {
            let (sample, own) = (group.samples[place], group.best[place]);
            let i = sample as usize;
            let score = group.products[place] - centroids.halves[own as usize];
            let slack = self.slack(data.squares[i]);
            self.upper[i] = above(data.squares[i], score, slack);
            let limit = limit(self.upper[i], slack);
            if self.lower[i * self.k..(i + 1) * self.k].iter().any(|&lower| lower <= limit) {
                (group.samples[kept], group.best[kept]) = (sample, own);
                group.score.push(score);
                group.limit.push(limit);
                kept += 1;
            }
        }
        group.samples.truncate(kept);
        group.best.truncate(kept);
        self.group = group;
    }

    /// Computes the products that are still open, centroid by centroid.
    fn compare(&mut self, data: &Centred, centroids: Centroids) {
        let mut group = std::mem::take(&mut self.group);
        for j in 0..self.k {
            group.listed.clear();
            group.places.clear();
            for (place, (&sample, &limit)) in group.samples.iter().zip(&group.limit).enumerate() {
                if self.lower[sample as usize * self.k + j] <= limit {
                    group.listed.push(sample);
                    group.places.push(place as u32);
                }
            }
            if group.listed.is_empty() {
                continue;
            }
            let samples = Points::of(&data.samples);
            column_dots(samples, &group.listed, centroids.points.row(j), &mut group.products);
            for listed in 0..group.places.len() {
                let place = group.places[listed] as usize;
                let score = group.products[listed] - centroids.halves[j];
                self.consider(data, &mut group, place, j as u32, score);
            }
        }
        self.group = group;
    }

    /// Centroid `j` has this score with the sample at `place`.
    fn consider(&mut self, data: &Centred, group: &mut Group, place: usize, j: u32, score: f32) {
        let i = group.samples[place] as usize;
        let square = data.squares[i];
        let slack = self.slack(square);
        let (own, own_score) = (group.best[place], group.score[place]);
        if score > own_score || (score >= own_score && j < own) {
            self.lower[i * self.k + own as usize] = below(square, own_score, slack);
            self.lower[i * self.k + j as usize] = f32::INFINITY;
            self.upper[i] = above(square, score, slack);
            group.best[place] = j;
            group.score[place] = score;
            group.limit[place] = limit(self.upper[i], slack);
        } else {
            self.lower[i * self.k + j as usize] = below(square, score, slack);
        }
    }
}

/// At least the distance |x - c|, of |x|^2 and the score.
fn above(square: f32, score: f32, slack: f32) -> f32 {
    (square - 2.0 * score + 2.0 * slack).max(0.0).sqrt() * (1.0 + 4.0 * UNIT)
}

/// At most that distance.
fn below(square: f32, score: f32, slack: f32) -> f32 {
    (square - 2.0 * score - 2.0 * slack).max(0.0).sqrt() * (1.0 - 4.0 * UNIT)
}

/// The lower bound above which a centroid is out.
fn limit(upper: f32, slack: f32) -> f32 {
    (upper * upper + 4.0 * slack).sqrt() * (1.0 + 8.0 * UNIT)
}
