//! A target as a model answers it -> labels.
//!
//! Answers in words: spellings that differ in case, in space or in punctuation around them are one answer,
//! called by its most frequent spelling, of equals by the shortest. Scores of options (probabilities, their
//! logarithms, logits): the best option of each sample, the first of equals.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::discretize::samples::{Samples, each};
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
    let labels = match &array.values {
        Values::Labels(labels) => {
            let (spellings, answers) = answers(labels, ignore)?;
            found.spellings = Some(spellings);
            answers
        }
        Values::Matrix(matrix) => best_options(matrix, rows, scores, &mut found)?,
        Values::Half(matrix) => best_options(matrix, rows, scores, &mut found)?,
        Values::Nothing => None,
    };
    if let Some(labels) = labels {
        array.facts.describe_labels(&labels);
        array.values = Values::Labels(labels);
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

/// The best option of each sample, if these are scores, with what is told of them.
fn best_options(
    samples: &dyn Samples,
    rows: usize,
    scores: Scores,
    found: &mut TargetFacts,
) -> Result<Option<Labels>> {
    let Some(form) = form_of(samples, rows, scores)? else { return Ok(None) };
    let (n, mut best, mut entropies) = (samples.rows(), vec![], 0.0);
    each(samples, 0..n, &mut || Ok(()), &mut |_, scores| {
        best.push(best_of(scores));
        entropies += entropy(scores, form);
    })?;
    let entropy_bits = entropies / n as f64 * BITS;
    found.scores = Some(ScoreFacts { form, options: samples.features(), entropy_bits });
    Ok(Some(Labels::from_integers(best)?))
}

/// What numbers are that are to be read as scores; none if they are not.
fn form_of(samples: &dyn Samples, rows: usize, scores: Scores) -> Result<Option<ScoreForm>> {
    let (mut watch, mut row) = (Watch::new(samples.features()), vec![0.0; samples.features()]);
    for i in (0..samples.rows()).take_while(|_| scores != Scores::Kmeans) {
        samples.copy(i, &mut row);
        watch.push(&row);
        if watch.is_over() {
            break;
        }
    }
    let form = watch.form(samples.rows());
    let (whole, options) = (samples.rows() == rows, samples.features());
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
