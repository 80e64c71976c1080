//! Faults of a file: what was found, what was expected, what to do.

use super::catalogue::{self, Failure};

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum FileFault {
    /// No bytes at all.
    NoBytes,
    /// A kind of file that is known, but not read.
    Foreign {
        /// What it is, after "is".
        what: &'static str,
        /// What to do; `{file}` and `{stem}` stand for its name with and without the ending.
        advice: &'static str,
    },
    /// Neither the first bytes nor the name are of a known format.
    UnknownFormat {
        /// The first bytes, printable.
        found: String,
        /// Endings of the files that are read.
        read: String,
    },
    /// Named .npy, but it does not begin as one.
    NotNpy {
        /// The first bytes, printable.
        found: String,
    },
    /// A .npy version this reader does not know.
    UnknownVersion {
        /// Major version.
        found: u8,
    },
    /// The file ends before its data do.
    Truncated {
        /// Bytes that its header promises.
        expected: u64,
        /// Bytes that are there.
        found: u64,
    },
    /// The file is longer than its header says.
    TrailingBytes {
        /// Bytes that shape and item size make.
        expected: u64,
        /// Bytes that are there.
        found: u64,
    },
    /// The header is longer than any honest one.
    HeaderTooLong {
        /// Bytes of the header.
        found: u64,
        /// Bytes allowed.
        limit: u64,
    },
    /// The header cannot be understood.
    MalformedHeader {
        /// What was wrong, a sentence without full stop.
        what: String,
    },
    /// Python objects instead of numbers.
    ObjectDtype,
    /// A type that is neither number nor label.
    UnsupportedDtype {
        /// The type as the file names it.
        dtype: String,
    },
    /// Shape times item size is beyond any memory.
    ShapeOverflow {
        /// The shape.
        shape: Vec<u64>,
    },
    /// No samples, or samples without features.
    Empty {
        /// The shape.
        shape: Vec<u64>,
    },
    /// One number instead of samples.
    Scalar,
    /// Three axes, and no choice which two are meant.
    ThreeDimensions {
        /// The shape.
        shape: Vec<u64>,
    },
    /// Four axes or more.
    TooManyDimensions {
        /// The shape.
        shape: Vec<u64>,
    },
    /// The chosen layer is not there.
    NoSuchLayer {
        /// Layer chosen, from 0.
        layer: usize,
        /// Layers in the file.
        layers: usize,
    },
    /// NaN or infinity.
    NonFinite {
        /// Samples concerned.
        count: usize,
        /// The first of them, from 0.
        rows: Vec<u64>,
    },
    /// Pickled, and more than plain arrays: a program rather than data.
    Pickle {
        /// What is more, a sentence without full stop.
        what: String,
        /// What it holds, as far as it matters for what to do.
        holds: Pickled,
    },
    /// Several arrays or columns, and no choice.
    ChooseMember {
        /// The first of their names.
        members: Vec<String>,
        /// How many there are.
        total: usize,
    },
    /// The chosen array or column is not there.
    NoSuchMember {
        /// The name chosen.
        member: String,
        /// The first of the names there are.
        members: Vec<String>,
        /// How many there are.
        total: usize,
    },
    /// An archive that cannot be opened.
    BadArchive {
        /// What was wrong, a sentence without full stop.
        what: String,
    },
    /// Several columns, and no choice.
    ChooseColumn {
        /// The first of their names.
        columns: Vec<String>,
        /// How many there are.
        total: usize,
    },
    /// Text in characters that cannot be told apart for sure.
    Encoding {
        /// Line, from 1, where it is one line's.
        line: Option<u64>,
        /// What was found, a sentence without full stop.
        what: String,
    },
    /// A table that cannot be read.
    BadTable {
        /// Line, from 1.
        line: u64,
        /// What was wrong, a sentence without full stop.
        what: String,
    },
    /// More different labels than there can be codes.
    TooManyLabels {
        /// Labels at most.
        limit: usize,
    },
    /// More different labels of a source than there can be codes.
    TooManyCodes {
        /// Different labels.
        found: usize,
        /// Codes at most.
        most: usize,
    },
    /// Needs more memory than can be had.
    OutOfMemory {
        /// Bytes needed.
        bytes: u64,
    },
    /// Column-major files cannot be coded row by row.
    FortranStream,
}

/// What a pickle that is refused holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Pickled {
    /// A table of pandas.
    Frame,
    /// A model rather than what it puts out.
    Model,
    /// A sparse tensor.
    Sparse,
    /// Anything else.
    Other,
}

impl FileFault {
    /// What kind of failure it is.
    pub(super) fn failure(&self) -> Failure {
        match self {
            Self::UnknownFormat { .. } => catalogue::UNKNOWN_FORMAT,
            Self::Foreign { .. } => catalogue::FOREIGN_FORMAT,
            Self::NotNpy { .. } => catalogue::NOT_NPY,
            Self::UnknownVersion { .. } => catalogue::UNKNOWN_VERSION,
            Self::Truncated { .. } => catalogue::TRUNCATED,
            Self::TrailingBytes { .. } => catalogue::TRAILING_BYTES,
            Self::HeaderTooLong { .. } => catalogue::HEADER_TOO_LONG,
            Self::MalformedHeader { .. } => catalogue::MALFORMED_HEADER,
            Self::ObjectDtype => catalogue::OBJECT_DTYPE,
            Self::UnsupportedDtype { .. } => catalogue::UNSUPPORTED_DTYPE,
            Self::ShapeOverflow { .. } => catalogue::SHAPE_OVERFLOW,
            Self::Empty { .. } | Self::NoBytes => catalogue::EMPTY,
            Self::Scalar => catalogue::SCALAR,
            Self::ThreeDimensions { .. } => catalogue::THREE_DIMENSIONS,
            Self::TooManyDimensions { .. } => catalogue::TOO_MANY_DIMENSIONS,
            Self::NoSuchLayer { .. } => catalogue::NO_SUCH_LAYER,
            Self::NonFinite { .. } => catalogue::NON_FINITE,
            Self::Pickle { .. } => catalogue::PICKLE,
            Self::ChooseMember { .. } => catalogue::CHOOSE_MEMBER,
            Self::NoSuchMember { .. } => catalogue::NO_SUCH_MEMBER,
            Self::BadArchive { .. } => catalogue::BAD_ARCHIVE,
            Self::ChooseColumn { .. } => catalogue::CHOOSE_COLUMN,
            Self::Encoding { .. } => catalogue::ENCODING,
            Self::BadTable { .. } => catalogue::BAD_TABLE,
            Self::TooManyLabels { .. } | Self::TooManyCodes { .. } => catalogue::TOO_MANY_LABELS,
            Self::OutOfMemory { .. } => catalogue::OUT_OF_MEMORY,
            Self::FortranStream => catalogue::FORTRAN_STREAM,
        }
    }

    /// What was found and what was expected.
    pub(super) fn message(&self) -> String {
        match self {
            Self::UnknownFormat { found, read } => {
                format!("begins with {found}; expected one of {read}.")
            }
            Self::Foreign { what, .. } => format!("is {what}."),
            Self::NoBytes => "is empty: it has no bytes.".into(),
            Self::NotNpy { found } => {
                format!("begins with {found}; an .npy file begins with \"\\x93NUMPY\".")
            }
            Self::UnknownVersion { found } => {
                format!(".npy version {found}; versions 1, 2 and 3 can be read.")
            }
            Self::Truncated { expected, found } => {
                format!("ends after {found} bytes; {expected} were expected.")
            }
            Self::TrailingBytes { expected, found } => {
                format!("has {found} bytes, but its shape and item size make {expected}.")
            }
            Self::HeaderTooLong { found, limit } => {
                format!("its header has {found} bytes; at most {limit} are read.")
            }
            Self::MalformedHeader { what } => format!("its header cannot be read: {what}."),
            Self::ObjectDtype => "holds Python objects; numbers or labels were expected.".into(),
            Self::UnsupportedDtype { dtype } => {
                format!("has type {dtype}; floats, integers, booleans and strings can be read.")
            }
            Self::ShapeOverflow { shape } => {
                format!("says it has shape {}, more than any memory holds.", tuple(shape))
            }
            Self::Empty { shape } => {
                format!("has shape {}; at least one sample is needed.", tuple(shape))
            }
            Self::Scalar => "holds one number; an array of samples was expected.".into(),
            Self::ThreeDimensions { shape } => {
                format!("has three dimensions {}; samples x features were expected.", tuple(shape))
            }
            Self::TooManyDimensions { shape } => {
                format!("has {} dimensions {}; one, two or three can be read.", shape.len(), tuple(shape))
            }
            Self::NoSuchLayer { layer, layers } => {
                format!("layer {layer} was chosen; its layers are 0 to {}.", layers.saturating_sub(1))
            }
            Self::NonFinite { count, rows } => non_finite(*count, rows),
            Self::Pickle { what, .. } => {
                format!("is a pickle of more than plain arrays: {what}. Nothing of it was run.")
            }
            Self::ChooseMember { members, total } => {
                format!("holds {total} arrays: {}.", list(members, *total))
            }
            Self::NoSuchMember { member, members, total } => {
                format!("has no \"{member}\"; it has {}.", list(members, *total))
            }
            Self::BadArchive { what } => format!("cannot be opened: {what}."),
            Self::ChooseColumn { columns, total } => {
                format!("has {total} columns: {}.", list(columns, *total))
            }
            Self::Encoding { line: Some(line), what } => format!("line {line} {what}; UTF-8 was expected."),
            Self::Encoding { line: None, what } => format!("{what}; UTF-8 was expected."),
            Self::BadTable { line, what } => format!("line {line}: {what}."),
            Self::TooManyLabels { limit } => {
                format!("has more than {limit} different labels, the most that are read.")
            }
            Self::TooManyCodes { found, most } => {
                format!("has {found} different labels; {most} can be codes.")
            }
            Self::OutOfMemory { bytes } => format!("needs {bytes} bytes of memory, more than there is."),
            Self::FortranStream => {
                "is in Fortran order and too large to hold; it cannot be coded row by row.".into()
            }
        }
    }
}

/// A shape as Python writes it.
fn tuple(shape: &[u64]) -> String {
    let axes: Vec<String> = shape.iter().map(u64::to_string).collect();
    if axes.len() == 1 { format!("({},)", axes[0]) } else { format!("({})", axes.join(", ")) }
}

/// Names that an error tells.
pub(crate) const NAMES_TOLD: usize = 12;

/// The first names, and how many more of `total`.
fn list(names: &[String], total: usize) -> String {
    let told = &names[..names.len().min(NAMES_TOLD)];
    let first = told.join(", ");
    if total > told.len() { format!("{first} and {} more", total - told.len()) } else { first }
}

fn non_finite(count: usize, rows: &[u64]) -> String {
    let shown: Vec<String> = rows.iter().map(u64::to_string).collect();
    let more = if count > rows.len() { ", ..." } else { "" };
    let (noun, verb) = if count == 1 { ("sample", "has") } else { ("samples", "have") };
    format!("{count} {noun} {verb} NaN or infinity (rows from 0: {}{more}).", shown.join(", "))
}
