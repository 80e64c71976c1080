//! Data of which samples are drawn: real embeddings, and generated ones without clusters.

use std::path::Path;

use modalens::data::codes::Codes;
use modalens::data::counts::Counts;
use modalens::data::matrix::Matrix;
use modalens::discretize::partition::{Fit, Which, assign, fit};
use modalens::discretize::{self, Prepared};
use modalens::infer::{Inference, InferenceOptions, infer};
use modalens::options::Options;
use modalens::read::array::{Array, Values};
use modalens::read::{self, Selection};
use modalens::rng::{Purpose, Rng};

/// Embeddings of two modalities and labels, of all samples there are.
pub(crate) struct Population {
    pub(crate) x: [Matrix; 2],
    pub(crate) y: Codes,
}

/// The same of some samples, ready to be clustered.
pub(crate) struct Drawn {
    x: [Prepared; 2],
    y: Codes,
}

impl Population {
    pub(crate) fn rows(&self) -> usize {
        self.y.codes.len()
    }

    /// The samples of these rows.
    pub(crate) fn draw(&self, rows: &[usize]) -> Drawn {
        let y = Codes { codes: rows.iter().map(|&row| self.y.codes[row]).collect(), size: self.y.size };
        Drawn { x: [0, 1].map(|i| prepared(&select(&self.x[i], rows))), y }
    }

    /// All samples.
    pub(crate) fn whole(&self) -> Drawn {
        self.draw(&(0..self.rows()).collect::<Vec<_>>())
    }
}

impl Drawn {
    /// Codes of both modalities by a partition of all samples, each with its inertia.
    pub(crate) fn partition(&self, how: Fit, seed: u64, number: u64) -> [(Codes, f64); 2] {
        [0, 1].map(|input| {
            let go_on = &mut |_, _| std::ops::ControlFlow::Continue(());
            let found = fit(&self.x[input], Which { seed, input: input as u8, number }, how, go_on);
            let found = found.expect("K-means");
            (found.codes.expect("fitted on all samples"), found.inertia)
        })
    }

    /// Codes of all samples by a partition that is fitted on a draw of so many of them.
    pub(crate) fn fitted_on(&self, rows: usize, k: usize, restarts: u64, number: u64) -> [Codes; 2] {
        [0, 1].map(|input| {
            let go_on = &mut |_, _| std::ops::ControlFlow::Continue(());
            let which = Which { seed: 998, input: input as u8, number };
            let how = Fit { k, restarts, max_iterations: 300, rows };
            let fitted = fit(&self.x[input], which, how, go_on).expect("K-means");
            assign(&self.x[input], &[&fitted.centroids], go_on).expect("codes").remove(0).codes
        })
    }

    /// What is known of a partition.
    pub(crate) fn infer(&self, codes: [&Codes; 2], seed: u64) -> Inference {
        let counts = Counts::from_codes(codes[0], codes[1], &self.y).expect("a table");
        let options = InferenceOptions { seed, tolerance: 1e-6 };
        infer(&counts, &options, &mut |_, _, _| std::ops::ControlFlow::Continue(())).expect("inference")
    }
}

fn select(matrix: &Matrix, rows: &[usize]) -> Matrix {
    let values = rows.iter().flat_map(|&row| matrix.row(row).iter().copied()).collect();
    Matrix::from_vec(rows.len(), matrix.features(), values).expect("rows of a matrix")
}

fn prepared(matrix: &Matrix) -> Prepared {
    let array = Array::from_matrix("x", matrix.clone()).expect("an array");
    discretize::prepare(array, &Options::default().preparation, 0).expect("prepared samples")
}

/// Samples of a file of this repository.
fn file(path: &str) -> Array {
    let whole = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let bytes = std::fs::read(&whole).unwrap_or_else(|e| panic!("{path}: {e}"));
    read::read(path, &bytes, &Selection::default()).expect("a file that can be read")
}

fn numbers(path: &str) -> Matrix {
    match file(path).values {
        Values::Matrix(matrix) => matrix,
        _ => panic!("{path} holds no numbers"),
    }
}

fn labels(path: &str) -> Codes {
    match file(path).values {
        Values::Labels(labels) => {
            Codes { size: labels.names.len(), codes: labels.codes.into_iter().map(u32::from).collect() }
        }
        _ => panic!("{path} holds no labels"),
    }
}

/// Halves of handwritten digits.
pub(crate) fn digits() -> Population {
    Population {
        x: [numbers("tests/golden/digits/top.npy"), numbers("tests/golden/digits/bottom.npy")],
        y: labels("tests/golden/digits/digit.npy"),
    }
}

/// Images and names of emoji.
pub(crate) fn emoji() -> Population {
    Population {
        x: [numbers("www/public/emoji/image_layer6.npy"), numbers("www/public/emoji/text.npy")],
        y: labels("www/public/emoji/label.npy"),
    }
}

/// Samples of the generated populations.
pub(crate) const GENERATED: usize = 6000;

/// Smooth functions of six latent numbers, four of which a modality sees, in `d` features with a power
/// law of variances, its signal's amplitudes falling by `exponent`: no clusters anywhere. y has six values.
pub(crate) fn power_law(rows: usize, d: usize, exponent: f64) -> Population {
    let mut rng = Rng::new(5, Purpose::Test, 3, 0);
    let latent: Vec<[f64; 6]> = (0..rows).map(|_| std::array::from_fn(|_| rng.normal())).collect();
    let first: Vec<f64> = latent.iter().map(|s| s[0] + 0.8 * s[2] + 0.5 * s[4]).collect();
    let mut sorted = first.clone();
    sorted.sort_by(f64::total_cmp);
    let cuts = [sorted[rows / 3], sorted[2 * rows / 3]];
    let y = latent.iter().zip(&first).map(|(s, t)| {
        let third = cuts.iter().filter(|cut| t >= cut).count() as u32;
        2 * third + u32::from(s[1] + s[3] * s[5] > 0.0)
    });
    Population {
        y: Codes { codes: y.collect(), size: 6 },
        x: [[0, 1, 2, 3], [0, 1, 4, 5]].map(|seen| smooth(&latent, seen, d, exponent)),
    }
}

/// `tanh(z W) A` plus noise, for the latent numbers that a modality sees.
fn smooth(latent: &[[f64; 6]], seen: [usize; 4], d: usize, exponent: f64) -> Matrix {
    const HIDDEN: usize = 64;
    let mut rng = Rng::new(6, Purpose::Test, 3, seen[3] as u64);
    let inner: Vec<f64> = (0..4 * HIDDEN).map(|_| 0.7 * rng.normal()).collect();
    let scale = |exponent: f64| move |j: usize| libm::pow(1.0 + j as f64, exponent);
    let outer: Vec<f64> = (0..HIDDEN * d).map(|i| rng.normal() * scale(-exponent)(i % d)).collect();
    let mut values = Vec::with_capacity(latent.len() * d);
    for s in latent {
        let hidden: Vec<f64> = (0..HIDDEN)
            .map(|h| libm::tanh((0..4).map(|i| s[seen[i]] * inner[i * HIDDEN + h]).sum()))
            .collect();
        for j in 0..d {
            let signal: f64 = hidden.iter().enumerate().map(|(h, value)| value * outer[h * d + j]).sum();
            values.push((signal + 0.3 * rng.normal() * scale(-0.5)(j)) as f32);
        }
    }
    Matrix::from_vec(latent.len(), d, values).expect("rows of d values")
}

/// Bits that y depends on, in one direction each with a sixth of the variance; the rest is about
/// something else. x1 and x2 share a bit and have one each.
pub(crate) fn nuisance(rows: usize, d: usize) -> Population {
    let mut rng = Rng::new(8, Purpose::Test, 3, 0);
    let bits: Vec<[bool; 3]> = (0..rows).map(|_| std::array::from_fn(|_| rng.uniform() < 0.5)).collect();
    let y: Vec<u32> = bits
        .iter()
        .map(|b| b.iter().fold(0, |y, &bit| 2 * y + u32::from(bit != (rng.uniform() < 0.1))))
        .collect();
    let x = [1, 2].map(|own: usize| {
        let mut values = Vec::with_capacity(rows * d);
        for b in &bits {
            let sign = |bit: bool| if bit { 1.0 } else { -1.0 };
            for j in 0..d {
                let about = match j {
                    0 => sign(b[0]),
                    1 => sign(b[own]),
                    _ => 0.0,
                };
                // Ten directions hold five sixths of the variance.
                let other = if (2..12).contains(&j) { 1.0 } else { 0.1 };
                values.push((about + other * rng.normal()) as f32);
            }
        }
        Matrix::from_vec(rows, d, values).expect("rows of d values")
    });
    Population { x, y: Codes { codes: y, size: 8 } }
}

/// No direction is preferred: where K-means cuts is chance, and so is what its codes tell of y, which depends
/// on two directions of each modality, one of them shared.
pub(crate) fn isotropic(rows: usize, d: usize) -> Population {
    let mut rng = Rng::new(9, Purpose::Test, 3, 0);
    let (mut values, mut y) = ([vec![], vec![]], Codes { codes: vec![], size: 3 });
    for _ in 0..rows {
        let own: [Vec<f64>; 2] = [(); 2].map(|()| (0..d).map(|_| rng.normal()).collect());
        let told = own[0][0] + 0.7 * own[0][1] + 0.7 * own[1][1] + 0.5 * rng.normal();
        y.codes.push(u32::from(told > -0.6) + u32::from(told > 0.6));
        values[0].extend(own[0].iter().map(|&value| value as f32));
        values[1].push(own[0][0] as f32);
        values[1].extend(own[1][1..].iter().map(|&value| value as f32));
    }
    Population { x: values.map(|values| Matrix::from_vec(rows, d, values).expect("rows of d values")), y }
}
