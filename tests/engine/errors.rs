//! Every failure of the catalogue that the engine has can be provoked, and says what to do.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use modalens::analysis::{self, Plan, Task};
use modalens::data::codes::Codes;
use modalens::data::counts::{Counts, Pairs, Pmf};
use modalens::data::matrix::Matrix;
use modalens::decompose::ipfp::{SolverOptions, solve};
use modalens::discretize::partition::{Fit, Fitted, Which, fit};
use modalens::discretize::{self, Coder, Prepared};
use modalens::error::{Error, Origin, Result, catalogue};
use modalens::infer::{InferenceOptions, infer};
use modalens::input::Input;
use modalens::options::{CodeCount, Options, Preparation};
use modalens::read::array::{Array, Labels, Pick};
use modalens::read::{Selection, read};
use modalens::report::InputFacts;
use ndarray::arr2;

/// Codes that only JavaScript can provoke: `tests/web/failures.test.ts` does.
const IN_TYPESCRIPT: [&str; 2] = ["unknown_option", "malformed"];

fn npy(descr: &str, shape: &str, bytes: usize, fortran: bool) -> Vec<u8> {
    let fortran = if fortran { "True" } else { "False" };
    header(&format!("{{'descr': '{descr}', 'fortran_order': {fortran}, 'shape': {shape}, }}"), bytes)
}

fn header(text: &str, bytes: usize) -> Vec<u8> {
    let mut file = b"\x93NUMPY\x01\x00".to_vec();
    file.extend_from_slice(&u16::try_from(text.len()).unwrap().to_le_bytes());
    file.extend_from_slice(text.as_bytes());
    file.resize(file.len() + bytes, 0);
    file
}

fn refused(name: &str, bytes: &[u8]) -> Error {
    read(name, bytes, &Selection::default()).unwrap_err()
}

fn numbers(values: &[f32]) -> Result<Prepared> {
    let matrix = Matrix::from_vec(values.len(), 1, values.to_vec())?;
    let raw = Preparation { l2: false, ..Preparation::default() };
    discretize::prepare(Array::from_matrix("x", matrix)?, &raw, 0)
}

fn labels(values: impl IntoIterator<Item = i64>) -> Result<Prepared> {
    let array = Array::from_labels("y", Labels::from_integers(values)?, "int64")?;
    discretize::prepare(array, &Preparation::default(), 2)
}

fn facts() -> InputFacts {
    InputFacts { dtype: "float32".into(), ..InputFacts::default() }
}

/// An analysis of labels within the strata `z`.
fn within(z: &Prepared) -> Error {
    let input = labels((0..100).map(|i| i % 2)).unwrap();
    let inputs = [(&input, facts()), (&input, facts()), (&input, facts())];
    let go_on = &mut |_, _: &Plan| ControlFlow::Continue(());
    analysis::analyze_within(&Options::default(), inputs, Some((z, facts())), go_on).unwrap_err()
}

fn of_files() -> Vec<Error> {
    let npy = |descr: &str, shape: &str, bytes: usize| refused("x.npy", &npy(descr, shape, bytes, false));
    let mut long = b"\x93NUMPY\x02\x00".to_vec();
    long.extend_from_slice(&1_000_000_u32.to_le_bytes());
    let layer = Selection { pooling: Some(Pick::Layer(2)), ..Selection::default() };
    let member = Selection { member: Some("c".into()), ..Selection::default() };
    let entry = |name| format!("\"{name}\":{{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}");
    let head = format!("{{{},{}}}", entry("a"), entry("b"));
    let two = [&(head.len() as u64).to_le_bytes()[..], head.as_bytes(), &[1]].concat();
    let many: String = (0..17_000).map(|i: u32| i.to_string()).collect::<Vec<_>>().join("\n");
    vec![
        refused("x.bin", b"Dear colleague"),
        refused("x.h5", b"\x89HDF\r\n\x1a\n"),
        refused("x.npy", b"Dear colleague"),
        refused("x.npy", b"\x93NUMPY\x09\x00\x10\x00"),
        refused("x.npy", &long),
        refused("x.npy", &header("{'descr': 7}", 0)),
        npy("|O", "(2,)", 16),
        npy("<c16", "(2,)", 32),
        npy("<f4", "(4611686018427387904, 2)", 8),
        npy("<f4", "(2, 2)", 15),
        npy("<f4", "(2, 2)", 17),
        npy("<f4", "(0, 5)", 0),
        npy("<f4", "()", 4),
        npy("<f4", "(2, 3, 4)", 96),
        npy("<f4", "(1, 2, 3, 4)", 96),
        read("x.npy", &self::npy("<f4", "(2, 3, 4)", 96, false), &layer).unwrap_err(),
        numbers(&[1.0, f32::NAN]).unwrap_err(),
        refused("x.pt", b"\x80\x02cos\nsystem\n."),
        refused("x.npz", b"no zip file"),
        refused("x.jsonl", b"{\"a\":1,\"b\":2}\n"),
        refused("x.safetensors", &two),
        refused("x.txt", b"caf\xe9\n"),
        read("x.csv", b"a,b\n1,2\n", &member).unwrap_err(),
        refused("x.csv", b"a\n\"b\n"),
        refused("x.txt", many.as_bytes()),
        streamed(&self::npy("<f4", "(2, 3)", 24, true)),
    ]
}

/// A file coded row by row.
fn streamed(file: &[u8]) -> Error {
    let data = numbers(&[1.0, 2.0, 3.0]).unwrap();
    let centroids = clustered(&data, 2).unwrap().centroids;
    let codebooks = vec![data.codebook(centroids).unwrap()];
    let mut coder = Coder::new("x.npy", file.len() as u64, &Selection::default(), codebooks);
    coder.push(file).unwrap_err()
}

fn clustered(data: &Prepared, k: usize) -> Result<Fitted> {
    let which = Which { seed: 7, input: 0, number: 0 };
    fit(data, which, Fit::of(k, 1), &mut |_, _| ControlFlow::Continue(()))
}

fn of_tables() -> Vec<Error> {
    let codes = |codes: &[u32]| Codes { codes: codes.to_vec(), size: 2 };
    let unordered = Counts { shape: [2; 3], cells: vec![[1, 0, 0], [0, 0, 0]], counts: vec![1, 1] };
    let apart = Pairs { p1: arr2(&[[0.5, 0.5]]), p2: arr2(&[[0.1, 0.9]]) };
    let go_on = &mut |_: &_| ControlFlow::Continue(());
    vec![
        Counts::from_codes(&codes(&[0, 1]), &codes(&[0, 1]), &codes(&[0])).unwrap_err(),
        Pmf::new([2; 3], &[]).unwrap_err(),
        Pmf::new([2; 3], &[([2, 0, 0], 1.0)]).unwrap_err(),
        Pmf::new([2; 3], &[([0, 0, 0], -1.0)]).unwrap_err(),
        unordered.check().unwrap_err(),
        solve(&apart, &SolverOptions::default(), None, go_on).unwrap_err(),
        Matrix::zeros(1 << 40, 1 << 20).unwrap_err(),
    ]
}

fn of_runs() -> Vec<Error> {
    let some = numbers(&[1.0, 2.0, 3.0]).unwrap();
    let counts = Counts { shape: [2; 3], cells: vec![[0, 0, 0], [1, 1, 1]], counts: vec![50, 50] };
    let mut plan = Plan::from_counts(Options::default(), counts.clone()).unwrap();
    let of_counts = InferenceOptions { seed: 7, tolerance: 1e-6 };
    let fractions = numbers(&(0..100).map(|i| i as f32 / 7.0).collect::<Vec<_>>()).unwrap();
    let go_on = &mut |_, _| ControlFlow::Continue(());
    let quantiles = discretize::quantiles(&some, 2).unwrap();
    vec![
        Options { k: CodeCount::Fixed(1), ..Options::default() }.validate().unwrap_err(),
        numbers(&[2.0, 2.0]).unwrap_err(),
        numbers(&[1e30, -1e30]).unwrap_err(),
        labels([3, 3]).unwrap_err(),
        clustered(&some, 4).unwrap_err(),
        infer(&counts, &of_counts, &mut |_, _, _| ControlFlow::Break(())).unwrap_err(),
        within(&labels((0..99).map(|i| i % 2)).unwrap()),
        within(&fractions),
        discretize::merge_rare(
            &mut Codes { codes: (0..3000).collect(), size: 3000 },
            Options::default().y_least,
        )
        .unwrap_err(),
        analysis::run(&Task::Labels { input: Input::Y }, None, go_on).unwrap_err(),
        analysis::report(&plan, &[facts(), facts(), facts()]).unwrap_err(),
        plan.complete(99, analysis::Outcome::Binned(quantiles)).unwrap_err(),
    ]
}

#[test]
fn every_failure_of_the_engine_is_provoked_and_no_code_stands_twice() {
    let provoked: BTreeSet<&str> =
        [of_files(), of_tables(), of_runs()].iter().flatten().map(Error::code).collect();
    let promised: Vec<&str> = catalogue().filter(|f| f.origin != Origin::Package).map(|f| f.code).collect();
    let told = provoked.iter().copied().chain(IN_TYPESCRIPT).collect();
    assert_eq!(promised.iter().copied().collect::<BTreeSet<_>>(), told);
    assert_eq!(catalogue().map(|f| f.code).collect::<BTreeSet<_>>().len(), catalogue().count());
}

#[test]
fn every_failure_says_what_happened_why_and_what_to_do() {
    for error in [of_files(), of_tables(), of_runs()].into_iter().flatten() {
        assert!(error.message().ends_with('.') && !error.hint().is_empty(), "{error}");
    }
    for failure in catalogue() {
        for text in [failure.what, failure.why, failure.advice] {
            assert!(text.ends_with('.') && text.len() > 10, "{}: {text}", failure.code);
        }
        assert_ne!(failure.what, failure.why);
    }
}
