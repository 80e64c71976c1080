//! What can go wrong, as facts: what was found, what was expected, what to do.
//!
//! Outcomes of a sound run (not converged, undefined contribution, too few samples) are not
//! errors; they stand in the report.

use std::fmt;

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
    /// The inputs do not have the same number of samples.
    RowCountMismatch {
        /// Samples in x1.
        x1: usize,
        /// Samples in x2.
        x2: usize,
        /// Samples in y.
        y: usize,
    },
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
    /// Stable code, part of the public interface.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Interrupted => "interrupted",
            Self::InvalidOption { .. } => "invalid_option",
            Self::RowCountMismatch { .. } => "row_count_mismatch",
            Self::OutOfMemory { .. } => "out_of_memory",
            Self::EmptyTable => "empty_table",
            Self::CellOutOfRange { .. } => "cell_out_of_range",
            Self::InvalidMass { .. } => "invalid_mass",
            Self::UnorderedCells { .. } => "unordered_cells",
            Self::InconsistentMarginals { .. } => "inconsistent_marginals",
        }
    }

    /// What was found and what was expected, as sentences.
    pub fn message(&self) -> String {
        match self {
            Self::Interrupted => "The run was interrupted.".into(),
            Self::InvalidOption { option, found, expected } => {
                format!("{option} is {found}; it must be {expected}.")
            }
            Self::RowCountMismatch { x1, x2, y } => format!(
                "X1 has {x1} rows, X2 has {x2}, Y has {y}. Rows must match one to one."
            ),
            Self::OutOfMemory { what, bytes } => {
                format!("{what} needs {bytes} bytes, more than there is.")
            }
            Self::EmptyTable => "The table holds no mass.".into(),
            Self::CellOutOfRange { cell, shape } => format!(
                "Cell {cell:?} lies outside a table of {shape:?} symbols (x1, x2, y; from 0)."
            ),
            Self::InvalidMass { cell, found } => format!(
                "Cell {cell:?} has mass {found}; a mass must be finite and not negative, a count positive."
            ),
            Self::UnorderedCells { cell } => {
                format!("Cell {cell:?} is out of order, or given twice.")
            }
            Self::InconsistentMarginals { difference } => format!(
                "P(x1, y) and P(x2, y) differ in p(y) by {difference:e}; they must be marginals of one distribution."
            ),
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::Interrupted => "Run again when you like; the files are still loaded.".into(),
            Self::InvalidOption { option, .. } => format!("Change {option}."),
            Self::RowCountMismatch { .. } => {
                "Export the three files from the same list of samples, in the same order.".into()
            }
            Self::OutOfMemory { .. } => "Use fewer codes, or fewer samples.".into(),
            Self::EmptyTable => "Give at least one cell with a positive mass.".into(),
            Self::CellOutOfRange { .. } => "Check the symbols, or the sizes of the table.".into(),
            Self::InvalidMass { .. } => "Correct or leave out that cell.".into(),
            Self::UnorderedCells { .. } => "Sort the cells by x1, then x2, then y.".into(),
            Self::InconsistentMarginals { .. } => "Take both from the same table.".into(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.message(), self.hint())
    }
}

impl std::error::Error for Error {}
