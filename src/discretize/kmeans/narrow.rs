//! An assignment within bounds: which samples and centroids they leave open, and the products of these.
//!
//! ```text
//! list         samples of which any lower bound is not above the upper one
//! own          a better upper bound, of the outline or of the product with the own centroid
//! find_open    by centroid, the samples to which it may be nearest
//! see          better lower bounds of the outline; unlists what they decide
//! compare      the products that are still open
//! ```

use super::elkan::{Bounds, UNIT, above, below, limit, outline_of};
use super::group::Group;
use super::nearest::Centroids;
use crate::discretize::prepare::Centred;
use crate::discretize::prepare::outline::{Outline, Outlined};
use crate::kernel::f32::{Points, column_dots, paired_dots};

/// Samples whose remaining candidates are gone through together.
const GROUP: usize = 256;
/// Bounds looked at together.
const LANES: usize = 8;

impl Bounds {
    /// Only the products that the bounds leave open. Takes the codes that samples had, and gives those that
    /// they get.
    pub(super) fn narrow(&mut self, data: &Centred, centroids: Centroids, first: usize, next: &mut [u32]) {
        for (group, next) in next.chunks_mut(GROUP).enumerate() {
            let first = first + group * GROUP;
            self.list(data, first, next);
            if self.group.samples.is_empty() {
                continue;
            }
            match outline_of(data, centroids) {
                None => {
                    self.group.every_place();
                    self.own(data, centroids);
                    self.find_open();
                }
                Some(outline) => {
                    // The first bounds are of the outline already.
                    if !self.fresh {
                        self.own_in_outline(data, centroids, outline);
                    }
                    self.find_open();
                    if !self.fresh {
                        self.see(data, centroids, outline);
                    }
                    self.group.open_places();
                    self.own(data, centroids);
                }
            }
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
        self.group.limit.clear();
        // Rounding of a subtraction from a bound of at most `reach`.
        let rounding = 4.0 * UNIT * self.reach;
        for (place, &code) in codes.iter().enumerate() {
            let i = first + place;
            let least = lowered(&mut self.lower[i * self.k..(i + 1) * self.k], &self.shifts, rounding);
            self.upper[i] = (self.upper[i] + self.shifts[code as usize]) * (1.0 + 4.0 * UNIT);
            let limit = limit(self.upper[i], self.slack(data.squares[i]));
            if least <= limit {
                self.group.samples.push(i as u32);
                self.group.best.push(code);
                self.group.limit.push(limit);
            }
        }
        self.group.score.resize(self.group.samples.len(), 0.0);
    }

    /// Computes the distances to the own centroids at the places wanted.
    fn own(&mut self, data: &Centred, centroids: Centroids) {
        let mut group = std::mem::take(&mut self.group);
        let places = std::mem::take(&mut group.wanted);
        group.gather(&places);
        let samples = Points::of(&data.samples);
        paired_dots(samples, &group.listed, centroids.points, &group.owned, &mut group.products);
        for (&place, product) in places.iter().zip(&group.products) {
            let place = place as usize;
            let (i, j) = (group.samples[place] as usize, group.best[place] as usize);
            let (score, slack) = (product - centroids.halves[j], self.slack(data.squares[i]));
            self.upper[i] = above(data.squares[i], score, slack);
            group.score[place] = score;
            group.limit[place] = limit(self.upper[i], slack);
        }
        group.wanted = places;
        self.group = group;
    }

    /// Bounds the distances to all own centroids by the outline.
    fn own_in_outline(
        &mut self,
        data: &Centred,
        centroids: Centroids,
        (outline, outlined): (&Outline, &Outlined),
    ) {
        let mut group = std::mem::take(&mut self.group);
        let (samples, points) = (outline.samples.points(), outlined.points());
        group.products.resize(group.products.len().max(group.samples.len()), 0.0);
        paired_dots(samples, &group.samples, points, &group.best, &mut group.products);
        for (place, (&sample, product)) in group.samples.iter().zip(&group.products).enumerate() {
            let (i, j) = (sample as usize, group.best[place] as usize);
            let slack = self.slack(data.squares[i]);
            let least = product - centroids.halves[j] - outline.spread(i, outlined, j);
            self.upper[i] = self.upper[i].min(above(data.squares[i], least, slack));
            group.limit[place] = limit(self.upper[i], slack);
        }
        self.group = group;
    }

    /// Finds the places that are open, by centroid.
    fn find_open(&mut self) {
        let Group { samples, limit, open, .. } = &mut self.group;
        open.iter_mut().for_each(Vec::clear);
        for ((place, &sample), &limit) in (0..).zip(samples.iter()).zip(limit.iter()) {
            let lower = &self.lower[sample as usize * self.k..][..self.k];
            for (some, open) in lower.chunks(LANES).zip(open.chunks_mut(LANES)) {
                // Without early exit, so that it vectorises.
                if some.iter().fold(0, |any, &lower| any | u8::from(lower <= limit)) == 0 {
                    continue;
                }
                for (_, open) in some.iter().zip(open).filter(|(lower, _)| **lower <= limit) {
                    open.push(place);
                }
            }
        }
    }

    /// Bounds the distances that are open by the outline; closes those that this decides.
    fn see(&mut self, data: &Centred, centroids: Centroids, (outline, outlined): (&Outline, &Outlined)) {
        let mut group = std::mem::take(&mut self.group);
        for j in 0..self.k {
            let mut open = std::mem::take(&mut group.open[j]);
            group.gather(&open);
            let point = outlined.points().row(j);
            column_dots(outline.samples.points(), &group.listed, point, &mut group.products);
            let mut products = group.products.iter();
            open.retain(|&place| {
                let (i, product) = (group.samples[place as usize] as usize, products.next());
                let most = product.copied().unwrap_or(f32::INFINITY) - centroids.halves[j]
                    + outline.spread(i, outlined, j);
                let bound = below(data.squares[i], most, self.slack(data.squares[i]));
                let lower = &mut self.lower[i * self.k + j];
                *lower = lower.max(bound);
                *lower <= group.limit[place as usize]
            });
            group.open[j] = open;
        }
        self.group = group;
    }

    /// Computes the products that are still open, centroid by centroid.
    fn compare(&mut self, data: &Centred, centroids: Centroids) {
        let mut group = std::mem::take(&mut self.group);
        for j in 0..self.k {
            let mut open = std::mem::take(&mut group.open[j]);
            let lower = |place: u32| self.lower[group.samples[place as usize] as usize * self.k + j];
            open.retain(|&place| lower(place) <= group.limit[place as usize]);
            if !open.is_empty() {
                group.gather(&open);
                let samples = Points::of(&data.samples);
                column_dots(samples, &group.listed, centroids.points.row(j), &mut group.products);
                for (at, &place) in open.iter().enumerate() {
                    let score = group.products[at] - centroids.halves[j];
                    self.consider(data, &mut group, place as usize, j as u32, score);
                }
            }
            group.open[j] = open;
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

/// Lowers the bounds by what each centroid moved and by what rounding may take; the least of them. In several
/// running minima, which need not wait for each other.
fn lowered(bounds: &mut [f32], shifts: &[f32], rounding: f32) -> f32 {
    let smaller = |a: f32, b: f32| if a < b { a } else { b };
    let mut least = [f32::INFINITY; LANES];
    for (bounds, shifts) in bounds.chunks_mut(LANES).zip(shifts.chunks(LANES)) {
        for ((bound, shift), least) in bounds.iter_mut().zip(shifts).zip(&mut least) {
            *bound -= shift + rounding;
            *least = smaller(*bound, *least);
        }
    }
    least.into_iter().fold(f32::INFINITY, smaller)
}
