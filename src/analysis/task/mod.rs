//! Tasks: pure functions of their content and of a loaded input, so that any worker may run any of
//! them in any order.

mod results;
mod run;
mod scale;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::data::codes::Codes;
use crate::data::counts::Counts;
use crate::data::matrix::Matrix;
use crate::discretize::Codebook;
use crate::discretize::choose_k::Tried;
use crate::discretize::partition::Assigned;
use crate::infer::Part;
use crate::input::Input;

pub use results::{Fitted, Inferred, Probed, Solved};
pub use run::{Progress, run};

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

/// What a probe reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Source {
    /// x1 alone.
    X1,
    /// x2 alone.
    X2,
    /// Both side by side.
    Both,
    /// Both, with products of their features: what only both tell.
    Products,
}

impl Source {
    /// Those of the gauge.
    pub const GAUGE: [Self; 3] = [Self::X1, Self::X2, Self::Both];
    /// Those of label-aware codes.
    pub const AWARE: [Self; 3] = [Self::X1, Self::X2, Self::Products];
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
        /// Noise on the samples before they are coded, in multiples of the spread within codes.
        noise: f64,
    },
    /// Codes of every sample of an input, by codebooks that were fitted to some.
    Assign {
        /// Which input.
        input: Input,
        /// The fits with their codebooks.
        fits: Vec<(Fit, Arc<Codebook>)>,
        /// Seed of the analysis.
        seed: u64,
        /// As of [`Task::Fit`].
        noise: f64,
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
    /// What a probe sees of an input.
    View {
        /// Which input.
        input: Input,
        /// Samples that the probe reads.
        rows: Arc<Vec<u32>>,
    },
    /// What a probe reads of y.
    Probe {
        /// What it reads.
        source: Source,
        /// What it sees of x1, of x2, or of both; samples as rows.
        views: Vec<Arc<Matrix>>,
        /// Codes of y of the same samples.
        y: Arc<Codes>,
        /// Seed of the folds.
        seed: u64,
        /// Whether p(y|x) of every sample is wanted.
        keep: bool,
    },
    /// Estimates from label-aware codes: K-means on what probes say of y.
    Aware {
        /// Number of the partition.
        partition: usize,
        /// log p(y|x) by the probes of x1, of x2 and of products.
        posteriors: [Arc<Matrix>; 3],
        /// Codes of y of the same samples.
        y: Arc<Codes>,
        /// Codes wanted of each.
        k: usize,
        /// Seed of the analysis.
        seed: u64,
        /// Starts of K-means.
        restarts: usize,
        /// Iterations from each at most.
        max_iterations: usize,
        /// Certified gap wanted of the solution, nats.
        tolerance: f64,
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
    /// Of [`Task::Labels`] and [`Task::Strata`]: labels, and the name of each.
    Labels(Codes, Vec<String>),
    /// Of [`Task::Quantiles`].
    Binned(Codes),
    /// Of [`Task::Fit`].
    Fitted(Fitted),
    /// Of [`Task::Assign`], by fit.
    Assigned(Vec<Assigned>),
    /// Of [`Task::AssignFile`], by fit.
    Streamed(Vec<Vec<u32>>),
    /// Of [`Task::HeldOut`].
    HeldOut(Tried),
    /// Of [`Task::View`].
    Viewed(Matrix),
    /// Of [`Task::Probe`].
    Probed(Probed),
    /// Of [`Task::Aware`].
    Aware(Box<Part>),
    /// Of [`Task::Solve`].
    Solved(Solved),
    /// Of [`Task::Infer`].
    Inferred(Box<Inferred>),
}

impl Task {
    /// The input it needs loaded.
    pub fn input(&self) -> Option<Input> {
        match self {
            Self::Labels { input }
            | Self::View { input, .. }
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
