//! Files written by torch, pickle, pandas, pyarrow and polars, whole and in pieces; damaged ones are
//! answered.

use modalens::error::Error;
use modalens::read::array::{Array, Values};
use modalens::read::{Loader, Retain, Selection, read};
use proptest::prelude::*;
use serde_json::Value;

fn file(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/golden/formats/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn load(name: &str, bytes: &[u8], selection: &Selection, piece: usize) -> Result<Array, Error> {
    let mut loader = Loader::new(name, bytes.len() as u64, selection, Retain::All);
    while let Some(range) = loader.wanted() {
        let (start, end) = (range.start as usize, range.end as usize);
        loader.push(&bytes[start..end.min(start + piece)])?;
    }
    loader.finish()
}

/// Every file that the engine reads, with every choice that it allows.
fn cases() -> Vec<(String, Selection, Value)> {
    let expected: Value = serde_json::from_slice(&file("expected.json")).unwrap();
    let text = |case: &Value, key: &str| case.get(key).map(|value| value.as_str().unwrap().to_owned());
    let mut cases = vec![];
    for (name, wanted) in expected.as_object().unwrap() {
        for case in wanted.as_array().unwrap() {
            let selection = Selection {
                member: text(case, "member"),
                column: text(case, "column"),
                role: case.get("role").map(|role| serde_json::from_value(role.clone()).unwrap()),
                ..Selection::default()
            };
            cases.push((name.clone(), selection, case.clone()));
        }
    }
    cases
}

fn numbers(value: &Value) -> Vec<u32> {
    value.as_array().unwrap().iter().map(|v| u32::try_from(v.as_u64().unwrap()).unwrap()).collect()
}

#[test]
fn every_file_of_other_writers_is_read_bit_for_bit_or_refused_by_name() {
    let cases = cases();
    assert!(cases.len() > 30, "the list of cases is there");
    for (name, selection, case) in cases {
        let bytes = file(&name);
        for piece in [1, 7, 4096, bytes.len()] {
            let found = load(&name, &bytes, &selection, piece);
            if let Some(code) = case.get("code") {
                let error = found.expect_err(&name);
                assert_eq!(error.code(), code.as_str().unwrap(), "{name} {error}");
                let part = case["part"].as_str().unwrap();
                assert!(error.to_string().contains(part), "{name}: {error} lacks {part}");
                continue;
            }
            match found.unwrap_or_else(|error| panic!("{name} {case}: {error}")).values {
                Values::Matrix(matrix) => {
                    let shape = [matrix.rows() as u32, matrix.features() as u32];
                    assert_eq!(numbers(&case["shape"]), shape, "{name}");
                    let bits: Vec<u32> = matrix.values().iter().map(|v| v.to_bits()).collect();
                    assert_eq!(bits, numbers(&case["bits"]), "{name} {case}");
                }
                Values::Labels(labels) => {
                    let names: Vec<&str> =
                        case["names"].as_array().unwrap().iter().map(|n| n.as_str().unwrap()).collect();
                    assert_eq!(labels.names, names, "{name}");
                    let codes: Vec<u32> = labels.codes.iter().copied().map(u32::from).collect();
                    assert_eq!(codes, numbers(&case["codes"]), "{name}");
                }
                Values::Half(_) => panic!("{name} is kept in single precision"),
                Values::Nothing => panic!("{name} was not kept"),
            }
        }
    }
}

#[test]
fn a_look_lists_the_arrays_of_a_pickle_and_the_keys_of_json() {
    let members = |name: &str| {
        let bytes = file(name);
        let mut loader = Loader::new(name, bytes.len() as u64, &Selection::default(), Retain::Nothing);
        while let Some(range) = loader.wanted() {
            loader.push(&bytes[range.start as usize..range.end as usize]).unwrap();
        }
        let members = loader.finish().unwrap().facts.members;
        members.into_iter().map(|m| (m.name, m.shape)).collect::<Vec<_>>()
    };
    let named = |name: &str, shape: &[u64]| (name.to_owned(), shape.to_vec());
    assert_eq!(members("dict.pt"), [named("image", &[4, 3]), named("deep.y", &[4])]);
    let pickled = ["x1", "x2", "layers.0", "layers.1"].map(|name| named(name, &[4, 3]));
    let mut found = members("dict.pkl");
    assert_eq!(found.remove(2), named("y", &[4]));
    assert_eq!(found, pickled);
    assert_eq!(members("tensor.pt"), []);
    let json = [named("id", &[4]), named("x1", &[4, 3]), named("x2", &[4, 3]), named("answer", &[4])];
    assert_eq!(members("frame.jsonl"), json);
}

#[test]
fn lines_of_json_that_do_not_add_up_are_refused() {
    let refused = |text: &str, column: Option<&str>, code: &str, part: &str| {
        let selection = Selection { column: column.map(str::to_owned), ..Selection::default() };
        let error = read("x.jsonl", text.as_bytes(), &selection).unwrap_err();
        println!("{error}");
        assert_eq!(error.code(), code, "{error}");
        assert!(error.to_string().contains(part), "{error} lacks {part}");
    };
    refused("[1,2]\n[1]\n", None, "bad_table", "line 2: has 1 numbers; the first line has 2");
    refused("[1,2]\n\"a\"\n", None, "bad_table", "line 2: holds another kind");
    refused("[1,2]\n[1,\n", None, "bad_table", "line 2: is no JSON at column 3: EOF");
    refused("[1,NaN]\n", None, "bad_table", "line 1");
    refused("[[1],[2]]\n", None, "bad_table", "line 1");
    refused("{\"a\":1,\"b\":2}\n", None, "choose_column", "a, b");
    refused("{\"a\":1}\n", Some("c"), "no_such_member", "\"c\"; it has a");
    refused("{\"a\":1}\n{\"b\":1}\n", None, "bad_table", "\"a\" is missing");
    refused("{\"y\":\"a\"}\n{\"y\":null}\n", None, "bad_table", "line 2: has no label");
    refused("\n", None, "empty", "samples");
    let nan = read("x.jsonl", b"[1,null]\n[2,3]\n", &Selection::default()).unwrap();
    assert_eq!(nan.nonfinite, [0]);
}

/// Opcodes of pickle, and bytes that are none.
const OPCODES: &[u8] =
    b"(01N)]}taesbRQqhKMJGCXc.\x80\x85\x86\x87\x88\x89\x8a\x8c\x8e\x93\x94\x95\0\x01\x02\xff";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Whatever the bytes: an answer, not a panic.
    #[test]
    fn damaged_files_are_answered(
        case in 0_usize..60,
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
        let _ = load(name, &bytes, selection, 61);
    }

    /// Opcodes in any order.
    #[test]
    fn any_opcodes_are_answered(
        codes in prop::collection::vec(prop::sample::select(OPCODES), 0..200),
    ) {
        let mut bytes = b"\x80\x04".to_vec();
        bytes.extend_from_slice(&codes);
        let _ = load("x.pkl", &bytes, &Selection::default(), 3);
    }
}
