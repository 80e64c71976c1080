//! Samples that repeat an earlier one, counted by a hash of each: eight bytes a sample.
//!
//! Two different samples of a million have one hash with a probability of 3e-8.

use xxhash_rust::xxh3::Xxh3;

/// Values turned into bytes at a time.
const STAGE: usize = 256;

/// Watches the samples of an array that come row by row.
pub(super) struct Repeats {
    features: usize,
    /// Hash of the row in hand, and how many of its values have come.
    row: Xxh3,
    filled: usize,
    hashes: Vec<u64>,
}

impl Repeats {
    pub(super) fn new(features: usize) -> Self {
        Self { features, row: Xxh3::new(), filled: 0, hashes: vec![] }
    }

    /// The next values, row by row.
    pub(super) fn push(&mut self, mut values: &[f32]) {
        while !values.is_empty() {
            let (now, later) = values.split_at(values.len().min(self.features - self.filled));
            let mut bytes = [[0; 4]; STAGE];
            for part in now.chunks(STAGE) {
                for (bytes, value) in bytes.iter_mut().zip(part) {
                    *bytes = value.to_le_bytes();
                }
                self.row.update(bytes[..part.len()].as_flattened());
            }
            self.filled += now.len();
            if self.filled == self.features {
                self.hashes.push(self.row.digest());
                self.row.reset();
                self.filled = 0;
            }
            values = later;
        }
    }

    /// How many of `rows` samples repeat an earlier one; none told if not all came row by row.
    pub(super) fn count(mut self, rows: usize) -> Option<usize> {
        if self.hashes.len() != rows {
            return None;
        }
        self.hashes.sort_unstable();
        Some(self.hashes.windows(2).filter(|pair| pair[0] == pair[1]).count())
    }
}
