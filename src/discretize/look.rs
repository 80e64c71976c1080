//! What a partition looks like: samples in the plane of their first two components, and the samples nearest
//! to each centroid.

use super::prepare::{onto, pca};
use super::{Prepared, wrong_kind};
use crate::data::matrix::Matrix;
use crate::error::Result;
use crate::kernel::f32::squared_distance;

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
    let Prepared::Numbers(data) = data else { return Err(wrong_kind("labels", "numbers")) };
    let found = pca::components(&data.samples, 2)?;
    let every: Vec<u32> = (0..centroids.rows() as u32).collect();
    let flat = |points: &Matrix, rows: &[u32]| -> Result<Vec<[f32; 2]>> {
        let projected = onto(points, rows, &found.vectors)?;
        let place = |i: usize| projected.row(i);
        Ok((0..rows.len())
            .map(|i| [place(i).first().copied().unwrap_or(0.0), place(i).get(1).copied().unwrap_or(0.0)])
            .collect())
    };
    Ok(Plane {
        samples: flat(&data.samples, rows)?,
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
    let Prepared::Numbers(data) = data else { return Err(wrong_kind("labels", "numbers")) };
    let mut found: Vec<Vec<(f64, u32)>> = vec![Vec::with_capacity(wanted + 1); centroids.rows()];
    for (i, &code) in codes.iter().enumerate() {
        let distance = squared_distance(data.samples.row(i), centroids.row(code as usize));
        let list = &mut found[code as usize];
        let place = list.partition_point(|&(other, _)| other <= distance);
        if place < wanted {
            list.insert(place, (distance, i as u32));
            list.truncate(wanted);
        }
    }
    Ok(found.into_iter().map(|list| list.into_iter().map(|(_, row)| row).collect()).collect())
}
