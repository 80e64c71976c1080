//! A fixed piece of work of the kind that an analysis is made of, by which a machine's speed is told.

use std::ops::ControlFlow;

use crate::data::codes::Codes;
use crate::data::counts::Counts;
use crate::data::matrix::Matrix;
use crate::decompose::ipfp::SolverOptions;
use crate::decompose::pid;
use crate::discretize::partition::{Fit, Which, fit};
use crate::discretize::{Prepared, prepare};
use crate::error::Result;
use crate::options::Preparation;
use crate::read::array::Array;
use crate::rng::{Purpose, Rng};

/// Seconds that it takes in WebAssembly on the machine on which the plan's constants of work were measured.
pub const EXERCISE: f64 = 0.0385;

const SAMPLES: usize = 2000;
const FEATURES: usize = 64;
const CODES: usize = 16;

/// Clusters noise twice, counts the codes and solves for what they tell of a third variable.
///
/// # Errors
///
/// [`Error::OutOfMemory`](crate::error::Error::OutOfMemory).
pub fn exercise() -> Result<()> {
    let mut rng = Rng::new(0, Purpose::Exercise, 0, 0);
    let y: Vec<u32> = (0..SAMPLES).map(|_| rng.below(8) as u32).collect();
    let mut coded = |input: u8| -> Result<Codes> {
        let value = |i: usize| (rng.normal() + f64::from(y[i / FEATURES] % (2 + u32::from(input)))) as f32;
        let samples = Matrix::from_vec(SAMPLES, FEATURES, (0..SAMPLES * FEATURES).map(value).collect())?;
        let data: Prepared = prepare(Array::from_matrix("exercise", samples)?, &Preparation::default(), 0)?;
        let which = Which { seed: 0, input, number: 0 };
        let found = fit(&data, which, Fit::of(CODES, 1), &mut |_, _| ControlFlow::Continue(()))?;
        Ok(found.codes.unwrap_or(Codes { codes: vec![0; SAMPLES], size: 1 }))
    };
    let (x1, x2) = (coded(0)?, coded(1)?);
    let counts = Counts::from_codes(&x1, &x2, &Codes { codes: y.clone(), size: 8 })?;
    pid::decompose(&counts.pmf(), &SolverOptions::default(), &mut |_| ControlFlow::Continue(()))?;
    Ok(())
}
