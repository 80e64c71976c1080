//! The stable order of n items by a comparison of their numbers.
//!
//! Every kind of item that is sorted by itself brings some 6 kB of sorting into the module; numbers of
//! items are all of one kind.

use std::cmp::Ordering;

/// Numbers 0 to n - 1 in ascending order by `compare`, equals as they were.
#[inline(never)]
pub(crate) fn stable(n: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&i, &j| compare(i, j));
    order
}
