//! Where the pairs of S stand in R and Z, and which of two layouts is cheaper.

use crate::error::{Error, Result};

/// Products per (x1, x2, y) that the dense layout does in the time of one in the sparse layout.
pub(super) const DENSE_ADVANTAGE: usize = 5;

/// Where the pairs of S stand in R and Z.
#[derive(Debug, Clone)]
pub enum Layout {
    /// Slot `i * stride + j`.
    Dense {
        /// Slots from one row to the next: K2, made even.
        stride: usize,
        /// 1 on S, 0 elsewhere.
        mask: Vec<f64>,
    },
    /// Slots of row i are `start[i]..start[i + 1]`.
    Sparse {
        /// First slot of each row, and the end.
        start: Vec<usize>,
        /// x2 of each slot, ascending within a row.
        column: Vec<u32>,
        /// First entry in `shared` of each slot, and the end.
        first: Vec<usize>,
        /// Every y with P1(x1,y) > 0 and P2(x2,y) > 0, slot by slot.
        shared: Vec<u32>,
    },
}

/// The next even number: rows of even length suit vectors of two.
pub(super) fn even(n: usize) -> usize {
    n + n % 2
}

/// Number of (x1, x2, y) with P1 > 0 and P2 > 0.
fn triples(p1: &[f64], p2: &[f64], stride: usize) -> usize {
    let mut counts = vec![[0usize; 2]; stride];
    for (p, which) in [(p1, 0), (p2, 1)] {
        for row in p.chunks_exact(stride) {
            row.iter().zip(&mut counts).for_each(|(&p, count)| count[which] += usize::from(p > 0.0));
        }
    }
    counts.iter().map(|[a, b]| a * b).sum()
}

fn is_sparse(triples: usize, [k1, k2, ky]: [usize; 3]) -> bool {
    triples.saturating_mul(DENSE_ADVANTAGE) < k1 * k2 * ky
}

impl Layout {
    /// Refuses problems whose layout would take more than `words`.
    pub(super) fn check_memory(
        p1: &[f64],
        p2: &[f64],
        shape: [usize; 3],
        stride: usize,
        words: usize,
    ) -> Result<()> {
        let triples = triples(p1, p2, stride);
        let [k1, k2, _] = shape;
        // An entry of `shared` takes half a word, a slot of the sparse layout 2.5.
        let needed =
            if is_sparse(triples, shape) { 3 * triples.min(k1 * k2) + triples / 2 } else { k1 * even(k2) };
        if needed > words {
            return Err(Error::OutOfMemory { what: "The coupling of X1 and X2", bytes: 8 * needed as u64 });
        }
        Ok(())
    }

    pub(super) fn new(p1: &[f64], p2: &[f64], shape: [usize; 3], stride: usize) -> Self {
        let [k1, k2, ky] = shape;
        let support = |p: &[f64]| -> Vec<Vec<u32>> {
            let of_y = |y| (0..p.len() / stride).filter(move |x| p[x * stride + y] > 0.0);
            (0..ky).map(|y| of_y(y).map(|x| x as u32).collect()).collect()
        };
        let of2 = support(p2);
        if is_sparse(triples(p1, p2, stride), shape) {
            Self::sparse(p1, &of2, k1, stride)
        } else {
            Self::dense(&support(p1), &of2, k1, k2)
        }
    }

    fn dense(of1: &[Vec<u32>], of2: &[Vec<u32>], k1: usize, k2: usize) -> Self {
        let stride = even(k2);
        let mut mask = vec![0.0; k1 * stride];
        for (of1, of2) in of1.iter().zip(of2) {
            for &i in of1 {
                let row = &mut mask[i as usize * stride..][..stride];
                for &j in of2 {
                    row[j as usize] = 1.0;
                }
            }
        }
        Self::Dense { stride, mask }
    }

    fn sparse(p1: &[f64], of2: &[Vec<u32>], k1: usize, stride: usize) -> Self {
        let (mut start, mut column) = (vec![0], Vec::new());
        let (mut first, mut shared) = (vec![0], Vec::new());
        // Columns with the y they share, as one number each.
        let mut row: Vec<u64> = Vec::new();
        for i in 0..k1 {
            row.clear();
            for (y, of2) in of2.iter().enumerate() {
                if p1[i * stride + y] > 0.0 {
                    row.extend(of2.iter().map(|&j| u64::from(j) << 32 | y as u64));
                }
            }
            row.sort_unstable();
            for run in row.chunk_by(|a, b| a >> 32 == b >> 32) {
                column.push((run[0] >> 32) as u32);
                shared.extend(run.iter().map(|&key| key as u32));
                first.push(shared.len());
            }
            start.push(column.len());
        }
        Self::Sparse { start, column, first, shared }
    }
}
