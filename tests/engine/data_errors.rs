//! Every fault of a file or of its samples, with what it says.

use std::io::Write as _;

use modalens::data::matrix::Matrix;
use modalens::discretize::partition::{Fit, Which, fit};
use modalens::discretize::prepare;
use modalens::error::Error;
use modalens::options::Preparation;
use modalens::read::array::{Array, Labels, Pick, Values};
use modalens::read::{Loader, Retain, Selection, read};

fn golden(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/golden/files/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// A version 1 file of the given header and as many zero bytes.
fn npy(header: &str, items: usize) -> Vec<u8> {
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend_from_slice(&u16::try_from(header.len()).unwrap().to_le_bytes());
    bytes.extend_from_slice(header.as_bytes());
    bytes.resize(bytes.len() + items, 0);
    bytes
}

fn shaped(shape: &str, items: usize) -> Vec<u8> {
    npy(&format!("{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}\n"), items)
}

/// The error, having printed it and checked that it says something to do.
#[allow(clippy::needless_pass_by_value, reason = "its callers have no other use for the error")]
fn told(error: Error, code: &str, parts: &[&str]) {
    println!("{code}: {error}");
    assert_eq!(error.code(), code);
    assert!(error.hint().len() > 10 && error.message().ends_with('.'), "{error}");
    for part in parts {
        assert!(error.to_string().contains(part), "{error} lacks {part}");
    }
}

fn refused(name: &str, bytes: &[u8], code: &str, parts: &[&str]) {
    chosen(name, bytes, &Selection::default(), code, parts);
}

fn chosen(name: &str, bytes: &[u8], selection: &Selection, code: &str, parts: &[&str]) {
    let error = read(name, bytes, selection).unwrap_err();
    told(error, code, &[parts, &[name]].concat());
}

#[test]
fn what_is_not_an_array_is_refused() {
    refused("x.npy", b"Dear colleague", "not_npy", &["Dear col", "numpy.save"]);
    refused("x.bin", b"Dear colleague", "unknown_format", &["Dear col", ".safetensors", ".parquet"]);
    refused("x.npz", b"not a zip file", "bad_archive", &["begins with \"not a zi\"", "numpy.savez"]);
    refused("x.npz", b"PK\x03\x04 but not really", "bad_archive", &["end is not there", "download it again"]);
    for name in ["x.npy", "x.npz", "x.pkl", "x.safetensors", "x.csv", "x.jsonl", "x.bin", "x"] {
        refused(name, b"", "empty", &["no bytes", "download"]);
    }
    refused("x.npy", b"\x93NUMPY\x09\x00\x10\x00", "unknown_version", &["version 9"]);
    let mut long = b"\x93NUMPY\x02\x00".to_vec();
    long.extend_from_slice(&1_000_000_u32.to_le_bytes());
    refused("x.npy", &long, "header_too_long", &["1000000", "10000"]);
    let mut long = (u64::MAX - 1).to_le_bytes().to_vec();
    long.push(b'{');
    refused("x.safetensors", &long, "header_too_long", &[]);
    refused("x.npy", &npy("{'descr': 7}", 0), "malformed_header", &["before \"7}\""]);
    refused("x.npy", &npy("{'descr': '<f4', 'fortran_order': False}", 0), "malformed_header", &["shape"]);
    refused("x.safetensors", b"\x02\0\0\0\0\0\0\0{}", "malformed_header", &[]);
    refused("x.safetensors", b"Dear colleague", "malformed_header", &["no JSON object"]);
}

#[test]
fn files_of_other_kinds_are_told_what_they_are_whatever_they_are_called() {
    let kinds: [(&[u8], &[&str]); 19] = [
        (b"\n<!DOCTYPE html><html>404</html>", &["web page", "download the file again"]),
        (b"\xef\xbb\xbf<HTML>", &["web page"]),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a", &["Git LFS", "git lfs pull"]),
        (b"/annex/objects/SHA256E-s12--4d7a.npy\n", &["git annex get x.npy"]),
        (b"\x89HDF\r\n\x1a\n\0\0", &["HDF5", "h5py", "np.save(\"x.npy\""]),
        (b"MATLAB 7.3 MAT-file, Platform", &["h5py", ".T)"]),
        (b"MATLAB 5.0 MAT-file, Platform", &["scipy.io.loadmat(\"x.npy\")"]),
        (b"ARROW1\0\0\xff", &["Feather", "to_parquet(\"x.parquet\")"]),
        (b"\xff\xff\xff\xff\x10\0\0\0", &["Arrow stream", "Dataset.from_file"]),
        (b"PAR1\x15\x04", &["Parquet", "Name it x.parquet"]),
        (b"SQLite format 3\0", &["SQLite", "CSV or Parquet"]),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", &["Office", "CSV"]),
        (b"%PDF-1.7", &["PDF"]),
        (b"\x89PNG\r\n\x1a\n", &["picture", "encoder"]),
        (b"\xff\xd8\xff\xe0", &["picture"]),
        (b"\x1f\x8b\x08\0", &["gzip", "Unpack"]),
        (b"\xfd7zXZ\0", &["xz"]),
        (b"\x28\xb5\x2f\xfd", &["zstd"]),
        (b"7z\xbc\xaf\x27\x1c", &["7-Zip"]),
    ];
    for (bytes, parts) in kinds {
        refused("x.npy", bytes, "foreign_format", parts);
        refused("x.csv", bytes, "foreign_format", &[]);
    }
    refused(
        "r.json",
        b"[{\"a\": 1}, {\"a\": 2}]",
        "foreign_format",
        &["pd.read_json(\"r.json\")", "r.jsonl"],
    );
    refused("r.json", b"[\n [0.5, 1], [2, 3]]", "foreign_format", &["np.array(json.load(open(\"r.json\"))"]);
    refused("r.json", b"{\"a\": 1}\n{\"a\": 2}\n", "foreign_format", &["Name it r.jsonl"]);
    refused("r.json", b"Dear colleague", "unknown_format", &["Dear col"]);
    let mut book = zip::ZipWriter::new(std::io::Cursor::new(vec![]));
    for entry in ["[Content_Types].xml", "xl/workbook.xml"] {
        book.start_file(entry, zip::write::SimpleFileOptions::default()).unwrap();
        book.write_all(b"<Types/>").unwrap();
    }
    let book = book.finish().unwrap().into_inner();
    refused("table.xlsx", &book, "foreign_format", &["Office", "as CSV"]);
    let injected = "a\");import os;(\"b.h5";
    let error = read(injected, b"\x89HDF\r\n\x1a\n", &Selection::default()).unwrap_err();
    assert!(error.hint().contains("np.save(\"a_);import os;(_b.npy\""), "{error}");
    // A header whose length reads like the beginning of another kind is still a header.
    let mut tensors = 0x08_8b1f_u64.to_le_bytes().to_vec();
    tensors.extend_from_slice(b"{\"x\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]}}");
    tensors.resize(8 + 0x08_8b1f, b' ');
    tensors.extend_from_slice(&[0; 16]);
    assert_eq!(read("x.safetensors", &tensors, &Selection::default()).unwrap().rows(), 2);
}

#[test]
fn pickles_of_more_than_arrays_are_refused_with_the_two_lines_that_convert() {
    let lines = [
        "import numpy as np, torch\n",
        "np.save(\"run/h.npy\", torch.load(\"run/h.pt\"",
        "Nothing of it was run",
    ];
    refused("run/h.pt", b"\x80\x02cos\nsystem\n.", "pickle", &[&lines[..], &["os.system"]].concat());
    refused("h.bin", b"\x80\x02}q\x00.", "pickle", &["no arrays", "torch.load"]);
    refused("run/h.pt", b"PK\x03\x04anything", "bad_archive", &["torch.save"]);
    refused("h.pkl", b"Dear colleague", "foreign_format", &["does not begin as one", "pickle.dump"]);
    let frame = ["pandas.DataFrame", "pd.read_pickle(\"h.pkl\").to_parquet(\"h.parquet\")"];
    refused("h.pkl", b"\x80\x02cpandas\nDataFrame\n.", "pickle", &frame);
    let model = b"\x80\x02ctorch.nn.modules.linear\nLinear\n.";
    refused("h.pt", model, "pickle", &["It is a model", "recipes"]);
    let sparse = b"\x80\x02ctorch._utils\n_rebuild_sparse_tensor\n.";
    refused("h.pt", sparse, "pickle", &["to_dense()"]);
    refused("h.pkl", b"\x80\x02}q\x00.", "pickle", &["pickle.load(open(\"h.pkl\", \"rb\"))"]);
}

#[test]
fn types_that_hold_no_numbers_are_refused() {
    refused("object.npy", &golden("object.npy"), "object_dtype", &["numpy.stack"]);
    refused("complex.npy", &golden("complex.npy"), "unsupported_dtype", &["<c16", "float32"]);
    refused("record.npy", &golden("record.npy"), "unsupported_dtype", &["several fields"]);
    let text = npy("{'descr': '<U2', 'fortran_order': False, 'shape': (2, 2), }", 32);
    refused("x.npy", &text, "unsupported_dtype", &["str2"]);
}

#[test]
fn lengths_that_do_not_fit_are_refused() {
    refused("x.npy", &shaped("(4, 2)", 31), "truncated", &["31", "32"]);
    refused("x.npy", &shaped("(4, 2)", 33), "trailing_bytes", &["33", "32"]);
    refused("x.npy", &shaped("(4, 2)", 32)[..9], "truncated", &[]);
    refused("x.npy", &shaped("(4611686018427387904, 2)", 8), "shape_overflow", &["4611686018427387904"]);
    refused("x.npy", &shaped("(99999999999999999999999,)", 8), "shape_overflow", &[]);
    refused("x.npy", &shaped("(1000000000, 1000)", 8), "truncated", &["4000000000000"]);
    let whole = shaped("(4, 2)", 32);
    let mut loader = Loader::new("x.npy", whole.len() as u64, &Selection::default(), Retain::All);
    loader.push(&whole[..whole.len() - 5]).unwrap();
    told(loader.finish().unwrap_err(), "truncated", &["x.npy"]);
}

#[test]
fn shapes_that_are_no_samples_are_refused() {
    refused("x.npy", &shaped("(0, 5)", 0), "empty", &["(0, 5)"]);
    refused("x.npy", &shaped("(5, 0)", 0), "empty", &["(5, 0)"]);
    refused("x.npy", &shaped("()", 4), "scalar", &[]);
    refused(
        "x.npy",
        &shaped("(2, 3, 4)", 96),
        "three_dimensions",
        &["(2, 3, 4)", "layer 0 to 1", "last token"],
    );
    refused("x.npy", &shaped("(1, 2, 3, 4)", 96), "too_many_dimensions", &["4 dimensions"]);
    let layer = Selection { pooling: Some(Pick::Layer(2)), ..Selection::default() };
    chosen("x.npy", &shaped("(2, 3, 4)", 96), &layer, "no_such_layer", &["layer 2", "0 to 1"]);
    refused("x.csv", b"label\n", "empty", &[]);
}

#[test]
fn containers_ask_for_a_choice() {
    refused("stored.npz", &golden("stored.npz"), "choose_member", &["image, label"]);
    refused("tensors.safetensors", &golden("tensors.safetensors"), "choose_member", &["brain"]);
    let both = b"name,answer,label\na,yes,1\nb,no,0\n";
    refused("both.csv", both, "choose_column", &["3 columns", "name, answer, label", "--column"]);
    let other = Selection { member: Some("audio".into()), ..Selection::default() };
    for name in ["stored.npz", "tensors.safetensors", "columns.csv"] {
        chosen(name, &golden(name), &other, "no_such_member", &["\"audio\""]);
    }
}

#[test]
fn damaged_archives_are_refused_wherever_they_were_cut_or_changed() {
    let chosen = Selection { member: Some("image".into()), ..Selection::default() };
    for name in ["stored.npz", "deflated.npz"] {
        let whole = golden(name);
        let sound = read(name, &whole, &chosen).unwrap();
        for length in 0..whole.len() {
            assert!(read(name, &whole[..length], &chosen).is_err(), "{name} cut at {length}");
        }
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 0xFF;
            // A name, a date or a comment may change without harm; numbers may not.
            if let Ok(found) = read(name, &changed, &chosen) {
                assert_eq!(found.values, sound.values, "{name} changed at {at}");
            }
        }
    }
}

#[test]
fn archives_that_would_swell_a_hundredfold_are_refused() {
    // 40 MB of zeros, which deflate makes 39 kB of: numbers, and labels of one byte each.
    for (descr, shape) in [("<f4", "(10000000, 1)"), ("|u1", "(40000000,)")] {
        let array =
            npy(&format!("{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}"), 40_000_000);
        let mut archive = zip::ZipWriter::new(std::io::Cursor::new(vec![]));
        archive.start_file("x.npy", zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(&array).unwrap();
        let bytes = archive.finish().unwrap().into_inner();
        assert!(bytes.len() < 50_000, "{}", bytes.len());
        refused("x.npz", &bytes, "bad_archive", &["x.npy would take", "100 times", "numpy.savez"]);
    }
}

#[test]
fn tables_that_do_not_add_up_are_refused() {
    let column = Selection { member: Some("b".into()), ..Selection::default() };
    chosen("x.csv", b"a,b\n1,2\n3\n", &column, "bad_table", &["line 3", "1 fields"]);
    refused("x.csv", b"\"a\nb", "bad_table", &["quote is not closed"]);
    refused("x.txt", b"yes\n\nno\n", "bad_table", &["line 2", "blank", "none"]);
    refused("x.csv", b"id,label\n1,yes\n2,\n3,no\n", "bad_table", &["line 3", "no label", "none"]);
    refused("x.csv", b"0.5,1.5\n0.25,abc\n1,2\n", "choose_column", &["2 columns"]);
    let late = format!("{}0.5,abc\n", "0.5,1.5\n".repeat(100));
    refused("x.csv", late.as_bytes(), "bad_table", &["line 101", "\"abc\" in column \"1\"", "not a number"]);
    refused("x.csv", format!("{}\n1\n", "a,".repeat(70_000)).as_bytes(), "bad_table", &["12288 fields"]);
    refused("x.csv", "a".repeat(2 << 20).as_bytes(), "bad_table", &["1048576 bytes"]);
    let many = (0..17_000).map(|i| i.to_string()).collect::<Vec<_>>().join("\n");
    refused("x.txt", many.as_bytes(), "too_many_labels", &["16384", "float32", "y_least"]);
}

#[test]
fn text_in_other_characters_is_refused_by_the_line_and_no_two_labels_become_one() {
    refused(
        "latin1.csv",
        &golden("latin1.csv"),
        "encoding",
        &["line 2", "0xE9", "Latin-1", "read_text(\"latin-1\")"],
    );
    refused("x.txt", b"yes\ncaf\xe9\n", "encoding", &["line 2", "UTF-8 was expected"]);
    refused("x.csv", b"\xff\xfe\0\0a\0\0\0", "encoding", &["UTF-32"]);
    refused("x.txt", b"a\0b\0\n\0", "encoding", &["line 1", "zero bytes"]);
    refused("x.txt", b"\xff\xfea\0\n\0b", "encoding", &["UTF-16"]);
    refused("x.csv", b"a,b\n\xc3,\xa9\n", "encoding", &["line 2", "0xC3"]);
    // Byte strings of an array are told apart whatever they mean.
    let items = b"caf\xe9caf\xe8cafe";
    let mut array = npy("{'descr': '|S4', 'fortran_order': False, 'shape': (3,), }", 0);
    array.extend_from_slice(items);
    let Values::Labels(labels) = read("x.npy", &array, &Selection::default()).unwrap().values else {
        panic!()
    };
    assert_eq!(labels.names, ["caf\\xe8", "caf\\xe9", "cafe"]);
}

#[test]
fn nan_and_infinity_are_refused_with_their_rows_unless_dropped() {
    let mut array = read("nan.npy", &golden("nan.npy"), &Selection::default()).unwrap();
    assert_eq!((array.facts.nonfinite.count, &array.nonfinite[..]), (2, &[1, 3][..]));
    told(array.require_finite().unwrap_err(), "non_finite", &["2 samples", "1, 3", "nan.npy"]);
    let refused = prepare(array.clone(), &Preparation::default(), 0).unwrap_err();
    assert_eq!(refused.code(), "non_finite");
    let rows = array.nonfinite.clone();
    array.drop_rows(&[3, 1, 3]);
    array.require_finite().unwrap();
    let Values::Matrix(matrix) = array.values else { panic!() };
    assert_eq!((matrix.rows(), matrix.values()), (2, &[0.0, 1.0, 2.0, 2.0][..]));
    let mut labels = Array::from_labels("y", Labels::from_integers([9, 4, 9, 7]).unwrap(), "int64").unwrap();
    labels.drop_rows(&rows);
    let Values::Labels(labels) = labels.values else { panic!() };
    assert_eq!((labels.codes, labels.names), (vec![0, 0], vec!["9".to_owned()]));
}

#[test]
fn data_that_say_nothing_are_refused() {
    let constant =
        Array::from_matrix("image.npy", Matrix::from_vec(3, 2, [1.0, 2.0].repeat(3)).unwrap()).unwrap();
    told(
        prepare(constant, &Preparation::default(), 0).unwrap_err(),
        "constant_data",
        &["image.npy", "all 3"],
    );
    let few = |n: usize| {
        let array = Array::from_matrix("x.npy", Matrix::from_vec(n, 2, vec![1.0; 2 * n]).unwrap()).unwrap();
        prepare(array, &Preparation::default(), 0).unwrap_err()
    };
    told(few(1), "constant_data", &["has 1 sample;", "transpose"]);
    let mut nothing = Array::from_matrix("x.npy", Matrix::from_vec(1, 1, vec![f32::NAN]).unwrap()).unwrap();
    nothing.drop_rows(&[0]);
    told(
        prepare(nothing, &Preparation::default(), 0).unwrap_err(),
        "constant_data",
        &["has 0 samples", "all finite"],
    );
    let single =
        || Array::from_labels("y.npy", Labels::from_strings(["cat", "cat"]).unwrap(), "text").unwrap();
    told(prepare(single(), &Preparation::default(), 2).unwrap_err(), "single_label", &["y.npy", "\"cat\""]);
    told(prepare(single(), &Preparation::default(), 0).unwrap_err(), "constant_data", &["y.npy"]);
}

#[test]
fn samples_that_differ_by_rounding_alone_are_refused() {
    let prepared = |values: Vec<f32>, preparation: &Preparation| {
        let matrix = Matrix::from_vec(values.len() / 3, 3, values).unwrap();
        prepare(Array::from_matrix("x.npy", matrix).unwrap(), preparation, 0)
    };
    let raw = Preparation { l2: false, ..Preparation::default() };
    let multiples = || (1..60).flat_map(|i| [0.3, -1.7, 2.9].map(|v| v * i as f32)).collect::<Vec<f32>>();
    told(prepared(multiples(), &Preparation::default()).unwrap_err(), "constant_data", &["x.npy"]);
    prepared(multiples(), &raw).unwrap();
    let scaled = |scale: f32| multiples().into_iter().map(|v| v * scale).collect::<Vec<f32>>();
    told(prepared(scaled(1e30), &raw).unwrap_err(), "magnitude", &["too large", "L2"]);
    told(prepared(scaled(1e-30), &raw).unwrap_err(), "magnitude", &["too small"]);
    prepared(scaled(1e-10), &raw).unwrap();
}

#[test]
fn more_codes_than_samples_are_refused() {
    let array = Array::from_matrix("x", Matrix::from_vec(3, 1, vec![1.0, 2.0, 3.0]).unwrap()).unwrap();
    let data = prepare(array, &Preparation::default(), 1).unwrap();
    let go_on = &mut |_, _| std::ops::ControlFlow::Continue(());
    let which = Which { seed: 7, input: 1, number: 0 };
    let error = fit(&data, which, Fit::of(4, 1), go_on).unwrap_err();
    told(error, "too_many_codes", &["4 codes", "x2 has 3"]);
    let stop = &mut |_, _| std::ops::ControlFlow::Break(());
    assert_eq!(fit(&data, which, Fit::of(2, 1), stop), Err(Error::Interrupted));
}
