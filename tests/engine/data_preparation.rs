//! Preparation, codebooks and bins.

use std::ops::ControlFlow;

use modalens::data::matrix::Matrix;
use modalens::discretize::partition::{Fit, Which, fit};
use modalens::discretize::prepare::prepare;
use modalens::discretize::{self, Codebook, Coder, Prepared, quantile_bins};
use modalens::options::Preparation;
use modalens::read::array::{Array, Values};
use modalens::read::{Loader, Retain, Selection, read};
use proptest::prelude::*;
use serde_json::Value;

const NONE: Preparation = Preparation { l2: false, centre: false, pca: None, whiten: false };

fn golden(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/golden/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn array(name: &str) -> Array {
    read(name, &golden(&format!("digits/{name}.npy")), &Selection::default()).unwrap()
}

fn digits() -> Matrix {
    let Values::Matrix(matrix) = array("top").values else { panic!() };
    matrix
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect()
}

#[test]
fn components_are_those_of_scikit_learn() {
    let cases: Value = serde_json::from_slice(&golden("pca.json")).unwrap();
    for case in cases.as_array().unwrap() {
        let wanted = case["wanted"].as_u64().unwrap() as usize;
        for whiten in [false, true] {
            let data = prepare(digits(), &Preparation { pca: Some(wanted), whiten, ..NONE }).unwrap();
            let variances = numbers(&case["variances"]);
            // Digits have a few pixels that never vary: no components for those.
            let kept = variances.iter().filter(|&&v| v > 1e-9 * variances[0]).count();
            assert_eq!((data.samples.features(), data.report.components), (kept, Some(kept)));
            let share = case["share"].as_f64().unwrap();
            assert!((data.report.variance_kept.unwrap() - share).abs() < 1e-5, "{wanted}");
            let first = numbers(&case["first_sample"]);
            for j in 0..kept {
                let column = |i: usize| f64::from(data.samples.row(i)[j]);
                let n = data.samples.rows();
                let variance = (0..n).map(|i| column(i) * column(i)).sum::<f64>() / n as f64;
                let expected = if whiten { 1.0 } else { variances[j] };
                assert!((variance / expected - 1.0).abs() < 1e-3, "{wanted} {j}: {variance} {expected}");
                let scale = if whiten { variances[j].sqrt() } else { 1.0 };
                assert!((column(0).abs() * scale - first[j]).abs() < 0.02, "{wanted} {j}");
            }
        }
    }
}

#[test]
fn few_components_of_many_features_are_found() {
    // Three directions of known variance among 300 features, and little noise.
    let (n, d) = (400, 300);
    let mut rng = modalens::rng::Rng::new(1, modalens::rng::Purpose::Test, 2, 0);
    let mut values = vec![0.0_f32; n * d];
    for row in values.chunks_exact_mut(d) {
        for (j, scale) in [30.0, 10.0, 3.0].into_iter().enumerate() {
            let share = rng.normal() * scale;
            // Directions: cosines of different frequency, orthogonal, of length 1.
            for (f, value) in row.iter_mut().enumerate() {
                let angle = std::f64::consts::PI * (j + 1) as f64 * (f as f64 + 0.5) / d as f64;
                *value += (share * libm::cos(angle) * (2.0 / d as f64).sqrt()) as f32;
            }
        }
        row.iter_mut().for_each(|v| *v += 0.01 * rng.normal() as f32);
    }
    let samples = Matrix::from_vec(n, d, values).unwrap();
    let data = prepare(samples, &Preparation { pca: Some(3), ..NONE }).unwrap();
    assert!(data.report.variance_kept.unwrap() > 0.9998);
    let deviation = |j: usize| {
        ((0..n)
            .map(|i| {
                let v = f64::from(data.samples.row(i)[j]);
                v * v
            })
            .sum::<f64>()
            / n as f64)
            .sqrt()
    };
    for (j, scale) in [30.0, 10.0, 3.0].into_iter().enumerate() {
        assert!((deviation(j) / scale - 1.0).abs() < 0.1, "{} {scale}", deviation(j));
    }
}

#[test]
fn normalised_samples_have_one_length_before_the_mean_is_taken() {
    let data = prepare(digits(), &Preparation::default()).unwrap();
    let back = data.transform.uncentre(&data.samples).unwrap();
    for i in 0..back.rows() {
        let norm: f64 = back.row(i).iter().map(|v| f64::from(*v) * f64::from(*v)).sum();
        assert!((norm - 1.0).abs() < 1e-5, "{i} {norm}");
    }
    assert_eq!((data.report.zero_samples, data.report.l2_skipped), (0, false));
    let one = Matrix::from_vec(4, 1, vec![1.0, 2.0, -3.0, 0.0]).unwrap();
    let one = prepare(one, &Preparation::default()).unwrap();
    assert!(one.report.l2_skipped, "a single feature would only keep its sign");
    let zero = Matrix::from_vec(3, 2, vec![0.0, 0.0, 3.0, 4.0, 1.0, 0.0]).unwrap();
    let zero = prepare(zero, &Preparation::default()).unwrap();
    assert_eq!(zero.report.zero_samples, 1);
}

/// A codebook of the digits, with what it was made from.
fn codebook(preparation: &Preparation) -> (Codebook, Vec<u32>) {
    let data: Prepared = discretize::prepare(array("top"), preparation, 0).unwrap();
    let which = Which { seed: 7, input: 0, number: 0 };
    let found = fit(&data, which, Fit::of(10, 1), &mut |_, _| ControlFlow::Continue(())).unwrap();
    (data.codebook(found.centroids).unwrap(), found.codes.unwrap().codes)
}

#[test]
fn a_codebook_gives_its_samples_their_codes_in_pieces_of_any_length() {
    let all = [
        Preparation::default(),
        NONE,
        Preparation { centre: true, ..Preparation::default() },
        Preparation { pca: Some(8), whiten: true, ..Preparation::default() },
    ];
    for preparation in all {
        let (codebook, expected) = codebook(&preparation);
        let stored = serde_json::to_string(&codebook).unwrap();
        let codebook: Codebook = serde_json::from_str(&stored).unwrap();
        let samples = digits();
        for rows in [1, 7, 480, 1797] {
            let mut codes = vec![];
            samples.values().chunks(rows * 32).for_each(|piece| codebook.assign(piece, &mut codes).unwrap());
            assert_eq!(codes, expected, "{preparation:?} {rows}");
        }
    }
}

#[test]
fn a_file_is_coded_as_it_streams_by() {
    let (codebook, expected) = codebook(&Preparation::default());
    let bytes = golden("digits/top.npy");
    let codes = std::rc::Rc::new(std::cell::RefCell::new(vec![]));
    let into = codes.clone();
    let receiver = Box::new(move |rows: &[f32], _| codebook.assign(rows, &mut into.borrow_mut()));
    let mut loader =
        Loader::new("top.npy", bytes.len() as u64, &Selection::default(), Retain::Stream(receiver));
    bytes.chunks(1000).for_each(|piece| loader.push(piece).unwrap());
    let array = loader.finish().unwrap();
    assert_eq!((array.facts.rows, array.values), (1797, Values::Nothing));
    assert_eq!(*codes.borrow(), expected);
}

#[test]
fn a_coder_leaves_out_dropped_rows_and_refuses_what_does_not_fit() {
    let (codebook, expected) = codebook(&Preparation::default());
    let selection = Selection::default();
    let coded = |name: &str, bytes: &[u8], dropped: &[u32]| {
        let mut coder = Coder::new(name, bytes.len() as u64, &selection, vec![codebook.clone(); 2]);
        bytes.chunks(777).try_for_each(|piece| coder.push(piece))?;
        coder.finish(dropped)
    };
    let file = golden("digits/top.npy");
    assert_eq!(coded("top.npy", &file, &[]).unwrap(), [expected.clone(), expected.clone()]);
    let mut fewer = expected.clone();
    fewer.remove(1000);
    fewer.remove(3);
    assert_eq!(coded("top.npy", &file, &[3, 1000]).unwrap()[1], fewer);
    let refused = |name, bytes: &[u8]| coded(name, bytes, &[]).unwrap_err();
    let narrow = refused("digit.npy", &golden("digits/digit.npy"));
    assert!(narrow.to_string().contains("1 features"), "{narrow}");
    assert_eq!(refused("nan.npy", &golden("files/nan.npy")).code(), "invalid_option");
    assert_eq!(refused("words.txt", &golden("files/words.txt")).code(), "bad_table");
}

#[test]
fn a_codebook_refuses_samples_of_other_features() {
    let (codebook, _) = codebook(&Preparation::default());
    let error = codebook.assign(&[0.0; 33], &mut vec![]).unwrap_err();
    assert_eq!(error.code(), "invalid_option");
    assert!(error.to_string().contains("32 features"), "{error}");
    assert_eq!((codebook.size(), codebook.features()), (10, 32));
    assert_eq!(codebook.positions().unwrap().rows(), 10);
}

#[test]
fn quantile_bins_have_equal_counts_unless_values_repeat() {
    let values: Vec<f32> = (0..100).map(|i| (i * 37 % 100) as f32 - 40.0).collect();
    let codes = quantile_bins(&values, 4).unwrap();
    assert_eq!(codes.size, 4);
    for bin in 0..4 {
        assert_eq!(codes.codes.iter().filter(|&&c| c == bin).count(), 25);
    }
    let many_zeros: Vec<f32> = (0..100).map(|i| if i < 60 { 0.0 } else { i as f32 }).collect();
    let codes = quantile_bins(&many_zeros, 4).unwrap();
    assert_eq!(codes.size, 2);
    assert_eq!(quantile_bins(&[3.0; 9], 4).unwrap().size, 1);
}

proptest! {
    /// Bins keep the order of values, put equal values together, and use every code.
    #[test]
    fn bins_keep_order(values in prop::collection::vec(-20_i8..20, 1..80), bins in 1_usize..12) {
        let values: Vec<f32> = values.into_iter().map(|v| f32::from(v) / 4.0).collect();
        let codes = quantile_bins(&values, bins).unwrap();
        for (a, x) in codes.codes.iter().zip(&values) {
            for (b, y) in codes.codes.iter().zip(&values) {
                prop_assert!(x > y || a <= b);
                prop_assert!(x != y || a == b);
            }
        }
        prop_assert!((0..codes.size as u32).all(|code| codes.codes.contains(&code)));
        prop_assert!(codes.size <= bins);
    }
}
