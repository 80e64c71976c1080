//! What a reader of the progress line distinguishes.

use crate::input::Input;

/// What a reader of the progress line distinguishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Codes of y.
    CodesY,
    /// Choice of K.
    ChooseK,
    /// Codes of x1.
    CodesX1,
    /// Codes of x2.
    CodesX2,
    /// Plug-in values.
    Solve,
    /// Estimates and intervals of the partitions.
    Intervals,
    /// What probes read, for the gauge and for label-aware codes.
    Probe,
    /// Strata: their labels, then what is known within each.
    Strata,
}

impl Phase {
    /// The phase of coding an input.
    pub(super) fn coding(input: Input) -> Self {
        match input {
            Input::X1 => Self::CodesX1,
            Input::X2 => Self::CodesX2,
            Input::Y => Self::CodesY,
            Input::Z => Self::Strata,
        }
    }
}
