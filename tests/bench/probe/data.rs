//! Embeddings without clusters.

use modalens::data::codes::Codes;
use modalens::data::matrix::Matrix;
use modalens::discretize::{self, Prepared};
use modalens::options::Preparation;
use modalens::read::array::Array;
use modalens::rng::{Purpose, Rng};

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
