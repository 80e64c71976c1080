//! The outline of samples: their coordinates along a few directions of great variance, and the length of what
//! these leave out. It tells most products of samples with centroids well enough.
//!
//! With nearly orthonormal directions Q (m x d), a = Q x and b = Q c as computed, x' = x - Q'a, c' = c - Q'b:
//!
//! ```text
//! |x.c - a.b| <= |x'| |c'| + e |x| |c|,     |x'|^2 <= |x|^2 - |a|^2 + e |x|^2        (Cauchy and Schwarz)
//! e = 3 |QQ' - 1| + 2 sqrt(m) g(d) + 2 g(m),   g(d): relative error of a product of length d
//! ```
//!
//! Centroids are means, in which most of what the directions leave out cancels, so that |c'| is small even
//! where |x'| is not. Nothing is decided by a.b alone: where the bound leaves a question open, the product
//! itself is computed. So which directions are taken changes no result.

use super::subspace::directions;
use crate::data::matrix::{Matrix, filled};
use crate::discretize::Pulse;
use crate::discretize::prepare::onto;
use crate::discretize::samples::{Samples, every_row, gathered};
use crate::error::Result;
use crate::kernel::f32::{Points, dot, relative_error, smallest};

/// Features and samples from which an outline saves more than it costs, as measured.
const LEAST: [usize; 2] = [96, 2000];
/// Features for each direction.
const FEATURES: usize = 16;
/// Directions at least and at most.
const DIRECTIONS: [usize; 2] = [16, 128];
/// Samples from which the directions are found at most.
const ROWS: usize = 2048;
/// Share of the squared lengths that the directions may leave out; beyond it, bounds decide too little.
const LEFT_OUT: f64 = 0.6;
/// The most that rounding may take of a product.
const MAX_ERROR: f32 = 0.01;

/// Points as the directions see them.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlined {
    /// Points x m.
    pub coordinates: Matrix,
    /// At least the length of what is left out of each point.
    pub rests: Vec<f32>,
    /// At least the length of each point.
    pub norms: Vec<f32>,
}

/// The directions, and the samples as they see them.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    directions: Matrix,
    /// e above.
    error: f32,
    /// The samples.
    pub samples: Outlined,
}

impl Outline {
    /// The outline of prepared samples with these squared norms; none where it would not pay.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfMemory`](crate::error::Error::OutOfMemory).
    pub fn where_it_pays(samples: &dyn Samples, squares: &[f32], pulse: Pulse) -> Result<Option<Self>> {
        let large = samples.features() >= LEAST[0] && samples.rows() >= LEAST[1];
        if large { Self::of(samples, squares, pulse) } else { Ok(None) }
    }

    /// The outline of samples of any number; none where the directions leave out too much, or rounding may
    /// take too much.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfMemory`](crate::error::Error::OutOfMemory).
    pub fn of(samples: &dyn Samples, squares: &[f32], pulse: Pulse) -> Result<Option<Self>> {
        let (n, d) = (samples.rows(), samples.features());
        // Lengths beyond single precision bound nothing.
        if !squares.iter().sum::<f32>().is_finite() {
            return Ok(None);
        }
        let wanted = (d / FEATURES).clamp(DIRECTIONS[0], DIRECTIONS[1]).min(n).min(d);
        // Spread over all of them: files are often in the order of their labels.
        let rows: Vec<u32> = (0..n as u32).step_by(n.div_ceil(ROWS)).collect();
        let directions = directions(samples, &rows, wanted, pulse)?;
        let error = error(&directions);
        if error.is_nan() || error > MAX_ERROR {
            return Ok(None);
        }
        let mut seen = |rows: &[u32]| -> Result<Outlined> {
            let own: Vec<f32> = rows.iter().map(|&row| squares[row as usize]).collect();
            outlined(onto(samples, rows, &directions, pulse)?, &own, d, error)
        };
        let sum = |values: &[f32]| values.iter().map(|&v| f64::from(v) * f64::from(v)).sum::<f64>();
        let few = seen(&rows)?;
        if sum(&few.rests) > LEFT_OUT * sum(&few.norms) {
            return Ok(None);
        }
        let samples = seen(&every_row(samples))?;
        Ok(Some(Self { directions, error, samples }))
    }

    /// The outline of the listed samples.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfMemory`](crate::error::Error::OutOfMemory).
    pub fn gathered(&self, rows: &[u32]) -> Result<Self> {
        let (directions, error) = (self.directions.clone(), self.error);
        Ok(Self { directions, error, samples: self.samples.gathered(rows)? })
    }

    /// Other points of the space of the samples.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfMemory`](crate::error::Error::OutOfMemory).
    pub fn points(&self, points: &Matrix) -> Result<Outlined> {
        let rows = every_row(points);
        let squares: Vec<f32> = (0..points.rows()).map(|i| dot(points.row(i), points.row(i))).collect();
        let coordinates = onto(points, &rows, &self.directions, &mut || Ok(()))?;
        outlined(coordinates, &squares, points.features(), self.error)
    }

    /// At least the difference between the product of sample `i` with point `j` and that in the outline.
    #[inline]
    pub fn spread(&self, i: usize, points: &Outlined, j: usize) -> f32 {
        self.samples.rests[i] * points.rests[j] + self.error * self.samples.norms[i] * points.norms[j]
    }
}

/// The bound e of the module's documentation, rounded up.
fn error(directions: &Matrix) -> f32 {
    let (m, d) = (directions.rows(), directions.features());
    let mut off = 0.0;
    for i in 0..m {
        for j in 0..=i {
            let pairs = directions.row(i).iter().zip(directions.row(j));
            let product: f64 = pairs.map(|(&a, &b)| f64::from(a) * f64::from(b)).sum();
            let difference = product - f64::from(u8::from(i == j));
            off += if i == j { difference * difference } else { 2.0 * difference * difference };
        }
    }
    let rounding = (m as f32).sqrt() * relative_error(d) + relative_error(m);
    // A tenth more than the first order.
    (3.5 * off.sqrt()) as f32 + 2.2 * rounding
}

/// What is known of points of `d` features from their coordinates and squared norms.
fn outlined(coordinates: Matrix, squares: &[f32], d: usize, error: f32) -> Result<Outlined> {
    let n = coordinates.rows();
    let mut rests = filled("lengths", 1, n, 0.0_f32)?;
    let mut norms = filled("lengths", 1, n, 0.0_f32)?;
    for (i, (rest, norm)) in rests.iter_mut().zip(&mut norms).enumerate() {
        let square = squares[i] * (1.0 + 2.0 * relative_error(d)) + smallest(d);
        let seen = dot(coordinates.row(i), coordinates.row(i));
        *norm = square.sqrt() * (1.0 + f32::EPSILON);
        *rest = ((square - seen).max(0.0) + error * square).sqrt() * (1.0 + f32::EPSILON);
    }
    Ok(Outlined { coordinates, rests, norms })
}

impl Outlined {
    /// Those listed.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfMemory`](crate::error::Error::OutOfMemory).
    pub fn gathered(&self, rows: &[u32]) -> Result<Self> {
        let of = |values: &[f32]| rows.iter().map(|&row| values[row as usize]).collect();
        let coordinates = gathered(&self.coordinates, rows)?;
        Ok(Self { coordinates, rests: of(&self.rests), norms: of(&self.norms) })
    }

    /// The coordinates.
    pub fn points(&self) -> Points<'_> {
        Points::of(&self.coordinates)
    }
}
