//! What is left besides a report.

use super::certified;
use super::estimates::{plugin_atoms, solver_facts};
use crate::analysis::plan::Plan;
use crate::analysis::task::Solved;
use crate::data::codes::Codes;
use crate::data::counts::Counts;
use crate::decompose::pid::Pid;
use crate::discretize::Codebook;
use crate::input::Input;
use crate::report::{Decomposition, PlainInformation};
use crate::units::BITS;

/// What an analysis leaves besides its report, of the partition that is shown.
pub struct Extras<'a> {
    /// Counts.
    pub counts: &'a Counts,
    /// Codes of x1, x2, y; none when the analysis began with counts.
    pub codes: Option<[&'a Codes; 3]>,
    /// Codebooks of what was clustered.
    pub codebooks: [Option<&'a Codebook>; 3],
    /// Bounds over the iterations: (iteration, lower, upper) in bits.
    pub trace: Vec<(u32, f64, f64)>,
}

/// What an analysis leaves besides its report, as soon as there is a preview.
pub fn extras(plan: &Plan) -> Option<Extras<'_>> {
    let (setup, found) = (&plan.setup, &plan.found);
    let (shown, k) = (found.reference(setup), found.k?);
    let codes = found.partition(setup, k, shown).ok();
    let trace = &certified(plan, shown)?.trace;
    Some(Extras {
        counts: found.counts(shown)?,
        codes: codes.map(|codes| codes.map(|codes| &**codes)),
        codebooks: Input::ALL.map(|input| found.best(setup, input, k, shown).map(|best| &*best.codebook)),
        trace: trace.iter().map(|&(i, lower, upper)| (i, lower * BITS, upper * BITS)).collect(),
    })
}

/// Exact plug-in decomposition of a table, as the command line prints it.
pub fn plain_decomposition(pid: &Pid) -> Decomposition {
    let solved = Solved::from(pid);
    Decomposition {
        atoms_bits: plugin_atoms(&solved),
        information_bits: PlainInformation {
            i1: pid.i1 * BITS,
            i2: pid.i2 * BITS,
            i12: pid.i12 * BITS,
            union: pid.union() * BITS,
        },
        solver: solver_facts(&solved),
    }
}
