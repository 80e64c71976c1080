//! What an analysis is asked for, and what can be refused before any work.

use crate::discretize::partition::FITTED_ROWS;
use crate::discretize::{Prepared, choose_k};
use crate::error::{Error, Result};
use crate::input::Input;
use crate::options::{CodeCount, Method, Options};

/// What the plan has to know of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Samples.
    pub rows: usize,
    /// Samples in memory: fewer where all take more than allowed.
    pub loaded: usize,
    /// Features after preparation; 1 for labels.
    pub features: usize,
    /// Whether it is labels, which are codes already.
    pub labels: bool,
    /// Different labels, where that is known.
    pub symbols: Option<usize>,
}

impl Shape {
    /// Of an input that is in memory as a whole.
    pub fn of(input: &Prepared) -> Self {
        let rows = input.rows();
        let symbols = match input {
            Prepared::Labels(labels) => Some(labels.names.len()),
            Prepared::Numbers(_) | Prepared::Deferred(_) => None,
        };
        Self { rows, loaded: rows, features: input.features(), labels: input.is_labels(), symbols }
    }

    /// Labels of so many samples.
    pub fn of_labels(rows: usize) -> Self {
        Self { rows, loaded: rows, features: 1, labels: true, symbols: None }
    }

    /// Samples that a fit of K-means sees.
    pub(in crate::analysis) fn fitted(self) -> usize {
        self.loaded.min(FITTED_ROWS)
    }
}

/// The options with the shapes of the inputs, checked.
#[derive(Debug)]
pub(in crate::analysis) struct Setup {
    pub(in crate::analysis) options: Options,
    pub(in crate::analysis) shapes: [Shape; 3],
    /// Codes of a y that is clustered.
    pub(in crate::analysis) ky: usize,
    /// Tables that the analysis begins with, one a partition; 0 where it begins with files.
    tables: usize,
}

impl Setup {
    pub(super) fn new(options: Options, shapes: [Shape; 3]) -> Result<Self> {
        options.validate()?;
        let [x1, x2, y] = shapes.map(|s| s.rows);
        if x1 != x2 || x2 != y {
            return Err(Error::RowCountMismatch { x1, x2, y });
        }
        let ky = match options.ky {
            CodeCount::Fixed(ky) => ky,
            CodeCount::Auto(_) => choose_k::target_codes(y),
        };
        let setup = Self { options, shapes, ky, tables: 0 };
        let whole = |&input: &Input| setup.shape(input).loaded == setup.shape(input).rows;
        if setup.options.noise > 0.0 && !setup.sources().iter().all(whole) {
            return Err(Error::InvalidOption {
                option: "noise",
                found: setup.options.noise.to_string(),
                expected: "0 where a source takes more than budget_bytes".into(),
            });
        }
        if let CodeCount::Fixed(k) = setup.options.k {
            setup.check_codes(k)?;
        }
        Ok(setup)
    }

    /// Of so many tables of counts of `rows` samples, one a partition.
    pub(super) fn of_tables(mut options: Options, tables: usize, rows: usize) -> Result<Self> {
        if tables > 1 {
            options.partitions = tables;
        }
        Ok(Self { tables, ..Self::new(options, [Shape::of_labels(rows); 3])? })
    }

    /// Refuses more codes than K-means sees samples.
    fn check_codes(&self, k: usize) -> Result<()> {
        let fitted = |&input: &Input| (input, self.shape(input).fitted());
        match self.sources().iter().map(fitted).find(|&(_, n)| k > n) {
            Some((input, n)) => Err(Error::TooManyCodes { input: input.slot(), k, n }),
            None => Ok(()),
        }
    }

    pub(super) fn shape(&self, input: Input) -> Shape {
        self.shapes[input as usize]
    }

    /// Noise on the samples of an input, in multiples of the spread within codes.
    pub(super) fn noise(&self, input: Input) -> f64 {
        if input == Input::Y { 0.0 } else { self.options.noise }
    }

    /// Sources that K-means has to code.
    pub(in crate::analysis) fn sources(&self) -> Vec<Input> {
        [Input::X1, Input::X2].into_iter().filter(|&input| !self.shape(input).labels).collect()
    }

    /// Whether K-means has to code y.
    pub(super) fn clusters_y(&self) -> bool {
        !self.shape(Input::Y).labels && !self.options.y_quantiles
    }

    /// Inputs that K-means has to code.
    pub(in crate::analysis) fn clustered(&self) -> Vec<Input> {
        self.sources().into_iter().chain(self.clusters_y().then_some(Input::Y)).collect()
    }

    /// Partitions over which estimates are pooled: one when nothing depends on K-means, or nothing is pooled.
    pub(in crate::analysis) fn partitions(&self) -> usize {
        let pooled = self.is_full() && (self.tables > 1 || !self.clustered().is_empty());
        if pooled { self.options.partitions } else { 1 }
    }

    /// Whether there is more than plug-in values.
    pub(super) fn is_full(&self) -> bool {
        self.options.method == Method::Full
    }

    /// Fits that compete for each partition: one, but all of them for a single partition.
    pub(super) fn streams(&self) -> usize {
        self.options.partitions / self.partitions()
    }

    /// Fits for a partition that are done before its own stage: with y, or to choose K.
    pub(super) fn begun(&self, partition: usize, input: Input) -> usize {
        match (partition, input) {
            (0, Input::Y) => self.streams(),
            (0, _) if self.fixed_k().is_none() => 1,
            _ => 0,
        }
    }

    /// Samples that a fit of K-means sees of each input, where these are not all.
    pub(in crate::analysis) fn fitted_on(&self) -> [Option<usize>; 3] {
        self.shapes.map(|shape| (!shape.labels && shape.fitted() < shape.rows).then_some(shape.fitted()))
    }

    /// Whether an input that K-means codes is in memory in part only.
    pub(super) fn reads_again(&self) -> bool {
        self.clustered().iter().any(|&input| self.shape(input).loaded < self.shape(input).rows)
    }

    /// K of the sources; none while it is to be chosen.
    pub(super) fn fixed_k(&self) -> Option<usize> {
        match self.options.k {
            CodeCount::Fixed(k) => Some(k),
            CodeCount::Auto(_) if self.sources().is_empty() => Some(0),
            CodeCount::Auto(_) => None,
        }
    }

    /// Values of K that are tried, with so many symbols of y.
    pub(super) fn grid(&self, ky: usize) -> Vec<usize> {
        let fitted = self.sources().iter().map(|&input| self.shape(input).fitted()).min();
        let fits = |k: &usize| fitted.is_none_or(|fitted| *k <= fitted);
        choose_k::grid(self.shapes[0].rows, ky).into_iter().filter(fits).collect()
    }
}
