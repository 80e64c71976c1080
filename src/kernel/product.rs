//! Matrix products in double precision on row-major slices.
//!
//! Every element of a result is one running sum over the inner index in ascending order, so the
//! result depends neither on how tiles are cut nor on how wide the vectors are. A tile of the
//! result stays in registers: 3 x 6, that is three vectors of two a row, or what the edges leave.
//! Each tile size is a function of its own, never inlined, so that each gets the registers alone.

/// A matrix in a slice: element (i, j) is `data[i * stride + j]`.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// Elements.
    pub data: &'a [f64],
    /// Elements from one row to the next.
    pub stride: usize,
}

/// `out = A B` with A m x k and B k x n; n even.
pub fn product(a: View, b: View, out: &mut [f64], stride: usize, [m, k, n]: [usize; 3]) {
    tiles(m, n, |i, rows, j, columns| {
        let corner = Corner { a, b, i, j, k };
        match (rows, columns) {
            (3, 6) => store(&corner.rows::<3, 6>(), out, stride, i, j),
            (3, 4) => store(&corner.rows::<3, 4>(), out, stride, i, j),
            (3, _) => store(&corner.rows::<3, 2>(), out, stride, i, j),
            (2, 6) => store(&corner.rows::<2, 6>(), out, stride, i, j),
            (2, 4) => store(&corner.rows::<2, 4>(), out, stride, i, j),
            (2, _) => store(&corner.rows::<2, 2>(), out, stride, i, j),
            (_, 6) => store(&corner.rows::<1, 6>(), out, stride, i, j),
            (_, 4) => store(&corner.rows::<1, 4>(), out, stride, i, j),
            _ => store(&corner.rows::<1, 2>(), out, stride, i, j),
        }
    });
}

/// `out = A' B` with A k x m and B k x n; n even.
pub fn product_transposed(a: View, b: View, out: &mut [f64], stride: usize, [m, k, n]: [usize; 3]) {
    tiles(m, n, |i, rows, j, columns| {
        let corner = Corner { a, b, i, j, k };
        match (rows, columns) {
            (3, 6) => store(&corner.columns::<3, 6>(), out, stride, i, j),
            (3, 4) => store(&corner.columns::<3, 4>(), out, stride, i, j),
            (3, _) => store(&corner.columns::<3, 2>(), out, stride, i, j),
            (2, 6) => store(&corner.columns::<2, 6>(), out, stride, i, j),
            (2, 4) => store(&corner.columns::<2, 4>(), out, stride, i, j),
            (2, _) => store(&corner.columns::<2, 2>(), out, stride, i, j),
            (_, 6) => store(&corner.columns::<1, 6>(), out, stride, i, j),
            (_, 4) => store(&corner.columns::<1, 4>(), out, stride, i, j),
            _ => store(&corner.columns::<1, 2>(), out, stride, i, j),
        }
    });
}

/// Calls `f(first row, rows, first column, columns)` for tiles of at most 3 x 6 that cover m x n.
fn tiles(m: usize, n: usize, mut f: impl FnMut(usize, usize, usize, usize)) {
    let mut j = 0;
    while j < n {
        // 8 = 4 + 4 rather than 6 + 2.
        let columns = if n - j == 8 { 4 } else { (n - j).min(6) };
        let mut i = 0;
        while i < m {
            let rows = if m - i == 4 { 2 } else { (m - i).min(3) };
            f(i, rows, j, columns);
            i += rows;
        }
        j += columns;
    }
}

fn store<const M: usize, const N: usize>(
    tile: &[[f64; N]; M],
    out: &mut [f64],
    stride: usize,
    i: usize,
    j: usize,
) {
    for (row, values) in tile.iter().enumerate() {
        out[(i + row) * stride + j..][..N].copy_from_slice(values);
    }
}

/// Where a tile starts in both factors, and how long its sums are.
#[derive(Clone, Copy)]
struct Corner<'a> {
    a: View<'a>,
    b: View<'a>,
    i: usize,
    j: usize,
    k: usize,
}

impl Corner<'_> {
    /// Tile of A B.
    #[inline(never)]
    fn rows<const M: usize, const N: usize>(self) -> [[f64; N]; M] {
        let Self { a, b, i, j, k } = self;
        let a: [&[f64]; M] = std::array::from_fn(|row| &a.data[(i + row) * a.stride..][..k]);
        let mut sums = [[0.0; N]; M];
        let b = &b.data[j..];
        for p in 0..k {
            let b: &[f64; N] = b[p * self.b.stride..].first_chunk().expect("N columns");
            for row in 0..M {
                let factor = a[row][p];
                for column in 0..N {
                    sums[row][column] += factor * b[column];
                }
            }
        }
        sums
    }

    /// Tile of A' B.
    #[inline(never)]
    fn columns<const M: usize, const N: usize>(self) -> [[f64; N]; M] {
        let Self { a, b, i, j, k } = self;
        let (a_stride, b_stride) = (a.stride, b.stride);
        let (a, b) = (&a.data[i..], &b.data[j..]);
        let mut sums = [[0.0; N]; M];
        for p in 0..k {
            let a: &[f64; M] = a[p * a_stride..].first_chunk().expect("M rows");
            let b: &[f64; N] = b[p * b_stride..].first_chunk().expect("N columns");
            for row in 0..M {
                for column in 0..N {
                    sums[row][column] += a[row] * b[column];
                }
            }
        }
        sums
    }
}
