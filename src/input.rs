//! The inputs of an analysis: two sources, a target, and strata where there are any.

use serde::{Deserialize, Serialize};

/// One of the inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Input {
    /// First source.
    X1,
    /// Second source.
    X2,
    /// Target.
    Y,
    /// Labels of the strata, where there are any.
    Z,
}

impl Input {
    /// The three that every analysis has.
    pub const ALL: [Self; 3] = [Self::X1, Self::X2, Self::Y];

    /// Name of the slot that holds it.
    pub fn slot(self) -> &'static str {
        match self {
            Self::X1 => "x1",
            Self::X2 => "x2",
            Self::Y => "y",
            Self::Z => "z",
        }
    }
}
