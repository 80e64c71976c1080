//! What the tasks found -> the report, in bits, in one pass: plug-in values, estimates, claims, strata,
//! checks; each a function of what came before.

mod checks;
mod estimates;
mod extras;
mod gauge;
mod partition;
mod samples;
mod strata;

pub use extras::{Extras, extras, plain_decomposition};

use crate::analysis::plan::Plan;
use crate::analysis::task::{Inferred, Solved, Table};
use crate::error::{Error, Result};
use crate::infer::{Part, pool};
use crate::report::{InputFacts, Inputs, Report, SCHEMA};
use estimates::Numbers;

/// What is known so far: plug-in values of the first partition, then estimates pooled over those that are
/// there.
pub fn preview(plan: &Plan, inputs: &[InputFacts; 3]) -> Option<Report> {
    let shown = plan.found.reference(&plan.setup);
    let done = plan.done();
    let inferred = plan.found.inferred(None);
    let solved = certified(plan, shown)?;
    let parts: Vec<Part> = inferred.iter().map(|(_, inferred)| inferred.part).collect();
    let pooled = pool(&parts, plan.setup.options.seed);
    let numbers = match &pooled {
        Some(pooled) => Numbers::pooled(pooled, mean_entropy(&inferred)),
        None => Numbers::plugin(solved),
    };
    let strata = if done { strata::strata(plan) } else { None };
    let (kept, label_aware) =
        (gauge::kept(plan, &numbers.information), gauge::label_aware(plan, &numbers.atoms));
    let [x1, x2, y] = inputs.clone();
    let mut report = Report {
        schema: SCHEMA.into(),
        engine: env!("CARGO_PKG_VERSION").into(),
        inputs: Inputs { x1, x2, y },
        n: plan.found.counts(shown)?.n() as usize,
        options: plan.setup.options.clone(),
        estimand: partition::estimand(plan, shown)?,
        partition: partition::partition(plan, shown)?,
        partitions: partition::pooled(plan),
        information_bits: numbers.information,
        atoms_bits: numbers.atoms,
        contribution: match &pooled {
            Some(pooled) => estimates::contribution(pooled),
            None => estimates::plain_contribution(solved),
        },
        ranking: numbers.ranking,
        kept,
        label_aware,
        solver: estimates::solver_facts(solved),
        warnings: vec![],
        passed: vec![],
        strata,
        samples: if done { samples::per_sample(plan) } else { None },
    };
    let verdict = checks::strata_verdict(&report);
    if let Some(strata) = &mut report.strata {
        strata.verdict = verdict;
    }
    (report.passed, report.warnings) = checks::checks(plan, &report, pooled.as_ref());
    Some(report)
}

/// The report, when all tasks are done.
///
/// # Errors
/// If they are not.
pub fn report(plan: &Plan, inputs: &[InputFacts; 3]) -> Result<Report> {
    if plan.done() { preview(plan, inputs).ok_or(Error::Unfinished) } else { Err(Error::Unfinished) }
}

/// The certified solution of a partition.
fn certified(plan: &Plan, partition: usize) -> Option<&Solved> {
    let inferred = plan.found.inferred(None).into_iter().find(|&(number, _)| number == partition);
    inferred.map(|(_, inferred)| &inferred.solved).or_else(|| plan.found.solved.get(&Table::of(partition)))
}

/// The partition that is shown, with its number; none before one is inferred.
fn shown(plan: &Plan) -> Option<(usize, &Inferred)> {
    let shown = plan.found.reference(&plan.setup);
    plan.found.inferred(None).into_iter().find(|&(number, _)| number == shown)
}

/// H(Y), mean over partitions; they differ where y is clustered.
fn mean_entropy(inferred: &[(usize, &Inferred)]) -> f64 {
    inferred.iter().map(|(_, inferred)| inferred.solved.h_y).sum::<f64>() / inferred.len() as f64
}
