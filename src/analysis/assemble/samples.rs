//! What each sample adds to the atoms -> means by label and by stratum, and how the atoms vary with samples.

use super::shown;
use crate::analysis::plan::Plan;
use crate::analysis::task::Inferred;
use crate::decompose::pointwise::{GroupMean, Parts, group_deviations, group_means};
use crate::report::{GroupAtoms, PerSample, PlainAtoms};
use crate::rng::{Purpose, Rng};
use crate::units::BITS;

/// Groups of a table at most; with more labels the most frequent ones are told.
const MOST_GROUPS: usize = 64;

/// Blocks of rows: enough that a correlation found from them is known to a tenth.
const BLOCKS: usize = 100;

/// What every sample adds, nats, in the order of the samples; none for counts alone, or without inference.
pub(super) fn parts(plan: &Plan) -> Option<Vec<Parts>> {
    let (number, inferred) = shown(plan)?;
    parts_of(plan, number, inferred)
}

/// The same in any partition.
fn parts_of(plan: &Plan, number: usize, inferred: &Inferred) -> Option<Vec<Parts>> {
    let codes = plan.found.partition(&plan.setup, plan.found.k?, number).ok()?;
    inferred.pointwise.of_samples(codes.map(|codes| &codes.codes[..])).ok()
}

/// Means by label of y and by stratum, and how they vary with the samples; none for counts alone, or without
/// inference.
pub(super) fn per_sample(plan: &Plan) -> Option<PerSample> {
    let parts = parts(plan)?;
    let y = plan.found.partition(&plan.setup, plan.found.k?, shown(plan)?.0).ok()?[2];
    let by_label = grouped(&parts, &y.codes, &target_labels(plan, y.size));
    let strata = plan.found.strata.as_ref();
    let by_stratum = strata.map_or(vec![], |strata| grouped(&parts, strata.codes(), &strata.names));
    let blocks = blocks(parts.len());
    drop(parts);
    Some(PerSample { by_label, by_stratum, by_block: by_block(plan, &blocks)? })
}

/// The block of each row, by its number alone.
fn blocks(n: usize) -> Vec<u32> {
    let mut rng = Rng::new(0, Purpose::Blocks, 0, 0);
    (0..n).map(|_| rng.below(BLOCKS as u64) as u32).collect()
}

/// What the rows of each block add beyond the mean, mean over partitions.
fn by_block(plan: &Plan, blocks: &[u32]) -> Option<Vec<PlainAtoms>> {
    let inferred = plan.found.inferred(None);
    let mut sums = vec![[0.0; 4]; BLOCKS];
    for &(number, inferred) in &inferred {
        let deviations = group_deviations(&parts_of(plan, number, inferred)?, blocks, BLOCKS);
        for (sum, own) in sums.iter_mut().flatten().zip(deviations.iter().flatten()) {
            *sum += own;
        }
    }
    let partitions = inferred.len() as f64;
    Some(sums.iter().map(|sum| plain(&sum.map(|nats| nats / partitions))).collect())
}

/// Names of the symbols of y: its labels, and one for those that were merged; numbers where it was clustered.
fn target_labels(plan: &Plan, size: usize) -> Vec<String> {
    let names = &plan.found.target_names;
    if names.is_empty() {
        return (0..size).map(|code| format!("code {}", code + 1)).collect();
    }
    let other = plan.found.merged.as_ref().map(|merged| format!("{} rare values", merged.merged));
    names.iter().cloned().chain(other).collect()
}

fn grouped(parts: &[Parts], groups: &[u32], labels: &[String]) -> Vec<GroupAtoms> {
    let means = group_means(parts, groups, labels.len());
    let mut found: Vec<(&String, &GroupMean)> =
        labels.iter().zip(&means).filter(|(_, mean)| mean.n > 0).collect();
    if found.len() > MOST_GROUPS {
        found.sort_by_key(|(_, mean)| std::cmp::Reverse(mean.n));
        found.truncate(MOST_GROUPS);
    }
    found.into_iter().map(|(label, mean)| group(label, mean)).collect()
}

fn group(label: &str, mean: &GroupMean) -> GroupAtoms {
    GroupAtoms { label: label.into(), n: mean.n, atoms_bits: plain(&mean.parts) }
}

/// In bits.
fn plain(parts: &Parts) -> PlainAtoms {
    let [redundancy, unique1, unique2, synergy] = parts.map(|nats| nats * BITS);
    PlainAtoms { redundancy, unique1, unique2, synergy }
}
