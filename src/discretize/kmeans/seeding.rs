//! Greedy k-means++: each next centroid is the best of 2 + ln K samples, drawn with probability
//! proportional to their squared distance to the nearest centroid so far.
//!
//! Arthur and Vassilvitskii, SODA 2007, section 7; the number of candidates is scikit-learn's.

use std::ops::ControlFlow;

use super::go_on;
use crate::data::matrix::{Matrix, filled};
use crate::discretize::prepare::Centred;
use crate::discretize::prepare::outline::Outline;
use crate::discretize::samples::gathered;
use crate::error::Result;
use crate::kernel::f32::{Points, column_dots, dots, relative_error, smallest};
use crate::rng::Rng;

/// Samples whose distances to the candidates are computed together.
const BLOCK: usize = 48;
/// The same where most are told by the outline.
const GROUP: usize = 240;

/// `k` samples as centroids, or fewer if there are fewer different ones.
pub(super) fn greedy(
    data: &Centred,
    k: usize,
    rng: &mut Rng,
    pulse: &mut dyn FnMut() -> ControlFlow<()>,
) -> Result<Matrix> {
    let (n, d) = (data.samples.rows(), data.samples.features());
    let trials = 2 + libm::floor(libm::log(k as f64)).max(0.0) as usize;
    let mut chosen = vec![rng.below(n as u64) as u32];
    let mut nearest = filled("distances of samples", 1, n, f32::INFINITY)?;
    let mut distances = filled("distances to candidates", trials, n, 0.0)?;
    let mut cumulated = filled("distances of samples", 1, n, 0.0)?;
    to_candidates(data, &chosen, &mut distances)?;
    nearest.copy_from_slice(&distances[..n]);
    while chosen.len() < k {
        go_on(pulse())?;
        let total = cumulate(&nearest, &mut cumulated);
        if total == 0.0 {
            break;
        }
        let candidates: Vec<u32> = (0..trials).map(|_| draw(&cumulated, total, rng)).collect();
        match &data.outline {
            Some(outline) => to_nearer(data, outline, &candidates, &nearest, &mut distances)?,
            None => to_candidates(data, &candidates, &mut distances)?,
        }
        keep_nearer(&nearest, &mut distances);
        let columns = || distances.chunks_exact(n).zip(&candidates);
        let potential = |column: &[f32]| column.iter().map(|&v| f64::from(v)).sum::<f64>();
        let best = columns().min_by(|(a, _), (b, _)| potential(a).total_cmp(&potential(b)));
        if let Some((column, &sample)) = best {
            nearest.copy_from_slice(column);
            chosen.push(sample);
        }
    }
    let mut centroids = Matrix::zeros(chosen.len(), d)?;
    for (j, &sample) in chosen.iter().enumerate() {
        centroids.row_mut(j).copy_from_slice(data.samples.row(sample as usize));
    }
    Ok(centroids)
}

/// Running sum of `nearest`; gives the whole.
fn cumulate(nearest: &[f32], cumulated: &mut [f64]) -> f64 {
    let mut total = 0.0;
    for (sum, &distance) in cumulated.iter_mut().zip(nearest) {
        total += f64::from(distance);
        *sum = total;
    }
    total
}

/// A sample with probability proportional to its distance.
fn draw(cumulated: &[f64], total: f64, rng: &mut Rng) -> u32 {
    let level = rng.uniform() * total;
    // uniform() < 1 and rounding could make level = total; the last sample that counts is taken then.
    let sample = cumulated.partition_point(|&sum| sum <= level);
    let last = cumulated.partition_point(|&sum| sum < total);
    sample.min(last) as u32
}

/// Squared distance of every sample to each candidate, a column of samples per candidate.
fn to_candidates(data: &Centred, candidates: &[u32], distances: &mut [f32]) -> Result<()> {
    let (n, m) = (data.samples.rows(), candidates.len());
    let gathered = gathered(&data.samples, candidates)?;
    let mut products = vec![0.0; BLOCK * m];
    let mut rows = Vec::with_capacity(BLOCK);
    for first in (0..n).step_by(BLOCK) {
        rows.clear();
        rows.extend(first as u32..(first + BLOCK).min(n) as u32);
        dots(Points::of(&data.samples), &rows, Points::of(&gathered), 0..m, &mut products);
        for (&row, products) in rows.iter().zip(products.chunks_exact(m)) {
            for (j, (&product, &sample)) in products.iter().zip(candidates).enumerate() {
                distances[j * n + row as usize] = distance(data, row, sample, product);
            }
        }
    }
    Ok(())
}

/// The same, but infinity where the outline tells that it is no less than `nearest`.
fn to_nearer(
    data: &Centred,
    outline: &Outline,
    candidates: &[u32],
    nearest: &[f32],
    distances: &mut [f32],
) -> Result<()> {
    let (n, m) = (data.samples.rows(), candidates.len());
    let gathered = gathered(&data.samples, candidates)?;
    let outlined = outline.samples.gathered(candidates)?;
    let d = data.samples.features();
    let (rounding, smallest) = (2.0 * relative_error(d), 4.0 * smallest(d));
    let mut products = vec![0.0; GROUP * m];
    let (mut rows, mut listed) = (Vec::with_capacity(GROUP), Vec::with_capacity(GROUP));
    for first in (0..n).step_by(GROUP) {
        rows.clear();
        rows.extend(first as u32..(first + GROUP).min(n) as u32);
        dots(outline.samples.points(), &rows, outlined.points(), 0..m, &mut products);
        for (j, &sample) in candidates.iter().enumerate() {
            listed.clear();
            for (place, &row) in rows.iter().enumerate() {
                let i = row as usize;
                let size = data.squares[i] + data.squares[sample as usize];
                let most = products[place * m + j] + outline.spread(i, &outlined, j);
                if size - 2.0 * most - rounding * size - smallest < nearest[i] {
                    listed.push(row);
                }
            }
            let column = &mut distances[j * n..(j + 1) * n];
            column[first..first + rows.len()].fill(f32::INFINITY);
            let mut exact = [0.0; GROUP];
            column_dots(Points::of(&data.samples), &listed, gathered.row(j), &mut exact);
            for (&row, &product) in listed.iter().zip(&exact) {
                column[row as usize] = distance(data, row, sample, product);
            }
        }
    }
    Ok(())
}

/// Squared distance of two samples, of their product. Within rounding of zero it is zero, so that no sample
/// is chosen for being different in its last bits.
fn distance(data: &Centred, a: u32, b: u32, product: f32) -> f32 {
    let size = data.squares[a as usize] + data.squares[b as usize];
    let distance = size - 2.0 * product;
    if distance <= f32::EPSILON * size { 0.0 } else { distance }
}

/// What is nearer of each candidate and what a sample had before.
fn keep_nearer(nearest: &[f32], distances: &mut [f32]) {
    for column in distances.chunks_exact_mut(nearest.len()) {
        column.iter_mut().zip(nearest).for_each(|(distance, &nearest)| *distance = distance.min(nearest));
    }
}
