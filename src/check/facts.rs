//! What the checks need to know of an analysis.

use serde::{Deserialize, Serialize};

use super::strata::StrataFacts;
use crate::discretize::ScoreFacts;
use crate::infer::Share;
use crate::read::array::Ids;

/// What x1 and x2 have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Same {
    /// All numbers.
    Content,
    /// The codes, up to their names.
    Codes,
}

/// Adjusted Rand index between the K-means solutions of a source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Agreement {
    /// Name of the source.
    pub name: String,
    /// Mean over pairs of solutions.
    pub index: f64,
}

/// Values of y that became one, "other".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MergedFacts {
    /// Samples that a value must have.
    pub least: u64,
    /// Values before, of these merged, and samples that have a merged one.
    pub values: [u64; 3],
}

/// What the codes of one source, or of both, keep of what a probe reads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeptShare {
    /// Name of the source; `"both"` for both.
    pub name: String,
    /// Share kept.
    pub share: f64,
}

/// A probe ranks the sources against the codes, both for certain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RankedOtherwise {
    /// The source of which the codes tell more.
    pub by_codes: String,
    /// The source of which the probe reads more.
    pub by_probe: String,
    /// By how much, bits.
    pub probe_bits: f64,
}

/// What the checks need to know.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// Names of x1, x2, y.
    pub names: [String; 3],
    /// Samples.
    pub n: u64,
    /// Symbols of x1, x2, y.
    pub shape: [usize; 3],
    /// Whether each was clustered; labels have no K to choose.
    pub clustered: [bool; 3],
    /// Samples that K-means saw of each, where these were not all.
    pub fitted_on: [Option<u64>; 3],
    /// Agreement of K-means solutions of x1 and x2; none for labels or a single partition.
    pub agreement: [Option<f64>; 2],
    /// Entropy of y, bits.
    pub h_y_bits: f64,
    /// Certified gap of the headline solution, bits.
    pub gap_bits: f64,
    /// Error of the correction of synergy, bits; none without inference.
    pub delta_bits: Option<f64>,
    /// Contribution of x1; none without inference.
    pub contribution: Option<Share>,
    /// Shapley share of x1; none without inference.
    pub shapley: Option<Share>,
    /// Whether each of x1, x2, y shows no dependence on the other two; none without inference.
    pub apart: Option<[bool; 3]>,
    /// Samples of x1 and of x2 that repeat an earlier one of their own; none where they were not counted.
    pub repeated: [Option<u64>; 2],
    /// Which samples x1, x2 and y say that they hold, where a column of a table does.
    pub ids: [Option<Ids>; 3],
    /// Share of what a probe reads that the codes of x1, of x2 and of both keep; none where it reads nothing
    /// for certain.
    pub kept: [Option<f64>; 3],
    /// Where a probe ranks the sources against the codes.
    pub ranked_otherwise: Option<RankedOtherwise>,
    /// Whether x1 and x2 may tell the same; none without inference.
    pub tie: Option<bool>,
    /// Share of the samples that are alone in their cell of a pair table; none without inference.
    pub lone: Option<f64>,
    /// Values of y that became one; none if they stayed.
    pub merged: Option<MergedFacts>,
    /// Different spellings of y and the answers that they are; none if no two were one.
    pub answers: Option<[u64; 2]>,
    /// Scores of options of which the best was taken.
    pub scores: Option<ScoreFacts>,
    /// What x1 and x2 have in common, if anything.
    pub same: Option<Same>,
    /// Of strata; none without them.
    pub strata: Option<StrataFacts>,
}
