//! One seeded generator, a stream per task, so that neither the order of tasks nor the number of
//! workers changes a draw.

use rand_chacha::ChaCha8Rng;
use rand_core::{Rng as _, SeedableRng as _};

/// Seeded generator: ChaCha8 with the task's number as its stream.
#[derive(Debug, Clone)]
pub struct Rng(ChaCha8Rng);

/// What a stream is for; each purpose has streams of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Purpose {
    /// Seeding of K-means; index = seed * 1000 + restart, and which input in `sub`.
    KMeans = 1,
    /// Groups of the jackknife.
    Jackknife,
    /// Draws of the parametric bootstrap.
    Bootstrap,
    /// Folds of cross-validation (choice of K, held-out bounds).
    Folds,
    /// Draws of contribution intervals.
    Contribution,
    /// Latent states of synthetic data.
    SyntheticStates,
    /// Codebooks and noise of synthetic embeddings.
    SyntheticEmbedding,
    /// Reservoir sampling of large files.
    Reservoir,
    /// Random projections (randomised PCA).
    Projection,
    /// Tests and benches.
    Test,
    /// Samples and folds of a probe.
    Probe,
    /// Samples that a partition is fitted on.
    Draw,
    /// Noise added to samples.
    Noise,
    /// Permutations that ask whether an input depends on the others.
    Order,
    /// The exercise that tells a machine's speed.
    Exercise,
    /// Blocks of rows, the same in every analysis.
    Blocks,
}

impl Rng {
    /// Generator of stream (`purpose`, `sub`, `index`) under `seed`.
    pub fn new(seed: u64, purpose: Purpose, sub: u8, index: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(((purpose as u64) << 56) | (u64::from(sub) << 48) | (index & 0xffff_ffff_ffff));
        Self(rng)
    }

    /// 64 random bits.
    pub fn next_u64(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// Uniform in [0, 1), 53 bits.
    pub fn uniform(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
    }

    /// Uniform in 0..n without bias (Lemire's multiplication with rejection). `n` > 0.
    pub fn below(&mut self, n: u64) -> u64 {
        let threshold = n.wrapping_neg() % n;
        loop {
            let wide = u128::from(self.next_u64()) * u128::from(n);
            if wide as u64 >= threshold {
                return (wide >> 64) as u64;
            }
        }
    }

    /// Standard normal (Marsaglia's polar method, libm's logarithm).
    pub fn normal(&mut self) -> f64 {
        loop {
            let (a, b) = (2.0 * self.uniform() - 1.0, 2.0 * self.uniform() - 1.0);
            let s = a * a + b * b;
            if s > 0.0 && s < 1.0 {
                return a * (-2.0 * libm::log(s) / s).sqrt();
            }
        }
    }

    /// Fisher-Yates shuffle.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i as u64 + 1) as usize);
        }
    }
}

/// Standard normal numbers by the million: the ziggurat of 256 layers (Marsaglia and Tsang, 2000). Of a
/// hundred draws one needs an exponential, by libm; the others multiply and compare, so that they are the
/// same bits everywhere. [`Rng::normal`] keeps its draws, from which reports are computed.
pub struct Normals {
    rng: Rng,
    /// Where each layer ends, the lowest first, and the density there.
    ends: [f64; LAYERS + 1],
    density: [f64; LAYERS + 1],
}

const LAYERS: usize = 256;
/// Where the tail begins.
const TAIL: f64 = 3.654_152_885_361_009;

impl Normals {
    /// Draws from this generator.
    pub fn new(rng: Rng) -> Self {
        let density = |x: f64| libm::exp(-0.5 * x * x);
        // Area of each layer: that of the lowest is a rectangle and the tail.
        let tail = (std::f64::consts::FRAC_PI_2).sqrt() * libm::erfc(TAIL / std::f64::consts::SQRT_2);
        let area = TAIL * density(TAIL) + tail;
        let mut ends = [0.0; LAYERS + 1];
        ends[0] = area / density(TAIL);
        ends[1] = TAIL;
        for layer in 2..LAYERS {
            let below = ends[layer - 1];
            ends[layer] = (-2.0 * libm::log(area / below + density(below))).sqrt();
        }
        Self { rng, ends, density: ends.map(density) }
    }

    /// The next number.
    #[inline]
    pub fn draw(&mut self) -> f64 {
        loop {
            let bits = self.rng.next_u64();
            let layer = (bits & 0xff) as usize;
            // 52 bits of [2, 4), so that u is of [-1, 1).
            let u = f64::from_bits(bits >> 12 | 0x4000_0000_0000_0000) - 3.0;
            let x = u * self.ends[layer];
            if x.abs() < self.ends[layer + 1] {
                return x;
            }
            if layer == 0 {
                return self.tail(u < 0.0);
            }
            let (top, bottom) = (self.density[layer + 1], self.density[layer]);
            if top + (bottom - top) * self.rng.uniform() < libm::exp(-0.5 * x * x) {
                return x;
            }
        }
    }

    /// Beyond the layers (Marsaglia, 1964).
    fn tail(&mut self, negative: bool) -> f64 {
        loop {
            let x = -libm::log(1.0 - self.rng.uniform()) / TAIL;
            let y = -libm::log(1.0 - self.rng.uniform());
            if 2.0 * y >= x * x {
                return if negative { -TAIL - x } else { TAIL + x };
            }
        }
    }
}
