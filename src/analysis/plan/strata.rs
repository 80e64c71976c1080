//! Strata: groups of samples that a fourth array of labels names, each decomposed alone.
//!
//! A source may seem to tell y only because both follow the group (the type of a question, the origin
//! of a sample). Pooled over groups it then tells y, within them it does not. All strata are coded
//! by the partition of the whole; symbols that do not occur in a stratum are left out of its table.

use super::setup::Shape;
use crate::data::codes::Codes;
use crate::data::counts::Counts;
use crate::error::{Error, Result};
use crate::report::InputFacts;

/// Strata that are decomposed at most: the largest.
pub const MAX_STRATA: usize = 64;
/// Samples that a stratum must have to be decomposed: two for each group of the jackknife.
pub const LEAST_SAMPLES: u64 = 40;

/// The strata of an analysis.
#[derive(Debug)]
pub(in crate::analysis) struct Strata {
    /// Where they came from.
    pub(in crate::analysis) facts: InputFacts,
    rows: usize,
    /// Labels, ascending; none before they are known.
    pub(in crate::analysis) names: Vec<String>,
    codes: Vec<u32>,
}

impl Strata {
    /// For an analysis of `rows` samples.
    pub(super) fn new(facts: InputFacts, shape: Shape, rows: usize) -> Result<Self> {
        if shape.rows != rows {
            return Err(Error::StrataRows { z: shape.rows, n: rows });
        }
        if !shape.labels {
            return Err(Error::StrataNotLabels { dtype: facts.dtype });
        }
        Ok(Self { facts, rows, names: vec![], codes: vec![] })
    }

    /// Takes the labels.
    pub(super) fn set(&mut self, codes: Codes, names: Vec<String>) -> Result<()> {
        if codes.codes.len() != self.rows || names.len() != codes.size {
            return Err(Error::Malformed {
                what: "labels of the strata changed while they were read".into(),
            });
        }
        (self.names, self.codes) = (names, codes.codes);
        Ok(())
    }

    /// Stratum of each sample.
    pub(in crate::analysis) fn codes(&self) -> &[u32] {
        &self.codes
    }

    /// Samples of each stratum.
    pub(in crate::analysis) fn sizes(&self) -> Vec<u64> {
        let mut sizes = vec![0; self.names.len()];
        self.codes.iter().for_each(|&code| sizes[code as usize] += 1);
        sizes
    }

    /// Numbers of the strata that have enough samples, ascending; of more than [`MAX_STRATA`] the largest.
    pub(in crate::analysis) fn decomposed(&self) -> Vec<usize> {
        let sizes = self.sizes();
        let enough = |&stratum: &usize| sizes[stratum] >= LEAST_SAMPLES;
        let mut numbers: Vec<usize> = (0..sizes.len()).filter(enough).collect();
        numbers.sort_by_key(|&stratum| std::cmp::Reverse(sizes[stratum]));
        numbers.truncate(MAX_STRATA);
        numbers.sort_unstable();
        numbers
    }

    /// Counts of one stratum.
    pub(super) fn counts(&self, stratum: usize, codes: [&Codes; 3]) -> Result<Counts> {
        let [x1, x2, y] = codes.map(|codes| self.occurring(stratum, codes));
        Counts::from_codes(&x1, &x2, &y)
    }

    /// Codes of the samples of a stratum, numbered among those that occur.
    fn occurring(&self, stratum: usize, codes: &Codes) -> Codes {
        let own = || self.codes.iter().zip(&codes.codes).filter(|(of, _)| **of as usize == stratum);
        let mut number = vec![None; codes.size];
        own().for_each(|(_, &code)| number[code as usize] = Some(0));
        let mut size = 0;
        for number in number.iter_mut().flatten() {
            *number = size;
            size += 1;
        }
        Codes { codes: own().filter_map(|(_, &code)| number[code as usize]).collect(), size: size as usize }
    }
}
