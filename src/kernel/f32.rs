//! Single precision: dot products of many samples with many centroids.
//!
//! The dot product of x and c of length d is, in this order and no other,
//!
//! ```text
//! segments of 1024 features, added in ascending order; within a segment four lanes,
//! lane l = sum over i of x[4i + l] c[4i + l], over full fours;
//! then (lane 0 + lane 1) + (lane 2 + lane 3); then the last products that fill no four, one by one.
//! ```
//!
//! Every function here follows it, whatever its shape, so that a product computed alone and the
//! same product computed in a block agree bit for bit. The shapes hold R samples x C centroids in
//! R C registers. V8 loads all R + C operands of a step before it multiplies and keeps one of the sixteen
//! registers of x86-64 for itself, so that R C + R + C + 1 must not exceed 15: 4 x 2 does, and 3 x 3,
//! which moves fewer bytes for its work, runs at half the speed because an accumulator goes through
//! memory.

// A call within the innermost loop, or accumulators that leave their registers, cost more than all it does.
#![allow(clippy::inline_always)]

use std::ops::Range;

use super::lanes::F32x4;

/// Features added up in registers before the lanes are summed: keeps a block of samples and
/// centroids in the second-level cache at any dimension.
pub const SEGMENT: usize = 1024;

/// Part of a vector as full fours, and the rest.
#[derive(Clone, Copy)]
struct Part<'a> {
    fours: &'a [[f32; 4]],
    rest: &'a [f32],
}

impl<'a> Part<'a> {
    #[inline(always)]
    fn of(x: &'a [f32]) -> Self {
        let (fours, rest) = x.as_chunks();
        Self { fours, rest }
    }
}

/// Sums of the four lanes of the products of R samples with C centroids; `steps` fours of each.
#[inline(always)]
fn lanes<const R: usize, const C: usize>(x: [&[[f32; 4]]; R], c: [&[[f32; 4]]; C]) -> [[f32; C]; R] {
    let steps = x[0].len();
    // Cut to one length, so that the loop needs no bounds checks.
    let (x, c) = (x.map(|x| &x[..steps]), c.map(|c| &c[..steps]));
    let mut sums = [[F32x4::zero(); C]; R];
    for i in 0..steps {
        let c: [F32x4; C] = std::array::from_fn(|j| F32x4::load(&c[j][i]));
        for (row, sums) in sums.iter_mut().enumerate() {
            let x = F32x4::load(&x[row][i]);
            for (sum, &c) in sums.iter_mut().zip(&c) {
                *sum = sum.add_product(x, c);
            }
        }
    }
    sums.map(|sums| sums.map(F32x4::sum))
}

// Each shape is a function of its own that does nothing else: together with any other code, V8's
// register allocator spills an accumulator, which halves the speed.
macro_rules! shapes {
    ($($name:ident $rows:literal $centroids:literal;)*) => {$(
        #[inline(never)]
        fn $name(x: [&[[f32; 4]]; $rows], c: [&[[f32; 4]]; $centroids]) -> [[f32; $centroids]; $rows] {
            lanes(x, c)
        }
    )*};
}

shapes! {
    lanes_4x2 4 2;
    lanes_4x1 4 1;
    lanes_3x2 3 2;
    lanes_3x1 3 1;
    lanes_2x2 2 2;
    lanes_2x1 2 1;
    lanes_1x2 1 2;
    lanes_1x1 1 1;
    lanes_6x1 6 1;
}

/// At least the relative error of a dot product of length d: that of its value divided by |x| |c|. It goes
/// through at most min(d, 1024) / 4 + d / 1024 + 4 roundings of relative size 2^-24 (Higham, Accuracy and
/// Stability of Numerical Algorithms, section 3.1); some more are taken for what is done with it.
pub fn relative_error(d: usize) -> f32 {
    let roundings = d.min(SEGMENT).div_ceil(4) + d.div_ceil(SEGMENT) + 12;
    1.01 * roundings as f32 * (f32::EPSILON / 2.0)
}

/// Its absolute error where numbers are so small that they lose digits.
pub fn smallest(d: usize) -> f32 {
    d as f32 * f32::MIN_POSITIVE
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
    segments.fold(0.0, |mut sum, (x, c)| {
        tile(&[Part::of(x)], &[Part::of(c)], std::slice::from_mut(&mut sum), 1);
        sum
    })
}

/// Bytes of centroids gone through before the next samples are taken.
const CENTROID_BYTES: usize = 128 * 1024;

/// Dot products of the listed samples with some of the centroids, into
/// `out[position in samples * centroids.len() + position in centroids]`.
pub fn dots(x: Points, samples: &[u32], c: Points, centroids: Range<usize>, out: &mut [f32]) {
    let (first, count) = (centroids.start, centroids.len());
    let out = &mut out[..samples.len() * count];
    out.fill(0.0);
    let d = x.features;
    for start in (0..d).step_by(SEGMENT) {
        let part = start..d.min(start + SEGMENT);
        let block = (CENTROID_BYTES / (4 * part.len())).max(2) / 2 * 2;
        for from in (0..count).step_by(block) {
            let until = count.min(from + block);
            for (i, samples) in samples.chunks(4).enumerate() {
                let last = samples.len() - 1;
                let rows: [Part; 4] =
                    std::array::from_fn(|r| Part::of(&x.row(samples[r.min(last)] as usize)[part.clone()]));
                for j in (from..until).step_by(2) {
                    let width = (until - j).min(2);
                    let pair = [j, j + width - 1].map(|j| Part::of(&c.row(first + j)[part.clone()]));
                    tile(&rows[..=last], &pair[..width], &mut out[4 * i * count + j..], count);
                }
            }
        }
    }
}

/// Adds the products of up to 4 x 2 vectors to `out`, whose rows are `stride` apart.
#[inline(always)]
fn tile(x: &[Part], c: &[Part], out: &mut [f32], stride: usize) {
    match (x, c) {
        (&[x0, x1, x2, x3], &[c0, c1]) => add([x0, x1, x2, x3], [c0, c1], lanes_4x2, out, stride),
        (&[x0, x1, x2, x3], &[c0]) => add([x0, x1, x2, x3], [c0], lanes_4x1, out, stride),
        (&[x0, x1, x2], &[c0, c1]) => add([x0, x1, x2], [c0, c1], lanes_3x2, out, stride),
        (&[x0, x1, x2], &[c0]) => add([x0, x1, x2], [c0], lanes_3x1, out, stride),
        (&[x0, x1], &[c0, c1]) => add([x0, x1], [c0, c1], lanes_2x2, out, stride),
        (&[x0, x1], &[c0]) => add([x0, x1], [c0], lanes_2x1, out, stride),
        (&[x0], &[c0, c1]) => add([x0], [c0, c1], lanes_1x2, out, stride),
        (&[x0], &[c0]) => add([x0], [c0], lanes_1x1, out, stride),
        _ => {}
    }
}

/// Products of full fours by `shape`, then those of the rest.
#[inline(always)]
fn add<'a, const R: usize, const C: usize>(
    x: [Part<'a>; R],
    c: [Part<'a>; C],
    shape: impl Fn([&'a [[f32; 4]]; R], [&'a [[f32; 4]]; C]) -> [[f32; C]; R],
    out: &mut [f32],
    stride: usize,
) {
    let products = shape(x.map(|x| x.fours), c.map(|c| c.fours));
    for (row, (x, products)) in x.iter().zip(products).enumerate() {
        for (sum, (c, product)) in out[row * stride..].iter_mut().zip(c.iter().zip(products)) {
            *sum += with_rest(product, x.rest, c.rest);
        }
    }
}

#[inline(always)]
fn with_rest(product: f32, x: &[f32], c: &[f32]) -> f32 {
    x.iter().zip(c).fold(product, |sum, (x, c)| sum + x * c)
}

/// Dot products of the listed samples with one vector, into `out`. Six at a time: as many
/// multiplications per load as the processor can do.
pub fn column_dots(x: Points, samples: &[u32], c: &[f32], out: &mut [f32]) {
    out[..samples.len()].fill(0.0);
    for start in (0..x.features).step_by(SEGMENT) {
        let part = start..x.features.min(start + SEGMENT);
        let c = Part::of(&c[part.clone()]);
        let row = |sample: u32| Part::of(&x.row(sample as usize)[part.clone()]);
        let (sixes, rest) = samples.as_chunks::<6>();
        for (six, out) in sixes.iter().zip(out.chunks_exact_mut(6)) {
            add(six.map(row), [c], lanes_6x1, out, 1);
        }
        let out = &mut out[6 * sixes.len()..];
        for (few, out) in rest.chunks(4).zip(out.chunks_mut(4)) {
            let rows: [Part; 4] = std::array::from_fn(|r| row(few[r.min(few.len() - 1)]));
            tile(&rows[..few.len()], &[c], out, 1);
        }
    }
}

/// Dot product of each listed sample with the centroid listed beside it.
pub fn paired_dots(x: Points, samples: &[u32], c: Points, centroids: &[u32], out: &mut [f32]) {
    out[..samples.len()].fill(0.0);
    for start in (0..x.features).step_by(SEGMENT) {
        let part = start..x.features.min(start + SEGMENT);
        let pairs = samples.chunks(3).zip(centroids.chunks(3)).zip(out.chunks_mut(3));
        for ((samples, centroids), out) in pairs {
            let last = samples.len() - 1;
            let x = std::array::from_fn(|r| Part::of(&x.row(samples[r.min(last)] as usize)[part.clone()]));
            let c = std::array::from_fn(|r| Part::of(&c.row(centroids[r.min(last)] as usize)[part.clone()]));
            let products = paired_3(x.map(|x: Part| x.fours), c.map(|c: Part| c.fours));
            for (pair, sum) in out.iter_mut().enumerate().take(last + 1) {
                *sum += with_rest(products[pair], x[pair].rest, c[pair].rest);
            }
        }
    }
}

/// Three dot products at once hide the latency of the additions.
#[inline(never)]
fn paired_3(x: [&[[f32; 4]]; 3], c: [&[[f32; 4]]; 3]) -> [f32; 3] {
    let steps = x[0].len();
    let (x, c) = (x.map(|x| &x[..steps]), c.map(|c| &c[..steps]));
    let mut sums = [F32x4::zero(); 3];
    for i in 0..steps {
        for (pair, sum) in sums.iter_mut().enumerate() {
            *sum = sum.add_product(F32x4::load(&x[pair][i]), F32x4::load(&c[pair][i]));
        }
    }
    sums.map(F32x4::sum)
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
