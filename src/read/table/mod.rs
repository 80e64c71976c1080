//! Labels, embeddings and counts from .csv, .tsv and .txt.
//!
//! Text is UTF-8, or UTF-16 that says so. A .txt has one label a line; a .csv or .tsv has records by
//! RFC 4180. A column of whole numbers or words is labels, one with fractions is numbers; several columns
//! of numbers are embeddings, a row a sample.

mod distribution;
mod features;
mod plan;
mod records;
mod symbols;
mod text;

use std::ops::Range;

use features::Features;
use plan::{Plan, What};
use records::{Kept, Record, Records};
use xxhash_rust::xxh3::xxh3_64;

use super::array::{Array, Facts, Ids, Values};
use super::format::Format;
use super::reader::Reader;
use super::request::Request;
use crate::error::{FileFault, Result};

pub use distribution::{Distribution, distribution};
pub(super) use plan::Words;
pub(super) use symbols::Symbols;
pub(super) use text::{Text, utf8};

pub(super) const FORMAT: Format = Format {
    extensions: &["csv", "tsv", "txt"],
    begins: |_| false,
    unlike: |_| None,
    open: |request| Ok(Box::new(Table::new(request))),
};

/// Records by which it is decided what is read.
const FIRST: usize = 50;
/// Bytes of them.
const FIRST_BYTES: usize = 64 * 1024;

/// Reads one file.
struct Table {
    records: Records,
    rows: Rows,
    /// Bytes read.
    read: u64,
}

impl Table {
    fn new(request: Request) -> Self {
        let records = Records::new(&request.name);
        let rows = Rows {
            request,
            first: vec![],
            held: 0,
            decided: None,
            samples: 0,
            left: 0,
            order: Order::default(),
        };
        Self { records, rows, read: 0 }
    }
}

impl Reader for Table {
    fn wanted(&self) -> Option<Range<u64>> {
        Some(self.read..self.rows.request.size).filter(|range| !range.is_empty())
    }

    fn take(&mut self, bytes: &[u8]) -> Result<()> {
        // A value takes a byte and what parts it from the next.
        self.rows.left = usize::try_from((self.rows.request.size - self.read) / 2).unwrap_or(usize::MAX);
        self.read += bytes.len() as u64;
        self.records.push(bytes, &mut |record| self.rows.add(record))
    }

    fn finish(mut self: Box<Self>, name: &str) -> Result<Array> {
        self.records.finish(&mut |record| self.rows.add(record))?;
        self.rows.finish(name)
    }
}

/// The records of a table, one by one.
struct Rows {
    request: Request,
    /// The first of them.
    first: Vec<Kept>,
    /// Bytes that these take.
    held: usize,
    decided: Option<(Plan, Gathered)>,
    /// Samples so far.
    samples: u64,
    /// Values that may still come.
    left: usize,
    order: Order,
}

/// What becomes of the columns that are wanted.
enum Gathered {
    Symbols(usize, Symbols),
    Features(Features),
    Nothing,
}

impl Rows {
    fn add(&mut self, record: Record) -> Result<()> {
        if self.decided.is_some() {
            return self.row(record);
        }
        let kept = record.kept();
        self.held += kept.size();
        self.first.push(kept);
        let few = self.first.len() < 2 || (self.first.len() < FIRST && self.held < FIRST_BYTES);
        if few { Ok(()) } else { self.decide() }
    }

    /// Decides what is read, then reads the first records.
    fn decide(&mut self) -> Result<()> {
        let first = std::mem::take(&mut self.first);
        if first.is_empty() {
            return Err(FileFault::Empty { shape: vec![0] }.into());
        }
        let mut plan = Plan::new(&first, &self.request.selection)?;
        let gathered = match &mut plan.what {
            What::Column(place) => Gathered::Symbols(*place, Symbols::new(self.request.selection.kind)),
            What::Features(places) => Gathered::Features(Features::new(std::mem::take(places))),
            What::Open if self.request.inspect => Gathered::Nothing,
            What::Open => return Err(plan.ask()),
        };
        let named = plan.named();
        self.decided = Some((plan, gathered));
        for kept in first.iter().skip(usize::from(named)) {
            self.row(kept.record())?;
        }
        self.first = first;
        Ok(())
    }

    fn row(&mut self, record: Record) -> Result<()> {
        let Some((plan, gathered)) = &mut self.decided else { return Ok(()) };
        if record.len() != plan.width {
            let what = format!("has {} fields; the first line has {}", record.len(), plan.width);
            return Err(FileFault::BadTable { line: record.line, what }.into());
        }
        self.samples += 1;
        if let Some(ids) = plan.ids {
            self.order.add(record.field(ids));
        }
        match gathered {
            Gathered::Symbols(place, symbols) => symbols.add(record.line, record.field(*place), self.left),
            Gathered::Features(features) => features.add(plan, record, self.left),
            Gathered::Nothing => Ok(()),
        }
    }

    fn finish(mut self, name: &str) -> Result<Array> {
        if self.decided.is_none() {
            self.decide()?;
        }
        let Some((plan, gathered)) = self.decided.filter(|_| self.samples > 0) else {
            return Err(FileFault::Empty { shape: vec![0] }.into());
        };
        let mut names = vec![];
        let mut array = match gathered {
            Gathered::Symbols(_, symbols) => symbols.finish(name)?,
            Gathered::Features(features) => {
                names = features.places().iter().map(|&place| plan.name(place)).collect();
                features.finish(name)?
            }
            Gathered::Nothing => {
                let shape = vec![self.samples, plan.width as u64];
                let facts = Facts::new(shape, "text".into(), self.request.size);
                Array { name: name.into(), facts, nonfinite: vec![], values: Values::Nothing }
            }
        };
        if self.request.inspect && matches!(array.values, Values::Matrix(_)) {
            array.values = Values::Nothing;
        }
        let facts = &mut array.facts;
        facts.members = plan.members(&self.first, self.samples);
        facts.ids = plan.ids.map(|place| self.order.told(plan.name(place)));
        facts.column = match &plan.what {
            What::Column(place) if plan.width > 1 => Some(plan.name(*place)),
            _ => None,
        };
        facts.features = names;
        facts.notes.extend(plan.notes);
        Ok(array)
    }
}

/// Which samples there are, and in which order.
#[derive(Default)]
struct Order {
    /// Depends on the order.
    sequence: u64,
    /// Does not.
    sum: u64,
}

impl Order {
    fn add(&mut self, id: &str) {
        let hash = xxh3_64(id.as_bytes());
        self.sequence = self.sequence.rotate_left(5).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ hash;
        self.sum = self.sum.wrapping_add(hash);
    }

    fn told(&self, column: String) -> Ids {
        Ids { column, order: format!("{:016x}", self.sequence), samples: format!("{:016x}", self.sum) }
    }
}
