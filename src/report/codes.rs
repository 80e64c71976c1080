//! The codes that the numbers are about.

use serde::{Deserialize, Serialize};

use super::numbers::PlainAtoms;
use crate::discretize::choose_k::Reason;

/// One of the partitions over which estimates are pooled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PooledPartition {
    /// Number of its stream of random numbers under the seed of the analysis.
    pub seed: usize,
    /// Codes of x1.
    pub k1: usize,
    /// Codes of x2.
    pub k2: usize,
    /// Codes of y.
    pub ky: usize,
    /// Sum of squared distances of the samples of x1 that its fit saw to their centroids; null for labels.
    pub inertia1: Option<f64>,
    /// Sum of squared distances of the samples of x2 that its fit saw to their centroids; null for labels.
    pub inertia2: Option<f64>,
    /// Its own decomposition.
    pub atoms_bits: PartitionAtoms,
}

/// The decomposition of one partition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PartitionAtoms {
    /// Values of the counts as they are.
    pub plugin: PlainAtoms,
    /// Corrected for bias, as computed: what is not there may come out a little below zero. Null in plug-in
    /// runs.
    pub estimate: Option<PlainAtoms>,
}

/// The partition that is shown: of those pooled, the one of least inertia, relative to the least of each
/// input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Partition {
    /// Which of `partitions` it is, from 0.
    pub number: usize,
    /// Codes of x1.
    pub k1: usize,
    /// Codes of x2.
    pub k2: usize,
    /// Codes of y.
    pub ky: usize,
    /// How K was found: `"auto"`, `"set"` or `"labels"`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["auto", "set", "labels"])))]
    pub choice: String,
    /// What each K keeps and costs; null where K was not chosen from the data.
    #[serde(default)]
    pub trade: Option<Trade>,
    /// Smaller of the two agreements below; null with labels or one partition.
    pub seed_agreement: Option<f64>,
    /// Mean adjusted Rand index between the K-means solutions of x1.
    pub seed_agreement_x1: Option<f64>,
    /// Mean adjusted Rand index between the K-means solutions of x2.
    pub seed_agreement_x2: Option<f64>,
    /// n / (k1 k2 ky).
    pub samples_per_triple_cell: f64,
    /// Cells (x1, x2, y) with at least one sample.
    pub occupied_cells: usize,
    /// Values of y that became one because too few samples have them; null if none did.
    #[serde(default)]
    pub y_merged: Option<MergedValues>,
    /// Fewest samples that a fit of K-means saw of an input; null if it saw all. All were coded.
    #[serde(default)]
    pub fitted_on: Option<usize>,
    /// K-means of x1; null for labels.
    pub x1: Option<Clustering>,
    /// K-means of x2; null for labels.
    pub x2: Option<Clustering>,
    /// K-means of y; null for labels.
    pub y: Option<Clustering>,
}

/// Values of y that became one, "other", because too few samples have them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MergedValues {
    /// Samples that a value must have to stand for itself.
    pub least: usize,
    /// Values of y before.
    pub values: usize,
    /// Values that became one.
    pub merged: usize,
    /// Samples that have one of these.
    pub samples: usize,
}

/// What each number of codes keeps and costs, and why one was taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Trade {
    /// Why.
    pub reason: Reason,
    /// What was tried, by ascending K.
    pub tried: Vec<TriedCodes>,
}

/// A number of codes that was tried.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TriedCodes {
    /// Codes of each clustered source.
    pub k: usize,
    /// Held-out I(X1; Y) of the codes.
    pub i1_bits: f64,
    /// Held-out I(X2; Y) of the codes.
    pub i2_bits: f64,
    /// Held-out I(X1, X2; Y) of the codes.
    pub i12_bits: f64,
    /// Samples per cell (x1, x2, y).
    pub samples_per_triple_cell: f64,
    /// About how wide the interval of synergy would be; null with too few samples to say.
    pub synergy_width_bits: Option<f64>,
}

/// One K-means partition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Clustering {
    /// Sum of squared distances of samples to their centroids, after preparation.
    pub inertia: f64,
    /// Worst inertia over the restarts, relative to the best, minus 1.
    pub restart_spread: f64,
    /// Samples per code.
    pub sizes: Vec<usize>,
}
