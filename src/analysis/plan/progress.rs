//! How far an analysis is, as the progress line shows it.

use std::collections::BTreeMap;

use super::phase::Phase;
use super::setup::Setup;

/// Tasks done and known so far, by phase.
#[derive(Debug, Default)]
pub(super) struct Progress(BTreeMap<Phase, [usize; 2]>);

impl Progress {
    pub(super) fn begun(&mut self, phase: Phase) {
        self.0.entry(phase).or_default()[1] += 1;
    }

    pub(super) fn done(&mut self, phase: Phase) {
        self.0.entry(phase).or_default()[0] += 1;
    }

    /// Tasks done and known of every phase that has any, or will have.
    pub(super) fn phases(&self, to_come: &[Phase]) -> Vec<(Phase, [usize; 2])> {
        let mut phases = self.0.clone();
        for &phase in to_come {
            phases.entry(phase).or_default();
        }
        phases.into_iter().collect()
    }
}

/// Share of the whole work that is done: phases count alike, as nothing better is known before.
pub(super) fn share(phases: &[(Phase, [usize; 2])]) -> f64 {
    let done = phases.iter().map(|(_, [done, total])| *done as f64 / (*total).max(1) as f64);
    done.sum::<f64>() / phases.len().max(1) as f64
}

/// What a phase is called, with the names of the inputs.
pub(super) fn label(phase: Phase, setup: &Setup) -> String {
    let [x1, x2, y] = &setup.options.names;
    let seeds = match setup.partitions() {
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
        Phase::Strata => "Within strata".into(),
    }
}
