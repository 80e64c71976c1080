//! Bytes of a text file -> UTF-8.
//!
//! A mark at the beginning tells UTF-16, which is decoded; all else is taken for UTF-8. What is not is
//! refused by the line: read by another table of characters, two labels could become one.

use crate::error::{FileFault, Result};

/// The mark with which some programs begin UTF-8.
const UTF8: &[u8] = b"\xef\xbb\xbf";

/// Decodes text as it comes.
#[derive(Debug, Default)]
pub(in crate::read) struct Text {
    encoding: Option<Encoding>,
    /// What cannot be decoded before more has come.
    carry: Vec<u8>,
    utf8: String,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Encoding {
    /// As it is; lines are checked when they are whole.
    Utf8,
    Utf16 {
        big_endian: bool,
    },
}

impl Text {
    /// Hands on what has come, as UTF-8.
    pub(in crate::read) fn push(
        &mut self,
        bytes: &[u8],
        each: &mut dyn FnMut(&[u8]) -> Result<()>,
    ) -> Result<()> {
        match self.encoding {
            Some(Encoding::Utf8) => each(bytes),
            Some(Encoding::Utf16 { big_endian }) => self.utf16(bytes, big_endian, each),
            None => {
                self.carry.extend_from_slice(bytes);
                if self.carry.len() < 4 { Ok(()) } else { self.begin(each) }
            }
        }
    }

    /// What was held back at the end.
    pub(in crate::read) fn finish(&mut self, each: &mut dyn FnMut(&[u8]) -> Result<()>) -> Result<()> {
        if self.encoding.is_none() {
            self.begin(each)?;
        }
        if self.carry.is_empty() { Ok(()) } else { Err(encoding(None, "ends within a character of UTF-16")) }
    }

    /// Decides by the first bytes.
    fn begin(&mut self, each: &mut dyn FnMut(&[u8]) -> Result<()>) -> Result<()> {
        let head = std::mem::take(&mut self.carry);
        let (encoding, rest) = match &head[..] {
            [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => return Err(encoding(None, "is UTF-32")),
            [0xff, 0xfe, rest @ ..] => (Encoding::Utf16 { big_endian: false }, rest),
            [0xfe, 0xff, rest @ ..] => (Encoding::Utf16 { big_endian: true }, rest),
            all => (Encoding::Utf8, all.strip_prefix(UTF8).unwrap_or(all)),
        };
        self.encoding = Some(encoding);
        self.push(rest, each)
    }

    fn utf16(
        &mut self,
        bytes: &[u8],
        big_endian: bool,
        each: &mut dyn FnMut(&[u8]) -> Result<()>,
    ) -> Result<()> {
        self.carry.extend_from_slice(bytes);
        let unit =
            |pair: &[u8; 2]| if big_endian { u16::from_be_bytes(*pair) } else { u16::from_le_bytes(*pair) };
        let (pairs, _) = self.carry.as_chunks::<2>();
        // The first half of a pair of surrogates waits for the second.
        let halved = pairs.last().is_some_and(|pair| (0xd800..0xdc00).contains(&unit(pair)));
        let whole = pairs.len() - usize::from(halved);
        self.utf8.clear();
        for character in char::decode_utf16(pairs[..whole].iter().map(unit)) {
            self.utf8.push(character.map_err(|_| encoding(None, "holds half a character of UTF-16"))?);
        }
        self.carry.drain(..2 * whole);
        each(self.utf8.as_bytes())
    }
}

/// A line as text; what it is not is told.
pub(in crate::read) fn utf8(line: u64, bytes: &[u8]) -> Result<&str> {
    if bytes.contains(&0) {
        return Err(encoding(
            Some(line),
            "holds zero bytes: not text, or UTF-16 without a mark at its beginning",
        ));
    }
    str::from_utf8(bytes).map_err(|error| {
        let byte = bytes[error.valid_up_to()];
        encoding(Some(line), &format!("is not UTF-8 (byte 0x{byte:02X}); it may be Latin-1 or Windows-1252"))
    })
}

fn encoding(line: Option<u64>, what: &str) -> crate::error::Error {
    FileFault::Encoding { line, what: what.into() }.into()
}
