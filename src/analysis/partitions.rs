//! What a plan knows of its partitions: codes, counts, sizes to try, agreement of seeds.

use super::plan::{Best, Plan};
use crate::data::codes::Codes;
use crate::data::counts::Counts;
use crate::discretize::agreement::adjusted_rand;
use crate::discretize::choose_k;
use crate::error::{Error, Result};
use crate::input::Input;
use crate::options::{CodeCount, Method};

impl Plan {
    pub(super) fn count(&self, seed: usize) -> Result<Counts> {
        let [x1, x2, y] = Input::ALL.map(|input| self.codes(input, self.k, seed));
        Counts::from_codes(x1?, x2?, y?)
    }

    /// Counts of every stratum that has enough samples.
    pub(super) fn count_within(&self, seed: usize) -> Result<Vec<(usize, Counts)>> {
        let Some(strata) = &self.strata else { return Ok(vec![]) };
        let [x1, x2, y] = Input::ALL.map(|input| self.codes(input, self.k, seed));
        let codes = [x1?, x2?, y?];
        let counts = |stratum| Ok((stratum, strata.counts(stratum, codes)?));
        strata.decomposed().into_iter().map(counts).collect()
    }

    /// Codes of an input; y has one partition, whatever K and the seed.
    pub(super) fn codes(&self, input: Input, k: usize, seed: usize) -> Result<&Codes> {
        if let Some(codes) = self.labels.get(&input) {
            return Ok(codes);
        }
        self.best(input, k, seed).map(|best| &best.restart.codes).ok_or(Error::InputNotLoaded)
    }

    /// The partition of a clustered input; null for labels.
    pub(super) fn best(&self, input: Input, k: usize, seed: usize) -> Option<&Best> {
        let (k, seed) = if input == Input::Y { (self.ky, 0) } else { (k, seed) };
        self.partitions.get(&(input, k, seed))
    }

    /// Sources that K-means has to code.
    pub(super) fn clustered(&self) -> Vec<Input> {
        [Input::X1, Input::X2].into_iter().filter(|&i| !self.shapes[i as usize].labels).collect()
    }

    /// K-means seeds: one when no source depends on it.
    pub(super) fn seeds(&self) -> usize {
        if self.clustered().is_empty() || self.options.method == Method::Plugin {
            1
        } else {
            self.options.seeds
        }
    }

    /// Samples that K-means saw of each input, where these were not all.
    pub(super) fn fitted_on(&self) -> [Option<usize>; 3] {
        self.shapes.map(|shape| (!shape.labels && shape.fitted < shape.rows).then_some(shape.fitted))
    }

    pub(super) fn chooses_k(&self) -> bool {
        matches!(self.options.k, CodeCount::Auto(_)) && !self.clustered().is_empty()
    }

    pub(super) fn grid(&self) -> Result<Vec<usize>> {
        let ky = self.codes(Input::Y, 0, 0)?.size;
        let fitted = self.clustered().iter().map(|&input| self.shapes[input as usize].fitted).min();
        let fits = |k: &usize| fitted.is_none_or(|fitted| *k <= fitted);
        Ok(choose_k::grid(self.shapes[0].rows, ky).into_iter().filter(fits).collect())
    }

    /// Refuses more codes than K-means saw samples.
    pub(super) fn check_codes(&self, k: usize) -> Result<()> {
        let fitted = |&input: &Input| (input, self.shapes[input as usize].fitted);
        match self.clustered().iter().map(fitted).find(|&(_, n)| k > n) {
            Some((input, n)) => Err(Error::TooManyCodes { input: input.slot(), k, n }),
            None => Ok(()),
        }
    }

    /// Mean adjusted Rand index between the K-means seeds of a source; none for labels or one seed.
    pub(super) fn agreement(&self, input: Input) -> Option<f64> {
        let seeds: Vec<&Codes> = (0..self.seeds())
            .filter_map(|seed| self.best(input, self.k, seed))
            .map(|b| &b.restart.codes)
            .collect();
        let pairs = seeds.iter().enumerate().flat_map(|(i, a)| seeds[i + 1..].iter().map(move |b| (a, b)));
        let indices: Vec<f64> = pairs.map(|(a, b)| adjusted_rand(&a.codes, &b.codes)).collect();
        (!indices.is_empty()).then(|| indices.iter().sum::<f64>() / indices.len() as f64)
    }
}
