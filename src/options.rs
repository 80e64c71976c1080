//! Options of an analysis: the one place where defaults live.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::error::{Error, Result};

/// Number of codes of an input: chosen from the data, or set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged, expecting = "a number of codes must be a whole number or \"auto\"")]
pub enum CodeCount {
    /// So many codes.
    Fixed(usize),
    /// `"auto"`: by held-out information for x1 and x2; for y, labels as they are or few clusters.
    Auto(Auto),
}

/// Fewest samples that a value of y must have to stand for itself: found from the data, or set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Least {
    /// So many samples; 1 merges nothing.
    Fixed(usize),
    /// `"auto"`: 10 samples where there are fewer than 64 samples a value of y, else 1.
    Auto(Auto),
}

/// The word `"auto"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Auto {
    /// Chosen from the data.
    Auto,
}

/// How far inference goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Estimates corrected for bias, intervals and claims, pooled over K-means partitions.
    Full,
    /// The source paper's plain computation: plug-in values of one partition, no intervals. All restarts of
    /// all partitions compete for that one.
    Plugin,
}

/// What of the spelling of labels does not tell answers apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Ignore {
    /// Capitals.
    pub case: bool,
    /// Space around them, and how much there is within.
    pub space: bool,
    /// Punctuation, quotes and brackets around them.
    pub punctuation: bool,
}

impl Default for Ignore {
    fn default() -> Self {
        Self { case: true, space: true, punctuation: true }
    }
}

/// How a y of several columns becomes codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Scores {
    /// The best option of each sample where every row is probabilities or their logarithms; else K-means.
    Auto,
    /// The best option of each sample, also of logits.
    Argmax,
    /// K-means.
    Kmeans,
}

/// How samples become codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Discretiser {
    /// K-means on the samples: codes follow their variance.
    Kmeans,
    /// The same, and beside it label-aware codes: K-means on what a held-out probe says of y.
    Probe,
}

/// Preparation of embeddings before K-means, in this order: centre, l2, pca, whiten.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Preparation {
    /// Divide each sample by its Euclidean norm.
    pub l2: bool,
    /// Subtract the mean of each feature first, before the norm is taken.
    pub centre: bool,
    /// Keep so many principal components.
    pub pca: Option<usize>,
    /// Scale the principal components to unit variance.
    pub whiten: bool,
}

impl Default for Preparation {
    fn default() -> Self {
        Self { l2: true, centre: false, pca: None, whiten: false }
    }
}

/// Everything that determines a report besides the data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Codes of x1 and x2.
    pub k: CodeCount,
    /// Codes of a y that is clustered; labels pass through under `"auto"`.
    pub ky: CodeCount,
    /// Seed of everything random; below 2^53 so that JavaScript keeps it exactly.
    pub seed: u64,
    /// Names of x1, x2, y in sentences; y may be left out.
    #[serde(deserialize_with = "two_or_three")]
    pub names: [String; 3],
    /// How far inference goes.
    pub method: Method,
    /// K-means partitions over which estimates are pooled; with one, intervals are about that one alone.
    pub partitions: usize,
    /// K-means restarts of each partition; the one of least inertia is kept.
    pub n_init: usize,
    /// Iterations of one K-means restart at most.
    pub max_iterations: usize,
    /// Preparation of the embeddings.
    pub preparation: Preparation,
    /// How samples become codes.
    pub discretiser: Discretiser,
    /// Read the samples by a probe, too, to say what the codes keep.
    pub gauge: bool,
    /// Gaussian noise on the samples of x1 and x2 before they are coded, by the centroids of those without:
    /// standard deviation of each feature, in multiples of that within codes. To see how much of an answer
    /// survives it.
    pub noise: f64,
    /// Certified gap of each solution, bits.
    pub tolerance_bits: f64,
    /// Cut a y of one column of numbers at its quantiles into `ky` bins, instead of clustering it.
    pub y_quantiles: bool,
    /// What of the spelling of a y of labels is ignored; none of it where a label is a number.
    pub y_ignore: Ignore,
    /// Whether a y of several columns is scores of options.
    pub y_scores: Scores,
    /// Samples that a value of a y of labels must have; the values with fewer become one, "other".
    pub y_least: Least,
    /// Leave out samples with NaN or infinity in any input, instead of refusing them.
    pub drop_nonfinite: bool,
    /// Bytes that the samples of an input may take in single precision; K-means sees a random sample of a
    /// larger one.
    pub budget_bytes: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            k: CodeCount::Auto(Auto::Auto),
            ky: CodeCount::Auto(Auto::Auto),
            seed: 7,
            names: ["x1".into(), "x2".into(), TARGET_NAME.into()],
            method: Method::Full,
            partitions: 10,
            n_init: 2,
            max_iterations: 300,
            preparation: Preparation::default(),
            discretiser: Discretiser::Kmeans,
            gauge: true,
            noise: 0.0,
            tolerance_bits: 1e-6,
            y_quantiles: false,
            y_ignore: Ignore::default(),
            y_scores: Scores::Auto,
            y_least: Least::Auto(Auto::Auto),
            drop_nonfinite: false,
            budget_bytes: 1 << 30,
        }
    }
}

/// Name of y where none was given.
const TARGET_NAME: &str = "y";

fn two_or_three<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<[String; 3], D::Error> {
    let mut names = Vec::<String>::deserialize(deserializer)?;
    if names.len() == 2 {
        names.push(TARGET_NAME.into());
    }
    names.try_into().map_err(|_| D::Error::custom("names must be two or three: of x1, x2 and perhaps y"))
}

/// Codes per input at most.
pub const MAX_CODES: usize = 4096;

impl Options {
    /// Checks every range.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOption`] for the first that is outside its range.
    pub fn validate(&self) -> Result<()> {
        for (option, count) in [("k", self.k), ("ky", self.ky)] {
            if let CodeCount::Fixed(k) = count {
                in_range(option, k, 2, MAX_CODES)?;
            }
        }
        if let Least::Fixed(least) = self.y_least {
            in_range("y_least", least, 1, 1 << 30)?;
        }
        in_range("partitions", self.partitions, 1, 100)?;
        in_range("n_init", self.n_init, 1, 1000)?;
        in_range("max_iterations", self.max_iterations, 1, 10_000)?;
        if let Some(components) = self.preparation.pca {
            in_range("pca", components, 1, 65_536)?;
        }
        in_range("budget_bytes", usize::try_from(self.budget_bytes).unwrap_or(usize::MAX), 1 << 10, 3 << 30)?;
        if self.seed > (1 << 53) - 1 {
            return Err(invalid("seed", &self.seed, "a whole number below 2^53"));
        }
        if !(self.tolerance_bits >= 1e-12 && self.tolerance_bits <= 1.0) {
            return Err(invalid("tolerance", &self.tolerance_bits, "between 1e-12 and 1 bits"));
        }
        if !(0.0..=100.0).contains(&self.noise) {
            return Err(invalid("noise", &self.noise, "between 0 and 100 times the spread within codes"));
        }
        if let Some(name) = self.names.iter().find(|n| n.is_empty() || n.chars().count() > 200) {
            return Err(invalid("names", &format!("\"{name}\""), "of 1 to 200 characters each"));
        }
        Ok(())
    }
}

fn in_range(option: &'static str, found: usize, low: usize, high: usize) -> Result<()> {
    if (low..=high).contains(&found) {
        return Ok(());
    }
    Err(invalid(option, &found, &format!("between {low} and {high}")))
}

fn invalid(option: &'static str, found: &impl ToString, expected: &str) -> Error {
    Error::InvalidOption { option, found: found.to_string(), expected: expected.into() }
}
