//! What was found within strata -> the report.

use crate::analysis::assemble::{estimate, inferred_quantities, plain, plugin_quantities};
use crate::analysis::caveats::ranking_claim;
use crate::analysis::plan::Plan;
use crate::analysis::strata::LEAST_SAMPLES;
use crate::analysis::task::Solved;
use crate::check::{Differing, StrataFacts};
use crate::infer::{Claims, Pooled, mean_over_strata, pool};
use crate::report::{
    AtomsBits, Claim, Estimate, InformationBits, Ranking, Report, SmallStratum, Strata, Stratum,
};

/// The decomposition within strata, when all tasks are done; none without strata.
pub(super) fn strata(plan: &Plan) -> Option<Strata> {
    let strata = plan.strata.as_ref().filter(|_| plan.done())?;
    let (sizes, decomposed) = (strata.sizes(), strata.decomposed());
    let of = |stratum: usize| (strata.names[stratum].clone(), sizes[stratum] as usize);
    let mut each = vec![];
    for &stratum in &decomposed {
        let (label, n) = of(stratum);
        let found = if plan.inferred_within.is_empty() {
            plan.solved_within.get(&stratum).map(plugin)
        } else {
            inferred(plan, stratum)
        };
        each.extend(found.map(|found| Stratum { label: Some(label), n, ..found }));
    }
    let small = |stratum: &usize| !decomposed.contains(stratum);
    let small_stratum = |stratum| {
        let (label, n) = of(stratum);
        SmallStratum { label, n }
    };
    Some(Strata {
        input: strata.facts.clone(),
        mean: mean(plan, &decomposed, &sizes),
        each,
        left_out: (0..sizes.len()).filter(small).map(small_stratum).collect(),
    })
}

fn stratum((information_bits, atoms_bits): (InformationBits, AtomsBits), ranking: Ranking) -> Stratum {
    Stratum { label: None, n: 0, information_bits, atoms_bits, ranking }
}

fn plugin(solved: &Solved) -> Stratum {
    let ranking = Ranking { claim: Claim::None, difference_bits: plain(solved.i1 - solved.i2) };
    stratum(plugin_quantities(solved), ranking)
}

/// One stratum, with the claims of all K-means seeds.
fn inferred(plan: &Plan, number: usize) -> Option<Stratum> {
    let own = plan.inferred_within.get(&(0, number))?;
    let seeds: Vec<&Claims> = (0..plan.seeds())
        .filter_map(|seed| plan.inferred_within.get(&(seed, number)))
        .map(|inferred| &inferred.alone.claims)
        .collect();
    Some(pooled(plan, &own.alone, own.solved.h_y, &seeds))
}

fn pooled(plan: &Plan, own: &Pooled, h_y: f64, seeds: &[&Claims]) -> Stratum {
    let quantities = inferred_quantities(&own.displayed, h_y, &own.claims, seeds);
    let (claim, _) = ranking_claim(&plan.options.names, &own.claims, seeds);
    stratum(quantities, Ranking { claim, difference_bits: estimate(&own.difference) })
}

/// The mean over the strata that were decomposed.
fn mean(plan: &Plan, decomposed: &[usize], sizes: &[u64]) -> Option<Stratum> {
    let n: u64 = decomposed.iter().map(|&stratum| sizes[stratum]).sum();
    let weighted = |value: &dyn Fn(usize) -> f64| -> f64 {
        decomposed.iter().map(|&stratum| sizes[stratum] as f64 / n as f64 * value(stratum)).sum()
    };
    let found = if plan.inferred_within.is_empty() {
        let solved = |stratum: usize| plan.solved_within.get(&stratum);
        let of = |value: &dyn Fn(&Solved) -> f64| weighted(&|stratum| solved(stratum).map_or(0.0, value));
        let mut whole = solved(*decomposed.first()?)?.clone();
        (whole.i1, whole.i2, whole.i12) = (of(&|s| s.i1), of(&|s| s.i2), of(&|s| s.i12));
        (whole.lower, whole.upper, whole.h_y) = (of(&|s| s.lower), of(&|s| s.upper), of(&|s| s.h_y));
        plugin(&whole)
    } else {
        let inferred = |seed, stratum| plan.inferred_within.get(&(seed, stratum));
        let of_seed = |seed: usize| -> Option<Pooled> {
            let part = |&stratum: &usize| inferred(seed, stratum).map(|found| found.part);
            let mean = mean_over_strata(&decomposed.iter().filter_map(part).collect::<Vec<_>>())?;
            pool(&[mean], plan.options.seed)
        };
        let means: Vec<Pooled> = (0..plan.seeds()).filter_map(of_seed).collect();
        let (own, seeds) = (means.first()?, means.iter().map(|mean| &mean.claims).collect::<Vec<_>>());
        let h_y = weighted(&|stratum| inferred(0, stratum).map_or(0.0, |found| found.solved.h_y));
        pooled(plan, own, h_y, &seeds)
    };
    Some(Stratum { n: n as usize, ..found })
}

/// What is to be said of strata.
pub(super) fn strata_facts(report: &Report) -> Option<StrataFacts> {
    let strata = report.strata.as_ref()?;
    let left_out = [
        strata.left_out.len() as u64,
        strata.left_out.iter().map(|small| small.n as u64).sum(),
        LEAST_SAMPLES,
    ];
    let Some(mean) = &strata.mean else { return Some(StrataFacts { left_out, ..StrataFacts::default() }) };
    let [a, b, _] = &report.options.names;
    let (all, own) = (&report.atoms_bits, &mean.atoms_bits);
    let atoms = [
        ("Redundancy".to_owned(), &all.redundancy, &own.redundancy),
        (format!("Information unique to {a}"), &all.unique1, &own.unique1),
        (format!("Information unique to {b}"), &all.unique2, &own.unique2),
        ("Synergy".to_owned(), &all.synergy, &own.synergy),
    ];
    let differing = atoms.into_iter().filter_map(|(what, pooled, within)| {
        let (pooled_bits, within_bits) = (pooled.estimate?, within.estimate?);
        apart(pooled, within).then_some(Differing { what, pooled_bits, within_bits })
    });
    Some(StrataFacts { differing: differing.collect(), left_out })
}

/// Whether two intervals have nothing in common.
fn apart(a: &Estimate, b: &Estimate) -> bool {
    a.lower > b.upper || b.lower > a.upper
}
