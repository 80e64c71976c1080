//! What the tasks found -> the report, in bits, in one pass: plug-in values, estimates, claims, strata,
//! checks; each a function of what came before.

mod checks;
mod claims;
mod estimates;
mod extras;
mod partition;
mod strata;

pub use extras::{Extras, extras, plain_decomposition};

use crate::analysis::plan::Plan;
use crate::analysis::task::{Solved, Table};
use crate::error::{Error, Result};
use crate::infer::Pooled;
use crate::report::{InputFacts, Inputs, Ranking, Report, SCHEMA};
use estimates::Numbers;

/// Plug-in report, as soon as the headline partition is solved.
pub fn preview(plan: &Plan, inputs: &[InputFacts; 3]) -> Option<Report> {
    assemble(plan, inputs, plan.found.solved.get(&Table::HEADLINE)?, None)
}

/// The report, when all tasks are done.
///
/// # Errors
/// If they are not.
pub fn report(plan: &Plan, inputs: &[InputFacts; 3]) -> Result<Report> {
    if !plan.done() {
        return Err(Error::Unfinished);
    }
    let inferred = plan.found.inferred.get(&Table::HEADLINE);
    let solved =
        inferred.map(|inferred| &inferred.solved).or_else(|| plan.found.solved.get(&Table::HEADLINE));
    let alone = inferred.map(|inferred| &inferred.alone);
    solved.and_then(|solved| assemble(plan, inputs, solved, alone)).ok_or(Error::Unfinished)
}

fn assemble(
    plan: &Plan,
    inputs: &[InputFacts; 3],
    solved: &Solved,
    inferred: Option<&Pooled>,
) -> Option<Report> {
    let numbers =
        inferred.map_or_else(|| Numbers::plugin(solved), |pooled| Numbers::pooled(pooled, solved.h_y));
    let claimed = match inferred {
        Some(shown) => claims::claim(numbers, &shown.claims, &claims::over_partitions(plan, None)),
        None => claims::none(numbers),
    };
    let strata = if plan.done() { strata::strata(plan) } else { None };
    let [x1, x2, y] = inputs.clone();
    let mut report = Report {
        schema: SCHEMA.into(),
        engine: env!("CARGO_PKG_VERSION").into(),
        inputs: Inputs { x1, x2, y },
        n: plan.found.counts(0)?.n() as usize,
        options: plan.setup.options.clone(),
        partition: partition::partition(plan)?,
        information_bits: claimed.numbers.information,
        atoms_bits: claimed.numbers.atoms,
        contribution: inferred.map_or_else(|| estimates::plain_contribution(solved), estimates::contribution),
        ranking: Ranking { claim: claimed.claim, difference_bits: claimed.numbers.difference },
        solver: estimates::solver_facts(solved),
        warnings: vec![],
        passed: vec![],
        strata,
    };
    (report.passed, report.warnings) = checks::checks(plan, &report, inferred, claimed.unsteady);
    Some(report)
}
