//! What flows between the rooms: samples as a [`Matrix`](matrix::Matrix), symbols as
//! [`Codes`](codes::Codes), and tables of them as [`Counts`](counts::Counts) and [`Pmf`](counts::Pmf).
//!
//! Nothing here knows a file, a cluster or an atom.

pub mod codes;
pub mod counts;
pub mod matrix;
