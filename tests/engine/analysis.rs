//! The whole pipeline on real files: the digits and emoji reports are golden, and the WebAssembly
//! build is held to the same files (`tests/web/golden.test.ts`), so that both agree bit for bit.
//!
//! After a change of a number that is meant (say so in CHANGELOG.md): `MODALENS_BLESS=1 cargo test golden`.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use modalens::analysis::{self, Phase, Plan, Ready, Task};
use modalens::check::Level;
use modalens::data::matrix::Matrix;
use modalens::discretize::choose_k::Reason;
use modalens::discretize::{self, Prepared};
use modalens::error::Error;
use modalens::options::{Auto, CodeCount, Method, Options};
use modalens::read::array::Array;
use modalens::read::{self, Selection};
use modalens::report::{InputFacts, Report};
use modalens::rng::{Purpose, Rng};

pub(crate) fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

pub(crate) fn input(file: &str, number: u8, options: &Options) -> (Prepared, InputFacts) {
    let bytes = std::fs::read(path(file)).unwrap();
    let name = file.rsplit('/').next().unwrap();
    let array = read::read(name, &bytes, &Selection::default()).unwrap();
    let facts = InputFacts {
        name: Some(name.into()),
        shape: array.facts.shape.iter().map(|&n| n as usize).collect(),
        dtype: array.facts.dtype.clone(),
        repeated: array.facts.repeated,
        ..InputFacts::default()
    };
    let prepared = discretize::prepare(array, &options.preparation, number).unwrap();
    let preparation = prepared.report().cloned();
    (prepared, InputFacts { preparation, ..facts })
}

pub(crate) fn analyze(files: [&str; 3], options: &Options) -> modalens::error::Result<(Report, Plan)> {
    let [x1, x2, y] = [0, 1, 2].map(|i| input(files[i], i as u8, options));
    let inputs = [(&x1.0, x1.1), (&x2.0, x2.1), (&y.0, y.1)];
    analysis::analyze(options, inputs, &mut |_, _| ControlFlow::Continue(()))
}

pub(crate) const DIGITS: [&str; 3] =
    ["tests/golden/digits/top.npy", "tests/golden/digits/bottom.npy", "tests/golden/digits/digit.npy"];
const EMOJI: [&str; 3] =
    ["www/public/emoji/image_layer6.npy", "www/public/emoji/text.npy", "www/public/emoji/label.npy"];

fn golden(files: [&str; 3], options: &Options, file: &str) {
    let (report, _) = analyze(files, options).unwrap();
    let found = serde_json::to_string_pretty(&report).unwrap() + "\n";
    if std::env::var_os("MODALENS_BLESS").is_some() {
        std::fs::write(path(file), &found).unwrap();
    }
    let expected = std::fs::read_to_string(path(file)).unwrap();
    assert!(found == expected, "{file} differs: a number changed");
}

#[test]
fn golden_digits() {
    let options = Options { k: CodeCount::Fixed(10), seed: 1, ..Options::default() };
    golden(DIGITS, &options, "tests/golden/report_digits.json");
}

#[test]
fn golden_emoji() {
    let names = ["image", "text", "label"].map(String::from);
    golden(EMOJI, &Options { names, ..Options::default() }, "tests/golden/report_emoji.json");
}

#[test]
fn the_examples_end_without_a_caution_that_another_k_would_avoid() {
    for files in [EMOJI, DIGITS] {
        let options = Options { method: Method::Plugin, ..Options::default() };
        let (report, _) = analyze(files, &options).unwrap();
        let avoidable: Vec<_> = report.warnings.iter().filter(|w| w.smaller_k.is_some()).collect();
        assert!(avoidable.is_empty(), "{avoidable:?}");
        let trade = report.partition.trade.unwrap();
        let of = |k: usize| trade.tried.iter().find(|t| t.k == k).unwrap().clone();
        let (taken, larger) = (of(report.partition.k1), of(8));
        assert_eq!((taken.k, trade.reason), (6, Reason::EnoughSamples));
        assert!(larger.i12_bits > taken.i12_bits + 0.1, "a larger K keeps more");
        assert!(larger.synergy_width_bits > taken.synergy_width_bits, "and costs more");
    }
}

/// scikit-learn's K-means at K = 10 gives 2.01, 1.99 and 2.96 bits on the samples as they are.
#[test]
fn plugin_values_of_the_digits_are_those_of_scikit_learn() {
    let mut options = Options { k: CodeCount::Fixed(10), method: Method::Plugin, ..Options::default() };
    options.preparation.l2 = false;
    let (report, _) = analyze(DIGITS, &options).unwrap();
    let information = &report.information_bits;
    for (found, expected) in [(&information.i1, 2.01), (&information.i2, 1.99), (&information.i12, 2.96)] {
        assert!((found.plugin - expected).abs() < 0.05, "{} against {expected}", found.plugin);
        assert_eq!((found.method.as_str(), found.lower), ("plugin", None));
    }
}

#[test]
fn defaults_on_the_digits_find_redundancy_both_uniques_and_balance() {
    let (report, _) = analyze(DIGITS, &Options::default()).unwrap();
    assert_eq!(report.options.k, CodeCount::Auto(Auto::Auto));
    let atoms = &report.atoms_bits;
    for atom in [&atoms.redundancy, &atoms.unique1, &atoms.unique2] {
        assert_eq!(atom.present, Some(true), "{atom:?}");
    }
    let share = report.contribution.c1.estimate.unwrap();
    assert!((share - 0.5).abs() < 0.1, "contributions near balance: {share}");
}

/// A continuous y of one column in four bins of equal counts: H(Y) is 2 bits.
#[test]
fn a_column_of_numbers_is_cut_at_its_quantiles_when_asked() {
    let values: Vec<f32> = (0..400u32).map(|i| (i * 7919 % 400) as f32 + 0.5).collect();
    let matrix = modalens::data::matrix::Matrix::from_vec(400, 1, values).unwrap();
    let y = modalens::read::array::Array::from_matrix("y", matrix).unwrap();
    let y = discretize::prepare(y, &Options::default().preparation, 2).unwrap();
    let codes = discretize::quantiles(&y, 4).unwrap();
    let sizes = [0, 1, 2, 3].map(|code| codes.codes.iter().filter(|&&c| c == code).count());
    assert_eq!(sizes, [100; 4]);
    let options =
        Options { k: CodeCount::Fixed(4), ky: CodeCount::Fixed(4), y_quantiles: true, ..Options::default() };
    let shape = |labels| analysis::Shape { labels, ..analysis::Shape::of_labels(400) };
    let mut plan = Plan::new(options.clone(), [shape(true), shape(true), shape(false)]).unwrap();
    let tasks: Vec<_> = plan.ready().into_iter().map(|ready| ready.task).collect();
    assert!(tasks.iter().any(|task| matches!(task, Task::Quantiles { bins: 4 })), "{tasks:?}");
    let (wide, _) = input(DIGITS[0], 2, &options);
    assert!(matches!(discretize::quantiles(&wide, 4), Err(Error::InvalidOption { .. })));
}

/// What was done to the embeddings is said, not silent.
#[test]
fn the_effect_of_the_preparation_is_in_the_report() {
    let mut options = Options { k: CodeCount::Fixed(4), method: Method::Plugin, ..Options::default() };
    options.preparation.pca = Some(5);
    let (report, _) = analyze(DIGITS, &options).unwrap();
    let effect = report.inputs.x1.preparation.unwrap();
    let kept = effect.variance_kept.unwrap();
    assert!(kept > 0.4 && kept < 1.0, "{kept}");
    assert_eq!((effect.zero_samples, effect.l2_skipped, report.inputs.y.preparation), (0, false, None));
}

/// One file twice: K-means may group it in two ways, so what looks unique then is put down to that.
#[test]
fn one_file_as_both_sources_is_noted() {
    let twice = [DIGITS[0], DIGITS[0], DIGITS[2]];
    let options = Options { k: CodeCount::Fixed(4), n_init: 2, ..Options::default() };
    let [mut x1, mut x2, y] = [0, 1, 2].map(|i| input(twice[i], i as u8, &options));
    x1.1.sha256 = Some("ab".repeat(32));
    x2.1.sha256 = x1.1.sha256.clone();
    let inputs = [(&x1.0, x1.1), (&x2.0, x2.1), (&y.0, y.1)];
    let (report, _) = analysis::analyze(&options, inputs, &mut |_, _| ControlFlow::Continue(())).unwrap();
    let note = report.warnings.iter().find(|w| w.code == "same_sources").expect("noted");
    assert!(note.message.starts_with("x1 and x2 hold the same numbers."), "{}", note.message);
    assert_eq!(note.level, Level::Note);
    let (report, _) = analyze(DIGITS, &options).unwrap();
    assert!(report.warnings.iter().all(|w| w.code != "same_sources"));
}

/// The tasks in any order, as a pool of workers ends them, give the same report.
#[test]
fn the_order_in_which_tasks_end_changes_nothing() {
    let options = Options { k: CodeCount::Fixed(6), partitions: 3, n_init: 3, ..Options::default() };
    let (expected, _) = analyze(DIGITS, &options).unwrap();
    let inputs = [0, 1, 2].map(|i| input(DIGITS[i], i as u8, &options));
    let shapes = [0, 1, 2].map(|i| analysis::Shape::of(&inputs[i].0));
    let mut plan = Plan::new(options, shapes).unwrap();
    while !plan.done() {
        let mut tasks = plan.ready();
        tasks.reverse();
        for Ready { id, task, .. } in tasks {
            let loaded = task.input().map(|i| &inputs[i as usize].0);
            let outcome = analysis::run(&task, loaded, &mut |_, _| ControlFlow::Continue(())).unwrap();
            plan.complete(id, outcome).unwrap();
        }
    }
    let facts = inputs.map(|(_, facts)| facts);
    assert_eq!(analysis::report(&plan, &facts).unwrap(), expected);
}

/// Estimates are means over partitions, errors have a part from each source of chance, and the one that is
/// shown is the best by inertia.
#[test]
fn estimates_are_pooled_over_partitions() {
    let options = Options { k: CodeCount::Fixed(6), partitions: 4, ..Options::default() };
    let (report, plan) = analyze(DIGITS, &options).unwrap();
    assert_eq!(report.partitions.len(), 4);
    assert_eq!(report.partitions.iter().map(|p| p.seed).collect::<Vec<_>>(), [0, 1, 2, 3]);
    let own: Vec<f64> = report.partitions.iter().map(|p| p.atoms_bits.estimate.unwrap().unique1).collect();
    let (mean, unique1) = (own.iter().sum::<f64>() / 4.0, &report.atoms_bits.unique1);
    assert!((unique1.estimate.unwrap() - mean).abs() < 1e-12, "{unique1:?} {mean}");
    let [se, within, between] = [unique1.se, unique1.se_within, unique1.se_between].map(Option::unwrap);
    assert!((se * se - within * within - between * between).abs() < 1e-12);
    let spread = own.iter().map(|u| (u - mean) * (u - mean)).sum::<f64>() / 3.0 / 4.0;
    assert!(spread > 0.0 && (between * between - spread).abs() < 1e-12, "{between} {spread}");
    assert_eq!(unique1.present_in_partitions.unwrap()[1], 4);
    let sum =
        |p: &modalens::report::PooledPartition| -> [f64; 2] { [p.inertia1, p.inertia2].map(Option::unwrap) };
    let least = |i: usize| report.partitions.iter().map(|p| sum(p)[i]).fold(f64::INFINITY, f64::min);
    let relative = |p| sum(p)[0] / least(0) + sum(p)[1] / least(1);
    let shown = &report.partitions[report.partition.number];
    assert!(report.partitions.iter().all(|other| relative(shown) <= relative(other)));
    assert_eq!(shown.inertia1, report.partition.x1.as_ref().map(|clustering| clustering.inertia));
    let extras = analysis::extras(&plan).unwrap();
    let [x1, x2, y] = extras.codes.unwrap();
    assert_eq!(&modalens::data::counts::Counts::from_codes(x1, x2, y).unwrap(), extras.counts);
    let sentence = "The partial information decomposition of what 6 K-means codes of x1 and 6 K-means codes \
    of x2 tell of \
                    y, averaged over K-means solutions of 1797 samples.";
    assert_eq!(report.estimand, sentence);
}

#[test]
fn one_partition_is_one_solution_and_a_plugin_run_takes_the_best_of_all_restarts() {
    let options = Options { k: CodeCount::Fixed(10), partitions: 1, ..Options::default() };
    let (report, _) = analyze(DIGITS, &options).unwrap();
    assert_eq!(report.partitions.len(), 1);
    assert_eq!((report.atoms_bits.synergy.se_between, report.partition.seed_agreement), (Some(0.0), None));
    assert!(report.estimand.ends_with(", in one K-means solution of 1797 samples."), "{}", report.estimand);
    let plugin = Options { partitions: 5, method: Method::Plugin, ..options };
    let (best, _) = analyze(DIGITS, &plugin).unwrap();
    let inertia = |report: &Report| {
        let of = |clustering: &Option<modalens::report::Clustering>| clustering.as_ref().unwrap().inertia;
        of(&report.partition.x1) + of(&report.partition.x2)
    };
    assert!(inertia(&best) < inertia(&report), "{} of {}", inertia(&best), inertia(&report));
    assert_eq!(best.partitions.len(), 1);
    assert_eq!(best.partitions[0].atoms_bits.estimate, None);
}

/// Plug-in values at once, then estimates pooled over the partitions that are there; the share of the work
/// that is done never falls.
#[test]
fn previews_come_as_partitions_finish_and_progress_never_falls() {
    let options = Options { partitions: 3, ..Options::default() };
    let inputs = [0, 1, 2].map(|i| input(DIGITS[i], i as u8, &options));
    let facts = inputs.clone().map(|(_, facts)| facts);
    let mut plan = Plan::new(options, [0, 1, 2].map(|i| analysis::Shape::of(&inputs[i].0))).unwrap();
    let (mut seen, mut share) = (vec![], 0.0);
    while !plan.done() {
        for Ready { id, task, .. } in plan.ready() {
            let loaded = task.input().map(|i| &inputs[i as usize].0);
            let outcome = analysis::run(&task, loaded, &mut |_, _| ControlFlow::Continue(())).unwrap();
            plan.complete(id, outcome).unwrap();
            assert!(plan.share() >= share && plan.share() <= 1.0, "{} after {share}", plan.share());
            share = plan.share();
            let preview = analysis::preview(&plan, &facts);
            let [inferred, all] = plan.partitions();
            assert_eq!(all, 3);
            let Some(preview) = preview else { continue };
            assert_eq!(preview.partitions.len(), inferred.max(1));
            assert_eq!(preview.atoms_bits.redundancy.estimate.is_some(), inferred > 0);
            seen.push(inferred);
        }
    }
    assert!((share - 1.0).abs() < 1e-9, "{share}");
    assert!(plan.remaining().abs() < 1e-9);
    seen.dedup();
    assert_eq!(seen, [0, 1, 2, 3]);
}

/// A fit sees 16,384 samples, drawn anew for every partition; all samples are coded by its codebook.
#[test]
fn large_inputs_are_fitted_on_draws_and_coded_as_a_whole() {
    let n = 20_000;
    let mut rng = Rng::new(5, Purpose::Test, 0, 0);
    let values: Vec<f32> = (0..n * 3).map(|i| (rng.normal() + 2.0 * ((i / 3) % 4) as f64) as f32).collect();
    let matrix = Matrix::from_vec(n, 3, values.clone()).unwrap();
    let mut options = Options { k: CodeCount::Fixed(4), partitions: 2, ..Options::default() };
    options.preparation.l2 = false;
    let x = discretize::prepare(Array::from_matrix("x", matrix).unwrap(), &options.preparation, 0).unwrap();
    let text: Vec<String> = (0..n).map(|i| (i % 4).to_string()).collect();
    let y = read::read("y.txt", text.join("\n").as_bytes(), &Selection::default()).unwrap();
    let y = discretize::prepare(y, &options.preparation, 2).unwrap();
    let facts = input(DIGITS[2], 2, &options).1;
    let inputs = [(&x, facts.clone()), (&x, facts.clone()), (&y, facts)];
    let (report, plan) = analysis::analyze(&options, inputs, &mut |_, _| ControlFlow::Continue(())).unwrap();
    assert_eq!(report.partition.fitted_on, Some(16_384));
    let told = report.passed.iter().find(|check| check.code == "fitted_on_sample").expect("told");
    assert_eq!(told.message, "K-means saw 16,384 of the 20,000 samples of x1.");
    let inertias: Vec<_> = report.partitions.iter().map(|p| p.inertia1).collect();
    assert_ne!(inertias[0], inertias[1], "another draw");
    assert_eq!(report.partition.x1.as_ref().unwrap().sizes.iter().sum::<usize>(), n);
    let extras = analysis::extras(&plan).unwrap();
    let mut codes = vec![];
    extras.codebooks[0].unwrap().assign(&values, &mut codes).unwrap();
    assert_eq!(codes, extras.codes.unwrap()[0].codes);
}

/// Where y is clustered, another solution of it is another partition too.
#[test]
fn a_clustered_y_is_pooled_as_well() {
    let files = [DIGITS[0], DIGITS[2], DIGITS[1]];
    let options =
        Options { k: CodeCount::Fixed(6), ky: CodeCount::Fixed(4), partitions: 3, ..Options::default() };
    let (report, _) = analyze(files, &options).unwrap();
    assert_eq!((report.partitions.len(), report.partition.ky), (3, 4));
    assert!(report.estimand.contains("tell of 4 K-means codes of y"), "{}", report.estimand);
    let plugin: Vec<f64> = report.partitions.iter().map(|p| p.atoms_bits.plugin.redundancy).collect();
    assert!(plugin[0] != plugin[1] && plugin[1] != plugin[2], "{plugin:?}");
}

#[test]
fn stopping_is_told_as_interrupted() {
    let options = Options { k: CodeCount::Fixed(6), ..Options::default() };
    let inputs = [0, 1, 2].map(|i| input(DIGITS[i], i as u8, &options));
    let [x1, x2, y] = &inputs;
    let inputs = [(&x1.0, x1.1.clone()), (&x2.0, x2.1.clone()), (&y.0, y.1.clone())];
    let mut calls = 0;
    let stopped = analysis::analyze(&options, inputs, &mut |phase, _| {
        calls += 1;
        if phase == Phase::CodesX2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!(stopped.err(), Some(Error::Interrupted));
    assert!(calls > 1, "it had begun");
}

#[test]
fn what_cannot_be_analysed_is_refused_before_any_work() {
    let shape = |rows| analysis::Shape { labels: false, ..analysis::Shape::of_labels(rows) };
    let refused = Plan::new(Options::default(), [shape(10), shape(10), shape(9)]);
    assert_eq!(refused.err(), Some(Error::RowCountMismatch { x1: 10, x2: 10, y: 9 }));
    let options = Options { k: CodeCount::Fixed(11), ..Options::default() };
    let refused = Plan::new(options, [shape(10); 3]);
    assert_eq!(refused.err(), Some(Error::TooManyCodes { input: "x1", k: 11, n: 10 }));
}
