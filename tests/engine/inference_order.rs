//! What can be seen of how the inputs were made: rows in another order, the same numbers twice, samples
//! that repeat others.

use std::ops::ControlFlow;

use modalens::analysis;
use modalens::check::Level;
use modalens::data::codes::Codes;
use modalens::data::counts::Counts;
use modalens::data::matrix::Matrix;
use modalens::discretize::{self, Prepared};
use modalens::infer::{InferenceOptions, infer};
use modalens::options::Options;
use modalens::read::array::Array;
use modalens::report::{InputFacts, Report};
use modalens::rng::{Purpose, Rng};
use modalens::synthetic::{self, GenerateOptions, Sample, generate};

fn drawn(name: &str, n: usize, seed: u64) -> [Vec<u32>; 3] {
    let sample =
        generate(name, &GenerateOptions { n, d: 1, seed, ..GenerateOptions::default() }).expect("sample");
    let [x1, x2] = sample.states;
    [x1, x2, sample.y]
}

fn shuffled(codes: &[u32], seed: u64) -> Vec<u32> {
    let mut rng = Rng::new(seed, Purpose::Test, 7, 0);
    let mut codes = codes.to_vec();
    for i in (1..codes.len()).rev() {
        codes.swap(i, rng.below(i as u64 + 1) as usize);
    }
    codes
}

fn apart(name: &str, codes: [&[u32]; 3]) -> [bool; 3] {
    let shape = synthetic::pmf(name, None).expect("known").shape;
    let [x1, x2, y] = [0, 1, 2].map(|i| Codes { codes: codes[i].to_vec(), size: shape[i] });
    let counts = Counts::from_codes(&x1, &x2, &y).expect("table");
    let go_on = &mut |_, _, _| ControlFlow::Continue(());
    infer(&counts, &InferenceOptions { seed: 7, tolerance: 1e-6 }, go_on).expect("inference").alone.apart
}

#[test]
fn an_input_in_another_order_is_seen_whichever_it_is() {
    for name in ["A_mixed", "C_xor", "VLM_add_sym"] {
        for seed in 0..8 {
            let [x1, x2, y] = drawn(name, 1000, seed);
            assert_eq!(apart(name, [&x1, &x2, &y]), [false; 3], "{name} {seed} as it is");
            assert!(apart(name, [&x1, &shuffled(&x2, seed), &y])[1], "{name} {seed}: x2");
            assert!(apart(name, [&x1, &x2, &shuffled(&y, seed)])[2], "{name} {seed}: y");
        }
    }
}

#[test]
fn dependence_is_rarely_seen_where_there_is_none() {
    // Nothing depends on anything: each of the three is apart but for one test in a hundred.
    let seen = (0..40)
        .map(|seed| {
            let [x1, x2, y] = drawn("E_null", 600, seed);
            let x1 = shuffled(&x1, seed);
            apart("E_null", [&x1, &x2, &y]).iter().filter(|&&apart| !apart).count()
        })
        .sum::<usize>();
    assert!(seen <= 6, "{seen} of 120");
}

fn numbers(values: &[f32], d: usize) -> Prepared {
    let matrix = Matrix::from_vec(values.len() / d, d, values.to_vec()).expect("matrix");
    discretize::prepare(Array::from_matrix("x", matrix).unwrap(), &Options::default().preparation, 0).unwrap()
}

fn facts(sha256: Option<&str>) -> InputFacts {
    InputFacts { dtype: "<f4".into(), sha256: sha256.map(String::from), ..InputFacts::default() }
}

/// `x` are rows of embeddings; both come from one file by their hash.
fn report(x: [&ndarray::Array2<f32>; 2], y: &[u32]) -> Report {
    let [x1, x2] = x.map(|x| numbers(&x.iter().copied().collect::<Vec<_>>(), x.ncols()));
    let text = y.iter().map(u32::to_string).collect::<Vec<_>>().join("\n");
    let selection = modalens::read::Selection::default();
    let array = modalens::read::read("y.txt", text.as_bytes(), &selection).unwrap();
    let y = discretize::prepare(array, &Options::default().preparation, 2).unwrap();
    let inputs = [(&x1, facts(Some("ab"))), (&x2, facts(Some("ab"))), (&y, facts(None))];
    analysis::analyze(&Options::default(), inputs, &mut |_, _| ControlFlow::Continue(())).unwrap().0
}

fn sample(name: &str) -> Sample {
    generate(name, &GenerateOptions { n: 600, d: 8, sigma: 1.0, seed: 3, ..GenerateOptions::default() })
        .expect("sample")
}

#[test]
fn two_members_of_one_file_are_two_sources_and_equal_numbers_are_one() {
    let sample = sample("A_mixed");
    let codes = |report: &Report| -> Vec<String> { report.warnings.iter().map(|w| w.code.clone()).collect() };
    let two = report([&sample.x1, &sample.x2], &sample.y);
    assert!(!codes(&two).contains(&"same_sources".into()), "{:?}", codes(&two));
    let one = report([&sample.x1, &sample.x1], &sample.y);
    let note = one.warnings.iter().find(|w| w.code == "same_sources").expect("the same numbers");
    assert!(note.message.starts_with("x1 and x2 hold the same numbers."), "{}", note.message);
}

#[test]
fn the_report_says_that_rows_may_be_in_another_order() {
    let sample = sample("A_mixed");
    let told = |report: &Report| {
        let mut all = report.warnings.iter().chain(&report.passed);
        all.find(|w| w.code == "apart").expect("looked at").clone()
    };
    assert_eq!(told(&report([&sample.x1, &sample.x2], &sample.y)).level, Level::Pass);
    let mut turned = sample.x2.clone();
    turned.invert_axis(ndarray::Axis(0));
    let found = told(&report([&sample.x1, &turned], &sample.y));
    assert_eq!(found.level, Level::Caution);
    assert!(found.message.contains("x2 shows no dependence on x1 or y"), "{}", found.message);
    assert!(found.message.contains("in another order"), "{}", found.message);
}
