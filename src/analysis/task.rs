//! Tasks: pure functions of their content and of a loaded input, so that any worker may run any of
//! them in any order.

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use crate::data::codes::Codes;
use crate::data::counts::Counts;
use crate::decompose::ipfp::{SolverOptions, Termination};
use crate::decompose::pid::{self, Pid};
use crate::discretize::choose_k;
use crate::discretize::{self, Codebook, Prepared, Restart};
use crate::error::{Error, Result};
use crate::infer::{self, CrossValidation, Inference, InferenceOptions, Part, Pooled};
use crate::input::Input;

/// What one instance can do alone.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Work {
    /// Codes of an input that holds labels.
    Labels(Input),
    /// Labels of the strata with their names.
    Strata,
    /// Codes of a y of one column, cut at its quantiles.
    Quantiles {
        /// Codes wanted.
        bins: usize,
    },
    /// One restart of K-means.
    Restart {
        /// Which input.
        input: Input,
        /// Codes wanted.
        k: usize,
        /// Seed of the analysis.
        seed: u64,
        /// Number of the restart over all K-means seeds.
        restart: u64,
        /// Iterations at most.
        max_iterations: usize,
    },
    /// Codes of every sample of an input of which K-means saw a sample; the file is read again, see
    /// [`Coder`](crate::discretize::Coder).
    Code {
        /// Which input.
        input: Input,
        /// Codebooks that code it.
        codebooks: Vec<Codebook>,
    },
    /// Held-out information of a partition, for the choice of K.
    HeldOut {
        /// Codes of x1, x2, y.
        codes: [Codes; 3],
        /// Seed of the folds.
        seed: u64,
    },
    /// Plug-in decomposition.
    Solve {
        /// Counts of the partition.
        counts: Counts,
        /// Certified gap wanted, nats.
        tolerance: f64,
    },
    /// Estimates and intervals.
    Infer {
        /// Counts of the partition.
        counts: Counts,
        /// Seed of the resampling.
        seed: u64,
        /// Certified gap wanted of the headline solution, nats.
        tolerance: f64,
    },
}

/// What a task found.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Found {
    /// Of [`Work::Labels`] and [`Work::Quantiles`].
    Labels(Codes),
    /// Of [`Work::Strata`]: labels, and the name of each.
    Strata(Codes, Vec<String>),
    /// Of [`Work::Restart`].
    Restart(Restart),
    /// Of [`Work::Code`], by codebook.
    Coded(Vec<Vec<u32>>),
    /// Of [`Work::HeldOut`], nats.
    HeldOut(f64),
    /// Of [`Work::Solve`].
    Solved(Solved),
    /// Of [`Work::Infer`].
    Inferred(Box<Inferred>),
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

/// Does one task that reads no file. `input` is the loaded input that [`Work::input`] names.
pub fn run(work: &Work, input: Option<&Prepared>, progress: Progress) -> Result<Found> {
    let loaded = || input.ok_or(Error::InputNotLoaded);
    Ok(match work {
        Work::Labels(_) => Found::Labels(discretize::labels(loaded()?)?),
        Work::Strata => {
            let (codes, names) = discretize::named_labels(loaded()?)?;
            Found::Strata(codes, names)
        }
        Work::Quantiles { bins } => Found::Labels(discretize::quantiles(loaded()?, *bins)?),
        Work::Restart { input, k, seed, restart, max_iterations } => {
            let restart =
                discretize::restart(loaded()?, *k, *seed, *input as u8, *restart, *max_iterations, progress)?;
            Found::Restart(restart)
        }
        Work::Code { .. } => return Err(Error::InputNotLoaded),
        Work::HeldOut { codes: [x1, x2, y], seed } => {
            Found::HeldOut(choose_k::held_out_information(x1, x2, y, *seed))
        }
        Work::Solve { counts, tolerance } => {
            let options = SolverOptions { tolerance: *tolerance, ..SolverOptions::default() };
            let pid =
                pid::decompose(&counts.pmf(), &options, &mut |step| progress(step.iteration as u64, 0))?;
            Found::Solved(Solved::from(&pid))
        }
        Work::Infer { counts, seed, tolerance } => {
            let options = InferenceOptions { seed: *seed, tolerance: *tolerance };
            let inference = infer::infer(counts, &options, &mut |_, done, total| progress(done, total))?;
            Found::Inferred(Box::new(inference.into()))
        }
    })
}

impl Work {
    /// The input it needs loaded.
    pub fn input(&self) -> Option<Input> {
        match self {
            Self::Labels(input) | Self::Restart { input, .. } => Some(*input),
            Self::Quantiles { .. } => Some(Input::Y),
            Self::Strata => Some(Input::Z),
            _ => None,
        }
    }

    /// The input whose file it reads.
    pub fn file(&self) -> Option<Input> {
        match self {
            Self::Code { input, .. } => Some(*input),
            _ => None,
        }
    }
}
