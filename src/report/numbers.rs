//! Quantities with their uncertainty, shares, ranking, certificate.

use serde::{Deserialize, Serialize};

use crate::decompose::ipfp::Termination;

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
