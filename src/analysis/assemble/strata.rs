//! What was found within strata -> the report.

use super::claims::{Claimed, claim, none, over_partitions};
use super::estimates::Numbers;
use crate::analysis::plan::Plan;
use crate::analysis::task::{Inferred, Solved, Table};
use crate::infer::{Claims, Part, Pooled, mean_over_strata, pool};
use crate::report::{Ranking, SmallStratum, Strata, Stratum};

/// The decomposition within strata; none without strata.
pub(super) fn strata(plan: &Plan) -> Option<Strata> {
    let strata = plan.found.strata.as_ref()?;
    let sizes = strata.sizes();
    let (large, small): (Vec<usize>, Vec<usize>) =
        (0..sizes.len()).partition(|stratum| strata.decomposed().contains(stratum));
    let named = |number: usize| (strata.names[number].clone(), sizes[number] as usize);
    let each = large.iter().filter_map(|&number| {
        let (label, n) = named(number);
        Some(stratum(one(plan, number)?, Some(label), n))
    });
    let left_out = small.into_iter().map(|number| {
        let (label, n) = named(number);
        SmallStratum { label, n }
    });
    let weighted: Vec<(usize, u64)> = large.iter().map(|&number| (number, sizes[number])).collect();
    let n = weighted.iter().map(|&(_, n)| n as usize).sum();
    Some(Strata {
        input: strata.facts.clone(),
        each: each.collect(),
        mean: mean(plan, &weighted).map(|mean| stratum(mean, None, n)),
        left_out: left_out.collect(),
    })
}

fn stratum(claimed: Claimed, label: Option<String>, n: usize) -> Stratum {
    let Claimed { numbers, claim, .. } = claimed;
    Stratum {
        label,
        n,
        information_bits: numbers.information,
        atoms_bits: numbers.atoms,
        ranking: Ranking { claim, difference_bits: numbers.difference },
    }
}

/// One stratum, with the claims of all partitions.
fn one(plan: &Plan, number: usize) -> Option<Claimed> {
    let table = Table { partition: 0, stratum: Some(number) };
    if let Some(solved) = plan.found.solved.get(&table) {
        return Some(none(Numbers::plugin(solved)));
    }
    let shown = plan.found.inferred.get(&table)?;
    let numbers = Numbers::pooled(&shown.alone, shown.solved.h_y);
    Some(claim(numbers, &shown.alone.claims, &over_partitions(plan, Some(number))))
}

/// The mean over strata, each with its samples; none of none.
fn mean(plan: &Plan, strata: &[(usize, u64)]) -> Option<Claimed> {
    let inferred = |partition: usize| -> Vec<&Inferred> {
        let table = |&(number, _): &(usize, u64)| Table { partition, stratum: Some(number) };
        strata.iter().filter_map(|stratum| plan.found.inferred.get(&table(stratum))).collect()
    };
    if inferred(0).is_empty() {
        return plugin_mean(plan, strata);
    }
    let of_partition = |partition: usize| {
        let parts: Vec<Part> = inferred(partition).iter().map(|found| found.part).collect();
        pool(&[mean_over_strata(&parts)?], plan.setup.options.seed)
    };
    let means: Vec<Pooled> = (0..plan.setup.partitions()).filter_map(of_partition).collect();
    let all: Vec<&Claims> = means.iter().map(|mean| &mean.claims).collect();
    let shown = means.first()?;
    let entropies: Vec<(&Inferred, u64)> =
        inferred(0).into_iter().zip(strata.iter().map(|&(_, n)| n)).collect();
    let numbers = Numbers::pooled(shown, weighted(&entropies, |found| found.solved.h_y));
    Some(claim(numbers, &shown.claims, &all))
}

fn plugin_mean(plan: &Plan, strata: &[(usize, u64)]) -> Option<Claimed> {
    let of = |&(number, n): &(usize, u64)| {
        Some((plan.found.solved.get(&Table { partition: 0, stratum: Some(number) })?, n))
    };
    let solved: Vec<(&Solved, u64)> = strata.iter().filter_map(of).collect();
    let mean = |value: fn(&Solved) -> f64| weighted(&solved, |solved| value(solved));
    let whole = Solved {
        i1: mean(|s| s.i1),
        i2: mean(|s| s.i2),
        i12: mean(|s| s.i12),
        h_y: mean(|s| s.h_y),
        lower: mean(|s| s.lower),
        upper: mean(|s| s.upper),
        ..solved.first()?.0.clone()
    };
    Some(none(Numbers::plugin(&whole)))
}

/// Mean of a value over strata, weighted by their samples.
fn weighted<T>(strata: &[(&T, u64)], value: impl Fn(&T) -> f64) -> f64 {
    let all = strata.iter().map(|&(_, n)| n).sum::<u64>() as f64;
    strata.iter().map(|&(stratum, n)| n as f64 / all * value(stratum)).sum()
}
