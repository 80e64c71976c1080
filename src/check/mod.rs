//! What to know before the numbers are believed, and its words.
//!
//! In: [`Facts`] of an analysis. Out: every [`Check`] that applies, worst first: samples per cell,
//! agreement, certificate... each with its threshold, a stable code and what to do. The thresholds come from
//! the calibration bench.
//!
//! ```
//! use modalens::check::{Check, Concern, Level};
//!
//! let tie = Check { concern: Concern::Tie, level: Level::Note };
//! assert_eq!(tie.code(), "tie");
//! assert!(tie.message().contains("Redundancy and synergy may be larger"));
//! ```

mod checks;
mod concern;
mod facts;
mod strata;
mod spelt;
mod words;

pub use checks::{AGREEMENT, DELTA_BITS, FEW_SAMPLES, GAP_BITS, KEPT, TRIPLE_CELL, checks};
pub use concern::{Check, Concern, Level};
pub use facts::{Agreement, Facts, KeptShare, MergedFacts, RankedOtherwise, Same};
pub use strata::{Change, Compared, MOST_LEFT_OUT, StrataFacts, Verdict};
