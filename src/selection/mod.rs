//! Choice of K, agreement of seeds, and what to check before the numbers are believed.
//!
//! - [`grid`], [`held_out_information`], [`choose`]: the smallest K whose codes predict y on held-out
//!   samples as well as the best;
//! - [`target_codes`]: how many codes for a y that has to be clustered;
//! - [`adjusted_rand`], [`consensus`]: whether K-means seeds agree;
//! - [`checks`]: samples per cell, agreement, certificate... each with its threshold and what to do.

mod agreement;
mod checks;
mod choice;
mod concern;
mod facts;
mod words;

pub use agreement::{adjusted_rand, consensus};
pub use checks::checks;
pub use choice::{choose, grid, held_out_information, target_codes};
pub use concern::{Check, Concern, Level};
pub use facts::{Differing, Facts, Same, StrataFacts, Unsteady};
