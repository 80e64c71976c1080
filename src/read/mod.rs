//! Bytes of a file -> arrays, within bounds that no file can move.
//!
//! In: bytes as whoever drives a [`Loader`] brings them. Out: an [`Array`](array::Array) of numbers or
//! labels with what is known of it. A format is one file here and one line in the table of [`format`]:
//! a [`Reader`](format::Reader) that says which bytes of the file it needs next, so that of a container
//! the directory and the chosen array are read and nothing else. Every size a file claims is checked
//! against the bytes that are there before anything is allocated.
//!
//! ```
//! use modalens::read::{self, Selection};
//!
//! let csv = b"id,label\nq1,cat\nq2,dog\nq3,cat\n";
//! let array = read::read("answers.csv", csv, &Selection::default())?;
//! assert_eq!((array.rows(), array.facts.distinct), (3, Some(2)));
//! # Ok::<(), modalens::error::Error>(())
//! ```

pub mod array;
pub mod npy;
pub mod safetensors;
pub mod table;
mod archive;
mod foreign;
mod format;
mod formats;
mod reader;
mod how;
mod items;
mod jsonl;
mod loader;
mod npz;
mod pickle;
mod request;
mod torch;
mod zip;

pub use how::{LoadHow, Mode, Retain, SampleHow, Selection};
pub use loader::{Loader, read};
