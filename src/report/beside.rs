//! What stands beside the answer: what the codes keep, label-aware codes, what samples add to the atoms.

use serde::{Deserialize, Serialize};

use super::numbers::{AtomsBits, Contribution, InformationBits, PlainAtoms, Ranking};

/// What the codes keep of what a linear probe reads: the gauge.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Kept {
    /// Of x1.
    pub x1: KeptBits,
    /// Of x2.
    pub x2: KeptBits,
    /// Of both sources together.
    pub both: KeptBits,
}

/// Information of y in codes beside what a probe reads of it before they are codes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeptBits {
    /// Information in the codes, as estimated.
    pub codes_bits: f64,
    /// What a linear probe reads at least, on samples that it was not trained on.
    pub probe_bits: f64,
    /// Standard error of that, bits.
    pub probe_se: f64,
    /// Their quotient, 1 at most; null where the probe reads nothing for certain.
    pub share: Option<f64>,
}

/// The answer of label-aware codes: K-means on what held-out probes say of y, instead of on the samples
/// themselves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LabelAware {
    /// Samples used.
    pub n: usize,
    /// Mutual informations with y; I12 is that in the codes of a probe that sees products of both sources.
    pub information_bits: InformationBits,
    /// The decomposition; synergy is at least so much.
    pub atoms_bits: AtomsBits,
    /// Shares of the two sources.
    pub contribution: Contribution,
    /// Which source tells more.
    pub ranking: Ranking,
    /// Whether K-means codes answer the same, in a sentence.
    pub comparison: String,
}

/// What samples add to the atoms, in the partition that is shown. A description: no interval is meant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PerSample {
    /// Mean over the samples of each value of y; the most frequent ones where there are many.
    pub by_label: Vec<GroupAtoms>,
    /// Mean over the samples of each stratum; empty without strata.
    pub by_stratum: Vec<GroupAtoms>,
    /// How the atoms vary with the samples, mean over partitions: what the rows of each of a hundred blocks
    /// add beyond the mean, over n. Rows are dealt to blocks by their number alone, so that two analyses of
    /// the same rows vary together by the sum of the products of these numbers. Empty in links.
    #[serde(default)]
    pub by_block: Vec<PlainAtoms>,
}

/// Mean over a group of samples.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GroupAtoms {
    /// Its label.
    pub label: String,
    /// Samples.
    pub n: usize,
    /// What a sample of it adds on average; over all groups of samples these add up to the atoms.
    pub atoms_bits: PlainAtoms,
}
