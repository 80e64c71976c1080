//! How much work a task is, predicted: what the progress line weighs phases by.
//!
//! In seconds of a core, roughly: only ratios count. Constants come from `tests/bench/progress`, which times
//! the tasks of the examples and of generated samples.

use super::found::Found;
use super::phase::Phase;
use super::probing;
use super::setup::{Setup, Shape};
use super::stages::{Fitted, Stage};
use crate::analysis::task::{Source, Task};
use crate::discretize;
use crate::input::Input;

/// One product of two features and its sum.
const PRODUCT: f64 = 1.35e-10;
/// Assignments of all samples to all centroids that a fit needs at least, and that bounds on distances leave
/// of each iteration.
const ASSIGNMENTS: [f64; 2] = [1.5, 0.2];
/// One look at a bound.
const BOUND: f64 = 1e-8;
/// Iterations of K-means, until some are known.
const ITERATIONS: f64 = 22.0;
/// One sample sorted into a table.
const SORTED: f64 = 1.5e-7;
/// An inference: at least, with what the report so far takes; for a cell of the triple table, and for the
/// square of a potential of the solver.
const INFERENCE: [f64; 3] = [8e-3, 1.5e-5, 9e-7];
/// Potentials by which the square takes longer: from some on the solver factorises, beyond others it needs
/// more steps.
const MANY: [f64; 2] = [1000.0, 2500.0];
/// The most that solving takes beside, for a cell and the root of the codes: where potentials are many the
/// solver leaves their square alone, and more codes need more steps.
const CELL_SOLVED: f64 = 3.6e-5;
/// One sample dealt to groups and folds, as far as samples are dealt one by one.
const DEALT: f64 = 4e-7;
const MOST_DEALT: usize = 1 << 20;
/// Share of an inference that its first solution is.
const SOLUTION: f64 = 0.04;
/// Products of each feature with each component that is kept of it, where a probe does not see all.
const VIEW: f64 = 5.0;
/// Passes over all samples until a probe is trained, for each symbol.
const PASSES: f64 = 130.0;
/// Probabilities of all symbols for a sample, in all passes, for each symbol.
const PROBABILITIES: f64 = 1.8e-6;
/// One byte of a file read again.
const BYTE: f64 = 1e-9;
/// Products of each feature with each component until these are found.
const PCA: f64 = 40.0;
/// One value read and prepared.
const VALUE: f64 = 4e-9;

/// Predicted work of a task.
pub(super) fn of_task(setup: &Setup, found: &Found, task: &Task) -> f64 {
    match task {
        Task::Labels { input } => setup.shape(*input).rows as f64 * SORTED,
        Task::Strata | Task::Quantiles { .. } => setup.shapes[2].rows as f64 * SORTED,
        Task::Fit { fit, .. } => kmeans(setup, found, fit.input, fit.k),
        Task::Assign { input, fits, .. } => {
            fits.iter().map(|(fit, _)| assign(setup.shape(*input), fit.k)).sum()
        }
        Task::AssignFile { input, fits } => {
            let shape = setup.shape(*input);
            let reading = (shape.rows * shape.features * 4) as f64 * BYTE;
            reading + fits.iter().map(|(fit, _)| assign(shape, fit.k)).sum::<f64>()
        }
        Task::HeldOut { .. } => held_out(setup),
        Task::View { input, .. } => view(setup, found, *input),
        Task::Probe { source, .. } => probe(setup, found, *source),
        Task::Aware { k, y, .. } => 2.0 * inference([*k, *k, y.size], y.codes.len()),
        Task::Solve { counts, .. } => SOLUTION * inference(counts.shape, 0),
        Task::Infer { counts, .. } => inference(counts.shape, setup.shapes[2].rows),
    }
}

/// All starts of one fit.
fn kmeans(setup: &Setup, found: &Found, input: Input, k: usize) -> f64 {
    let (shape, starts) = (setup.shape(input), setup.options.n_init as f64);
    let (samples, k) = (shape.fitted() as f64, k as f64);
    let iterations = found.mean_iterations().unwrap_or(ITERATIONS);
    let [once, each] = ASSIGNMENTS;
    // Greedy k-means++ tries 2 + ln K samples for every centroid.
    let passes = 2.0 + libm::log(k) + once + each * iterations;
    starts * samples * k * (shape.features as f64 * PRODUCT * passes + iterations * BOUND)
}

fn assign(shape: Shape, k: usize) -> f64 {
    (shape.rows * shape.features * k) as f64 * PRODUCT
}

fn held_out(setup: &Setup) -> f64 {
    3.0 * setup.shapes[2].rows as f64 * SORTED
}

fn inference([k1, k2, ky]: [usize; 3], samples: usize) -> f64 {
    let (cells, potentials) = ((k1 * k2 * ky) as f64, ((k1 + k2) * ky) as f64);
    let [least, cell, square] = INFERENCE;
    let [some, many] = MANY.map(|many| potentials / many);
    let most = CELL_SOLVED * (k1.max(k2) as f64).sqrt() * cells;
    let solving = (square * potentials * potentials * (1.0 + some + many * many)).min(most);
    least + DEALT * samples.min(MOST_DEALT) as f64 + cell * cells + solving
}

/// Reading inputs of so many columns, and preparing them.
pub(super) fn loading(setup: &Setup, columns: [usize; 3]) -> f64 {
    let values = |input: Input| (setup.shape(input).rows * columns[input as usize]) as f64;
    let components = setup.options.preparation.pca.map_or(0.0, |kept| kept as f64 + 10.0);
    let projected = setup.sources().into_iter().map(values).sum::<f64>() * components * PCA * PRODUCT;
    Input::ALL.into_iter().map(values).sum::<f64>() * VALUE + projected
}

/// Symbols of y: of labels at first those that a file has, without those that will become one.
fn ky(setup: &Setup, found: &Found) -> usize {
    let shape = setup.shape(Input::Y);
    let foreseen = || match shape.symbols {
        Some(values) if shape.labels => discretize::values_left(values, shape.rows, setup.options.y_least),
        _ => setup.ky,
    };
    found.codes(setup, Input::Y, 0, 0).map_or_else(|_| foreseen(), |codes| codes.size)
}

/// Components of wide samples are found by a few passes over them.
fn view(setup: &Setup, found: &Found, input: Input) -> f64 {
    let (rows, features) = (probing::rows(setup, ky(setup, found)), setup.shape(input).features);
    let kept = probing::features(setup, input);
    let passes = if kept < features { VIEW * kept as f64 } else { 1.0 };
    (rows * features) as f64 * passes * PRODUCT
}

fn probe(setup: &Setup, found: &Found, source: Source) -> f64 {
    let ky = ky(setup, found);
    let [x1, x2] = [Input::X1, Input::X2].map(|input| probing::features(setup, input));
    let features = match source {
        Source::X1 => x1,
        Source::X2 => x2,
        Source::Both | Source::Products => x1 + x2,
    };
    let (rows, features, ky) = (probing::rows(setup, ky) as f64, features as f64, ky as f64);
    rows * (features * (PASSES * ky + features) * PRODUCT + ky * PROBABILITIES)
}

/// What is to come of one phase.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Expected {
    pub(super) phase: Phase,
    pub(super) tasks: usize,
    pub(super) work: f64,
}

/// `tasks` tasks of so much work each.
fn expected(phase: Phase, tasks: usize, each: f64) -> Expected {
    Expected { phase, tasks, work: tasks as f64 * each }
}

/// What a stage that has not begun is predicted to be.
pub(super) fn of_stage(setup: &Setup, found: &Found, stage: Stage) -> Vec<Expected> {
    let symbols = |input: Input| setup.shape(input).symbols.filter(|_| setup.shape(input).labels);
    let codes =
        |input: Input| found.codes(setup, input, 0, 0).ok().map(|codes| codes.size).or(symbols(input));
    let ky = ky(setup, found);
    let grid = if setup.fixed_k().is_none() { setup.grid(ky) } else { vec![] };
    // Until K is chosen, one of the larger ones.
    let k = found.k.unwrap_or_else(|| grid.get(grid.len() * 2 / 3).copied().unwrap_or(2));
    let rows = setup.shapes[2].rows;
    let table = [codes(Input::X1).unwrap_or(k), codes(Input::X2).unwrap_or(k), ky];
    match stage {
        Stage::Target => vec![],
        Stage::Strata => vec![expected(Phase::Strata, 1, 0.0)],
        Stage::Grid => {
            let fit = |input: Input| {
                grid.iter().map(move |&k| expected(Phase::ChooseK, 1, kmeans(setup, found, input, k)))
            };
            setup.sources().into_iter().flat_map(fit).collect()
        }
        Stage::HeldOut => vec![expected(Phase::ChooseK, grid.len(), held_out(setup))],
        Stage::Fit(partition) => {
            let of = |input: Input| {
                let left = setup.streams() - setup.begun(partition, input);
                let codes = if input == Input::Y { setup.ky } else { k };
                expected(Phase::coding(input), left, kmeans(setup, found, input, codes))
            };
            setup.clustered().into_iter().map(of).collect()
        }
        Stage::View => {
            let of = |input| expected(Phase::Probe, 1, view(setup, found, input));
            [Input::X1, Input::X2].map(of).into()
        }
        Stage::Probe => {
            let sources = Source::GAUGE.into_iter().chain(setup.is_aware().then_some(Source::Products));
            sources.map(|source| expected(Phase::Probe, 1, probe(setup, found, source))).collect()
        }
        Stage::Aware => vec![expected(Phase::Probe, setup.partitions(), 2.0 * inference([k, k, ky], rows))],
        Stage::Assign(fitted) => assign_stage(setup, fitted, &grid, k),
        Stage::Solve => vec![expected(Phase::Solve, 1, SOLUTION * inference(table, 0))],
        Stage::Infer(_) => {
            let strata = found.strata.as_ref().map(|strata| strata.decomposed().len().max(2));
            let within =
                strata.map(|strata| expected(Phase::Strata, strata, inference(table, rows / strata)));
            std::iter::once(expected(Phase::Intervals, 1, inference(table, rows))).chain(within).collect()
        }
    }
}

fn assign_stage(setup: &Setup, fitted: Fitted, grid: &[usize], k: usize) -> Vec<Expected> {
    let draws = |input: &Input| setup.shape(*input).fitted() < setup.shape(*input).rows;
    let by = |input: Input, codes: usize| assign(setup.shape(input), codes);
    let codes = match fitted {
        Fitted::Target => return vec![],
        Fitted::Grid => grid.iter().sum(),
        Fitted::Partition(_) => k,
        Fitted::Others => (setup.partitions() - 1) * k,
    };
    let phase = |input| if fitted == Fitted::Grid { Phase::ChooseK } else { Phase::coding(input) };
    let sources = setup.sources().into_iter().filter(draws);
    sources.map(|input| expected(phase(input), 1, by(input, codes))).collect()
}
