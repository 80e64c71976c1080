//! What an analysis is asked for, and what can be refused before any work.

use crate::discretize::{Prepared, choose_k};
use crate::error::{Error, Result};
use crate::input::Input;
use crate::options::{CodeCount, Method, Options};

/// What the plan has to know of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Samples.
    pub rows: usize,
    /// Samples that K-means sees: fewer where they take more memory than allowed.
    pub fitted: usize,
    /// Whether it is labels, which are codes already.
    pub labels: bool,
}

impl Shape {
    /// Of an input that is in memory as a whole.
    pub fn of(input: &Prepared) -> Self {
        Self { rows: input.rows(), fitted: input.rows(), labels: input.is_labels() }
    }
}

/// The options with the shapes of the inputs, checked.
#[derive(Debug)]
pub(in crate::analysis) struct Setup {
    pub(in crate::analysis) options: Options,
    pub(in crate::analysis) shapes: [Shape; 3],
    /// Codes of a y that is clustered.
    pub(in crate::analysis) ky: usize,
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
        let setup = Self { options, shapes, ky };
        if let CodeCount::Fixed(k) = setup.options.k {
            setup.check_codes(k)?;
        }
        Ok(setup)
    }

    /// Refuses more codes than K-means saw samples.
    fn check_codes(&self, k: usize) -> Result<()> {
        let fitted = |&input: &Input| (input, self.shape(input).fitted);
        match self.clustered().iter().map(fitted).find(|&(_, n)| k > n) {
            Some((input, n)) => Err(Error::TooManyCodes { input: input.slot(), k, n }),
            None => Ok(()),
        }
    }

    pub(super) fn shape(&self, input: Input) -> Shape {
        self.shapes[input as usize]
    }

    /// Sources that K-means has to code.
    pub(in crate::analysis) fn clustered(&self) -> Vec<Input> {
        [Input::X1, Input::X2].into_iter().filter(|&input| !self.shape(input).labels).collect()
    }

    /// Partitions: one when no source depends on K-means.
    pub(in crate::analysis) fn partitions(&self) -> usize {
        if self.clustered().is_empty() || self.options.method == Method::Plugin {
            1
        } else {
            self.options.seeds
        }
    }

    /// Samples that K-means saw of each input, where these were not all.
    pub(in crate::analysis) fn fitted_on(&self) -> [Option<usize>; 3] {
        self.shapes.map(|shape| (!shape.labels && shape.fitted < shape.rows).then_some(shape.fitted))
    }

    /// K of the sources; none while it is to be chosen.
    pub(super) fn fixed_k(&self) -> Option<usize> {
        match self.options.k {
            CodeCount::Fixed(k) => Some(k),
            CodeCount::Auto(_) if self.clustered().is_empty() => Some(0),
            CodeCount::Auto(_) => None,
        }
    }

    /// Values of K that are tried, with so many symbols of y.
    pub(super) fn grid(&self, ky: usize) -> Vec<usize> {
        let fitted = self.clustered().iter().map(|&input| self.shape(input).fitted).min();
        let fits = |k: &usize| fitted.is_none_or(|fitted| *k <= fitted);
        choose_k::grid(self.shapes[0].rows, ky).into_iter().filter(fits).collect()
    }
}
