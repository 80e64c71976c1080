//! What a partition looks like: samples in the plane of their first two components, and the samples nearest
//! to each centroid.

use super::partition::{self, Which};
use super::prepare::{onto, pca};
use super::samples::{self, Samples};
use super::{Codebook, Prepared};
use crate::data::matrix::Matrix;
use crate::error::{Error, Result};
use crate::kernel::f32::squared_distance;

/// Samples that are placed in the plane at most.
pub const PLACED: usize = 3000;

/// Samples of a code that are told as its nearest.
pub const NEAREST: usize = 8;

/// Stream of the draw of samples; no partition has this number.
const STREAM: u64 = 1 << 40;

/// A partition of one input, to be drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    /// Samples that are placed, ascending: the same of every input.
    pub rows: Vec<u32>,
    /// Where they and the centroids lie.
    pub plane: Plane,
    /// Of each code its samples nearest to the centroid, nearest first.
    pub nearest: Vec<Vec<u32>>,
}

/// The look of an input's `codes` by `codebook`; none of labels, and of an input that is here in part only.
///
/// # Errors
///
/// [`Error::InvalidOption`] for a codebook of other samples, and for codes that it has not;
/// [`Error::OutOfMemory`].
pub fn look(data: &Prepared, codebook: &Codebook, codes: &[u32], seed: u64) -> Result<Option<Look>> {
    let Ok(numbers) = data.numbers() else { return Ok(None) };
    if data.rows() != codes.len() {
        return Ok(None);
    }
    let centroids = codebook.centroids();
    let known = |found: String, expected: &str| Error::InvalidOption {
        option: "codebook",
        found,
        expected: expected.into(),
    };
    if codebook.transform() != numbers.transform {
        return Err(known("one of other samples".into(), "that of the analysis of these samples"));
    }
    if let Some(code) = codes.iter().find(|&&code| code as usize >= centroids.rows()) {
        let found = format!("{} centroids for code {code}", centroids.rows());
        return Err(known(found, "a centroid for each code"));
    }
    let rows = partition::draw(codes.len(), PLACED, Which { seed, input: 0, number: STREAM });
    let plane = plane(data, &rows, centroids)?;
    Ok(Some(Look { rows, plane, nearest: nearest(data, centroids, codes, NEAREST)? }))
}

/// Samples in the plane of greatest variance.
#[derive(Debug, Clone, PartialEq)]
pub struct Plane {
    /// Position of each listed sample.
    pub samples: Vec<[f32; 2]>,
    /// Position of each centroid.
    pub centroids: Vec<[f32; 2]>,
    /// Share of the variance of the samples that the plane has.
    pub variance_kept: f64,
}

/// The listed samples and the centroids in the plane of the samples' first two principal components. Where
/// samples vary in one direction only, second coordinates are zero.
///
/// # Errors
///
/// [`Error::InvalidOption`](crate::error::Error::InvalidOption) for labels,
/// [`Error::OutOfMemory`](crate::error::Error::OutOfMemory).
pub fn plane(data: &Prepared, rows: &[u32], centroids: &Matrix) -> Result<Plane> {
    let data = data.numbers()?;
    let go_on = &mut || Ok(());
    let found = pca::components(data.samples, 2, go_on)?;
    let every: Vec<u32> = (0..centroids.rows() as u32).collect();
    let mut flat = |points: &dyn Samples, rows: &[u32]| -> Result<Vec<[f32; 2]>> {
        let projected = onto(points, rows, &found.vectors, go_on)?;
        let place = |i: usize| projected.row(i);
        Ok((0..rows.len())
            .map(|i| [place(i).first().copied().unwrap_or(0.0), place(i).get(1).copied().unwrap_or(0.0)])
            .collect())
    };
    Ok(Plane {
        samples: flat(data.samples, rows)?,
        centroids: flat(centroids, &every)?,
        variance_kept: (found.variances.iter().sum::<f64>() / data.variance).min(1.0),
    })
}

/// Of each code the numbers of its `wanted` samples nearest to the centroid, nearest first.
///
/// # Errors
///
/// [`Error::InvalidOption`](crate::error::Error::InvalidOption) for labels.
pub fn nearest(data: &Prepared, centroids: &Matrix, codes: &[u32], wanted: usize) -> Result<Vec<Vec<u32>>> {
    let samples = data.numbers()?.samples;
    let mut found: Vec<Vec<(f64, u32)>> = vec![Vec::with_capacity(wanted + 1); centroids.rows()];
    samples::each(samples, 0..codes.len(), &mut || Ok(()), &mut |i, sample| {
        let code = codes[i] as usize;
        let distance = squared_distance(sample, centroids.row(code));
        let list = &mut found[code];
        let place = list.partition_point(|&(other, _)| other <= distance);
        if place < wanted {
            list.insert(place, (distance, i as u32));
            list.truncate(wanted);
        }
    })?;
    Ok(found.into_iter().map(|list| list.into_iter().map(|(_, row)| row).collect()).collect())
}
