//! Does a probe read more than there is? Embeddings of the listed systems: what they tell of y is at most
//! what their states do, which is known exactly.

use std::fmt::Write as _;
use std::ops::ControlFlow;

use modalens::data::codes::Codes;
use modalens::data::matrix::Matrix;
use modalens::discretize;
use modalens::discretize::probe::{self, View};
use modalens::options::Options;
use modalens::read::array::Array;
use modalens::synthetic::{GenerateOptions, generate, systems};
use modalens::units::BITS;
use ndarray::Array2;

use crate::parallel;

/// Samples of a system.
const N: usize = 1000;

/// A bound, its standard error and the information that there is, bits; of x1, of x2 and of both.
type Read = [[f64; 3]; 3];

/// Shares of runs in which the bound lies above the truth, over all systems.
pub(crate) fn table(repetitions: u64) -> String {
    let names: Vec<&str> = systems().expect("the listed systems").iter().map(|system| system.name).collect();
    let runs = names.len() * repetitions.max(1) as usize;
    let found = parallel::map(runs, |run| read(names[run % names.len()], (run / names.len()) as u64));
    let mut text = format!(
        "{} systems, {N} samples of each in 64 features, {} times: how often a probe's lower bound is above \
        what there is.\n\n\
         | source | above | by more than 2 standard errors | most, standard errors | most, bits | bound of truth |\n\
         |---|---|---|---|---|---|\n",
        names.len(),
        repetitions.max(1)
    );
    for (place, source) in ["x1", "x2", "both"].iter().enumerate() {
        let excess = |read: &Read| read[place][0] - read[place][2];
        let errors = |read: &Read| excess(read) / read[place][1].max(1e-9);
        let share = |holds: &dyn Fn(&Read) -> bool| {
            found.iter().filter(|read| holds(read)).count() as f64 / runs as f64
        };
        let most = |value: &dyn Fn(&Read) -> f64| found.iter().map(value).fold(f64::NEG_INFINITY, f64::max);
        let sum = |i: usize| found.iter().map(|read| read[place][i]).sum::<f64>();
        writeln!(
            text,
            "| {source} | {:.3} | {:.3} | {:.1} | {:+.3} | {:.2} |",
            share(&|read| excess(read) > 0.0),
            share(&|read| errors(read) > 2.0),
            most(&errors),
            most(&excess),
            sum(0) / sum(2)
        )
        .expect("writing to a string");
    }
    text
}

fn read(name: &str, repetition: u64) -> Read {
    let options = GenerateOptions { n: N, seed: 100 + repetition, ..GenerateOptions::default() };
    let sample = generate(name, &options).expect("a sample of a listed system");
    let size = sample.y.iter().max().map_or(1, |&most| most as usize + 1);
    let y = Codes { codes: sample.y, size };
    let [x1, x2] = [&sample.x1, &sample.x2].map(features);
    let both = probe::both(&x1, &x2).expect("features of both");
    let truth = [sample.truth.i1_bits, sample.truth.i2_bits, sample.truth.i12_bits];
    let told = [&x1, &x2, &both].map(|features| {
        let go_on = &mut |_, _| ControlFlow::Continue(());
        let found = probe::probe(features, &y, repetition, go_on).expect("a probe");
        [found.bound * BITS, found.se * BITS]
    });
    [0, 1, 2].map(|i| [told[i][0], told[i][1], truth[i]])
}

fn features(x: &Array2<f32>) -> Matrix {
    let matrix = Matrix::from_vec(x.nrows(), x.ncols(), x.iter().copied().collect()).expect("embeddings");
    let array = Array::from_matrix("x", matrix).expect("an array");
    let prepared = discretize::prepare(array, &Options::default().preparation, 0).expect("prepared samples");
    View::fit(&prepared, &(0..N as u32).collect::<Vec<_>>()).expect("features").1
}
