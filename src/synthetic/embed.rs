//! Samples of a system: states drawn by inverse distribution function, then embedded.

use ndarray::Array2;
use serde::{Deserialize, Serialize};

use super::build::Table;
use super::{Fusion, Truth, find, fused, invalid, truth_of};
use crate::data::counts::Pmf;
use crate::error::{Error, Result};
use crate::rng::{Normals, Purpose, Rng};

/// Values of all embeddings together at most.
const MAX_VALUES: usize = 1 << 28;

/// Features of an embedding at most.
const MAX_FEATURES: usize = 1 << 16;

/// What to draw from a system.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GenerateOptions {
    /// Samples.
    pub n: usize,
    /// Length of the noise vector, in units of a feature's standard deviation over states.
    pub sigma: f64,
    /// Features of each embedding.
    pub d: usize,
    /// Probability that the second vote copies the first, for systems that have it.
    pub rho: Option<f64>,
    /// How much the parts of x1 and x2 count, for systems that have it; see [`Fusion`].
    pub strengths: Option<[f64; 2]>,
    /// Variance of each embedding along four directions that are about nothing else, in units of the variance
    /// of its states. It changes what K-means finds, never the truth.
    pub nuisance: f64,
    /// Seed of states, codebooks, nuisance and noise.
    pub seed: u64,
}

impl Default for GenerateOptions {
    fn default() -> Self {
        Self { n: 2000, sigma: 2.0, d: 64, rho: None, strengths: None, nuisance: 0.0, seed: 7 }
    }
}

/// Samples of a system with its truth.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// Embeddings of x1, samples x features.
    pub x1: Array2<f32>,
    /// Embeddings of x2.
    pub x2: Array2<f32>,
    /// Symbol of y of each sample.
    pub y: Vec<u32>,
    /// Latent states of x1 and x2.
    pub states: [Vec<u32>; 2],
    /// Group of each sample; none without groups.
    pub z: Option<Vec<u32>>,
    /// Exact values of the system.
    pub truth: Truth,
}

/// Draws `options.n` samples of the system called `name`.
///
/// # Errors
///
/// [`Error::InvalidOption`] for a name or a value that there is not, [`Error::OutOfMemory`].
pub fn generate(name: &str, options: &GenerateOptions) -> Result<Sample> {
    validate(options)?;
    let pmf = fused(name, Fusion { rho: options.rho, strengths: options.strengths })?;
    let mut rng = Rng::new(options.seed, Purpose::SyntheticStates, 0, 0);
    let cells = draw_cells(&pmf, options.n, &mut rng);
    let column = |axis: usize| cells.iter().map(|cell| cell[axis]).collect::<Vec<u32>>();
    let states = [column(0), column(1)];
    Ok(Sample {
        x1: embed(&states[0], pmf.shape[0], options, 0)?,
        x2: embed(&states[1], pmf.shape[1], options, 1)?,
        y: column(2),
        states,
        z: find(name)?.strata.map(|strata| groups(&strata(), &cells, options.seed)),
        truth: truth_of(&pmf)?,
    })
}

/// A group for each cell that was drawn, by what each adds to it.
fn groups(strata: &[Table], cells: &[[u32; 3]], seed: u64) -> Vec<u32> {
    let mut rng = Rng::new(seed, Purpose::SyntheticStates, 0, 1);
    let group = |cell: &[u32; 3]| {
        let at = cell.map(|symbol| symbol as usize);
        let mut point = rng.uniform() * strata.iter().map(|table| table[at]).sum::<f64>();
        let found = strata.iter().position(|table| {
            point -= table[at];
            point < 0.0
        });
        found.unwrap_or(strata.len() - 1) as u32
    };
    cells.iter().map(group).collect()
}

fn validate(options: &GenerateOptions) -> Result<()> {
    let GenerateOptions { n, sigma, d, nuisance, .. } = *options;
    if n == 0 || d == 0 {
        return Err(invalid(if n == 0 { "n" } else { "d" }, 0, "at least 1"));
    }
    if d > MAX_FEATURES {
        return Err(invalid("d", d, "at most 65,536"));
    }
    if !(0.0..=1e6).contains(&sigma) {
        return Err(invalid("sigma", sigma, "between 0 and 1,000,000"));
    }
    if !(0.0..=1e6).contains(&nuisance) {
        return Err(invalid("nuisance", nuisance, "between 0 and 1,000,000"));
    }
    match n.checked_mul(d) {
        Some(values) if values <= MAX_VALUES / 2 => Ok(()),
        _ => Err(Error::OutOfMemory {
            what: "Synthetic embeddings",
            bytes: (n as u64).saturating_mul(d as u64).saturating_mul(8),
        }),
    }
}

/// `n` independent cells of a pmf.
pub fn draw_cells(pmf: &Pmf, n: usize, rng: &mut Rng) -> Vec<[u32; 3]> {
    let mut total = 0.0;
    let cumulative: Vec<f64> = pmf
        .mass
        .iter()
        .map(|p| {
            total += p;
            total
        })
        .collect();
    let last = pmf.cells.len() - 1;
    (0..n)
        .map(|_| {
            let point = rng.uniform() * total;
            pmf.cells[cumulative.partition_point(|&c| c <= point).min(last)]
        })
        .collect()
}

/// Directions of nuisance.
const DIRECTIONS: usize = 4;

/// `G[z] + sqrt(nuisance / 4) * a H + sigma * eps / sqrt(d)` for each state.
fn embed(states: &[u32], size: usize, options: &GenerateOptions, modality: u8) -> Result<Array2<f32>> {
    let (n, d) = (states.len(), options.d);
    let normals = |index| Normals::new(Rng::new(options.seed, Purpose::SyntheticEmbedding, modality, index));
    let rows = |count: usize, index| -> Vec<f64> {
        let mut normals = normals(index);
        (0..count * d).map(|_| normals.draw()).collect()
    };
    let centres = rows(size, 0);
    let (mut noise, mut amounts) = (normals(1), normals(3));
    let directions = if options.nuisance > 0.0 { rows(DIRECTIONS, 2) } else { vec![] };
    let spread = (options.nuisance / DIRECTIONS as f64).sqrt();
    let scale = options.sigma / (d as f64).sqrt();
    let mut values = Vec::new();
    let bytes = (n * d * 4) as u64;
    let refused = |_| Error::OutOfMemory { what: "Synthetic embeddings", bytes };
    values.try_reserve_exact(n * d).map_err(refused)?;
    for &z in states {
        let mut place = centres[z as usize * d..(z as usize + 1) * d].to_vec();
        for direction in directions.chunks(d) {
            let amount = spread * amounts.draw();
            place.iter_mut().zip(direction).for_each(|(value, along)| *value += amount * along);
        }
        values.extend(place.iter().map(|value| (value + scale * noise.draw()) as f32));
    }
    Ok(Array2::from_shape_vec((n, d), values).expect("n x d values were made"))
}
