//! Reads the opcodes of a pickle (protocols 2 to 5) that plain arrays and tensors are made of.
//!
//! Nothing is run: a function may only be one of [`Global`]'s, and what it gives is described, not done.
//! Any other opcode is refused by its number. Bytes of arrays are passed over; it is noted where they lie.

use super::objects::{Called, Global, Id, Object, Objects, damaged, within};
use crate::error::Result;

/// Bytes of a text at most.
const TEXT_LIMIT: u64 = 64 * 1024;
/// Bytes from which on an opcode's bytes are passed over.
const INLINE: u64 = 256;

/// A pickle being read.
#[derive(Debug, Default)]
pub(super) struct Machine {
    pub(super) objects: Objects,
    stack: Vec<Id>,
    marks: Vec<usize>,
    memo: Vec<Id>,
    /// Where the next opcode stands.
    at: u64,
}

/// How far a step came.
pub(super) enum Step {
    /// An opcode of so many bytes was read, and as many bytes after it are to be passed over.
    Done { used: usize, skip: u64 },
    /// There are too few bytes to read the next opcode.
    Short,
    /// The pickle is at its end; this is what it holds.
    End(Id),
}

/// The next bytes of a number, little endian.
fn number(bytes: &[u8], width: usize) -> Option<u64> {
    Some(bytes.get(..width)?.iter().rev().fold(0, |all, byte| all << 8 | u64::from(*byte)))
}

impl Machine {
    /// Reads the next opcode from the front of `bytes`.
    pub(super) fn step(&mut self, bytes: &[u8]) -> Result<Step> {
        let Some((&code, rest)) = bytes.split_first() else { return Ok(Step::Short) };
        within(self.stack.len().max(self.memo.len()).max(self.marks.len()), self.at)?;
        let used = match code {
            b'.' => return self.pop().map(Step::End),
            0x80 => {
                if rest.is_empty() {
                    None
                } else {
                    Some(1)
                }
            }
            0x95 => number(rest, 8).map(|_| 8),
            b'K' | b'M' | b'J' | 0x8a | b'G' => self.numeric(code, rest)?,
            0x8c | b'X' | 0x8d | b'U' | b'T' => self.text(code, rest)?,
            b'C' | b'B' | 0x8e | 0x96 => return self.bytes(code, rest),
            b'q' | b'r' | b'h' | b'j' => self.memoised(code, rest)?,
            b'c' => self.global(rest)?,
            _ => {
                self.plain(code)?;
                Some(0)
            }
        };
        let Some(used) = used else { return Ok(Step::Short) };
        self.at += 1 + used as u64;
        Ok(Step::Done { used: 1 + used, skip: 0 })
    }

    fn push(&mut self, object: Object) -> Result<()> {
        let id = self.objects.add(object, self.at)?;
        self.stack.push(id);
        Ok(())
    }

    fn pop(&mut self) -> Result<Id> {
        self.stack.pop().ok_or_else(|| damaged("its stack is empty"))
    }

    /// What was pushed since the last mark.
    fn marked(&mut self) -> Result<Vec<Id>> {
        let mark = self.marks.pop().ok_or_else(|| damaged("a mark is missing"))?;
        if mark > self.stack.len() {
            return Err(damaged("a mark is missing"));
        }
        Ok(self.stack.split_off(mark))
    }

    /// Opcodes without bytes of their own.
    fn plain(&mut self, code: u8) -> Result<()> {
        match code {
            b'(' => self.marks.push(self.stack.len()),
            b'0' => drop(self.pop()?),
            b'1' => drop(self.marked()?),
            b'N' => self.push(Object::Other)?,
            0x88 => self.push(Object::Bool(true))?,
            0x89 => self.push(Object::Bool(false))?,
            b')' => self.push(Object::Tuple(Box::default()))?,
            b']' => self.push(Object::List(vec![]))?,
            b'}' => self.push(Object::Dict(vec![]))?,
            b't' => {
                let items = self.marked()?;
                self.push(Object::Tuple(items.into()))?;
            }
            0x85..=0x87 => {
                let from = self.stack.len().checked_sub(usize::from(code) - 0x84);
                let items = self.stack.split_off(from.ok_or_else(|| damaged("its stack is empty"))?);
                self.push(Object::Tuple(items.into()))?;
            }
            b'a' => {
                let item = self.pop()?;
                self.extend(vec![item])?;
            }
            b'e' => {
                let items = self.marked()?;
                self.extend(items)?;
            }
            b's' => {
                let (value, key) = (self.pop()?, self.pop()?);
                self.set(&[key, value])?;
            }
            b'u' => {
                let items = self.marked()?;
                self.set(&items)?;
            }
            0x94 => {
                let top = *self.stack.last().ok_or_else(|| damaged("its stack is empty"))?;
                self.memo.push(top);
            }
            0x93 => {
                let (name, module) = (self.pop()?, self.pop()?);
                let global = Global::named(self.objects.text(module)?, self.objects.text(name)?)?;
                self.push(Object::Global(global))?;
            }
            b'R' => {
                let (arguments, function) = (self.pop()?, self.pop()?);
                match self.objects.call(function, arguments)? {
                    Called::Known(id) => self.stack.push(id),
                    Called::New(object) => self.push(object)?,
                }
            }
            b'b' => {
                let (state, object) = (self.pop()?, self.pop()?);
                // In place: whatever was noted of the object is of what it has become.
                *self.objects.get_mut(object) = self.objects.build(object, state)?;
                self.stack.push(object);
            }
            b'Q' => self.persistent()?,
            other => return Err(damaged(&format!("it holds opcode 0x{other:02x}, which no array needs"))),
        }
        Ok(())
    }

    /// A storage of torch: `('storage', type, key, device, items)`.
    fn persistent(&mut self) -> Result<()> {
        let id = self.pop()?;
        let [_, kind, key, ..] = self.objects.tuple(id)? else {
            return Err(damaged("a storage is described in an unknown way"));
        };
        let Object::Global(Global::Storage(dtype)) = *self.objects.get(*kind) else {
            return Err(damaged("a storage is of an unknown type"));
        };
        let storage = Object::Storage(dtype, *key);
        self.push(storage)
    }

    fn extend(&mut self, items: Vec<Id>) -> Result<()> {
        let list = *self.stack.last().ok_or_else(|| damaged("its stack is empty"))?;
        match self.objects.get_mut(list) {
            Object::List(all) => all.extend(items),
            _ => return Err(damaged("items are put into what is no list")),
        }
        Ok(())
    }

    fn set(&mut self, items: &[Id]) -> Result<()> {
        let dict = *self.stack.last().ok_or_else(|| damaged("its stack is empty"))?;
        match self.objects.get_mut(dict) {
            Object::Dict(all) => {
                all.extend(items.as_chunks::<2>().0.iter().map(|[key, value]| (*key, *value)));
            }
            _ => return Err(damaged("items are put into what is no dict")),
        }
        Ok(())
    }

    fn numeric(&mut self, code: u8, rest: &[u8]) -> Result<Option<usize>> {
        let (width, before) = match code {
            b'K' => (1, 0),
            b'M' => (2, 0),
            b'J' => (4, 0),
            b'G' => (8, 0),
            _ => match rest.first() {
                Some(&width @ 0..=8) => (usize::from(width), 1),
                Some(_) => {
                    return Err(damaged(
                        "it holds a number of more than 8 bytes, as torch.save wrote before version 1.6",
                    ));
                }
                None => return Ok(None),
            },
        };
        let Some(bits) = number(&rest[before..], width) else { return Ok(None) };
        let unused = 64 - 8 * width as u32;
        self.push(match code {
            b'G' => Object::Other,
            b'K' | b'M' => Object::Int(bits.cast_signed()),
            _ if width == 0 => Object::Int(0),
            _ => Object::Int((bits << unused).cast_signed() >> unused),
        })?;
        Ok(Some(before + width))
    }

    fn text(&mut self, code: u8, rest: &[u8]) -> Result<Option<usize>> {
        let width = match code {
            0x8c | b'U' => 1,
            0x8d => 8,
            _ => 4,
        };
        let Some(length) = number(rest, width) else { return Ok(None) };
        if length > TEXT_LIMIT {
            return Err(damaged("it holds a text of more than 64 kB"));
        }
        let end = width + length as usize;
        let Some(text) = rest.get(width..end) else { return Ok(None) };
        let text = str::from_utf8(text).map_err(|_| damaged("it holds a text that is not UTF-8"))?;
        self.push(Object::Text(text.into()))?;
        Ok(Some(end))
    }

    fn bytes(&mut self, code: u8, rest: &[u8]) -> Result<Step> {
        let width = match code {
            b'C' => 1,
            b'B' => 4,
            _ => 8,
        };
        let Some(length) = number(rest, width) else { return Ok(Step::Short) };
        let start = self.at + 1 + width as u64;
        let end = start.checked_add(length).ok_or_else(|| damaged("it holds more bytes than any file"))?;
        self.push(Object::Bytes(start..end))?;
        self.at = end;
        Ok(Step::Done { used: 1 + width, skip: length })
    }

    fn memoised(&mut self, code: u8, rest: &[u8]) -> Result<Option<usize>> {
        let width = if matches!(code, b'q' | b'h') { 1 } else { 4 };
        let Some(place) = number(rest, width) else { return Ok(None) };
        if matches!(code, b'h' | b'j') {
            let id = self.memo.get(place as usize).ok_or_else(|| damaged("it refers to nothing"))?;
            self.stack.push(*id);
            return Ok(Some(width));
        }
        let top = *self.stack.last().ok_or_else(|| damaged("its stack is empty"))?;
        let count = self.memo.len() as u64;
        match place {
            _ if place < count => self.memo[place as usize] = top,
            _ if place == count => self.memo.push(top),
            _ => return Err(damaged("it numbers its objects in no order")),
        }
        Ok(Some(width))
    }

    fn global(&mut self, rest: &[u8]) -> Result<Option<usize>> {
        let mut lines = rest.split(|byte| *byte == b'\n');
        let (Some(module), Some(name), Some(_)) = (lines.next(), lines.next(), lines.next()) else {
            return if rest.len() as u64 > INLINE {
                Err(damaged("it names something without end"))
            } else {
                Ok(None)
            };
        };
        let global = Global::named(&String::from_utf8_lossy(module), &String::from_utf8_lossy(name))?;
        self.push(Object::Global(global))?;
        Ok(Some(module.len() + name.len() + 2))
    }
}
