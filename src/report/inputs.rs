//! Where the inputs came from.

use serde::{Deserialize, Serialize};

use crate::discretize::prepare::PreparationReport;
use crate::read::array::Ids;

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
    /// Samples that repeat an earlier one; null for labels, which repeat by nature, and where that was not
    /// seen.
    #[serde(default)]
    pub repeated: Option<usize>,
    /// Which samples a table says that it holds: compared by the checks, and not told.
    #[serde(skip)]
    pub ids: Option<Ids>,
}
