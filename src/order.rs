//! Sorting, of two kinds only: every kind of item that is sorted by itself, or counted in a map of its own,
//! brings 2 kB of compressed module.

use std::cmp::Ordering;

/// Numbers 0 to n - 1 in ascending order by `compare`, equals as they were. Merges ever longer runs.
#[inline(never)]
pub fn stable(n: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    let mut merged = Vec::with_capacity(n);
    let mut length = 1;
    while length < n {
        merged.clear();
        for pair in order.chunks(2 * length) {
            let (mut first, mut second) = pair.split_at(length.min(pair.len()));
            while let ([i, later @ ..], [j, others @ ..]) = (first, second) {
                if compare(*i, *j).is_le() {
                    merged.push(*i);
                    first = later;
                } else {
                    merged.push(*j);
                    second = others;
                }
            }
            merged.extend_from_slice(first);
            merged.extend_from_slice(second);
        }
        std::mem::swap(&mut order, &mut merged);
        length *= 2;
    }
    order
}

/// Sorts numbers, which other things are turned into for it.
#[inline(never)]
pub fn ascending(keys: &mut [u64]) {
    keys.sort_unstable();
}

/// Different keys, ascending, with how often each occurs.
#[inline(never)]
pub fn occurrences(mut keys: Vec<u64>) -> Vec<(u64, u64)> {
    ascending(&mut keys);
    keys.chunk_by(|a, b| a == b).map(|run| (run[0], run.len() as u64)).collect()
}

/// A key for a number, in the order of `f64::total_cmp`.
pub fn key(value: f64) -> u64 {
    let bits = value.to_bits();
    if value.is_sign_negative() { !bits } else { bits | 1 << 63 }
}

/// The number of a [`key`].
pub fn value(key: u64) -> f64 {
    f64::from_bits(if key >> 63 == 0 { !key } else { key & !(1 << 63) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn equals_stay_as_they_were(items in prop::collection::vec(0_u8..20, 0..70)) {
            let mut wanted: Vec<usize> = (0..items.len()).collect();
            wanted.sort_by_key(|&i| items[i]);
            prop_assert_eq!(stable(items.len(), &|i, j| items[i].cmp(&items[j])), wanted);
        }

        #[test]
        fn keys_are_in_the_order_of_their_numbers(a in any::<f64>(), b in any::<f64>()) {
            prop_assert_eq!(key(a).cmp(&key(b)), a.total_cmp(&b));
            prop_assert_eq!(value(key(a)).to_bits(), a.to_bits());
        }
    }
}
