//! What a reader of the progress line distinguishes.

use crate::analysis::plan::Plan;
use crate::input::Input;
use crate::options::Method;

/// What a reader of the progress line distinguishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// Strata: their labels, then what is known within each.
    Strata,
}

impl Phase {
    /// All, in order.
    pub const ALL: [Self; 8] = [
        Self::CodesY,
        Self::ChooseK,
        Self::CodesX1,
        Self::CodesX2,
        Self::Solve,
        Self::Intervals,
        Self::Claims,
        Self::Strata,
    ];
}

/// The phase of coding an input.
pub(super) fn phase_of(input: Input) -> Phase {
    match input {
        Input::X1 => Phase::CodesX1,
        Input::X2 => Phase::CodesX2,
        Input::Y => Phase::CodesY,
        Input::Z => Phase::Strata,
    }
}

impl Plan {
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
                Phase::Strata => self.strata.is_some(),
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
            Phase::Strata => "Within strata".into(),
        }
    }

    /// Share of the whole work that is done: phases count alike, as nothing better is known before.
    pub fn share(&self) -> f64 {
        let phases = self.phases();
        let done = phases.iter().map(|(_, [done, total])| *done as f64 / (*total).max(1) as f64);
        done.sum::<f64>() / phases.len().max(1) as f64
    }
}
