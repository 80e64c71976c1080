//! What probes read of the samples.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::analysis::task::{Probed, Source};
use crate::data::matrix::Matrix;
use crate::error::{Error, Result};
use crate::infer::Part;
use crate::input::Input;

/// What probes read.
#[derive(Debug, Default)]
pub(in crate::analysis) struct Gauge {
    /// Samples that are read.
    pub(super) rows: Arc<Vec<u32>>,
    pub(super) views: BTreeMap<Input, Arc<Matrix>>,
    pub(in crate::analysis) probed: BTreeMap<Source, Probed>,
    /// Label-aware estimates by partition.
    pub(in crate::analysis) aware: BTreeMap<usize, Part>,
}

impl Gauge {
    /// Samples that probes read.
    pub(in crate::analysis) fn samples(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn view(&self, input: Input) -> Result<Arc<Matrix>> {
        self.views.get(&input).cloned().ok_or(Error::InputNotLoaded)
    }
}
