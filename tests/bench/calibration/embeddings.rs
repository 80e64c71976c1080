//! End to end: states -> embeddings -> K-means codes -> inference. The truth is that of the states:
//! with d = 64 and sigma = 2 K-means with as many codes as states finds them.

use std::ops::ControlFlow;

use modalens::data::codes::Codes;
use modalens::data::counts::Counts;
use modalens::data::matrix::Matrix;
use modalens::discretize::Prepared;
use modalens::discretize::partition::{Fit, Which, fit};
use modalens::discretize::prepare;
use modalens::options::Preparation;
use modalens::synthetic::{self, GenerateOptions, generate};
use ndarray::Array2;

use crate::Row;
use crate::tally::Truth;

/// Systems with eight states a modality.
pub(crate) fn rows() -> Vec<Row> {
    let row = |name: &'static str| {
        let pmf = synthetic::pmf(name, None).expect("a listed system");
        Row {
            name: name.into(),
            shape: pmf.shape,
            n: 2000,
            truth: Truth::of(&pmf),
            draw: Box::new(move |seed| counts(name, 2000, seed)),
        }
    };
    ["C_xor", "B_red", "VLM_redundant", "VLM_gated_sym"].map(row).into()
}

/// Counts of the K-means codes of one sample.
fn counts(name: &str, n: usize, seed: u64) -> Counts {
    let options = GenerateOptions { n, seed, ..GenerateOptions::default() };
    let sample = generate(name, &options).expect("a sample of a listed system");
    let size = sample.y.iter().max().map_or(1, |&most| most as usize + 1);
    let y = Codes { codes: sample.y, size };
    Counts::from_codes(&codes(&sample.x1, 0, seed), &codes(&sample.x2, 1, seed), &y).expect("a table")
}

fn codes(x: &Array2<f32>, input: u8, seed: u64) -> Codes {
    let values = x.iter().copied().collect();
    let matrix = Matrix::from_vec(x.nrows(), x.ncols(), values).expect("a matrix of the embeddings");
    let prepared = prepare::prepare(matrix, &Preparation::default()).expect("prepared embeddings");
    let prepared = Prepared::Numbers(Box::new(prepared));
    let which = Which { seed, input, number: 0 };
    let found = fit(&prepared, which, Fit::of(8, 10), &mut |_, _| ControlFlow::Continue(()));
    found.expect("K-means of the embeddings").codes.expect("fitted on all samples")
}
