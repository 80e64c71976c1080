//! .safetensors by tensor name.
//!
//! Eight bytes, little endian: the length of the header; the header, a JSON object from names to
//! `{dtype, shape, data_offsets}`; then the items, row-major and little endian. The header is read twice
//! and no list is made of it but of the first names: what a tensor takes there is about what a list of
//! it would take again.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::array::{Array, Dtype, Layout, Member};
use super::format::Format;
use super::items::Items;
use super::reader::Reader;
use super::request::{Choice, Listing, Request};
use crate::error::{Error, FileFault, Result};

pub(super) const FORMAT: Format = Format {
    extensions: &["safetensors"],
    begins: |head| head.get(8) == Some(&b'{') && end_of_header(head).is_some_and(|end| end <= HEADER_LIMIT),
    unlike: |head| {
        let what = "it is no JSON object, as that of every safetensors file is";
        head.get(8).filter(|byte| **byte != b'{').map(|_| FileFault::MalformedHeader { what: what.into() })
    },
    open: |request| Ok(Box::new(Safetensors { head: vec![], state: State::Header(Some(request)) })),
};

/// Bytes of a header at most: a model of ten thousand tensors needs one.
pub const HEADER_LIMIT: u64 = 16 << 20;
/// Axes of a tensor at most.
const AXES: usize = 64;
/// Bytes before the header: its length.
const PREFIX: u64 = 8;

/// Reads one file.
struct Safetensors {
    /// The length of the header and the header, as far as they have come.
    head: Vec<u8>,
    state: State,
}

enum State {
    /// The header is not whole.
    Header(Option<Request>),
    Items {
        items: Items,
        listing: Listing,
    },
    Listed {
        request: Request,
        listing: Listing,
    },
}

impl Reader for Safetensors {
    fn wanted(&self) -> Option<Range<u64>> {
        match &self.state {
            State::Header(_) => Some(self.head.len() as u64..end_of_header(&self.head).unwrap_or(PREFIX)),
            State::Items { items, .. } => items.wanted(),
            State::Listed { .. } => None,
        }
    }

    fn take(&mut self, bytes: &[u8]) -> Result<()> {
        let State::Header(request) = &mut self.state else {
            return if let State::Items { items, .. } = &mut self.state { items.take(bytes) } else { Ok(()) };
        };
        self.head.extend_from_slice(bytes);
        let Some(end) = end_of_header(&self.head) else { return Ok(()) };
        if end > HEADER_LIMIT {
            return Err(FileFault::HeaderTooLong { found: end - PREFIX, limit: HEADER_LIMIT }.into());
        }
        if request.as_ref().is_some_and(|request| end <= request.size) {
            self.head.reserve_exact(end as usize - self.head.len());
        }
        match request.take_if(|_| self.head.len() as u64 == end) {
            Some(request) => self.choose(request),
            None => Ok(()),
        }
    }

    fn finish(self: Box<Self>, name: &str) -> Result<Array> {
        match self.state {
            State::Listed { request, listing } => Ok(request.listed(name, listing)),
            State::Items { items, listing } => {
                let mut array = Box::new(items).finish(name)?;
                listing.tell(&mut array.facts);
                Ok(array)
            }
            State::Header(_) => Err(FileFault::Truncated { expected: PREFIX, found: 0 }.into()),
        }
    }
}

/// Where the header ends, once its length has come.
fn end_of_header(head: &[u8]) -> Option<u64> {
    head.first_chunk().map(|length| PREFIX.saturating_add(u64::from_le_bytes(*length)))
}

impl Safetensors {
    /// Once the header is whole: which tensor is read.
    fn choose(&mut self, mut request: Request) -> Result<()> {
        let head = std::mem::take(&mut self.head);
        let (start, text) = (head.len() as u64, &head[PREFIX as usize..]);
        let mut listing = Listing::default();
        each(text, &mut |name, entry| {
            if let Some(layout) = entry.layout(name, start, request.size)? {
                let member = || Member::new(name, &layout);
                listing.add(request.selection.member.as_deref(), name, member);
            }
            Ok(())
        })?;
        if listing.total == 0 {
            return Err(malformed("it holds no tensors of numbers"));
        }
        self.state = match request.choose(&listing)? {
            Choice::List => State::Listed { request, listing },
            Choice::One(place) => {
                let (layout, [from, to]) = find(text, &listing.members[place].name, start, request.size)?;
                State::Items { items: request.items(layout, start + from, to - from)?, listing }
            }
        };
        Ok(())
    }
}

/// Layout and offsets of the tensor `wanted` of a header that was read before.
fn find(header: &[u8], wanted: &str, start: u64, size: u64) -> Result<(Layout, [u64; 2])> {
    let mut found = None;
    each(header, &mut |name, entry| {
        if name == wanted && found.is_none() {
            found = entry.layout(name, start, size)?.map(|layout| (layout, entry.data_offsets));
        }
        Ok(())
    })?;
    found.ok_or_else(|| malformed(&format!("{wanted} is not there")))
}

/// What the header says of a tensor.
#[derive(Deserialize)]
struct Entry<'a> {
    #[serde(borrow)]
    dtype: Cow<'a, str>,
    #[serde(deserialize_with = "few")]
    shape: Vec<u64>,
    data_offsets: [u64; 2],
}

impl Entry<'_> {
    /// Its layout, if its items are numbers and lie in a file of `size` bytes whose data begin at `start`.
    fn layout(&self, name: &str, start: u64, size: u64) -> Result<Option<Layout>> {
        // Types that are no numbers here do not keep the other tensors from being read.
        let Ok(dtype) = Dtype::from_safetensors(&self.dtype) else { return Ok(None) };
        let layout = Layout { dtype, big_endian: false, fortran: false, shape: self.shape.clone() };
        let [from, to] = self.data_offsets;
        let bytes =
            to.checked_sub(from).ok_or_else(|| malformed(&format!("{name} ends before it begins")))?;
        if layout.bytes()? != bytes {
            return Err(malformed(&format!("the offsets of {name} do not fit its shape")));
        }
        let end = start.saturating_add(to);
        if end > size {
            return Err(FileFault::Truncated { expected: end, found: size }.into());
        }
        Ok(Some(layout))
    }
}

/// The axes of a shape, of which no honest one has many.
fn few<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Vec<u64>, D::Error> {
    struct Axes;
    impl<'de> Visitor<'de> for Axes {
        type Value = Vec<u64>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "at most {AXES} lengths of axes")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut axes: A) -> std::result::Result<Vec<u64>, A::Error> {
            let mut shape = vec![];
            while let Some(axis) = axes.next_element()? {
                if shape.len() == AXES {
                    return Err(serde::de::Error::invalid_length(AXES + 1, &self));
                }
                shape.push(axis);
            }
            Ok(shape)
        }
    }
    deserializer.deserialize_seq(Axes)
}

/// Takes an entry of the header with its name.
type Visit<'a> = &'a mut dyn FnMut(&str, Entry) -> Result<()>;

/// Hands each tensor of the header to `visit`.
fn each(header: &[u8], visit: Visit) -> Result<()> {
    struct Tensors<'a, 'b> {
        visit: Visit<'a>,
        /// What `visit` refused, which JSON's own error cannot carry.
        refused: &'b mut Option<Error>,
    }
    impl<'de> Visitor<'de> for Tensors<'_, '_> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object of tensors by name")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<(), A::Error> {
            while let Some(name) = map.next_key::<Name>()? {
                if name.0 == "__metadata__" {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
                let entry = map.next_value::<Entry>()?;
                if let Err(error) = (self.visit)(&name.0, entry) {
                    *self.refused = Some(error);
                    return Err(serde::de::Error::custom("refused"));
                }
            }
            Ok(())
        }
    }
    let mut refused = None;
    let mut json = serde_json::Deserializer::from_slice(header);
    let read = json
        .deserialize_map(Tensors { visit, refused: &mut refused })
        // Some writers fill the header up with spaces.
        .and_then(|()| json.end());
    match (refused, read) {
        (Some(error), _) => Err(error),
        (None, Err(error)) => Err(malformed(&error)),
        (None, Ok(())) => Ok(()),
    }
}

/// A name, borrowed unless it holds escapes.
#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

fn malformed(what: &(impl ToString + ?Sized)) -> Error {
    FileFault::MalformedHeader { what: what.to_string() }.into()
}
