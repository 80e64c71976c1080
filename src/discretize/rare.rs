//! Rare values of y -> one symbol, "other".
//!
//! A value that a handful of samples have cannot be told from chance: its cells hold a sample or two,
//! and a thousand such cells look like knowledge. Answers of a model, names and captions come with a
//! long tail of them. Values with fewer samples than a least number become one symbol, the last.

use serde::{Deserialize, Serialize};

use crate::data::codes::Codes;
use crate::error::{Error, Result};
use crate::options::{Least, MAX_CODES};

/// Samples that a value must have under `"auto"`, where values are merged at all.
const LEAST: usize = 10;
/// Samples wanted per value under `"auto"`: with 16 a cell at four codes no value is merged. Not by
/// the K in use: a sweep over K would compare different targets.
pub const SAMPLES_PER_VALUE: usize = 64;

/// What became of the values of y.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    /// Samples that a value must have.
    pub least: usize,
    /// Values before.
    pub values: usize,
    /// Values that became one.
    pub merged: usize,
    /// Samples that have one of these.
    pub samples: usize,
    /// Old symbols of the values that stayed, in their new order; the symbol after them is "other".
    pub kept: Vec<u32>,
}

/// Values of y that may all be rare: beyond these the work has no end, and no sample tells of another.
const MOST_RARE: usize = 2048;

/// Merges the values of y with too few samples; none if no two are, or if no value has enough.
///
/// # Errors
///
/// [`crate::error::Error`] if too many values, or with a fixed least none at all, have enough samples.
pub fn merge_rare(codes: &mut Codes, least: Least) -> Result<Option<Merged>> {
    let mut samples = vec![0; codes.size];
    codes.codes.iter().for_each(|&code| samples[code as usize] += 1);
    let set = matches!(least, Least::Fixed(_));
    let least = match least {
        Least::Fixed(least) => least,
        Least::Auto(_) if codes.size <= MAX_CODES && codes.codes.len() >= SAMPLES_PER_VALUE * codes.size => {
            return Ok(None);
        }
        Least::Auto(_) => LEAST.max(nth_largest(&samples, MAX_CODES)),
    };
    let kept: Vec<u32> = (0..codes.size as u32).filter(|&code| samples[code as usize] >= least).collect();
    let merged = codes.size - kept.len();
    if kept.len() + usize::from(merged > 0) > MAX_CODES {
        return Err(too_many(least, nth_largest(&samples, MAX_CODES)));
    }
    if merged < 2 {
        return Ok(None);
    }
    if kept.is_empty() {
        let most = samples.iter().copied().max().unwrap_or(0);
        return match set {
            true => Err(nothing_left(least, most)),
            false if codes.size > MOST_RARE => Err(Error::OnlyRareValues { values: codes.size, most }),
            false => Ok(None),
        };
    }
    let mut renamed = vec![kept.len() as u32; codes.size];
    kept.iter().zip(0..).for_each(|(&old, new)| renamed[old as usize] = new);
    codes.codes.iter_mut().for_each(|code| *code = renamed[*code as usize]);
    let values = std::mem::replace(&mut codes.size, kept.len() + 1);
    let left: usize = kept.iter().map(|&code| samples[code as usize]).sum();
    Ok(Some(Merged { least, values, merged, samples: codes.codes.len() - left, kept }))
}

/// About how many codes `values` different ones of `samples` samples leave: how they are distributed nobody
/// knows before they are read.
pub fn values_left(values: usize, samples: usize, least: Least) -> usize {
    let least = match least {
        Least::Fixed(least) => least,
        Least::Auto(_) if values <= MAX_CODES && samples >= SAMPLES_PER_VALUE * values => 1,
        Least::Auto(_) => LEAST,
    };
    let left = if least == 1 {
        values
    } else {
        // By Zipf's law, of which 1 / ln(values) is the most frequent one's share.
        let frequent = samples as f64 / (least as f64 * libm::log(values.max(3) as f64));
        // Not negative.
        #[allow(clippy::cast_sign_loss)]
        let frequent = frequent.round() as usize;
        values.min(frequent + 1)
    };
    left.clamp(2, MAX_CODES)
}

/// One more than the `rank`-th largest number; 0 if there are fewer than `rank`.
fn nth_largest(numbers: &[usize], rank: usize) -> usize {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable_by(|a, b| b.cmp(a));
    sorted.get(rank - 1).map_or(0, |number| number + 1)
}

fn too_many(least: usize, enough: usize) -> Error {
    Error::InvalidOption {
        option: "y_least",
        found: least.to_string(),
        expected: format!("at least {enough}: more than {MAX_CODES} values of y cannot be codes"),
    }
}

fn nothing_left(least: usize, most: usize) -> Error {
    Error::InvalidOption {
        option: "y_least",
        found: least.to_string(),
        expected: format!("at most {most}, the samples of the most frequent value of y"),
    }
}
