//! What the tasks found so far.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::gauge::Gauge;
use super::setup::Setup;
use super::strata::Strata;
use crate::analysis::task::{Fit, Fitted, Inferred, Outcome, Solved, Table, Task};
use crate::data::codes::Codes;
use crate::data::counts::Counts;
use crate::discretize::agreement::adjusted_rand;
use crate::discretize::choose_k::{self, Choice, Tried};
use crate::discretize::partition::Assigned;
use crate::discretize::{Codebook, Merged, merge_rare};
use crate::error::{Error, Result};
use crate::input::Input;

/// The best fit of one partition, and how far apart the starts were.
#[derive(Debug, Clone)]
pub(in crate::analysis) struct Best {
    /// Code of every sample; none until they are assigned.
    codes: Option<Arc<Codes>>,
    pub(in crate::analysis) codebook: Arc<Codebook>,
    /// Sum of squared distances to the centroids, of `seen` samples.
    pub(in crate::analysis) inertia: f64,
    /// Samples that the inertia is of.
    seen: usize,
    /// The greatest inertia of the starts, relative to the least, minus 1.
    pub(in crate::analysis) spread: f64,
    /// Number of its stream; the earlier one of two equals is kept.
    stream: usize,
}

impl Best {
    /// Of an input of `rows` samples, of which the fit may have seen some.
    fn new(found: Fitted, stream: usize, rows: usize) -> Self {
        let Fitted { codes, codebook, rows: seen, inertia, worst_inertia, .. } = found;
        let codes = codes.filter(|codes| codes.codes.len() == rows);
        let spread = if inertia > 0.0 { worst_inertia / inertia - 1.0 } else { 0.0 };
        let (codes, codebook) = (codes.map(Arc::new), Arc::new(codebook));
        Self { codes, codebook, inertia, seen, spread, stream }
    }

    /// The better of two fits for one partition.
    fn or(self, other: Self) -> Self {
        let key = |best: &Self| (best.mean_inertia(), best.stream);
        let (better, worse) = if key(&other) < key(&self) { (other, self) } else { (self, other) };
        let (least, worst) = (better.mean_inertia(), worse.mean_inertia() * (1.0 + worse.spread));
        let spread = if least > 0.0 { worst / least - 1.0 } else { 0.0 };
        Self { spread: spread.max(better.spread), ..better }
    }

    /// Per sample: a draw has fewer.
    fn mean_inertia(&self) -> f64 {
        self.inertia / self.seen as f64
    }
}

/// What the tasks found so far.
#[derive(Debug, Default)]
pub(in crate::analysis) struct Found {
    /// Codes of labels and of quantiles.
    labels: BTreeMap<Input, Arc<Codes>>,
    /// Names of the labels of y that stayed; none where y is not labels.
    pub(in crate::analysis) target_names: Vec<String>,
    /// What became of rare values of y; none if they stayed.
    pub(in crate::analysis) merged: Option<Merged>,
    fits: BTreeMap<Fit, Best>,
    /// Of the fits that were done, in any order.
    iterations: Vec<usize>,
    /// What each K keeps and costs.
    pub(in crate::analysis) tried: BTreeMap<usize, Tried>,
    /// The K taken of these.
    pub(in crate::analysis) choice: Option<Choice>,
    /// K of the sources, once it is known.
    pub(in crate::analysis) k: Option<usize>,
    pub(in crate::analysis) strata: Option<Strata>,
    counts: BTreeMap<Table, Arc<Counts>>,
    pub(in crate::analysis) solved: BTreeMap<Table, Solved>,
    inferred: BTreeMap<Table, Inferred>,
    pub(in crate::analysis) gauge: Gauge,
}

impl Found {
    /// Nothing but K, where it is set, and what names the strata.
    pub(super) fn begin(k: Option<usize>, strata: Option<Strata>) -> Self {
        Self { k, strata, ..Self::default() }
    }

    /// Takes what a task found; an error if it is not what such a task finds.
    pub(super) fn take(&mut self, setup: &Setup, id: u32, task: Task, outcome: Outcome) -> Result<()> {
        match (task, outcome) {
            (Task::Labels { input: Input::Y }, Outcome::Labels(mut codes, names)) => {
                self.merged = merge_rare(&mut codes, setup.options.y_least)?;
                self.target_names = match &self.merged {
                    Some(merged) => merged.kept.iter().map(|&old| names[old as usize].clone()).collect(),
                    None => names,
                };
                self.labels.insert(Input::Y, Arc::new(codes));
            }
            (Task::Labels { input }, Outcome::Labels(codes, _)) => {
                self.labels.insert(input, Arc::new(codes));
            }
            (Task::Quantiles { .. }, Outcome::Binned(codes)) => {
                self.labels.insert(Input::Y, Arc::new(codes));
            }
            (Task::Strata, Outcome::Labels(codes, names)) => {
                self.strata.as_mut().ok_or(Error::UnknownTask { id })?.set(codes, names)?;
            }
            (Task::Fit { fit, stream, .. }, Outcome::Fitted(found)) => {
                self.iterations.push(found.iterations);
                let found = Best::new(found, stream, setup.shape(fit.input).rows);
                let best = match self.fits.remove(&fit) {
                    Some(known) => known.or(found),
                    None => found,
                };
                self.fits.insert(fit, best);
            }
            (Task::Assign { fits, .. }, Outcome::Assigned(found)) => {
                let found = found.into_iter().map(|Assigned { codes, inertia }| (codes.codes, Some(inertia)));
                self.assign(setup, &fits, found.collect())?;
            }
            (Task::AssignFile { fits, .. }, Outcome::Streamed(codes)) => {
                self.assign(setup, &fits, codes.into_iter().map(|codes| (codes, None)).collect())?;
            }
            (Task::HeldOut { k, .. }, Outcome::HeldOut(tried)) => {
                self.tried.insert(k, tried);
            }
            (Task::Solve { table, .. }, Outcome::Solved(solved)) => {
                self.solved.insert(table, solved);
            }
            (Task::Infer { table, .. }, Outcome::Inferred(inferred)) => {
                self.inferred.insert(table, *inferred);
            }
            (Task::View { input, .. }, Outcome::Viewed(view)) => {
                self.gauge.views.insert(input, Arc::new(view));
            }
            (Task::Probe { source, .. }, Outcome::Probed(probed)) => {
                self.gauge.probed.insert(source, probed);
            }
            (Task::Aware { partition, .. }, Outcome::Aware(part)) => {
                self.gauge.aware.insert(partition, *part);
            }
            _ => return Err(Error::UnknownTask { id }),
        }
        Ok(())
    }

    /// Iterations that a fit took on average; none before the first is done.
    pub(super) fn mean_iterations(&self) -> Option<f64> {
        let sum: usize = self.iterations.iter().sum();
        (!self.iterations.is_empty()).then(|| sum as f64 / self.iterations.len() as f64)
    }

    /// Fits of which the samples have no codes yet, with their codebooks.
    pub(super) fn unassigned(&self, wanted: impl Fn(&Fit) -> bool) -> Vec<(Fit, Arc<Codebook>)> {
        let waiting = self.fits.iter().filter(|(fit, best)| wanted(fit) && best.codes.is_none());
        waiting.map(|(&fit, best)| (fit, best.codebook.clone())).collect()
    }

    /// Takes the codes of all samples, with the inertia that they have where it is known.
    fn assign(
        &mut self,
        setup: &Setup,
        fits: &[(Fit, Arc<Codebook>)],
        found: Vec<(Vec<u32>, Option<f64>)>,
    ) -> Result<()> {
        if found.len() != fits.len() {
            return Err(Error::Malformed { what: "not one list of codes for each codebook".into() });
        }
        for ((fit, codebook), (codes, inertia)) in fits.iter().zip(found) {
            let rows = setup.shape(fit.input).rows;
            if codes.len() != rows {
                return Err(Error::Malformed {
                    what: format!("{} changed while it was read", fit.input.slot()),
                });
            }
            if let Some(best) = self.fits.get_mut(fit) {
                best.codes = Some(Arc::new(Codes { codes, size: codebook.size() }));
                if let Some(inertia) = inertia {
                    (best.inertia, best.seen) = (inertia, rows);
                }
            }
        }
        Ok(())
    }

    /// Chooses K by what was held out; fits of another K are not needed any more.
    pub(super) fn choose_k(&mut self) {
        self.choice = choose_k::choose(&self.tried.values().copied().collect::<Vec<_>>());
        let chosen = self.choice.map_or(2, |choice| choice.k);
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
        let k = if input == Input::Y { setup.ky } else { k };
        self.fits.get(&Fit { input, k, partition })
    }

    /// Codes of an input; labels are the same in all partitions.
    pub(in crate::analysis) fn codes(
        &self,
        setup: &Setup,
        input: Input,
        k: usize,
        partition: usize,
    ) -> Result<&Arc<Codes>> {
        let labels = self.labels.get(&input);
        let codes = labels.or_else(|| self.best(setup, input, k, partition)?.codes.as_ref());
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

    /// Begins with known counts of all samples in one partition.
    pub(super) fn set_counts(&mut self, partition: usize, counts: Counts) {
        self.counts.insert(Table::of(partition), Arc::new(counts));
    }

    /// Counts of all samples in one partition, once they are known.
    pub(in crate::analysis) fn counts(&self, partition: usize) -> Option<&Arc<Counts>> {
        self.counts.get(&Table::of(partition))
    }

    /// What the partitions gave so far, of all samples or of a stratum, by their number.
    pub(in crate::analysis) fn inferred(&self, stratum: Option<usize>) -> Vec<(usize, &Inferred)> {
        let of = self.inferred.iter().filter(|(table, _)| table.stratum == stratum);
        of.map(|(table, inferred)| (table.partition, inferred)).collect()
    }

    /// The partition that is shown: of those inferred so far, the one of least inertia relative to the
    /// least of each input; the first of equals.
    pub(in crate::analysis) fn reference(&self, setup: &Setup) -> usize {
        let partitions: Vec<usize> =
            self.inferred(None).into_iter().map(|(partition, _)| partition).collect();
        let mean_inertia =
            |input, partition| self.best(setup, input, self.k?, partition).map(Best::mean_inertia);
        let mut relative = vec![0.0; partitions.len()];
        for input in setup.clustered() {
            let own: Vec<f64> =
                partitions.iter().filter_map(|&partition| mean_inertia(input, partition)).collect();
            let least = own.iter().copied().fold(f64::INFINITY, f64::min);
            for (relative, own) in relative.iter_mut().zip(own) {
                *relative += if least > 0.0 { own / least } else { 1.0 };
            }
        }
        let best = relative.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1));
        best.map_or(0, |(place, _)| partitions[place])
    }

    /// Mean adjusted Rand index between the partitions of a source; none for labels or one partition.
    pub(in crate::analysis) fn agreement(&self, setup: &Setup, input: Input) -> Option<f64> {
        let best = |partition| self.best(setup, input, self.k?, partition);
        let codes: Vec<&Codes> =
            (0..setup.partitions()).filter_map(best).filter_map(|best| best.codes.as_deref()).collect();
        let pairs = codes.iter().enumerate().flat_map(|(i, a)| codes[i + 1..].iter().map(move |b| (a, b)));
        let indices: Vec<f64> = pairs.map(|(a, b)| adjusted_rand(&a.codes, &b.codes)).collect();
        (!indices.is_empty()).then(|| indices.iter().sum::<f64>() / indices.len() as f64)
    }
}
