//! One file of any bytes, read as the page reads it: looked at, then kept, in pieces of any length, and from
//! there to the codes of an analysis. Whatever the bytes are, it ends, and what is read holds together.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use modalens::discretize::{prepare, read_target};
use modalens::options::{Ignore, Preparation, Scores};
use modalens::read::array::{Array, Pick, Values};
use modalens::read::{Loader, Retain, Selection};

/// Counts what one thread allocates: twice the file and a megabyte is the most that reading may take.
struct Counting;

thread_local! {
    static NOW: Cell<isize> = const { Cell::new(0) };
    static PEAK: Cell<isize> = const { Cell::new(0) };
}

fn count(change: isize) {
    // A thread that ends has no counters any more.
    let _ = NOW.try_with(|now| {
        now.set(now.get() + change);
        let _ = PEAK.try_with(|peak| peak.set(peak.get().max(now.get())));
    });
}

// SAFETY: every call goes to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size().cast_signed());
        // SAFETY: as above.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(-layout.size().cast_signed());
        // SAFETY: as above.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const MEGABYTE: usize = 1 << 20;

/// How a file is read, by its first byte; the rest is the file.
fn selection(how: u8) -> Selection {
    let member = match how & 3 {
        1 => Some("x".to_owned()),
        2 => Some("0".to_owned()),
        _ => None,
    };
    let pooling = match how >> 2 & 3 {
        1 => Some(Pick::MeanToken),
        2 => Some(Pick::LastToken),
        3 => Some(Pick::Layer(1)),
        _ => None,
    };
    Selection { member, pooling, ..Selection::default() }
}

fn read(name: &str, bytes: &[u8], how: u8, retain: Retain) -> Option<Array> {
    let mut loader = Loader::new(name, bytes.len() as u64, &selection(how), retain);
    let most = if how & 16 == 0 { MEGABYTE } else { 7 };
    let mut turns = 0;
    while let Some(range) = loader.wanted() {
        assert!(range.end <= bytes.len() as u64, "bytes beyond the end are wanted");
        let end = (range.end as usize).min(range.start as usize + most);
        loader.push(&bytes[range.start as usize..end]).ok()?;
        turns += 1;
        assert!(turns < 4 * bytes.len() + 100, "reading does not end");
    }
    loader.finish().ok()
}

/// Reads a file called `name`; `data` is how, and its bytes.
pub fn fuzz(name: &str, data: &[u8]) {
    let Some((&how, bytes)) = data.split_first() else { return };
    let _ = read(name, bytes, how, Retain::Nothing);
    let before = NOW.get();
    PEAK.set(before);
    let found = read(name, bytes, how, Retain::All);
    let taken = (PEAK.get() - before).cast_unsigned();
    assert!(taken <= 2 * bytes.len() + MEGABYTE, "{taken} bytes for a file of {}", bytes.len());
    if let Some(array) = found {
        holds_together(&array);
        codes(array);
    }
}

fn holds_together(array: &Array) {
    match &array.values {
        Values::Labels(labels) => {
            assert!(!labels.codes.is_empty());
            assert!(labels.codes.iter().all(|&code| usize::from(code) < labels.names.len()));
            assert_eq!(array.facts.rows, labels.codes.len());
        }
        Values::Matrix(matrix) => {
            assert_eq!((array.facts.rows, array.facts.columns), (matrix.rows(), matrix.features()));
            assert_eq!(matrix.values().len(), matrix.rows() * matrix.features());
        }
        Values::Half(matrix) => {
            assert_eq!((array.facts.rows, array.facts.columns), (matrix.rows(), matrix.features()));
        }
        Values::Nothing => {}
    }
}

/// What an analysis makes of it next; small files alone, since that is not about bytes any more.
fn codes(mut array: Array) {
    let rows = array.rows();
    let labels = |array: &mut Array| read_target(array, rows, Ignore::default(), Scores::Auto);
    if array.facts.bytes > 1 << 14 || labels(&mut array).is_err() {
        return;
    }
    let _ = prepare(array, &Preparation::default(), 2);
}
