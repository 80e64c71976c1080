//! What a file is: by its first bytes, then by its name. A new format is its file and its name here.

use super::format::Format;
use super::reader::{Reader, printable};
use super::request::Request;
use super::{archive, jsonl, npy, pickle, safetensors, table};
use crate::error::{FileFault, Result};

/// Every format, in the order in which first bytes decide.
pub(super) const FORMATS: &[Format] =
    &[npy::FORMAT, archive::FORMAT, safetensors::FORMAT, pickle::FORMAT, table::FORMAT, jsonl::FORMAT];

/// The ending of a file's name, in small letters; empty if no format has it. An array of a file is called
/// "file.csv › column".
pub(super) fn extension(name: &str) -> String {
    let file = name.split_once(" › ").map_or(name, |(file, _)| file);
    let endings = [name, file].map(|name| name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase());
    let known = |ending: &String| FORMATS.iter().any(|format| format.extensions.contains(&ending.as_str()));
    endings.into_iter().find(known).unwrap_or_default()
}

/// Reader of a file that begins so.
pub(super) fn open(request: Request, head: &[u8]) -> Result<Box<dyn Reader>> {
    let extension = extension(&request.name);
    let by_bytes = FORMATS.iter().find(|format| (format.begins)(head));
    let by_name = || FORMATS.iter().find(|format| format.extensions.contains(&extension.as_str()));
    match by_bytes.or_else(by_name) {
        Some(format) => (format.open)(request),
        None => Err(FileFault::UnknownFormat { found: printable(head) }.into()),
    }
}
