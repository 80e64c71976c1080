//! What a file is: by its first bytes, then by its name. A new format is its file and its name here.

use super::foreign::{foreign, unknown};
use super::format::Format;
use super::reader::Reader;
use super::request::Request;
use super::{archive, jsonl, npy, pickle, safetensors, table};
use crate::error::Result;

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
    if let Some(format) = FORMATS.iter().find(|format| (format.begins)(head)) {
        return (format.open)(request);
    }
    if let Some(fault) = foreign(head) {
        return Err(fault.into());
    }
    let extension = extension(&request.name);
    let Some(format) = FORMATS.iter().find(|format| format.extensions.contains(&extension.as_str())) else {
        let read: Vec<&str> = FORMATS.iter().flat_map(|format| format.extensions).copied().collect();
        return Err(unknown(&request.name, head, &read).into());
    };
    match (format.unlike)(head) {
        Some(fault) => Err(fault.into()),
        None => (format.open)(request),
    }
}
