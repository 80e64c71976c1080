//! Rows that are elsewhere: counts alone, as of a link or of another engine, and files of which memory holds
//! a part.

use std::ops::ControlFlow;

use modalens::analysis::{self, Outcome, Plan, Ready, Task};
use modalens::data::codes::Codes;
use modalens::data::counts::Counts;
use modalens::data::matrix::Matrix;
use modalens::discretize::{self, Codebook, Coder, Prepared};
use modalens::error::Error;
use modalens::options::{CodeCount, Options};
use modalens::read::array::Values;
use modalens::read::{self, LoadHow, Loader, SampleHow, Selection};
use modalens::report::{InputFacts, Report};

use super::analysis::{DIGITS, analyze, input, path};

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
