//! What the tasks found -> the report, in bits.

use crate::analysis::caveats::{check, facts_to_check, ranking_claim, unsteady_atoms};
use crate::analysis::plan::Plan;
use crate::analysis::task::{Inferred, Solved};
use crate::analysis::within;
use crate::check;
use crate::data::codes::Codes;
use crate::data::counts::Counts;
use crate::decompose::pid::Pid;
use crate::discretize::Codebook;
use crate::error::{Error, Result};
use crate::infer::{self, Atom, Claims, IntervalMethod, LEVEL, Quantities};
use crate::input::Input;
use crate::options::CodeCount;
use crate::report::{
    AtomsBits, Claim, Clustering, Contribution, Decomposition, Estimate, InformationBits, InputFacts, Inputs,
    Partition, PlainAtoms, PlainInformation, Ranking, Report, SCHEMA, Share, ShareStatus, SolverFacts,
};
use crate::units::BITS;

/// Method of a value that has no interval.
const PLUGIN: &str = "plugin";

const NOTHING_UNIQUE: &str = "neither knows anything of its own";
const NOTHING_KNOWN: &str = "both together know nothing of y";

/// Plug-in report, as soon as the headline partition is solved.
pub fn preview(plan: &Plan, facts: &[InputFacts; 3]) -> Option<Report> {
    let solved = plan.solved.as_ref()?;
    let quantities = plugin_quantities(solved);
    // Uniques are known to within the certified gap: below it they vanish.
    let share = |a: f64, b: f64, floor: f64, why: &str| {
        if a + b > floor { plain_share(a / (a + b)) } else { undefined(why) }
    };
    let gap = (solved.upper - solved.lower) * BITS;
    let [u1, u2] = [&quantities.1.unique1, &quantities.1.unique2].map(|e| e.plugin.max(0.0));
    let [i1, i2, i12] = [solved.i1, solved.i2, solved.i12];
    let contribution = Contribution {
        c1: share(u1, u2, gap, NOTHING_UNIQUE),
        c2: share(u2, u1, gap, NOTHING_UNIQUE),
        shapley1: share(i1 + i12 - i2, i2 + i12 - i1, 1e-12, NOTHING_KNOWN),
        shapley2: share(i2 + i12 - i1, i1 + i12 - i2, 1e-12, NOTHING_KNOWN),
    };
    let ranking = Ranking { claim: Claim::None, difference_bits: plain(i1 - i2) };
    let mut report = assemble(plan, facts, solved, quantities, contribution, ranking);
    let known = facts_to_check(plan, &report);
    check(&mut report, &known);
    Some(report)
}

/// The report, when all tasks are done.
pub fn report(plan: &Plan, facts: &[InputFacts; 3]) -> Result<Report> {
    if !plan.done() {
        return Err(Error::Unfinished);
    }
    let Some(Inferred { solved, alone: headline, .. }) = plan.inferred.get(&0) else {
        return preview(plan, facts).ok_or(Error::Unfinished);
    };
    let [c1, c2, shapley1, shapley2] =
        [headline.contribution[0], headline.contribution[1], headline.shapley[0], headline.shapley[1]]
            .map(share);
    let contribution = Contribution { c1, c2, shapley1, shapley2 };
    let seeds: Vec<&Claims> = plan.inferred.values().map(|seed| &seed.alone.claims).collect();
    let (claim, unranked) = ranking_claim(&plan.options.names, &headline.claims, &seeds);
    let ranking = Ranking { claim, difference_bits: estimate(&headline.difference) };
    let quantities = inferred_quantities(&headline.displayed, solved.h_y, &headline.claims, &seeds);
    let unsteady = unsteady_atoms(plan, &quantities.1).into_iter().chain(unranked).collect();
    let mut report = assemble(plan, facts, solved, quantities, contribution, ranking);
    let known = check::Facts {
        delta_bits: Some(headline.delta * BITS),
        contribution: Some(headline.contribution[0]),
        tie: Some(headline.tie),
        unsteady,
        ..facts_to_check(plan, &report)
    };
    check(&mut report, &known);
    Ok(report)
}

/// All quantities with their intervals, and the atoms with their claims.
pub(super) fn inferred_quantities(
    displayed: &Quantities<infer::Estimate>,
    h_y: f64,
    shown: &Claims,
    seeds: &[&Claims],
) -> (InformationBits, AtomsBits) {
    let Quantities { i1, i2, i12, union, redundancy, unique1, unique2, synergy } = displayed.map(estimate);
    let h_y = h_y * BITS;
    let atom = |atom: Atom, estimate: Estimate| {
        let present: Vec<bool> = seeds.iter().map(|seed| *atom.of(&seed.present)).collect();
        // Also in the partition whose interval is shown.
        let claimed = check::consensus(&present) && *atom.of(&shown.present);
        let in_seeds = [present.iter().filter(|&&p| p).count(), present.len()];
        Estimate { present: Some(claimed), present_in_seeds: Some(in_seeds), ..estimate }
    };
    let atoms = AtomsBits {
        redundancy: atom(Atom::Redundancy, redundancy),
        unique1: atom(Atom::Unique1, unique1),
        unique2: atom(Atom::Unique2, unique2),
        synergy: atom(Atom::Synergy, synergy),
    };
    (InformationBits { i1, i2, i12, union, h_y }, atoms)
}

pub(super) fn estimate(nats: &infer::Estimate) -> Estimate {
    Estimate {
        plugin: nats.plugin * BITS,
        estimate: Some(nats.estimate * BITS),
        se: Some(nats.se * BITS),
        lower: Some(nats.lower * BITS),
        upper: Some(nats.upper * BITS),
        level: LEVEL,
        method: method(nats.method).into(),
        present: None,
        present_in_seeds: None,
    }
}

fn method(method: IntervalMethod) -> &'static str {
    match method {
        IntervalMethod::Jackknife => "jackknife",
        IntervalMethod::JackknifeCorrected => "jackknife_corrected",
    }
}

fn share(share: infer::Share) -> Share {
    match share {
        infer::Share::Defined { estimate, lower, upper } => Share {
            status: ShareStatus::Defined,
            reason: None,
            estimate: Some(estimate),
            lower: Some(lower),
            upper: Some(upper),
        },
        infer::Share::Undefined { reason } => undefined(reason.because()),
    }
}

fn undefined(reason: &str) -> Share {
    Share {
        status: ShareStatus::Undefined,
        reason: Some(reason.into()),
        estimate: None,
        lower: None,
        upper: None,
    }
}

/// All quantities, plug-in.
pub(super) fn plugin_quantities(solved: &Solved) -> (InformationBits, AtomsBits) {
    let union = f64::midpoint(solved.lower, solved.upper);
    let Solved { i1, i2, i12, h_y, .. } = *solved;
    let information = InformationBits {
        i1: plain(i1),
        i2: plain(i2),
        i12: plain(i12),
        union: plain(union),
        h_y: h_y * BITS,
    };
    let atoms = AtomsBits {
        redundancy: plain(i1 + i2 - union),
        unique1: plain(union - i2),
        unique2: plain(union - i1),
        synergy: plain(i12 - union),
    };
    (information, atoms)
}

fn assemble(
    plan: &Plan,
    facts: &[InputFacts; 3],
    solved: &Solved,
    (information_bits, atoms_bits): (InformationBits, AtomsBits),
    contribution: Contribution,
    ranking: Ranking,
) -> Report {
    let [x1, x2, y] = facts.clone();
    Report {
        schema: SCHEMA.into(),
        engine: env!("CARGO_PKG_VERSION").into(),
        inputs: Inputs { x1, x2, y },
        n: plan.counts[&0].n() as usize,
        options: plan.options.clone(),
        partition: partition(plan),
        information_bits,
        atoms_bits,
        contribution,
        ranking,
        solver: solver_facts(solved),
        warnings: vec![],
        passed: vec![],
        strata: within::strata(plan),
    }
}

fn partition(plan: &Plan) -> Partition {
    let counts = &plan.counts[&0];
    let [k1, k2, ky] = counts.shape;
    let [agreement1, agreement2] = [Input::X1, Input::X2].map(|input| plan.agreement(input));
    let smaller = agreement1.into_iter().chain(agreement2).reduce(f64::min);
    let clustering = |input| clustering(plan, input);
    Partition {
        k1,
        k2,
        ky,
        choice: match plan.options.k {
            _ if plan.clustered().is_empty() => "labels",
            CodeCount::Fixed(_) => "set",
            CodeCount::Auto(_) => "auto",
        }
        .into(),
        seed_agreement: smaller,
        seed_agreement_x1: agreement1,
        seed_agreement_x2: agreement2,
        samples_per_triple_cell: counts.n() as f64 / (k1 * k2 * ky) as f64,
        occupied_cells: counts.cells.len(),
        fitted_on: plan.fitted_on().into_iter().flatten().min(),
        x1: clustering(Input::X1),
        x2: clustering(Input::X2),
        y: clustering(Input::Y),
    }
}

fn clustering(plan: &Plan, input: Input) -> Option<Clustering> {
    let best = plan.best(input, plan.k, 0)?;
    let codes = &best.restart.codes;
    let mut sizes = vec![0; codes.size];
    for &code in &codes.codes {
        sizes[code as usize] += 1;
    }
    let inertia = best.restart.inertia;
    let spread = if inertia > 0.0 { best.worst / inertia - 1.0 } else { 0.0 };
    Some(Clustering { inertia, restart_spread: spread, sizes })
}

fn solver_facts(solved: &Solved) -> SolverFacts {
    SolverFacts {
        lower_bits: solved.lower * BITS,
        upper_bits: solved.upper * BITS,
        gap_bits: (solved.upper - solved.lower) * BITS,
        iterations: solved.iterations,
        matrix_products: solved.matrix_products,
        termination: solved.termination,
    }
}

pub(super) fn plain(nats: f64) -> Estimate {
    Estimate {
        plugin: nats * BITS,
        estimate: None,
        se: None,
        lower: None,
        upper: None,
        level: LEVEL,
        method: PLUGIN.into(),
        present: None,
        present_in_seeds: None,
    }
}

fn plain_share(value: f64) -> Share {
    Share { status: ShareStatus::Defined, reason: None, estimate: Some(value), lower: None, upper: None }
}

/// Exact plug-in decomposition of a table, as the command line prints it.
pub fn plain_decomposition(pid: &Pid) -> Decomposition {
    Decomposition {
        atoms_bits: PlainAtoms {
            redundancy: pid.redundancy() * BITS,
            unique1: pid.unique1() * BITS,
            unique2: pid.unique2() * BITS,
            synergy: pid.synergy() * BITS,
        },
        information_bits: PlainInformation {
            i1: pid.i1 * BITS,
            i2: pid.i2 * BITS,
            i12: pid.i12 * BITS,
            union: pid.union() * BITS,
        },
        solver: solver_facts(&Solved::from(pid)),
    }
}

/// What an analysis leaves besides its report.
pub struct Extras<'a> {
    /// Counts of the headline partition.
    pub counts: &'a Counts,
    /// Codes of x1, x2, y; none when the analysis began with counts.
    pub codes: Option<[&'a Codes; 3]>,
    /// Codebooks of what was clustered.
    pub codebooks: [Option<&'a Codebook>; 3],
    /// Bounds over the iterations: (iteration, lower, upper) in bits.
    pub trace: Vec<(u32, f64, f64)>,
}

/// What an analysis leaves besides its report, as soon as the headline partition is solved.
pub fn extras(plan: &Plan) -> Option<Extras<'_>> {
    let solved = plan.solved.as_ref()?;
    let [x1, x2, y] = Input::ALL.map(|input| plan.codes(input, plan.k, 0).ok());
    Some(Extras {
        counts: plan.counts.get(&0)?,
        codes: x1.zip(x2).zip(y).map(|((x1, x2), y)| [x1, x2, y]),
        codebooks: Input::ALL.map(|input| plan.best(input, plan.k, 0).map(|b| &b.restart.codebook)),
        trace: solved.trace.iter().map(|&(i, lower, upper)| (i, lower * BITS, upper * BITS)).collect(),
    })
}
