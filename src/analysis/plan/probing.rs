//! The tasks of probes: the gauge of what codes keep, and label-aware codes.
//!
//! A probe reads a draw of the samples, the same of both sources and of y: so all of them must be in memory.

use std::sync::Arc;

use super::found::Found;
use super::setup::Setup;
use crate::analysis::task::{Source, Task};
use crate::data::codes::Codes;
use crate::discretize::probe;
use crate::error::{Error, Result};
use crate::input::Input;
use crate::options::Discretiser;
use crate::units::BITS;

/// Features of a source that a probe sees at most.
const FEATURES: usize = 256;
/// Products of a pass over what a probe reads at most, as long as it reads so many samples.
const PASS: usize = 80_000_000;
const LEAST_ROWS: usize = 4096;

/// Features that a probe sees of an input.
pub(super) fn features(setup: &Setup, input: Input) -> usize {
    setup.shape(input).features.min(FEATURES)
}

/// Samples that a probe reads, with so many symbols of y.
pub(super) fn rows(setup: &Setup, ky: usize) -> usize {
    let seen = features(setup, Input::X1) + features(setup, Input::X2);
    (PASS / (seen * ky.max(1))).clamp(LEAST_ROWS, probe::ROWS).min(setup.shapes[0].rows)
}

/// What a probe sees of both sources.
pub(super) fn views(setup: &Setup, found: &mut Found) -> Result<Vec<Task>> {
    let ky = found.codes(setup, Input::Y, 0, 0)?.size;
    let mut rows_read = probe::rows(setup.shapes[0].rows, setup.options.seed);
    // They are in an order of their own: the first are a draw as well.
    rows_read.truncate(rows(setup, ky));
    found.gauge.rows = Arc::new(rows_read);
    let rows = &found.gauge.rows;
    Ok([Input::X1, Input::X2].map(|input| Task::View { input, rows: rows.clone() }).into())
}

/// Probes of each source, of both, and of products where label-aware codes are wanted.
pub(super) fn probes(setup: &Setup, found: &Found) -> Result<Vec<Task>> {
    let (gauge, seed) = (&found.gauge, setup.options.seed);
    let (x1, x2, y) = (gauge.view(Input::X1)?, gauge.view(Input::X2)?, target(setup, found)?);
    let task = |source: Source| {
        let views = match source {
            Source::X1 => vec![x1.clone()],
            Source::X2 => vec![x2.clone()],
            Source::Both | Source::Products => vec![x1.clone(), x2.clone()],
        };
        let keep = setup.is_aware() && source != Source::Both;
        Task::Probe { source, views, y: y.clone(), seed, keep }
    };
    let products = setup.is_aware().then_some(Source::Products);
    Ok(Source::GAUGE.into_iter().chain(products).map(task).collect())
}

/// Label-aware estimates of every partition.
pub(super) fn aware(setup: &Setup, found: &Found) -> Result<Vec<Task>> {
    let (gauge, options) = (&found.gauge, &setup.options);
    let posteriors = |source: Source| {
        let posteriors = gauge.probed.get(&source).and_then(|probed| probed.posteriors.clone());
        posteriors.map(Arc::new).ok_or(Error::InputNotLoaded)
    };
    let [x1, x2, both] = Source::AWARE.map(posteriors);
    let (posteriors, y) = ([x1?, x2?, both?], target(setup, found)?);
    let task = |partition| Task::Aware {
        partition,
        posteriors: posteriors.clone(),
        y: y.clone(),
        k: found.k.filter(|&k| k > 0).unwrap_or(y.size),
        seed: options.seed,
        restarts: options.n_init,
        max_iterations: options.max_iterations,
        tolerance: options.tolerance_bits / BITS,
    };
    Ok((0..setup.partitions()).map(task).collect())
}

/// Codes of y of the samples that are read.
fn target(setup: &Setup, found: &Found) -> Result<Arc<Codes>> {
    let y = found.codes(setup, Input::Y, 0, 0)?;
    let codes = found.gauge.rows.iter().map(|&row| y.codes[row as usize]).collect();
    Ok(Arc::new(Codes { codes, size: y.size }))
}

impl Setup {
    /// Whether probes read the samples.
    pub(super) fn is_gauged(&self) -> bool {
        let in_memory = |input| self.shape(input).loaded == self.shape(input).rows;
        let wanted = self.options.gauge || self.options.discretiser == Discretiser::Probe;
        wanted && self.is_full() && !self.sources().is_empty() && in_memory(Input::X1) && in_memory(Input::X2)
    }

    /// Whether label-aware codes are wanted.
    pub(super) fn is_aware(&self) -> bool {
        self.is_gauged() && self.options.discretiser == Discretiser::Probe
    }
}
