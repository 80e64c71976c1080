//! What a single sample adds to each atom.
//!
//! With u, v of the certificate, which are feasible, a sample in cell (x1, x2, y) has
//!
//! ```text
//! iu  = log u(x1,y) + log v(x2,y) - log p(y)
//! i1  = log p(y|x1) - log p(y),   i2 likewise,   i12 = log p(y|x1,x2) - log p(y)
//! r   = i1 + i2 - iu    unique1 = iu - i2    unique2 = iu - i1    s = i12 - iu
//! ```
//!
//! The mean of iu over all samples is the certified lower bound of the union information, and so the means of
//! the other four are the atoms at that bound. A description of the partition's table: no sample has an
//! interval. Nats.

use serde::{Deserialize, Serialize};

use crate::data::counts::Counts;
use crate::decompose::ipfp::Solution;
use crate::error::{Error, Result};

/// What a sample adds to redundancy, unique1, unique2, synergy.
pub type Parts = [f64; 4];

/// Parts of the samples of each occupied cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pointwise {
    /// Occupied cells `[x1, x2, y]`, ascending.
    cells: Vec<[u32; 3]>,
    /// Of each.
    parts: Vec<Parts>,
}

/// Mean over a group of samples.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupMean {
    /// Mean parts.
    pub parts: Parts,
    /// Samples.
    pub n: usize,
}

impl Pointwise {
    /// Of a table and its solution.
    ///
    /// # Errors
    ///
    /// [`Error::CellOutOfRange`] if the solution is that of a table with other symbols.
    pub fn new(counts: &Counts, solution: &Solution) -> Result<Self> {
        let shape = [solution.log_u.nrows(), solution.log_v.nrows(), solution.log_u.ncols()];
        if shape != counts.shape {
            let [a, b, c] = counts.shape.map(|size| size.saturating_sub(1) as u32);
            return Err(Error::CellOutOfRange { cell: [a, b, c], shape });
        }
        let n = counts.n() as f64;
        let (n1, n2) = counts.pair_counts();
        let totals = |table: &ndarray::Array2<u64>, axis| -> Vec<f64> {
            table.sum_axis(ndarray::Axis(axis)).iter().map(|&count| count as f64).collect()
        };
        let (x1, x2, y) = (totals(&n1, 1), totals(&n2, 1), totals(&n1, 0));
        let mut parts = Vec::with_capacity(counts.cells.len());
        let mut start = 0;
        // Cells are ordered, so those of one (x1, x2) are neighbours.
        for run in counts.cells.chunk_by(|a, b| a[..2] == b[..2]) {
            let own = &counts.counts[start..start + run.len()];
            let pair = own.iter().sum::<u64>() as f64;
            for (cell, &count) in run.iter().zip(own) {
                let [a, b, c] = cell.map(|symbol| symbol as usize);
                let log_y = libm::log(y[c] / n);
                let gain = |part: f64, whole: f64| libm::log(part / whole) - log_y;
                let i1 = gain(n1[[a, c]] as f64, x1[a]);
                let i2 = gain(n2[[b, c]] as f64, x2[b]);
                let i12 = gain(count as f64, pair);
                let union = solution.log_u[[a, c]] + solution.log_v[[b, c]] - log_y;
                parts.push([i1 + i2 - union, union - i2, union - i1, i12 - union]);
            }
            start += run.len();
        }
        Ok(Self { cells: counts.cells.clone(), parts })
    }

    /// Of the samples with these codes, which must be those of the table.
    ///
    /// # Errors
    ///
    /// [`Error::CellOutOfRange`] for a sample whose cell the table does not have.
    pub fn of_samples(&self, codes: [&[u32]; 3]) -> Result<Vec<Parts>> {
        let [x1, x2, y] = codes;
        let of = |((&a, &b), &c): ((&u32, &u32), &u32)| {
            let place = self.cells.binary_search(&[a, b, c]);
            let missing = |_| Error::CellOutOfRange { cell: [a, b, c], shape: self.shape() };
            Ok(self.parts[place.map_err(missing)?])
        };
        x1.iter().zip(x2).zip(y).map(of).collect()
    }

    fn shape(&self) -> [usize; 3] {
        let size = |axis: usize| self.cells.iter().map(|cell| cell[axis] as usize + 1).max().unwrap_or(0);
        [size(0), size(1), size(2)]
    }
}

/// Mean parts of each group of samples; groups without samples have none.
pub fn group_means(parts: &[Parts], groups: &[u32], count: usize) -> Vec<GroupMean> {
    let mut means = vec![GroupMean { parts: [0.0; 4], n: 0 }; count];
    for (parts, &group) in parts.iter().zip(groups) {
        let mean = &mut means[group as usize];
        mean.n += 1;
        mean.parts.iter_mut().zip(parts).for_each(|(sum, part)| *sum += part);
    }
    for mean in means.iter_mut().filter(|mean| mean.n > 0) {
        mean.parts = mean.parts.map(|sum| sum / mean.n as f64);
    }
    means
}

/// How the means of parts vary with the samples: what each group adds beyond the mean of all, over their
/// number. These sum to 0. Where samples are dealt to groups at random, the sum of the products of two such
/// columns is about the covariance of their means, also if each is of another analysis of the same samples.
pub fn group_deviations(parts: &[Parts], groups: &[u32], count: usize) -> Vec<Parts> {
    let n = parts.len() as f64;
    let means = group_means(parts, groups, count);
    let whole = [0, 1, 2, 3].map(|i| parts.iter().map(|part| part[i]).sum::<f64>() / n);
    let deviation = |mean: &GroupMean| [0, 1, 2, 3].map(|i| (mean.parts[i] - whole[i]) * mean.n as f64 / n);
    means.iter().map(deviation).collect()
}
