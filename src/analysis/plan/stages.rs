//! The table of stages: which there are, what each needs, its tasks.
//!
//! | stage | needs | tasks |
//! |-------|-------|-------|
//! | `Target` | | labels as codes; y cut at quantiles, or restarts of y |
//! | `Strata` | | labels of the strata |
//! | `Grid` | `Target` | with K = auto: restarts of every K of the grid, first partition |
//! | `HeldOut` | `Grid` | held-out information of every K; then K is chosen |
//! | `Fit(j)` | `HeldOut` | restarts of partition j |
//! | `Solve` | `Fit(0)`, `Target`, `Strata` | plug-in values of the first partition |
//! | `Infer(j)` | `Fit(j)`, `Target`, `Strata` | estimates of partition j, of all samples and each stratum |
//!
//! The tasks of a stage are independent, so that any number of workers gives the same result.
//!
//! Where K-means saw a sample of an input only, `Assign` stages follow `Target`, `Grid`, `Fit(0)` and
//! the other fits together: every sample is coded by all that was fitted since, in one pass over the file.

use super::found::Found;
use super::phase::Phase;
use super::setup::Setup;
use crate::analysis::task::{Fit, Table, Task};
use crate::error::Result;
use crate::input::Input;
use crate::options::Method;
use crate::units::BITS;

/// Restarts while K is being chosen; the partition that is kept gets all of them.
pub const SELECTION_RESTARTS: usize = 3;

/// A stage of an analysis; see the table above.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Target,
    Strata,
    Grid,
    HeldOut,
    Fit(usize),
    Assign(After),
    Solve,
    Infer(usize),
}

/// The fits whose codebooks code every sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    Target,
    Grid,
    First,
    Others,
}

impl After {
    fn coded(self, fit: &Fit) -> bool {
        match self {
            Self::Target => fit.input == Input::Y,
            Self::Grid | Self::First => fit.input != Input::Y && fit.partition == 0,
            Self::Others => fit.input != Input::Y && fit.partition > 0,
        }
    }
}

/// The stages of an analysis of files, in the order in which their tasks are best done.
pub(super) fn stages(setup: &Setup, strata: bool) -> Vec<Stage> {
    let mut stages = vec![Stage::Target, Stage::Assign(After::Target)];
    if strata {
        stages.push(Stage::Strata);
    }
    if setup.fixed_k().is_none() {
        stages.extend([Stage::Grid, Stage::Assign(After::Grid), Stage::HeldOut]);
    }
    stages.extend([Stage::Fit(0), Stage::Assign(After::First)]);
    stages.extend(after_counting(setup));
    let others = 1..setup.partitions();
    stages.extend(others.clone().map(Stage::Fit));
    stages.push(Stage::Assign(After::Others));
    stages.extend(others.map(Stage::Infer));
    stages
}

/// What follows the counts of the first partition.
pub(super) fn after_counting(setup: &Setup) -> Vec<Stage> {
    match setup.options.method {
        Method::Plugin => vec![Stage::Solve],
        Method::Full => vec![Stage::Solve, Stage::Infer(0)],
    }
}

impl Stage {
    /// Stages that must be done before; those that an analysis has not count as done.
    pub(super) fn needs(self, setup: &Setup) -> Vec<Self> {
        let counted = |after| vec![Self::Assign(After::Target), Self::Strata, Self::Assign(after)];
        match self {
            Self::Target | Self::Strata => vec![],
            Self::Assign(After::Target) => vec![Self::Target],
            Self::Grid => vec![Self::Assign(After::Target)],
            Self::Assign(After::Grid) => vec![Self::Grid],
            Self::HeldOut => vec![Self::Assign(After::Grid)],
            Self::Fit(_) => vec![Self::HeldOut],
            Self::Assign(After::First) => vec![Self::Fit(0)],
            Self::Assign(After::Others) => (0..setup.partitions()).map(Self::Fit).collect(),
            Self::Solve | Self::Infer(0) => counted(After::First),
            Self::Infer(_) => counted(After::Others),
        }
    }

    /// Its tasks, each with its phase.
    pub(super) fn tasks(self, setup: &Setup, found: &mut Found) -> Result<Vec<(Phase, Task)>> {
        let (options, k) = (&setup.options, found.k.unwrap_or(0));
        let first = SELECTION_RESTARTS.min(options.n_init);
        match self {
            Self::Target => Ok(target(setup)),
            Self::Strata => Ok(vec![(Phase::Strata, Task::Strata)]),
            Self::Grid => {
                let grid = setup.grid(found.codes(setup, Input::Y, 0, 0)?.size);
                let fits = grid.iter().flat_map(|&k| fits(setup, k, 0));
                Ok(fits.flat_map(|fit| restarts(setup, fit, 0..first, Phase::ChooseK)).collect())
            }
            Self::HeldOut => held_out(setup, found),
            Self::Fit(partition) => {
                let begun = if partition == 0 && setup.fixed_k().is_none() { first } else { 0 };
                let of = |fit: Fit| restarts(setup, fit, begun..options.n_init, Phase::coding(fit.input));
                Ok(fits(setup, k, partition).into_iter().flat_map(of).collect())
            }
            Self::Assign(after) => Ok(assign(setup, found, after)),
            Self::Solve => solve(setup, found),
            Self::Infer(partition) => infer(setup, found, partition),
        }
    }

    /// The phases that its tasks may have.
    pub(super) fn phases(self, setup: &Setup) -> Vec<Phase> {
        match self {
            Self::Target | Self::Assign(_) => vec![],
            Self::Strata => vec![Phase::Strata],
            Self::Grid | Self::HeldOut => vec![Phase::ChooseK],
            Self::Fit(_) => setup.clustered().into_iter().map(Phase::coding).collect(),
            Self::Solve => vec![Phase::Solve],
            Self::Infer(0) => vec![Phase::Intervals],
            Self::Infer(_) => vec![Phase::Claims],
        }
    }
}

fn target(setup: &Setup) -> Vec<(Phase, Task)> {
    let is_labels = |input: &Input| setup.shape(*input).labels;
    let labels = |input: Input| (Phase::coding(input), Task::Labels { input });
    let mut tasks: Vec<_> = Input::ALL.into_iter().filter(is_labels).map(labels).collect();
    let (phase, bins) = (Phase::CodesY, setup.ky);
    if setup.options.y_quantiles && !is_labels(&Input::Y) {
        tasks.push((phase, Task::Quantiles { bins }));
    } else if !is_labels(&Input::Y) {
        let fit = Fit { input: Input::Y, k: setup.ky, partition: 0 };
        tasks.extend(restarts(setup, fit, 0..setup.options.n_init, phase));
    }
    tasks
}

/// Fits of the sources for one partition.
fn fits(setup: &Setup, k: usize, partition: usize) -> Vec<Fit> {
    setup.clustered().into_iter().map(|input| Fit { input, k, partition }).collect()
}

fn restarts(setup: &Setup, fit: Fit, numbers: std::ops::Range<usize>, phase: Phase) -> Vec<(Phase, Task)> {
    let &crate::options::Options { seed, n_init, max_iterations, .. } = &setup.options;
    // Restarts of all partitions are one sequence, so that no two share a stream.
    let restart = |number: usize| (fit.partition * n_init + number) as u64;
    numbers
        .map(|number| (phase, Task::Restart { fit, seed, restart: restart(number), max_iterations }))
        .collect()
}

fn assign(setup: &Setup, found: &Found, after: After) -> Vec<(Phase, Task)> {
    let mut tasks = vec![];
    for input in Input::ALL {
        let wanted = |fit: &Fit| fit.input == input && after.coded(fit);
        let fits = found.unassigned(setup, wanted);
        let phase = if after == After::Grid { Phase::ChooseK } else { Phase::coding(input) };
        if !fits.is_empty() {
            tasks.push((phase, Task::Assign { input, fits }));
        }
    }
    tasks
}

fn held_out(setup: &Setup, found: &Found) -> Result<Vec<(Phase, Task)>> {
    let seed = setup.options.seed;
    let grid = setup.grid(found.codes(setup, Input::Y, 0, 0)?.size);
    let task = |k| {
        let codes = found.partition(setup, k, 0)?.map(Clone::clone);
        Ok((Phase::ChooseK, Task::HeldOut { k, codes, seed }))
    };
    grid.into_iter().map(task).collect()
}

/// Of the strata too where nothing else is asked of them.
fn solve(setup: &Setup, found: &mut Found) -> Result<Vec<(Phase, Task)>> {
    let tolerance = setup.options.tolerance_bits / BITS;
    let mut tables = found.count(setup, 0)?;
    if setup.options.method == Method::Full {
        tables.truncate(1);
    }
    let phase = |whole| if whole { Phase::Solve } else { Phase::Strata };
    let task = |(table, counts)| (table, Task::Solve { table, counts, tolerance });
    Ok(tables.into_iter().map(task).map(|(table, task)| (phase(table.stratum.is_none()), task)).collect())
}

fn infer(setup: &Setup, found: &mut Found, partition: usize) -> Result<Vec<(Phase, Task)>> {
    let (seed, tolerance) = (setup.options.seed, setup.options.tolerance_bits / BITS);
    let tables = found.count(setup, partition)?;
    let of_all = if partition == 0 { Phase::Intervals } else { Phase::Claims };
    let task = |(table, counts): (Table, _)| {
        let phase = if table.stratum.is_none() { of_all } else { Phase::Strata };
        (phase, Task::Infer { table, counts, seed, tolerance })
    };
    Ok(tables.into_iter().map(task).collect())
}
