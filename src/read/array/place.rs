//! From the order of a file to samples x features.
//!
//! A file is a stream of items in its own order (C or Fortran) over one, two or three axes. Of
//! three axes one is picked away: a layer of (layers, samples, features), or the mean or last token
//! of (samples, tokens, features). What remains goes on as runs, either along the row-major
//! matrix or down a column. Means are taken in double precision, tokens in ascending order.

use serde::{Deserialize, Serialize};

use crate::data::matrix::filled;
use crate::error::{Error, FileFault, Result};

/// How three axes become two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Pooling"))]
#[serde(rename_all = "snake_case")]
pub enum Pick {
    /// One layer of (layers, samples, features), from 0.
    Layer(usize),
    /// The mean over tokens of (samples, tokens, features).
    #[serde(rename = "mean")]
    MeanToken,
    /// The last token of (samples, tokens, features).
    #[serde(rename = "last")]
    LastToken,
}

/// Takes runs of the matrix as they come.
pub(crate) trait Runs {
    /// Values from `offset` on in row-major order.
    fn along(&mut self, offset: u64, values: &[f32]) -> Result<()>;
    /// Values of `column` from sample `row` on.
    fn down(&mut self, column: usize, row: usize, values: &[f32]) -> Result<()>;
}

/// Where the items of a file go.
#[derive(Debug)]
pub(crate) struct Placement {
    pub(crate) rows: usize,
    pub(crate) features: usize,
    /// Axes in the order of the file, the fastest last.
    axes: [u64; 3],
    fortran: bool,
    pick: Option<Pick>,
    position: u64,
    /// Sums over tokens.
    sums: Vec<f64>,
    means: Vec<f32>,
}

impl Placement {
    /// For a file of this shape. A third axis needs a `pick`.
    pub(crate) fn new(shape: &[u64], fortran: bool, pick: Option<Pick>) -> Result<Self> {
        let three = |pick| match pick {
            Some(pick) => Ok(pick),
            None => Err(Error::from(FileFault::ThreeDimensions { shape: shape.to_vec() })),
        };
        let (rows, features, axes, pick) = match *shape {
            [] => return Err(FileFault::Scalar.into()),
            [n] => (n, 1, [1, 1, n], None),
            [n, d] => (n, d, [1, n, d], None),
            [a, b, d] => match three(pick)? {
                pick @ Pick::Layer(layer) if (layer as u64) < a => (b, d, [a, b, d], Some(pick)),
                Pick::Layer(layer) => {
                    return Err(FileFault::NoSuchLayer { layer, layers: a as usize }.into());
                }
                pick => (a, d, [a, b, d], Some(pick)),
            },
            _ => return Err(FileFault::TooManyDimensions { shape: shape.to_vec() }.into()),
        };
        let overflow = || FileFault::ShapeOverflow { shape: shape.to_vec() };
        let rows = u32::try_from(rows).map_err(|_| overflow())? as usize;
        let features = u32::try_from(features).map_err(|_| overflow())? as usize;
        let axes = match (fortran, shape.len()) {
            (true, 2) => [1, axes[2], axes[1]],
            (true, 3) => [axes[2], axes[1], axes[0]],
            _ => axes,
        };
        let sums = match pick {
            Some(Pick::MeanToken) => {
                filled("means over tokens", 1, if fortran { rows } else { features }, 0.0)?
            }
            _ => Vec::new(),
        };
        let fortran = fortran && shape.len() > 1;
        Ok(Self { rows, features, axes, fortran, pick, position: 0, sums, means: Vec::new() })
    }

    /// Whether columns arrive one after another, and there are several.
    pub(crate) fn is_fortran(&self) -> bool {
        self.fortran && self.features > 1
    }

    /// Whether what is handed on are items as they stand, none computed from several.
    pub(crate) fn keeps_items(&self) -> bool {
        self.pick != Some(Pick::MeanToken)
    }

    /// Hands the next values of the file on.
    pub(crate) fn push(&mut self, mut values: &[f32], runs: &mut impl Runs) -> Result<()> {
        if !self.fortran && self.pick.is_none() {
            runs.along(self.position, values)?;
            self.position += values.len() as u64;
            return Ok(());
        }
        while !values.is_empty() {
            let [_, middle, inner] = self.axes;
            let c = self.position % inner;
            let line = self.position / inner;
            let length = (inner - c).min(values.len() as u64) as usize;
            let (run, rest) = values.split_at(length);
            self.run([line / middle, line % middle, c], run, runs)?;
            self.position += length as u64;
            values = rest;
        }
        Ok(())
    }

    /// One run along the fastest axis, from index (a, b, c) on.
    fn run(&mut self, [a, b, c]: [u64; 3], run: &[f32], runs: &mut impl Runs) -> Result<()> {
        let [_, middle, inner] = self.axes;
        let last = b + 1 == middle;
        match (self.pick, self.fortran) {
            (None, _) => runs.down(b as usize, c as usize, run),
            (Some(Pick::Layer(layer)), false) if a == layer as u64 => runs.along(b * inner + c, run),
            (Some(Pick::Layer(layer)), true) => match (layer as u64).checked_sub(c) {
                Some(i) if i < run.len() as u64 => {
                    runs.down(a as usize, b as usize, &run[i as usize..=i as usize])
                }
                _ => Ok(()),
            },
            (Some(Pick::LastToken), false) if last => runs.along(a * inner + c, run),
            (Some(Pick::LastToken), true) if last => runs.down(a as usize, c as usize, run),
            (Some(Pick::MeanToken), fortran) => {
                let c = c as usize;
                for (sum, &value) in self.sums[c..].iter_mut().zip(run) {
                    *sum += f64::from(value);
                }
                if !last || c + run.len() < self.sums.len() {
                    return Ok(());
                }
                let tokens = middle as f64;
                self.means.clear();
                self.means.extend(self.sums.iter().map(|sum| (sum / tokens) as f32));
                self.sums.fill(0.0);
                if fortran {
                    runs.down(a as usize, 0, &self.means)
                } else {
                    runs.along(a * inner, &self.means)
                }
            }
            _ => Ok(()),
        }
    }
}
