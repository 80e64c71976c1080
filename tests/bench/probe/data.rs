//! Systems whose task is a sixth of the variance, and embeddings without clusters.

use modalens::data::codes::Codes;
use modalens::data::matrix::Matrix;
use modalens::discretize::{self, Prepared};
use modalens::options::Preparation;
use modalens::read::array::Array;
use modalens::rng::{Purpose, Rng};

pub(crate) const SYSTEMS: [&str; 5] = ["redundant", "unique", "mixed", "xor", "nothing"];

/// R, U1, U2, S, bits: what a bit flipped in one of ten, or of five, samples tells.
pub(crate) fn truth(name: &str) -> [f64; 4] {
    let (one, weak) = (0.531_004, 0.278_072);
    match name {
        "redundant" => [one, 0.0, 0.0, 0.0],
        "unique" => [0.0, one, one, 0.0],
        "mixed" => [one, one, weak, 0.0],
        "xor" => [0.0, 0.0, 0.0, one],
        _ => [0.0; 4],
    }
}

/// Sources and target of a system.
pub(crate) fn states(name: &str, n: usize, rng: &mut Rng) -> (Vec<u32>, Vec<u32>, Codes) {
    let (mut first, mut second, mut y) = (vec![], vec![], Codes { codes: vec![], size: 2 });
    for _ in 0..n {
        let [r, a, b] = [(); 3].map(|()| rng.below(2) as u32);
        let mut flip = |bit: u32, error: f64| bit ^ u32::from(rng.uniform() < error);
        let (x1, x2, told, size) = match name {
            "redundant" => (r, r, flip(r, 0.1), 2),
            "unique" => (a, b, 2 * flip(a, 0.1) + flip(b, 0.1), 4),
            "mixed" => (2 * r + a, 2 * r + b, 4 * flip(r, 0.1) + 2 * flip(a, 0.1) + flip(b, 0.2), 8),
            "xor" => (a, b, flip(a ^ b, 0.1), 2),
            _ => (a, b, r, 2),
        };
        first.push(x1);
        second.push(x2);
        y.codes.push(told);
        y.size = size;
    }
    (first, second, y)
}

/// 256 features: a state's direction, one of eight nuisance states with six times its variance, and noise.
pub(crate) fn embedded(states: &[u32], rng: &mut Rng) -> Prepared {
    let d = 256;
    let scale = 1.0 / (d as f64).sqrt();
    let mut codebook =
        |count: usize| -> Vec<f64> { (0..count * d).map(|_| 3.0 * scale * rng.normal()).collect() };
    let (task, nuisance) = (codebook(4), codebook(8));
    let mut values = vec![];
    for &state in states {
        let other = rng.below(8) as usize;
        let (own, other) = (&task[state as usize * d..][..d], &nuisance[other * d..][..d]);
        for (own, other) in own.iter().zip(other) {
            values.push((0.4 * own + other + 2.0 * scale * rng.normal()) as f32);
        }
    }
    prepared(Matrix::from_vec(states.len(), d, values).expect("as many values"))
}

/// Two views of six latent numbers through a random layer, with spectra that fall as powers; six labels.
pub(crate) fn power_law(n: usize, d: usize) -> (Prepared, Prepared, Codes) {
    const HIDDEN: usize = 64;
    let mut rng = Rng::new(1, Purpose::Test, 0, 0);
    let latent: Vec<[f64; 6]> = (0..n).map(|_| std::array::from_fn(|_| rng.normal())).collect();
    let mut view = |seen: [usize; 4]| {
        let first: Vec<f64> = (0..4 * HIDDEN).map(|_| rng.normal()).collect();
        let second: Vec<f64> = (0..HIDDEN * d).map(|_| rng.normal()).collect();
        let falling = |f: usize, power: f64| libm::pow((f + 1) as f64, -power);
        let mut values = Vec::with_capacity(n * d);
        for latent in &latent {
            let hidden: [f64; HIDDEN] = std::array::from_fn(|j| {
                let sum: f64 = seen.iter().enumerate().map(|(k, &s)| latent[s] * first[k * HIDDEN + j]).sum();
                libm::tanh(0.7 * sum)
            });
            for f in 0..d {
                let told: f64 = hidden.iter().enumerate().map(|(j, h)| h * second[j * d + f]).sum();
                values.push((told * falling(f, 0.7) + 0.3 * rng.normal() * falling(f, 0.5)) as f32);
            }
        }
        prepared(Matrix::from_vec(n, d, values).expect("as many values"))
    };
    let (x1, x2) = (view([0, 1, 2, 3]), view([0, 1, 4, 5]));
    let label = |s: &[f64; 6]| {
        let level = s[0] + 0.8 * s[2] + 0.5 * s[4];
        2 * (u32::from(level > -0.6) + u32::from(level > 0.6)) + u32::from(s[1] + s[3] * s[5] > 0.0)
    };
    (x1, x2, Codes { codes: latent.iter().map(label).collect(), size: 6 })
}

fn prepared(samples: Matrix) -> Prepared {
    let array = Array::from_matrix("x", samples).expect("samples");
    discretize::prepare(array, &Preparation::default(), 0).expect("samples that vary")
}
