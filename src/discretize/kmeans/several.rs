//! Codes by several sets of centroids in one pass over the samples.

use super::nearest::{self, BLOCK, best};
use crate::data::matrix::{Matrix, filled};
use crate::discretize::prepare::Numbers;
use crate::discretize::prepare::outline::{Outline, Outlined};
use crate::discretize::samples::{Room, Samples};
use crate::error::Result;
use crate::kernel::f32::{Points, dots, paired_dots, relative_error, smallest};

/// Sets of centroids, one after another.
pub(in crate::discretize) struct Sets<'a> {
    samples: &'a dyn Samples,
    sizes: Vec<usize>,
    centroids: Matrix,
    /// |c|^2 / 2 of each.
    halves: Vec<f32>,
    /// The outline of the samples, and the centroids in it.
    outline: Option<(&'a Outline, Outlined)>,
    /// At least the norm of each centroid of it.
    size: f32,
}

/// Work space of a block of samples.
#[derive(Debug, Default)]
struct Open {
    /// Samples with several candidates in a set.
    rows: Vec<u32>,
    /// Sample, by its place among these, and centroid whose product is wanted.
    samples: Vec<u32>,
    centroids: Vec<u32>,
    /// Of each sample and set with several candidates: both, and where their products end.
    ends: Vec<(usize, usize, usize)>,
    products: Vec<f32>,
}

impl<'a> Sets<'a> {
    /// Of centroids in the space of these samples.
    pub(in crate::discretize) fn new(data: Numbers<'a>, sets: &[&Matrix]) -> Result<Self> {
        let sizes: Vec<usize> = sets.iter().map(|set| set.rows()).collect();
        let mut centroids = Matrix::zeros(sizes.iter().sum(), data.samples.features())?;
        let rows = sets.iter().flat_map(|set| (0..set.rows()).map(|j| set.row(j)));
        rows.enumerate().for_each(|(j, row)| centroids.row_mut(j).copy_from_slice(row));
        let outline = match data.outline {
            Some(outline) => Some((outline, outline.points(&centroids)?)),
            None => None,
        };
        let halves = nearest::halves(&centroids);
        let norms = outline.iter().flat_map(|(_, outlined)| &outlined.norms);
        let size = norms.fold(0.0, |a: f32, &b| a.max(b));
        Ok(Self { samples: data.samples, sizes, centroids, halves, outline, size })
    }

    /// The nearest centroid of each set to the samples from `first` on, into the codes of each set.
    pub(in crate::discretize) fn assign(&self, first: usize, codes: &mut [&mut [u32]]) -> Result<()> {
        let k = self.halves.len();
        let mut products = filled("products", BLOCK, k, 0.0)?;
        let (mut open, mut room) = (Open::default(), Room::default());
        let n = codes.first().map_or(0, |codes| codes.len());
        for start in (0..n).step_by(BLOCK) {
            let rows: Vec<u32> = (first + start..first + n.min(start + BLOCK)).map(|i| i as u32).collect();
            match &self.outline {
                None => {
                    let (samples, places) = self.samples.read(&rows, &mut room)?;
                    dots(samples, places, Points::of(&self.centroids), 0..k, &mut products);
                    self.take_best(start, &products, codes);
                }
                Some((outline, outlined)) => {
                    dots(outline.samples.points(), &rows, outlined.points(), 0..k, &mut products);
                    open.clear();
                    for (place, (&row, products)) in rows.iter().zip(products.chunks_exact(k)).enumerate() {
                        self.take_clear(row, start + place, products, codes, &mut open);
                    }
                    self.decide(&mut open, &mut room, codes)?;
                }
            }
        }
        Ok(())
    }

    /// The best by the products with all centroids.
    fn take_best(&self, start: usize, products: &[f32], codes: &mut [&mut [u32]]) {
        let n = codes.first().map_or(0, |codes| codes.len()).min(start + BLOCK);
        for (i, products) in (start..n).zip(products.chunks_exact(self.halves.len())) {
            let mut from = 0;
            for (codes, size) in codes.iter_mut().zip(&self.sizes) {
                let own = from..from + size;
                codes[i] = best(&products[own.clone()], &self.halves[own]).0;
                from += size;
            }
        }
    }

    /// The best where the products of coordinates tell; otherwise lists the centroids that may be it.
    fn take_clear(
        &self,
        row: u32,
        place: usize,
        products: &[f32],
        codes: &mut [&mut [u32]],
        open: &mut Open,
    ) {
        let Some((outline, outlined)) = &self.outline else { return };
        let spread = |j: usize| outline.spread(row as usize, outlined, j);
        let rounding = self.rounding(outline.samples.norms[row as usize]);
        let (mut from, before) = (0, open.samples.len());
        for (set, (codes, size)) in codes.iter_mut().zip(&self.sizes).enumerate() {
            let own = from..from + size;
            from = own.end;
            let scores = || own.clone().map(|j| (j, products[j] - self.halves[j], spread(j)));
            let least = scores().fold(f32::NEG_INFINITY, |most, (_, score, spread)| most.max(score - spread));
            let begun = open.samples.len();
            for (j, score, spread) in scores() {
                if score + spread + rounding >= least {
                    open.samples.push(open.rows.len() as u32);
                    open.centroids.push(j as u32);
                }
            }
            if let [only] = open.centroids[begun..] {
                codes[place] = only - own.start as u32;
                open.samples.truncate(begun);
                open.centroids.truncate(begun);
            } else {
                open.ends.push((place, set, open.samples.len()));
            }
        }
        if open.samples.len() > before {
            open.rows.push(row);
        }
    }

    /// Three times the greatest error of a score, as it is computed, of a sample of this norm.
    fn rounding(&self, norm: f32) -> f32 {
        let (d, size) = (self.centroids.features(), self.size);
        3.0 * (relative_error(d) * (norm * norm + norm * size + size * size) + smallest(d))
    }

    /// Computes the products listed; the best of each sample and set, the first of equals.
    fn decide(&self, open: &mut Open, room: &mut Room, codes: &mut [&mut [u32]]) -> Result<()> {
        let (samples, places) = self.samples.read(&open.rows, room)?;
        open.samples.iter_mut().for_each(|at| *at = places[*at as usize]);
        open.products.resize(open.products.len().max(open.samples.len()), 0.0);
        paired_dots(samples, &open.samples, Points::of(&self.centroids), &open.centroids, &mut open.products);
        let mut begun = 0;
        for &(place, set, end) in &open.ends {
            let mut greatest = f32::NEG_INFINITY;
            let from: usize = self.sizes[..set].iter().sum();
            for at in begun..end {
                let j = open.centroids[at] as usize;
                let score = open.products[at] - self.halves[j];
                if score > greatest {
                    greatest = score;
                    codes[set][place] = (j - from) as u32;
                }
            }
            begun = end;
        }
        Ok(())
    }
}

impl Open {
    fn clear(&mut self) {
        self.rows.clear();
        self.samples.clear();
        self.centroids.clear();
        self.ends.clear();
    }
}
