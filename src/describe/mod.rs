//! What the engine says of itself: [`rules`], the defaults of [`Options`](crate::options::Options), phases.
//!
//! In: constants of the other rooms. Out: plain data. TypeScript types, the JSON Schema of the report and
//! the tables of the documentation are made of it by `xtask`, so that nothing of this is written twice.

mod rules;
#[cfg(feature = "schema")]
mod schema;

pub use rules::{Rules, rules};
#[cfg(feature = "schema")]
pub use schema::{Description, describe};
