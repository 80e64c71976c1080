//! Files written by NumPy and others, bit for bit, whole and in pieces.

use modalens::error::Error;
use modalens::kernel::convert;
use modalens::read::array::{Array, Kind, Pick, Reservoir, Values};
use modalens::read::{Loader, Retain, Selection, read};
use proptest::prelude::*;
use serde_json::Value;

fn file(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/golden/files/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn load(
    name: &str,
    bytes: &[u8],
    selection: &Selection,
    retain: Retain,
    piece: usize,
) -> Result<Array, Error> {
    let mut loader = Loader::new(name, bytes.len() as u64, selection, retain);
    for piece in bytes.chunks(piece.max(1)) {
        loader.push(piece)?;
    }
    loader.finish()
}

/// Every golden file with every choice that it allows.
fn cases() -> Vec<(String, Selection, Value)> {
    let expected: Value = serde_json::from_slice(&file("expected.json")).unwrap();
    let mut cases = vec![];
    for (name, wanted) in expected.as_object().unwrap() {
        for case in wanted.as_array().unwrap() {
            let selection = Selection {
                member: case.get("member").map(|m| m.as_str().unwrap().into()),
                pooling: case.get("pooling").map(|p| serde_json::from_value(p.clone()).unwrap()),
                kind: None,
            };
            cases.push((name.clone(), selection, case.clone()));
        }
    }
    cases
}

fn numbers(value: &Value) -> Vec<u32> {
    value.as_array().unwrap().iter().map(|v| u32::try_from(v.as_u64().unwrap()).unwrap()).collect()
}

fn check(name: &str, array: &Array, case: &Value) {
    match &array.values {
        Values::Matrix(matrix) => {
            assert_eq!(numbers(&case["shape"]), [matrix.rows() as u32, matrix.features() as u32], "{name}");
            let bits: Vec<u32> = matrix.values().iter().map(|v| v.to_bits()).collect();
            assert_eq!(bits, numbers(&case["bits"]), "{name} {case}");
            assert_eq!(array.facts.kind, Some(Kind::Numbers));
        }
        Values::Labels(labels) => {
            let names: Vec<&str> =
                case["names"].as_array().unwrap().iter().map(|n| n.as_str().unwrap()).collect();
            assert_eq!(labels.names, names, "{name}");
            assert_eq!(labels.codes, numbers(&case["codes"]), "{name}");
            assert_eq!(array.facts.distinct, Some(names.len()));
        }
        Values::Nothing => panic!("{name} was not kept"),
    }
}

#[test]
fn every_golden_file_is_read_bit_for_bit_in_pieces_of_any_length() {
    let cases = cases();
    assert!(cases.len() > 80, "the list of cases is there");
    for (name, selection, case) in cases {
        let bytes = file(&name);
        for piece in [1, 3, 7, 64, 4096, bytes.len()] {
            let array = load(&name, &bytes, &selection, Retain::All, piece).unwrap();
            check(&name, &array, &case);
        }
    }
}

#[test]
fn a_look_gives_the_same_facts_as_keeping() {
    for (name, selection, _) in cases() {
        let bytes = file(&name);
        let mut kept = load(&name, &bytes, &selection, Retain::All, 50).unwrap();
        let seen = load(&name, &bytes, &selection, Retain::Nothing, 50).unwrap();
        kept.facts.members.clone_from(&seen.facts.members);
        assert_eq!(kept.facts, seen.facts, "{name}");
        assert!(!matches!(seen.values, Values::Matrix(_)), "{name}");
    }
}

#[test]
fn a_look_at_a_container_lists_what_is_in_it() {
    for (name, members) in [("stored.npz", 2), ("tensors.safetensors", 6), ("columns.csv", 3)] {
        let array = load(name, &file(name), &Selection::default(), Retain::Nothing, 100).unwrap();
        assert_eq!(array.facts.members.len(), members, "{name}");
        assert_eq!(array.facts.members[0].shape[0], 3, "{name}");
        assert_eq!(array.facts.kind, None);
    }
    let three = load("three_C.npy", &file("three_C.npy"), &Selection::default(), Retain::Nothing, 9).unwrap();
    assert_eq!((three.facts.shape, three.facts.kind), (vec![3, 5, 2], None));
}

#[test]
fn a_column_can_be_read_as_numbers_or_as_labels() {
    let numbers = Selection { kind: Some(Kind::Numbers), ..Selection::default() };
    let array = read("labels_int32.npy", &file("labels_int32.npy"), &numbers).unwrap();
    let Values::Matrix(matrix) = array.values else { panic!() };
    assert_eq!(matrix.values(), [5.0, 3.0, 3.0, 120.0, 5.0, 0.0]);
    let labels = Selection { kind: Some(Kind::Labels), ..Selection::default() };
    let array = read("scores.tsv", &file("scores.tsv"), &labels).unwrap();
    let Values::Labels(labels) = array.values else { panic!() };
    assert_eq!(labels.names, ["-1", "0.5"]);
}

#[test]
fn a_half_is_its_number_for_every_pattern_of_bits() {
    for bits in 0..=u16::MAX {
        let (exponent, mantissa) = (i32::from(bits >> 10 & 31), f64::from(bits & 1023));
        let magnitude = match exponent {
            0 => mantissa / 1024.0 * f64::from(2_f32.powi(-14)),
            31 if mantissa == 0.0 => f64::INFINITY,
            31 => f64::NAN,
            e => (1.0 + mantissa / 1024.0) * f64::from(2_f32.powi(e - 15)),
        };
        let expected = if bits >> 15 == 1 { -magnitude } else { magnitude };
        let found = f64::from(convert::half(bits));
        assert!(found.to_bits() == expected.to_bits() || (found.is_nan() && expected.is_nan()), "{bits:04x}");
    }
}

#[test]
fn a_reservoir_keeps_whole_rows_in_their_order() {
    let (n, d) = (200_u32, 3);
    let rows: Vec<f32> = (0..n).flat_map(|i| [i as f32; 3]).collect();
    let bytes = npy("<f4", false, &[u64::from(n), d], &rows);
    let retain = |seed, dropped| Retain::Sample(Reservoir { bytes: 20 * 3 * 4 + 5, seed, input: 1, dropped });
    let read = |seed, dropped, piece| {
        load("x.npy", &bytes, &Selection::default(), retain(seed, dropped), piece).unwrap()
    };
    let kept = read(5, vec![], 37);
    let Values::Matrix(matrix) = &kept.values else { panic!() };
    assert_eq!((matrix.rows(), kept.facts.rows), (20, 200));
    let order: Vec<f32> = (0..20).map(|i| matrix.row(i)[0]).collect();
    assert!(order.windows(2).all(|w| w[0] < w[1]), "{order:?}");
    assert!((0..20).all(|i| matrix.row(i).iter().all(|v| *v == matrix.row(i)[0])));
    assert_eq!(read(5, vec![], 999).values, kept.values);
    assert_ne!(read(6, vec![], 37).values, kept.values);
    let mut left = read(5, (0..150).collect(), 37);
    left.drop_rows(&(0..150).collect::<Vec<u32>>());
    let Values::Matrix(matrix) = &left.values else { panic!() };
    assert_eq!((matrix.rows(), matrix.values().iter().all(|v| *v >= 150.0)), (20, true));
    // What a second pass cannot code row by row is refused before any work.
    let by_column: Vec<f32> = (0..d).flat_map(|_| (0..n).map(|i| i as f32)).collect();
    let bytes = npy("<f4", true, &[u64::from(n), d], &by_column);
    let refused = load("x.npy", &bytes, &Selection::default(), retain(5, vec![]), 37).unwrap_err();
    assert_eq!(refused.code(), "fortran_stream");
}

/// A version 1 file.
fn npy(descr: &str, fortran: bool, shape: &[u64], values: &[f32]) -> Vec<u8> {
    let axes: Vec<String> = shape.iter().map(u64::to_string).collect();
    let order = if fortran { "True" } else { "False" };
    let mut header =
        format!("{{'descr': '{descr}', 'fortran_order': {order}, 'shape': ({},), }}", axes.join(", "));
    header.push('\n');
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend_from_slice(&u16::try_from(header.len()).unwrap().to_le_bytes());
    bytes.extend_from_slice(header.as_bytes());
    bytes.extend(values.iter().flat_map(|v| v.to_le_bytes()));
    bytes
}

proptest! {
    /// Whatever the bytes: an answer, not a panic, and no memory that the bytes do not justify.
    #[test]
    fn damaged_files_are_answered(
        case in 0_usize..90,
        damage in prop::collection::vec((0_usize..4000, any::<u8>()), 1..6),
        cut in 0_usize..4000,
    ) {
        let cases = cases();
        let (name, selection, _) = &cases[case % cases.len()];
        let mut bytes = file(name);
        for (place, byte) in damage {
            let place = place % bytes.len();
            bytes[place] = byte;
        }
        bytes.truncate(bytes.len().min(cut.max(1)));
        let _ = load(name, &bytes, selection, Retain::All, 61);
        let _ = load(name, &bytes, selection, Retain::Nothing, 4096);
    }

    /// C and Fortran order of the same array are the same samples, with and without the third axis.
    #[test]
    fn order_does_not_matter(n in 1_usize..9, t in 1_usize..5, d in 1_usize..6, piece in 1_usize..40, pick in 0..3) {
        let at = |i: usize, j: usize, l: usize| (i * 100 + j * 10 + l) as f32 * 0.37;
        let c: Vec<f32> = (0..n * t * d).map(|p| at(p / (t * d), p / d % t, p % d)).collect();
        let f: Vec<f32> = (0..n * t * d).map(|p| at(p % n, p / n % t, p / (n * t))).collect();
        let pick = [Pick::Layer(n - 1), Pick::MeanToken, Pick::LastToken][pick as usize];
        let selection = Selection { pooling: Some(pick), ..Selection::default() };
        let shape = [n as u64, t as u64, d as u64];
        let values = |fortran: bool, values: &[f32]| {
            let bytes = npy("<f4", fortran, &shape, values);
            load("x.npy", &bytes, &selection, Retain::All, piece).unwrap().values
        };
        prop_assert_eq!(values(false, &c), values(true, &f));
    }
}
