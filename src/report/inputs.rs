//! Where the inputs came from.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::discretize::prepare::PreparationReport;
use crate::discretize::{ScoreFacts, Spelling};
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
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
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
    /// Spellings and the answers that they are, where several were one.
    #[serde(default)]
    pub answers: Option<AnswerFacts>,
    /// The scores of options of which the best was taken.
    #[serde(default)]
    pub scores: Option<ScoreFacts>,
    /// Which samples a table says that it holds: compared by the checks, and not told.
    #[serde(skip)]
    pub ids: Option<Ids>,
}

/// Spellings of a target of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AnswerFacts {
    /// Different spellings in the file.
    pub spellings: usize,
    /// Answers that they are.
    pub answers: usize,
}

impl AnswerFacts {
    /// How many there are; none if no two spellings are one answer.
    pub fn of(spellings: &[Spelling]) -> Option<Self> {
        let answers: BTreeSet<&str> = spellings.iter().map(|spelling| spelling.answer.as_str()).collect();
        let (spellings, answers) = (spellings.len(), answers.len());
        (answers < spellings).then_some(Self { spellings, answers })
    }
}
