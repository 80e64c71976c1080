//! What each sample adds to the atoms -> means by label and by stratum.

use super::shown;
use crate::analysis::plan::Plan;
use crate::decompose::pointwise::{GroupMean, Parts, group_means};
use crate::report::{GroupAtoms, PerSample, PlainAtoms};
use crate::units::BITS;

/// Groups of a table at most; with more labels the most frequent ones are told.
const MOST_GROUPS: usize = 64;

/// What every sample adds, nats, in the order of the samples; none for counts alone, or without inference.
pub(super) fn parts(plan: &Plan) -> Option<Vec<Parts>> {
    let (number, inferred) = shown(plan)?;
    let codes = plan.found.partition(&plan.setup, plan.found.k?, number).ok()?;
    inferred.pointwise.of_samples(codes.map(|codes| &codes.codes[..])).ok()
}

/// Means by label of y and by stratum; none for counts alone, or without inference.
pub(super) fn per_sample(plan: &Plan) -> Option<PerSample> {
    let parts = parts(plan)?;
    let y = plan.found.partition(&plan.setup, plan.found.k?, shown(plan)?.0).ok()?[2];
    let by_label = grouped(&parts, &y.codes, &target_labels(plan, y.size));
    let strata = plan.found.strata.as_ref();
    let by_stratum = strata.map_or(vec![], |strata| grouped(&parts, strata.codes(), &strata.names));
    Some(PerSample { by_label, by_stratum })
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
    let [redundancy, unique1, unique2, synergy] = mean.parts.map(|nats| nats * BITS);
    GroupAtoms {
        label: label.into(),
        n: mean.n,
        atoms_bits: PlainAtoms { redundancy, unique1, unique2, synergy },
    }
}
