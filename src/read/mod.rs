//! Bytes of a file -> arrays, within bounds that no file can move.
//!
//! In: bytes in pieces, as a file or a stream gives them. Out: an [`Array`](array::Array) of numbers or
//! labels with what is known of it. A format is recognised by [`format`], read by its own module, and
//! driven by [`Loader`]. Every size a file claims is checked against the bytes that are there before
//! anything is allocated.

pub mod array;
pub mod npy;
pub mod npz;
pub mod safetensors;
pub mod table;
mod format;
mod loader;

pub use loader::*;
