//! What stands between the numbers and belief in them: claims over K-means seeds, and the checks.

use crate::analysis::plan::Plan;
use crate::analysis::within::strata_facts;
use crate::check::{self, Check, Level, Same, Unsteady};
use crate::data::counts::occurrences;
use crate::infer::{self, Atom, Claims};
use crate::report::{AtomsBits, Claim, Inputs, Report, Warning};

/// What the checks need to know, without inference.
pub(super) fn facts_to_check(plan: &Plan, report: &Report) -> check::Facts {
    let partition = &report.partition;
    check::Facts {
        names: plan.options.names.clone(),
        n: report.n as u64,
        shape: [partition.k1, partition.k2, partition.ky],
        clustered: plan.shapes.map(|shape| !shape.labels),
        fitted_on: plan.fitted_on().map(|fitted| fitted.map(|n| n as u64)),
        agreement: [partition.seed_agreement_x1, partition.seed_agreement_x2],
        h_y_bits: report.information_bits.h_y,
        gap_bits: report.solver.gap_bits,
        delta_bits: None,
        contribution: None,
        tie: None,
        same: same_sources(plan, &report.inputs),
        unsteady: vec![],
        strata: strata_facts(report),
    }
}

/// What x1 and x2 have in common; equal codes show in the counts alone.
fn same_sources(plan: &Plan, inputs: &Inputs) -> Option<Same> {
    if inputs.x1.sha256.is_some() && inputs.x1.sha256 == inputs.x2.sha256 {
        return Some(Same::File);
    }
    let counts = &plan.counts[&0];
    if counts.shape[0] != counts.shape[1] {
        return None;
    }
    let different = |key: fn(u64, u64) -> u64| {
        let keys = counts.cells.iter().map(|&[a, b, _]| key(a.into(), b.into())).collect();
        occurrences(keys).len()
    };
    let pairs = different(|a, b| a << 32 | b);
    let [first, second] = [different(|a, _| a), different(|_, b| b)];
    (first > 1 && pairs == first && pairs == second).then_some(Same::Codes)
}

/// Which source tells more, in the partition shown and in enough seeds; or that seeds disagree.
pub(super) fn ranking_claim(
    names: &[String; 3],
    shown: &Claims,
    seeds: &[&Claims],
) -> (Claim, Option<Unsteady>) {
    let ranking = shown.ranking;
    let same: Vec<bool> = seeds.iter().map(|seed| seed.ranking == ranking).collect();
    if ranking == infer::Ranking::None || check::consensus(&same) {
        return (claim(ranking), None);
    }
    let [a, b, _] = names;
    let (more, less) = if ranking == infer::Ranking::X1 { (a, b) } else { (b, a) };
    let what = format!("More information from {more} than from {less}");
    let found = same.iter().filter(|&&s| s).count();
    (Claim::None, Some(Unsteady { what, found, seeds: same.len() }))
}

/// Atoms whose interval lies above the floor, but in too few seeds.
pub(super) fn unsteady_atoms(plan: &Plan, atoms: &AtomsBits) -> Vec<Unsteady> {
    let [a, b, _] = &plan.options.names;
    let named = [
        ("Redundancy is present".to_owned(), &atoms.redundancy),
        (format!("Information unique to {a} is present"), &atoms.unique1),
        (format!("Information unique to {b} is present"), &atoms.unique2),
        ("Synergy is present".to_owned(), &atoms.synergy),
    ];
    let shown = plan.inferred.get(&0).map(|headline| &headline.alone.claims.present);
    let mut found = vec![];
    for ((what, estimate), atom) in named.into_iter().zip(Atom::ALL) {
        let (Some(shown), Some([present, seeds])) = (shown, estimate.present_in_seeds) else { continue };
        if *atom.of(shown) && estimate.present == Some(false) {
            found.push(Unsteady { what, found: present, seeds });
        }
    }
    found
}

/// Writes the checks into the report.
pub(super) fn check(report: &mut Report, known: &check::Facts) {
    let checks = check::checks(known);
    (report.passed, report.warnings) = checks.iter().map(warning).partition(|w| w.level == Level::Pass);
}

fn warning(check: &Check) -> Warning {
    Warning {
        code: check.code().into(),
        level: check.level,
        message: check.message(),
        smaller_k: check.smaller_k(),
    }
}

fn claim(ranking: infer::Ranking) -> Claim {
    match ranking {
        infer::Ranking::X1 => Claim::X1,
        infer::Ranking::X2 => Claim::X2,
        infer::Ranking::None => Claim::None,
    }
}
