//! The linear probe: a bound that holds, and what it reads of real data.

use std::ops::ControlFlow;

use modalens::data::codes::Codes;
use modalens::data::matrix::Matrix;
use modalens::discretize::probe::{self, Probe, View};
use modalens::discretize::{self, Prepared};
use modalens::options::Preparation;
use modalens::read::array::Array;
use modalens::read::{Selection, read};
use modalens::rng::{Purpose, Rng};
use modalens::synthetic::{GenerateOptions, generate};
use modalens::units::BITS;
use serde_json::Value;

fn go_on(_: u64, _: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn prepared(array: Array, input: u8) -> Prepared {
    discretize::prepare(array, &Preparation::default(), input).unwrap()
}

fn file(path: &str, input: u8) -> Prepared {
    let bytes = std::fs::read(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    prepared(read(path, &bytes, &Selection::default()).unwrap(), input)
}

fn numbers(samples: Matrix) -> Prepared {
    prepared(Array::from_matrix("x", samples).unwrap(), 0)
}

/// What x1, x2 and both say of y, bits.
fn gauge(inputs: [&Prepared; 2], y: &Codes) -> [Probe; 3] {
    let rows = probe::rows(y.codes.len(), 7);
    let y = Codes { codes: rows.iter().map(|&i| y.codes[i as usize]).collect(), size: y.size };
    let [x1, x2] = inputs.map(|input| View::fit(input, &rows).unwrap().1);
    let both = probe::both(&x1, &x2).unwrap();
    [x1, x2, both].map(|features| probe::probe(&features, &y, 7, &mut go_on).unwrap())
}

fn gaussian(n: usize, d: usize, seed: u64) -> Matrix {
    let mut rng = Rng::new(seed, Purpose::Test, 3, 0);
    Matrix::from_vec(n, d, (0..n * d).map(|_| rng.normal() as f32).collect()).unwrap()
}

fn coins(n: usize, size: usize) -> Codes {
    let mut rng = Rng::new(5, Purpose::Test, 4, 0);
    Codes { codes: (0..n).map(|_| rng.below(size as u64) as u32).collect(), size }
}

#[test]
fn emoji_and_digits_are_read_as_a_tuned_logistic_regression_reads_them() {
    // scikit-learn's LogisticRegression on 256 components, its C chosen in hindsight: 2.10 and 2.31, 2.70 and
    // 2.73.
    let emoji = ["image_layer6", "text", "label"].map(|name| format!("www/public/emoji/{name}.npy"));
    let digits = ["top", "bottom", "digit"].map(|name| format!("tests/golden/digits/{name}.npy"));
    for (paths, expected) in [(emoji, [2.10, 2.31, 2.55]), (digits, [2.70, 2.73, 3.15])] {
        let [x1, x2, y] = paths.map(|path| file(&path, 2));
        let found = gauge([&x1, &x2], &discretize::labels(&y).unwrap());
        for (probe, expected) in found.iter().zip(expected) {
            let bits = probe.bound * BITS;
            assert!((bits - expected).abs() < 0.03, "{bits} {expected}");
            assert!(probe.se * BITS > 0.01 && probe.se * BITS < 0.04, "{}", probe.se);
        }
    }
}

#[test]
fn the_bound_is_not_above_the_truth_of_any_system() {
    let golden: Value = serde_json::from_str(include_str!("../golden/ground_truth.json")).unwrap();
    let systems = golden["systems"].as_object().unwrap();
    let (mut read, mut known) = (0.0, 0.0);
    for (name, system) in systems {
        let sample = generate(name, &GenerateOptions { n: 600, ..GenerateOptions::default() }).unwrap();
        let y = Codes { codes: sample.y, size: system["Ky"].as_u64().unwrap() as usize };
        let (x1, x2) = (numbers(sample.x1.into()), numbers(sample.x2.into()));
        let found = gauge([&x1, &x2], &y);
        for (probe, key) in found.iter().zip(["I1", "I2", "I12"]) {
            let truth = system[key].as_f64().unwrap();
            let (bits, se) = (probe.bound * BITS, probe.se * BITS);
            assert!(bits <= truth + 2.0 * se, "{name} {key}: {bits} +- {se}, truth {truth}");
            if key != "I12" {
                read += bits;
                known += truth;
            }
        }
    }
    assert!(read > 0.8 * known, "{read} of {known}: a bound that reads nothing would hold as well");
}

#[test]
fn noise_says_nothing_even_with_as_many_features_as_samples() {
    for (n, d, ky) in [(200, 190, 2), (300, 600, 5), (60, 8, 12)] {
        let y = coins(n, ky);
        let features = View::fit(&numbers(gaussian(n, d, 1)), &probe::rows(n, 7)).unwrap().1;
        let found = probe::probe(&features, &y, 7, &mut go_on).unwrap();
        assert!(found.bound <= 2.0 * found.se.max(1e-6), "{n} {d}: {} {}", found.bound, found.se);
        assert!(found.bound > -0.1, "{n} {d}: confidence falls to none: {}", found.bound);
        for i in 0..n {
            let total: f32 = found.posteriors.row(i).iter().sum();
            assert!((total - 1.0).abs() < 1e-5);
        }
    }
}

#[test]
fn labels_are_read_in_full() {
    let y = coins(500, 4);
    let names: Vec<String> = y.codes.iter().map(|c| format!("label {c}")).collect();
    let labels = modalens::read::array::Labels::from_strings(names).unwrap();
    let input = prepared(Array::from_labels("y", labels, "str").unwrap(), 0);
    let features = View::fit(&input, &(0..500).collect::<Vec<_>>()).unwrap().1;
    let found = probe::probe(&features, &y, 7, &mut go_on).unwrap();
    assert!(found.bound * BITS > 1.9, "{}", found.bound * BITS);
}

#[test]
fn what_matters_is_found_among_more_features_than_are_kept() {
    // y is the sign of one feature of many, which has most of the variance.
    let mut samples = gaussian(800, 700, 2);
    let codes = (0..800).map(|i| u32::from(samples.row(i)[13] > 0.0)).collect();
    (0..800).for_each(|i| samples.row_mut(i)[13] *= 20.0);
    let features = View::fit(&numbers(samples), &(0..800).collect::<Vec<_>>()).unwrap().1;
    assert_eq!(features.features(), 256);
    let found = probe::probe(&features, &Codes { codes, size: 2 }, 7, &mut go_on).unwrap();
    assert!(found.bound * BITS > 0.85, "{}", found.bound * BITS);
}

#[test]
fn a_large_input_is_read_from_a_draw_of_its_samples() {
    let rows = probe::rows(40_000, 7);
    let different: std::collections::BTreeSet<u32> = rows.iter().copied().collect();
    assert_eq!((rows.len(), different.len()), (16_384, 16_384));
    assert!(rows.iter().any(|&row| row > 39_900) && rows.iter().any(|&row| row < 100));
    assert_ne!(rows, probe::rows(40_000, 8));
    let mut few = probe::rows(50, 7);
    few.sort_unstable();
    assert_eq!(few, (0..50).collect::<Vec<_>>());
}

#[test]
fn a_probe_stops_when_asked() {
    let features = gaussian(100, 5, 3);
    let error = probe::probe(&features, &coins(100, 3), 7, &mut |_, _| ControlFlow::Break(())).unwrap_err();
    assert_eq!(error.code(), "interrupted");
}
