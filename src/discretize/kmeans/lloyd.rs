//! The iterations: assignment, empty centroids, means.

use super::elkan::Bounds;
use super::nearest::{BLOCK, Centroids, best_of_all, halves};
use super::{Clustering, Limits, Progress, TOLERANCE, go_on};
use crate::data::matrix::{Matrix, filled};
use crate::discretize::prepare::Centred;
use crate::error::Result;
use crate::kernel::f32::{Points, squared_distance};

/// Runs to convergence or the limit of iterations.
pub(super) fn run(data: &Centred, start: Matrix, limits: Limits, progress: Progress) -> Result<Clustering> {
    let max_iterations = limits.iterations;
    let tolerance = TOLERANCE * data.variance / data.samples.features() as f64;
    let mut state = State::new(data, start, limits.bound_bytes)?;
    for done in 0..max_iterations {
        let pulse = &mut || progress(done as u64 + 1, max_iterations as u64 + 1);
        state.assign(pulse)?;
        if !state.changed()? {
            return state.finish(done + 1, true);
        }
        let converged = state.move_centroids() <= tolerance;
        if converged || done + 1 == max_iterations {
            state.assign(pulse)?;
            state.accept();
            return state.finish(done + 1, converged);
        }
    }
    state.finish(0, false)
}

struct State<'a> {
    data: &'a Centred,
    centroids: Matrix,
    /// |c|^2 / 2 of each centroid.
    halves: Vec<f32>,
    /// Code of each sample whose features are in `sums`; `u32::MAX` before the first assignment.
    codes: Vec<u32>,
    /// Code by the last assignment.
    next: Vec<u32>,
    /// Sum of the samples of each code.
    sums: Vec<f64>,
    counts: Vec<u64>,
    products: Vec<f32>,
    bounds: Option<Bounds>,
}

impl<'a> State<'a> {
    fn new(data: &'a Centred, centroids: Matrix, bound_bytes: usize) -> Result<Self> {
        let (n, k, d) = (data.samples.rows(), centroids.rows(), centroids.features());
        let halves = halves(&centroids);
        let bounded = k > 1 && n.saturating_mul(k).saturating_mul(4) <= bound_bytes;
        Ok(Self {
            data,
            centroids,
            halves,
            codes: filled("codes", 1, n, u32::MAX)?,
            next: filled("codes", 1, n, 0)?,
            sums: filled("sums of samples", k, d, 0.0)?,
            counts: vec![0; k],
            products: filled("products", BLOCK, k, 0.0)?,
            bounds: if bounded { Some(Bounds::new(data, k)?) } else { None },
        })
    }

    /// The best centroid of every sample, into `next`.
    fn assign(&mut self, pulse: &mut dyn FnMut() -> std::ops::ControlFlow<()>) -> Result<()> {
        let outline = self.data.outline.as_ref().filter(|_| self.bounds.is_some());
        let outlined = outline.map(|outline| outline.points(&self.centroids)).transpose()?;
        let (points, halves) = (Points::of(&self.centroids), &self.halves);
        let centroids = Centroids { points, halves, outlined: outlined.as_ref() };
        let samples = super::pulse(self.centroids.rows(), self.centroids.features());
        let parts = self.codes.chunks(samples).zip(self.next.chunks_mut(samples));
        for (part, (codes, next)) in parts.enumerate() {
            go_on(pulse())?;
            let first = part * samples;
            match &mut self.bounds {
                Some(bounds) => bounds.assign(self.data, centroids, first, codes, next),
                None => {
                    best_of_all(Points::of(&self.data.samples), first, centroids, &mut self.products, next);
                }
            }
        }
        if let Some(bounds) = &mut self.bounds {
            bounds.assigned();
        }
        Ok(())
    }

    /// Moves the sums on to `next`; whether any sample changed.
    fn changed(&mut self) -> Result<bool> {
        let changed = self.accept();
        let empty: Vec<usize> = (0..self.counts.len()).filter(|&j| self.counts[j] == 0).collect();
        if empty.is_empty() {
            return Ok(changed);
        }
        Ok(self.relocate(&empty)? || changed)
    }

    fn accept(&mut self) -> bool {
        let mut changed = false;
        for i in 0..self.next.len() {
            if self.next[i] != self.codes[i] {
                self.recode(i, self.next[i]);
                changed = true;
            }
        }
        changed
    }

    /// Gives sample `i` another code.
    fn recode(&mut self, i: usize, code: u32) {
        let d = self.centroids.features();
        let sample = self.data.samples.row(i);
        let mut add = |code: u32, sign: f64| {
            let sums = &mut self.sums[code as usize * d..(code as usize + 1) * d];
            for (sum, &value) in sums.iter_mut().zip(sample) {
                *sum += sign * f64::from(value);
            }
        };
        if self.codes[i] != u32::MAX {
            add(self.codes[i], -1.0);
            self.counts[self.codes[i] as usize] -= 1;
        }
        add(code, 1.0);
        self.counts[code as usize] += 1;
        self.codes[i] = code;
    }

    /// Gives each empty code the farthest sample that does not leave its own code empty. False if all samples
    /// lie on their centroids.
    fn relocate(&mut self, empty: &[usize]) -> Result<bool> {
        let mut distances = filled("distances of samples", 1, self.codes.len(), 0.0)?;
        for (i, distance) in distances.iter_mut().enumerate() {
            *distance =
                squared_distance(self.data.samples.row(i), self.centroids.row(self.codes[i] as usize));
        }
        let mut moved = false;
        for &code in empty {
            let candidates = (0..distances.len()).filter(|&i| self.counts[self.codes[i] as usize] > 1);
            let farthest = candidates.reduce(|a, b| if distances[b] > distances[a] { b } else { a });
            let Some(i) = farthest.filter(|&i| distances[i] > 0.0) else { break };
            if let Some(bounds) = &mut self.bounds {
                bounds.recoded(i, self.codes[i], code as u32);
            }
            self.recode(i, code as u32);
            distances[i] = 0.0;
            moved = true;
        }
        Ok(moved)
    }

    /// Puts each centroid at the mean of its samples; the sum of squared shifts.
    fn move_centroids(&mut self) -> f64 {
        let d = self.centroids.features();
        let mut shifts = vec![0.0; self.counts.len()];
        for (j, (&count, shift)) in self.counts.iter().zip(&mut shifts).enumerate() {
            if count == 0 {
                continue;
            }
            let n = count as f64;
            let sums = &self.sums[j * d..(j + 1) * d];
            for (value, sum) in self.centroids.row_mut(j).iter_mut().zip(sums) {
                let mean = (sum / n) as f32;
                let step = f64::from(mean) - f64::from(*value);
                *shift += step * step;
                *value = mean;
            }
        }
        self.halves = halves(&self.centroids);
        if let Some(bounds) = &mut self.bounds {
            bounds.moved(&shifts);
        }
        shifts.iter().sum()
    }

    /// Leaves out empty codes.
    fn finish(mut self, iterations: usize, converged: bool) -> Result<Clustering> {
        let used: Vec<usize> = (0..self.counts.len()).filter(|&j| self.counts[j] > 0).collect();
        if used.len() < self.counts.len() {
            let mut renamed = vec![0; self.counts.len()];
            let mut centroids = Matrix::zeros(used.len(), self.centroids.features())?;
            for (new, &old) in used.iter().enumerate() {
                renamed[old] = new as u32;
                centroids.row_mut(new).copy_from_slice(self.centroids.row(old));
            }
            self.codes.iter_mut().for_each(|code| *code = renamed[*code as usize]);
            self.centroids = centroids;
        }
        let distance = |(i, &code): (usize, &u32)| {
            squared_distance(self.data.samples.row(i), self.centroids.row(code as usize))
        };
        let inertia = self.codes.iter().enumerate().map(distance).sum();
        Ok(Clustering { codes: self.codes, centroids: self.centroids, inertia, iterations, converged })
    }
}
