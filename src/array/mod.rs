//! One loaded input: numbers or labels, with its facts (shape, dtype, preview).
//!
//! Integers, booleans and strings in one column are labels; everything else is a matrix of
//! samples x features in single precision.

mod decode;
mod dtype;
mod labels;
mod place;
mod scan;

use serde::Serialize;

use crate::error::{Error, FileFault, Result};
use crate::matrix::Matrix;

pub(crate) use decode::{Decoder, Keep};
pub use decode::{Layout, RowReceiver};
pub use dtype::Dtype;
pub use labels::Labels;
pub(crate) use labels::{Seen, integer_labels, text_labels};
pub use place::Pick;

/// One input as loaded.
#[derive(Debug, Clone, PartialEq)]
pub struct Array {
    /// Name of the file, or what the caller called it.
    pub name: String,
    /// What can be said of it at a glance.
    pub facts: Facts,
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
    /// Looked at, not kept.
    Nothing,
}

/// What a page shows of a file.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Facts {
    /// Shape in the file.
    pub shape: Vec<u64>,
    /// NumPy's name of the type of its items.
    pub dtype: String,
    /// Bytes of its items.
    pub bytes: u64,
    /// Samples, once three axes have become two; 0 while they have not.
    pub samples: usize,
    /// Features of each sample; 0 likewise.
    pub features: usize,
    /// The first values, as text.
    pub preview: Vec<String>,
    /// Different labels, if it holds labels.
    pub labels: Option<usize>,
    /// The first of them, ascending.
    pub label_names: Vec<String>,
    /// Samples with NaN or infinity.
    pub nonfinite: usize,
    /// All of them, ascending.
    #[serde(skip)]
    pub nonfinite_rows: Vec<u32>,
    /// Whether all samples are equal.
    pub constant: bool,
}

/// Labels shown of a file.
const LABELS_SHOWN: usize = 50;
/// Rows named in an error.
const ROWS_SHOWN: usize = 10;

impl Facts {
    pub(crate) fn describe_labels(&mut self, labels: &Labels) {
        self.samples = labels.codes.len();
        self.features = 1;
        self.labels = Some(labels.names.len());
        self.label_names = labels.names.iter().take(LABELS_SHOWN).cloned().collect();
        self.constant = labels.names.len() < 2;
        let first = labels.codes.iter().take(6);
        self.preview = first.map(|&code| labels.names[code as usize].clone()).collect();
    }
}

impl Array {
    /// Numbers that are already in memory.
    pub fn from_matrix(name: &str, matrix: Matrix) -> Result<Self> {
        let (rows, features) = (matrix.rows(), matrix.features());
        let shape = vec![rows as u64, features as u64];
        if rows == 0 || features == 0 {
            return Err(Error::from(FileFault::Empty { shape }).in_file(name));
        }
        let mut scan = scan::Scan::new(rows, features)?;
        place::Runs::along(&mut scan, 0, matrix.values())?;
        let nonfinite_rows = scan.nonfinite();
        let facts = Facts {
            shape,
            dtype: "float32".into(),
            bytes: 4 * matrix.values().len() as u64,
            samples: rows,
            features,
            preview: scan.preview(),
            nonfinite: nonfinite_rows.len(),
            nonfinite_rows,
            constant: scan.constant(),
            ..Facts::default()
        };
        Ok(Self { name: name.into(), facts, values: Values::Matrix(matrix) })
    }

    /// Labels that are already in memory; `dtype` is NumPy's name for what they were.
    pub fn from_labels(name: &str, labels: Labels, dtype: &str) -> Result<Self> {
        let shape = vec![labels.codes.len() as u64];
        if labels.codes.is_empty() {
            return Err(Error::from(FileFault::Empty { shape }).in_file(name));
        }
        let mut facts = Facts { shape, dtype: dtype.into(), ..Facts::default() };
        facts.describe_labels(&labels);
        Ok(Self { name: name.into(), facts, values: Values::Labels(labels) })
    }

    /// Number of samples held.
    pub fn samples(&self) -> usize {
        match &self.values {
            Values::Labels(labels) => labels.codes.len(),
            Values::Matrix(matrix) => matrix.rows(),
            Values::Nothing => self.facts.samples,
        }
    }

    /// An error that names the first rows with NaN or infinity, if there are any.
    pub fn require_finite(&self) -> Result<()> {
        let rows = &self.facts.nonfinite_rows;
        if rows.is_empty() {
            return Ok(());
        }
        let shown = rows.iter().take(ROWS_SHOWN).map(|&row| u64::from(row)).collect();
        let fault = FileFault::NonFinite { count: rows.len(), rows: shown };
        Err(Error::from(fault).in_file(&self.name))
    }

    /// Takes out `rows` (ascending, of all inputs alike). The facts keep describing the file.
    pub fn drop_rows(&mut self, rows: &[u32]) {
        match &mut self.values {
            Values::Labels(labels) => labels.drop_rows(rows),
            Values::Matrix(matrix) => matrix.drop_rows(rows),
            Values::Nothing => {}
        }
    }
}
