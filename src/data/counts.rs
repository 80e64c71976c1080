//! Codes -> counts -> probability mass function over (x1, x2, y), kept sparse: K-means codes leave
//! most of the K1 x K2 x Ky cells empty.
//!
//! Axes are `[x1, x2, y]`; cells are in ascending (row-major) order, each once, so that sums run in
//! the same order whatever made the table.

use ndarray::Array2;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

use crate::data::codes::Codes;

/// Different keys, ascending, with how often each occurs.
pub fn occurrences(mut keys: Vec<u64>) -> Vec<(u64, u64)> {
    keys.sort_unstable();
    keys.chunk_by(|a, b| a == b).map(|run| (run[0], run.len() as u64)).collect()
}

/// Counts N(x1, x2, y), sparse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Symbols of x1, x2, y.
    pub shape: [usize; 3],
    /// Occupied cells `[x1, x2, y]` in ascending (row-major) order, each once.
    pub cells: Vec<[u32; 3]>,
    /// Count of each occupied cell, > 0.
    pub counts: Vec<u64>,
}

/// Probabilities P(x1, x2, y), sparse, summing to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Pmf {
    /// Symbols of x1, x2, y.
    pub shape: [usize; 3],
    /// Cells with mass, ascending, each once.
    pub cells: Vec<[u32; 3]>,
    /// Mass of each cell, > 0.
    pub mass: Vec<f64>,
}

/// The two pairwise marginals that redundancy and unique information depend on.
#[derive(Debug, Clone, PartialEq)]
pub struct Pairs {
    /// P(x1, y), K1 x Ky.
    pub p1: Array2<f64>,
    /// P(x2, y), K2 x Ky; the same p(y) as `p1` up to rounding.
    pub p2: Array2<f64>,
}

/// Cells of a pairwise table at most: 4096 codes against 4096 codes.
const MAX_PAIR_CELLS: usize = 1 << 24;

impl Counts {
    /// Counts of three code sequences of equal length.
    ///
    /// # Errors
    ///
    /// [`Error::RowCountMismatch`] for unequal lengths, [`Error::OutOfMemory`] for more cells than are
    /// possible, [`Error::CellOutOfRange`] for a code that is not below its size, [`Error::EmptyTable`]
    /// without samples.
    pub fn from_codes(x1: &Codes, x2: &Codes, y: &Codes) -> Result<Self> {
        let n = [x1.codes.len(), x2.codes.len(), y.codes.len()];
        if n[0] != n[1] || n[0] != n[2] {
            return Err(Error::RowCountMismatch { x1: n[0], x2: n[1], y: n[2] });
        }
        let shape = [x1.size, x2.size, y.size];
        check_shape(shape)?;
        // Every two axes make 2^24 cells at most, so that all three make 2^36.
        let [k2, ky] = [x2.size as u64, y.size as u64];
        let mut places = Vec::with_capacity(n[0]);
        for ((&a, &b), &c) in x1.codes.iter().zip(&x2.codes).zip(&y.codes) {
            check_cell([a, b, c], shape)?;
            places.push((u64::from(a) * k2 + u64::from(b)) * ky + u64::from(c));
        }
        let occupied = occurrences(places);
        let cell = |place: u64| [place / ky / k2, place / ky % k2, place % ky].map(|symbol| symbol as u32);
        let (cells, counts) = occupied.into_iter().map(|(place, count)| (cell(place), count)).unzip();
        let table = Self { shape, cells, counts };
        table.check()?;
        Ok(table)
    }

    /// Checks what the fields promise; for tables that come from outside.
    ///
    /// # Errors
    ///
    /// [`Error::EmptyTable`], [`Error::OutOfMemory`], [`Error::CellOutOfRange`], [`Error::UnorderedCells`] or
    /// [`Error::InvalidMass`], for the first field that does not hold.
    pub fn check(&self) -> Result<()> {
        check_shape(self.shape)?;
        if self.cells.is_empty() || self.cells.len() != self.counts.len() {
            return Err(Error::EmptyTable);
        }
        self.cells.iter().try_for_each(|&cell| check_cell(cell, self.shape))?;
        if let Some(pair) = self.cells.windows(2).find(|pair| pair[0] >= pair[1]) {
            return Err(Error::UnorderedCells { cell: pair[1] });
        }
        let mut total = 0u64;
        for (&cell, &count) in self.cells.iter().zip(&self.counts) {
            total = total.saturating_add(count);
            if count == 0 || total >= 1 << 53 {
                return Err(Error::InvalidMass { cell, found: count as f64 });
            }
        }
        Ok(())
    }

    /// Number of samples.
    pub fn n(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// Relative frequencies.
    pub fn pmf(&self) -> Pmf {
        let n = self.n() as f64;
        let mass = self.counts.iter().map(|&count| count as f64 / n).collect();
        Pmf { shape: self.shape, cells: self.cells.clone(), mass }
    }

    /// N(x1, y) and N(x2, y).
    pub fn pair_counts(&self) -> (Array2<u64>, Array2<u64>) {
        let [k1, k2, ky] = self.shape;
        let (mut n1, mut n2) = (Array2::zeros((k1, ky)), Array2::zeros((k2, ky)));
        for (cell, count) in self.cells.iter().zip(&self.counts) {
            let [x1, x2, y] = cell.map(|symbol| symbol as usize);
            n1[[x1, y]] += count;
            n2[[x2, y]] += count;
        }
        (n1, n2)
    }
}

impl Pmf {
    /// Normalises non-negative weights; cells given more than once are added up.
    ///
    /// # Errors
    ///
    /// [`Error::CellOutOfRange`], [`Error::InvalidMass`] for a weight that is negative or not finite,
    /// [`Error::EmptyTable`] if nothing has any, [`Error::OutOfMemory`] for more cells than are possible.
    pub fn new(shape: [usize; 3], entries: &[([u32; 3], f64)]) -> Result<Self> {
        check_shape(shape)?;
        for &(cell, weight) in entries {
            check_cell(cell, shape)?;
            if !(weight >= 0.0 && weight.is_finite()) {
                return Err(Error::InvalidMass { cell, found: weight });
            }
        }
        // Dividing by the largest weight first keeps the sum finite.
        let largest = entries.iter().fold(0.0, |most: f64, &(_, weight)| most.max(weight));
        if largest == 0.0 {
            return Err(Error::EmptyTable);
        }
        let mut entries: Vec<([u32; 3], f64)> =
            entries.iter().map(|&(cell, weight)| (cell, weight / largest)).collect();
        entries.sort_by_key(|&(cell, _)| cell);
        let total: f64 = entries.iter().map(|&(_, weight)| weight).sum();
        let (mut cells, mut mass) = (Vec::new(), Vec::new());
        for run in entries.chunk_by(|a, b| a.0 == b.0) {
            let p = run.iter().map(|&(_, weight)| weight).sum::<f64>() / total;
            if p > 0.0 {
                cells.push(run[0].0);
                mass.push(p);
            }
        }
        Ok(Self { shape, cells, mass })
    }

    /// P(x1, y) and P(x2, y).
    pub fn pairs(&self) -> Pairs {
        let [k1, k2, ky] = self.shape;
        let (mut p1, mut p2) = (Array2::zeros((k1, ky)), Array2::zeros((k2, ky)));
        for (cell, p) in self.cells.iter().zip(&self.mass) {
            let [x1, x2, y] = cell.map(|symbol| symbol as usize);
            p1[[x1, y]] += p;
            p2[[x2, y]] += p;
        }
        Pairs { p1, p2 }
    }

    /// P(y).
    pub fn y(&self) -> Vec<f64> {
        let mut py = vec![0.0; self.shape[2]];
        for (cell, p) in self.cells.iter().zip(&self.mass) {
            py[cell[2] as usize] += p;
        }
        py
    }
}

/// Every axis has symbols, and pairwise tables can be held.
fn check_shape(shape: [usize; 3]) -> Result<()> {
    if shape.contains(&0) {
        return Err(Error::EmptyTable);
    }
    for (a, b) in [(shape[0], shape[1]), (shape[0], shape[2]), (shape[1], shape[2])] {
        let cells = a.saturating_mul(b);
        if cells > MAX_PAIR_CELLS {
            let bytes = (cells as u64).saturating_mul(8);
            return Err(Error::OutOfMemory { what: "A table of two variables", bytes });
        }
    }
    Ok(())
}

fn check_cell(cell: [u32; 3], shape: [usize; 3]) -> Result<()> {
    if (0..3).all(|axis| (cell[axis] as usize) < shape[axis]) {
        return Ok(());
    }
    Err(Error::CellOutOfRange { cell, shape })
}
