//! What was found within strata -> the report.

use super::estimates::Numbers;
use super::mean_entropy;
use crate::analysis::plan::Plan;
use crate::analysis::task::{Inferred, Solved, Table};
use crate::infer::{Part, mean_over_strata, pool};
use crate::report::{SmallStratum, Strata, Stratum};

/// The decomposition within strata; none without strata.
pub(super) fn strata(plan: &Plan) -> Option<Strata> {
    let strata = plan.found.strata.as_ref()?;
    let sizes = strata.sizes();
    let large = strata.decomposed();
    let small = (0..sizes.len()).filter(|stratum| large.binary_search(stratum).is_err());
    let named = |number: usize| (strata.names[number].clone(), sizes[number] as usize);
    let each = large.iter().filter_map(|&number| {
        let (label, n) = named(number);
        Some(stratum(one(plan, number)?, Some(label), n))
    });
    let left_out = small.map(|number| {
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
        verdict: None,
    })
}

fn stratum(numbers: Numbers, label: Option<String>, n: usize) -> Stratum {
    let Numbers { information, atoms, ranking } = numbers;
    Stratum { label, n, information_bits: information, atoms_bits: atoms, ranking }
}

/// One stratum.
fn one(plan: &Plan, number: usize) -> Option<Numbers> {
    let table = Table { partition: 0, stratum: Some(number) };
    if let Some(solved) = plan.found.solved.get(&table) {
        return Some(Numbers::plugin(solved));
    }
    let inferred = plan.found.inferred(Some(number));
    let parts: Vec<Part> = inferred.iter().map(|(_, inferred)| inferred.part).collect();
    let pooled = pool(&parts, plan.setup.options.seed)?;
    Some(Numbers::pooled(&pooled, mean_entropy(&inferred)))
}

/// The mean over strata, each with its samples; none of none.
fn mean(plan: &Plan, strata: &[(usize, u64)]) -> Option<Numbers> {
    let inferred: Vec<_> = strata.iter().map(|&(number, _)| plan.found.inferred(Some(number))).collect();
    let of_partition = |partition: usize| {
        let of = |stratum: &Vec<(usize, &Inferred)>| {
            stratum.iter().find(|&&(number, _)| number == partition).map(|(_, inferred)| inferred.part)
        };
        mean_over_strata(&inferred.iter().filter_map(of).collect::<Vec<_>>())
    };
    let means: Vec<Part> = (0..plan.setup.partitions()).filter_map(of_partition).collect();
    let Some(pooled) = pool(&means, plan.setup.options.seed) else { return plugin_mean(plan, strata) };
    let entropies: Vec<_> = inferred.iter().map(|stratum| mean_entropy(stratum)).collect();
    let weights = strata.iter().map(|&(_, n)| n);
    let h_y = weighted(&entropies.iter().zip(weights).collect::<Vec<_>>(), |&entropy| entropy);
    Some(Numbers::pooled(&pooled, h_y))
}

fn plugin_mean(plan: &Plan, strata: &[(usize, u64)]) -> Option<Numbers> {
    let of = |&(number, n): &(usize, u64)| {
        Some((plan.found.solved.get(&Table { partition: 0, stratum: Some(number) })?, n))
    };
    let solved: Vec<(&Solved, u64)> = strata.iter().filter_map(of).collect();
    let mean = |value: fn(&Solved) -> f64| weighted(&solved, value);
    let whole = Solved {
        i1: mean(|s| s.i1),
        i2: mean(|s| s.i2),
        i12: mean(|s| s.i12),
        h_y: mean(|s| s.h_y),
        lower: mean(|s| s.lower),
        upper: mean(|s| s.upper),
        ..solved.first()?.0.clone()
    };
    Some(Numbers::plugin(&whole))
}

/// Mean of a value over strata, weighted by their samples.
fn weighted<T>(strata: &[(&T, u64)], value: impl Fn(&T) -> f64) -> f64 {
    let all = strata.iter().map(|&(_, n)| n).sum::<u64>() as f64;
    strata.iter().map(|&(stratum, n)| n as f64 / all * value(stratum)).sum()
}
