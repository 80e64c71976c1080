//! The blocks C(x2) of a Newton system: one square each, since spread over the whole matrix their
//! rows would evict each other from the cache.

/// Marks an entry of g that is not free.
pub(super) const FIXED: u32 = u32::MAX;

/// A free entry of g that a pair touches; in ascending order of numbers.
#[derive(Clone, Copy)]
pub(super) struct Touched {
    pub(super) number: u32,
    /// Place of its y among those of the row.
    pub(super) place: u32,
    /// U V.
    pub(super) value: f64,
}

/// Lower triangles over the free entries of each x2, which have consecutive numbers.
pub(super) struct Blocks {
    /// Number of the first free entry of each x2, and the end.
    first: Vec<u32>,
    /// Where the square of each x2 starts.
    start: Vec<usize>,
    squares: Vec<f64>,
}

impl Blocks {
    /// Zeros, for entries of g numbered by `free`, `stride` for each x2.
    pub(super) fn new(free: &[u32], stride: usize) -> Self {
        let (mut first, mut start) = (vec![0], vec![]);
        let mut words = 0;
        for row in free.chunks_exact(stride) {
            let count = row.iter().filter(|&&number| number != FIXED).count();
            first.push(first[first.len() - 1] + count as u32);
            start.push(words);
            words += count * count;
        }
        Self { first, start, squares: vec![0.0; words] }
    }

    /// Back to zeros.
    pub(super) fn clear(&mut self) {
        self.squares.fill(0.0);
    }

    /// Adds `weight x x'` for what a pair touches of x2 = `j`.
    #[inline]
    pub(super) fn add_square(&mut self, j: usize, touched: &[Touched], weight: f64) {
        let (first, size) = (self.first[j], (self.first[j + 1] - self.first[j]) as usize);
        let square = &mut self.squares[self.start[j]..][..size * size];
        for (i, left) in touched.iter().enumerate() {
            let row = &mut square[(left.number - first) as usize * size..][..size];
            for right in &touched[..=i] {
                row[(right.number - first) as usize] += weight * left.value * right.value;
            }
        }
    }

    /// Adds all to the lower triangle of a `size` x `size` matrix over the free entries.
    pub(super) fn add_to(&self, matrix: &mut [f64], size: usize) {
        for (range, &start) in self.first.windows(2).zip(&self.start) {
            let (first, width) = (range[0] as usize, (range[1] - range[0]) as usize);
            for (i, row) in self.squares[start..][..width * width].chunks_exact(width.max(1)).enumerate() {
                let out = &mut matrix[(first + i) * size + first..][..=i];
                out.iter_mut().zip(row).for_each(|(out, x)| *out += x);
            }
        }
    }
}
