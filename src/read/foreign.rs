//! Files of other kinds, told by how they begin: what they are, and how what is in them becomes one that is
//! read here.
//!
//! A page or a pointer saved in place of a file is the commonest fault of a download, whatever the file is
//! called; the rest is what holds embeddings elsewhere.

use super::reader::printable;
use crate::error::FileFault;

/// A kind of file that is not read here.
struct Foreign {
    /// How its files begin.
    begins: &'static [u8],
    /// What it is, after "is".
    what: &'static str,
    /// What to do; `{file}` and `{stem}` are its name with and without the ending.
    advice: &'static str,
}

const OFFICE: &str = "an Office document, which is not read";
const SHEET: &str = "Save the sheet as CSV in UTF-8.";
const UNPACK: &str = "Unpack it, and choose what is in it.";
const ENCODE: &str = "Choose what an encoder makes of the pictures: a row of numbers for each. The recipes \
                      in the documentation make them.";

const KINDS: &[Foreign] = &[
    Foreign {
        begins: b"version https://git-lfs.github.com/spec/",
        what: "a pointer of Git LFS, not the file itself",
        advice: "Fetch the file with: git lfs pull",
    },
    Foreign {
        begins: b"/annex/objects/",
        what: "a pointer of git-annex, not the file itself",
        advice: "Fetch the file with: git annex get {file}",
    },
    Foreign {
        begins: b"\x89HDF\r\n\x1a\n",
        what: "an HDF5 file, which is not read",
        advice: "Save a data set of it, here the first, in Python:\nimport h5py, numpy as np\n\
                 f = h5py.File(\"{file}\")\nnp.save(\"{stem}.npy\", f[list(f)[0]][:])",
    },
    Foreign {
        begins: b"MATLAB 7.3 MAT-file",
        what: "a file of MATLAB, which is not read",
        advice: "Save a matrix of it, here the first, in Python:\nimport h5py, numpy as np\n\
                 f = h5py.File(\"{file}\")\nnp.save(\"{stem}.npy\", f[list(f)[0]][:].T)",
    },
    Foreign {
        begins: b"MATLAB 5.0 MAT-file",
        what: "a file of MATLAB, which is not read",
        advice: "Save a matrix of it, here the first, in Python:\nimport numpy as np, scipy.io\n\
                 m = scipy.io.loadmat(\"{file}\")\n\
                 np.save(\"{stem}.npy\", m[next(k for k in m if k[0] != \"_\")])",
    },
    Foreign {
        begins: b"ARROW1\0\0",
        what: "an Arrow (Feather) file, which is not read",
        advice: "Save it as Parquet in Python:\nimport pandas as pd\n\
                 pd.read_feather(\"{file}\").to_parquet(\"{stem}.parquet\")",
    },
    Foreign {
        begins: b"\xff\xff\xff\xff",
        what: "an Arrow stream, as data sets of Hugging Face are kept, which is not read",
        advice: "Save it as Parquet in Python:\nfrom datasets import Dataset\n\
                 Dataset.from_file(\"{file}\").to_parquet(\"{stem}.parquet\")",
    },
    Foreign {
        begins: b"PAR1",
        what: "a Parquet file that is not named so",
        advice: "Name it {stem}.parquet.",
    },
    Foreign {
        begins: b"SQLite format 3\0",
        what: "an SQLite database, which is not read",
        advice: "Save a table of it as CSV or Parquet.",
    },
    Foreign { begins: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", what: OFFICE, advice: SHEET },
    Foreign { begins: b"%PDF-", what: "a PDF document", advice: "Choose the arrays that it tells of." },
    Foreign { begins: b"\x89PNG\r\n\x1a\n", what: "a picture", advice: ENCODE },
    Foreign { begins: b"\xff\xd8\xff", what: "a picture", advice: ENCODE },
    Foreign { begins: b"GIF89a", what: "a picture", advice: ENCODE },
    Foreign { begins: b"\x1f\x8b\x08", what: "compressed by gzip", advice: UNPACK },
    Foreign { begins: b"\xfd7zXZ\0", what: "compressed by xz", advice: UNPACK },
    Foreign { begins: b"\x28\xb5\x2f\xfd", what: "compressed by zstd", advice: UNPACK },
    Foreign { begins: b"7z\xbc\xaf\x27\x1c", what: "an archive of 7-Zip", advice: UNPACK },
    Foreign { begins: b"Rar!\x1a\x07", what: "an archive of RAR", advice: UNPACK },
];

/// What a web page begins with, in small letters.
const PAGE: [&[u8]; 2] = [b"<!doctype html", b"<html"];

/// The fault of a file that begins so, if it is of another kind.
pub(super) fn foreign(head: &[u8]) -> Option<FileFault> {
    if page(head) {
        return Some(FileFault::Foreign {
            what: "a web page, not the file itself",
            advice: "Open it in a browser to see what the server says, and download the file again.",
        });
    }
    let kind = KINDS.iter().find(|kind| head.starts_with(kind.begins))?;
    Some(FileFault::Foreign { what: kind.what, advice: kind.advice })
}

fn page(head: &[u8]) -> bool {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    PAGE.iter().any(|begin| text.get(..begin.len()).is_some_and(|text| text.eq_ignore_ascii_case(begin)))
}

/// The fault of a file of no known beginning and no known name.
/// `read` are the endings of the files that are.
pub(super) fn unknown(name: &str, head: &[u8], read: &[&str]) -> FileFault {
    let text = head.trim_ascii_start();
    if !name.to_ascii_lowercase().ends_with(".json") || !matches!(text, [b'[' | b'{', ..]) {
        // Parquet is read around the engine.
        let read = format!(".{}, .parquet", read.join(", ."));
        return FileFault::UnknownFormat { found: printable(head), read };
    }
    let mut lines = text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let whole = |line: &[u8]| matches!(line, [b'[', .., b']'] | [b'{', .., b'}']);
    if lines.next().is_some_and(whole) && lines.next().is_some_and(|line| !line.is_empty()) {
        let (what, advice) = ("JSON Lines that is not named so", "Name it {stem}.jsonl.");
        return FileFault::Foreign { what, advice };
    }
    let what = "JSON as one value; JSON Lines, a record a line, is read";
    let inner = text[1..].trim_ascii_start().first();
    let numbers = inner.is_some_and(|first| matches!(first, b'[' | b'-' | b'0'..=b'9'));
    let advice = if numbers {
        "Save its numbers in Python:\nimport json, numpy as np\n\
         np.save(\"{stem}.npy\", np.array(json.load(open(\"{file}\")), dtype=\"float32\"))"
    } else {
        "Save it as JSON Lines in Python:\nimport pandas as pd\n\
         pd.read_json(\"{file}\").to_json(\"{stem}.jsonl\", orient=\"records\", lines=True)"
    };
    FileFault::Foreign { what, advice }
}

/// The fault of a zip archive without arrays that has this entry: of a workbook, if only these have it.
pub(super) fn workbook(entry: &str) -> Option<FileFault> {
    (entry == "[Content_Types].xml").then_some(FileFault::Foreign { what: OFFICE, advice: SHEET })
}
