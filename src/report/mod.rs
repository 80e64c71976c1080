//! Plain serialisable data, in bits: the schema `modalens.report/2`.
//!
//! Everything a user, a chart, a link or another tool reads of an analysis. Field names carry
//! units. `null` where a quantity was not computed (plug-in runs) or does not exist.
//!
//! ```
//! use modalens::report::PlainAtoms;
//!
//! let atoms = PlainAtoms { redundancy: 0.5, unique1: 0.0, unique2: 0.25, synergy: 0.0 };
//! let json = serde_json::to_string(&atoms)?;
//! assert_eq!(json, r#"{"redundancy":0.5,"unique1":0.0,"unique2":0.25,"synergy":0.0}"#);
//! # Ok::<(), serde_json::Error>(())
//! ```

mod beside;
mod codes;
mod inputs;
mod numbers;
mod strata;

use serde::{Deserialize, Serialize};

use crate::check::Level;
use crate::options::Options;

pub use beside::{GroupAtoms, Kept, KeptBits, LabelAware, PerSample};
pub use codes::{Clustering, MergedValues, Partition, PartitionAtoms, PooledPartition, Trade, TriedCodes};
pub use inputs::{AnswerFacts, InputFacts, Inputs};
pub use numbers::{
    AtomsBits, Claim, Contribution, Decomposition, Estimate, InformationBits, PlainAtoms, PlainInformation,
    Ranking, Share, ShareStatus, SolverFacts,
};
pub use strata::{DifferingAtom, SmallStratum, Strata, StrataVerdict, Stratum};

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
    /// What the codes keep of what a linear probe reads; null in plug-in runs, for labels, where the gauge
    /// was not asked for, and where a source is in memory in part only.
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
