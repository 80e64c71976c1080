//! One column of a table -> labels or numbers.

use super::records::Records;
use crate::data::matrix::Matrix;
use crate::error::{Error, FileFault, Result};
use crate::read::array::{Array, Facts, Kind, Labels, Member, Seen, Values, text_labels};

/// Headers that are taken for one, even over words.
const HEADERS: [&str; 20] = [
    "x1", "x2", "y", "z", "label", "labels", "target", "targets", "output", "outputs", "answer", "answers",
    "class", "category", "stratum", "strata", "group", "groups", "source", "origin",
];

/// Reads a column as a text passes.
#[derive(Debug)]
pub struct ColumnReader {
    records: Records,
    column: Column,
}

#[derive(Debug)]
struct Column {
    wanted: Option<String>,
    kind: Option<Kind>,
    /// The first record.
    header: Option<Vec<String>>,
    /// Place of the column; none while it is to be chosen.
    place: Option<usize>,
    labels: Seen<String>,
    /// Why the values cannot be labels.
    refused: Option<Error>,
    /// All values, while they are numbers.
    numbers: Option<Vec<f32>>,
    fractions: bool,
    rows: usize,
}

impl ColumnReader {
    /// A reader of the column `wanted`, or of the only one.
    pub fn new(name: &str, wanted: Option<String>, kind: Option<Kind>) -> Self {
        let column = Column {
            wanted,
            kind,
            header: None,
            place: None,
            labels: Seen::default(),
            refused: None,
            numbers: Some(vec![]),
            fractions: false,
            rows: 0,
        };
        Self { records: Records::new(name), column }
    }

    /// Takes further bytes.
    ///
    /// # Errors
    ///
    /// [`FileFault::BadTable`] with the line, [`FileFault::NoSuchMember`], [`FileFault::TooManyLabels`].
    pub fn push(&mut self, bytes: &[u8]) -> Result<()> {
        self.records.push(bytes, &mut |line, record| self.column.record(line, record))
    }

    /// The column. With several and no choice, what there is to choose from: an error, unless only `inspect`ed.
    /// What the column holds.
    ///
    /// # Errors
    ///
    /// The same of the last line; [`FileFault::ChooseMember`] among several columns, [`FileFault::Empty`].
    pub fn finish(mut self, name: &str, bytes: u64, inspect: bool) -> Result<Array> {
        self.records.finish(&mut |line, record| self.column.record(line, record))?;
        self.column.finish(name, bytes, inspect)
    }
}

impl Column {
    fn record(&mut self, line: u64, record: &[String]) -> Result<()> {
        let Some(header) = &self.header else {
            self.place = match &self.wanted {
                Some(wanted) => Some(find(record, wanted)?),
                None => (record.len() == 1).then_some(0),
            };
            self.header = Some(record.to_vec());
            return Ok(());
        };
        if record.len() != header.len() {
            // A blank line between records is nobody's label.
            if record == [""] && header.len() > 1 {
                return Ok(());
            }
            let what = format!("has {} fields; the first line has {}", record.len(), header.len());
            return Err(FileFault::BadTable { line, what }.into());
        }
        self.rows += 1;
        match self.place {
            Some(place) => self.value(&record[place]),
            None => Ok(()),
        }
    }

    fn value(&mut self, value: &str) -> Result<()> {
        let value = value.trim();
        let number = value.parse::<f64>().ok();
        match (&mut self.numbers, number) {
            (Some(numbers), Some(number)) => {
                numbers.push(number as f32);
                self.fractions |= number.fract() != 0.0 || !number.is_finite();
            }
            _ => self.numbers = None,
        }
        if self.refused.is_none() {
            self.refused = self.labels.add(value).err();
        }
        match &self.refused {
            Some(error) if self.numbers.is_none() || self.kind == Some(Kind::Labels) => Err(error.clone()),
            _ => Ok(()),
        }
    }

    fn finish(mut self, name: &str, bytes: u64, inspect: bool) -> Result<Array> {
        let header = self.header.take().unwrap_or_default();
        if self.place.is_none() && !header.is_empty() {
            return self.undecided(name, bytes, header, inspect);
        }
        if !header.is_empty() && self.wanted.is_none() && !self.is_header(&header[0]) {
            self.rows += 1;
            self.value(&header[0])?;
            self.labels.last_to_front();
            if let Some(numbers) = &mut self.numbers {
                numbers.rotate_right(1);
            }
        }
        if self.rows == 0 {
            return Err(FileFault::Empty { shape: vec![0] }.into());
        }
        let numbers = self.numbers.filter(|_| match self.kind {
            Some(kind) => kind == Kind::Numbers,
            None => self.fractions,
        });
        match (numbers, self.refused) {
            (Some(numbers), _) => {
                let mut array = Array::from_matrix(name, Matrix::from_vec(self.rows, 1, numbers)?)?;
                if inspect {
                    array.values = Values::Nothing;
                }
                Ok(array)
            }
            (None, Some(error)) => Err(error),
            (None, None) => {
                let labels: Labels = text_labels(self.labels);
                Array::from_labels(name, labels, "text")
            }
        }
    }

    /// Whether the first line of one column is its name rather than a value.
    fn is_header(&self, first: &str) -> bool {
        let first = first.trim().to_ascii_lowercase();
        let others_are_numbers = self.rows > 0 && self.numbers.is_some();
        HEADERS.contains(&first.as_str()) || (others_are_numbers && first.parse::<f64>().is_err())
    }

    fn undecided(self, name: &str, bytes: u64, header: Vec<String>, inspect: bool) -> Result<Array> {
        if !inspect {
            return Err(FileFault::ChooseMember { members: header }.into());
        }
        let shape = vec![self.rows as u64];
        let mut facts = Facts::new(vec![self.rows as u64, header.len() as u64], "text".into(), bytes);
        let member = |name| Member { name, shape: shape.clone(), dtype: "text".into() };
        facts.members = header.into_iter().map(member).collect();
        Ok(Array { name: name.into(), facts, nonfinite: vec![], values: Values::Nothing })
    }
}

fn find(header: &[String], wanted: &str) -> Result<usize> {
    let place = header.iter().position(|name| name.trim() == wanted);
    place.ok_or_else(|| FileFault::NoSuchMember { member: wanted.into(), members: header.to_vec() }.into())
}
