//! An input -> codes.
//!
//! Labels are codes already, in ascending order. Numbers are prepared, then clustered: each restart of
//! K-means is a pure function of the samples, K, the seed, the number of the input and the number of
//! the restart, so that partitions may be fitted anywhere and in any order.
//!
//! ```
//! use modalens::data::matrix::Matrix;
//! use modalens::discretize::{self, partition::{Fit, Which, fit}};
//! use modalens::options::Preparation;
//! use modalens::read::array::Array;
//!
//! let samples = Matrix::from_vec(4, 2, vec![0.0, 1.0, 0.1, 1.0, 1.0, 0.0, 1.0, 0.1])?;
//! let prepared = discretize::prepare(Array::from_matrix("image", samples)?, &Preparation::default(), 0)?;
//! let which = Which { seed: 7, input: 0, number: 0 };
//! let go_on = &mut |_, _| std::ops::ControlFlow::Continue(());
//! let codes = fit(&prepared, which, Fit::of(2, 10), go_on)?.codes.expect("fitted on all samples").codes;
//! assert_eq!(codes[0], codes[1]);
//! assert_ne!(codes[0], codes[2]);
//! # Ok::<(), modalens::error::Error>(())
//! ```

pub mod prepare;
pub mod kmeans;
pub mod samples;
mod codebook;
mod coder;
mod join;
mod quantiles;
mod rare;
mod target;
pub mod agreement;
pub mod choose_k;
pub mod partition;
pub mod probe;
pub mod noise;
pub mod look;

use crate::data::codes::Codes;
use crate::data::half::FEW;
use crate::data::matrix::Matrix;
use crate::discretize::prepare::{Centred, Deferred, Numbers, PreparationReport};
use crate::discretize::samples::Samples;
use crate::error::{Error, FileFault, Result};
use crate::options::{MAX_CODES, Preparation};
use crate::read::array::{Array, Labels, Values};

/// Asked now and then within a long computation: an error ends it.
pub(crate) type Pulse<'a> = &'a mut dyn FnMut() -> Result<()>;

pub use codebook::Codebook;
pub use coder::Coder;
pub use join::join;
pub use quantiles::quantile_bins;
pub use rare::{Merged, SAMPLES_PER_VALUE, merge_rare, values_left};
pub use target::{ScoreFacts, Spelling, TargetFacts, read_target};

/// An input ready to be coded.
#[derive(Debug, Clone, PartialEq)]
pub enum Prepared {
    /// Labels.
    Labels(Labels),
    /// Numbers to be clustered.
    Numbers(Box<Centred>),
    /// Numbers to be clustered, many, of sixteen bits.
    Deferred(Box<Centred<Deferred>>),
}

/// Names of the inputs where an error has to say which.
const SLOTS: [&str; 3] = ["x1", "x2", "y"];
/// Number of the target among the inputs.
const TARGET: u8 = 2;

/// Prepares a loaded input, `input` of x1, x2, y. Refuses what cannot be analysed: NaN or infinity, samples
/// that are all equal, a single label.
///
/// # Errors
///
/// [`FileFault::NonFinite`](crate::error::FileFault::NonFinite), [`Error::Constant`], [`Error::SingleLabel`]
/// of a target, [`Error::Magnitude`] for values whose squares are lost, [`Error::OutOfMemory`].
pub fn prepare(array: Array, preparation: &Preparation, input: u8) -> Result<Prepared> {
    prepare_within(array, preparation, input, &mut || Ok(()))
}

/// The same; `pulse` is asked now and then whether to go on.
///
/// # Errors
///
/// As of [`prepare`], and those of `pulse`.
pub fn prepare_within(
    array: Array,
    preparation: &Preparation,
    input: u8,
    pulse: &mut dyn FnMut() -> Result<()>,
) -> Result<Prepared> {
    array.require_finite()?;
    let n = array.rows();
    match array.values {
        Values::Labels(labels) => match &labels.names[..] {
            [label] if input == TARGET => Err(Error::SingleLabel { input: array.name, label: label.clone() }),
            [] | [_] => Err(Error::Constant { input: array.name, n }),
            // Those of a target are merged where they are rare.
            names if input != TARGET && names.len() > MAX_CODES => {
                let fault = FileFault::TooManyCodes { found: names.len(), most: MAX_CODES };
                Err(Error::from(fault).in_file(&array.name))
            }
            _ => Ok(Prepared::Labels(labels)),
        },
        Values::Matrix(matrix) => {
            check_varies(&matrix, &array.name)?;
            let data = prepare::prepare_within(matrix, preparation, pulse)?;
            check_spread(data.numbers(), array.name)?;
            Ok(Prepared::Numbers(Box::new(data)))
        }
        Values::Half(raw) if raw.rows() <= FEW => {
            let values = Values::Matrix(raw.single()?);
            prepare_within(Array { values, ..array }, preparation, input, pulse)
        }
        Values::Half(raw) => {
            check_varies(&raw, &array.name)?;
            let prepared = prepare::prepare_half(raw, preparation, pulse)?;
            check_spread(prepared.numbers()?, array.name)?;
            Ok(prepared)
        }
        Values::Nothing => Err(Error::Constant { input: array.name, n: 0 }),
    }
}

/// Refuses samples that differ only by rounding once prepared (all multiples of one sample, say), and
/// values whose squares are lost.
fn check_spread(data: Numbers, input: String) -> Result<()> {
    /// A few roundings of single precision, squared.
    const ROUNDING: f64 = 1e-13;
    /// Squares of features below this begin to lose their digits.
    const LEAST: f64 = 1e-32;
    let (variance, offset) = (data.variance, data.transform.offset());
    if !variance.is_finite() || (variance < LEAST && offset < LEAST) {
        return Err(Error::Magnitude {
            input,
            variance: if variance.is_nan() { f64::INFINITY } else { variance },
        });
    }
    if variance <= ROUNDING * (variance + offset) {
        return Err(Error::Constant { input, n: data.samples.rows() });
    }
    Ok(())
}

/// Refuses samples that are all equal; rows may have been dropped since the facts were taken.
fn check_varies(samples: &dyn Samples, input: &str) -> Result<()> {
    let (n, d) = (samples.rows(), samples.features());
    let (mut first, mut other) = (vec![0.0; d], vec![0.0; d]);
    for i in 0..n {
        samples.copy(i, if i == 0 { &mut first } else { &mut other });
        if i > 0 && first != other {
            return Ok(());
        }
    }
    Err(Error::Constant { input: input.into(), n })
}

impl Prepared {
    /// Number of samples.
    pub fn rows(&self) -> usize {
        match self {
            Self::Labels(labels) => labels.codes.len(),
            Self::Numbers(data) => data.samples.rows(),
            Self::Deferred(data) => data.samples.rows(),
        }
    }

    /// Features, after preparation; 1 for labels.
    pub fn features(&self) -> usize {
        self.numbers().map_or(1, |data| data.samples.features())
    }

    /// The numbers, however they are kept; an error for labels.
    fn numbers(&self) -> Result<Numbers<'_>> {
        match self {
            Self::Labels(_) => Err(wrong_kind("labels", "numbers")),
            Self::Numbers(data) => Ok(data.numbers()),
            Self::Deferred(data) => Ok(data.numbers()),
        }
    }

    /// The codebook of centroids that were fitted to it.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOption`] of labels, and of centroids of another space.
    pub fn codebook(&self, centroids: Matrix) -> Result<Codebook> {
        Codebook::new(centroids, self.numbers()?.transform.clone())
    }

    /// Whether it needs no clustering.
    pub fn is_labels(&self) -> bool {
        matches!(self, Self::Labels(_))
    }

    /// What the preparation did; null for labels.
    pub fn report(&self) -> Option<&PreparationReport> {
        self.numbers().ok().map(|data| data.report)
    }
}

/// Codes of an input that holds labels.
///
/// # Errors
///
/// [`Error::InvalidOption`] of numbers.
pub fn labels(input: &Prepared) -> Result<Codes> {
    match input {
        Prepared::Labels(labels) => Ok(Codes {
            codes: labels.codes.iter().copied().map(u32::from).collect(),
            size: labels.names.len(),
        }),
        _ => Err(wrong_kind("numbers", "labels")),
    }
}

/// The same with the name of each label.
///
/// # Errors
///
/// [`Error::InvalidOption`] of numbers.
pub fn named_labels(input: &Prepared) -> Result<(Codes, Vec<String>)> {
    match input {
        Prepared::Labels(found) => Ok((labels(input)?, found.names.clone())),
        _ => Err(wrong_kind("numbers", "labels")),
    }
}

/// Codes of an input of one column of numbers: bins of nearly equal counts.
///
/// # Errors
///
/// [`Error::InvalidOption`] of labels and of several columns.
pub fn quantiles(input: &Prepared, bins: usize) -> Result<Codes> {
    match input {
        Prepared::Numbers(data) if data.samples.features() == 1 => quantile_bins(data.samples.values(), bins),
        Prepared::Labels(_) => Err(wrong_kind("labels", "one column of numbers for y_quantiles")),
        _ => Err(wrong_kind(
            &format!("numbers in {} columns", input.features()),
            "one column of numbers for y_quantiles",
        )),
    }
}

fn wrong_kind(found: &str, expected: &str) -> Error {
    Error::InvalidOption { option: "kind", found: found.into(), expected: expected.into() }
}
