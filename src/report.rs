//! Plain serialisable data, in bits: the schema `modalens.report/2`.
//!
//! Everything a user, a chart, a link or another tool reads of an analysis. Field names carry
//! units. `null` where a quantity was not computed (plug-in runs) or does not exist.

mod beside;

use serde::{Deserialize, Serialize};

use crate::check::Level;
use crate::decompose::ipfp::Termination;
use crate::discretize::choose_k::Reason;
use crate::discretize::prepare::PreparationReport;
use crate::options::Options;

pub use beside::{GroupAtoms, Kept, KeptBits, LabelAware, PerSample};

/// Name and version of this schema.
pub const SCHEMA: &str = "modalens.report/2";

/// One analysis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Report {
    /// Name and version of this schema.
    #[cfg_attr(feature = "schema", schemars(extend("const" = SCHEMA)))]
    pub schema: String,
    /// Version of the engine.
    pub engine: String,
    /// The three inputs.
    pub inputs: Inputs,
    /// Samples used.
    pub n: usize,
    /// Options, all resolved.
    pub options: Options,
    /// What the estimates below are estimates of, in one sentence.
    pub estimand: String,
    /// The partition that is shown: its codes, its codebooks and its certificate.
    pub partition: Partition,
    /// All partitions over which the estimates are pooled, the one shown among them.
    pub partitions: Vec<PooledPartition>,
    /// Mutual informations with y, and the entropy of y.
    pub information_bits: InformationBits,
    /// The decomposition.
    pub atoms_bits: AtomsBits,
    /// Shares of the two sources.
    pub contribution: Contribution,
    /// Which source tells more.
    pub ranking: Ranking,
    /// What the codes keep of what a linear probe reads; null in plug-in runs, for labels, where the gauge was not
    /// asked for, and where a source is in memory in part only.
    #[serde(default)]
    pub kept: Option<Kept>,
    /// The answer of label-aware codes, to be read beside; null where it was not asked for.
    #[serde(default)]
    pub label_aware: Option<LabelAware>,
    /// The certified solution of the partition that is shown.
    pub solver: SolverFacts,
    /// What to know before believing the numbers, worst first.
    pub warnings: Vec<Warning>,
    /// What was checked and is as it should be.
    pub passed: Vec<Warning>,
    /// The decomposition within strata; null if none were given.
    #[serde(default)]
    pub strata: Option<Strata>,
    /// What samples add to the atoms; null in plug-in runs, and where counts alone were given.
    #[serde(default)]
    pub samples: Option<PerSample>,
}

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

/// The three inputs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Inputs {
    /// First source.
    pub x1: InputFacts,
    /// Second source.
    pub x2: InputFacts,
    /// Target.
    pub y: InputFacts,
}

/// Where an input came from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ReportInput"))]
pub struct InputFacts {
    /// File name, or null if it had none or it is not told.
    pub name: Option<String>,
    /// Shape as stored.
    pub shape: Vec<usize>,
    /// NumPy's name of the element type.
    pub dtype: String,
    /// SHA-256 of the file, or null if it was not computed.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^[0-9a-f]{64}$")))]
    pub sha256: Option<String>,
    /// What the preparation did; null for labels.
    pub preparation: Option<PreparationReport>,
}

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
    /// Corrected for bias, as computed: what is not there may come out a little below zero. Null in plug-in runs.
    pub estimate: Option<PlainAtoms>,
}

/// The partition that is shown: of those pooled, the one of least inertia, relative to the least of each input.
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

/// Mutual informations with y.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Information"))]
pub struct InformationBits {
    /// I(X1; Y).
    pub i1: Estimate,
    /// I(X2; Y).
    pub i2: Estimate,
    /// I(X1, X2; Y).
    pub i12: Estimate,
    /// Union information: the least I(X1, X2; Y) given both pairwise marginals.
    pub union: Estimate,
    /// H(Y), plug-in.
    pub h_y: f64,
}

/// The decomposition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Atoms"))]
pub struct AtomsBits {
    /// I1 + I2 - union.
    pub redundancy: Estimate,
    /// union - I2.
    pub unique1: Estimate,
    /// union - I1.
    pub unique2: Estimate,
    /// I12 - union.
    pub synergy: Estimate,
}

/// One quantity with its uncertainty, bits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Estimate {
    /// Value of the counts as they are, mean over partitions; biased upwards for synergy.
    pub plugin: f64,
    /// Corrected for bias, mean over partitions; null in plug-in runs.
    pub estimate: Option<f64>,
    /// Standard error.
    pub se: Option<f64>,
    /// Its part from the samples: what it would be if every K-means run ended in the same partition.
    pub se_within: Option<f64>,
    /// Its part from K-means: of the mean over partitions; 0 for one partition.
    pub se_between: Option<f64>,
    /// Lower end of the interval.
    pub lower: Option<f64>,
    /// Upper end of the interval.
    pub upper: Option<f64>,
    /// Nominal coverage of the interval.
    pub level: f64,
    /// How it was computed; `"plugin"` when there is no interval.
    pub method: String,
    /// Whether it may be said to be above zero; null if the question was not asked.
    pub present: Option<bool>,
    /// In how many of how many partitions its own interval lies above the floor: a description, not the rule.
    pub present_in_partitions: Option<[usize; 2]>,
}

/// Shares of the sources.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Contribution {
    /// unique1 / (unique1 + unique2), the source paper's contribution.
    pub c1: Share,
    /// unique2 / (unique1 + unique2).
    pub c2: Share,
    /// (I1 + I12 - I2) / (2 I12).
    pub shapley1: Share,
    /// (I2 + I12 - I1) / (2 I12).
    pub shapley2: Share,
}

/// A share, or why there is none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Share {
    /// `"defined"` or `"undefined"`.
    pub status: ShareStatus,
    /// Why it is undefined, to be read after "because"; null when defined.
    pub reason: Option<String>,
    /// Value in 0..1.
    pub estimate: Option<f64>,
    /// Lower end of the interval.
    pub lower: Option<f64>,
    /// Upper end of the interval.
    pub upper: Option<f64>,
}

/// Whether a share exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ShareStatus {
    /// The number means something.
    Defined,
    /// It does not; the reason says why.
    Undefined,
}

/// Which source tells more about y. Exact: unique1 - unique2 = I1 - I2.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Ranking {
    /// `"x1"`, `"x2"` or `"none"`.
    pub claim: Claim,
    /// I1 - I2.
    pub difference_bits: Estimate,
    /// In how many of how many partitions its own interval says the same: a description, not the rule.
    pub same_in_partitions: Option<[usize; 2]>,
}

/// Outcome of the ranking test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Claim {
    /// x1 tells more.
    X1,
    /// x2 tells more.
    X2,
    /// Neither is shown to.
    None,
}

/// The certified solution of the partition that is shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "SolverReport"))]
pub struct SolverFacts {
    /// Certified lower bound of the union information.
    pub lower_bits: f64,
    /// Certified upper bound of the union information.
    pub upper_bits: f64,
    /// Their difference: every atom is exact to within it.
    pub gap_bits: f64,
    /// Scaling and Newton steps.
    pub iterations: usize,
    /// Work, in products of the K1 x K2 and K2 x Ky matrices.
    pub matrix_products: f64,
    /// Why it stopped.
    pub termination: Termination,
}

/// Something to know before believing the numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Warning {
    /// Stable code.
    pub code: String,
    /// How bad.
    pub level: Level,
    /// Fact, effect and action in one.
    pub message: String,
    /// What was found, and what was wanted.
    #[serde(default)]
    pub fact: String,
    /// What it does to the numbers; empty where all is well.
    #[serde(default)]
    pub effect: String,
    /// What to do; empty where nothing need or can be done.
    #[serde(default)]
    pub action: String,
    /// A K with which it would not be said; null if there is none.
    pub smaller_k: Option<usize>,
}

/// Plug-in decomposition of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Decomposition {
    /// The four atoms.
    pub atoms_bits: PlainAtoms,
    /// Mutual informations.
    pub information_bits: PlainInformation,
    /// The certificate.
    pub solver: SolverFacts,
}

/// The four atoms as numbers, bits.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlainAtoms {
    /// I1 + I2 - union.
    pub redundancy: f64,
    /// union - I2.
    pub unique1: f64,
    /// union - I1.
    pub unique2: f64,
    /// I12 - union.
    pub synergy: f64,
}

/// Mutual informations as numbers, bits.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[allow(missing_docs)] // the names say it all
pub struct PlainInformation {
    pub i1: f64,
    pub i2: f64,
    pub i12: f64,
    pub union: f64,
}
