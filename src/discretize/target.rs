//! A target as a model answers it -> labels.
//!
//! Answers in words: spellings that differ in case, in space or in punctuation around them are one answer,
//! called by its most frequent spelling, of equals by the shortest. Scores of options (probabilities, their
//! logarithms, logits): the best option of each sample, the first of equals.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::data::matrix::Matrix;
use crate::error::{Error, Result};
use crate::options::{Ignore, MAX_CODES, Scores};
use crate::read::array::{Array, Labels, ScoreForm, Values, Watch, answer_of};
use crate::units::BITS;

/// One spelling of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Spelling {
    /// As it stands in the file.
    pub spelling: String,
    /// The answer that it is.
    pub answer: String,
    /// Samples that have it.
    pub samples: usize,
}

/// Scores of options that were read as the best of each sample.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScoreFacts {
    /// What they are.
    pub form: ScoreForm,
    /// Options: columns of the file.
    pub options: usize,
    /// Mean entropy of a sample's distribution over the options, bits: 0 where the model is always sure.
    pub entropy_bits: f64,
}

/// What was made of a target.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct TargetFacts {
    /// Its labels as they stand in the file, where it holds labels.
    pub spellings: Option<Vec<Spelling>>,
    /// Its scores, where it held any.
    pub scores: Option<ScoreFacts>,
}

/// Makes labels of answers and of scores; other targets stay as they are. `rows` are the samples that there
/// are: of a large target only some are in memory.
///
/// # Errors
///
/// [`Error::InvalidOption`] for the best option of samples that are not all in memory, of a single column, or
/// of more columns than there can be codes.
pub fn read_target(array: &mut Array, rows: usize, ignore: Ignore, scores: Scores) -> Result<TargetFacts> {
    let mut found = TargetFacts::default();
    // The facts go on to describe the file, with what was left out of it.
    let stored = array.facts.rows;
    match &array.values {
        Values::Labels(labels) => {
            let (spellings, answers) = answers(labels, ignore)?;
            found.spellings = Some(spellings);
            if let Some(labels) = answers {
                array.facts.describe_labels(&labels);
                array.values = Values::Labels(labels);
            }
        }
        Values::Matrix(matrix) => {
            if let Some(form) = form_of(matrix, rows, scores)? {
                let best = (0..matrix.rows()).map(|i| best_of(matrix.row(i)));
                let labels = Labels::from_integers(best)?;
                let entropy_bits = mean_entropy_bits(matrix, form);
                found.scores = Some(ScoreFacts { form, options: matrix.features(), entropy_bits });
                array.facts.describe_labels(&labels);
                array.values = Values::Labels(labels);
            }
        }
        Values::Nothing => {}
    }
    array.facts.rows = stored;
    Ok(found)
}

/// What each label is; and labels with one name for all spellings of an answer, if any two are one.
fn answers(labels: &Labels, ignore: Ignore) -> Result<(Vec<Spelling>, Option<Labels>)> {
    let mut samples = vec![0; labels.names.len()];
    labels.codes.iter().for_each(|&code| samples[usize::from(code)] += 1);
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (code, name) in labels.names.iter().enumerate() {
        groups.entry(answer_of(name, ignore)).or_default().push(code);
    }
    let mut answer = vec![0; labels.names.len()];
    for group in groups.values() {
        // Of equals the shortest, then the first.
        let rank = |&code: &usize| (std::cmp::Reverse(samples[code]), labels.names[code].chars().count());
        let named = group.iter().copied().min_by_key(rank).unwrap_or(0);
        group.iter().for_each(|&code| answer[code] = named);
    }
    let name = |code: usize| &labels.names[answer[code]];
    let spelling = |(code, spelling): (usize, &String)| Spelling {
        spelling: spelling.clone(),
        answer: name(code).clone(),
        samples: samples[code],
    };
    let spellings = labels.names.iter().enumerate().map(spelling).collect();
    if groups.len() == labels.names.len() {
        return Ok((spellings, None));
    }
    let merged = Labels::from_strings(labels.codes.iter().map(|&code| name(usize::from(code))))?;
    Ok((spellings, Some(merged)))
}

/// What numbers are that are to be read as scores; none if they are not.
fn form_of(matrix: &Matrix, rows: usize, scores: Scores) -> Result<Option<ScoreForm>> {
    let mut watch = Watch::new(matrix.features());
    if scores != Scores::Kmeans {
        (0..matrix.rows()).for_each(|i| watch.push(matrix.row(i)));
    }
    let form = watch.form(matrix.rows());
    let (whole, options) = (matrix.rows() == rows, matrix.features());
    let refused = |expected: &str| {
        let (found, expected) = ("\"argmax\"".into(), expected.into());
        Err(Error::InvalidOption { option: "y_scores", found, expected })
    };
    match scores {
        Scores::Kmeans => Ok(None),
        Scores::Auto => Ok(form.filter(|_| whole && options <= MAX_CODES)),
        Scores::Argmax if !whole => refused("\"kmeans\", or a budget_bytes that holds all samples of y"),
        Scores::Argmax if options < 2 => refused("\"auto\" for a target of one column"),
        Scores::Argmax if options > MAX_CODES => refused("\"kmeans\" for a target of so many columns"),
        Scores::Argmax => Ok(Some(form.unwrap_or(ScoreForm::Logits))),
    }
}

/// Place of the greatest, the first of equals.
fn best_of(scores: &[f32]) -> i64 {
    let mut best = 0;
    for (i, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = i;
        }
    }
    i64::from(best as u32)
}

/// Mean entropy of the rows, bits.
fn mean_entropy_bits(matrix: &Matrix, form: ScoreForm) -> f64 {
    let total: f64 = (0..matrix.rows()).map(|i| entropy(matrix.row(i), form)).sum();
    total / matrix.rows() as f64 * BITS
}

/// Entropy of a row, nats: of weights w, log(sum w) - sum(w log w) / sum w.
fn entropy(scores: &[f32], form: ScoreForm) -> f64 {
    let greatest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let (mut sum, mut inner) = (0.0, 0.0);
    for &score in scores {
        let (weight, logarithm) = match form {
            ScoreForm::Probabilities if score <= 0.0 => continue,
            ScoreForm::Probabilities => (f64::from(score), libm::log(f64::from(score))),
            ScoreForm::LogProbabilities | ScoreForm::Logits => {
                let logarithm = f64::from(score) - f64::from(greatest);
                (libm::exp(logarithm), logarithm)
            }
        };
        sum += weight;
        inner += weight * logarithm;
    }
    (libm::log(sum) - inner / sum).max(0.0)
}
