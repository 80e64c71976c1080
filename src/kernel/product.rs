//! Matrix products in double precision on row-major slices.
//!
//! Every element of a result is one running sum over the inner index in ascending order, so the
//! result depends neither on how tiles are cut nor on how wide the vectors are. A tile of the
//! result stays in registers: 3 x 6 with vectors of two, 4 x 16 with vectors of eight, or what
//! the edges leave. With vectors of two, each tile size is a function of its own, never inlined:
//! V8 allots registers badly in a giant function.

use super::wide::by_width;

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
    multiply(Product::<false> { a, b, m, k, n }, out, stride);
}

/// `out = A' B` with A k x m and B k x n; n even.
pub fn product_transposed(a: View, b: View, out: &mut [f64], stride: usize, [m, k, n]: [usize; 3]) {
    multiply(Product::<true> { a, b, m, k, n }, out, stride);
}

/// Two factors, the left one transposed or not.
#[derive(Clone, Copy)]
struct Product<'a, const TRANSPOSED: bool> {
    a: View<'a>,
    b: View<'a>,
    m: usize,
    k: usize,
    n: usize,
}

by_width! {
    fn multiply[const TRANSPOSED: bool](product: Product<'_, TRANSPOSED>, out: &mut [f64], stride: usize) {
        eight => product.in_eights(out, stride),
        four => product.in_fours(out, stride, 0),
        two => product.in_pairs(out, stride),
    }
}

// A tile takes the vectors and registers of the loop around it.
#[allow(clippy::inline_always)]
impl<const TRANSPOSED: bool> Product<'_, TRANSPOSED> {
    /// For vectors of eight.
    #[cfg(target_arch = "x86_64")]
    #[inline(always)]
    fn in_eights(self, out: &mut [f64], stride: usize) {
        let mut j = 0;
        while j + 16 <= self.n {
            self.strip::<4, 16>(out, stride, j);
            j += 16;
        }
        self.in_fours(out, stride, j);
    }

    /// For vectors of four, from column `j`.
    #[cfg(target_arch = "x86_64")]
    #[inline(always)]
    fn in_fours(self, out: &mut [f64], stride: usize, mut j: usize) {
        while j + 8 <= self.n {
            self.strip::<4, 8>(out, stride, j);
            j += 8;
        }
        if j + 4 <= self.n {
            self.strip::<8, 4>(out, stride, j);
            j += 4;
        }
        if j < self.n {
            self.strip::<8, 2>(out, stride, j);
        }
    }

    /// Columns `j..j + N`.
    #[cfg(target_arch = "x86_64")]
    #[inline(always)]
    fn strip<const M: usize, const N: usize>(self, out: &mut [f64], stride: usize, j: usize) {
        let mut i = 0;
        while i + M <= self.m {
            store(&self.tile::<M, N>(i, j), out, stride, i, j);
            i += M;
        }
        while i < self.m {
            store(&self.tile::<1, N>(i, j), out, stride, i, j);
            i += 1;
        }
    }

    /// For vectors of two.
    fn in_pairs(self, out: &mut [f64], stride: usize) {
        let mut j = 0;
        while j < self.n {
            // 8 = 4 + 4 rather than 6 + 2.
            let columns = if self.n - j == 8 { 4 } else { (self.n - j).min(6) };
            let mut i = 0;
            while i < self.m {
                let rows = if self.m - i == 4 { 2 } else { (self.m - i).min(3) };
                match (rows, columns) {
                    (3, 6) => self.alone::<3, 6>(out, stride, i, j),
                    (3, 4) => self.alone::<3, 4>(out, stride, i, j),
                    (3, _) => self.alone::<3, 2>(out, stride, i, j),
                    (2, 6) => self.alone::<2, 6>(out, stride, i, j),
                    (2, 4) => self.alone::<2, 4>(out, stride, i, j),
                    (2, _) => self.alone::<2, 2>(out, stride, i, j),
                    (_, 6) => self.alone::<1, 6>(out, stride, i, j),
                    (_, 4) => self.alone::<1, 4>(out, stride, i, j),
                    _ => self.alone::<1, 2>(out, stride, i, j),
                }
                i += rows;
            }
            j += columns;
        }
    }

    /// A tile in a function of its own.
    #[inline(never)]
    fn alone<const M: usize, const N: usize>(self, out: &mut [f64], stride: usize, i: usize, j: usize) {
        store(&self.tile::<M, N>(i, j), out, stride, i, j);
    }

    /// The tile with first element (i, j).
    #[inline(always)]
    fn tile<const M: usize, const N: usize>(self, i: usize, j: usize) -> [[f64; N]; M] {
        let Self { a, b, k, .. } = self;
        let rows: [&[f64]; M] =
            std::array::from_fn(|row| if TRANSPOSED { &[] } else { &a.data[(i + row) * a.stride..][..k] });
        let (columns, b_stride, b) = (if TRANSPOSED { &a.data[i..] } else { &[] }, b.stride, &b.data[j..]);
        let mut sums = [[0.0; N]; M];
        for p in 0..k {
            let b: &[f64; N] = b[p * b_stride..].first_chunk().expect("N columns");
            let a: [f64; M] = if TRANSPOSED {
                *columns[p * a.stride..].first_chunk().expect("M rows")
            } else {
                std::array::from_fn(|row| rows[row][p])
            };
            for row in 0..M {
                for column in 0..N {
                    sums[row][column] += a[row] * b[column];
                }
            }
        }
        sums
    }
}

#[inline(always)]
#[allow(clippy::inline_always, reason = "the tile stays in registers")]
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

#[cfg(all(test, target_arch = "x86_64"))]
mod tests {
    use super::{Product, View};

    #[test]
    fn tiles_for_every_width_give_the_same_bits() {
        let numbers: Vec<f64> = (0..2000).map(|i| libm::sin(f64::from(i))).collect();
        let (a, b) = (View { data: &numbers, stride: 21 }, View { data: &numbers[900..], stride: 40 });
        for (m, k, n) in [(1, 1, 2), (5, 7, 6), (13, 21, 30), (20, 20, 40)] {
            let plain = Product::<false> { a, b, m, k, n };
            let transposed = Product::<true> { a, b, m, k, n };
            let [mut two, mut four, mut eight] = [(); 3].map(|()| vec![0.0; 2 * m * n]);
            let (out, out_transposed) = two.split_at_mut(m * n);
            plain.in_pairs(out, n);
            transposed.in_pairs(out_transposed, n);
            let (out, out_transposed) = four.split_at_mut(m * n);
            plain.in_fours(out, n, 0);
            transposed.in_fours(out_transposed, n, 0);
            let (out, out_transposed) = eight.split_at_mut(m * n);
            plain.in_eights(out, n);
            transposed.in_eights(out_transposed, n);
            assert_eq!(two, four);
            assert_eq!(two, eight);
        }
    }
}
