//! Samples to be gone through, however they are kept.

use std::ops::Range;

use super::Pulse;
use crate::data::half::HalfMatrix;
use crate::data::matrix::{Matrix, filled};
use crate::error::Result;
use crate::kernel::f32::Points;

/// Samples read together where all are gone through.
const BLOCK: usize = 48;
/// Values gone through between two questions whether to go on.
const VALUES: usize = 1 << 23;

/// Samples x features of single precision, as whoever reads them sees them.
pub trait Samples {
    /// Number of samples.
    fn rows(&self) -> usize;

    /// Number of features.
    fn features(&self) -> usize;

    /// Features of sample `i`, into `out`.
    fn copy(&self, i: usize, out: &mut [f32]);

    /// Points among which the listed samples are, and which these are: in `room`, unless they can be read
    /// where they stand.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfMemory`](crate::error::Error::OutOfMemory).
    fn read<'a>(&'a self, rows: &'a [u32], room: &'a mut Room) -> Result<(Points<'a>, &'a [u32])> {
        let d = self.features();
        if room.values.len() < rows.len() * d {
            room.values = filled("a block of samples", rows.len(), d, 0.0)?;
        }
        room.places.extend(room.places.len() as u32..rows.len() as u32);
        let values = &mut room.values[..rows.len() * d];
        values.chunks_exact_mut(d).zip(rows).for_each(|(out, &row)| self.copy(row as usize, out));
        Ok((Points { values, features: d }, &room.places[..rows.len()]))
    }
}

/// Room for samples that are not read where they stand.
#[derive(Debug, Default)]
pub struct Room {
    values: Vec<f32>,
    /// 0, 1, 2, ...
    places: Vec<u32>,
}

impl Points<'_> {
    /// The samples of a matrix.
    pub fn of(matrix: &Matrix) -> Points<'_> {
        Points { values: matrix.values(), features: matrix.features() }
    }
}

impl Samples for Matrix {
    fn rows(&self) -> usize {
        Self::rows(self)
    }

    fn features(&self) -> usize {
        Self::features(self)
    }

    fn copy(&self, i: usize, out: &mut [f32]) {
        out.copy_from_slice(self.row(i));
    }

    fn read<'a>(&'a self, rows: &'a [u32], _: &'a mut Room) -> Result<(Points<'a>, &'a [u32])> {
        Ok((Points::of(self), rows))
    }
}

impl Samples for HalfMatrix {
    fn rows(&self) -> usize {
        Self::rows(self)
    }

    fn features(&self) -> usize {
        Self::features(self)
    }

    fn copy(&self, i: usize, out: &mut [f32]) {
        Self::copy(self, i, out);
    }
}

/// Tells `take` of the samples in `range`, in their order: the number of each and its features. `pulse` is
/// asked now and then whether to go on.
///
/// # Errors
///
/// [`Error::OutOfMemory`](crate::error::Error::OutOfMemory), and those of `pulse`.
pub(super) fn each(
    samples: &dyn Samples,
    range: Range<usize>,
    pulse: Pulse,
    take: &mut dyn FnMut(usize, &[f32]),
) -> Result<()> {
    let (mut room, mut rows) = (Room::default(), Vec::with_capacity(BLOCK));
    let every = (VALUES / (BLOCK * samples.features()).max(1)).max(1);
    for (block, first) in range.clone().step_by(BLOCK).enumerate() {
        if block % every == every - 1 {
            pulse()?;
        }
        rows.clear();
        rows.extend(first as u32..range.end.min(first + BLOCK) as u32);
        let (points, places) = samples.read(&rows, &mut room)?;
        rows.iter().zip(places).for_each(|(&row, &place)| take(row as usize, points.row(place as usize)));
    }
    Ok(())
}

/// The listed samples.
///
/// # Errors
///
/// [`Error::OutOfMemory`](crate::error::Error::OutOfMemory).
pub(super) fn gathered(samples: &dyn Samples, rows: &[u32]) -> Result<Matrix> {
    let mut found = Matrix::zeros(rows.len(), samples.features())?;
    rows.iter().enumerate().for_each(|(place, &row)| samples.copy(row as usize, found.row_mut(place)));
    Ok(found)
}

/// Numbers of all samples.
pub(super) fn every_row(samples: &dyn Samples) -> Vec<u32> {
    (0..samples.rows() as u32).collect()
}
