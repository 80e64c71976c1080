//! Which tasks an analysis consists of, and when each may start.
//!
//! [`stages`] has the table: a stage begins when those that it needs are done, and is done when its
//! tasks are. [`found`] keeps what the tasks found; nothing but that and [`setup`] decides what a task
//! is, so that tasks may run anywhere and end in any order.

mod found;
mod gauge;
mod phase;
mod probing;
mod progress;
mod setup;
mod stages;
mod strata;
mod work;

use std::collections::BTreeMap;

pub(super) use found::Found;
pub use phase::Phase;
pub(super) use setup::Setup;
pub use setup::Shape;
pub use strata::{LEAST_SAMPLES, MAX_STRATA};

use crate::analysis::task::{Outcome, Task};
use crate::data::counts::Counts;
use crate::error::{Error, Result};
use crate::options::Options;
use crate::report::InputFacts;
use progress::Progress;
use stages::Stage;
use strata::Strata;
use work::Expected;

/// A task that may start now.
#[derive(Debug, Clone)]
pub struct Ready {
    /// Its number.
    pub id: u32,
    /// What it belongs to, for progress.
    pub phase: Phase,
    /// Of tasks that may start, the one of the lowest order is best done first.
    pub order: usize,
    /// Predicted work, as [`Plan::remaining`] counts it.
    pub work: f64,
    /// What to do.
    pub task: Task,
}

/// How far a stage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Waiting,
    /// So many of its tasks are not done yet.
    Begun(usize),
    Done,
}

/// The state of an analysis between tasks.
#[derive(Debug)]
pub struct Plan {
    pub(super) setup: Setup,
    pub(super) found: Found,
    stages: Vec<(Stage, State)>,
    next_id: u32,
    ready: Vec<Ready>,
    /// Tasks handed out or about to be.
    running: BTreeMap<u32, Ready>,
    progress: Progress,
}

impl Plan {
    /// An analysis of three inputs. Checks what can be checked before any work.
    ///
    /// # Errors
    /// If the options are out of their range, the inputs differ in samples, or there are fewer samples
    /// than codes.
    pub fn new(options: Options, shapes: [Shape; 3]) -> Result<Self> {
        Self::with_strata(options, shapes, None)
    }

    /// The same, also within the strata that a fourth input names.
    ///
    /// # Errors
    /// As [`Plan::new`], and if the strata are not labels of as many samples.
    pub fn with_strata(
        options: Options,
        shapes: [Shape; 3],
        strata: Option<(Shape, InputFacts)>,
    ) -> Result<Self> {
        let setup = Setup::new(options, shapes)?;
        let strata = strata.map(|(shape, facts)| Strata::new(facts, shape, shapes[2].rows)).transpose()?;
        let stages = stages::stages(&setup, strata.is_some());
        let found = Found::begin(setup.fixed_k(), strata);
        Self::begin(setup, found, stages)
    }

    /// The inference part alone, of known counts: what a shared link is checked with.
    ///
    /// # Errors
    /// If the options are out of their range.
    pub fn from_counts(options: Options, counts: Counts) -> Result<Self> {
        Self::from_tables(options, vec![counts])
    }

    /// The same of several partitions of the same samples, one table each, whose estimates are pooled.
    ///
    /// # Errors
    /// If the options are out of their range, there is no table, or tables differ in samples.
    pub fn from_tables(options: Options, tables: Vec<Counts>) -> Result<Self> {
        let n = tables.first().ok_or(Error::EmptyTable)?.n();
        if let Some(other) = tables.iter().map(Counts::n).find(|&other| other != n) {
            let what = format!("partitions count {n} and {other} samples; each has to count all of them");
            return Err(Error::Malformed { what });
        }
        let setup = Setup::of_tables(options, tables.len(), usize::try_from(n).unwrap_or(usize::MAX))?;
        let mut stages = stages::after_counting(&setup);
        stages.extend((1..setup.partitions()).map(Stage::Infer));
        let mut found = Found::begin(setup.fixed_k(), None);
        for (partition, counts) in tables.into_iter().enumerate() {
            found.set_counts(partition, counts);
        }
        Self::begin(setup, found, stages)
    }

    /// Predicted work of the whole and of its longest task, in seconds of a core of the machine that the
    /// constants were measured on: what can be said before anything is loaded. `columns` are those of the
    /// files.
    pub fn foresee(&self, columns: [usize; 3]) -> [f64; 2] {
        let ready = self.ready.iter().map(|ready| ready.work);
        let to_come = self.to_come();
        let each =
            to_come.iter().filter(|stage| stage.tasks > 0).map(|stage| stage.work / stage.tasks as f64);
        let longest = ready.chain(each).fold(0.0, f64::max);
        [work::loading(&self.setup, columns) + self.remaining(), longest]
    }

    fn begin(setup: Setup, found: Found, stages: Vec<Stage>) -> Result<Self> {
        let stages = stages.into_iter().map(|stage| (stage, State::Waiting)).collect();
        let (ready, running, progress) = (vec![], BTreeMap::new(), Progress::default());
        let mut plan = Self { setup, found, stages, next_id: 0, ready, running, progress };
        plan.advance()?;
        Ok(plan)
    }

    /// Tasks that may start now and were not handed out before.
    pub fn ready(&mut self) -> Vec<Ready> {
        std::mem::take(&mut self.ready)
    }

    /// Whether every task is done.
    pub fn done(&self) -> bool {
        self.stages.iter().all(|&(_, state)| state == State::Done)
    }

    /// Takes what a task found, and begins the stages that waited for it.
    ///
    /// # Errors
    /// If the task was not handed out, found something of another kind, or its file has changed.
    pub fn complete(&mut self, id: u32, outcome: Outcome) -> Result<()> {
        let left = self.remaining();
        let Ready { phase, order: place, task, .. } =
            self.running.remove(&id).ok_or(Error::UnknownTask { id })?;
        self.progress.done(phase, work::of_task(&self.setup, &self.found, &task), left);
        self.found.take(&self.setup, id, task, outcome)?;
        if let State::Begun(left) = self.stages[place].1 {
            self.settle(place, left - 1);
        }
        self.advance()
    }

    /// Begins every stage whose needs are met.
    fn advance(&mut self) -> Result<()> {
        while let Some(place) = self.stages.iter().position(|&(stage, state)| {
            state == State::Waiting && stage.needs(&self.setup).iter().all(|&need| self.is_done(need))
        }) {
            let tasks = self.stages[place].0.tasks(&self.setup, &mut self.found)?;
            self.settle(place, tasks.len());
            for (phase, task) in tasks {
                let id = self.next_id;
                self.next_id += 1;
                let work = work::of_task(&self.setup, &self.found, &task);
                self.progress.begun(phase);
                let ready = Ready { id, phase, order: place, work, task };
                self.running.insert(id, ready.clone());
                self.ready.push(ready);
            }
        }
        Ok(())
    }

    fn is_done(&self, stage: Stage) -> bool {
        self.stages.iter().all(|&(known, state)| known != stage || state == State::Done)
    }

    /// Notes that `left` tasks of a stage are not done yet.
    fn settle(&mut self, place: usize, left: usize) {
        let (stage, state) = &mut self.stages[place];
        *state = if left == 0 { State::Done } else { State::Begun(left) };
        match (left, *stage) {
            (0, Stage::HeldOut) => self.found.choose_k(),
            // Nobody looks at them again.
            (0, Stage::Probe) => self.found.gauge.views.clear(),
            _ => {}
        }
    }

    /// Partitions that are inferred, and how many there will be.
    pub fn partitions(&self) -> [usize; 2] {
        [self.found.inferred(None).len(), self.setup.partitions()]
    }

    /// What the stages that have not begun are predicted to be.
    fn to_come(&self) -> Vec<Expected> {
        let waiting = self.stages.iter().filter(|(_, state)| *state == State::Waiting);
        waiting.flat_map(|&(stage, _)| work::of_stage(&self.setup, &self.found, stage)).collect()
    }

    /// Tasks done and tasks in all, as far as can be told, of every phase that this analysis has.
    pub fn phases(&self) -> Vec<(Phase, [usize; 2])> {
        self.progress.phases(&self.to_come())
    }

    /// The phase that is to be named: the last that has begun and is not done.
    pub fn phase(&self) -> Phase {
        let phases = self.phases();
        let open = |&&(phase, [done, all]): &&(Phase, [usize; 2])| {
            done < all && phase != Phase::Strata && self.progress.has_begun(phase)
        };
        let open =
            phases.iter().rev().find(open).or_else(|| phases.iter().find(|(_, [done, all])| done < all));
        open.map_or(Phase::Intervals, |&(phase, _)| phase)
    }

    /// What a phase is called, with the names of the inputs.
    pub fn label(&self, phase: Phase) -> String {
        progress::label(phase, &self.setup)
    }

    /// Share of the work that is done; never falls.
    pub fn share(&self) -> f64 {
        self.progress.share()
    }

    /// Predicted work that is left, of tasks that run and of those to come; only ratios have a meaning.
    pub fn remaining(&self) -> f64 {
        let running = self.running.values().map(|ready| work::of_task(&self.setup, &self.found, &ready.task));
        running.chain(self.to_come().iter().map(|stage| stage.work)).sum()
    }
}
