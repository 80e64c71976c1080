//! Principal components by subspace iteration.
//!
//! Of samples x of mean zero, with C = X'X / n, the m vectors q that span the greatest variance:
//!
//! ```text
//! Q <- l = m + 10 orthonormal vectors (random to begin with)
//! repeat  Z = C Q by passes over the samples;  T = Q'Z;  Q <- orthonormal basis of Z
//! until   no eigenvalue of T that is kept changes by more than 1e-6 of the greatest, or 60 times
//! ```
//!
//! then the eigenvectors of T turn Q into components (Rayleigh-Ritz), each with its greatest
//! entry positive. With l = d one pass is exact. The start has a stream of its own, so that the result
//! depends on the samples alone. Halko, Martinsson and Tropp, SIAM Review 53, 217 (2011), section 4.5.

use super::eigen;
use crate::data::matrix::{Matrix, filled};
use crate::discretize::Pulse;
use crate::discretize::samples::{Room, Samples, every_row};
use crate::error::Result;
use crate::kernel::f32::{Points, dots};
use crate::rng::{Purpose, Rng};

/// Vectors beyond those wanted, which speed convergence up.
const EXTRA: usize = 10;
/// Passes at most.
const PASSES: usize = 60;
/// Change of an eigenvalue, relative to the greatest, that ends the passes.
const TOLERANCE: f64 = 1e-6;
/// Samples gone through together.
const BLOCK: usize = 256;

/// The components of greatest variance.
pub(in crate::discretize) struct Components {
    /// m x d.
    pub(in crate::discretize) vectors: Matrix,
    /// Variance along each, descending.
    pub(in crate::discretize) variances: Vec<f64>,
}

/// At most `wanted` components of samples of mean zero; only those with variance.
pub(in crate::discretize) fn components(
    samples: &dyn Samples,
    wanted: usize,
    pulse: Pulse,
) -> Result<Components> {
    let (n, d) = (samples.rows(), samples.features());
    let rows = every_row(samples);
    let wanted = wanted.min(d).min(n);
    let l = (wanted + EXTRA).min(d);
    let mut rng = Rng::new(0, Purpose::Projection, 0, 0);
    let mut basis = filled("principal components", l, d, 0.0)?;
    for value in &mut basis {
        *value = rng.normal();
    }
    orthonormalise(&mut basis, d);
    let mut before = vec![0.0; wanted];
    let mut pass = 0;
    loop {
        pass += 1;
        let mut image = covariance_times(samples, &rows, &basis, l, pulse)?;
        let (variances, turns) = eigen::symmetric(products(&basis, &image, d), l);
        let scale = variances[0].abs().max(f64::MIN_POSITIVE);
        let settled =
            variances.iter().zip(&before).all(|(now, then)| (now - then).abs() <= TOLERANCE * scale);
        if settled || l == d || pass == PASSES {
            return turned(&basis, &turns, &variances[..wanted], d);
        }
        before.copy_from_slice(&variances[..wanted]);
        orthonormalise(&mut image, d);
        basis = image;
    }
}

/// C Q: for each vector q the mean over the listed samples of x (x . q). Single precision within a block of
/// samples, double between blocks. `pulse` is asked before each block.
pub(in crate::discretize) fn covariance_times(
    samples: &dyn Samples,
    rows: &[u32],
    basis: &[f64],
    l: usize,
    pulse: Pulse,
) -> Result<Vec<f64>> {
    let d = samples.features();
    let single: Vec<f32> = basis.iter().map(|&v| v as f32).collect();
    let vectors = Points { values: &single, features: d };
    let mut image = filled("principal components", l, d, 0.0_f64)?;
    let mut projected = vec![0.0; BLOCK * l];
    let mut turned = vec![0.0; l * BLOCK];
    let mut columns = filled("a block of samples", d, BLOCK, 0.0_f32)?;
    let mut sums = filled("principal components", l, d, 0.0_f32)?;
    let every: Vec<u32> = (0..l as u32).collect();
    let mut room = Room::default();
    for rows in rows.chunks(BLOCK) {
        pulse()?;
        let m = rows.len();
        let (points, places) = samples.read(rows, &mut room)?;
        dots(points, places, vectors, 0..l, &mut projected);
        for (place, &at) in places.iter().enumerate() {
            let sample = points.row(at as usize);
            sample.iter().enumerate().for_each(|(j, &value)| columns[j * m + place] = value);
            (0..l).for_each(|j| turned[j * m + place] = projected[place * l + j]);
        }
        let by_vector = Points { values: &turned[..l * m], features: m };
        let by_feature = Points { values: &columns[..d * m], features: m };
        dots(by_vector, &every, by_feature, 0..d, &mut sums);
        image.iter_mut().zip(&sums).for_each(|(total, &sum)| *total += f64::from(sum));
    }
    for value in &mut image {
        *value /= rows.len() as f64;
    }
    Ok(image)
}

/// The symmetric part of Q Z', l x l.
fn products(basis: &[f64], image: &[f64], d: usize) -> Vec<f64> {
    let rows = |values: &[f64]| values.len() / d;
    let l = rows(basis);
    let dot = |i: usize, j: usize| -> f64 {
        let (q, z) = (&basis[i * d..(i + 1) * d], &image[j * d..(j + 1) * d]);
        q.iter().zip(z).map(|(q, z)| q * z).sum()
    };
    (0..l * l).map(|p| 0.5 * (dot(p / l, p % l) + dot(p % l, p / l))).collect()
}

/// Gram and Schmidt, twice for accuracy. A vector within the span of those before becomes zero.
fn orthonormalise(vectors: &mut [f64], d: usize) {
    for i in 0..vectors.len() / d {
        let (before, rest) = vectors.split_at_mut(i * d);
        let vector = &mut rest[..d];
        let length = norm(vector);
        for _ in 0..2 {
            for other in before.chunks_exact(d) {
                let share: f64 = other.iter().zip(vector.iter()).map(|(o, v)| o * v).sum();
                vector.iter_mut().zip(other).for_each(|(v, o)| *v -= share * o);
            }
        }
        let left = norm(vector);
        let factor = if left > 1e-12 * length { 1.0 / left } else { 0.0 };
        for value in vector {
            *value *= factor;
        }
    }
}

fn norm(vector: &[f64]) -> f64 {
    vector.iter().map(|v| v * v).sum::<f64>().sqrt()
}

/// The eigenvectors of T in terms of features.
fn turned(basis: &[f64], turns: &[f64], variances: &[f64], d: usize) -> Result<Components> {
    let l = basis.len() / d;
    // What is below rounding in single precision is no direction of the data.
    let kept = variances.iter().take_while(|&&v| v > 1e-10 * variances[0]).count();
    let mut vectors = Matrix::zeros(kept, d)?;
    for (i, turn) in turns.chunks_exact(l).take(kept).enumerate() {
        let mut component = vec![0.0; d];
        for (&share, vector) in turn.iter().zip(basis.chunks_exact(d)) {
            component.iter_mut().zip(vector).for_each(|(c, v)| *c += share * v);
        }
        let greatest = component.iter().copied().reduce(|a, b| if b.abs() > a.abs() { b } else { a });
        let sign = if greatest.unwrap_or(0.0) < 0.0 { -1.0 } else { 1.0 };
        vectors.row_mut(i).iter_mut().zip(component).for_each(|(v, c)| *v = (sign * c) as f32);
    }
    Ok(Components { vectors, variances: variances[..kept].to_vec() })
}
