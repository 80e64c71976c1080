//! Matrix products in double precision on row-major slices.
//!
//! Every element of a result is one running sum over the inner index in ascending order, so the
//! result does not depend on how tiles are cut nor on how wide the vectors are.

/// A matrix in a slice: element (i, j) is `data[i * stride + j]`.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// Elements.
    pub data: &'a [f64],
    /// Elements from one row to the next.
    pub stride: usize,
}

/// `out = A B` with A m x k and B k x n; n even, as B's and out's strides are.
pub fn product(a: View, b: View, out: &mut [f64], stride: usize, [m, k, n]: [usize; 3]) {
    out[..m * stride].fill(0.0);
    for i in 0..m {
        for p in 0..k {
            let s = a.data[i * a.stride + p];
            let row = &b.data[p * b.stride..p * b.stride + n];
            for (o, &x) in out[i * stride..i * stride + n].iter_mut().zip(row) {
                *o += s * x;
            }
        }
    }
}

/// `out = A' B` with A k x m and B k x n.
pub fn product_transposed(a: View, b: View, out: &mut [f64], stride: usize, [m, k, n]: [usize; 3]) {
    out[..m * stride].fill(0.0);
    for p in 0..k {
        for i in 0..m {
            let s = a.data[p * a.stride + i];
            let row = &b.data[p * b.stride..p * b.stride + n];
            for (o, &x) in out[i * stride..i * stride + n].iter_mut().zip(row) {
                *o += s * x;
            }
        }
    }
}
