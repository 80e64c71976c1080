//! What can go wrong, as facts: what was found, what was expected, what to do.
//!
//! Outcomes of a sound run (not converged, undefined contribution, too few samples) are not
//! errors; they stand in the report.

use std::fmt;

mod advice;
mod catalogue;
mod file;

pub use catalogue::{Blame, Failure, Origin, catalogue};
pub(crate) use file::NAMES_TOLD;
pub use file::{FileFault, Pickled};

/// Result of everything in the engine that can fail.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a run could not be done. Variants carry facts; words are made here alone.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// The progress callback asked to stop.
    Interrupted,
    /// An option has a value outside its range.
    InvalidOption {
        /// Name of the option as the user writes it.
        option: &'static str,
        /// Value given.
        found: String,
        /// Values allowed.
        expected: String,
    },
    /// There is no option of that name.
    UnknownOption {
        /// Path of the name given: `preparation.l1`.
        option: String,
        /// Names there are in its place.
        known: Vec<String>,
    },
    /// A file cannot be read as samples.
    File {
        /// Name of the file.
        file: String,
        /// What is wrong with it.
        fault: FileFault,
    },
    /// More codes were asked for than there are samples.
    TooManyCodes {
        /// Slot of the input.
        input: &'static str,
        /// Codes asked for.
        k: usize,
        /// Samples.
        n: usize,
    },
    /// Every sample of an input is the same, so that it can say nothing about anything.
    Constant {
        /// Name of the input.
        input: String,
        /// Samples.
        n: usize,
    },
    /// Squares of the values leave the range of single precision.
    Magnitude {
        /// Name of the input.
        input: String,
        /// Sum over features of the variance, as far as it could be computed.
        variance: f64,
    },
    /// Every value of y is rare, and there are too many of them.
    OnlyRareValues {
        /// Different values.
        values: usize,
        /// Samples of the most frequent one.
        most: usize,
    },
    /// A target with one label has no entropy to explain.
    SingleLabel {
        /// Name of the input.
        input: String,
        /// The label.
        label: String,
    },
    /// The inputs do not have the same number of samples.
    RowCountMismatch {
        /// Samples in x1.
        x1: usize,
        /// Samples in x2.
        x2: usize,
        /// Samples in y.
        y: usize,
    },
    /// The strata do not have as many samples as the inputs.
    StrataRows {
        /// Samples of the strata.
        z: usize,
        /// Samples of x1, x2 and y.
        n: usize,
    },
    /// The strata are numbers that are not labels.
    StrataNotLabels {
        /// Type of the numbers.
        dtype: String,
    },
    /// A message between page and engine, or a shared analysis, does not have its form.
    Malformed {
        /// What the decoder said.
        what: String,
    },
    /// A task was completed that is not running.
    UnknownTask {
        /// Its number.
        id: u32,
    },
    /// A task needs an input that is not loaded.
    InputNotLoaded,
    /// The report was asked for before the analysis was done.
    Unfinished,
    /// More memory than allowed, or than could be had, would be needed.
    OutOfMemory {
        /// What the memory was for.
        what: &'static str,
        /// Bytes needed.
        bytes: u64,
    },
    /// A table of probabilities or counts has no mass, or an axis without symbols.
    EmptyTable,
    /// A cell of a table lies outside it.
    CellOutOfRange {
        /// Symbols `[x1, x2, y]` given.
        cell: [u32; 3],
        /// Number of symbols of each.
        shape: [usize; 3],
    },
    /// A cell of a table has a mass or count that none can have.
    InvalidMass {
        /// Symbols `[x1, x2, y]`.
        cell: [u32; 3],
        /// Mass given.
        found: f64,
    },
    /// Cells of a table of counts are not in ascending order, or one is given twice.
    UnorderedCells {
        /// First cell out of order.
        cell: [u32; 3],
    },
    /// P(x1, y) and P(x2, y) are not marginals of one distribution.
    InconsistentMarginals {
        /// Largest difference between their p(y).
        difference: f64,
    },
}

impl Error {
    /// What kind of failure it is.
    pub fn failure(&self) -> Failure {
        match self {
            Self::Interrupted => catalogue::INTERRUPTED,
            Self::InvalidOption { .. } => catalogue::INVALID_OPTION,
            Self::UnknownOption { .. } => catalogue::UNKNOWN_OPTION,
            Self::File { fault, .. } => fault.failure(),
            Self::TooManyCodes { .. } => catalogue::TOO_MANY_CODES,
            Self::Constant { .. } => catalogue::CONSTANT_DATA,
            Self::Magnitude { .. } => catalogue::MAGNITUDE,
            Self::SingleLabel { .. } => catalogue::SINGLE_LABEL,
            Self::OnlyRareValues { .. } => catalogue::ONLY_RARE_VALUES,
            Self::RowCountMismatch { .. } | Self::StrataRows { .. } => catalogue::ROW_COUNT_MISMATCH,
            Self::StrataNotLabels { .. } => catalogue::STRATA_NOT_LABELS,
            Self::OutOfMemory { .. } => catalogue::OUT_OF_MEMORY,
            Self::EmptyTable => catalogue::EMPTY_TABLE,
            Self::CellOutOfRange { .. } => catalogue::CELL_OUT_OF_RANGE,
            Self::InvalidMass { .. } => catalogue::INVALID_MASS,
            Self::UnorderedCells { .. } => catalogue::UNORDERED_CELLS,
            Self::InconsistentMarginals { .. } => catalogue::INCONSISTENT_MARGINALS,
            Self::Malformed { .. } => catalogue::MALFORMED,
            Self::UnknownTask { .. } => catalogue::UNKNOWN_TASK,
            Self::InputNotLoaded => catalogue::INPUT_NOT_LOADED,
            Self::Unfinished => catalogue::UNFINISHED,
        }
    }

    /// Stable code, part of the public interface.
    pub fn code(&self) -> &'static str {
        self.failure().code
    }

    /// What was found and what was expected, as sentences.
    pub fn message(&self) -> String {
        match self {
            Self::Interrupted => "The run was interrupted.".into(),
            Self::InvalidOption { option, found, expected } => {
                format!("{option} is {found}; it must be {expected}.")
            }
            Self::UnknownOption { option, .. } => format!("There is no option \"{option}\"."),
            Self::File { file, fault } => format!("{file}: {}", fault.message()),
            Self::TooManyCodes { input, k, n } => {
                format!("{k} codes were asked for, but {input} has {n} samples.")
            }
            Self::Constant { input, n: n @ (0 | 1) } => {
                let noun = if *n == 1 { "sample" } else { "samples" };
                format!("{input}: has {n} {noun}; two at least are needed.")
            }
            Self::Constant { input, n } => {
                format!("{input}: all {n} samples are equal; it carries no information.")
            }
            Self::Magnitude { input, variance } => {
                let size = if *variance > 1.0 { "large" } else { "small" };
                format!(
                    "{input}: its values are too {size}; their squares leave the range of single precision."
                )
            }
            Self::OnlyRareValues { values, most } => format!(
                "Y has {values} different values, and none has more than {most} samples: no sample tells of \
                another."
            ),
            Self::SingleLabel { input, label } => {
                format!("{input}: every sample has the label \"{label}\"; there is nothing to explain.")
            }
            Self::RowCountMismatch { x1, x2, y } => {
                format!("X1 has {x1} rows, X2 has {x2}, Y has {y}. Rows must match one to one.")
            }
            Self::StrataRows { z, n } => {
                format!("The strata Z have {z} rows, but X1, X2 and Y have {n}. Rows must match one to one.")
            }
            Self::StrataNotLabels { dtype } => {
                format!(
                    "The strata Z are numbers of type {dtype}; labels are expected: whole numbers or text."
                )
            }
            Self::OutOfMemory { what, bytes } => {
                format!("{what} needs {bytes} bytes, more than there is.")
            }
            Self::EmptyTable => "The table holds no mass.".into(),
            Self::CellOutOfRange { cell, shape } => {
                format!("Cell {cell:?} lies outside a table of {shape:?} symbols (x1, x2, y; from 0).")
            }
            Self::InvalidMass { cell, found } => format!(
                "Cell {cell:?} has mass {}; a mass must be finite and not negative, a count positive, and \
                 all counts together below 2^53.",
                *found
            ),
            Self::UnorderedCells { cell } => {
                format!("Cell {cell:?} is out of order, or given twice.")
            }
            Self::InconsistentMarginals { difference } => format!(
                "P(x1, y) and P(x2, y) differ in p(y) by {:e}; they must be marginals of one distribution.",
                *difference
            ),
            Self::Malformed { what } => format!("Not understood: {what}."),
            Self::UnknownTask { id } => format!("Task {id} was completed, but is not running."),
            Self::InputNotLoaded => "A task needs an input that is not loaded.".into(),
            Self::Unfinished => "The analysis is not finished.".into(),
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> String {
        let own = match self {
            Self::InvalidOption { option, .. } => Some(format!("Change {option}.")),
            Self::UnknownOption { known, .. } => Some(format!("There are {}.", known.join(", "))),
            Self::File { file, fault } => fault.hint(file),
            Self::Constant { n: 0, .. } => {
                Some("Choose inputs that have a sample in common whose values are all finite.".into())
            }
            Self::Constant { n: 1, .. } => {
                Some("Save a row for each sample; transpose the array if samples are its columns.".into())
            }
            Self::StrataRows { .. } => {
                Some("Export one label for each sample, in the same order as the other files.".into())
            }
            _ => None,
        };
        own.unwrap_or_else(|| self.failure().advice.into())
    }
}

impl Error {
    /// The same error, saying which file it is about.
    #[must_use]
    pub fn in_file(self, name: &str) -> Self {
        match self {
            Self::File { file, fault } if file.is_empty() => Self::File { file: name.into(), fault },
            other => other,
        }
    }
}

impl From<FileFault> for Error {
    fn from(fault: FileFault) -> Self {
        Self::File { file: String::new(), fault }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.message(), self.hint())
    }
}

impl std::error::Error for Error {}
