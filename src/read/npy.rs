//! `NumPy`'s .npy, versions 1 to 3, read within bounds.
//!
//! `\x93NUMPY`, two version bytes, the length of the header (two bytes in version 1, else four), the
//! header: a Python dictionary of `descr`, `fortran_order`, `shape`; then the items. The header
//! is read by a small parser of just that dictionary, of at most [`HEADER_LIMIT`] bytes (`NumPy`'s
//! own limit). Specification: numpy.lib.format.

use std::ops::Range;

use super::array::{Array, Dtype, Layout};
use super::format::Format;
use super::items::Items;
use super::reader::{Reader, printable};
use super::request::Request;
use crate::error::{FileFault, Result};

pub(super) const FORMAT: Format = Format {
    extensions: &["npy"],
    begins: |head| head.starts_with(MAGIC),
    unlike: |_| None,
    open: |request| Ok(Box::new(Npy { head: vec![], state: State::Header(request) })),
};

/// The first bytes of every .npy file.
pub const MAGIC: &[u8; 6] = b"\x93NUMPY";
/// Bytes of a header read at a time.
const STEP: u64 = 256;
/// Bytes of a header at most.
pub const HEADER_LIMIT: u64 = 10_000;

/// Reads one file.
struct Npy {
    /// What was read until the header is whole.
    head: Vec<u8>,
    state: State,
}

enum State {
    Header(Request),
    Items(Items),
}

impl Reader for Npy {
    fn wanted(&self) -> Option<Range<u64>> {
        match &self.state {
            State::Header(request) => {
                let seen = self.head.len() as u64;
                Some(seen..request.size.min(seen + STEP)).filter(|range| !range.is_empty())
            }
            State::Items(items) => items.wanted(),
        }
    }

    fn take(&mut self, bytes: &[u8]) -> Result<()> {
        let request = match &mut self.state {
            State::Items(items) => return items.take(bytes),
            State::Header(request) => request,
        };
        self.head.extend_from_slice(bytes);
        let Some((layout, start)) = header(&self.head)? else { return Ok(()) };
        let left = request.size.saturating_sub(start as u64);
        let mut items = request.items(layout, start as u64, left)?;
        items.take(&self.head[start..])?;
        self.state = State::Items(items);
        Ok(())
    }

    fn finish(self: Box<Self>, name: &str) -> Result<Array> {
        match self.state {
            State::Items(items) => Box::new(items).finish(name),
            State::Header(_) if self.head.is_empty() => {
                Err(FileFault::NotNpy { found: printable(b"") }.into())
            }
            State::Header(Request { size, .. }) => {
                Err(FileFault::Truncated { expected: size + 1, found: size }.into())
            }
        }
    }
}

/// Layout of the items and the length of all that comes before them, from the first bytes of a
/// file; `None` while these are too few to tell.
pub(super) fn header(bytes: &[u8]) -> Result<Option<(Layout, usize)>> {
    if !bytes.starts_with(&MAGIC[..bytes.len().min(MAGIC.len())]) {
        return Err(FileFault::NotNpy { found: printable(bytes) }.into());
    }
    let Some(&major) = bytes.get(6) else { return Ok(None) };
    let width = match major {
        1 => 2,
        2 | 3 => 4,
        found => return Err(FileFault::UnknownVersion { found }.into()),
    };
    let start = 8 + width;
    let Some(length) = bytes.get(8..start) else { return Ok(None) };
    let length = length.iter().rev().fold(0_u64, |all, &byte| all << 8 | u64::from(byte));
    if length > HEADER_LIMIT {
        return Err(FileFault::HeaderTooLong { found: length, limit: HEADER_LIMIT }.into());
    }
    let end = start + length as usize;
    let Some(text) = bytes.get(start..end) else { return Ok(None) };
    Ok(Some((layout(&String::from_utf8_lossy(text))?, end)))
}

/// Layout from the dictionary.
fn layout(text: &str) -> Result<Layout> {
    let mut parser = Parser { rest: text };
    let (mut descr, mut fortran, mut shape) = (None, None, None);
    parser.expect('{')?;
    while !parser.accept('}') {
        let key = parser.string()?;
        parser.expect(':')?;
        match key {
            "descr" => descr = Some(parser.descr()?),
            "fortran_order" => fortran = Some(parser.boolean()?),
            "shape" => shape = Some(parser.shape()?),
            other => return Err(malformed(format!("unknown key \"{other}\""))),
        }
        if !parser.accept(',') {
            parser.expect('}')?;
            break;
        }
    }
    if !parser.rest.trim().is_empty() {
        return Err(malformed("something follows the dictionary".into()));
    }
    let missing = |key: &str| malformed(format!("\"{key}\" is missing"));
    let (dtype, big_endian) = Dtype::from_numpy(descr.ok_or_else(|| missing("descr"))?)?;
    Ok(Layout {
        dtype,
        big_endian,
        fortran: fortran.ok_or_else(|| missing("fortran_order"))?,
        shape: shape.ok_or_else(|| missing("shape"))?,
    })
}

fn malformed(what: String) -> crate::error::Error {
    FileFault::MalformedHeader { what }.into()
}

/// Reads a dictionary from its front.
struct Parser<'a> {
    rest: &'a str,
}

impl<'a> Parser<'a> {
    fn accept(&mut self, expected: char) -> bool {
        self.rest = self.rest.trim_start();
        match self.rest.strip_prefix(expected) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn expect(&mut self, expected: char) -> Result<()> {
        if self.accept(expected) {
            return Ok(());
        }
        let found: String = self.rest.chars().take(12).collect();
        Err(malformed(format!("{expected:?} was expected before \"{}\"", found.escape_debug())))
    }

    fn string(&mut self) -> Result<&'a str> {
        let quote = if self.accept('"') { '"' } else { '\'' };
        if quote == '\'' {
            self.expect('\'')?;
        }
        let rest = self.rest;
        let end = rest.find(quote).ok_or_else(|| malformed("a string does not end".into()))?;
        self.rest = &rest[end + 1..];
        Ok(&rest[..end])
    }

    /// The type; a list is a record of several fields.
    fn descr(&mut self) -> Result<&'a str> {
        self.rest = self.rest.trim_start();
        if self.rest.starts_with('[') {
            return Err(FileFault::UnsupportedDtype { dtype: "of several fields".into() }.into());
        }
        self.string()
    }

    fn boolean(&mut self) -> Result<bool> {
        self.rest = self.rest.trim_start();
        for (word, value) in [("True", true), ("False", false)] {
            if let Some(rest) = self.rest.strip_prefix(word) {
                self.rest = rest;
                return Ok(value);
            }
        }
        Err(malformed("fortran_order is neither True nor False".into()))
    }

    fn shape(&mut self) -> Result<Vec<u64>> {
        /// `NumPy`'s limit on axes.
        const AXES: usize = 64;
        let mut shape = Vec::new();
        self.expect('(')?;
        while !self.accept(')') {
            shape.push(self.integer()?);
            if shape.len() > AXES {
                return Err(FileFault::TooManyDimensions { shape }.into());
            }
            if !self.accept(',') {
                self.expect(')')?;
                break;
            }
        }
        Ok(shape)
    }

    fn integer(&mut self) -> Result<u64> {
        self.rest = self.rest.trim_start();
        let end = self.rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(self.rest.len());
        let (digits, rest) = self.rest.split_at(end);
        // Python 2 wrote long integers with an L.
        self.rest = rest.strip_prefix('L').unwrap_or(rest);
        match digits.parse() {
            Ok(value) => Ok(value),
            Err(_) if digits.is_empty() => Err(malformed("the shape is not whole numbers".into())),
            Err(_) => Err(FileFault::ShapeOverflow { shape: vec![u64::MAX] }.into()),
        }
    }
}
