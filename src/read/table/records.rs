//! Text in pieces of any length -> records of fields (RFC 4180), within bounds.

use crate::error::{Error, FileFault, Result};

/// Bytes of one record at most.
const RECORD_LIMIT: usize = 1 << 20;

/// Splits text into records.
#[derive(Debug)]
pub struct Records {
    /// Byte between fields; none: a line is one field, quotes and all.
    delimiter: Option<u8>,
    /// Line of the record in hand, from 1.
    line: u64,
    started: bool,
    state: State,
    field: Vec<u8>,
    record: Vec<String>,
    /// Bytes of the record in hand.
    length: usize,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    /// Between fields or in one without quotes.
    Plain,
    /// In quotes.
    Quoted,
    /// After a quote within quotes: the end, or the first of two.
    Quote,
}

impl Records {
    /// By the name of the file.
    pub fn new(name: &str) -> Self {
        let extension = name.rsplit_once('.').map_or(String::new(), |(_, e)| e.to_ascii_lowercase());
        let delimiter = match extension.as_str() {
            "csv" => Some(b','),
            "tsv" => Some(b'\t'),
            _ => None,
        };
        Self {
            delimiter,
            line: 1,
            started: false,
            state: State::Plain,
            field: vec![],
            record: vec![],
            length: 0,
        }
    }

    /// Hands every record that ends in `bytes` to `each`, with its line.
    ///
    /// # Errors
    ///
    /// [`FileFault::BadTable`] of a record that is none; whatever `each` refuses.
    pub fn push(&mut self, bytes: &[u8], each: &mut dyn FnMut(u64, &[String]) -> Result<()>) -> Result<()> {
        for &byte in bytes {
            self.length += 1;
            if self.length > RECORD_LIMIT {
                return Err(self.fault(format!("is longer than {RECORD_LIMIT} bytes")));
            }
            match (self.state, byte) {
                (State::Quoted, b'"') => self.state = State::Quote,
                (State::Quoted, _) => self.field.push(byte),
                (State::Quote, b'"') => {
                    self.field.push(b'"');
                    self.state = State::Quoted;
                }
                (_, b'\n') => self.end_record(each)?,
                (_, _) if Some(byte) == self.delimiter => self.end_field(),
                (State::Plain, b'"') if self.delimiter.is_some() && self.field.is_empty() => {
                    self.state = State::Quoted;
                }
                (State::Quote, b'\r') | (State::Plain, _) => self.field.push(byte),
                (State::Quote, _) => return Err(self.fault("something follows a closing quote".into())),
            }
        }
        Ok(())
    }

    /// The last record, if the text does not end with a line.
    ///
    /// # Errors
    ///
    /// The same of the last record.
    pub fn finish(&mut self, each: &mut dyn FnMut(u64, &[String]) -> Result<()>) -> Result<()> {
        if self.state == State::Quoted {
            return Err(self.fault("a quote is not closed".into()));
        }
        if self.length > 0 { self.end_record(each) } else { Ok(()) }
    }

    fn end_field(&mut self) {
        let mut bytes = self.field.as_slice();
        if !self.started {
            // The mark with which some programs begin UTF-8.
            bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
            self.started = true;
        }
        self.record.push(String::from_utf8_lossy(bytes).into_owned());
        self.field.clear();
        self.state = State::Plain;
    }

    fn end_record(&mut self, each: &mut dyn FnMut(u64, &[String]) -> Result<()>) -> Result<()> {
        if self.field.last() == Some(&b'\r') {
            self.field.pop();
        }
        self.end_field();
        each(self.line, &self.record)?;
        self.record.clear();
        self.length = 0;
        self.line += 1;
        Ok(())
    }

    fn fault(&self, what: String) -> Error {
        FileFault::BadTable { line: self.line, what }.into()
    }
}
