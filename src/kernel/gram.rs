//! Weighted dot products of a few long vectors with a few others.
//!
//! Every product is eight interleaved partial sums over the whole length, added in one fixed order
//! at the end: the same bits whatever the vectors of the processor.

use super::doubles::{Doubles, Two};
#[cfg(target_arch = "x86_64")]
use super::doubles::{Eight, Four};
use super::vector::{LANES, total};
use super::wide::{by_width, widened};

/// Elements at a time, so that a chunk of every vector stays in a near cache.
const CHUNK: usize = 256;
/// Left and right vectors of a tile: as many as leave the sums in registers.
const LEFT: usize = 2;
const RIGHT: usize = 4;

type Chunk = [f64; CHUNK];
type Tile = [[[f64; LANES]; RIGHT]; LEFT];

/// What fills up the last tiles.
const ZEROS: Chunk = [0.0; CHUNK];

/// Memory for weighted products, kept from one time to the next.
#[derive(Debug, Clone, Default)]
pub struct Gram {
    /// A chunk of every left vector, weighted.
    weighted: Vec<Chunk>,
    /// The last chunk of every right vector, which is seldom whole.
    rest: Vec<Chunk>,
    /// Row by row.
    tiles: Vec<Tile>,
}

impl Gram {
    /// `out[i n + j] = sum_p left[i][p] right[j][p] weight[p]` for n right vectors.
    pub fn form(&mut self, left: &[&[f64]], right: &[&[f64]], weight: &[f64], out: &mut [f64]) {
        let (rows, columns) = (left.len().div_ceil(LEFT), right.len().div_ceil(RIGHT));
        self.weighted.clear();
        self.weighted.resize(LEFT * rows, ZEROS);
        self.tiles.clear();
        self.tiles.resize(rows * columns, [[[0.0; LANES]; RIGHT]; LEFT]);
        let mut raw = vec![&ZEROS; RIGHT * columns];
        let (whole, rest) = weight.as_chunks::<CHUNK>();
        for (c, weight) in whole.iter().enumerate() {
            for (left, weighted) in left.iter().zip(&mut self.weighted) {
                multiply(&left.as_chunks::<CHUNK>().0[c], weight, weighted);
            }
            for (right, raw) in right.iter().zip(&mut raw) {
                *raw = &right.as_chunks::<CHUNK>().0[c];
            }
            add_tiles(&self.weighted, &raw, &mut self.tiles);
        }
        let range = CHUNK * whole.len()..weight.len();
        for (left, weighted) in left.iter().zip(&mut self.weighted) {
            multiply(&left[range.clone()], rest, weighted);
            weighted[rest.len()..].fill(0.0);
        }
        self.rest.resize(right.len(), ZEROS);
        for ((right, own), raw) in right.iter().zip(&mut self.rest).zip(&mut raw) {
            own[..rest.len()].copy_from_slice(&right[range.clone()]);
            *raw = own;
        }
        add_tiles(&self.weighted, &raw, &mut self.tiles);
        for (i, out) in out.chunks_exact_mut(right.len()).enumerate() {
            for (j, out) in out.iter_mut().enumerate() {
                *out = total(&self.tiles[i / LEFT * columns + j / RIGHT][i % LEFT][j % RIGHT]);
            }
        }
    }
}

widened! {
    fn multiply(a: &[f64], b: &[f64], out: &mut [f64]) {
        for ((out, a), b) in out.iter_mut().zip(a).zip(b) {
            *out = a * b;
        }
    }
}

by_width! {
    /// Adds the products of a chunk to the tiles.
    fn add_tiles(left: &[Chunk], right: &[&Chunk], tiles: &mut [Tile]) {
        eight => each_tile::<Eight>(left, right, tiles),
        four => each_tile::<Four>(left, right, tiles),
        two => each_tile::<Two>(left, right, tiles),
    }
}

#[inline(always)]
#[allow(clippy::inline_always, reason = "takes the instructions of its caller")]
fn each_tile<V: Doubles>(left: &[Chunk], right: &[&Chunk], tiles: &mut [Tile]) {
    let mut tiles = tiles.iter_mut();
    for a in left.as_chunks::<LEFT>().0 {
        for (b, tile) in right.as_chunks::<RIGHT>().0.iter().zip(&mut tiles) {
            for lane in (0..LANES).step_by(V::WIDTH) {
                add_products::<V>(a, *b, lane, tile);
            }
        }
    }
}

/// The dot products of a tile over a chunk, in the lanes from `lane`.
#[inline(always)]
#[allow(clippy::inline_always, reason = "takes the instructions of its caller")]
fn add_products<V: Doubles>(a: &[Chunk; LEFT], b: [&Chunk; RIGHT], lane: usize, tile: &mut Tile) {
    let mut sums = tile.each_ref().map(|row| row.each_ref().map(|lanes| V::load(&lanes[lane..])));
    for p in (lane..CHUNK).step_by(LANES) {
        let b = b.map(|b| V::load(&b[p..]));
        for (sums, a) in sums.iter_mut().zip(a) {
            let a = V::load(&a[p..]);
            for (sum, b) in sums.iter_mut().zip(b) {
                *sum = sum.plus_product(a, b);
            }
        }
    }
    for (tile, sums) in tile.iter_mut().zip(sums) {
        for (lanes, sum) in tile.iter_mut().zip(sums) {
            sum.store(&mut lanes[lane..]);
        }
    }
}

#[cfg(all(test, target_arch = "x86_64"))]
mod tests {
    use super::{CHUNK, Chunk, Eight, Four, LANES, LEFT, RIGHT, Two, ZEROS, each_tile};

    #[test]
    fn tiles_for_every_width_give_the_same_bits() {
        let chunk = |i: usize| -> Chunk { std::array::from_fn(|p| libm::sin((i * CHUNK + p) as f64)) };
        let (left, right): (Vec<Chunk>, Vec<Chunk>) = (0..8).map(|i| (chunk(i), chunk(i + 8))).unzip();
        let right: Vec<&Chunk> = right.iter().chain([&ZEROS; 4]).collect();
        let zero = vec![[[[0.0; LANES]; RIGHT]; LEFT]; 12];
        let mut two = zero.clone();
        each_tile::<Two>(&left, &right, &mut two);
        if is_x86_feature_detected!("avx") {
            let mut four = zero.clone();
            each_tile::<Four>(&left, &right, &mut four);
            assert_eq!(two, four);
        }
        if is_x86_feature_detected!("avx512f") {
            let mut eight = zero;
            each_tile::<Eight>(&left, &right, &mut eight);
            assert_eq!(two, eight);
        }
    }
}
