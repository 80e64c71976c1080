//! Files written by NumPy and others, bit for bit, whole and in pieces.

use std::io::Write as _;

use modalens::error::Error;
use modalens::input::Input;
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
    while let Some(range) = loader.wanted() {
        let (start, end) = (range.start as usize, range.end as usize);
        loader.push(&bytes[start..end.min(start + piece.max(1))])?;
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
                column: case.get("column").map(|c| c.as_str().unwrap().into()),
                role: case.get("role").map(|r| serde_json::from_value(r.clone()).unwrap()),
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
            let codes: Vec<u32> = labels.codes.iter().copied().map(u32::from).collect();
            assert_eq!(codes, numbers(&case["codes"]), "{name}");
            assert_eq!(array.facts.distinct, Some(names.len()));
        }
        Values::Half(_) => panic!("{name} is kept in single precision"),
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
        if seen.facts.repeated.is_none() {
            // Of columns that pass one by one no sample is whole.
            assert!(name.contains("_F") || kept.facts.columns < 2, "{name}");
            kept.facts.repeated = None;
        }
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
        // A column with a target's name is taken without asking.
        assert_eq!(array.facts.kind, (name == "columns.csv").then_some(Kind::Labels));
    }
    let table = load("vqa.csv", &file("vqa.csv"), &Selection::default(), Retain::Nothing, 9).unwrap().facts;
    let names: Vec<&str> = table.members.iter().map(|m| m.name.as_str()).collect();
    assert_eq!(names, ["0", "id", "question", "answer", "source"]);
    assert_eq!(table.members[2].preview, ["what?", "who, where?", "why?"]);
    assert_eq!(
        table.members.iter().map(|m| m.dtype.as_str()).collect::<Vec<_>>(),
        ["int64", "str", "str", "str", "str"]
    );
    assert_eq!((table.rows, table.column.as_deref()), (3, Some("answer")));
    assert_eq!(table.notes, ["column \"answer\" of 5 is read"]);
    let three = load("three_C.npy", &file("three_C.npy"), &Selection::default(), Retain::Nothing, 9).unwrap();
    assert_eq!((three.facts.shape, three.facts.kind), (vec![3, 5, 2], None));
}

/// Bytes that a file of `bytes` is asked for.
fn asked(name: &str, bytes: &[u8], selection: &Selection, retain: Retain) -> (Array, usize) {
    let mut loader = Loader::new(name, bytes.len() as u64, selection, retain);
    let mut asked = 0;
    while let Some(range) = loader.wanted() {
        asked += (range.end - range.start) as usize;
        loader.push(&bytes[range.start as usize..range.end as usize]).unwrap();
    }
    (loader.finish().unwrap(), asked)
}

#[test]
fn of_a_container_the_directory_and_the_chosen_array_are_read_and_nothing_else() {
    const ARRAYS: usize = 400;
    const ITEMS: usize = 16 * 1024;
    let safetensors = safetensors_of(ARRAYS, ITEMS);
    let npz = npz_of(ARRAYS, ITEMS);
    for (name, bytes) in [("x.safetensors", &safetensors), ("x.npz", &npz)] {
        assert!(bytes.len() > 4 * ARRAYS * ITEMS);
        let (listed, read) = asked(name, bytes, &Selection::default(), Retain::Nothing);
        assert_eq!((listed.facts.members.len(), listed.facts.kind), (ARRAYS, None), "{name}");
        assert!(listed.facts.members.iter().all(|m| m.shape == [ITEMS as u64] && m.dtype == "float32"));
        assert!(read < bytes.len() / 40, "{name}: {read} of {}", bytes.len());
        let selection = Selection { member: Some("t399".into()), ..Selection::default() };
        let (array, read) = asked(name, bytes, &selection, Retain::All);
        let Values::Matrix(matrix) = array.values else { panic!() };
        assert_eq!(matrix.values(), vec![399.0; ITEMS], "{name}");
        assert!(read < bytes.len() / 40 + 4 * ITEMS, "{name}: {read} of {}", bytes.len());
    }
}

#[test]
fn a_container_of_very_many_arrays_lists_the_first_and_finds_the_last() {
    let bytes = safetensors_of(3000, 1);
    let list = load("x.safetensors", &bytes, &Selection::default(), Retain::Nothing, 5000).unwrap();
    assert_eq!(list.facts.members.len(), 1000);
    assert_eq!(list.facts.notes, ["It holds 3000 arrays; the first 1000 are listed."]);
    let last = Selection { member: Some("t2999".into()), ..Selection::default() };
    let Values::Matrix(matrix) = read("x.safetensors", &bytes, &last).unwrap().values else { panic!() };
    assert_eq!(matrix.values(), [2999.0]);
    let error = read("x.safetensors", &bytes, &Selection::default()).unwrap_err().to_string();
    assert!(error.contains("3000 arrays") && error.contains("and 2988 more"), "{error}");
}

/// Tensors t0, t1, ... of `items` numbers each, all of them the tensor's number.
fn safetensors_of(tensors: usize, items: usize) -> Vec<u8> {
    let size = 4 * items;
    let entry = |t: usize| {
        let (from, to) = (t * size, (t + 1) * size);
        format!("\"t{t}\":{{\"dtype\":\"F32\",\"shape\":[{items}],\"data_offsets\":[{from},{to}]}}")
    };
    let header = format!("{{{}}}", (0..tensors).map(entry).collect::<Vec<_>>().join(","));
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend_from_slice(header.as_bytes());
    (0..tensors).for_each(|t| bytes.extend((t as f32).to_le_bytes().repeat(items)));
    bytes
}

/// The same as an archive.
fn npz_of(arrays: usize, items: usize) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(vec![]));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for array in 0..arrays {
        archive.start_file(format!("t{array}.npy"), stored).unwrap();
        archive.write_all(&npy("<f4", false, &[items as u64], &vec![array as f32; items])).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn ids_tell_the_same_samples_in_another_order() {
    let ids = |text: &str| read("x.csv", text.as_bytes(), &Selection::default()).unwrap().facts.ids.unwrap();
    let one = ids("id,label\na,1\nb,0\nc,1\n");
    let (same, shuffled, other) = (
        ids("id,label\na,1\nb,1\nc,0\n"),
        ids("id,label\nb,1\na,0\nc,1\n"),
        ids("id,label\na,1\nb,0\nd,1\n"),
    );
    assert_eq!(one, same);
    assert_eq!((one.column.as_str(), &one.samples), ("id", &shuffled.samples));
    assert_ne!(one.order, shuffled.order);
    assert_ne!(one.samples, other.samples);
}

#[test]
fn samples_that_repeat_an_earlier_one_are_counted_exactly() {
    let mut rows: Vec<[f32; 3]> = (0..500).map(|i| [i as f32, 0.5, -(i as f32)]).collect();
    for (at, of) in [(7, 3), (8, 3), (499, 0), (100, 99)] {
        rows[at] = rows[of];
    }
    let c: Vec<f32> = rows.concat();
    let f: Vec<f32> = (0..3).flat_map(|j| rows.iter().map(move |row| row[j])).collect();
    for (fortran, values) in [(false, c), (true, f)] {
        let bytes = npy("<f4", fortran, &[500, 3], &values);
        for piece in [5, 1000] {
            let facts = load("x.npy", &bytes, &Selection::default(), Retain::All, piece).unwrap().facts;
            assert_eq!(facts.repeated, Some(4), "{fortran} {piece}");
        }
    }
    let table = read("x.csv", b"0.5,1\n0.5,1\n0.5,2\n", &Selection::default()).unwrap();
    assert_eq!(table.facts.repeated, Some(1));
    let column = read("x.npy", &npy("<f4", false, &[4], &[1.5; 4]), &Selection::default()).unwrap();
    assert_eq!(column.facts.repeated, None);
}

#[test]
fn a_source_is_never_the_last_column_of_a_table() {
    let source = Selection { role: Some(Input::X1), ..Selection::default() };
    for (name, columns) in [("savetxt.csv", 3), ("frame.csv", 3), ("mixed.csv", 3)] {
        let array = read(name, &file(name), &source).unwrap();
        assert_eq!((array.facts.kind, array.facts.columns), (Some(Kind::Numbers), columns), "{name}");
    }
    assert_eq!(read("vqa.csv", &file("vqa.csv"), &source).unwrap_err().code(), "choose_column");
    let strata = Selection { role: Some(Input::Z), ..Selection::default() };
    assert_eq!(read("vqa.csv", &file("vqa.csv"), &strata).unwrap().facts.label_names, ["book", "web"]);
}

#[test]
fn a_column_of_more_numbers_than_labels_is_numbers() {
    let lines: Vec<String> = (0..5000).map(|i| format!("{i}.5\n")).collect();
    let text = |last: &str| lines.concat() + last;
    let Values::Matrix(matrix) = read("x.txt", text("7\n").as_bytes(), &Selection::default()).unwrap().values
    else {
        panic!()
    };
    let expected: Vec<f32> = (0..5000).map(|i| i as f32 + 0.5).chain([7.0]).collect();
    assert_eq!(matrix.values(), expected);
    let error = read("x.txt", text("word\n").as_bytes(), &Selection::default()).unwrap_err();
    assert_eq!(error.code(), "too_many_labels");
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
    fn order_does_not_matter(
        n in 1_usize..9, t in 1_usize..5, d in 1_usize..6, piece in 1_usize..40, pick in 0..3,
    ) {
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

#[test]
fn a_file_is_of_the_format_of_its_ending_also_where_one_of_its_columns_is_named() {
    let table = Selection { member: Some("a.b".into()), ..Selection::default() };
    for name in ["t.csv › a.b", "t.CSV", "my › t.csv", "t.parquet › a.csv"] {
        let found = read(name, b"id,a.b\nq1,cat\nq2,dog\nq3,cat\n", &table).unwrap();
        assert_eq!((found.rows(), found.facts.distinct), (3, Some(2)), "{name}");
    }
    assert!(read("t › a", b"id,a.b\nq1,cat\nq2,dog\n", &table).is_err());
}
