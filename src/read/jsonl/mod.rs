//! JSON Lines: a value a line. Lists of numbers are embeddings; of objects the value of one key is read.
//!
//! Each line is read by serde_json for the one value that is wanted; the rest is passed over.

mod cell;

use std::ops::Range;

use super::array::{Array, Facts, Kind, Member, Values, grow};
use super::format::Format;
use super::reader::Reader;
use super::request::Request;
use super::table::{Symbols, Text, Words, utf8};
use crate::data::matrix::Matrix;
use crate::error::{FileFault, NAMES_TOLD, Result};
use crate::input::Input;

use cell::{Cell, Keys, cell};

pub(super) const FORMAT: Format = Format {
    extensions: &["jsonl", "ndjson"],
    begins: |_| false,
    unlike: |_| None,
    open: |request| Ok(Box::new(Jsonl { text: Text::default(), lines: Lines::new(request), read: 0 })),
};

/// Bytes of one line at most.
const LINE_LIMIT: usize = 1 << 20;

/// Reads one file.
struct Jsonl {
    text: Text,
    lines: Lines,
    read: u64,
}

impl Reader for Jsonl {
    fn wanted(&self) -> Option<Range<u64>> {
        Some(self.read..self.lines.request.size).filter(|range| !range.is_empty())
    }

    fn take(&mut self, bytes: &[u8]) -> Result<()> {
        // A value takes a byte and what parts it from the next.
        self.lines.left = usize::try_from((self.lines.request.size - self.read) / 2).unwrap_or(usize::MAX);
        self.read += bytes.len() as u64;
        let lines = &mut self.lines;
        self.text.push(bytes, &mut |text| lines.push(text))
    }

    fn finish(mut self: Box<Self>, name: &str) -> Result<Array> {
        let lines = &mut self.lines;
        self.text.finish(&mut |text| lines.push(text))?;
        self.lines.end_line()?;
        self.lines.finish(name)
    }
}

/// What is wrong with a line; where, in it, as a line of its own is line 1 to the library.
fn said(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let text = text.strip_suffix(&place).unwrap_or(&text);
    if error.is_data() {
        return text.into();
    }
    format!("is no JSON at column {}: {text}", error.column())
}

/// The lines of a file, one by one.
struct Lines {
    request: Request,
    held: Vec<u8>,
    /// Number of the line in hand, from 1.
    number: u64,
    /// Values that may still come.
    left: usize,
    samples: u64,
    /// Key of an object, none where a line is the value; and what it holds.
    decided: Option<(Option<String>, Gathered)>,
    members: Vec<Member>,
}

/// What is read of all lines.
enum Gathered {
    Symbols(Symbols),
    Features {
        width: usize,
        values: Vec<f32>,
    },
    /// Only looked at: a key is to be chosen.
    Open,
}

impl Lines {
    fn new(request: Request) -> Self {
        Self { request, held: vec![], number: 1, left: 0, samples: 0, decided: None, members: vec![] }
    }

    fn push(&mut self, mut text: &[u8]) -> Result<()> {
        while let Some(end) = text.iter().position(|byte| *byte == b'\n') {
            self.held.extend_from_slice(&text[..end]);
            self.end_line()?;
            text = &text[end + 1..];
        }
        self.held.extend_from_slice(text);
        if self.held.len() > LINE_LIMIT {
            return Err(self.fault(&format!("is longer than {LINE_LIMIT} bytes")));
        }
        Ok(())
    }

    fn end_line(&mut self) -> Result<()> {
        let held = std::mem::take(&mut self.held);
        let line = utf8(self.number, &held)?.trim();
        if !line.is_empty() {
            self.samples += 1;
            if self.decided.is_none() {
                self.decided = Some(self.decide(line)?);
            }
            self.value(line)?;
        }
        self.number += 1;
        self.held = held;
        self.held.clear();
        Ok(())
    }

    /// By the first line: what is read of every one.
    fn decide(&mut self, line: &str) -> Result<(Option<String>, Gathered)> {
        let (key, cell) = if line.starts_with('{') {
            let keys: Keys = serde_json::from_str(line).map_err(|error| self.fault(&said(&error)))?;
            let cells: Vec<Cell> =
                keys.0.iter().map(|key| cell(line, Some(key)).unwrap_or(Cell::Other)).collect();
            self.members = keys.0.iter().zip(&cells).map(|(key, cell)| cell.member(key)).collect();
            match self.choose(&keys.0, &cells)? {
                Some(place) => (Some(keys.0[place].clone()), cells.into_iter().nth(place)),
                None => return Ok((None, Gathered::Open)),
            }
        } else {
            (None, Some(cell(line, None).map_err(|error| self.fault(&said(&error)))?))
        };
        match cell {
            Some(Cell::Numbers(values)) => {
                Ok((key, Gathered::Features { width: values.len(), values: vec![] }))
            }
            Some(Cell::Text(_)) => Ok((key, Gathered::Symbols(Symbols::new(self.request.selection.kind)))),
            _ => Err(self.fault("holds neither numbers nor a label")),
        }
    }

    /// Which key is read; none where several may be meant and a look is enough.
    fn choose(&self, keys: &[String], cells: &[Cell]) -> Result<Option<usize>> {
        let selection = &self.request.selection;
        let told = || keys.iter().take(NAMES_TOLD).cloned().collect::<Vec<_>>();
        if let Some(wanted) = selection.column.as_ref().or(selection.member.as_ref()) {
            let place = keys.iter().position(|key| key == wanted);
            return place.map(Some).ok_or_else(|| {
                FileFault::NoSuchMember { member: wanted.clone(), members: told(), total: keys.len() }.into()
            });
        }
        let places = |fits: &dyn Fn(usize) -> bool| (0..keys.len()).filter(|p| fits(*p)).collect::<Vec<_>>();
        let lists = places(&|place| matches!(cells[place], Cell::Numbers(_)));
        let usable = places(&|place| cells[place] != Cell::Other && !Words::Ids.has(&keys[place]));
        let labels =
            places(&|place| matches!(cells[place], Cell::Text(_)) && Words::Labels.has(&keys[place]));
        let strata =
            places(&|place| matches!(cells[place], Cell::Text(_)) && Words::Strata.has(&keys[place]));
        let fitting = match selection.role {
            Some(role @ (Input::X1 | Input::X2)) => match places(&|place| keys[place] == role.slot()) {
                named if named.len() == 1 => named,
                _ => lists,
            },
            Some(Input::Z) => strata,
            _ if selection.kind == Some(Kind::Numbers) => lists,
            _ => labels,
        };
        match (&fitting[..], &usable[..]) {
            ([one], _) | ([], [one]) => Ok(Some(*one)),
            _ if self.request.inspect => Ok(None),
            _ => Err(FileFault::ChooseColumn { columns: told(), total: keys.len() }.into()),
        }
    }

    fn value(&mut self, line: &str) -> Result<()> {
        let Some((key, gathered)) = &mut self.decided else { return Ok(()) };
        if matches!(gathered, Gathered::Open) {
            return Ok(());
        }
        let number = self.number;
        let fault = |what: String| FileFault::BadTable { line: number, what }.into();
        let cell = cell(line, key.as_deref()).map_err(|error| fault(said(&error)))?;
        match (gathered, cell) {
            (Gathered::Symbols(symbols), Cell::Text(text)) => symbols.add(number, text.trim(), self.left),
            (Gathered::Features { width, values }, Cell::Numbers(row)) if row.len() == *width => {
                for value in row {
                    grow(values, self.left)?;
                    values.push(value);
                }
                Ok(())
            }
            (Gathered::Features { width, .. }, Cell::Numbers(row)) => {
                Err(fault(format!("has {} numbers; the first line has {width}", row.len())))
            }
            _ => Err(fault("holds another kind of value than the first line".into())),
        }
    }

    fn finish(self, name: &str) -> Result<Array> {
        let Some((key, gathered)) = self.decided else {
            return Err(FileFault::Empty { shape: vec![0] }.into());
        };
        let mut array = match gathered {
            Gathered::Symbols(symbols) => symbols.finish(name)?,
            Gathered::Features { width, values } => {
                Array::from_matrix(name, Matrix::from_vec(self.samples as usize, width, values)?)?
            }
            Gathered::Open => {
                let facts = Facts::new(vec![self.samples], "json".into(), self.request.size);
                Array { name: name.into(), facts, nonfinite: vec![], values: Values::Nothing }
            }
        };
        if self.request.inspect && matches!(array.values, Values::Matrix(_)) {
            array.values = Values::Nothing;
        }
        array.facts.members = self.members;
        array.facts.members.iter_mut().for_each(|member| member.shape.insert(0, self.samples));
        array.facts.column = key;
        Ok(array)
    }

    fn fault(&self, what: &(impl ToString + ?Sized)) -> crate::error::Error {
        FileFault::BadTable { line: self.number, what: what.to_string() }.into()
    }
}
