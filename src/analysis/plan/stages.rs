//! The table of stages: which there are, what each needs, its tasks.
//!
//! | stage | needs | tasks |
//! |-------|-------|-------|
//! | `Target` | | labels as codes; y cut at quantiles, or K-means of its first partition |
//! | `Strata` | | labels of the strata |
//! | `Grid` | `Target` | with K = auto: K-means of the first partition, with every K of the grid |
//! | `HeldOut` | `Grid` | held-out information of every K; then K is chosen |
//! | `Fit(j)` | `HeldOut` | K-means of partition j |
//! | `Solve` | `Fit(0)`, `Target`, `Strata` | plug-in values of the first partition |
//! | `Infer(j)` | `Fit(j)`, `Target`, `Strata` | estimates of partition j, of all samples and each stratum |
//! | `View` | `Target` | what a probe sees of each source |
//! | `Probe` | `View` | what probes read of y in one source, in both |
//! | `Aware` | `Probe`, `HeldOut` | label-aware estimates of every partition |
//!
//! The tasks of a stage are independent, so that any number of workers gives the same result.
//!
//! Where a fit sees a draw of the samples, an `Assign` stage codes all of them before anything counts them.
//! It reads the file again where a part of it is in memory only, once for the first partition and once for
//! all others.

use std::ops::Range;

use super::found::Found;
use super::phase::Phase;
use super::probing;
use super::setup::Setup;
use crate::analysis::task::{Fit, Table, Task};
use crate::error::Result;
use crate::input::Input;
use crate::options::{Method, Options};
use crate::units::BITS;

/// A stage of an analysis; see the table above.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Target,
    Strata,
    Grid,
    HeldOut,
    Fit(usize),
    Assign(Fitted),
    Solve,
    Infer(usize),
    View,
    Probe,
    Aware,
}

/// The fits whose codebooks code every sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fitted {
    /// Of y, in the first partition.
    Target,
    /// Of the sources, for every K that is tried.
    Grid,
    /// Of one partition.
    Partition(usize),
    /// Of all partitions but the first.
    Others,
}

impl Fitted {
    fn contains(self, fit: &Fit) -> bool {
        match self {
            Self::Target => fit.input == Input::Y && fit.partition == 0,
            Self::Grid => fit.input != Input::Y && fit.partition == 0,
            Self::Partition(partition) => fit.partition == partition,
            Self::Others => fit.partition > 0,
        }
    }
}

/// The stages of an analysis of files, in the order in which their tasks are best done.
pub(super) fn stages(setup: &Setup, strata: bool) -> Vec<Stage> {
    let mut stages = vec![Stage::Target, Stage::Assign(Fitted::Target)];
    if strata {
        stages.push(Stage::Strata);
    }
    if setup.fixed_k().is_none() {
        stages.extend([Stage::Grid, Stage::Assign(Fitted::Grid), Stage::HeldOut]);
    }
    stages.extend([Stage::Fit(0), Stage::Assign(Fitted::Partition(0))]);
    stages.extend(after_counting(setup));
    let others = 1..setup.partitions();
    if setup.reads_again() {
        stages.extend(others.clone().map(Stage::Fit));
        stages.push(Stage::Assign(Fitted::Others));
        stages.extend(others.map(Stage::Infer));
    } else {
        let one = |j| [Stage::Fit(j), Stage::Assign(Fitted::Partition(j)), Stage::Infer(j)];
        stages.extend(others.flat_map(one));
    }
    let also = [
        (Stage::View, setup.is_gauged()),
        (Stage::Probe, setup.is_gauged()),
        (Stage::Aware, setup.is_aware()),
    ];
    stages.extend(also.into_iter().filter(|&(_, wanted)| wanted).map(|(stage, _)| stage));
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
        let counted = |j| {
            let others = if j == 0 { None } else { Some(Self::Assign(Fitted::Others)) };
            let own = [Self::Assign(Fitted::Target), Self::Strata, Self::Assign(Fitted::Partition(j))];
            own.into_iter().chain(others).collect()
        };
        match self {
            Self::Target | Self::Strata => vec![],
            Self::View | Self::Grid => vec![Self::Assign(Fitted::Target)],
            Self::Probe => vec![Self::View],
            Self::Aware => vec![Self::Probe, Self::HeldOut],
            Self::Assign(Fitted::Target) => vec![Self::Target],
            Self::Assign(Fitted::Grid) => vec![Self::Grid],
            Self::HeldOut => vec![Self::Assign(Fitted::Grid)],
            Self::Fit(_) => vec![Self::HeldOut],
            Self::Assign(Fitted::Partition(j)) => vec![Self::Fit(j)],
            Self::Assign(Fitted::Others) => (1..setup.partitions()).map(Self::Fit).collect(),
            Self::Solve => counted(0),
            Self::Infer(j) => counted(j),
        }
    }

    /// Its tasks, each with its phase.
    pub(super) fn tasks(self, setup: &Setup, found: &mut Found) -> Result<Vec<(Phase, Task)>> {
        match self {
            Self::Target => Ok(target(setup)),
            Self::Strata => Ok(vec![(Phase::Strata, Task::Strata)]),
            Self::Grid => grid(setup, found),
            Self::HeldOut => held_out(setup, found),
            Self::Fit(partition) => Ok(fit(setup, found.k.unwrap_or(0), partition)),
            Self::Assign(fitted) => Ok(assign(setup, found, fitted)),
            Self::Solve => solve(setup, found),
            Self::Infer(partition) => infer(setup, found, partition),
            Self::View => probing::views(setup, found).map(of_probes),
            Self::Probe => probing::probes(setup, found).map(of_probes),
            Self::Aware => probing::aware(setup, found).map(of_probes),
        }
    }
}

fn of_probes(tasks: Vec<Task>) -> Vec<(Phase, Task)> {
    tasks.into_iter().map(|task| (Phase::Probe, task)).collect()
}

fn target(setup: &Setup) -> Vec<(Phase, Task)> {
    let is_labels = |input: &Input| setup.shape(*input).labels;
    let labels = |input: Input| (Phase::coding(input), Task::Labels { input });
    let mut tasks: Vec<_> = Input::ALL.into_iter().filter(is_labels).map(labels).collect();
    if setup.clusters_y() {
        let own = fit_of(setup, Input::Y, 0, 0);
        tasks.extend(fits(setup, own, 0..setup.streams(), Phase::CodesY));
    } else if !is_labels(&Input::Y) {
        tasks.push((Phase::CodesY, Task::Quantiles { bins: setup.ky }));
    }
    tasks
}

fn grid(setup: &Setup, found: &Found) -> Result<Vec<(Phase, Task)>> {
    let grid = setup.grid(found.codes(setup, Input::Y, 0, 0)?.size);
    let sources = setup.sources();
    let tried = grid.iter().flat_map(|&k| sources.iter().map(move |&input| fit_of(setup, input, k, 0)));
    Ok(tried.flat_map(|fit| fits(setup, fit, 0..1, Phase::ChooseK)).collect())
}

/// What of a partition was not fitted before, with y or to choose K.
fn fit(setup: &Setup, k: usize, partition: usize) -> Vec<(Phase, Task)> {
    let of = |input: Input| {
        let left = setup.begun(partition, input)..setup.streams();
        fits(setup, fit_of(setup, input, k, partition), left, Phase::coding(input))
    };
    setup.clustered().into_iter().flat_map(of).collect()
}

fn fit_of(setup: &Setup, input: Input, k: usize, partition: usize) -> Fit {
    Fit { input, k: if input == Input::Y { setup.ky } else { k }, partition }
}

/// Fits that compete for one partition; streams are numbered over all partitions, so that no two share one.
fn fits(setup: &Setup, fit: Fit, numbers: Range<usize>, phase: Phase) -> Vec<(Phase, Task)> {
    let &Options { seed, n_init: restarts, max_iterations, .. } = &setup.options;
    let stream = |number| fit.partition * setup.streams() + number;
    let noise = setup.noise(fit.input);
    let task = |number| Task::Fit { fit, stream: stream(number), seed, restarts, max_iterations, noise };
    numbers.map(|number| (phase, task(number))).collect()
}

fn assign(setup: &Setup, found: &Found, fitted: Fitted) -> Vec<(Phase, Task)> {
    let mut tasks = vec![];
    for input in Input::ALL {
        let fits = found.unassigned(|fit| fit.input == input && fitted.contains(fit));
        let phase = if fitted == Fitted::Grid { Phase::ChooseK } else { Phase::coding(input) };
        let shape = setup.shape(input);
        if fits.is_empty() {
            continue;
        }
        let in_memory = shape.loaded == shape.rows;
        let (seed, noise) = (setup.options.seed, setup.noise(input));
        let task = if in_memory {
            Task::Assign { input, fits, seed, noise }
        } else {
            Task::AssignFile { input, fits }
        };
        tasks.push((phase, task));
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
    let task = |(table, counts)| (phase_of(table, Phase::Solve), Task::Solve { table, counts, tolerance });
    Ok(tables.into_iter().map(task).collect())
}

fn infer(setup: &Setup, found: &mut Found, partition: usize) -> Result<Vec<(Phase, Task)>> {
    let (seed, tolerance) = (setup.options.seed, setup.options.tolerance_bits / BITS);
    let task =
        |(table, counts)| (phase_of(table, Phase::Intervals), Task::Infer { table, counts, seed, tolerance });
    Ok(found.count(setup, partition)?.into_iter().map(task).collect())
}

fn phase_of(table: Table, of_all: Phase) -> Phase {
    if table.stratum.is_none() { of_all } else { Phase::Strata }
}
