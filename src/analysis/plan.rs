//! Which tasks an analysis consists of, and when each may start.
//!
//! Stages follow each other; the tasks of a stage are independent, so that any number of workers
//! gives the same result:
//!
//! 1. codes of y, and of sources that are labels;
//! 2. with K = auto: partitions of every K of the grid, then their held-out information;
//! 3. the headline partition (first K-means seed);
//! 4. its plug-in values and its intervals, beside the partitions of the other seeds;
//! 5. intervals of the other seeds, for the claims.

use std::collections::BTreeMap;

use crate::analysis::task::{Found, Inferred, Input, Solved, Work};
use crate::codes::Codes;
use crate::discretize::Restart;
use crate::error::{Error, Result};
use crate::joint::Counts;
use crate::options::{CodeCount, Method, Options};
use crate::order;
use crate::report::BITS;
use crate::selection;

/// Restarts while K is being chosen; the partition that is kept gets all of them.
const SELECTION_RESTARTS: usize = 3;

/// A task handed out.
#[derive(Debug, Clone)]
pub struct Task {
    /// Its number.
    pub id: u32,
    /// What it belongs to, for progress.
    pub phase: Phase,
    /// What to do.
    pub work: Work,
}

/// What a task is to the plan.
#[derive(Debug, Clone, Copy)]
enum Job {
    Labels(Input),
    Restart { input: Input, k: usize, seed: usize, number: usize },
    HeldOut { k: usize },
    Solve,
    Infer { seed: usize },
}

/// What a reader of the progress line distinguishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Codes of y.
    CodesY,
    /// Choice of K.
    ChooseK,
    /// Codes of x1.
    CodesX1,
    /// Codes of x2.
    CodesX2,
    /// Plug-in values.
    Solve,
    /// Intervals of the headline partition.
    Intervals,
    /// Intervals of the other seeds.
    Claims,
}

impl Phase {
    /// All, in order.
    pub const ALL: [Self; 7] = [
        Self::CodesY,
        Self::ChooseK,
        Self::CodesX1,
        Self::CodesX2,
        Self::Solve,
        Self::Intervals,
        Self::Claims,
    ];
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Target,
    Grid,
    HeldOut,
    Headline,
    Inference,
    Consensus,
    Done,
}

/// What the plan has to know of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Samples.
    pub rows: usize,
    /// Whether it is labels, which are codes already.
    pub labels: bool,
}

/// The best restart of one partition, and how far apart the restarts were.
#[derive(Debug, Clone)]
pub(super) struct Best {
    /// The one of least inertia; the earlier one of two equals.
    pub(super) restart: Restart,
    number: usize,
    /// Greatest inertia of its restarts.
    pub(super) worst: f64,
}

/// The state of an analysis between tasks.
#[derive(Debug)]
pub struct Plan {
    pub(super) options: Options,
    pub(super) shapes: [Shape; 3],
    stage: Stage,
    next_id: u32,
    queue: Vec<Task>,
    running: BTreeMap<u32, (Phase, Job)>,
    /// Tasks done and known so far, by phase.
    pub(super) totals: BTreeMap<Phase, [usize; 2]>,
    labels: BTreeMap<Input, Codes>,
    /// By (input, K, K-means seed).
    partitions: BTreeMap<(Input, usize, usize), Best>,
    held_out: Vec<(usize, f64)>,
    pub(super) k: usize,
    ky: usize,
    pub(super) solved: Option<Solved>,
    pub(super) inferred: BTreeMap<usize, Inferred>,
    /// Of each K-means seed, as far as they are known.
    pub(super) counts: BTreeMap<usize, Counts>,
}

impl Plan {
    /// An analysis of three inputs. Checks what can be checked before any work.
    pub fn new(options: Options, shapes: [Shape; 3]) -> Result<Self> {
        options.validate()?;
        let [x1, x2, y] = shapes.map(|s| s.rows);
        if x1 != x2 || x2 != y {
            return Err(Error::RowCountMismatch { x1, x2, y });
        }
        let mut plan = Self::empty(options, shapes);
        plan.ky = match plan.options.ky {
            CodeCount::Fixed(ky) => ky,
            CodeCount::Auto(_) => selection::target_codes(y),
        };
        if let CodeCount::Fixed(k) = plan.options.k {
            plan.check_codes(k)?;
        }
        plan.enter(Stage::Target)?;
        Ok(plan)
    }

    /// The inference part alone, of known counts: what a shared link is checked with.
    pub fn from_counts(options: Options, counts: Counts) -> Result<Self> {
        options.validate()?;
        let rows = usize::try_from(counts.n()).unwrap_or(usize::MAX);
        let mut plan = Self::empty(options, [Shape { rows, labels: true }; 3]);
        plan.counts.insert(0, counts);
        plan.enter(Stage::Inference)?;
        Ok(plan)
    }

    fn empty(options: Options, shapes: [Shape; 3]) -> Self {
        Self {
            options,
            shapes,
            stage: Stage::Target,
            next_id: 0,
            queue: vec![],
            running: BTreeMap::new(),
            totals: BTreeMap::new(),
            labels: BTreeMap::new(),
            partitions: BTreeMap::new(),
            held_out: vec![],
            k: 0,
            ky: 0,
            solved: None,
            inferred: BTreeMap::new(),
            counts: BTreeMap::new(),
        }
    }

    /// Tasks that may start now and were not handed out before.
    pub fn ready(&mut self) -> Vec<Task> {
        std::mem::take(&mut self.queue)
    }

    /// Whether every task is done.
    pub fn done(&self) -> bool {
        self.stage == Stage::Done
    }

    /// Tasks done and known of every phase that this analysis has or may have.
    pub fn phases(&self) -> Vec<(Phase, [usize; 2])> {
        let known = |phase: &Phase| self.totals.get(phase).copied().unwrap_or_default();
        Phase::ALL
            .iter()
            .map(|p| (*p, known(p)))
            .filter(|&(p, [_, total])| total > 0 || self.expects(p))
            .collect()
    }

    /// Whether tasks of a phase that has none yet are still to come.
    fn expects(&self, phase: Phase) -> bool {
        let full = self.options.method == Method::Full;
        !self.done()
            && match phase {
                Phase::CodesX1 => !self.shapes[0].labels,
                Phase::CodesX2 => !self.shapes[1].labels,
                Phase::CodesY => false,
                Phase::ChooseK => self.chooses_k(),
                Phase::Solve => true,
                Phase::Intervals => full,
                Phase::Claims => full && self.seeds() > 1,
            }
    }

    /// What a phase is called, with the names of the inputs.
    pub fn label(&self, phase: Phase) -> String {
        let [x1, x2, y] = &self.options.names;
        let seeds = match self.seeds() {
            1 => String::new(),
            seeds => format!(", {seeds} seeds"),
        };
        match phase {
            Phase::CodesY => format!("Codes of {y}"),
            Phase::ChooseK => "Choose K".into(),
            Phase::CodesX1 => format!("Codes of {x1}{seeds}"),
            Phase::CodesX2 => format!("Codes of {x2}{seeds}"),
            Phase::Solve => "Count and solve".into(),
            Phase::Intervals => "Intervals".into(),
            Phase::Claims => "Claims over seeds".into(),
        }
    }

    /// Share of the whole work that is done: phases count alike, as nothing better is known before.
    pub fn share(&self) -> f64 {
        let phases = self.phases();
        let done = phases.iter().map(|(_, [done, total])| *done as f64 / (*total).max(1) as f64);
        done.sum::<f64>() / phases.len().max(1) as f64
    }

    /// Takes what a task found; starts the next stage when it was the last of its own.
    pub fn complete(&mut self, id: u32, found: Found) -> Result<()> {
        let (phase, job) = self.running.remove(&id).ok_or(Error::UnknownTask { id })?;
        match (job, found) {
            (Job::Labels(input), Found::Labels(codes)) => {
                self.labels.insert(input, codes);
            }
            (Job::Restart { input, k, seed, number }, Found::Restart(found)) => {
                self.keep((input, k, seed), number, found);
            }
            (Job::HeldOut { k }, Found::HeldOut(information)) => self.held_out.push((k, information)),
            (Job::Solve, Found::Solved(solved)) => self.solved = Some(solved),
            (Job::Infer { seed }, Found::Inferred(inference)) => {
                self.inferred.insert(seed, *inference);
            }
            _ => return Err(Error::UnknownTask { id }),
        }
        self.totals.entry(phase).or_default()[0] += 1;
        if self.running.is_empty() { self.enter(self.next_stage()) } else { Ok(()) }
    }

    fn next_stage(&self) -> Stage {
        match self.stage {
            Stage::Target if self.chooses_k() => Stage::Grid,
            Stage::Target | Stage::HeldOut => Stage::Headline,
            Stage::Grid => Stage::HeldOut,
            Stage::Headline => Stage::Inference,
            Stage::Inference => Stage::Consensus,
            Stage::Consensus | Stage::Done => Stage::Done,
        }
    }

    /// Queues the tasks of a stage; goes on to the next when there are none.
    fn enter(&mut self, stage: Stage) -> Result<()> {
        self.stage = stage;
        match stage {
            Stage::Target => self.queue_target(),
            Stage::Grid => self.queue_grid()?,
            Stage::HeldOut => self.queue_held_out()?,
            Stage::Headline => self.queue_headline(),
            Stage::Inference => self.queue_inference()?,
            Stage::Consensus => self.queue_consensus()?,
            Stage::Done => return Ok(()),
        }
        if self.running.is_empty() { self.enter(self.next_stage()) } else { Ok(()) }
    }

    fn queue_target(&mut self) {
        for input in Input::ALL {
            if self.shapes[input as usize].labels {
                self.push(phase_of(input), Job::Labels(input), Work::Labels(input));
            }
        }
        if !self.shapes[Input::Y as usize].labels {
            self.push_restarts(Input::Y, self.ky, 0, 0..self.options.n_init, Phase::CodesY);
        }
    }

    fn queue_grid(&mut self) -> Result<()> {
        let restarts = SELECTION_RESTARTS.min(self.options.n_init);
        for k in self.grid()? {
            for input in self.clustered() {
                self.push_restarts(input, k, 0, 0..restarts, Phase::ChooseK);
            }
        }
        Ok(())
    }

    fn queue_held_out(&mut self) -> Result<()> {
        for k in self.grid()? {
            let codes =
                [self.codes(Input::X1, k, 0)?, self.codes(Input::X2, k, 0)?, self.codes(Input::Y, k, 0)?];
            let work = Work::HeldOut { codes: codes.map(Clone::clone), seed: self.options.seed };
            self.push(Phase::ChooseK, Job::HeldOut { k }, work);
        }
        Ok(())
    }

    fn queue_headline(&mut self) {
        self.k = match self.options.k {
            CodeCount::Fixed(k) => k,
            CodeCount::Auto(_) => {
                // Tasks may have ended in any order.
                let found = &self.held_out;
                let order = order::stable(found.len(), &|i, j| found[i].0.cmp(&found[j].0));
                self.held_out = order.into_iter().map(|i| found[i]).collect();
                selection::choose(&self.held_out).unwrap_or(2)
            }
        };
        for input in self.clustered() {
            let begun = if self.chooses_k() { SELECTION_RESTARTS.min(self.options.n_init) } else { 0 };
            self.push_restarts(input, self.k, 0, begun..self.options.n_init, phase_of(input));
        }
        // Partitions of the other K are not needed any more.
        let k = self.k;
        self.partitions.retain(|&(input, size, _), _| input == Input::Y || size == k);
    }

    fn queue_inference(&mut self) -> Result<()> {
        if !self.counts.contains_key(&0) {
            let counts = self.count(0)?;
            self.counts.insert(0, counts);
        }
        let (counts, tolerance) = (self.counts[&0].clone(), self.options.tolerance_bits / BITS);
        self.push(Phase::Solve, Job::Solve, Work::Solve { counts, tolerance });
        if self.options.method == Method::Plugin {
            return Ok(());
        }
        self.push_inference(0, Phase::Intervals);
        for seed in 1..self.seeds() {
            for input in self.clustered() {
                self.push_restarts(input, self.k, seed, 0..self.options.n_init, phase_of(input));
            }
        }
        Ok(())
    }

    fn queue_consensus(&mut self) -> Result<()> {
        for seed in 1..self.seeds() {
            let counts = self.count(seed)?;
            self.counts.insert(seed, counts);
            self.push_inference(seed, Phase::Claims);
        }
        Ok(())
    }

    fn push_inference(&mut self, seed: usize, phase: Phase) {
        let work = Work::Infer {
            counts: self.counts[&seed].clone(),
            seed: self.options.seed,
            tolerance: self.options.tolerance_bits / BITS,
        };
        self.push(phase, Job::Infer { seed }, work);
    }

    fn push_restarts(
        &mut self,
        input: Input,
        k: usize,
        seed: usize,
        numbers: std::ops::Range<usize>,
        phase: Phase,
    ) {
        for number in numbers {
            let work = Work::Restart {
                input,
                k,
                seed: self.options.seed,
                // Restarts of all seeds are one sequence, so that no two share a stream.
                restart: (seed * self.options.n_init + number) as u64,
                max_iterations: self.options.max_iterations,
            };
            self.push(phase, Job::Restart { input, k, seed, number }, work);
        }
    }

    fn push(&mut self, phase: Phase, job: Job, work: Work) {
        let id = self.next_id;
        self.next_id += 1;
        self.totals.entry(phase).or_default()[1] += 1;
        self.running.insert(id, (phase, job));
        self.queue.push(Task { id, phase, work });
    }

    fn keep(&mut self, partition: (Input, usize, usize), number: usize, found: Restart) {
        let inertia = found.inertia;
        match self.partitions.get_mut(&partition) {
            None => {
                self.partitions.insert(partition, Best { restart: found, number, worst: inertia });
            }
            Some(best) => {
                best.worst = best.worst.max(inertia);
                if (inertia, number) < (best.restart.inertia, best.number) {
                    (best.restart, best.number) = (found, number);
                }
            }
        }
    }

    fn count(&self, seed: usize) -> Result<Counts> {
        let [x1, x2, y] = Input::ALL.map(|input| self.codes(input, self.k, seed));
        Counts::from_codes(x1?, x2?, y?)
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

    pub(super) fn chooses_k(&self) -> bool {
        matches!(self.options.k, CodeCount::Auto(_)) && !self.clustered().is_empty()
    }

    fn grid(&self) -> Result<Vec<usize>> {
        let ky = self.codes(Input::Y, 0, 0)?.size;
        Ok(selection::grid(self.shapes[0].rows, ky))
    }

    fn check_codes(&self, k: usize) -> Result<()> {
        let n = self.shapes[0].rows;
        match self.clustered().first() {
            Some(&input) if k > n => Err(Error::TooManyCodes { input: input.slot(), k, n }),
            _ => Ok(()),
        }
    }

    /// Mean adjusted Rand index between the K-means seeds of a source; none for labels or one seed.
    pub(super) fn agreement(&self, input: Input) -> Option<f64> {
        let seeds: Vec<&Codes> = (0..self.seeds())
            .filter_map(|seed| self.best(input, self.k, seed))
            .map(|b| &b.restart.codes)
            .collect();
        let pairs = seeds.iter().enumerate().flat_map(|(i, a)| seeds[i + 1..].iter().map(move |b| (a, b)));
        let indices: Vec<f64> = pairs.map(|(a, b)| selection::adjusted_rand(&a.codes, &b.codes)).collect();
        (!indices.is_empty()).then(|| indices.iter().sum::<f64>() / indices.len() as f64)
    }
}

fn phase_of(input: Input) -> Phase {
    match input {
        Input::X1 => Phase::CodesX1,
        Input::X2 => Phase::CodesX2,
        Input::Y => Phase::CodesY,
    }
}
