//! The codes that the numbers are about.

use super::certified;
use super::estimates::{part_atoms, plugin_atoms};
use crate::analysis::plan::Plan;
use crate::discretize::choose_k::Tried;
use crate::input::Input;
use crate::options::CodeCount;
use crate::report::{
    Clustering, MergedValues, Partition, PartitionAtoms, PooledPartition, Trade, TriedCodes,
};
use crate::units::BITS;

/// The partition that is shown.
pub(super) fn partition(plan: &Plan, shown: usize) -> Option<Partition> {
    let (setup, found) = (&plan.setup, &plan.found);
    let counts = found.counts(shown)?;
    let [k1, k2, ky] = counts.shape;
    // Of all partitions, once they are there.
    let agreement = |input| if plan.done() { found.agreement(setup, input) } else { None };
    let [agreement1, agreement2] = [Input::X1, Input::X2].map(agreement);
    let clustering = |input| clustering(plan, input, shown);
    Some(Partition {
        number: shown,
        k1,
        k2,
        ky,
        choice: match setup.options.k {
            _ if setup.sources().is_empty() => "labels",
            CodeCount::Fixed(_) => "set",
            CodeCount::Auto(_) => "auto",
        }
        .into(),
        trade: trade(plan),
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

/// What each K keeps and costs; null where K was not chosen from the data.
fn trade(plan: &Plan) -> Option<Trade> {
    let reason = plan.found.choice?.reason;
    let of = |tried: &Tried| {
        let [i1_bits, i2_bits, i12_bits] = tried.held_out.map(|nats| nats * BITS);
        TriedCodes {
            k: tried.k,
            i1_bits,
            i2_bits,
            i12_bits,
            samples_per_triple_cell: tried.samples_per_cell,
            synergy_width_bits: tried.synergy_width.map(|nats| nats * BITS),
        }
    };
    Some(Trade { reason, tried: plan.found.tried.values().map(of).collect() })
}

fn clustering(plan: &Plan, input: Input, partition: usize) -> Option<Clustering> {
    let best = plan.found.best(&plan.setup, input, plan.found.k?, partition)?;
    let codes = plan.found.codes(&plan.setup, input, plan.found.k?, partition).ok()?;
    let mut sizes = vec![0; codes.size];
    for &code in &codes.codes {
        sizes[code as usize] += 1;
    }
    Some(Clustering { inertia: best.inertia, restart_spread: best.spread, sizes })
}

/// The partitions that are pooled, as far as they are there; the one of a plug-in run.
pub(super) fn pooled(plan: &Plan) -> Vec<PooledPartition> {
    let found = &plan.found;
    let one = |number: usize, atoms_bits: PartitionAtoms| -> Option<PooledPartition> {
        let [k1, k2, ky] = found.counts(number)?.shape;
        let best = |input| found.best(&plan.setup, input, found.k?, number);
        let [inertia1, inertia2] = [Input::X1, Input::X2].map(|input| best(input).map(|best| best.inertia));
        Some(PooledPartition { seed: number, k1, k2, ky, inertia1, inertia2, atoms_bits })
    };
    let inferred = found.inferred(None);
    if inferred.is_empty() {
        let plugin = certified(plan, 0).map(plugin_atoms);
        let atoms = plugin.map(|plugin| PartitionAtoms { plugin, estimate: None });
        return atoms.and_then(|atoms| one(0, atoms)).into_iter().collect();
    }
    let of = |(number, inferred): (usize, &crate::analysis::task::Inferred)| {
        let estimate = Some(part_atoms(&inferred.part));
        one(number, PartitionAtoms { plugin: plugin_atoms(&inferred.solved), estimate })
    };
    inferred.into_iter().filter_map(of).collect()
}

/// What the estimates are estimates of, in one sentence.
pub(super) fn estimand(plan: &Plan, shown: usize) -> Option<String> {
    let (setup, found) = (&plan.setup, &plan.found);
    if found.partition(setup, found.k?, shown).is_err() {
        let table = match setup.partitions() {
            1 => "the table of counts".into(),
            m => format!("tables of counts, averaged over the {m} partitions that they are of"),
        };
        return Some(format!("The partial information decomposition of {table}."));
    }
    let [k1, k2, ky] = found.counts(shown)?.shape;
    let coded = |input: Input, k: usize| {
        let name = &setup.options.names[input as usize];
        match setup.clustered().contains(&input) {
            true => format!("{k} K-means codes of {name}"),
            false if setup.shapes[input as usize].labels => name.clone(),
            false => format!("{k} quantile bins of {name}"),
        }
    };
    let [x1, x2, y] = [coded(Input::X1, k1), coded(Input::X2, k2), coded(Input::Y, ky)];
    // On more samples K-means finds other codes: the estimand is that of as many as there are.
    let seen = setup.clustered().iter().map(|&input| setup.shapes[input as usize].fitted()).min();
    let over = match (seen, setup.partitions()) {
        (None, _) => String::new(),
        (Some(seen), 1) => format!(", in one K-means solution of {seen} samples"),
        (Some(seen), _) => format!(", averaged over K-means solutions of {seen} samples"),
    };
    Some(format!("The partial information decomposition of what {x1} and {x2} tell of {y}{over}."))
}
