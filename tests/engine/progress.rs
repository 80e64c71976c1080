//! No task is silent for long, whatever its size: how much work may lie between two of its words is counted,
//! not timed. And what it says of how far it is goes from nothing to all, and never back.

use std::ops::ControlFlow;
use std::sync::Arc;

use modalens::analysis::{Fit, Outcome, Plan, Shape, Source, Table, Task, run};
use modalens::data::codes::Codes;
use modalens::data::counts::Counts;
use modalens::data::matrix::Matrix;
use modalens::decompose::ipfp::{SolverOptions, Step, Termination, solve};
use modalens::discretize::kmeans::{self, Limits};
use modalens::discretize::{self, Prepared};
use modalens::input::Input;
use modalens::options::{CodeCount, Method, Options, Preparation};
use modalens::read::array::Array;
use modalens::read::{self, Selection};
use modalens::rng::{Purpose, Rng};

/// Products of two features between two words at most: a fifth of a second of a slow machine.
const PRODUCTS: f64 = 2e8;

const PLAIN: Preparation = Preparation { l2: false, centre: false, pca: None, whiten: false };

fn noise(rows: usize, features: usize, seed: u64) -> Matrix {
    let mut rng = Rng::new(seed, Purpose::Test, 0, 0);
    let value = |_| (rng.uniform() - 0.5) as f32;
    Matrix::from_vec(rows, features, (0..rows * features).map(value).collect()).unwrap()
}

fn prepared(samples: Matrix) -> Prepared {
    discretize::prepare(Array::from_matrix("x", samples).unwrap(), &PLAIN, 0).unwrap()
}

fn codes(rows: usize, size: usize, seed: u64) -> Codes {
    let mut rng = Rng::new(seed, Purpose::Test, 1, 0);
    Codes { codes: (0..rows).map(|_| rng.below(size as u64) as u32).collect(), size }
}

/// Does a task of so many products; the shares that it told of.
fn told(task: &Task, input: Option<&Prepared>, products: f64) -> (Outcome, Vec<f64>) {
    let mut words = 0;
    let mut shares = vec![];
    let outcome = run(task, input, &mut |done, total| {
        words += 1;
        if total > 0 {
            shares.push(done as f64 / total as f64);
        }
        ControlFlow::Continue(())
    });
    let between = products / f64::from(words);
    assert!(between <= PRODUCTS, "{between:e} products between two of {words} words");
    assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)), "{shares:?}");
    assert!(shares.windows(2).all(|pair| pair[0] <= pair[1]), "{shares:?}");
    (outcome.unwrap(), shares)
}

#[test]
fn kmeans_of_many_wide_samples() {
    let (n, d, k) = (4096, 1024, 256);
    let Prepared::Numbers(data) = prepared(noise(n, d, 1)) else { panic!("numbers") };
    let mut words = 0;
    let mut listen = |_, _| {
        words += 1;
        ControlFlow::Continue(())
    };
    // One iteration: all samples with all centroids before it, and again after it.
    let limits = Limits { bound_bytes: 0, ..Limits::iterations(1) };
    kmeans::from_start(&data, noise(k, d, 2), limits, &mut listen).unwrap();
    assert!(2.0 * (n * d * k) as f64 / f64::from(words) <= PRODUCTS, "{words} words");
}

#[test]
fn starts_of_kmeans_are_told_one_after_another() {
    let fit = Fit { input: Input::X1, k: 4, partition: 0 };
    let task = Task::Fit { fit, stream: 0, seed: 7, restarts: 2, max_iterations: 300, noise: 0.0 };
    let (_, shares) = told(&task, Some(&prepared(noise(500, 8, 1))), 0.0);
    // Of two starts the second begins at one half.
    assert!(shares.contains(&0.5) && shares.iter().any(|&share| share > 0.6), "{shares:?}");
}

#[test]
fn coding_all_samples_by_many_codebooks() {
    let (n, d, k, sets) = (10_000, 512, 32, 8);
    let data = prepared(noise(n, d, 1));
    let centroids = |set| Arc::new(data.codebook(noise(k, d, set)).unwrap());
    let fits = (0..sets).map(|set| (Fit { input: Input::X1, k, partition: set }, centroids(set as u64)));
    let task = Task::Assign { input: Input::X1, fits: fits.collect(), seed: 7, noise: 0.0 };
    let (_, shares) = told(&task, Some(&data), (n * d * k * sets) as f64);
    assert!(shares[0] == 0.0 && *shares.last().unwrap() > 0.99);
}

#[test]
fn noise_on_many_samples() {
    let (n, d, k) = (40_000, 256, 8);
    let data = prepared(noise(n, d, 1));
    let fits =
        vec![(Fit { input: Input::X1, k, partition: 0 }, Arc::new(data.codebook(noise(k, d, 2)).unwrap()))];
    let task = Task::Assign { input: Input::X1, fits, seed: 7, noise: 0.5 };
    // A Gaussian number takes as long as some fifty products.
    told(&task, Some(&data), 50.0 * (n * d) as f64);
}

#[test]
fn preparation_with_principal_components() {
    let (n, d, kept) = (2000, 512, 20);
    let array = Array::from_matrix("x", noise(n, d, 1)).unwrap();
    let preparation = Preparation { pca: Some(kept), whiten: true, ..Preparation::default() };
    let mut words = 0;
    let pulse = &mut || {
        words += 1;
        Ok(())
    };
    discretize::prepare_within(array, &preparation, 0, pulse).unwrap();
    // Noise has no component that stands out: all passes are needed.
    let products = 2.0 * 60.0 * (n * d * (kept + 10)) as f64;
    assert!(products / f64::from(words) < PRODUCTS, "{words} words");
}

#[test]
fn what_a_probe_sees_of_wide_samples() {
    let (n, d) = (8192, 512);
    let data = prepared(noise(n, d, 1));
    let task = Task::View { input: Input::X1, rows: Arc::new((0..n as u32).collect()) };
    // Twice there and back for half of the samples, and once for all.
    told(&task, Some(&data), (2 * 2 * 4096 * d * 256 + n * d * 256) as f64);
}

#[test]
fn a_probe_of_many_symbols() {
    let (n, d, ky) = (2048, 64, 50);
    let views = vec![Arc::new(noise(n, d, 1)), Arc::new(noise(n, d, 2))];
    let y = Arc::new(codes(n, ky, 3));
    for source in [Source::Both, Source::Products] {
        let task = Task::Probe { source, views: views.clone(), y: y.clone(), seed: 7, keep: false };
        // Of each fold at least two fits of one step, two products each, of 128 features.
        let (_, shares) = told(&task, None, (5 * 2 * 2 * n * ky * 128) as f64);
        // More words than folds, so that it moves within one.
        assert!(shares.windows(2).filter(|pair| pair[0] < pair[1]).count() > 20, "{shares:?}");
    }
}

#[test]
fn a_newton_step_is_told_of_within() {
    let (n, k) = (60_000, 200);
    let counts = Counts::from_codes(&codes(n, k, 1), &codes(n, k, 2), &codes(n, 2, 3)).unwrap();
    let mut words = vec![0];
    let mut listen = |step: &Step| {
        words.resize(words.len().max(step.newton_steps + 1), 0);
        words[step.newton_steps] += 1;
        ControlFlow::Continue(())
    };
    let solution = solve(&counts.pmf().pairs(), &SolverOptions::default(), None, &mut listen).unwrap();
    assert!(solution.newton_steps > 0);
    // Two panels of 192 rows each, and at the beginning and the end.
    assert!(words[1..].iter().all(|&words| words >= 3), "{words:?}");
    // It stops within a step, too.
    let mut left = 0;
    let mut stop = |step: &Step| {
        left += usize::from(step.newton_steps > 0);
        if left > 1 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let stopped = solve(&counts.pmf().pairs(), &SolverOptions::default(), None, &mut stop).unwrap();
    assert_eq!(stopped.termination, Termination::Interrupted);
}

#[test]
fn solving_and_inferring_move_on() {
    let (n, k, ky) = (4000, 24, 6);
    let counts = Arc::new(Counts::from_codes(&codes(n, k, 1), &codes(n, k, 2), &codes(n, ky, 3)).unwrap());
    let (table, tolerance) = (Table::of(0), 1e-6);
    let (_, shares) = told(&Task::Solve { table, counts: counts.clone(), tolerance }, None, 0.0);
    assert!(*shares.last().unwrap() > 0.3, "{shares:?}");
    let (_, shares) = told(&Task::Infer { table, counts, seed: 7, tolerance }, None, 0.0);
    // The last phase tells of itself too.
    assert!(*shares.last().unwrap() > 0.9, "{shares:?}");
    let moved = shares.windows(2).filter(|pair| pair[0] < pair[1]).count();
    assert!(moved > 25, "{moved} different shares");
}

/// Work of all tasks of an analysis of the digits as it turned out, and as it was foreseen.
fn found_and_foreseen(options: Options) -> [f64; 2] {
    let read = |name: &str| {
        let path = format!("{}/tests/golden/digits/{name}.npy", env!("CARGO_MANIFEST_DIR"));
        let bytes = std::fs::read(path).unwrap();
        read::read(name, &bytes, &Selection::default()).unwrap()
    };
    let inputs = [("top", 0), ("bottom", 1), ("digit", 2)]
        .map(|(name, number)| discretize::prepare(read(name), &options.preparation, number).unwrap());
    let mut plan = Plan::new(options, inputs.each_ref().map(Shape::of)).unwrap();
    let [foreseen, _] = plan.foresee([32, 32, 1]);
    let mut found = 0.0;
    while !plan.done() {
        for ready in plan.ready() {
            found += ready.work;
            let input = ready.task.input().map(|input| &inputs[input as usize]);
            let outcome = run(&ready.task, input, &mut |_, _| ControlFlow::Continue(())).unwrap();
            plan.complete(ready.id, outcome).unwrap();
        }
    }
    [found, foreseen]
}

#[test]
fn what_is_foreseen_holds_to_within_a_factor_of_two_once_all_is_known() {
    let auto = Options { partitions: 3, ..Options::default() };
    let fixed = Options { k: CodeCount::Fixed(10), partitions: 3, ..Options::default() };
    let plain = Options { method: Method::Plugin, ..Options::default() };
    for options in [auto, fixed, plain] {
        let [found, foreseen] = found_and_foreseen(options);
        assert!(foreseen < 2.0 * found && found < 2.0 * foreseen, "{found} s, {foreseen} s foreseen");
    }
}

#[test]
fn what_an_analysis_will_take_is_foreseen_before_anything_is_loaded() {
    let shape = |features| Shape { features, labels: false, ..Shape::of_labels(20_000) };
    let y = |symbols| Shape { symbols: Some(symbols), ..Shape::of_labels(20_000) };
    let foreseen = |k, symbols, features| {
        let options = Options { k: CodeCount::Fixed(k), ..Options::default() };
        let plan = Plan::new(options, [shape(features), shape(features), y(symbols)]).unwrap();
        plan.foresee([features, features, 1])
    };
    let [seconds, longest] = foreseen(16, 10, 256);
    assert!(longest > 0.0 && longest < seconds);
    // More codes, wider samples and more values of y take longer.
    for [more, _] in [foreseen(64, 10, 256), foreseen(16, 10, 1024), foreseen(16, 200, 256)] {
        assert!(more > 1.2 * seconds, "{more} {seconds}");
    }
}
