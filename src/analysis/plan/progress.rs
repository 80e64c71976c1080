//! How far an analysis is, as the progress line shows it: tasks by phase, and the share of the work.
//!
//! Work is predicted ([`super::work`]) and predicted anew as more is known (K, the symbols of y). So that the
//! share never falls, a task takes its part of what was left: `share += (1 - share) w / left`.

use std::collections::BTreeMap;

use super::phase::Phase;
use super::setup::Setup;
use super::work::Expected;

/// Tasks done and known so far, and the share of the work.
#[derive(Debug, Default)]
pub(super) struct Progress {
    /// Tasks done and known, by phase.
    tasks: BTreeMap<Phase, [usize; 2]>,
    share: f64,
}

impl Progress {
    pub(super) fn begun(&mut self, phase: Phase) {
        self.tasks.entry(phase).or_default()[1] += 1;
    }

    /// A task is done that was so much of the work that was left.
    pub(super) fn done(&mut self, phase: Phase, work: f64, left: f64) {
        self.tasks.entry(phase).or_default()[0] += 1;
        let part = if left > 0.0 { (work / left).clamp(0.0, 1.0) } else { 1.0 };
        self.share += (1.0 - self.share) * part;
    }

    /// Share of the work that is done.
    pub(super) fn share(&self) -> f64 {
        self.share
    }

    /// Whether tasks of a phase are known.
    pub(super) fn has_begun(&self, phase: Phase) -> bool {
        self.tasks.contains_key(&phase)
    }

    /// Tasks done, and known or to come, of every phase that has any.
    pub(super) fn phases(&self, to_come: &[Expected]) -> Vec<(Phase, [usize; 2])> {
        let mut phases = self.tasks.clone();
        for stage in to_come.iter().filter(|stage| stage.tasks > 0) {
            phases.entry(stage.phase).or_default()[1] += stage.tasks;
        }
        phases.into_iter().collect()
    }
}

/// What a phase is called, with the names of the inputs.
pub(super) fn label(phase: Phase, setup: &Setup) -> String {
    let [x1, x2, y] = &setup.options.names;
    match phase {
        Phase::CodesY => format!("Codes of {y}"),
        Phase::ChooseK => "Choose K".into(),
        Phase::CodesX1 => format!("Codes of {x1}"),
        Phase::CodesX2 => format!("Codes of {x2}"),
        Phase::Solve => "Count and solve".into(),
        Phase::Intervals => match setup.partitions() {
            1 => "Intervals".into(),
            partitions => format!("Intervals, {partitions} partitions"),
        },
        Phase::Probe => "What a probe reads".into(),
        Phase::Strata => "Within strata".into(),
    }
}
