//! What the tasks found so far.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::setup::Setup;
use super::strata::Strata;
use crate::analysis::task::{Fit, Inferred, Outcome, Solved, Table, Task};
use crate::data::codes::Codes;
use crate::data::counts::Counts;
use crate::discretize::agreement::adjusted_rand;
use crate::discretize::{Codebook, Merged, Restart, choose_k, merge_rare};
use crate::error::{Error, Result};
use crate::input::Input;

/// The best restart of one partition, and how far apart the restarts were.
#[derive(Debug, Clone)]
pub(in crate::analysis) struct Best {
    pub(in crate::analysis) codes: Arc<Codes>,
    pub(in crate::analysis) codebook: Arc<Codebook>,
    /// The least of its restarts.
    pub(in crate::analysis) inertia: f64,
    /// The greatest of its restarts.
    pub(in crate::analysis) worst: f64,
    /// Number of the best restart; the earlier one of two equals is kept.
    restart: u64,
}

/// What the tasks found so far.
#[derive(Debug, Default)]
pub(in crate::analysis) struct Found {
    /// Codes of labels and of quantiles.
    labels: BTreeMap<Input, Arc<Codes>>,
    /// What became of rare values of y; none if they stayed.
    pub(in crate::analysis) merged: Option<Merged>,
    fits: BTreeMap<Fit, Best>,
    /// By K.
    held_out: BTreeMap<usize, f64>,
    /// K of the sources, once it is known.
    pub(in crate::analysis) k: Option<usize>,
    pub(in crate::analysis) strata: Option<Strata>,
    counts: BTreeMap<Table, Arc<Counts>>,
    pub(in crate::analysis) solved: BTreeMap<Table, Solved>,
    pub(in crate::analysis) inferred: BTreeMap<Table, Inferred>,
}

impl Found {
    /// Nothing but K, where it is set, and what names the strata.
    pub(super) fn begin(k: Option<usize>, strata: Option<Strata>) -> Self {
        Self { k, strata, ..Self::default() }
    }

    /// Takes what a task found; an error if it is not what such a task finds.
    pub(super) fn take(&mut self, setup: &Setup, id: u32, task: Task, outcome: Outcome) -> Result<()> {
        match (task, outcome) {
            (Task::Labels { input: Input::Y }, Outcome::Labels(mut codes)) => {
                self.merged = merge_rare(&mut codes, setup.options.y_least)?;
                self.labels.insert(Input::Y, Arc::new(codes));
            }
            (Task::Labels { input }, Outcome::Labels(codes)) => {
                self.labels.insert(input, Arc::new(codes));
            }
            (Task::Quantiles { .. }, Outcome::Labels(codes)) => {
                self.labels.insert(Input::Y, Arc::new(codes));
            }
            (Task::Strata, Outcome::Strata(codes, names)) => {
                self.strata.as_mut().ok_or(Error::UnknownTask { id })?.set(codes, names)?;
            }
            (Task::Restart { fit, restart, .. }, Outcome::Restart(found)) => {
                self.keep_best(fit, restart, found);
            }
            (Task::Assign { fits, .. }, Outcome::Assigned(codes)) => self.assign(setup, &fits, codes)?,
            (Task::HeldOut { k, .. }, Outcome::HeldOut(information)) => {
                self.held_out.insert(k, information);
            }
            (Task::Solve { table, .. }, Outcome::Solved(solved)) => {
                self.solved.insert(table, solved);
            }
            (Task::Infer { table, .. }, Outcome::Inferred(inferred)) => {
                self.inferred.insert(table, *inferred);
            }
            _ => return Err(Error::UnknownTask { id }),
        }
        Ok(())
    }

    fn keep_best(&mut self, fit: Fit, restart: u64, found: Restart) {
        let Restart { codes, codebook, inertia, .. } = found;
        let found =
            Best { codes: Arc::new(codes), codebook: Arc::new(codebook), inertia, worst: inertia, restart };
        let best = match self.fits.remove(&fit) {
            None => found,
            Some(known) => {
                let worst = known.worst.max(inertia);
                let better = inertia < known.inertia || (inertia == known.inertia && restart < known.restart);
                Best { worst, ..if better { found } else { known } }
            }
        };
        self.fits.insert(fit, best);
    }

    /// Fits of which the codes are those of a sample, with their codebooks.
    pub(super) fn unassigned(
        &self,
        setup: &Setup,
        wanted: impl Fn(&Fit) -> bool,
    ) -> Vec<(Fit, Arc<Codebook>)> {
        let sampled = |(fit, best): &(&Fit, &Best)| best.codes.codes.len() != setup.shape(fit.input).rows;
        let of_sample = self.fits.iter().filter(|(fit, _)| wanted(fit)).filter(sampled);
        of_sample.map(|(&fit, best)| (fit, best.codebook.clone())).collect()
    }

    /// Takes the codes of all samples.
    fn assign(&mut self, setup: &Setup, fits: &[(Fit, Arc<Codebook>)], codes: Vec<Vec<u32>>) -> Result<()> {
        if codes.len() != fits.len() {
            return Err(Error::Malformed { what: "not one list of codes for each codebook".into() });
        }
        for ((fit, _), codes) in fits.iter().zip(codes) {
            if codes.len() != setup.shape(fit.input).rows {
                return Err(Error::Malformed {
                    what: format!("{} changed while it was read", fit.input.slot()),
                });
            }
            if let Some(best) = self.fits.get_mut(fit) {
                best.codes = Arc::new(Codes { codes, size: best.codes.size });
            }
        }
        Ok(())
    }

    /// Chooses K by what was held out; fits of another K are not needed any more.
    pub(super) fn choose_k(&mut self) {
        let tried: Vec<(usize, f64)> =
            self.held_out.iter().map(|(&k, &information)| (k, information)).collect();
        let chosen = choose_k::choose(&tried).unwrap_or(2);
        self.k = Some(chosen);
        self.fits.retain(|fit, _| fit.input == Input::Y || fit.k == chosen);
    }

    /// The fit of a clustered input; null for labels. `k` is that of the sources.
    pub(in crate::analysis) fn best(
        &self,
        setup: &Setup,
        input: Input,
        k: usize,
        partition: usize,
    ) -> Option<&Best> {
        let (k, partition) = if input == Input::Y { (setup.ky, 0) } else { (k, partition) };
        self.fits.get(&Fit { input, k, partition })
    }

    /// Codes of an input; y has one partition, whatever K.
    pub(in crate::analysis) fn codes(
        &self,
        setup: &Setup,
        input: Input,
        k: usize,
        partition: usize,
    ) -> Result<&Arc<Codes>> {
        let labels = self.labels.get(&input);
        let codes = labels.or_else(|| self.best(setup, input, k, partition).map(|best| &best.codes));
        codes.ok_or(Error::InputNotLoaded)
    }

    /// Codes of the three inputs in one partition.
    pub(in crate::analysis) fn partition(
        &self,
        setup: &Setup,
        k: usize,
        partition: usize,
    ) -> Result<[&Arc<Codes>; 3]> {
        let [x1, x2, y] = Input::ALL.map(|input| self.codes(setup, input, k, partition));
        Ok([x1?, x2?, y?])
    }

    /// Counts of all samples in one partition, and of every stratum that has enough.
    pub(super) fn count(&mut self, setup: &Setup, partition: usize) -> Result<Vec<(Table, Arc<Counts>)>> {
        if self.counts(partition).is_none() {
            let codes = self.partition(setup, self.k.unwrap_or(0), partition)?.map(Arc::as_ref);
            let mut tables = vec![(None, Counts::from_codes(codes[0], codes[1], codes[2])?)];
            if let Some(strata) = &self.strata {
                for stratum in strata.decomposed() {
                    tables.push((Some(stratum), strata.counts(stratum, codes)?));
                }
            }
            let named = |(stratum, counts)| (Table { partition, stratum }, Arc::new(counts));
            self.counts.extend(tables.into_iter().map(named));
        }
        let own = self.counts.iter().filter(|(table, _)| table.partition == partition);
        Ok(own.map(|(&table, counts)| (table, counts.clone())).collect())
    }

    /// Begins with known counts of all samples.
    pub(super) fn set_counts(&mut self, counts: Counts) {
        self.counts.insert(Table { partition: 0, stratum: None }, Arc::new(counts));
    }

    /// Counts of all samples in one partition, once they are known.
    pub(in crate::analysis) fn counts(&self, partition: usize) -> Option<&Arc<Counts>> {
        self.counts.get(&Table { partition, stratum: None })
    }

    /// Mean adjusted Rand index between the partitions of a source; none for labels or one partition.
    pub(in crate::analysis) fn agreement(&self, setup: &Setup, input: Input) -> Option<f64> {
        let best = |partition| self.best(setup, input, self.k?, partition);
        let codes: Vec<&Codes> = (0..setup.partitions()).filter_map(best).map(|best| &*best.codes).collect();
        let pairs = codes.iter().enumerate().flat_map(|(i, a)| codes[i + 1..].iter().map(move |b| (a, b)));
        let indices: Vec<f64> = pairs.map(|(a, b)| adjusted_rand(&a.codes, &b.codes)).collect();
        (!indices.is_empty()).then(|| indices.iter().sum::<f64>() / indices.len() as f64)
    }
}
