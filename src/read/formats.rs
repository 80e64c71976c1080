//! What a file is: by its first bytes, then by its name. A new format is its file and its name here.

use super::format::Format;
use super::reader::{Reader, extension, printable};
use super::request::Request;
use super::{archive, jsonl, npy, pickle, safetensors, table};
use crate::error::{FileFault, Result};

/// Every format, in the order in which first bytes decide.
pub(super) const FORMATS: &[Format] =
    &[npy::FORMAT, archive::FORMAT, safetensors::FORMAT, pickle::FORMAT, table::FORMAT, jsonl::FORMAT];

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
