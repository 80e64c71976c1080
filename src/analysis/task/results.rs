//! What tasks find, where no room below has a type for it.

use serde::{Deserialize, Serialize};

use crate::data::codes::Codes;
use crate::data::counts::Counts;
use crate::data::matrix::Matrix;
use crate::decompose::ipfp::Termination;
use crate::decompose::pid::Pid;
use crate::decompose::pointwise::Pointwise;
use crate::discretize::Codebook;
use crate::error::Result;
use crate::infer::{CrossValidation, Inference, Part, Pooled};

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

/// What a probe read, nats.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Probed {
    /// Lower bound of the information; below zero where nothing is read.
    pub bound: f64,
    /// Its standard error.
    pub se: f64,
    /// Held-out log p(y|x) of what each sample has.
    pub log_p: Vec<f64>,
    /// Held-out p(y|x) of each sample, where it was wanted.
    pub posteriors: Option<Matrix>,
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
    /// What a sample of each occupied cell adds to the atoms.
    pub pointwise: Pointwise,
}

impl Inferred {
    pub(super) fn new(counts: &Counts, inference: Inference) -> Result<Self> {
        let Inference { pid, part, alone, cross_validation, .. } = inference;
        let pointwise = Pointwise::new(counts, &pid.solution)?;
        Ok(Self { solved: Solved::from(&pid), part, alone, cross_validation, pointwise })
    }
}
