//! One loaded input: numbers or labels, with its facts (shape, dtype, preview).
//!
//! Integers, booleans and strings in one column are labels; everything else is a matrix of
//! samples x features in single precision.

mod decode;
mod dtype;
mod labels;
mod place;
mod repeats;
mod scan;
mod scores;
mod spelling;
mod store;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::data::half::HalfMatrix;
use crate::data::matrix::Matrix;
use crate::error::{Error, FileFault, Result};

pub use decode::Layout;
pub use decode::{Decoder, How};
pub use dtype::Dtype;
pub use labels::{Labels, MAX_LABELS, Seen, grow, text_labels};
pub use place::Pick;
pub use scores::{ScoreForm, Watch};
pub use spelling::answer_of;
pub use store::Keep;
pub use store::{Reservoir, RowReceiver};

/// One input as loaded.
#[derive(Debug, Clone, PartialEq)]
pub struct Array {
    /// Name of the file, or what the caller called it.
    pub name: String,
    /// What can be said of it at a glance.
    pub facts: Facts,
    /// All samples with NaN or infinity, ascending, counted as in the file.
    pub nonfinite: Vec<u32>,
    /// Its samples.
    pub values: Values,
}

/// Samples of an input.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Symbols, one per sample.
    Labels(Labels),
    /// Samples x features.
    Matrix(Matrix),
    /// The same in sixteen bits: many, of a file that has them so.
    Half(HalfMatrix),
    /// Looked at, not kept.
    Nothing,
}

/// What an array is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ArrayKind"))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Symbols, which are codes already.
    Labels,
    /// Numbers, which are clustered or cut into bins.
    Numbers,
}

/// What a page shows of a file.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ArrayFacts"))]
pub struct Facts {
    /// Labels pass through; numbers are clustered. Null while an array is to be chosen.
    pub kind: Option<Kind>,
    /// Shape as stored.
    pub shape: Vec<u64>,
    /// `NumPy`'s name of the type of its items.
    pub dtype: String,
    /// Bytes of its items.
    pub bytes: u64,
    /// Samples, once three axes have become two; 0 while they have not.
    pub rows: usize,
    /// Features of each sample; 0 likewise.
    pub columns: usize,
    /// The first values, as text.
    pub preview: Vec<String>,
    /// Different labels, if it holds labels.
    pub distinct: Option<usize>,
    /// The first of them, ascending.
    pub label_names: Vec<String>,
    /// Different labels but for case, space and punctuation around them, if it holds labels.
    pub answers: Option<usize>,
    /// What the numbers are if they are scores of options; null if they are not, or not seen row by row.
    pub scores: Option<ScoreForm>,
    /// Samples with NaN or infinity.
    pub nonfinite: NonFinite,
    /// Whether all samples are equal.
    pub constant: bool,
    /// Samples of several features that repeat an earlier one; null where that was not seen.
    pub repeated: Option<usize>,
    /// Arrays or columns of a container, if it holds several.
    pub members: Vec<Member>,
    /// The column that was read of a table with several.
    pub column: Option<String>,
    /// The columns that are the features, where several of a table are.
    pub features: Vec<String>,
    /// What a table says of which samples it holds, if a column does.
    pub ids: Option<Ids>,
    /// Worth knowing, as sentences.
    pub notes: Vec<String>,
}

/// Samples with NaN or infinity.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NonFinite {
    /// How many.
    pub count: usize,
    /// The first of them, from 0.
    pub rows: Vec<u32>,
}

/// Which samples a file holds, and in which order: two files of one set of samples agree in both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Ids {
    /// Name of the column.
    pub column: String,
    /// A hash of the names of the samples in their order.
    pub order: String,
    /// A hash of them in any order.
    pub samples: String,
}

/// One array of a container.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ArrayMember"))]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Its shape.
    pub shape: Vec<u64>,
    /// `NumPy`'s name of the type of its items.
    pub dtype: String,
    /// Its first values, where a look showed them.
    pub preview: Vec<String>,
}

impl Member {
    /// Of which nothing is known but its name.
    pub fn named(name: &str) -> Self {
        Self { name: name.into(), shape: vec![], dtype: String::new(), preview: vec![] }
    }

    /// The array called `name`.
    pub fn new(name: &str, layout: &Layout) -> Self {
        Self { shape: layout.shape.clone(), dtype: layout.dtype.name(), ..Self::named(name) }
    }
}

/// Labels shown of a file.
const LABELS_SHOWN: usize = 50;
/// Rows named in an error.
const ROWS_SHOWN: usize = 10;

impl Facts {
    /// Of an array of which nothing was read yet.
    pub fn new(shape: Vec<u64>, dtype: String, bytes: u64) -> Self {
        Self {
            kind: None,
            shape,
            dtype,
            bytes,
            rows: 0,
            columns: 0,
            preview: vec![],
            distinct: None,
            label_names: vec![],
            answers: None,
            scores: None,
            nonfinite: NonFinite::default(),
            constant: false,
            repeated: None,
            members: vec![],
            column: None,
            features: vec![],
            ids: None,
            notes: vec![],
        }
    }

    /// Adds what is told about labels.
    pub fn describe_labels(&mut self, labels: &Labels) {
        self.kind = Some(Kind::Labels);
        self.rows = labels.codes.len();
        self.columns = 1;
        self.distinct = Some(labels.names.len());
        self.answers = Some(spelling::answers(&labels.names));
        self.label_names = labels.names.iter().take(LABELS_SHOWN).cloned().collect();
        self.constant = labels.names.len() < 2;
        let first = labels.codes.iter().take(scan::PREVIEW);
        self.preview = first.map(|&code| labels.names[usize::from(code)].clone()).collect();
    }

    /// Describes numbers that have passed; gives all rows with NaN or infinity.
    fn describe_numbers(&mut self, rows: usize, columns: usize, scan: &mut scan::Scan) -> Vec<u32> {
        let nonfinite = scan.nonfinite();
        self.kind = Some(Kind::Numbers);
        (self.rows, self.columns) = (rows, columns);
        self.preview = scan.preview();
        self.constant = scan.constant();
        self.repeated = scan.repeats();
        self.scores = scan.scores();
        let first = nonfinite.iter().take(ROWS_SHOWN).copied().collect();
        self.nonfinite = NonFinite { count: nonfinite.len(), rows: first };
        nonfinite
    }
}

impl Array {
    /// Numbers that are already in memory.
    ///
    /// # Errors
    ///
    /// [`FileFault::Empty`] without samples or features.
    pub fn from_matrix(name: &str, matrix: Matrix) -> Result<Self> {
        let (rows, columns) = (matrix.rows(), matrix.features());
        let shape = vec![rows as u64, columns as u64];
        if rows == 0 || columns == 0 {
            return Err(Error::from(FileFault::Empty { shape }).in_file(name));
        }
        let mut scan = scan::Scan::new(rows, columns)?;
        place::Runs::along(&mut scan, 0, matrix.values())?;
        let mut facts = Facts::new(shape, "float32".into(), 4 * matrix.values().len() as u64);
        let nonfinite = facts.describe_numbers(rows, columns, &mut scan);
        Ok(Self { name: name.into(), facts, nonfinite, values: Values::Matrix(matrix) })
    }

    /// Labels that are already in memory; `dtype` is `NumPy`'s name for what they were.
    ///
    /// # Errors
    ///
    /// [`FileFault::Empty`] without samples.
    pub fn from_labels(name: &str, labels: Labels, dtype: &str) -> Result<Self> {
        let shape = vec![labels.codes.len() as u64];
        if labels.codes.is_empty() {
            return Err(Error::from(FileFault::Empty { shape }).in_file(name));
        }
        let mut facts = Facts::new(shape, dtype.into(), 4 * labels.codes.len() as u64);
        facts.describe_labels(&labels);
        Ok(Self { name: name.into(), facts, nonfinite: vec![], values: Values::Labels(labels) })
    }

    /// Number of samples held.
    pub fn rows(&self) -> usize {
        match &self.values {
            Values::Labels(labels) => labels.codes.len(),
            Values::Matrix(matrix) => matrix.rows(),
            Values::Half(matrix) => matrix.rows(),
            Values::Nothing => self.facts.rows,
        }
    }

    /// An error that names the first rows with NaN or infinity, if there are any left.
    ///
    /// # Errors
    ///
    /// [`FileFault::NonFinite`].
    pub fn require_finite(&self) -> Result<()> {
        if self.nonfinite.is_empty() {
            return Ok(());
        }
        let rows = self.nonfinite.iter().take(ROWS_SHOWN).map(|&row| u64::from(row)).collect();
        let fault = FileFault::NonFinite { count: self.nonfinite.len(), rows };
        Err(Error::from(fault).in_file(&self.name))
    }

    /// Takes out `rows` (of all inputs alike). The facts keep describing the file.
    pub fn drop_rows(&mut self, rows: &[u32]) {
        let rows: Vec<u32> = rows.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
        let rows = &rows[..];
        self.nonfinite.retain(|row| rows.binary_search(row).is_err());
        match &mut self.values {
            Values::Labels(labels) => labels.drop_rows(rows),
            // A sample of the samples was drawn without them.
            Values::Matrix(matrix) if matrix.rows() < self.facts.rows => {}
            Values::Matrix(matrix) => matrix.drop_rows(rows),
            Values::Half(matrix) => matrix.drop_rows(rows),
            Values::Nothing => {}
        }
    }
}
