//! Agreement of claims over K-means seeds.

/// Whether something present in these seeds may be claimed: in at least 4 of 5.
pub fn consensus(present: &[bool]) -> bool {
    !present.is_empty() && present.iter().filter(|&&p| p).count() >= wanted_seeds(present.len())
}

/// Of so many seeds, how many must agree.
pub(super) fn wanted_seeds(seeds: usize) -> usize {
    (4 * seeds).div_ceil(5)
}
