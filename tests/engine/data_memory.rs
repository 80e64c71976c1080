//! What files of every kind may take of memory: at most twice their bytes and a megabyte, or they are
//! refused.

use std::io::Write as _;

use modalens::read::array::Values;
use modalens::read::{Loader, Retain, Selection};
use modalens::rng::{Purpose, Rng};

use crate::counting::peak;

const MEGABYTE: usize = 1 << 20;

/// Reads `bytes` as a page does; how it ended, "ok" or the code of the error.
fn outcome(name: &str, bytes: &[u8], member: Option<&str>, retain: Retain) -> &'static str {
    let selection = Selection { member: member.map(str::to_owned), ..Selection::default() };
    let mut loader = Loader::new(name, bytes.len() as u64, &selection, retain);
    while let Some(range) = loader.wanted() {
        let end = (range.end as usize).min(range.start as usize + 4 * MEGABYTE);
        if let Err(error) = loader.push(&bytes[range.start as usize..end]) {
            return error.code();
        }
    }
    match loader.finish() {
        Ok(array) => {
            assert!(!matches!(array.values, Values::Labels(ref labels) if labels.codes.is_empty()));
            "ok"
        }
        Err(error) => error.code(),
    }
}

/// Reads a file whole and as a look, and holds its peak within bounds.
#[track_caller]
fn bounded(name: &str, bytes: &[u8], member: Option<&str>, expected: [&str; 2]) {
    for (retain, expected) in [(Retain::Nothing, expected[0]), (Retain::All, expected[1])] {
        let (code, peak) = peak(|| outcome(name, bytes, member, retain));
        println!("{name}: {} bytes, {code}, peak {peak}", bytes.len());
        assert_eq!(code, expected, "{name}");
        assert!(peak <= 2 * bytes.len() + MEGABYTE, "{name}: {peak} of {}", bytes.len());
    }
}

/// A .safetensors file of this header and `data` bytes of data.
fn safetensors(header: &str, data: usize) -> Vec<u8> {
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend_from_slice(header.as_bytes());
    bytes.resize(bytes.len() + data, 0);
    bytes
}

/// A .npy file of this type and shape, row after row.
pub(crate) fn npy(descr: &str, shape: &str, items: &[u8]) -> Vec<u8> {
    let header = format!("{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}\n");
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend_from_slice(&u16::try_from(header.len()).unwrap().to_le_bytes());
    bytes.extend_from_slice(header.as_bytes());
    bytes.extend_from_slice(items);
    bytes
}

fn archive(entries: &[(String, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(vec![]));
    for (name, bytes) in entries {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn headers_of_any_depth_and_length_take_no_more_than_themselves() {
    let nested = format!("{{\"a\":{}{}}}", "[".repeat(6_000_000), "]".repeat(6_000_000));
    bounded("nested.safetensors", &safetensors(&nested, 0), None, ["malformed_header"; 2]);
    let metadata = format!("{{\"__metadata__\":{}{}}}", "[".repeat(6_000_000), "]".repeat(6_000_000));
    bounded("metadata.safetensors", &safetensors(&metadata, 0), None, ["malformed_header"; 2]);
    let axes = format!("{{\"a\":{{\"dtype\":\"F32\",\"shape\":[{}1]}}}}", "1,".repeat(3_000_000));
    bounded("axes.safetensors", &safetensors(&axes, 0), None, ["malformed_header"; 2]);
    let entry = |t: usize| {
        format!("\"{t}\":{{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[{},{}]}}", 4 * t, 4 * t + 4)
    };
    let many = format!("{{{}}}", (0..200_000).map(entry).collect::<Vec<_>>().join(","));
    let many = safetensors(&many, 800_000);
    bounded("many.safetensors", &many, None, ["ok", "choose_member"]);
    bounded("many.safetensors", &many, Some("199999"), ["ok"; 2]);
}

#[test]
fn archives_take_no_more_than_what_they_hold_or_are_refused() {
    let zeros = vec![0; 50_000_000];
    for (descr, shape) in [("<f4", "(12500000, 1)"), ("|u1", "(50000000,)")] {
        let bomb = archive(&[("x.npy".into(), &npy(descr, shape, &zeros))]);
        bounded("bomb.npz", &bomb, None, ["bad_archive"; 2]);
    }
    let one = npy("|u1", "(1,)", &[1]);
    let many: Vec<(String, &[u8])> = (0..20_000).map(|i| (format!("{i}.npy"), &one[..])).collect();
    bounded("many.npz", &archive(&many), None, ["ok", "choose_member"]);
    let mut rng = Rng::new(1, Purpose::Test, 0, 0);
    let noise: Vec<u8> = (0..500_000).flat_map(|_| rng.next_u64().to_le_bytes()).collect();
    bounded("noise.npz", &archive(&[("x.npy".into(), &npy("<f4", "(1000000, 1)", &noise))]), None, ["ok"; 2]);
}

#[test]
fn tables_take_no_more_than_twice_their_text() {
    bounded("wide.csv", &format!("{}1\n", "1,".repeat(999_999)).into_bytes(), None, ["bad_table"; 2]);
    let row = |value: &str| format!("{}{value}\n", format!("{value},").repeat(12_287));
    bounded("names.csv", &(row("a") + &row("1")).into_bytes(), None, ["ok"; 2]);
    bounded("numbers.csv", &"1,2\n".repeat(2_500_000).into_bytes(), None, ["ok"; 2]);
    bounded("quote.csv", &format!("a\n\"{}", "b\n".repeat(5_000_000)).into_bytes(), None, ["bad_table"; 2]);
    bounded("fields.csv", &",\n".repeat(5_000_000).into_bytes(), None, ["empty"; 2]);
    let fractions: String =
        (0..5000).map(|i| i.to_string() + ".5\n").collect::<String>() + &"1\n".repeat(5_000_000);
    bounded("fractions.txt", fractions.as_bytes(), None, ["ok"; 2]);
}

#[test]
fn labels_take_no_more_than_twice_their_bytes() {
    bounded("labels.txt", &"0\n1\n".repeat(2_500_000).into_bytes(), None, ["ok"; 2]);
    bounded("labels.csv", &"y\n".repeat(5_000_000).into_bytes(), None, ["ok"; 2]);
    bounded("labels.npy", &npy("|u1", "(5000000,)", &[1, 2].repeat(2_500_000)), None, ["ok"; 2]);
    let different: String = (0..9000).map(|i| i.to_string() + "\n").collect();
    bounded("different.txt", different.as_bytes(), None, ["ok"; 2]);
    let more: String = (0..100_000).map(|i| i.to_string() + "\n").collect();
    bounded("more.txt", more.as_bytes(), None, ["too_many_labels"; 2]);
    let wide = npy("<u2", "(20000,)", &(0..20_000_u16).flat_map(u16::to_le_bytes).collect::<Vec<_>>());
    bounded("wide.npy", &wide, None, ["too_many_labels"; 2]);
}

#[test]
fn json_lines_take_no_more_than_twice_their_text() {
    let line = |text: String, times: usize| (text + "\n").repeat(times).into_bytes();
    let nested = |depth: usize| format!("{{\"a\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
    bounded("deep.jsonl", &line(nested(5_000_000), 1), None, ["bad_table"; 2]);
    bounded("nested.jsonl", &line(nested(400_000), 10), None, ["ok", "choose_column"]);
    let keys: Vec<String> = (0..80_000).map(|i| format!("\"{i}\":1")).collect();
    bounded("keys.jsonl", &line(format!("{{{}}}", keys.join(",")), 10), None, ["ok", "choose_column"]);
    bounded("numbers.jsonl", &line("1".into(), 5_000_000), None, ["ok"; 2]);
    bounded("lists.jsonl", &line("[1,2]".into(), 1_500_000), None, ["ok"; 2]);
    bounded("wide.jsonl", &line(format!("[{}1]", "1,".repeat(20_000)), 200), None, ["ok"; 2]);
    // All of it comes at once.
    bounded("few.jsonl", &line(format!("[{}1]", "1,".repeat(20_000)), 100), None, ["ok"; 2]);
    bounded("words.jsonl", &line("{\"y\":\"a\"}".into(), 1_000_000), None, ["ok"; 2]);
}

#[test]
fn pickles_take_no_more_than_twice_their_bytes_or_are_refused() {
    for opcode in [&b"("[..], b"]", b"}", b")", b"N", b"\x94", b"K\x01", b"]a", b"](]]t", b"\x8c\x01aa"] {
        let many = opcode.repeat(10_000_000 / opcode.len());
        let bytes = [b"\x80\x02]", &many[..], b"."].concat();
        bounded("x.pkl", &bytes, None, ["pickle"; 2]);
        // Deflated to a thousandth.
        bounded("x.pt", &archive(&[("x/data.pkl".into(), &bytes)]), None, ["pickle"; 2]);
    }
    let claim = |bytes: &[u8]| [b"\x80\x02", bytes, b"abc."].concat();
    bounded("bytes.pkl", &claim(b"B\xff\xff\xff\xff"), None, ["truncated"; 2]);
    bounded("long.pkl", &claim(b"\x8e\xff\xff\xff\xff\xff\xff\xff\x0f"), None, ["truncated"; 2]);
    bounded("text.pkl", &claim(b"X\xff\xff\xff\xff"), None, ["pickle"; 2]);
}

/// What fuzzing has once found is read or refused, in debug builds too, where numbers do not overflow unseen.
#[test]
fn what_fuzzing_found_is_answered() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/regressions");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty());
    for path in files {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let bytes = std::fs::read(&path).unwrap();
        for member in [None, Some("x"), Some("0"), Some("image"), Some("label")] {
            let (code, peak) = peak(|| outcome(&name, &bytes, member, Retain::All));
            assert!(peak <= 2 * bytes.len() + MEGABYTE, "{name}: {code}, {peak} of {}", bytes.len());
        }
    }
}
