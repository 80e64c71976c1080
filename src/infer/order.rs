//! Does an input depend on the other two at all? If its rows stand in another order than theirs, it does
//! not, on any of them nor on both together.
//!
//! Statistic: the plug-in information between the input and another, and between it and the pair of the
//! others (an exclusive or shows in no pair). Far above its number of degrees of freedom it settles the
//! question; else it is compared with what it is after random permutations of the input, as
//! `z = (t - mean) / sd` with t its cube root, which is nearly normal where I is nearly chi-squared
//! (Wilson and Hilferty, PNAS 17 (1931)). An input is apart if no statistic is dependent.

use std::ops::ControlFlow;

use super::jackknife::go_on;
use crate::data::counts::{Counts, occurrences};
use crate::error::Result;
use crate::rng::{Purpose, Rng};

/// Permutations.
const PERMUTATIONS: usize = 20;
/// Statistics further above the mean of the permutations, in their standard deviations, are dependent: by
/// chance one in more than a thousand.
const DEPENDENT: f64 = 4.0;
/// Above the degrees of freedom by this factor and so many standard deviations no permutation is needed.
const PLAIN: (f64, f64) = (2.0, 20.0);
/// More samples than this are thinned for the permutations.
const MOST: usize = 1 << 15;
/// Tables of more samples are not looked at.
const MOST_SAMPLES: u64 = 1 << 22;
/// Bits of a symbol where symbols stand side by side.
const BITS: u32 = 20;
/// Differences of cube roots below this are rounding.
const ROUNDING: f64 = 1e-3;

/// Whether each of x1, x2, y shows no dependence on the other two.
///
/// # Errors
///
/// [`Error::Interrupted`](crate::error::Error::Interrupted) when `progress` asks to stop.
pub(super) fn apart(
    counts: &Counts,
    seed: u64,
    progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<[bool; 3]> {
    let mut apart = [false; 3];
    if counts.n() > MOST_SAMPLES || counts.shape.iter().any(|&k| k > 1 << BITS) {
        return Ok(apart);
    }
    let mut samples = None;
    for (own, apart) in apart.iter_mut().enumerate() {
        let pulse: Pulse = &mut || go_on(progress(own as u64, 3));
        let others = [(own + 1) % 3, (own + 2) % 3];
        let keys = [vec![others[0]], vec![others[1]], others.to_vec()];
        if any(&keys, |key| {
            pulse()?;
            Ok(plainly_dependent(counts, own, key))
        })? {
            continue;
        }
        let samples = samples.get_or_insert_with(|| thinned(counts, seed));
        *apart = !any(&keys, |key| dependent(samples, own, key, seed, pulse))?;
    }
    Ok(apart)
}

/// Asked now and then: an error ends the work.
type Pulse<'a> = &'a mut dyn FnMut() -> Result<()>;

/// Whether something holds of any of these, asked in turn until it does.
fn any<T>(items: &[T], mut holds: impl FnMut(&T) -> Result<bool>) -> Result<bool> {
    for item in items {
        if holds(item)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Dependence beyond doubt: `2 n I` is far above its degrees of freedom.
fn plainly_dependent(counts: &Counts, own: usize, key: &[usize]) -> bool {
    let cells: Vec<([u32; 3], u64)> =
        counts.cells.iter().copied().zip(counts.counts.iter().copied()).collect();
    let sums = |of: &dyn Fn(&[u32; 3]) -> u64| -> Vec<u64> { grouped(&cells, of) };
    let joint = sums(&|cell| pack(cell, own, key));
    let (first, second) = (sums(&|cell| u64::from(cell[own])), sums(&|cell| pack_key(cell, key)));
    let n = counts.n() as f64;
    let information = (entropy_sum(&joint) - entropy_sum(&first) - entropy_sum(&second)) / n + libm::log(n);
    let freedom = ((first.len() - 1) * (second.len() - 1)) as f64;
    2.0 * n * information > PLAIN.0 * freedom + PLAIN.1 * (2.0 * freedom).sqrt()
}

/// Totals of groups of cells.
fn grouped(cells: &[([u32; 3], u64)], of: &dyn Fn(&[u32; 3]) -> u64) -> Vec<u64> {
    let mut keyed: Vec<(u64, u64)> = cells.iter().map(|(cell, count)| (of(cell), *count)).collect();
    keyed.sort_unstable_by_key(|&(key, _)| key);
    keyed.chunk_by(|a, b| a.0 == b.0).map(|run| run.iter().map(|&(_, count)| count).sum()).collect()
}

/// At most [`MOST`] samples, at random without replacement.
fn thinned(counts: &Counts, seed: u64) -> Vec<[u32; 3]> {
    let each = counts.cells.iter().zip(&counts.counts);
    let mut samples: Vec<[u32; 3]> =
        each.flat_map(|(&cell, &count)| std::iter::repeat_n(cell, count as usize)).collect();
    let mut rng = Rng::new(seed, Purpose::Order, 0, 0);
    let kept = samples.len().min(MOST);
    shuffle(&mut samples, kept, &mut rng);
    samples.truncate(kept);
    samples
}

/// Puts a random choice of `places` items first, in random order.
fn shuffle<T>(items: &mut [T], places: usize, rng: &mut Rng) {
    for i in 0..places.min(items.len().saturating_sub(1)) {
        let other = i + rng.below((items.len() - i) as u64) as usize;
        items.swap(i, other);
    }
}

/// Whether the information between an input and others is more than after permutations of the input.
fn dependent(samples: &[[u32; 3]], own: usize, key: &[usize], seed: u64, pulse: Pulse) -> Result<bool> {
    let keys: Vec<u64> = samples.iter().map(|sample| pack_key(sample, key) << BITS).collect();
    let mut symbols: Vec<u32> = samples.iter().map(|sample| sample[own]).collect();
    let n = symbols.len();
    let margins = entropy_sum(&multiplicities(keys.clone()))
        + entropy_sum(&multiplicities(symbols.iter().map(|&symbol| u64::from(symbol)).collect()));
    let statistic = |symbols: &[u32]| {
        let cells = keys.iter().zip(symbols).map(|(key, &symbol)| key | u64::from(symbol)).collect();
        let information = entropy_sum(&multiplicities(cells)) - margins + n as f64 * libm::log(n as f64);
        libm::cbrt(information.max(0.0))
    };
    let observed = statistic(&symbols);
    let mut rng = Rng::new(seed, Purpose::Order, 1, (4 * own + key.iter().sum::<usize>()) as u64);
    let mut permuted = Vec::with_capacity(PERMUTATIONS);
    for _ in 0..PERMUTATIONS {
        pulse()?;
        shuffle(&mut symbols, n, &mut rng);
        permuted.push(statistic(&symbols));
    }
    let mean = permuted.iter().sum::<f64>() / PERMUTATIONS as f64;
    let squares: f64 = permuted.iter().map(|value| (value - mean) * (value - mean)).sum();
    let sd = (squares / (PERMUTATIONS - 1) as f64).sqrt();
    Ok(observed - mean > DEPENDENT * sd + ROUNDING)
}

fn multiplicities(keys: Vec<u64>) -> Vec<u64> {
    occurrences(keys).into_iter().map(|(_, count)| count).collect()
}

/// sum c log c.
fn entropy_sum(counts: &[u64]) -> f64 {
    counts.iter().map(|&count| count as f64).map(|c| c * libm::log(c)).sum()
}

fn pack(cell: &[u32; 3], own: usize, key: &[usize]) -> u64 {
    pack_key(cell, key) << BITS | u64::from(cell[own])
}

/// Symbols side by side.
fn pack_key(cell: &[u32; 3], key: &[usize]) -> u64 {
    key.iter().fold(0, |packed, &axis| packed << BITS | u64::from(cell[axis]))
}
