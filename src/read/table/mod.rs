//! Labels and counts from .csv, .tsv and .txt.
//!
//! Text is UTF-8; a .txt has one label per line, a .csv or .tsv has records by RFC 4180. A
//! column of whole numbers or words is labels; a column of numbers with fractions is numbers.

mod column;
mod distribution;
mod records;

pub use column::ColumnReader;
pub use distribution::{Distribution, distribution};
pub use records::Records;
