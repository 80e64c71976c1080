//! Single precision: dot products of many samples with many centroids.
//!
//! The dot product of x and c of length d is, in this order and no other,
//!
//! ```text
//! segments of 1024 features, added in ascending order; within a segment four lanes,
//! lane l = sum over i of x[4i + l] c[4i + l], the last incomplete four filled up with zeros;
//! then (lane 0 + lane 1) + (lane 2 + lane 3).
//! ```
//!
//! Every function here follows it, whatever its shape, so that a product computed alone and the
//! same product computed in a block agree bit for bit. The shapes hold R samples x C centroids in
//! R C registers; 3 x 3 is the largest that fits the sixteen of x86-64 and does 9 multiplications
//! for 6 loads.

use super::lanes::F32x4;

/// Features added up in registers before the lanes are summed: keeps a block of samples and
/// centroids in the second-level cache at any dimension.
pub const SEGMENT: usize = 1024;

/// Number of four-lane steps of full fours, and the rest filled up with zeros.
#[inline(always)]
fn fours(x: &[f32]) -> (&[[f32; 4]], [f32; 4]) {
    let (full, rest) = x.as_chunks::<4>();
    let mut last = [0.0; 4];
    last[..rest.len()].copy_from_slice(rest);
    (full, last)
}

/// Dot products of R samples with C centroids over one segment, all slices of the same length.
#[inline(always)]
fn segment<const R: usize, const C: usize>(x: [&[f32]; R], c: [&[f32]; C]) -> [[f32; C]; R] {
    let x = x.map(fours);
    let c = c.map(fours);
    let steps = x[0].0.len();
    // Cut to one length, so that the loop needs no bounds checks.
    let full_x = x.map(|(full, _)| &full[..steps]);
    let full_c = c.map(|(full, _)| &full[..steps]);
    let mut sums = [[F32x4::zero(); C]; R];
    for i in 0..steps {
        let c: [F32x4; C] = std::array::from_fn(|j| F32x4::load(&full_c[j][i]));
        for (row, sums) in sums.iter_mut().enumerate() {
            let x = F32x4::load(&full_x[row][i]);
            for (sum, &c) in sums.iter_mut().zip(&c) {
                *sum = sum.add_product(x, c);
            }
        }
    }
    let last_c: [F32x4; C] = c.map(|(_, last)| F32x4::load(&last));
    std::array::from_fn(|row| {
        let last_x = F32x4::load(&x[row].1);
        std::array::from_fn(|j| sums[row][j].add_product(last_x, last_c[j]).sum())
    })
}

// Each shape is a function of its own: inlined into one large function, V8's register allocator
// spills the accumulators.
macro_rules! shapes {
    ($($name:ident $rows:literal $centroids:literal;)*) => {$(
        #[inline(never)]
        fn $name(x: [&[f32]; $rows], c: [&[f32]; $centroids]) -> [[f32; $centroids]; $rows] {
            segment(x, c)
        }
    )*};
}

shapes! {
    segment_6x1 6 1;
    segment_3x3 3 3;
    segment_3x2 3 2;
    segment_3x1 3 1;
    segment_2x3 2 3;
    segment_2x2 2 2;
    segment_2x1 2 1;
    segment_1x3 1 3;
    segment_1x2 1 2;
    segment_1x1 1 1;
}

/// Vectors of equal length, one after another.
#[derive(Debug, Clone, Copy)]
pub struct Points<'a> {
    /// All of them.
    pub values: &'a [f32],
    /// Length of one.
    pub features: usize,
}

impl<'a> Points<'a> {
    /// Vector `i`.
    #[inline(always)]
    pub fn row(self, i: usize) -> &'a [f32] {
        &self.values[i * self.features..(i + 1) * self.features]
    }

    /// Number of vectors.
    pub fn len(self) -> usize {
        self.values.len() / self.features
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.values.is_empty()
    }
}

/// Dot product of two vectors of equal length.
pub fn dot(x: &[f32], c: &[f32]) -> f32 {
    let segments = x.chunks(SEGMENT).zip(c.chunks(SEGMENT));
    segments.fold(0.0, |sum, (x, c)| sum + segment_1x1([x], [c])[0][0])
}

/// Bytes of centroids gone through before the next samples are taken.
const CENTROID_BYTES: usize = 128 * 1024;

/// Dot products of the listed samples with the centroids `first..first + count`, into
/// `out[position in samples * count + centroid - first]`.
pub fn dots(x: Points, samples: &[u32], c: Points, first: usize, count: usize, out: &mut [f32]) {
    let out = &mut out[..samples.len() * count];
    out.fill(0.0);
    let d = x.features;
    for start in (0..d).step_by(SEGMENT) {
        let part = start..d.min(start + SEGMENT);
        let block = (CENTROID_BYTES / (4 * part.len())).max(3) / 3 * 3;
        let mut from = 0;
        while from < count {
            // A single centroid at the end is taken along.
            let until = if count - from <= block + 1 { count } else { from + block };
            for (i, three) in samples.chunks(3).enumerate() {
                let rows: [&[f32]; 3] =
                    std::array::from_fn(|r| &x.row(three[r.min(three.len() - 1)] as usize)[part.clone()]);
                let mut j = from;
                while j < until {
                    let width = group(until - j);
                    let centroids: [&[f32]; 3] =
                        std::array::from_fn(|l| &c.row(first + j + l.min(width - 1))[part.clone()]);
                    tile(&rows[..three.len()], &centroids[..width], &mut out[3 * i * count + j..], count);
                    j += width;
                }
            }
            from = until;
        }
    }
}

/// Centroids to take next of `left`: threes, and twos rather than a last one alone.
fn group(left: usize) -> usize {
    match left {
        4 | 2 => 2,
        1 => 1,
        _ => 3,
    }
}

/// Adds the products of up to 3 x 3 vectors to `out`, whose rows are `stride` apart.
#[inline(always)]
fn tile(x: &[&[f32]], c: &[&[f32]], out: &mut [f32], stride: usize) {
    match (x, c) {
        (&[x0, x1, x2], &[c0, c1, c2]) => add(segment_3x3([x0, x1, x2], [c0, c1, c2]), out, stride),
        (&[x0, x1, x2], &[c0, c1]) => add(segment_3x2([x0, x1, x2], [c0, c1]), out, stride),
        (&[x0, x1, x2], &[c0]) => add(segment_3x1([x0, x1, x2], [c0]), out, stride),
        (&[x0, x1], &[c0, c1, c2]) => add(segment_2x3([x0, x1], [c0, c1, c2]), out, stride),
        (&[x0, x1], &[c0, c1]) => add(segment_2x2([x0, x1], [c0, c1]), out, stride),
        (&[x0, x1], &[c0]) => add(segment_2x1([x0, x1], [c0]), out, stride),
        (&[x0], &[c0, c1, c2]) => add(segment_1x3([x0], [c0, c1, c2]), out, stride),
        (&[x0], &[c0, c1]) => add(segment_1x2([x0], [c0, c1]), out, stride),
        (&[x0], &[c0]) => add(segment_1x1([x0], [c0]), out, stride),
        _ => {}
    }
}

#[inline(always)]
fn add<const R: usize, const C: usize>(products: [[f32; C]; R], out: &mut [f32], stride: usize) {
    for (row, products) in products.iter().enumerate() {
        for (sum, product) in out[row * stride..].iter_mut().zip(products) {
            *sum += product;
        }
    }
}

/// Dot products of the listed samples with one vector, into `out`. Six at a time: as many
/// multiplications per load as the processor can do.
pub fn column_dots(x: Points, samples: &[u32], c: &[f32], out: &mut [f32]) {
    out[..samples.len()].fill(0.0);
    for start in (0..x.features).step_by(SEGMENT) {
        let part = start..x.features.min(start + SEGMENT);
        let c = &c[part.clone()];
        let row = |sample: u32| &x.row(sample as usize)[part.clone()];
        let (sixes, rest) = samples.as_chunks::<6>();
        for (six, out) in sixes.iter().zip(out.chunks_exact_mut(6)) {
            add(segment_6x1(six.map(row), [c]), out, 1);
        }
        let out = &mut out[6 * sixes.len()..];
        for (three, out) in rest.chunks(3).zip(out.chunks_mut(3)) {
            let rows: [&[f32]; 3] = std::array::from_fn(|r| row(three[r.min(three.len() - 1)]));
            tile(&rows[..three.len()], &[c], out, 1);
        }
    }
}

/// Dot product of each listed sample with the centroid listed beside it.
pub fn paired_dots(x: Points, samples: &[u32], c: Points, centroids: &[u32], out: &mut [f32]) {
    out[..samples.len()].fill(0.0);
    let d = x.features;
    for start in (0..d).step_by(SEGMENT) {
        let part = start..d.min(start + SEGMENT);
        for (i, three) in samples.chunks(3).enumerate() {
            let last = three.len() - 1;
            let rows = std::array::from_fn(|r| &x.row(three[r.min(last)] as usize)[part.clone()]);
            let own = std::array::from_fn(|r| {
                &c.row(centroids[3 * i + r.min(last)] as usize)[part.clone()]
            });
            let products = paired_3(rows, own);
            for (sum, product) in out[3 * i..3 * i + three.len()].iter_mut().zip(products) {
                *sum += product;
            }
        }
    }
}

/// Three dot products at once hide the latency of the additions.
#[inline(never)]
fn paired_3(x: [&[f32]; 3], c: [&[f32]; 3]) -> [f32; 3] {
    let (x, c) = (x.map(fours), c.map(fours));
    let steps = x[0].0.len();
    let (full_x, full_c) = (x.map(|(full, _)| &full[..steps]), c.map(|(full, _)| &full[..steps]));
    let mut sums = [F32x4::zero(); 3];
    for i in 0..steps {
        for (pair, sum) in sums.iter_mut().enumerate() {
            *sum = sum.add_product(F32x4::load(&full_x[pair][i]), F32x4::load(&full_c[pair][i]));
        }
    }
    std::array::from_fn(|pair| {
        sums[pair].add_product(F32x4::load(&x[pair].1), F32x4::load(&c[pair].1)).sum()
    })
}

/// Squared Euclidean distance: differences in single precision, squares and sum in double.
pub fn squared_distance(x: &[f32], c: &[f32]) -> f64 {
    sum_of_four(x, c, |x, c| f64::from(x - c))
}

/// Squared Euclidean norm in double precision.
pub fn squared_norm(x: &[f32]) -> f64 {
    sum_of_four(x, x, |x, _| f64::from(x))
}

/// Sum of the squares of `part` in four running sums, so that they need not wait for each other.
#[inline(always)]
fn sum_of_four(x: &[f32], c: &[f32], part: impl Fn(f32, f32) -> f64) -> f64 {
    let ((full_x, rest_x), (full_c, rest_c)) = (x.as_chunks::<4>(), c.as_chunks::<4>());
    let mut sums = [0.0_f64; 4];
    for (x, c) in full_x.iter().zip(full_c) {
        for (lane, sum) in sums.iter_mut().enumerate() {
            let part = part(x[lane], c[lane]);
            *sum += part * part;
        }
    }
    for ((sum, &x), &c) in sums.iter_mut().zip(rest_x).zip(rest_c) {
        let part = part(x, c);
        *sum += part * part;
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3])
}
