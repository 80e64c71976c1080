//! The whole pipeline on real files: the digits and emoji reports are golden, and the WebAssembly
//! build is held to the same files (`tests/web/golden.test.ts`), so that both agree bit for bit.
//!
//! After a change of a number that is meant (say so in CHANGELOG.md): `MODALENS_BLESS=1 cargo test golden`.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use modalens::analysis::{self, Outcome, Phase, Plan, Ready, Task};
use modalens::check::Level;
use modalens::data::codes::Codes;
use modalens::data::counts::Counts;
use modalens::data::matrix::Matrix;
use modalens::discretize::choose_k::Reason;
use modalens::discretize::{self, Codebook, Coder, Prepared};
use modalens::error::Error;
use modalens::options::{Auto, CodeCount, Method, Options};
use modalens::read::array::{Array, Values};
use modalens::read::{self, LoadHow, Loader, SampleHow, Selection};
use modalens::report::{InputFacts, Report};
use modalens::rng::{Purpose, Rng};

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn input(file: &str, number: u8, options: &Options) -> (Prepared, InputFacts) {
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

fn analyze(files: [&str; 3], options: &Options) -> modalens::error::Result<(Report, Plan)> {
    let [x1, x2, y] = [0, 1, 2].map(|i| input(files[i], i as u8, options));
    let inputs = [(&x1.0, x1.1), (&x2.0, x2.1), (&y.0, y.1)];
    analysis::analyze(options, inputs, &mut |_, _| ControlFlow::Continue(()))
}

const DIGITS: [&str; 3] =
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

/// The report of counts alone, one table a partition.
fn recounted(options: Options, tables: Vec<Counts>) -> Report {
    let mut plan = Plan::from_tables(options, tables).unwrap();
    while !plan.done() {
        for Ready { id, task, .. } in plan.ready() {
            let outcome = analysis::run(&task, None, &mut |_, _| ControlFlow::Continue(())).unwrap();
            plan.complete(id, outcome).unwrap();
        }
    }
    analysis::report(&plan, &std::array::from_fn(|_| InputFacts::default())).unwrap()
}

fn same_numbers(report: &Report, other: &Report) {
    assert_eq!(other.atoms_bits, report.atoms_bits);
    assert_eq!(other.information_bits, report.information_bits);
    assert_eq!(other.contribution, report.contribution);
    assert_eq!(other.ranking, report.ranking);
}

/// What a shared link is checked with: counts alone give the same estimates.
#[test]
fn counts_alone_give_the_same_estimates() {
    let options = Options { k: CodeCount::Fixed(6), partitions: 1, n_init: 3, ..Options::default() };
    let (report, plan) = analyze(DIGITS, &options).unwrap();
    let counts = analysis::extras(&plan).unwrap().counts.clone();
    let recounted = recounted(options, vec![counts]);
    same_numbers(&report, &recounted);
    assert_eq!(recounted.solver, report.solver);
}

/// Rows that are counted elsewhere, by the codebooks of all partitions.
#[test]
fn counts_of_all_partitions_give_the_same_pooled_estimates() {
    let options = Options { k: CodeCount::Fixed(5), partitions: 3, n_init: 1, ..Options::default() };
    let (report, plan) = analyze(DIGITS, &options).unwrap();
    let extras = analysis::extras(&plan).unwrap();
    let features = |file: &str| {
        let array = read::read(file, &std::fs::read(path(file)).unwrap(), &Selection::default()).unwrap();
        let Values::Matrix(matrix) = array.values else { panic!() };
        matrix
    };
    let [x1, x2] = [DIGITS[0], DIGITS[1]].map(features);
    let coded = |samples: &Matrix, codebook: Option<&Codebook>| {
        let (codebook, mut codes) = (codebook.unwrap(), vec![]);
        codebook.assign(samples.values(), &mut codes).unwrap();
        Codes { codes, size: codebook.size() }
    };
    let y = extras.codes.unwrap()[2];
    let count =
        |of: &[Option<&Codebook>; 3]| Counts::from_codes(&coded(&x1, of[0]), &coded(&x2, of[1]), y).unwrap();
    let mut tables: Vec<Counts> = extras.partitions.iter().map(count).collect();
    let found = recounted(Options::default(), tables.clone());
    same_numbers(&report, &found);
    assert_eq!((found.partitions.len(), found.options.partitions), (3, 3));
    assert!(found.estimand.contains("averaged over the 3 partitions"), "{}", found.estimand);
    tables[1].counts[0] += 1;
    let refused = Plan::from_tables(Options::default(), tables).unwrap_err();
    assert!(refused.message().contains("1797 and 1798 samples"), "{}", refused.message());
    assert!(matches!(Plan::from_tables(Options::default(), vec![]), Err(Error::EmptyTable)));
}

/// An input of which K-means sees `bytes` bytes, with its shape.
fn sampled(file: &str, number: u8, options: &Options, bytes: u64) -> (Prepared, analysis::Shape) {
    let content = std::fs::read(path(file)).unwrap();
    let how = LoadHow { sample: Some(SampleHow { bytes, seed: options.seed }), ..LoadHow::default() };
    let mut loader = Loader::new(file, content.len() as u64, &Selection::default(), how.retain(number));
    loader.push(&content).unwrap();
    let array = loader.finish().unwrap();
    let rows = array.facts.rows;
    let prepared = discretize::prepare(array, &options.preparation, number).unwrap();
    let shape = analysis::Shape { rows, ..analysis::Shape::of(&prepared) };
    (prepared, shape)
}

/// Analyses the digits within a budget, as a page does: files are read again to be coded.
fn within(bytes: u64, options: &Options) -> (Report, Plan) {
    let inputs = [0, 1, 2].map(|i| sampled(DIGITS[i], i as u8, options, bytes));
    let mut plan = Plan::new(options.clone(), [0, 1, 2].map(|i| inputs[i].1)).unwrap();
    while !plan.done() {
        for Ready { id, task, .. } in plan.ready() {
            let outcome = if let Task::AssignFile { input, fits } = task {
                let codebooks = fits.into_iter().map(|(_, codebook)| (*codebook).clone()).collect();
                let content = std::fs::read(path(DIGITS[input as usize])).unwrap();
                let size = content.len() as u64;
                let mut coder = Coder::new("x.npy", size, &Selection::default(), codebooks);
                content.chunks(1000).for_each(|piece| coder.push(piece).unwrap());
                Outcome::Streamed(coder.finish(&[]).unwrap())
            } else {
                let loaded = task.input().map(|i| &inputs[i as usize].0);
                analysis::run(&task, loaded, &mut |_, _| ControlFlow::Continue(())).unwrap()
            };
            plan.complete(id, outcome).unwrap();
        }
    }
    let facts = [0, 1, 2].map(|i| input(DIGITS[i], i as u8, options).1);
    (analysis::report(&plan, &facts).unwrap(), plan)
}

#[test]
fn beyond_the_budget_k_means_sees_a_sample_and_every_sample_is_coded() {
    let options = Options { partitions: 2, n_init: 2, seed: 1, ..Options::default() };
    let (whole, _) = analyze(DIGITS, &options).unwrap();
    let (report, plan) = within(1 << 30, &options);
    assert_eq!((&report, report.partition.fitted_on), (&whole, None));

    let (report, again) = within(700 * 32 * 4, &options);
    assert_eq!((report.n, report.partition.fitted_on), (1797, Some(700)));
    let clustering = report.partition.x1.as_ref().unwrap();
    assert_eq!(clustering.sizes.iter().sum::<usize>(), 1797);
    let notes: Vec<_> = report.warnings.iter().filter(|w| w.code == "fitted_on_sample").collect();
    assert_eq!(notes.len(), 2);
    assert!(notes[0].message.starts_with("K-means saw 700 of the 1,797 samples of x1."), "{notes:?}");
    let found = report.information_bits.i12.plugin;
    assert!((found - whole.information_bits.i12.plugin).abs() < 0.2, "{found}");
    assert_eq!(within(700 * 32 * 4, &options).0, report);
    let codes = |plan: &Plan| analysis::extras(plan).unwrap().codes.unwrap().map(Clone::clone);
    assert_ne!(codes(&plan)[0], codes(&again)[0]);
    assert_eq!(codes(&plan)[2], codes(&again)[2]);
    // The codes are those that the codebook gives.
    let codebook = analysis::extras(&again).unwrap().codebooks[0].unwrap().clone();
    let content = std::fs::read(path(DIGITS[0])).unwrap();
    let mut coder = Coder::new("x.npy", content.len() as u64, &Selection::default(), vec![codebook]);
    coder.push(&content).unwrap();
    assert_eq!(coder.finish(&[]).unwrap()[0], codes(&again)[0].codes);
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
