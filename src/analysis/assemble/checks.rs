//! What stands between the numbers and belief in them: the checks, of what the report says so far.

use super::gauge::ranked_otherwise;
use crate::analysis::plan::{LEAST_SAMPLES, Plan};
use crate::check::{self, Check, Compared, Level, Same, StrataFacts};
use crate::data::counts::occurrences;
use crate::infer::{Atom, Pooled, Ranking};
use crate::input::Input;
use crate::options::Method;
use crate::report::{AtomsBits, Claim, DifferingAtom, Estimate, Report, StrataVerdict, Warning};
use crate::units::BITS;

/// Which inputs show no dependence on the others: neither in the codes, nor to a probe that reads y of them
/// for certain.
fn apart(report: &Report, pooled: Option<&Pooled>) -> Option<[bool; 3]> {
    let [x1, x2, y] = pooled?.apart;
    let read = report
        .kept
        .as_ref()
        .map_or([false; 3], |kept| [&kept.x1, &kept.x2, &kept.both].map(|of| of.share.is_some()));
    Some([x1 && !read[0], x2 && !read[1], y && !read.contains(&true)])
}

/// Checks that passed, and warnings, worst first.
pub(super) fn checks(plan: &Plan, report: &Report, pooled: Option<&Pooled>) -> (Vec<Warning>, Vec<Warning>) {
    let (setup, partition) = (&plan.setup, &report.partition);
    let facts = check::Facts {
        names: setup.options.names.clone(),
        n: report.n as u64,
        shape: [partition.k1, partition.k2, partition.ky],
        clustered: setup.shapes.map(|shape| !shape.labels),
        fitted_on: setup.fitted_on().map(|fitted| fitted.map(|n| n as u64)),
        agreement: [partition.seed_agreement_x1, partition.seed_agreement_x2],
        h_y_bits: report.information_bits.h_y,
        gap_bits: report.solver.gap_bits,
        delta_bits: pooled.map(|pooled| pooled.delta * BITS),
        contribution: pooled.map(|pooled| pooled.contribution[0]),
        shapley: pooled.map(|pooled| pooled.shapley[0]),
        apart: apart(report, pooled),
        repeated: [&report.inputs.x1, &report.inputs.x2]
            .map(|input| input.repeated.map(|found| found as u64)),
        ids: [&report.inputs.x1, &report.inputs.x2, &report.inputs.y].map(|input| input.ids.clone()),
        kept: report
            .kept
            .as_ref()
            .map_or([None; 3], |kept| [&kept.x1, &kept.x2, &kept.both].map(|of| of.share)),
        ranked_otherwise: ranked_otherwise(plan, &report.ranking),
        tie: pooled.map(|pooled| pooled.tie),
        lone: pooled.map(|pooled| pooled.lone),
        merged: partition.y_merged.as_ref().map(|m| check::MergedFacts {
            least: m.least as u64,
            values: [m.values, m.merged, m.samples].map(|count| count as u64),
        }),
        answers: report.inputs.y.answers.map(|of| [of.spellings, of.answers].map(|count| count as u64)),
        scores: report.inputs.y.scores,
        same: same_sources(plan, partition.number),
        strata: strata_facts(report),
    };
    check::checks(&facts).iter().map(warning).partition(|warning| warning.level == Level::Pass)
}

fn warning(check: &Check) -> Warning {
    Warning {
        code: check.code().into(),
        level: check.level,
        message: check.message(),
        fact: check.fact(),
        effect: check.effect(),
        action: check.action(),
        smaller_k: check.smaller_k(),
    }
}

/// What x1 and x2 have in common. The same numbers have the same means, to the last bit; equal codes show
/// in the counts alone.
fn same_sources(plan: &Plan, partition: usize) -> Option<Same> {
    let (setup, found) = (&plan.setup, &plan.found);
    let [first, second] = [Input::X1, Input::X2]
        .map(|input| found.best(setup, input, found.k?, partition).map(|best| best.codebook.transform()));
    if first.is_some() && first == second {
        return Some(Same::Content);
    }
    let counts = found.counts(partition)?;
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

fn atom_name(atom: Atom, [a, b]: [&str; 2]) -> String {
    match atom {
        Atom::Redundancy => "redundancy".into(),
        Atom::Unique1 => format!("what only {a} knows"),
        Atom::Unique2 => format!("what only {b} knows"),
        Atom::Synergy => "synergy".into(),
    }
}

/// What is to be said of strata.
pub(super) fn strata_facts(report: &Report) -> Option<StrataFacts> {
    let strata = report.strata.as_ref()?;
    let [a, b, _] = &report.options.names;
    let compared = |atom: Atom| {
        let both =
            [&report.atoms_bits, &strata.mean.as_ref()?.atoms_bits].map(|atoms| estimate_of(atom, atoms));
        let [all, within] = both.map(|e| Some([e.estimate?, e.lower?, e.upper?]));
        let present = both.map(|e| e.present == Some(true));
        Some(Compared { what: atom_name(atom, [a, b]), bits: [all?, within?], present })
    };
    let within = strata.mean.as_ref().map_or(Claim::None, |mean| mean.ranking.claim);
    let left_out = strata.left_out.iter().map(|small| small.n as u64);
    Some(StrataFacts {
        atoms: Atom::ALL.into_iter().filter_map(compared).collect(),
        rankings: [report.ranking.claim, within].map(ranking),
        n: report.n as u64,
        left_out: (left_out.collect(), LEAST_SAMPLES),
        mean: strata.mean.is_some(),
    })
}

/// The verdict of the strata of a report with intervals.
pub(super) fn strata_verdict(report: &Report) -> Option<StrataVerdict> {
    let facts = strata_facts(report).filter(|_| report.options.method == Method::Full)?;
    let differing = facts.atoms.iter().filter_map(|atom| {
        let [pooled_bits, within_bits] = atom.bits;
        Some(DifferingAtom { what: atom.what.clone(), change: atom.change()?, pooled_bits, within_bits })
    });
    Some(StrataVerdict {
        verdict: facts.verdict(),
        sentence: facts.sentence(&report.options.names),
        differing: differing.collect(),
    })
}

fn ranking(claim: Claim) -> Ranking {
    match claim {
        Claim::X1 => Ranking::X1,
        Claim::X2 => Ranking::X2,
        Claim::None => Ranking::None,
    }
}

fn estimate_of(atom: Atom, atoms: &AtomsBits) -> &Estimate {
    match atom {
        Atom::Redundancy => &atoms.redundancy,
        Atom::Unique1 => &atoms.unique1,
        Atom::Unique2 => &atoms.unique2,
        Atom::Synergy => &atoms.synergy,
    }
}
