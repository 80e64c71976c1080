//! What the checks look at, and how bad it can be.

use serde::{Deserialize, Serialize};

use super::facts::{Agreement, KeptShare, RankedOtherwise, Same};
use super::strata::Verdict;
use crate::discretize::ScoreFacts;
use crate::infer::Undefined;

/// How bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Do not report the number.
    Stop,
    /// Report it with care.
    Caution,
    /// Good to know.
    Note,
    /// As it should be.
    Pass,
}

/// What was looked at, with its numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum Concern {
    /// n against what any estimate needs.
    Samples {
        /// Samples.
        n: u64,
        /// Samples wanted.
        wanted: u64,
    },
    /// y takes one value only.
    ConstantTarget {
        /// Name of y.
        name: String,
    },
    /// n / (K1 K2 Ky).
    SamplesPerTripleCell {
        /// Samples per cell.
        found: f64,
        /// Samples per cell wanted.
        wanted: f64,
        /// Samples that would be enough.
        enough: u64,
        /// K that would be small enough; none for labels.
        smaller_k: Option<usize>,
    },
    /// n / (K Ky), the larger K.
    SamplesPerPairCell {
        /// Samples per cell.
        found: f64,
        /// Samples per cell wanted.
        wanted: f64,
        /// Samples that would be enough.
        enough: u64,
        /// K that would be small enough; none for labels.
        smaller_k: Option<usize>,
    },
    /// Samples that are alone in their cell of a pair table.
    LoneSamples {
        /// Name of y.
        name: String,
        /// Their share.
        found: f64,
        /// Share tolerated.
        tolerated: f64,
        /// K that would be small enough for samples per cell of a pair table; none for labels.
        smaller_k: Option<usize>,
    },
    /// Rare values of y became one.
    RareValues {
        /// Name of y.
        name: String,
        /// Samples that a value must have.
        least: u64,
        /// Values before.
        values: u64,
        /// Values that became one.
        merged: u64,
        /// Share of the samples that have one of these.
        share: f64,
    },
    /// Spellings of y that are one answer.
    Spellings {
        /// Name of y.
        name: String,
        /// Different spellings.
        spellings: u64,
        /// Answers that they are.
        answers: u64,
    },
    /// The best option of each sample was taken of scores.
    Scores {
        /// Name of y.
        name: String,
        /// What they are.
        scores: ScoreFacts,
    },
    /// K-means saw a sample of the samples.
    FittedOnSample {
        /// Name of the input.
        name: String,
        /// Samples that it saw.
        found: u64,
        /// Samples.
        n: u64,
    },
    /// Adjusted Rand index between K-means solutions.
    SeedAgreement {
        /// Those of one level.
        found: Vec<Agreement>,
        /// Index wanted.
        wanted: f64,
    },
    /// Error of the correction of synergy.
    SynergyCorrection {
        /// Bits.
        found_bits: f64,
        /// Bits tolerated.
        tolerated_bits: f64,
    },
    /// What codes keep of what a probe reads.
    Kept {
        /// Share kept of x1, of x2 and of both, where the probe reads anything for certain.
        found: Vec<KeptShare>,
        /// Share wanted.
        wanted: f64,
    },
    /// A probe ranks the sources against the codes.
    RankedOtherwise {
        /// How.
        ranked: RankedOtherwise,
    },
    /// Certified gap of the union information.
    Gap {
        /// Bits.
        found_bits: f64,
        /// Bits tolerated.
        tolerated_bits: f64,
    },
    /// The contribution is undefined.
    ContributionUndefined {
        /// Why.
        reason: Undefined,
        /// Whether there are Shapley shares instead.
        shapley: bool,
    },
    /// The modality that knows less may know nothing of its own.
    Tie,
    /// Inputs that depend on no other: their rows may be in another order.
    Apart {
        /// Names of these; none if all is well.
        names: Vec<String>,
        /// Names of the others.
        others: Vec<String>,
        /// Samples.
        n: u64,
    },
    /// Samples that repeat others.
    Repeated {
        /// Name of x1.
        x1: String,
        /// Name of x2.
        x2: String,
        /// At most so many in both.
        found: u64,
        /// Samples.
        n: u64,
    },
    /// Two inputs that name their samples.
    Order {
        /// Names of the inputs.
        names: [String; 2],
        /// The column with the names of the samples.
        column: String,
        /// Whether these are the same, in whatever order.
        same_samples: bool,
    },
    /// x1 and x2 are one thing.
    SameSources {
        /// What they have in common.
        same: Same,
        /// Name of x1.
        x1: String,
        /// Name of x2.
        x2: String,
    },
    /// Whether all samples and the mean within strata tell the same.
    StrataDiffer {
        /// What strata say of all samples.
        verdict: Verdict,
        /// Names of the atoms that differ.
        differing: Vec<String>,
    },
    /// Strata too small to be decomposed.
    SmallStrata {
        /// How many.
        strata: u64,
        /// Whether some have enough samples, but others are larger.
        large: bool,
        /// Samples in them.
        samples: u64,
        /// Samples that each should have had.
        wanted: u64,
    },
}

/// A concern and how bad it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// What was looked at.
    #[serde(flatten)]
    pub concern: Concern,
    /// How bad it is.
    pub level: Level,
}
