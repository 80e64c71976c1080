//! The decomposition within groups of samples.

use serde::{Deserialize, Serialize};

use super::inputs::InputFacts;
use super::numbers::{AtomsBits, InformationBits, Ranking};

/// The decomposition within groups of samples, to be read beside that of all samples.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Strata {
    /// Where the labels of the groups came from.
    pub input: InputFacts,
    /// Each group that has enough samples, by label.
    pub each: Vec<Stratum>,
    /// Mean of these weighted by their samples; null if there is none.
    pub mean: Option<Stratum>,
    /// Groups with too few samples.
    pub left_out: Vec<SmallStratum>,
}

/// The decomposition of one group, or the mean over groups.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Stratum {
    /// Label of the group; null for the mean.
    pub label: Option<String>,
    /// Samples.
    pub n: usize,
    /// Mutual informations with y, and the entropy of y.
    pub information_bits: InformationBits,
    /// The decomposition.
    pub atoms_bits: AtomsBits,
    /// Which source tells more.
    pub ranking: Ranking,
}

/// A group that was not decomposed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SmallStratum {
    /// Its label.
    pub label: String,
    /// Samples.
    pub n: usize,
}
