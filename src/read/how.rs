//! What is wanted of a file, and what becomes of its numbers.

use serde::{Deserialize, Serialize};

use super::array::{Kind, Pick, Reservoir, RowReceiver};
use crate::input::Input;
use crate::options::{Ignore, Preparation, Scores};

/// What to read of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Selection {
    /// Array of a container.
    pub member: Option<String>,
    /// Column of a table: its name, its number from 0, or names with one `*` for several of numbers.
    pub column: Option<String>,
    /// What it is read for, where nothing else tells which column is meant.
    pub role: Option<Input>,
    /// What three axes become.
    pub pooling: Option<Pick>,
    /// Labels or numbers, where that is open.
    pub kind: Option<Kind>,
}

/// How an input of an analysis is read.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct LoadHow {
    /// Whether to keep the numbers.
    pub mode: Mode,
    /// Array of a container.
    pub member: Option<String>,
    /// Column of a table: its name, its number from 0, or names with one `*` for several of numbers.
    pub column: Option<String>,
    /// What it is read for, where nothing else tells which column is meant.
    pub role: Option<Input>,
    /// What three axes become.
    pub pooling: Option<Pick>,
    /// Labels or numbers, where that is open.
    pub kind: Option<Kind>,
    /// Preparation of what is kept.
    pub preparation: Option<Preparation>,
    /// Where a target is kept: what of its spelling is ignored.
    pub ignore: Ignore,
    /// Where a target is kept: whether its numbers are scores of options.
    pub scores: Option<Scores>,
    /// Samples to leave out, ascending.
    pub drop_rows: Vec<u32>,
    /// What of an input larger than memory is kept.
    pub sample: Option<SampleHow>,
}

/// How a random sample of the samples is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SampleHow {
    /// Bytes that it may take, in single precision; nothing is left out of an input that takes fewer.
    pub bytes: u64,
    /// Seed of the analysis.
    pub seed: u64,
}

/// Whether to keep the numbers of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Only the facts.
    Inspect,
    /// All of them.
    #[default]
    Keep,
}

impl LoadHow {
    /// What to read.
    pub fn selection(&self) -> Selection {
        let (member, column) = (self.member.clone(), self.column.clone());
        Selection { member, column, role: self.role, pooling: self.pooling, kind: self.kind }
    }

    /// What becomes of the numbers of input number `input`.
    pub fn retain(&self, input: u8) -> Retain {
        match (self.mode, self.sample) {
            (Mode::Inspect, _) => Retain::Nothing,
            (Mode::Keep, None) => Retain::All,
            (Mode::Keep, Some(SampleHow { bytes, seed })) => {
                Retain::Sample(Reservoir { bytes, seed, input, dropped: self.drop_rows.clone() })
            }
        }
    }
}

/// What becomes of the numbers of a file.
pub enum Retain {
    /// All samples are kept.
    All,
    /// A random sample of the samples is kept.
    Sample(Reservoir),
    /// Nothing is kept: only the facts.
    Nothing,
    /// Whole rows are passed on, in blocks.
    Stream(RowReceiver),
}
