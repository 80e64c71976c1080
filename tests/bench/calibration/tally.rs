//! What is counted over the repetitions of a row.

use std::f64::consts::LN_2;

use modalens::data::counts::Pmf;
use modalens::decompose::ipfp::SolverOptions;
use modalens::decompose::pid::decompose;
use modalens::infer::{Atom, Inference, Quantities, Ranking, Share};

/// Exact values of a system, nats: redundancy, unique1, unique2, synergy.
pub(crate) struct Truth {
    /// The atoms.
    pub(crate) atoms: [f64; 4],
}

impl Truth {
    /// Solves the system.
    pub(crate) fn of(pmf: &Pmf) -> Self {
        let options = SolverOptions { tolerance: 1e-7, ..SolverOptions::default() };
        let pid = decompose(pmf, &options, &mut |_| std::ops::ControlFlow::Continue(()))
            .expect("the system is solved");
        let atoms = [pid.redundancy(), pid.unique1(), pid.unique2(), pid.synergy()];
        Self { atoms: atoms.map(|atom| if atom < 1e-6 { 0.0 } else { atom }) }
    }
}

/// Sums over repetitions; atoms in the order redundancy, unique1, unique2, synergy; bits.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tally {
    /// Repetitions.
    pub(crate) runs: f64,
    /// Intervals that contain the truth.
    pub(crate) covered: [f64; 4],
    /// Claims of an atom.
    pub(crate) claimed: [f64; 4],
    /// Repetitions with a claim of an atom that is 0.
    pub(crate) false_claims: f64,
    /// Held-out badges of the two uniques.
    pub(crate) badges: [f64; 2],
    /// Sums of errors.
    pub(crate) bias: [f64; 4],
    /// Sums of errors of synergy by the model, the prior and the contexts.
    pub(crate) parts: [f64; 3],
    /// Sums of squared errors.
    pub(crate) squares: [f64; 4],
    /// Sums of squared errors of plug-in values.
    pub(crate) plugin_squares: [f64; 4],
    /// Sum of interval widths.
    pub(crate) width: [f64; 4],
    /// Point estimates of synergy above 0.05 bit.
    pub(crate) large_synergy: f64,
    /// Undefined contributions.
    pub(crate) undefined: f64,
    /// Rankings x1, x2.
    pub(crate) ranked: [f64; 2],
    /// Seconds.
    pub(crate) seconds: f64,
}

impl Tally {
    /// Counts one repetition.
    pub(crate) fn count(&mut self, truth: &Truth, inference: &Inference, seconds: f64) {
        let atoms =
            |q: &Quantities<modalens::infer::Estimate>| [q.redundancy, q.unique1, q.unique2, q.synergy];
        self.runs += 1.0;
        self.seconds += seconds;
        for (i, estimate) in atoms(&inference.alone.estimates).into_iter().enumerate() {
            let known = truth.atoms[i];
            let error = (estimate.estimate - known) / LN_2;
            let plugin = (estimate.plugin - known) / LN_2;
            self.covered[i] += f64::from(u8::from(estimate.lower <= known && known <= estimate.upper));
            self.claimed[i] += f64::from(u8::from(*Atom::ALL[i].of(&inference.alone.claims.present)));
            self.bias[i] += error;
            self.squares[i] += error * error;
            self.plugin_squares[i] += plugin * plugin;
            self.width[i] += (estimate.upper - estimate.lower) / LN_2;
        }
        let present = |i: usize| *Atom::ALL[i].of(&inference.alone.claims.present);
        let wrong = (0..4).any(|i| truth.atoms[i] == 0.0 && present(i));
        self.false_claims += f64::from(u8::from(wrong));
        for (part, synergy) in self.parts.iter_mut().zip(inference.synergy_by) {
            *part += (synergy.unwrap_or(f64::NAN) - truth.atoms[3]) / LN_2;
        }
        self.large_synergy += f64::from(u8::from(inference.alone.estimates.synergy.estimate > 0.05 * LN_2));
        self.undefined +=
            f64::from(u8::from(matches!(inference.alone.contribution[0], Share::Undefined { .. })));
        self.ranked[0] += f64::from(u8::from(inference.alone.claims.ranking == Ranking::X1));
        self.ranked[1] += f64::from(u8::from(inference.alone.claims.ranking == Ranking::X2));
        if let Some(check) = &inference.cross_validation {
            for (badges, badge) in self.badges.iter_mut().zip(check.badge) {
                *badges += f64::from(u8::from(badge));
            }
        }
    }

    /// Adds another tally.
    pub(crate) fn add(&mut self, other: &Self) {
        let pairs = |a: &mut [f64], b: &[f64]| a.iter_mut().zip(b).for_each(|(a, b)| *a += b);
        self.runs += other.runs;
        self.large_synergy += other.large_synergy;
        self.false_claims += other.false_claims;
        self.undefined += other.undefined;
        self.seconds += other.seconds;
        pairs(&mut self.covered, &other.covered);
        pairs(&mut self.claimed, &other.claimed);
        pairs(&mut self.badges, &other.badges);
        pairs(&mut self.bias, &other.bias);
        pairs(&mut self.squares, &other.squares);
        pairs(&mut self.plugin_squares, &other.plugin_squares);
        pairs(&mut self.width, &other.width);
        pairs(&mut self.parts, &other.parts);
        pairs(&mut self.ranked, &other.ranked);
    }
}
