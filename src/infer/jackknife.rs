//! Delete-a-group jackknife: bias and spread of the plug-in values, from solving without each of
//! G random groups of samples.
//!
//! `T_JK = G T - (G - 1) mean(T_-g)` removes the bias of order 1/n;
//! `SE^2 = (G - 1)/G sum (T_-g - mean)^2` (Wolter, Introduction to Variance Estimation, 2007,
//! chapter 4). The union information is solved from a warm start at the whole sample's solution.

use std::ops::ControlFlow;

use crate::data::counts::{Counts, Pairs, Pmf};
use crate::decompose::entropy::{joint_information, mutual_information};
use crate::decompose::ipfp::{Solution, SolverOptions, Step, Termination, WarmStart, solve};
use crate::error::{Error, Result};
use crate::rng::{Purpose, Rng};

use super::quantities::{Combination, Informations};

/// Groups, where there are as many samples.
pub const GROUPS: usize = 20;
/// Largest gap of the solutions inside resampling, nats, and its decrease with the square root of
/// n. The jackknife multiplies differences by 19, so that a gap of the size of a display tolerance
/// would show, and in large samples any gap that does not shrink with the standard error.
const REPLICATE_GAP: (f64, f64) = (1e-4, 5e-3);
/// Cells with more samples than this are dealt by normal approximation when the table is large.
const LARGE_CELL: u64 = 4096;
/// Tables up to this many samples are dealt one by one.
const DEALT_ONE_BY_ONE: u64 = 1 << 20;

/// Plug-in informations of the whole sample and without each group, nats.
#[derive(Debug, Clone)]
pub(super) struct Jackknife {
    pub(super) whole: Informations,
    pub(super) without: Vec<Informations>,
}

impl Jackknife {
    /// Value corrected for bias.
    pub(super) fn estimate(&self, combination: Combination) -> f64 {
        let groups = self.without.len() as f64;
        let whole = combination.of(&self.whole);
        if groups < 2.0 { whole } else { groups * whole - (groups - 1.0) * self.mean(combination) }
    }

    /// Standard error.
    pub(super) fn se(&self, combination: Combination) -> f64 {
        self.covariance(combination, combination).sqrt()
    }

    /// Covariance of two combinations.
    pub(super) fn covariance(&self, a: Combination, b: Combination) -> f64 {
        let groups = self.without.len() as f64;
        if groups < 2.0 {
            return 0.0;
        }
        let (mean_a, mean_b) = (self.mean(a), self.mean(b));
        let sum: f64 = self.without.iter().map(|i| (a.of(i) - mean_a) * (b.of(i) - mean_b)).sum();
        sum * (groups - 1.0) / groups
    }

    fn mean(&self, combination: Combination) -> f64 {
        let sum: f64 = self.without.iter().map(|i| combination.of(i)).sum();
        sum / self.without.len() as f64
    }
}

/// Solves without each group in turn.
pub(super) fn jackknife(
    counts: &Counts,
    whole: Informations,
    warm: &WarmStart,
    seed: u64,
    progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<Jackknife> {
    let groups = deal(counts, seed, &mut || go_on(progress(0, GROUPS as u64)))?;
    let total = groups.len() as u64;
    let mut without = Vec::with_capacity(groups.len());
    for (done, group) in groups.iter().enumerate() {
        go_on(progress(done as u64, total))?;
        let pmf = remainder(counts, group);
        let pairs = pmf.pairs();
        let mut report = |_: &Step| progress(done as u64, total);
        let solution = replicate_solution(&pairs, counts.n(), Some(warm), &mut report)?;
        without.push([
            mutual_information(pairs.p1.view()),
            mutual_information(pairs.p2.view()),
            joint_information(&pmf),
            solution.union(),
        ]);
    }
    Ok(Jackknife { whole, without })
}

/// Interruption as an error.
pub(super) fn go_on(flow: ControlFlow<()>) -> Result<()> {
    if flow.is_break() { Err(Error::Interrupted) } else { Ok(()) }
}

/// A solution at the gap of replicates of `n` samples; interruption is an error here.
pub(super) fn replicate_solution(
    pairs: &Pairs,
    n: u64,
    warm: Option<&WarmStart>,
    progress: &mut dyn FnMut(&Step) -> ControlFlow<()>,
) -> Result<Solution> {
    let tolerance = REPLICATE_GAP.0.min(REPLICATE_GAP.1 / (n as f64).sqrt());
    let options = SolverOptions { tolerance, max_iterations: 2000, ..SolverOptions::default() };
    let solution = solve(pairs, &options, warm, progress)?;
    match solution.termination {
        Termination::Interrupted => Err(Error::Interrupted),
        Termination::Converged | Termination::IterationLimit => Ok(solution),
    }
}

/// Deals all samples to groups of equal size (up to one sample), uniformly at random: counts of
/// each group in the order of the cells.
fn deal(counts: &Counts, seed: u64, pulse: &mut dyn FnMut() -> Result<()>) -> Result<Vec<Vec<u64>>> {
    let n = counts.n();
    let groups = n.min(GROUPS as u64) as usize;
    if groups < 2 {
        return Ok(Vec::new());
    }
    let mut room: Vec<u64> =
        (0..groups as u64).map(|g| n / groups as u64 + u64::from(g < n % groups as u64)).collect();
    let mut rng = Rng::new(seed, Purpose::Jackknife, 0, 0);
    let mut dealt = vec![vec![0; counts.counts.len()]; groups];
    let mut beat = Beat::default();
    for (cell, &count) in counts.counts.iter().enumerate() {
        beat.after(count, pulse)?;
        if n <= DEALT_ONE_BY_ONE || count <= LARGE_CELL {
            for _ in 0..count {
                let group = pick(&room, rng.below(room.iter().sum()));
                room[group] -= 1;
                dealt[group][cell] += 1;
            }
        } else {
            deal_many(count, &mut room, &mut rng, |group, share| dealt[group][cell] = share);
        }
    }
    Ok(dealt)
}

/// Asks whether to go on each time that so many samples were dealt.
#[derive(Default)]
pub(super) struct Beat(u64);

impl Beat {
    const SAMPLES: u64 = 1 << 18;

    /// After `count` more.
    pub(super) fn after(&mut self, count: u64, pulse: &mut dyn FnMut() -> Result<()>) -> Result<()> {
        self.0 += count;
        if self.0 < Self::SAMPLES {
            return Ok(());
        }
        self.0 = 0;
        pulse()
    }
}

/// Group that holds place number `place` among the free ones.
fn pick(room: &[u64], mut place: u64) -> usize {
    for (group, &free) in room.iter().enumerate() {
        if place < free {
            return group;
        }
        place -= free;
    }
    unreachable!("place is below the sum of the free places")
}

/// Deals `count` samples of one cell at once: hypergeometric shares, by their normal limit.
fn deal_many(mut count: u64, room: &mut [u64], rng: &mut Rng, mut give: impl FnMut(usize, u64)) {
    let mut places: u64 = room.iter().sum();
    for (group, free) in room.iter_mut().enumerate() {
        let p = *free as f64 / (places as f64).max(1.0);
        let rest = (places - count) as f64 / (places as f64 - 1.0).max(1.0);
        let mean = count as f64 * p;
        let draw = mean + (mean * (1.0 - p) * rest).max(0.0).sqrt() * rng.normal();
        let least = count.saturating_sub(places - *free);
        // Not negative by the maximum.
        #[allow(clippy::cast_sign_loss)]
        let share = (draw.round().max(0.0) as u64).clamp(least, count.min(*free));
        give(group, share);
        places -= *free;
        *free -= share;
        count -= share;
    }
}

/// Relative frequencies without one group.
fn remainder(counts: &Counts, group: &[u64]) -> Pmf {
    let n = (counts.n() - group.iter().sum::<u64>()) as f64;
    let left = counts.cells.iter().zip(&counts.counts).zip(group);
    let (cells, mass) = left
        .filter(|((_, count), taken)| count > taken)
        .map(|((&cell, count), taken)| (cell, (count - taken) as f64 / n))
        .unzip();
    Pmf { shape: counts.shape, cells, mass }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_even_and_exhaust_the_samples() {
        for counts in [vec![3, 1, 20], vec![5, 5], vec![1_000_000, 3_000_017, 12], vec![2_000_000, 1]] {
            let cells = (0..counts.len() as u32).map(|x| [x, 0, 0]).collect();
            let table = Counts { shape: [counts.len(), 1, 1], cells, counts };
            let dealt = deal(&table, 3, &mut || Ok(())).unwrap();
            for (cell, &count) in table.counts.iter().enumerate() {
                assert_eq!(dealt.iter().map(|group| group[cell]).sum::<u64>(), count);
            }
            let sizes: Vec<u64> = dealt.iter().map(|group| group.iter().sum()).collect();
            let (least, most) = (sizes.iter().min(), sizes.iter().max());
            assert!(most.zip(least).is_some_and(|(most, least)| most - least <= 1));
        }
    }
}
