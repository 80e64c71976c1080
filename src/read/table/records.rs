//! Text in pieces of any length -> records of fields, within bounds.
//!
//! Tables are split by `csv-core` (RFC 4180; commas, semicolons or tabs, whichever the first line
//! has); a .txt has one field a line, quotes and all, or numbers with spaces between them.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::text::{Text, utf8};
use crate::error::{Error, FileFault, Result};
use crate::read::formats::extension;

/// Bytes of one record at most.
const RECORD_LIMIT: usize = 1 << 20;
/// Fields of one record at most.
const FIELDS_LIMIT: usize = 12_288;

/// One record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record<'a> {
    /// Its line, from 1.
    pub(super) line: u64,
    text: &'a str,
    /// Where each field ends in `text`.
    ends: &'a [usize],
}

impl<'a> Record<'a> {
    /// Number of its fields.
    pub(super) fn len(self) -> usize {
        self.ends.len()
    }

    /// A field, without the space around it.
    pub(super) fn field(self, place: usize) -> &'a str {
        let start = if place == 0 { 0 } else { self.ends[place - 1] };
        self.text[start..self.ends[place]].trim()
    }

    /// All of them.
    pub(super) fn fields(self) -> impl Iterator<Item = &'a str> {
        (0..self.len()).map(move |place| self.field(place))
    }

    /// A record that is kept.
    pub(super) fn kept(self) -> Kept {
        Kept { line: self.line, text: self.text.into(), ends: self.ends.into() }
    }
}

/// A record that is kept.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    line: u64,
    text: Box<str>,
    ends: Box<[usize]>,
}

impl Kept {
    /// The record.
    pub(super) fn record(&self) -> Record<'_> {
        Record { line: self.line, text: &self.text, ends: &self.ends }
    }

    /// Bytes that it takes.
    pub(super) fn size(&self) -> usize {
        self.text.len() + size_of_val(&*self.ends)
    }
}

/// Takes each record.
pub(super) type Each<'a> = &'a mut dyn FnMut(Record) -> Result<()>;

/// Splits text into records.
pub(super) struct Records {
    text: Text,
    splitter: Splitter,
}

impl Records {
    /// By the name of the file.
    pub(super) fn new(name: &str) -> Self {
        let way = match extension(name).as_str() {
            "txt" => Way::Lines { spaces: None, blank: None },
            "tsv" => Way::Table(Box::new(table(b'\t'))),
            _ => Way::Undecided,
        };
        Self { text: Text::default(), splitter: Splitter::new(way) }
    }

    /// Hands every record that ends in `bytes` to `each`.
    pub(super) fn push(&mut self, bytes: &[u8], each: Each) -> Result<()> {
        let splitter = &mut self.splitter;
        self.text.push(bytes, &mut |text| splitter.push(text, each))
    }

    /// The last record, if the text does not end with a line.
    pub(super) fn finish(&mut self, each: Each) -> Result<()> {
        let splitter = &mut self.splitter;
        self.text.finish(&mut |text| splitter.push(text, each))?;
        splitter.finish(each)
    }
}

/// How records are split.
enum Way {
    /// Until the first line tells what stands between fields.
    Undecided,
    Table(Box<Reader>),
    /// One field a line, or several with spaces between them.
    Lines {
        spaces: Option<bool>,
        /// A line with nothing on it, which is a sample's only if another follows.
        blank: Option<u64>,
    },
}

struct Splitter {
    way: Way,
    /// Line of the record in hand, from 1.
    line: u64,
    /// Ends of lines within the record in hand.
    within: u64,
    /// Text of the record in hand: of a table its fields one after another, else as it came.
    bytes: Vec<u8>,
    length: usize,
    ends: Vec<usize>,
    fields: usize,
    /// Whether the record in hand has begun.
    begun: bool,
}

impl Splitter {
    fn new(way: Way) -> Self {
        let (bytes, ends) = (vec![], vec![]);
        Self { way, line: 1, within: 0, bytes, length: 0, ends, fields: 0, begun: false }
    }

    fn push(&mut self, text: &[u8], each: Each) -> Result<()> {
        match &self.way {
            Way::Table(_) => self.table(text, each),
            Way::Lines { .. } => self.lines(text, each),
            Way::Undecided => {
                self.bytes.extend_from_slice(text);
                let first = self.bytes.split(|b| *b == b'\n').next().unwrap_or_default();
                if first.len() < self.bytes.len() || first.len() > RECORD_LIMIT {
                    self.decide(each)?;
                }
                Ok(())
            }
        }
    }

    /// What stands between fields, by the first line: the one of these that it has, the first of them else.
    fn decide(&mut self, each: Each) -> Result<()> {
        let text = std::mem::take(&mut self.bytes);
        let first = text.split(|b| *b == b'\n').next().unwrap_or_default();
        let delimiter = [b',', b';', b'\t'].into_iter().find(|d| first.contains(d)).unwrap_or(b',');
        self.way = Way::Table(Box::new(table(delimiter)));
        self.table(&text, each)
    }

    fn table(&mut self, mut text: &[u8], each: Each) -> Result<()> {
        loop {
            // Blank lines between records are nobody's sample.
            while let [end @ (b'\n' | b'\r'), rest @ ..] = text
                && !self.begun
            {
                self.line += u64::from(*end == b'\n');
                text = rest;
            }
            if text.is_empty() {
                return Ok(());
            }
            self.begun = true;
            text = &text[self.step(text)?..];
            if !self.begun {
                self.emit(each)?;
            }
        }
    }

    /// Gives the splitter of tables what there is; how much it took. At the end of a record `begun` is false.
    fn step(&mut self, text: &[u8]) -> Result<usize> {
        let Way::Table(reader) = &mut self.way else { return Ok(text.len()) };
        let (bytes, ends) = (&mut self.bytes[self.length..], &mut self.ends[self.fields..]);
        let line = reader.line();
        let (result, read, written, ended) = reader.read_record(text, bytes, ends);
        self.within += reader.line() - line;
        self.length += written;
        self.fields += ended;
        match result {
            ReadRecordResult::Record => self.begun = false,
            ReadRecordResult::OutputFull if self.length >= RECORD_LIMIT => {
                return Err(self.fault(format!("is longer than {RECORD_LIMIT} bytes")));
            }
            ReadRecordResult::OutputFull => {
                self.bytes.resize((2 * self.length).clamp(256, RECORD_LIMIT), 0);
            }
            ReadRecordResult::OutputEndsFull if self.fields >= FIELDS_LIMIT => {
                return Err(self.fault(format!("has more than {FIELDS_LIMIT} fields")));
            }
            ReadRecordResult::OutputEndsFull => {
                self.ends.resize((2 * self.fields).clamp(64, FIELDS_LIMIT), 0);
            }
            ReadRecordResult::InputEmpty | ReadRecordResult::End => {}
        }
        Ok(read)
    }

    fn emit(&mut self, each: Each) -> Result<()> {
        let text = utf8(self.line, &self.bytes[..self.length])?;
        let ends = &self.ends[..self.fields];
        if let Some(end) = ends.iter().find(|end| !text.is_char_boundary(**end)) {
            // Bytes on both sides of a delimiter that make a character only together.
            utf8(self.line, &self.bytes[..*end])?;
        }
        each(Record { line: self.line, text, ends })?;
        self.line += self.within;
        (self.within, self.length, self.fields) = (0, 0, 0);
        Ok(())
    }

    fn lines(&mut self, mut text: &[u8], each: Each) -> Result<()> {
        while let Some(end) = text.iter().position(|byte| *byte == b'\n') {
            self.bytes.extend_from_slice(&text[..end]);
            self.end_line(each)?;
            text = &text[end + 1..];
        }
        self.bytes.extend_from_slice(text);
        if self.bytes.len() > RECORD_LIMIT {
            return Err(self.fault(format!("is longer than {RECORD_LIMIT} bytes")));
        }
        Ok(())
    }

    fn end_line(&mut self, each: Each) -> Result<()> {
        let text = utf8(self.line, &self.bytes)?.trim_end();
        let Way::Lines { spaces, blank } = &mut self.way else { return Ok(()) };
        if text.trim_start().is_empty() {
            blank.get_or_insert(self.line);
            self.line += 1;
            self.bytes.clear();
            return Ok(());
        }
        if let Some(line) = *blank {
            let what = "is blank; every sample needs a label, such as \"none\"".into();
            return Err(FileFault::BadTable { line, what }.into());
        }
        let split = *spaces.get_or_insert_with(|| {
            let fields = || text.split_whitespace();
            fields().count() > 1 && fields().all(|field| field.parse::<f64>().is_ok())
        });
        self.ends.clear();
        if split {
            let start = text.as_ptr().addr();
            self.ends
                .extend(text.split_whitespace().map(|field| field.as_ptr().addr() - start + field.len()));
        } else {
            self.ends.push(text.len());
        }
        each(Record { line: self.line, text, ends: &self.ends })?;
        self.line += 1;
        self.bytes.clear();
        Ok(())
    }

    fn finish(&mut self, each: Each) -> Result<()> {
        match &self.way {
            Way::Undecided => {
                self.decide(each)?;
                self.finish(each)
            }
            Way::Lines { .. } if self.bytes.is_empty() => Ok(()),
            Way::Lines { .. } => self.end_line(each),
            Way::Table(_) if !self.begun => Ok(()),
            Way::Table(_) => {
                // A line's end ends every record but one within quotes.
                self.table(b"\n", each)?;
                if self.begun { Err(self.fault("a quote is not closed".into())) } else { Ok(()) }
            }
        }
    }

    fn fault(&self, what: String) -> Error {
        FileFault::BadTable { line: self.line, what }.into()
    }
}

fn table(delimiter: u8) -> Reader {
    ReaderBuilder::new().delimiter(delimiter).build()
}
