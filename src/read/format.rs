//! What a file is: by its first bytes, then by its name.

use crate::error::{FileFault, Result};
use crate::read::npy;

/// A format that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Npy,
    Archive,
    Safetensors,
    Table,
}

/// Bytes from the front that decide.
pub(super) const DECISIVE: usize = 9;

/// Decides by at least [`DECISIVE`] bytes, or by all there are.
pub(super) fn format(name: &str, head: &[u8]) -> Result<Format> {
    let extension = name.rsplit_once('.').map_or(String::new(), |(_, e)| e.to_ascii_lowercase());
    if matches!(extension.as_str(), "pt" | "pth" | "pkl" | "pickle" | "ckpt") || is_pickle(head) {
        return Err(FileFault::Pickle.into());
    }
    if head.starts_with(npy::MAGIC) {
        return Ok(Format::Npy);
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Ok(Format::Archive);
    }
    let found = format!("\"{}\"", head[..head.len().min(8)].escape_ascii());
    match extension.as_str() {
        "npy" => Err(FileFault::NotNpy { found }.into()),
        "npz" => {
            Err(FileFault::BadArchive { what: format!("it begins with {found}, not as a zip file") }.into())
        }
        "safetensors" => Ok(Format::Safetensors),
        "csv" | "tsv" | "txt" => Ok(Format::Table),
        _ if head.get(8) == Some(&b'{') => Ok(Format::Safetensors),
        _ => Err(FileFault::UnknownFormat { found }.into()),
    }
}

/// Python's pickle: a protocol byte and a version from 2 on.
fn is_pickle(head: &[u8]) -> bool {
    matches!(head, [0x80, 2..=5, ..])
}
