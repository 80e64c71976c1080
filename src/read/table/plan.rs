//! What is read of a table: its header, its columns and which of them are wanted.
//!
//! Decided from the first records. One column is labels or numbers. Of several, the one asked for; for a
//! target the one with a label's name, for strata the one with a group's name, for a source all numbers:
//! columns that name samples or labels are no features. Where none of this decides, the file's columns
//! are told and one is to be chosen; no column is ever taken because of its place.

use super::records::{Kept, Record};
use crate::error::{FileFault, NAMES_TOLD, Result};
use crate::input::Input;
use crate::read::Selection;
use crate::read::array::{Kind, Member};
use crate::read::request::LISTED;

/// Names of columns of labels.
const LABELS: [&str; 16] = [
    "y",
    "label",
    "labels",
    "target",
    "targets",
    "output",
    "outputs",
    "answer",
    "answers",
    "class",
    "classes",
    "category",
    "prediction",
    "predictions",
    "value",
    "values",
];
/// Names of columns of strata.
const STRATA: [&str; 8] = ["z", "stratum", "strata", "group", "groups", "source", "origin", "split"];
/// Names of columns that say which sample it is. Without a name: the rows' numbers, as pandas writes them.
const IDS: [&str; 13] = [
    "",
    "unnamed: 0",
    "id",
    "ids",
    "index",
    "idx",
    "uid",
    "uuid",
    "key",
    "row",
    "sample",
    "sample_id",
    "example_id",
];
/// Names of columns of a source, which a header may have as well.
const SOURCES: [&str; 2] = ["x1", "x2"];
/// Values shown of a column.
const PREVIEW: usize = 5;
/// Characters shown of a value.
const SHOWN: usize = 40;

/// Words that tell what a column is.
#[derive(Debug, Clone, Copy)]
pub(in crate::read) enum Words {
    /// The labels of a target.
    Labels,
    /// Groups of samples.
    Strata,
    /// Which sample it is.
    Ids,
}

impl Words {
    /// Whether a column of this name is such a one.
    pub(in crate::read) fn has(self, name: &str) -> bool {
        let words = match self {
            Self::Labels => &LABELS[..],
            Self::Strata => &STRATA,
            Self::Ids => &IDS,
        };
        words.contains(&name.to_ascii_lowercase().as_str())
    }
}

/// What is read of a table.
#[derive(Debug)]
pub(super) struct Plan {
    /// The columns' names, if the first record is a header.
    header: Option<Kept>,
    /// Fields of every record.
    pub(super) width: usize,
    pub(super) what: What,
    /// The column that says which sample it is.
    pub(super) ids: Option<usize>,
    /// Whether each column is numbers, as far as seen.
    numbers: Vec<Numbers>,
    /// Worth knowing.
    pub(super) notes: Vec<String>,
}

/// Which columns are wanted.
#[derive(Debug, PartialEq)]
pub(super) enum What {
    /// One column.
    Column(usize),
    /// Columns that are features.
    Features(Vec<usize>),
    /// Not known: one is to be chosen.
    Open,
}

/// What the first values of a column are.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Numbers {
    Whole,
    Fractions,
    Text,
}

impl Plan {
    /// Decides by the first records, of which there is one at least.
    pub(super) fn new(first: &[Kept], selection: &Selection) -> Result<Self> {
        let width = first[0].record().len();
        let wanted = selection.column.as_deref().or(selection.member.as_deref());
        let named = has_header(first, wanted);
        let data = &first[usize::from(named)..];
        let numbers = (0..width).map(|place| kind_of(data, place)).collect();
        let header = named.then(|| first[0].clone());
        let mut plan = Self { header, width, what: What::Open, ids: None, numbers, notes: vec![] };
        plan.ids = (width > 1).then(|| (0..width).find(|place| plan.is(*place, Words::Ids))).flatten();
        plan.what = match wanted {
            Some(wanted) => plan.find(wanted)?,
            None => plan.choose(selection.role, selection.kind),
        };
        if plan.what == What::Column(plan.ids.unwrap_or(width)) {
            plan.ids = None;
        }
        Ok(plan)
    }

    /// Whether the first record is a header.
    pub(super) fn named(&self) -> bool {
        self.header.is_some()
    }

    /// Name of a column; its number where it has none.
    pub(super) fn name(&self, place: usize) -> String {
        let name = self.header.as_ref().map_or("", |header| header.record().field(place));
        if name.is_empty() { place.to_string() } else { name.into() }
    }

    /// Whether the header of a column is one of these words.
    fn is(&self, place: usize, words: Words) -> bool {
        self.header.as_ref().is_some_and(|header| words.has(header.record().field(place)))
    }

    /// The column of this name or number, or the columns of names like it.
    fn find(&self, wanted: &str) -> Result<What> {
        let names = || (0..self.width).map(|place| self.name(place));
        if let Some(place) = names().position(|name| name == wanted) {
            return Ok(What::Column(place));
        }
        if let Some(place) = wanted.parse().ok().filter(|place| *place < self.width) {
            return Ok(What::Column(place));
        }
        if let Some((before, after)) = wanted.split_once('*') {
            let fits = |name: &str| {
                name.len() >= before.len() + after.len() && name.starts_with(before) && name.ends_with(after)
            };
            let places: Vec<usize> = (0..self.width).filter(|place| fits(&self.name(*place))).collect();
            if !places.is_empty() {
                return Ok(What::Features(places));
            }
        }
        let members = names().take(NAMES_TOLD).collect();
        Err(FileFault::NoSuchMember { member: wanted.into(), members, total: self.width }.into())
    }

    /// What is read where nothing was asked for.
    fn choose(&mut self, role: Option<Input>, kind: Option<Kind>) -> What {
        if self.width == 1 {
            return What::Column(0);
        }
        let places = |words| (0..self.width).filter(|place| self.is(*place, words)).collect::<Vec<_>>();
        let (ids, labels, strata) = (places(Words::Ids), places(Words::Labels), places(Words::Strata));
        let others: Vec<usize> = (0..self.width).filter(|place| !ids.contains(place)).collect();
        let features: Vec<usize> =
            others.iter().copied().filter(|p| !labels.contains(p) && !strata.contains(p)).collect();
        let numeric = |places: &[usize]| places.iter().all(|place| self.numbers[*place] != Numbers::Text);
        let source = matches!(role, Some(Input::X1 | Input::X2));
        let (named, otherwise) = if role == Some(Input::Z) { (&strata, &labels) } else { (&labels, &strata) };
        let what = match (&named[..], &others[..]) {
            _ if source && !features.is_empty() && numeric(&features) => What::Features(features),
            _ if source => What::Open,
            ([one], _) | ([], [one]) => What::Column(*one),
            ([], _) if otherwise.is_empty() && numeric(&others) && kind != Some(Kind::Labels) => {
                What::Features(others)
            }
            _ => What::Open,
        };
        self.tell(&what);
        what
    }

    /// Says what was chosen of several columns.
    fn tell(&mut self, what: &What) {
        let note = match what {
            What::Column(place) => format!("column \"{}\" of {} is read", self.name(*place), self.width),
            What::Features(places) if places.len() < self.width => {
                let left: Vec<usize> = (0..self.width).filter(|place| !places.contains(place)).collect();
                let told = left.iter().take(4).map(|place| format!("\"{}\"", self.name(*place)));
                format!("left out as no features: {}", told.collect::<Vec<_>>().join(", "))
            }
            _ => return,
        };
        self.notes.push(note);
    }

    /// What there is to choose from, with the first values.
    pub(super) fn members(&self, first: &[Kept], rows: u64) -> Vec<Member> {
        let data = &first[usize::from(self.named())..];
        let member = |place| Member {
            name: self.name(place),
            shape: vec![rows],
            dtype: match self.numbers[place] {
                Numbers::Whole => "int64",
                Numbers::Fractions => "float64",
                Numbers::Text => "str",
            }
            .into(),
            preview: data.iter().take(PREVIEW).filter_map(|kept| shown(kept.record(), place)).collect(),
        };
        if self.width == 1 { vec![] } else { (0..self.width.min(LISTED)).map(member).collect() }
    }

    /// The error that asks for a choice.
    pub(super) fn ask(&self) -> crate::error::Error {
        let members = (0..self.width).take(NAMES_TOLD).map(|place| self.name(place)).collect();
        FileFault::ChooseColumn { columns: members, total: self.width }.into()
    }
}

fn shown(record: Record, place: usize) -> Option<String> {
    (place < record.len()).then(|| record.field(place).chars().take(SHOWN).collect())
}

/// A number, or a sample's lack of one.
pub(super) fn number(field: &str) -> Option<f64> {
    if field.is_empty() { Some(f64::NAN) } else { field.parse().ok() }
}

fn kind_of(data: &[Kept], place: usize) -> Numbers {
    let fields = || data.iter().map(Kept::record).filter(|r| place < r.len()).map(|r| r.field(place));
    if fields().any(|field| number(field).is_none()) || fields().all(str::is_empty) {
        return Numbers::Text;
    }
    let whole = |field: &str| field.is_empty() || number(field).is_some_and(|value| value.fract() == 0.0);
    if fields().all(whole) { Numbers::Whole } else { Numbers::Fractions }
}

/// Whether the first record names the columns.
fn has_header(first: &[Kept], wanted: Option<&str>) -> bool {
    let (head, data) = (first[0].record(), &first[1..]);
    let is_word = |field: &str| {
        let named = Words::Labels.has(field) || Words::Strata.has(field);
        // A list of one column may well begin with the label "sample".
        let of_several = head.len() > 1 && !field.is_empty() && Words::Ids.has(field);
        named || of_several || SOURCES.contains(&field.to_ascii_lowercase().as_str())
    };
    let is_number = |field: &str| field.parse::<f64>().is_ok();
    if head.fields().any(|field| Some(field) == wanted || is_word(field)) {
        return true;
    }
    let over_numbers = |place: usize| {
        let field = head.field(place);
        !field.is_empty() && !is_number(field) && kind_of(data, place) != Numbers::Text
    };
    if !data.is_empty() && (0..head.len()).any(over_numbers) {
        return true;
    }
    // Words over words: a table has a header, a list of labels may have none.
    let counted = head.fields().skip(1).enumerate().all(|(place, field)| field == place.to_string());
    let counted = counted && head.field(0).is_empty();
    head.len() > 1 && (counted || !head.fields().any(is_number))
}
