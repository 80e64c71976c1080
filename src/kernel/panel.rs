//! A tall panel of columns packed in eights, and the Gram matrix of its columns.
//!
//! With the panel W (rows x columns), `for_each_tile` yields 8 x 8 tiles of the lower triangle of
//! W'W. Every element is one running sum over the rows in ascending order, whatever the vectors.
//! Used by Cholesky's factorisation and by the Schur complement of the Newton phase, which is where
//! their time goes.

use super::wide::by_width;

/// Columns packed together.
pub const GROUP: usize = 8;

/// A part of a Gram matrix.
pub type Tile = [[f64; GROUP]; GROUP];

/// Columns in groups of eight; within a group row by row.
#[derive(Debug, Clone)]
pub struct Panel {
    capacity: usize,
    rows: usize,
    columns: usize,
    data: Vec<[f64; GROUP]>,
}

impl Panel {
    /// Words that `new` allocates.
    pub fn words(capacity: usize, columns: usize) -> usize {
        capacity * columns.next_multiple_of(GROUP)
    }

    /// Room for `capacity` rows; none is filled.
    pub fn new(capacity: usize, columns: usize) -> Self {
        let groups = columns.div_ceil(GROUP);
        Self { capacity, rows: 0, columns, data: vec![[0.0; GROUP]; groups * capacity] }
    }

    /// Forgets the rows and takes another number of columns and rows, keeping the memory.
    pub fn reset(&mut self, capacity: usize, columns: usize) {
        self.capacity = capacity;
        self.rows = 0;
        self.columns = columns;
        // What rows hold is written in full when they are added.
        self.data.resize(columns.div_ceil(GROUP) * capacity, [0.0; GROUP]);
    }

    /// Rows filled.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Whether no row fits any more.
    pub fn is_full(&self) -> bool {
        self.rows == self.capacity
    }

    /// Adds a row given in full.
    pub fn push(&mut self, row: &[f64]) {
        let start = self.rows;
        for (group, chunk) in row.chunks(GROUP).enumerate() {
            let slot = &mut self.data[group * self.capacity + start];
            slot[..chunk.len()].copy_from_slice(chunk);
            slot[chunk.len()..].fill(0.0);
        }
        self.rows += 1;
    }

    /// Adds a row of zeros but for `values` at ascending columns `at`.
    pub fn push_scattered(&mut self, at: &[u32], values: &[f64]) {
        for group in 0..self.columns.div_ceil(GROUP) {
            self.data[group * self.capacity + self.rows] = [0.0; GROUP];
        }
        for (&column, &value) in at.iter().zip(values) {
            let column = column as usize;
            self.data[column / GROUP * self.capacity + self.rows][column % GROUP] = value;
        }
        self.rows += 1;
    }

    /// The rows of group `group`.
    pub fn group(&self, group: usize) -> &[[f64; GROUP]] {
        &self.data[group * self.capacity..][..self.rows]
    }

    /// The rows of group `group`.
    pub fn group_mut(&mut self, group: usize) -> &mut [[f64; GROUP]] {
        &mut self.data[group * self.capacity..][..self.rows]
    }

    /// Calls `f(first row, first column, tile)` for tiles of W'W that cover its lower triangle;
    /// parts above the diagonal or beyond the last column are to be left alone.
    pub fn for_each_tile(&self, mut f: impl FnMut(usize, usize, &Tile)) {
        let groups = self.columns.div_ceil(GROUP);
        let mut tile = [[0.0; GROUP]; GROUP];
        for right in 0..groups {
            let b = self.group(right);
            for left in right..groups {
                form(self.group(left), b, &mut tile);
                f(GROUP * left, GROUP * right, &tile);
            }
        }
    }
}

by_width! {
    /// `tile = a' b`.
    fn form(a: &[[f64; GROUP]], b: &[[f64; GROUP]], tile: &mut Tile) {
        eight => form_rows::<8>(a, b, tile),
        four => form_rows::<4>(a, b, tile),
        two => form_rows::<2>(a, b, tile),
    }
}

/// `ROWS` rows of the tile at a time: as many as leave the sums in registers.
#[inline(always)]
#[allow(clippy::inline_always, reason = "takes the vectors of its caller")]
fn form_rows<const ROWS: usize>(a: &[[f64; GROUP]], b: &[[f64; GROUP]], tile: &mut Tile) {
    for (first, out) in (0..GROUP).step_by(ROWS).zip(tile.chunks_exact_mut(ROWS)) {
        let mut sums = [[0.0; GROUP]; ROWS];
        for (a, b) in a.iter().zip(b) {
            for row in 0..ROWS {
                for column in 0..GROUP {
                    sums[row][column] += a[first + row] * b[column];
                }
            }
        }
        out.copy_from_slice(&sums);
    }
}
