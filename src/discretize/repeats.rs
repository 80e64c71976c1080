//! Samples that an input has more than once.

use crate::data::matrix::Matrix;
use crate::discretize::Prepared;

/// Samples that are equal to an earlier one, in every feature; none for labels, which repeat by nature.
pub fn repeats(input: &Prepared) -> Option<u64> {
    let Prepared::Numbers(data) = input else { return None };
    let samples = &data.samples;
    let mut hashes: Vec<(u64, u32)> = (0..samples.rows()).map(|i| (hash(samples, i), i as u32)).collect();
    hashes.sort_unstable();
    // Different samples of one hash are as good as never: there the later are compared with the first alone.
    let of_run = |run: &[(u64, u32)]| {
        let first = samples.row(run[0].1 as usize);
        run[1..].iter().filter(|(_, i)| samples.row(*i as usize) == first).count() as u64
    };
    Some(hashes.chunk_by(|a, b| a.0 == b.0).map(of_run).sum())
}

/// FNV-1a over the bits of the features; both zeros are one.
fn hash(samples: &Matrix, row: usize) -> u64 {
    samples.row(row).iter().fold(0xcbf2_9ce4_8422_2325, |hash, &value| {
        (hash ^ u64::from((value + 0.0).to_bits())).wrapping_mul(0x0100_0000_01b3)
    })
}
