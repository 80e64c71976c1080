//! What is left besides a report.

use super::estimates::{plugin_atoms, solver_facts};
use super::{certified, samples};
use crate::analysis::plan::Plan;
use crate::analysis::task::Solved;
use crate::data::codes::Codes;
use crate::data::counts::Counts;
use crate::decompose::pid::Pid;
use crate::decompose::pointwise::Parts;
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
    /// Codebooks of every partition, by its number: what further samples are counted by to be pooled.
    pub partitions: Vec<[Option<&'a Codebook>; 3]>,
    /// Bounds over the iterations: (iteration, lower, upper) in bits.
    pub trace: Vec<(u32, f64, f64)>,
    /// What each sample adds to redundancy, unique1, unique2 and synergy, bits; none when the analysis began
    /// with counts, and without inference.
    pub per_sample: Option<Vec<f32>>,
}

/// What an analysis leaves besides its report, as soon as there is a preview.
pub fn extras(plan: &Plan) -> Option<Extras<'_>> {
    let (setup, found) = (&plan.setup, &plan.found);
    let (shown, k) = (found.reference(setup), found.k?);
    let codes = found.partition(setup, k, shown).ok();
    let trace = &certified(plan, shown)?.trace;
    let codebooks =
        |number| Input::ALL.map(|input| found.best(setup, input, k, number).map(|best| &*best.codebook));
    Some(Extras {
        counts: found.counts(shown)?,
        codes: codes.map(|codes| codes.map(|codes| &**codes)),
        codebooks: codebooks(shown),
        partitions: (0..setup.partitions()).map(codebooks).collect(),
        per_sample: samples::parts(plan).map(in_bits),
        trace: trace.iter().map(|&(i, lower, upper)| (i, lower * BITS, upper * BITS)).collect(),
    })
}

fn in_bits(parts: Vec<Parts>) -> Vec<f32> {
    parts.into_iter().flatten().map(|nats| (nats * BITS) as f32).collect()
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
