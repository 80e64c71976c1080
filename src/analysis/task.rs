//! Tasks: pure functions of their content and of a loaded input, so that any worker may run any of
//! them in any order.

use std::ops::ControlFlow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::data::codes::Codes;
use crate::data::counts::Counts;
use crate::data::matrix::Matrix;
use crate::decompose::ipfp::{SolverOptions, Termination};
use crate::decompose::pid::{self, Pid};
use crate::discretize::choose_k::{self, Tried};
use crate::discretize::partition::{self, Assigned, FITTED_ROWS, Which};
use crate::discretize::{self, Codebook, Prepared};
use crate::error::{Error, Result};
use crate::infer::{self, CrossValidation, Inference, InferenceOptions, Part, Pooled};
use crate::input::Input;

/// One K-means partition of one input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fit {
    /// Which input.
    pub input: Input,
    /// Codes wanted.
    pub k: usize,
    /// Number of the partition.
    pub partition: usize,
}

/// One table of counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Table {
    /// Number of the partition.
    pub partition: usize,
    /// Stratum; null of all samples.
    pub stratum: Option<usize>,
}

impl Table {
    /// Of all samples.
    pub fn of(partition: usize) -> Self {
        Self { partition, stratum: None }
    }
}

/// What one instance can do alone.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Task {
    /// Codes of an input that holds labels.
    Labels {
        /// Which input.
        input: Input,
    },
    /// Labels of the strata with their names.
    Strata,
    /// Codes of a y of one column, cut at its quantiles.
    Quantiles {
        /// Codes wanted.
        bins: usize,
    },
    /// K-means of one partition, from several starts.
    Fit {
        /// The partition that it is for.
        fit: Fit,
        /// Number of its streams of random numbers: another than that of the partition where several such
        /// compete for one.
        stream: usize,
        /// Seed of the analysis.
        seed: u64,
        /// Starts.
        restarts: usize,
        /// Iterations from each at most.
        max_iterations: usize,
    },
    /// Codes of every sample of an input, by codebooks that were fitted to some.
    Assign {
        /// Which input.
        input: Input,
        /// The fits with their codebooks.
        fits: Vec<(Fit, Arc<Codebook>)>,
    },
    /// The same for an input of which a part is in memory only: its file is read again, see
    /// [`Coder`](crate::discretize::Coder).
    AssignFile {
        /// Which input.
        input: Input,
        /// The fits with their codebooks.
        fits: Vec<(Fit, Arc<Codebook>)>,
    },
    /// Held-out information of a partition, for the choice of K.
    HeldOut {
        /// Codes of x1 and x2.
        k: usize,
        /// Codes of x1, x2, y.
        codes: [Arc<Codes>; 3],
        /// Seed of the folds.
        seed: u64,
    },
    /// Plug-in decomposition.
    Solve {
        /// What the counts are of.
        table: Table,
        /// Counts.
        counts: Arc<Counts>,
        /// Certified gap wanted, nats.
        tolerance: f64,
    },
    /// Estimates and intervals.
    Infer {
        /// What the counts are of.
        table: Table,
        /// Counts.
        counts: Arc<Counts>,
        /// Seed of the resampling.
        seed: u64,
        /// Certified gap wanted of the solution, nats.
        tolerance: f64,
    },
}

/// What a task found.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Outcome {
    /// Of [`Task::Labels`] and [`Task::Quantiles`].
    Labels(Codes),
    /// Of [`Task::Strata`]: labels, and the name of each.
    Strata(Codes, Vec<String>),
    /// Of [`Task::Fit`].
    Fitted(Fitted),
    /// Of [`Task::Assign`], by fit.
    Assigned(Vec<Assigned>),
    /// Of [`Task::AssignFile`], by fit.
    Streamed(Vec<Vec<u32>>),
    /// Of [`Task::HeldOut`].
    HeldOut(Tried),
    /// Of [`Task::Solve`].
    Solved(Solved),
    /// Of [`Task::Infer`].
    Inferred(Box<Inferred>),
}

/// A partition as fitted.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Fitted {
    /// Code of each sample, where the fit saw them all.
    pub codes: Option<Codes>,
    /// Centroids, one per code, and the preparation that leads to their space.
    pub codebook: Codebook,
    /// Samples that it saw.
    pub rows: usize,
    /// Sum of their squared distances to the centroids, from the best start.
    pub inertia: f64,
    /// The same from the worst start.
    pub worst_inertia: f64,
    /// Iterations from the best start.
    pub iterations: usize,
}

/// A plug-in decomposition, nats.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Solved {
    /// I(X1; Y).
    pub i1: f64,
    /// I(X2; Y).
    pub i2: f64,
    /// I(X1, X2; Y).
    pub i12: f64,
    /// H(Y).
    pub h_y: f64,
    /// Lower bound of the union information.
    pub lower: f64,
    /// Upper bound of the union information.
    pub upper: f64,
    /// Scaling and Newton steps.
    pub iterations: usize,
    /// Work in matrix products.
    pub matrix_products: f64,
    /// Why it stopped.
    pub termination: Termination,
    /// Bounds over the iterations: (iteration, lower, upper).
    pub trace: Vec<(u32, f64, f64)>,
}

impl From<&Pid> for Solved {
    fn from(pid: &Pid) -> Self {
        let s = &pid.solution;
        Self {
            i1: pid.i1,
            i2: pid.i2,
            i12: pid.i12,
            h_y: pid.h_y,
            lower: s.lower,
            upper: s.upper,
            iterations: s.iterations + s.newton_steps,
            matrix_products: s.matrix_products,
            termination: s.termination,
            trace: s.trace.clone(),
        }
    }
}

/// The results of one partition that the report needs, nats; see [`Inference`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Inferred {
    /// Plug-in values with their certificate.
    pub solved: Solved,
    /// What it gives to a pool of partitions.
    pub part: Part,
    /// What it says alone.
    pub alone: Pooled,
    /// Held-out bounds of the uniques.
    pub cross_validation: Option<CrossValidation>,
}

impl From<Inference> for Inferred {
    fn from(inference: Inference) -> Self {
        let Inference { pid, part, alone, cross_validation, .. } = inference;
        Self { solved: Solved::from(&pid), part, alone, cross_validation }
    }
}

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
        Task::Labels { .. } => Outcome::Labels(discretize::labels(loaded()?)?),
        Task::Strata => {
            let (codes, names) = discretize::named_labels(loaded()?)?;
            Outcome::Strata(codes, names)
        }
        Task::Quantiles { bins } => Outcome::Labels(discretize::quantiles(loaded()?, *bins)?),
        &Task::Fit { fit, stream, seed, restarts, max_iterations } => {
            let which = Which { seed, input: fit.input as u8, number: stream as u64 };
            let (k, restarts) = (fit.k, restarts as u64);
            let options = partition::Fit { k, restarts, max_iterations, rows: FITTED_ROWS };
            let found = partition::fit(loaded()?, which, options, progress)?;
            let partition::Fitted { codes, centroids, rows, inertia, worst_inertia, iterations, .. } = found;
            let codebook = loaded()?.codebook(centroids)?;
            Outcome::Fitted(Fitted { codes, codebook, rows, inertia, worst_inertia, iterations })
        }
        Task::Assign { fits, .. } => {
            let centroids: Vec<&Matrix> = fits.iter().map(|(_, codebook)| codebook.centroids()).collect();
            Outcome::Assigned(partition::assign(loaded()?, &centroids, progress)?)
        }
        Task::AssignFile { .. } => return Err(Error::InputNotLoaded),
        Task::HeldOut { k, codes: [x1, x2, y], seed } => {
            Outcome::HeldOut(choose_k::try_codes(*k, x1, x2, y, *seed))
        }
        Task::Solve { counts, tolerance, .. } => {
            let options = SolverOptions { tolerance: *tolerance, ..SolverOptions::default() };
            let pid =
                pid::decompose(&counts.pmf(), &options, &mut |step| progress(step.iteration as u64, 0))?;
            Outcome::Solved(Solved::from(&pid))
        }
        Task::Infer { counts, seed, tolerance, .. } => {
            let options = InferenceOptions { seed: *seed, tolerance: *tolerance };
            let inference = infer::infer(counts, &options, &mut |_, done, total| progress(done, total))?;
            Outcome::Inferred(Box::new(inference.into()))
        }
    })
}

impl Task {
    /// The input it needs loaded.
    pub fn input(&self) -> Option<Input> {
        match self {
            Self::Labels { input }
            | Self::Assign { input, .. }
            | Self::Fit { fit: Fit { input, .. }, .. } => Some(*input),
            Self::Quantiles { .. } => Some(Input::Y),
            Self::Strata => Some(Input::Z),
            _ => None,
        }
    }

    /// The input whose file it reads.
    pub fn file(&self) -> Option<Input> {
        match self {
            Self::AssignFile { input, .. } => Some(*input),
            _ => None,
        }
    }
}
