//! A table of a distribution: columns x1, x2, y, and count or p; of several partitions, also partition.

use std::collections::BTreeMap;

use super::records::{Record, Records};
use crate::data::counts::Counts;
use crate::error::{Error, FileFault, NAMES_TOLD, Result};
use crate::read::array::{Labels, Seen, text_labels};

/// Cells of a distribution as given; a cell may occur more than once.
#[derive(Debug, Clone, PartialEq)]
pub struct Distribution {
    /// Symbols of x1 in each line.
    pub x1: Labels,
    /// Symbols of x2 in each line.
    pub x2: Labels,
    /// Symbols of y in each line.
    pub y: Labels,
    /// Partition that each line is of, where the table says so.
    pub partition: Option<Labels>,
    /// Count or probability of each line; 1 where the table has neither column.
    pub mass: Vec<f64>,
    /// Whether `mass` are whole counts of samples.
    pub counts: bool,
}

impl Distribution {
    /// Numbers of the lines of each partition, in ascending order of these; all lines where the table names
    /// none.
    pub fn partitions(&self) -> Vec<Vec<usize>> {
        let Some(partition) = &self.partition else { return vec![(0..self.mass.len()).collect()] };
        let mut lines = vec![vec![]; partition.names.len()];
        for (line, &code) in partition.codes.iter().enumerate() {
            lines[usize::from(code)].push(line);
        }
        lines
    }

    /// The table of each partition as counts of samples; none of probabilities.
    ///
    /// # Errors
    ///
    /// As [`Counts::check`].
    pub fn tables(&self) -> Result<Vec<Counts>> {
        let all = if self.counts { self.partitions() } else { vec![] };
        all.iter().map(|lines| self.table(lines)).collect()
    }

    fn table(&self, lines: &[usize]) -> Result<Counts> {
        let columns = [&self.x1, &self.x2, &self.y];
        let mut cells = BTreeMap::new();
        for &line in lines.iter().filter(|&&line| self.mass[line] > 0.0) {
            let cell = columns.map(|column| u32::from(column.codes[line]));
            *cells.entry(cell).or_insert(0) += self.mass[line] as u64;
        }
        let shape = columns.map(|column| column.names.len());
        let (cells, counts) = cells.into_iter().unzip();
        let table = Counts { shape, cells, counts };
        table.check()?;
        Ok(table)
    }
}

/// Reads a whole table; the first line names the columns.
///
/// # Errors
///
/// [`FileFault::NoSuchMember`] for a missing column, [`FileFault::BadTable`] with the line,
/// [`FileFault::TooManyLabels`], [`FileFault::Empty`].
pub fn distribution(name: &str, bytes: &[u8]) -> Result<Distribution> {
    let mut reader = Reader::default();
    let mut records = Records::new(name);
    records
        .push(bytes, &mut |record| reader.record(record))
        .and_then(|()| records.finish(&mut |record| reader.record(record)))
        .and_then(|()| reader.finish())
        .map_err(|error| error.in_file(name))
}

#[derive(Default)]
struct Reader {
    places: Option<[usize; 3]>,
    /// Column that names the partition.
    partition: Option<usize>,
    /// Column of the mass, and whether it is of counts.
    weight: Option<(usize, bool)>,
    width: usize,
    symbols: [Seen<String>; 3],
    named: Seen<String>,
    mass: Vec<f64>,
}

impl Reader {
    fn record(&mut self, record: Record) -> Result<()> {
        let Some(places) = self.places else { return self.header(record) };
        let line = record.line;
        if record.len() != self.width {
            let what = format!("has {} fields; the first line has {}", record.len(), self.width);
            return Err(FileFault::BadTable { line, what }.into());
        }
        for (seen, place) in self.symbols.iter_mut().zip(places) {
            seen.add(record.field(place), usize::MAX)?;
        }
        if let Some(place) = self.partition {
            self.named.add(record.field(place), usize::MAX)?;
        }
        let mass = match self.weight {
            None => 1.0,
            Some((place, counts)) => mass(line, record.field(place), counts)?,
        };
        self.mass.push(mass);
        Ok(())
    }

    fn header(&mut self, record: Record) -> Result<()> {
        let names: Vec<String> = record.fields().map(str::to_ascii_lowercase).collect();
        let find = |wanted: &str| names.iter().position(|name| name == wanted);
        let needed = |wanted: &str| {
            find(wanted).ok_or_else(|| {
                let members = record.fields().take(NAMES_TOLD).map(str::to_owned).collect();
                Error::from(FileFault::NoSuchMember { member: wanted.into(), members, total: record.len() })
            })
        };
        self.places = Some([needed("x1")?, needed("x2")?, needed("y")?]);
        self.partition = find("partition");
        let counts = ["count", "counts", "n"].into_iter().find_map(find).map(|place| (place, true));
        let masses = ["p", "probability", "mass"].into_iter().find_map(find).map(|place| (place, false));
        self.weight = counts.or(masses);
        self.width = record.len();
        Ok(())
    }

    fn finish(self) -> Result<Distribution> {
        if self.mass.is_empty() {
            return Err(FileFault::Empty { shape: vec![0] }.into());
        }
        let counts = self.weight.is_none_or(|(_, counts)| counts);
        let [x1, x2, y] = self.symbols.map(text_labels);
        let partition = self.partition.map(|_| text_labels(self.named));
        Ok(Distribution { x1, x2, y, partition, mass: self.mass, counts })
    }
}

/// A count or a probability.
fn mass(line: u64, text: &str, counts: bool) -> Result<f64> {
    let value = text.parse::<f64>().ok().filter(|value| value.is_finite() && *value >= 0.0);
    let value = value.filter(|value| !counts || value.fract() == 0.0);
    value.ok_or_else(|| {
        let noun = if counts { "count" } else { "probability" };
        FileFault::BadTable { line, what: format!("\"{text}\" is not a {noun}") }.into()
    })
}
