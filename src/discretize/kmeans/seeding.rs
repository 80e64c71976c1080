//! Greedy k-means++: each next centroid is the best of 2 + ln K samples, drawn with probability
//! proportional to their squared distance to the nearest centroid so far.
//!
//! Arthur and Vassilvitskii, SODA 2007, section 7; the number of candidates is scikit-learn's.

use std::ops::ControlFlow;

use super::go_on;
use crate::data::matrix::{Matrix, filled};
use crate::discretize::prepare::Centred;
use crate::error::Result;
use crate::kernel::f32::{Points, dots};
use crate::rng::Rng;

/// Samples whose distances to the candidates are computed together.
const BLOCK: usize = 48;

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
    to_candidates(data, &chosen, &nearest, &mut distances)?;
    nearest.copy_from_slice(&distances[..n]);
    while chosen.len() < k {
        go_on(pulse())?;
        let total = cumulate(&nearest, &mut cumulated);
        if total == 0.0 {
            break;
        }
        let candidates: Vec<u32> = (0..trials).map(|_| draw(&cumulated, total, rng)).collect();
        to_candidates(data, &candidates, &nearest, &mut distances)?;
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

/// Squared distance of every sample to the nearer of each candidate and what it had before, a column of
/// samples per candidate. Distances within rounding of zero are zero, so that no sample is
/// chosen for being different in its last bits.
fn to_candidates(data: &Centred, candidates: &[u32], nearest: &[f32], distances: &mut [f32]) -> Result<()> {
    let (n, d, m) = (data.samples.rows(), data.samples.features(), candidates.len());
    let mut gathered = filled("candidates", m, d, 0.0)?;
    for (place, &sample) in gathered.chunks_exact_mut(d).zip(candidates) {
        place.copy_from_slice(data.samples.row(sample as usize));
    }
    let centroids = Points { values: &gathered, features: d };
    let mut products = vec![0.0; BLOCK * m];
    let mut rows = Vec::with_capacity(BLOCK);
    for first in (0..n).step_by(BLOCK) {
        rows.clear();
        rows.extend(first as u32..(first + BLOCK).min(n) as u32);
        dots(Points::of(&data.samples), &rows, centroids, 0..m, &mut products);
        for (&row, products) in rows.iter().zip(products.chunks_exact(m)) {
            let (i, own) = (row as usize, data.squares[row as usize]);
            for (j, (&product, &sample)) in products.iter().zip(candidates).enumerate() {
                let size = own + data.squares[sample as usize];
                let distance = size - 2.0 * product;
                let distance = if distance <= f32::EPSILON * size { 0.0 } else { distance };
                distances[j * n + i] = distance.min(nearest[i]);
            }
        }
    }
    Ok(())
}
