//! How many codes: what each K keeps against what it costs.
//!
//! What it keeps is the held-out `J = I1 + I2 + I12`. Held-out I1 + I2 alone would miss what only both tell
//! (exclusive or); held-out I12 alone would merge codes that both sources share and so invent unique
//! information. What it costs is the interval of synergy, and below [`SAMPLES_PER_TRIPLE_CELL`] samples a
//! cell also the trust in it. So of the K with enough samples a cell the smallest within 0.02 bit of the best
//! of them is taken; unless these keep less than three quarters of what the best K of all keeps: then the
//! smallest K that keeps as much. All that was tried is returned, for the reader to choose otherwise.
//!
//! For a table of contexts x and folds f, `I = mean over samples of log p_-f(y|x) / p_-f(y)`, with
//! `p_-f` from the other folds and one sample distributed as p(y) added to every context. Nats.

use serde::{Deserialize, Serialize};

use super::Pulse;
use crate::data::codes::Codes;
use crate::error::Result;
use crate::rng::{Purpose, Rng};
use crate::units::HALF_WIDTH;

/// Samples that are gone through between two questions whether to go on.
const BETWEEN_PULSES: usize = 1 << 17;

/// Values of K that are tried.
pub const GRID: [usize; 8] = [2, 4, 6, 8, 12, 16, 24, 32];
/// Samples wanted per cell of a pair table.
pub const SAMPLES_PER_PAIR_CELL: usize = 16;
/// Samples wanted per cell of the table of all three: below, the interval of synergy may be too narrow.
pub const SAMPLES_PER_TRIPLE_CELL: f64 = 4.0;
/// Share of the best J for which too few samples per cell are not accepted.
pub const ENOUGH_KEPT: f64 = 0.75;
/// Loss of J that a smaller K may cost: 0.02 bit.
pub const TOLERATED_LOSS: f64 = 0.02 * std::f64::consts::LN_2;
/// Folds of the held-out estimate.
pub const FOLDS: usize = 5;
/// Cells for each sample up to which samples are counted into them.
const MOST_COUNTED: usize = 4;
/// Samples per code of y squared, for a y that is clustered.
const SAMPLES_PER_TARGET: usize = 125;

/// Values of K worth trying with `n` samples and `ky` symbols of y: `K^2 Ky <= n`, and at least 16
/// samples per cell of a pair table. Never empty: 2 is left where nothing is supported.
pub fn grid(n: usize, ky: usize) -> Vec<usize> {
    let pair = |k: usize| k.saturating_mul(ky).saturating_mul(SAMPLES_PER_PAIR_CELL);
    let triple = |k: usize| k.saturating_mul(k).saturating_mul(ky);
    let supported = GRID.into_iter().filter(|&k| k == 2 || (triple(k) <= n && pair(k) <= n));
    supported.collect()
}

/// Codes of a y that is clustered: few, so that K of the sources can be 8 or so.
pub fn target_codes(n: usize) -> usize {
    let squared = n / SAMPLES_PER_TARGET;
    (2..=8).rev().find(|k| k * k <= squared).unwrap_or(2)
}

/// What one K keeps and costs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Tried {
    /// Codes of each clustered source.
    pub k: usize,
    /// Held-out I1, I2 and I12.
    pub held_out: [f64; 3],
    /// n / (K1 K2 Ky).
    pub samples_per_cell: f64,
    /// About how wide the interval of synergy would be; none with too few samples to say.
    pub synergy_width: Option<f64>,
}

impl Tried {
    /// J = I1 + I2 + I12.
    pub fn kept(&self) -> f64 {
        self.held_out.iter().sum()
    }

    fn is_safe(&self) -> bool {
        self.samples_per_cell >= SAMPLES_PER_TRIPLE_CELL
    }
}

/// Why a K was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// No K keeps more that matters.
    Best,
    /// A larger K keeps more, with too few samples per cell.
    EnoughSamples,
    /// K with enough samples per cell keep too little.
    EnoughKept,
}

/// A K and why it was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// Codes.
    pub k: usize,
    /// Why so many.
    pub reason: Reason,
}

/// The K to take; none of an empty list. `tried` may be in any order.
pub fn choose(tried: &[Tried]) -> Option<Choice> {
    let most = |all: &mut dyn Iterator<Item = &Tried>| all.map(Tried::kept).reduce(f64::max);
    let smallest = |takes: &dyn Fn(&Tried) -> bool| tried.iter().filter(|t| takes(t)).map(|t| t.k).min();
    let best = most(&mut tried.iter())?;
    let enough = best.min(ENOUGH_KEPT * best) - TOLERATED_LOSS;
    let of_safe = most(&mut tried.iter().filter(|t| t.is_safe()));
    if let Some(safe) = of_safe.filter(|&safe| safe >= enough) {
        let k = smallest(&|t| t.is_safe() && t.kept() >= safe - TOLERATED_LOSS)?;
        let reason = if safe >= best - TOLERATED_LOSS { Reason::Best } else { Reason::EnoughSamples };
        return Some(Choice { k, reason });
    }
    let k = smallest(&|t| t.kept() >= enough)?;
    Some(Choice { k, reason: Reason::EnoughKept })
}

/// Share of a correction of I12 for bias that counts as its standard error, here and where it is made: all
/// corrections can err together.
pub const CORRECTION_ERROR: f64 = 0.2;

/// What these codes keep, 5 folds, and what they cost. `k` is that of the clustered sources.
///
/// The width of the interval of synergy is foreseen from what inference makes it of: the correction of
/// plug-in synergy, half of the optimism of plug-in I12 beyond that of the larger of I1 and I2, of which a
/// share of 0.2 counts as error; and the spread over samples of what both sources tell beyond the better one,
/// of which the solver's coupling leaves about six tenths. Within a factor of 1.5 of what inference found on
/// most of the benches' systems; at ties too small. `pulse` is asked now and then whether to go on.
///
/// # Errors
///
/// Those of `pulse`.
pub fn try_codes(k: usize, [x1, x2, y]: [&Codes; 3], seed: u64, pulse: Pulse) -> Result<Tried> {
    const SPREAD_LEFT: f64 = 0.6;
    let n = y.codes.len().min(x1.codes.len()).min(x2.codes.len());
    let samples_per_cell = n as f64 / (x1.size * x2.size * y.size) as f64;
    if n < FOLDS {
        return Ok(Tried { k, held_out: [0.0; 3], samples_per_cell, synergy_width: None });
    }
    let mut rng = Rng::new(seed, Purpose::Folds, 0, 0);
    let mut folds: Vec<usize> = (0..n).map(|i| i % FOLDS).collect();
    rng.shuffle(&mut folds);
    pulse()?;
    let first = |i: usize| u64::from(x1.codes[i]);
    let second = |i: usize| u64::from(x2.codes[i]);
    let both = |i: usize| first(i) * x2.size as u64 + second(i);
    let mut held_out = |contexts: usize, context: &dyn Fn(usize) -> u64| {
        let cells: Vec<u64> = (0..n).map(|i| context(i) * y.size as u64 + u64::from(y.codes[i])).collect();
        pulse()?;
        let places = by_cell(&cells, contexts.saturating_mul(y.size));
        pulse()?;
        held_out(&folds, &places, y, pulse)
    };
    let both = held_out(x1.size.saturating_mul(x2.size), &both)?;
    let found = [held_out(x1.size, &first)?, held_out(x2.size, &second)?, both];
    let held = found.each_ref().map(|one| mean(one.samples.iter().copied()));
    let better = if held[0] >= held[1] { &found[0] } else { &found[1] };
    let optimism = |one: &HeldOut| one.plugin - mean(one.samples.iter().copied());
    let correction = (0.5 * (optimism(&found[2]) - optimism(&found[0]).max(optimism(&found[1])))).max(0.0);
    let beyond: Vec<f64> = found[2].samples.iter().zip(&better.samples).map(|(a, b)| a - b).collect();
    let centre = mean(beyond.iter().copied());
    let variance = mean(beyond.iter().map(|v| (v - centre) * (v - centre)));
    let (se, correction) = (SPREAD_LEFT * (variance / n as f64).sqrt(), CORRECTION_ERROR * correction);
    let synergy_width = Some(2.0 * HALF_WIDTH * (se * se + correction * correction).sqrt());
    Ok(Tried { k, held_out: held, samples_per_cell, synergy_width })
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    sum / count
}

/// Information of y in contexts.
struct HeldOut {
    /// Held-out log p(y|x) / p(y) of each sample.
    samples: Vec<f64>,
    /// The plug-in value of the whole table.
    plugin: f64,
}

/// Samples with their cells, ascending by both; there are so many `cells` at most.
fn by_cell(of: &[u64], cells: usize) -> Vec<(u64, u32)> {
    let placed = of.iter().enumerate().map(|(i, &cell)| (cell, i as u32));
    if cells > MOST_COUNTED.saturating_mul(of.len()) {
        let mut places: Vec<_> = placed.collect();
        places.sort_unstable();
        return places;
    }
    // Counted, not sorted: a pass to see where each cell begins, and one to put samples there.
    let mut starts = vec![0_u32; cells + 1];
    of.iter().for_each(|&cell| starts[cell as usize + 1] += 1);
    (1..starts.len()).for_each(|cell| starts[cell] += starts[cell - 1]);
    let mut places = vec![(0, 0); of.len()];
    for (cell, i) in placed {
        let place = &mut starts[cell as usize];
        places[*place as usize] = (cell, i);
        *place += 1;
    }
    places
}

/// Information of y in contexts, of samples in the order of their cells: (context, symbol of y).
fn held_out(folds: &[usize], places: &[(u64, u32)], y: &Codes, pulse: Pulse) -> Result<HeldOut> {
    let ky = y.size as u64;
    let mut targets = vec![[0; FOLDS]; y.size];
    let mut sizes = [0; FOLDS];
    for (i, &fold) in folds.iter().enumerate() {
        targets[y.codes[i] as usize][fold] += 1;
        sizes[fold] += 1;
    }
    pulse()?;
    let symbols = targets.iter().filter(|held| held.iter().any(|&count| count > 0)).count() as f64;
    let n = folds.len() as f64;
    let (mut samples, mut plugin) = (vec![0.0; folds.len()], 0.0);
    let mut since = 0;
    // Ascending: contexts, in each its cells.
    for context in places.chunk_by(|a, b| a.0 / ky == b.0 / ky) {
        since += context.len();
        if since > BETWEEN_PULSES {
            since = 0;
            pulse()?;
        }
        let around = by_fold(context, folds);
        for cell in context.chunk_by(|a, b| a.0 == b.0) {
            let target = &targets[(cell[0].0 % ky) as usize];
            let held = by_fold(cell, folds);
            let logs: [f64; FOLDS] = std::array::from_fn(|fold| {
                // Half a sample for every symbol of y, so that one seen in this fold only has a chance.
                let p_y = (others(target, fold) + 0.5) / (others(&sizes, fold) + 0.5 * symbols);
                let p = (others(&held, fold) + p_y) / (others(&around, fold) + 1.0);
                libm::log(p / p_y)
            });
            cell.iter().for_each(|&(_, i)| samples[i as usize] = logs[folds[i as usize]]);
            let [own, around, target] = [cell.len(), context.len(), all(target)].map(|count| count as f64);
            plugin += own / n * libm::log(own * n / (around * target));
        }
    }
    pulse()?;
    Ok(HeldOut { samples, plugin })
}

/// Samples in each fold.
fn by_fold(places: &[(u64, u32)], folds: &[usize]) -> [usize; FOLDS] {
    let mut counts = [0; FOLDS];
    places.iter().for_each(|&(_, i)| counts[folds[i as usize]] += 1);
    counts
}

fn all(counts: &[usize; FOLDS]) -> usize {
    counts.iter().sum()
}

/// Samples outside a fold.
fn others(counts: &[usize; FOLDS], fold: usize) -> f64 {
    (all(counts) - counts[fold]) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counted_samples_are_in_the_order_of_sorted_ones() {
        let mut rng = Rng::new(1, Purpose::Test, 0, 0);
        let of: Vec<u64> = (0..1000).map(|_| rng.below(90)).collect();
        assert_eq!(by_cell(&of, 100), by_cell(&of, usize::MAX));
        assert!(by_cell(&[], 10).is_empty());
    }
}
