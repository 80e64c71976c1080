//! What flows between the rooms: samples as a [`Matrix`](matrix::Matrix) or a
//! [`HalfMatrix`](half::HalfMatrix), symbols as [`Codes`](codes::Codes), and tables of them as
//! [`Counts`](counts::Counts) and [`Pmf`](counts::Pmf).
//!
//! Nothing here knows a file, a cluster or an atom.
//!
//! ```
//! use modalens::data::codes::Codes;
//! use modalens::data::counts::Counts;
//!
//! let codes = |codes: [u32; 4]| Codes { codes: codes.to_vec(), size: 2 };
//! let counts = Counts::from_codes(&codes([0, 0, 1, 1]), &codes([0, 1, 0, 1]), &codes([0, 0, 0, 1]))?;
//! assert_eq!((counts.n(), counts.shape), (4, [2, 2, 2]));
//! # Ok::<(), modalens::error::Error>(())
//! ```

pub mod codes;
pub mod counts;
pub mod half;
pub mod matrix;
