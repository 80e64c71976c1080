//! Pickled arrays and tensors, read without running anything.
//!
//! A pickle is a program that makes objects. [`Machine`](machine::Machine) reads the few opcodes that plain
//! arrays are made of and refuses all else by name; the arrays that it finds are read from where their
//! bytes lie. A dict or list of arrays holds them by key or place.

mod machine;
mod objects;

use std::ops::Range;

use super::array::Member;
use super::format::Format;
use super::items::Items;
use super::reader::Reader;
use super::request::{Choice, Listing, Request};
use crate::error::{FileFault, Result};
use machine::{Machine, Step};
use objects::{Id, Object, Objects};

pub(super) use objects::{Array, Place, scattered};

pub(super) const FORMAT: Format = Format {
    extensions: &["pkl", "pickle"],
    // A protocol byte and a version from 2 on.
    begins: |head| matches!(head, [0x80, 2..=5, ..]),
    unlike: |_| {
        Some(FileFault::Foreign {
            what: "called a pickle, but does not begin as one of protocol 2 or later",
            advice: "Save it again with pickle.dump, or the array with numpy.save.",
        })
    },
    open: |request| {
        let stage = Stage::Opcodes { opcodes: Opcodes::default(), from: 0 };
        Ok(Box::new(Pickle { request, stage }))
    },
};

/// Bytes asked for at a time.
const STEP: u64 = 64 * 1024;
/// Containers within containers at most.
const DEPTH: usize = 8;
/// Objects looked at for arrays.
const VISITS: usize = 20_000;

/// A pickle as its bytes come.
#[derive(Debug, Default)]
pub(super) struct Opcodes {
    machine: Machine,
    /// What does not make a whole opcode yet.
    held: Vec<u8>,
    /// Bytes to pass over.
    skip: u64,
    root: Option<Id>,
}

impl Opcodes {
    /// The next bytes. Those of arrays may be left out: see [`Opcodes::passed_over`].
    pub(super) fn push(&mut self, bytes: &[u8]) -> Result<()> {
        let skipped = self.skip.min(bytes.len() as u64);
        self.skip -= skipped;
        self.held.extend_from_slice(&bytes[skipped as usize..]);
        let mut at = 0;
        while self.root.is_none() && self.skip == 0 {
            match self.machine.step(&self.held[at..])? {
                Step::Short => break,
                Step::End(root) => self.root = Some(root),
                Step::Done { used, skip } => {
                    at += used;
                    let held = skip.min((self.held.len() - at) as u64);
                    at += held as usize;
                    self.skip = skip - held;
                }
            }
        }
        self.held.drain(..at);
        Ok(())
    }

    /// How many of the next bytes are an array's, after having been told to do without them.
    pub(super) fn passed_over(&mut self) -> u64 {
        std::mem::take(&mut self.skip)
    }

    /// Whether the pickle is at its end.
    pub(super) fn ended(&self) -> bool {
        self.root.is_some()
    }

    /// The arrays by name, once the pickle is at its end.
    pub(super) fn arrays(&self) -> Vec<(String, Array)> {
        let mut walk = Walk { objects: &self.machine.objects, visits: 0, found: vec![] };
        if let Some(root) = self.root {
            walk.visit(root, "", 0);
        }
        walk.found
    }
}

/// Looks for arrays in what a pickle holds.
struct Walk<'a> {
    objects: &'a Objects,
    /// Objects looked at, some of them again.
    visits: usize,
    found: Vec<(String, Array)>,
}

impl Walk<'_> {
    fn visit(&mut self, id: Id, name: &str, depth: usize) {
        self.visits += 1;
        if depth > DEPTH || self.visits > VISITS {
            return;
        }
        let objects = self.objects;
        let mut each = |key: &str, item: Id| {
            let name = if name.is_empty() { key.to_owned() } else { format!("{name}.{key}") };
            self.visit(item, &name, depth + 1);
        };
        match objects.get(id) {
            Object::Array(array) => self.found.push((name.to_owned(), (**array).clone())),
            Object::Dict(items) => items.iter().for_each(|(key, item)| match objects.get(*key) {
                Object::Text(text) => each(text, *item),
                Object::Int(number) => each(&number.to_string(), *item),
                _ => {}
            }),
            Object::List(items) => {
                (0..).zip(items).for_each(|(place, item): (u64, _)| each(&place.to_string(), *item));
            }
            Object::Tuple(items) => {
                (0..).zip(items).for_each(|(place, item): (u64, _)| each(&place.to_string(), *item));
            }
            _ => {}
        }
    }
}

/// What there is and which of it is wanted.
pub(super) fn choose(request: &Request, arrays: &[(String, Array)]) -> Result<(Listing, Choice)> {
    let mut listing = Listing::default();
    for (name, array) in arrays {
        listing.add(request.selection.member.as_deref(), name, || Member::new(name, &array.layout));
    }
    if listing.total == 0 {
        return Err(objects::damaged("it holds no arrays and no tensors"));
    }
    let choice = request.choose(&listing)?;
    Ok((listing, choice))
}

/// Reads one file.
struct Pickle {
    request: Request,
    stage: Stage,
}

enum Stage {
    /// The pickle is not at its end; `from` is where the bytes lie that are wanted next.
    Opcodes {
        opcodes: Opcodes,
        from: u64,
    },
    Items {
        items: Items,
        listing: Listing,
    },
    Listed(Listing),
}

impl Reader for Pickle {
    fn wanted(&self) -> Option<Range<u64>> {
        match &self.stage {
            Stage::Opcodes { from, .. } => {
                Some(*from..self.request.size.min(from + STEP)).filter(|range| !range.is_empty())
            }
            Stage::Items { items, .. } => items.wanted(),
            Stage::Listed(_) => None,
        }
    }

    fn take(&mut self, bytes: &[u8]) -> Result<()> {
        match &mut self.stage {
            Stage::Listed(_) => Ok(()),
            Stage::Items { items, .. } => items.take(bytes),
            Stage::Opcodes { opcodes, from } => {
                opcodes.push(bytes)?;
                *from = from.saturating_add(bytes.len() as u64).saturating_add(opcodes.passed_over());
                if *from > self.request.size {
                    return Err(FileFault::Truncated { expected: *from, found: self.request.size }.into());
                }
                if !opcodes.ended() {
                    return Ok(());
                }
                let mut arrays = opcodes.arrays();
                let (listing, choice) = choose(&self.request, &arrays)?;
                self.stage = match choice {
                    Choice::List => Stage::Listed(listing),
                    Choice::One(place) => match arrays.swap_remove(place).1 {
                        Array { layout, place: Place::File(Range { start, end }) } => {
                            Stage::Items { items: self.request.items(layout, start, end - start)?, listing }
                        }
                        Array { .. } => return Err(objects::damaged("its tensors lie in another file")),
                    },
                };
                Ok(())
            }
        }
    }

    fn finish(self: Box<Self>, name: &str) -> Result<super::array::Array> {
        match self.stage {
            Stage::Listed(listing) => Ok(self.request.listed(name, listing)),
            Stage::Items { items, listing } => {
                let mut array = Box::new(items).finish(name)?;
                listing.tell(&mut array.facts);
                Ok(array)
            }
            Stage::Opcodes { .. } => {
                let found = self.request.size;
                Err(FileFault::Truncated { expected: found + 1, found }.into())
            }
        }
    }
}
