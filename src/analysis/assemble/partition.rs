//! The codes that the numbers are about.

use crate::analysis::plan::Plan;
use crate::input::Input;
use crate::options::CodeCount;
use crate::report::{Clustering, MergedValues, Partition};

/// The headline partition.
pub(super) fn partition(plan: &Plan) -> Option<Partition> {
    let (setup, found) = (&plan.setup, &plan.found);
    let counts = found.counts(0)?;
    let [k1, k2, ky] = counts.shape;
    let [agreement1, agreement2] = [Input::X1, Input::X2].map(|input| found.agreement(setup, input));
    let clustering = |input| clustering(plan, input);
    Some(Partition {
        k1,
        k2,
        ky,
        choice: match setup.options.k {
            _ if setup.clustered().is_empty() => "labels",
            CodeCount::Fixed(_) => "set",
            CodeCount::Auto(_) => "auto",
        }
        .into(),
        seed_agreement: agreement1.into_iter().chain(agreement2).reduce(f64::min),
        seed_agreement_x1: agreement1,
        seed_agreement_x2: agreement2,
        samples_per_triple_cell: counts.n() as f64 / (k1 * k2 * ky) as f64,
        occupied_cells: counts.cells.len(),
        y_merged: found.merged.as_ref().map(|m| MergedValues {
            least: m.least,
            values: m.values,
            merged: m.merged,
            samples: m.samples,
        }),
        fitted_on: setup.fitted_on().into_iter().flatten().min(),
        x1: clustering(Input::X1),
        x2: clustering(Input::X2),
        y: clustering(Input::Y),
    })
}

fn clustering(plan: &Plan, input: Input) -> Option<Clustering> {
    let best = plan.found.best(&plan.setup, input, plan.found.k?, 0)?;
    let mut sizes = vec![0; best.codes.size];
    for &code in &best.codes.codes {
        sizes[code as usize] += 1;
    }
    let (inertia, worst) = (best.inertia, best.worst);
    let restart_spread = if inertia > 0.0 { worst / inertia - 1.0 } else { 0.0 };
    Some(Clustering { inertia, restart_spread, sizes })
}
