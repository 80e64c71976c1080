//! The decomposition within groups of samples.

use serde::{Deserialize, Serialize};

use super::inputs::InputFacts;
use super::numbers::{AtomsBits, InformationBits, Ranking};
use crate::check::{Change, Verdict};

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
    /// What they say of the decomposition of all samples; null in plug-in runs, which have no intervals.
    #[serde(default)]
    pub verdict: Option<StrataVerdict>,
}

/// Whether all samples and the strata tell the same: where a modality and y both follow the group of a
/// sample, all samples show information that no group shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StrataVerdict {
    /// The verdict.
    pub verdict: Verdict,
    /// The same with its numbers.
    pub sentence: String,
    /// Atoms whose intervals over all samples and within strata have nothing in common.
    pub differing: Vec<DifferingAtom>,
}

/// An atom that differs between all samples and the mean within strata.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DifferingAtom {
    /// Name of the atom in sentences.
    pub what: String,
    /// How it differs.
    pub change: Change,
    /// Over all samples: estimate and ends of its interval.
    pub pooled_bits: [f64; 3],
    /// The same of the mean within strata.
    pub within_bits: [f64; 3],
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
