//! A task -> what it finds.

use std::ops::ControlFlow;

use super::{Fit, Fitted, Inferred, Outcome, Probed, Solved, Source, Task, scale};
use crate::data::codes::Codes;
use crate::data::counts::Counts;
use crate::data::matrix::Matrix;
use crate::decompose::ipfp::{SolverOptions, Step};
use crate::decompose::pid;
use crate::discretize::partition::{self, Assigned, FITTED_ROWS, Which};
use crate::discretize::probe::{self, Products, View};
use crate::discretize::{self, Prepared, choose_k, noise};
use crate::error::{Error, Result};
use crate::infer::{self, InferenceOptions, Part};

/// Told of progress; answers whether to go on.
pub type Progress<'a> = &'a mut dyn FnMut(u64, u64) -> ControlFlow<()>;

/// Does one task that reads no file. `input` is the loaded input that [`Task::input`] names.
///
/// # Errors
///
/// Whatever the step that it takes refuses; [`Error::InputNotLoaded`] without the input that it needs;
/// [`Error::Interrupted`] when `progress` asks to stop.
pub fn run(task: &Task, input: Option<&Prepared>, progress: Progress) -> Result<Outcome> {
    let loaded = || input.ok_or(Error::InputNotLoaded);
    Ok(match task {
        Task::Labels { .. } | Task::Strata => {
            let (codes, names) = discretize::named_labels(loaded()?)?;
            Outcome::Labels(codes, names)
        }
        Task::Quantiles { bins } => Outcome::Binned(discretize::quantiles(loaded()?, *bins)?),
        &Task::Fit { fit, stream, seed, restarts, max_iterations, noise } => {
            let which = Which { seed, input: fit.input as u8, number: stream as u64 };
            let (k, restarts) = (fit.k, restarts as u64);
            let options = partition::Fit { k, restarts, max_iterations, rows: FITTED_ROWS };
            let progress = &mut scale::of_starts(restarts, progress);
            let found = partition::fit(loaded()?, which, options, progress)?;
            let partition::Fitted { codes, centroids, rows, inertia, worst_inertia, iterations, .. } = found;
            let noise = Noise { multiple: noise, which };
            let codes = match codes {
                Some(codes) => Some(noisy(loaded()?, &centroids, codes, noise, progress)?),
                None => None,
            };
            let codebook = loaded()?.codebook(centroids)?;
            Outcome::Fitted(Fitted { codes, codebook, rows, inertia, worst_inertia, iterations })
        }
        Task::Assign { fits, input, seed, noise } => {
            let centroids: Vec<&Matrix> = fits.iter().map(|(_, codebook)| codebook.centroids()).collect();
            let assigned = partition::assign(loaded()?, &centroids, progress)?.into_iter().zip(&centroids);
            let mut with_noise = |((found, centroids), (fit, _)): ((Assigned, &&Matrix), &(Fit, _))| {
                let which = Which { seed: *seed, input: *input as u8, number: fit.partition as u64 };
                let codes =
                    noisy(loaded()?, centroids, found.codes, Noise { multiple: *noise, which }, progress)?;
                Ok(Assigned { codes, inertia: found.inertia })
            };
            Outcome::Assigned(assigned.zip(fits).map(&mut with_noise).collect::<Result<_>>()?)
        }
        Task::AssignFile { .. } => return Err(Error::InputNotLoaded),
        Task::HeldOut { k, codes: [x1, x2, y], seed } => {
            let pulse = &mut || go_on(progress(0, 0));
            Outcome::HeldOut(choose_k::try_codes(*k, [x1, x2, y], *seed, pulse)?)
        }
        Task::View { rows, .. } => {
            let pulse = &mut || go_on(progress(0, 0));
            Outcome::Viewed(View::fit_within(loaded()?, rows, pulse)?.1)
        }
        Task::Probe { .. } => Outcome::Probed(read(task, progress)?),
        Task::Aware { .. } => Outcome::Aware(Box::new(aware(task, progress)?)),
        Task::Solve { counts, tolerance, .. } => {
            let options = SolverOptions { tolerance: *tolerance, ..SolverOptions::default() };
            let step = &mut |step: &Step| {
                let [done, total] = scale::of_solution(step, *tolerance);
                progress(done, total)
            };
            let pid = pid::decompose(&counts.pmf(), &options, step)?;
            Outcome::Solved(Solved::from(&pid))
        }
        Task::Infer { counts, seed, tolerance, .. } => {
            let options = InferenceOptions { seed: *seed, tolerance: *tolerance };
            let step = &mut |phase, done, total| {
                let [done, total] = scale::of_inference(phase, done, total);
                progress(done, total)
            };
            let inference = infer::infer(counts, &options, step)?;
            Outcome::Inferred(Box::new(Inferred::new(counts, inference)?))
        }
    })
}

/// Continues, or ends with an error.
fn go_on(answer: ControlFlow<()>) -> Result<()> {
    if answer.is_break() { Err(Error::Interrupted) } else { Ok(()) }
}

/// Noise on samples, and its stream.
#[derive(Clone, Copy)]
struct Noise {
    multiple: f64,
    which: Which,
}

/// The codes as they are with this noise on the samples.
fn noisy(
    input: &Prepared,
    centroids: &Matrix,
    codes: Codes,
    Noise { multiple, which }: Noise,
    progress: Progress,
) -> Result<Codes> {
    if multiple == 0.0 {
        return Ok(codes);
    }
    noise::recode(input, centroids, &codes, multiple, which, &mut || go_on(progress(0, 0)))
}

/// What a probe reads, of [`Task::Probe`].
fn read(task: &Task, progress: Progress) -> Result<Probed> {
    let Task::Probe { source, views, y, seed, keep } = task else { return Err(Error::InputNotLoaded) };
    let seen = match (source, &views[..]) {
        (Source::Both, [x1, x2]) => &probe::both(x1, x2)?,
        (Source::Products, [x1, x2]) => &Products::fit_within(x1, x2, &mut || go_on(progress(0, 0)))?.1,
        (_, [one]) => &**one,
        _ => return Err(Error::InputNotLoaded),
    };
    let found = probe::probe(seen, y, *seed, progress)?;
    let own = y.codes.iter().enumerate();
    let log_p = own.map(|(i, &y)| libm::log(f64::from(found.posteriors.row(i)[y as usize]))).collect();
    let posteriors = keep.then_some(found.posteriors);
    Ok(Probed { bound: found.bound, se: found.se, log_p, posteriors })
}

/// Estimates of one partition of label-aware codes, of [`Task::Aware`].
fn aware(task: &Task, progress: Progress) -> Result<Part> {
    let Task::Aware { partition: number, posteriors, y, k, seed, restarts, max_iterations, tolerance } = task
    else {
        return Err(Error::InputNotLoaded);
    };
    let mut coded = |input: u8, posteriors: &Matrix| -> Result<Codes> {
        let samples = probe::as_samples(posteriors)?;
        let which = Which { seed: *seed, input, number: *number as u64 };
        let (k, restarts) = ((*k).min(samples.rows()), *restarts as u64);
        let options = partition::Fit { k, restarts, max_iterations: *max_iterations, rows: usize::MAX };
        partition::fit(&samples, which, options, progress)?.codes.ok_or(Error::InputNotLoaded)
    };
    let [x1, x2, both] = [coded(0, &posteriors[0])?, coded(1, &posteriors[1])?, coded(3, &posteriors[2])?];
    let options = InferenceOptions { seed: *seed, tolerance: *tolerance };
    let mut part = |x1: &Codes, x2: &Codes| -> Result<Part> {
        let counts = Counts::from_codes(x1, x2, y)?;
        Ok(infer::infer(&counts, &options, &mut |_, done, total| progress(done, total))?.part)
    };
    Ok(infer::synergy_at_least(&part(&x1, &x2)?, &part(&both, &both)?))
}
