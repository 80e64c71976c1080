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
//!
//! Strata ([`super::strata`]) are decomposed beside the whole in stages 4 and 5.
//!
//! After a stage that made partitions, every sample of an input of which K-means saw a sample is coded by
//! all of them, in one pass over its file.

use crate::analysis::phase::{Phase, phase_of};
use crate::analysis::strata::Strata;
use crate::analysis::task::{Found, Inferred, Solved, Work};
use crate::data::codes::Codes;
use crate::data::counts::Counts;
use crate::discretize::choose_k;
use crate::discretize::{Codebook, Prepared, Restart};
use crate::error::{Error, Result};
use crate::input::Input;
use crate::options::{CodeCount, Options};
use crate::report::InputFacts;
use std::collections::BTreeMap;

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
pub(super) enum Job {
    Labels(Input),
    Strata,
    Restart {
        input: Input,
        k: usize,
        seed: usize,
        number: usize,
    },
    Code {
        input: Input,
    },
    HeldOut {
        k: usize,
    },
    /// Of a stratum, or of all samples.
    Solve {
        stratum: Option<usize>,
    },
    Infer {
        seed: usize,
        stratum: Option<usize>,
    },
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
    /// Samples that K-means sees: fewer where they take more memory than allowed.
    pub fitted: usize,
    /// Whether it is labels, which are codes already.
    pub labels: bool,
}

impl Shape {
    /// Of an input that is in memory as a whole.
    pub fn of(input: &Prepared) -> Self {
        Self { rows: input.rows(), fitted: input.rows(), labels: input.is_labels() }
    }
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
    pub(super) next_id: u32,
    pub(super) queue: Vec<Task>,
    pub(super) running: BTreeMap<u32, (Phase, Job)>,
    /// Tasks done and known so far, by phase.
    pub(super) totals: BTreeMap<Phase, [usize; 2]>,
    pub(super) labels: BTreeMap<Input, Codes>,
    /// By (input, K, K-means seed).
    pub(super) partitions: BTreeMap<(Input, usize, usize), Best>,
    pub(super) held_out: Vec<(usize, f64)>,
    pub(super) k: usize,
    pub(super) ky: usize,
    pub(super) solved: Option<Solved>,
    pub(super) inferred: BTreeMap<usize, Inferred>,
    pub(super) strata: Option<Strata>,
    /// Plug-in values of each stratum.
    pub(super) solved_within: BTreeMap<usize, Solved>,
    /// By (K-means seed, stratum).
    pub(super) inferred_within: BTreeMap<(usize, usize), Inferred>,
    /// Of each K-means seed, as far as they are known.
    pub(super) counts: BTreeMap<usize, Counts>,
}

impl Plan {
    /// An analysis of three inputs. Checks what can be checked before any work.
    pub fn new(options: Options, shapes: [Shape; 3]) -> Result<Self> {
        Self::with_strata(options, shapes, None)
    }

    /// The same, also within the strata that a fourth input names.
    pub fn with_strata(
        options: Options,
        shapes: [Shape; 3],
        strata: Option<(Shape, InputFacts)>,
    ) -> Result<Self> {
        options.validate()?;
        let [x1, x2, y] = shapes.map(|s| s.rows);
        if x1 != x2 || x2 != y {
            return Err(Error::RowCountMismatch { x1, x2, y });
        }
        let mut plan = Self::empty(options, shapes);
        if let Some((shape, facts)) = strata {
            if shape.rows != y {
                return Err(Error::StrataRows { z: shape.rows, n: y });
            }
            if !shape.labels {
                return Err(Error::StrataNotLabels { dtype: facts.dtype });
            }
            plan.strata = Some(Strata::new(facts, shape.rows));
        }
        plan.ky = match plan.options.ky {
            CodeCount::Fixed(ky) => ky,
            CodeCount::Auto(_) => choose_k::target_codes(y),
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
        let mut plan = Self::empty(options, [Shape { rows, fitted: rows, labels: true }; 3]);
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
            running: BTreeMap::default(),
            totals: BTreeMap::default(),
            labels: BTreeMap::default(),
            partitions: BTreeMap::default(),
            held_out: vec![],
            k: 0,
            ky: 0,
            solved: None,
            inferred: BTreeMap::default(),
            strata: None,
            solved_within: BTreeMap::default(),
            inferred_within: BTreeMap::default(),
            counts: BTreeMap::default(),
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
            (Job::Code { input }, Found::Coded(codes)) => self.recode(input, codes)?,
            (Job::HeldOut { k }, Found::HeldOut(information)) => self.held_out.push((k, information)),
            (Job::Strata, Found::Strata(codes, names)) => {
                self.strata.as_mut().ok_or(Error::UnknownTask { id })?.set(codes, names)?;
            }
            (Job::Solve { stratum: None }, Found::Solved(solved)) => self.solved = Some(solved),
            (Job::Solve { stratum: Some(stratum) }, Found::Solved(solved)) => {
                self.solved_within.insert(stratum, solved);
            }
            (Job::Infer { seed, stratum: None }, Found::Inferred(inference)) => {
                self.inferred.insert(seed, *inference);
            }
            (Job::Infer { seed, stratum: Some(stratum) }, Found::Inferred(inference)) => {
                self.inferred_within.insert((seed, stratum), *inference);
            }
            _ => return Err(Error::UnknownTask { id }),
        }
        self.totals.entry(phase).or_default()[0] += 1;
        if self.running.is_empty() {
            self.queue_coding();
        }
        if self.running.is_empty() { self.enter(self.next_stage()) } else { Ok(()) }
    }

    /// Partitions of an input whose codes are those of a sample.
    fn uncoded(&self, input: Input) -> Vec<(Input, usize, usize)> {
        let rows = self.shapes[input as usize].rows;
        let sampled = |best: &Best| best.restart.codes.codes.len() != rows;
        let of_input = self.partitions.iter().filter(|((of, ..), best)| *of == input && sampled(best));
        of_input.map(|(&key, _)| key).collect()
    }

    /// Queues a pass over each file that has such partitions.
    fn queue_coding(&mut self) {
        for input in Input::ALL {
            let codebooks: Vec<Codebook> =
                self.uncoded(input).iter().map(|key| self.partitions[key].restart.codebook.clone()).collect();
            if !codebooks.is_empty() {
                let phase = if self.stage == Stage::Grid { Phase::ChooseK } else { phase_of(input) };
                self.push(phase, Job::Code { input }, Work::Code { input, codebooks });
            }
        }
    }

    /// Takes the codes of all samples.
    fn recode(&mut self, input: Input, codes: Vec<Vec<u32>>) -> Result<()> {
        let (keys, rows) = (self.uncoded(input), self.shapes[input as usize].rows);
        if codes.len() != keys.len() || codes.iter().any(|codes| codes.len() != rows) {
            return Err(Error::Malformed { what: format!("{} changed while it was read", input.slot()) });
        }
        for (key, codes) in keys.iter().zip(codes) {
            if let Some(best) = self.partitions.get_mut(key) {
                best.restart.codes.codes = codes;
            }
        }
        Ok(())
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
}
