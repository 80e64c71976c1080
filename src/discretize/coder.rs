//! A file, in pieces of any length -> the codes of all its samples, by one or several codebooks.
//!
//! One pass; besides the codes nothing is kept but a block of samples, so that a file may be larger
//! than memory. In pieces of any length the codes are the same.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use super::codebook::{BLOCK, Codebook};
use super::wrong_kind;
use crate::error::Result;
use crate::read::array::{Kind, Values};
use crate::read::{Loader, Retain, Selection};

/// Codes one file.
pub struct Coder {
    loader: Loader,
    coding: Rc<RefCell<Coding>>,
}

/// Codes so far.
struct Coding {
    codebooks: Vec<Codebook>,
    /// Of each codebook.
    codes: Vec<Vec<u32>>,
    /// Samples that wait until they make a block.
    pending: Vec<f32>,
}

impl Coder {
    /// Coder of the file `name` of `size` bytes, which is read as numbers.
    pub fn new(name: &str, size: u64, selection: &Selection, codebooks: Vec<Codebook>) -> Self {
        let codes = vec![Vec::new(); codebooks.len()];
        let coding = Rc::new(RefCell::new(Coding { codebooks, codes, pending: Vec::new() }));
        let into = coding.clone();
        let receiver = Box::new(move |rows: &[f32], features| into.borrow_mut().take(rows, features));
        let selection = Selection { kind: Some(Kind::Numbers), ..selection.clone() };
        Self { loader: Loader::new(name, size, &selection, Retain::Stream(receiver)), coding }
    }

    /// From where to where the bytes of the file lie that are needed next; none once there is enough.
    pub fn wanted(&self) -> Option<Range<u64>> {
        self.loader.wanted()
    }

    /// The first of these bytes, any number of them.
    ///
    /// # Errors
    ///
    /// Faults of the file, as of [`Loader::push`](crate::read::Loader::push); samples with other features
    /// than the codebooks have.
    pub fn push(&mut self, bytes: &[u8]) -> Result<()> {
        self.loader.push(bytes)
    }

    /// Codes of all samples but `dropped` (ascending), by each codebook, once all bytes have come.
    ///
    /// # Errors
    ///
    /// Faults that only the end of the file shows; samples with NaN or infinity that are not `dropped`.
    pub fn finish(self, dropped: &[u32]) -> Result<Vec<Vec<u32>>> {
        let mut array = self.loader.finish()?;
        array.drop_rows(dropped);
        array.require_finite()?;
        let mut coding = self.coding.borrow_mut();
        match &array.values {
            Values::Labels(_) => return Err(wrong_kind("labels", "numbers")),
            // What cannot be read in passing, such as a column of a table, has come as a whole.
            Values::Matrix(matrix) => coding.take(matrix.values(), matrix.features())?,
            Values::Half(half) => {
                let matrix = half.single()?;
                coding.take(matrix.values(), matrix.features())?;
            }
            Values::Nothing => {}
        }
        coding.flush()?;
        let mut codes = std::mem::take(&mut coding.codes);
        if array.values == Values::Nothing && !dropped.is_empty() {
            for codes in &mut codes {
                let mut row = 0..;
                codes.retain(|_| row.next().is_some_and(|row| dropped.binary_search(&row).is_err()));
            }
        }
        Ok(codes)
    }
}

impl Coding {
    fn take(&mut self, rows: &[f32], features: usize) -> Result<()> {
        self.codebooks.iter().try_for_each(|codebook| codebook.check_features(features))?;
        self.pending.extend_from_slice(rows);
        if self.pending.len() >= BLOCK * features { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<()> {
        for (codebook, codes) in self.codebooks.iter().zip(&mut self.codes) {
            codebook.assign(&self.pending, codes)?;
        }
        self.pending.clear();
        Ok(())
    }
}
