//! What is left besides a report.

use super::estimates::solver_facts;
use crate::analysis::plan::Plan;
use crate::analysis::task::{Solved, Table};
use crate::data::codes::Codes;
use crate::data::counts::Counts;
use crate::decompose::pid::Pid;
use crate::discretize::Codebook;
use crate::input::Input;
use crate::report::{Decomposition, PlainAtoms, PlainInformation};
use crate::units::BITS;

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
    let (setup, found) = (&plan.setup, &plan.found);
    let (solved, k) = (found.solved.get(&Table::HEADLINE)?, found.k?);
    let codes = found.partition(setup, k, 0).ok();
    Some(Extras {
        counts: found.counts(0)?,
        codes: codes.map(|codes| codes.map(|codes| &**codes)),
        codebooks: Input::ALL.map(|input| found.best(setup, input, k, 0).map(|best| &*best.codebook)),
        trace: solved.trace.iter().map(|&(i, lower, upper)| (i, lower * BITS, upper * BITS)).collect(),
    })
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
