//! Quantities in nats -> estimates in bits.

use crate::analysis::task::Solved;
use crate::infer::{self, Atom, IntervalMethod, LEVEL, Part, Pooled, Quantities};
use crate::report::{
    AtomsBits, Claim, Contribution, Estimate, InformationBits, PlainAtoms, Ranking, Share, ShareStatus,
    SolverFacts,
};
use crate::units::BITS;

/// Method of a value that has no interval.
const PLUGIN: &str = "plugin";

const NOTHING_UNIQUE: &str = "neither knows anything of its own";
const NOTHING_KNOWN: &str = "both together know nothing of y";

/// The numbers of all samples, of a stratum, or of the mean over strata.
pub(super) struct Numbers {
    pub(super) information: InformationBits,
    pub(super) atoms: AtomsBits,
    pub(super) ranking: Ranking,
}

impl Numbers {
    /// Without intervals; nothing is claimed.
    pub(super) fn plugin(solved: &Solved) -> Self {
        let Solved { i1, i2, h_y, .. } = *solved;
        let ranking =
            Ranking { claim: Claim::None, difference_bits: plain(i1 - i2), same_in_partitions: None };
        Self::of(plugin_quantities(solved).map(|&nats| plain(nats)), ranking, h_y)
    }

    /// With intervals and claims; `h_y` in nats.
    pub(super) fn pooled(pooled: &Pooled, h_y: f64) -> Self {
        let all = pooled.partitions;
        let claim = match pooled.claims.ranking {
            infer::Ranking::X1 => Claim::X1,
            infer::Ranking::X2 => Claim::X2,
            infer::Ranking::None => Claim::None,
        };
        let ranking = Ranking {
            claim,
            difference_bits: estimate(&pooled.difference),
            same_in_partitions: Some([pooled.ranked_in, all]),
        };
        let mut numbers = Self::of(pooled.displayed.map(estimate), ranking, h_y);
        for atom in Atom::ALL {
            let estimate = estimate_of(atom, &mut numbers.atoms);
            estimate.present = Some(*atom.of(&pooled.claims.present));
            estimate.present_in_partitions = Some([*atom.of(&pooled.present_in), all]);
        }
        numbers
    }

    fn of(quantities: Quantities<Estimate>, ranking: Ranking, h_y: f64) -> Self {
        let Quantities { i1, i2, i12, union, redundancy, unique1, unique2, synergy } = quantities;
        Self {
            information: InformationBits { i1, i2, i12, union, h_y: h_y * BITS },
            atoms: AtomsBits { redundancy, unique1, unique2, synergy },
            ranking,
        }
    }
}

fn estimate_of(atom: Atom, atoms: &mut AtomsBits) -> &mut Estimate {
    match atom {
        Atom::Redundancy => &mut atoms.redundancy,
        Atom::Unique1 => &mut atoms.unique1,
        Atom::Unique2 => &mut atoms.unique2,
        Atom::Synergy => &mut atoms.synergy,
    }
}

/// All quantities of a solution, nats.
fn plugin_quantities(solved: &Solved) -> Quantities<f64> {
    let Solved { i1, i2, i12, .. } = *solved;
    let union = f64::midpoint(solved.lower, solved.upper);
    Quantities {
        i1,
        i2,
        i12,
        union,
        redundancy: i1 + i2 - union,
        unique1: union - i2,
        unique2: union - i1,
        synergy: i12 - union,
    }
}

/// The atoms of a solution.
pub(super) fn plugin_atoms(solved: &Solved) -> PlainAtoms {
    atoms_bits(&plugin_quantities(solved))
}

/// The atoms of one partition, as computed.
pub(super) fn part_atoms(part: &Part) -> PlainAtoms {
    atoms_bits(&part.estimates.map(|estimate| estimate.estimate))
}

fn atoms_bits(nats: &Quantities<f64>) -> PlainAtoms {
    PlainAtoms {
        redundancy: nats.redundancy * BITS,
        unique1: nats.unique1 * BITS,
        unique2: nats.unique2 * BITS,
        synergy: nats.synergy * BITS,
    }
}

fn estimate(nats: &infer::Estimate) -> Estimate {
    Estimate {
        estimate: Some(nats.estimate * BITS),
        se: Some(nats.se * BITS),
        se_within: Some(nats.se_within * BITS),
        se_between: Some(nats.se_between * BITS),
        lower: Some(nats.lower * BITS),
        upper: Some(nats.upper * BITS),
        method: match nats.method {
            IntervalMethod::Jackknife => "jackknife",
            IntervalMethod::JackknifeCorrected => "jackknife_corrected",
        }
        .into(),
        ..plain(nats.plugin)
    }
}

fn plain(nats: f64) -> Estimate {
    Estimate {
        plugin: nats * BITS,
        estimate: None,
        se: None,
        se_within: None,
        se_between: None,
        lower: None,
        upper: None,
        level: LEVEL,
        method: PLUGIN.into(),
        present: None,
        present_in_partitions: None,
    }
}

/// Shares with their intervals.
pub(super) fn contribution(pooled: &Pooled) -> Contribution {
    let [c1, c2] = pooled.contribution.map(share);
    let [shapley1, shapley2] = pooled.shapley.map(share);
    Contribution { c1, c2, shapley1, shapley2 }
}

fn share(share: infer::Share) -> Share {
    match share {
        infer::Share::Defined { estimate, lower, upper } => {
            Share { lower: Some(lower), upper: Some(upper), ..plain_share(estimate) }
        }
        infer::Share::Undefined { reason } => undefined(reason.because()),
    }
}

/// Shares of plug-in values.
pub(super) fn plain_contribution(solved: &Solved) -> Contribution {
    let share = |a: f64, b: f64, floor: f64, why: &str| {
        if a + b > floor { plain_share(a / (a + b)) } else { undefined(why) }
    };
    let Quantities { i1, i2, i12, unique1, unique2, .. } = plugin_quantities(solved);
    // Uniques are known to within the certified gap: below it they vanish.
    let gap = (solved.upper - solved.lower) * BITS;
    let [u1, u2] = [unique1, unique2].map(|unique| (unique * BITS).max(0.0));
    let [adds1, adds2] = [i1 + i12 - i2, i2 + i12 - i1];
    Contribution {
        c1: share(u1, u2, gap, NOTHING_UNIQUE),
        c2: share(u2, u1, gap, NOTHING_UNIQUE),
        shapley1: share(adds1, adds2, 1e-12, NOTHING_KNOWN),
        shapley2: share(adds2, adds1, 1e-12, NOTHING_KNOWN),
    }
}

fn plain_share(value: f64) -> Share {
    Share { status: ShareStatus::Defined, reason: None, estimate: Some(value), lower: None, upper: None }
}

fn undefined(reason: &str) -> Share {
    Share {
        status: ShareStatus::Undefined,
        reason: Some(reason.into()),
        estimate: None,
        lower: None,
        upper: None,
    }
}

/// The certificate.
pub(super) fn solver_facts(solved: &Solved) -> SolverFacts {
    SolverFacts {
        lower_bits: solved.lower * BITS,
        upper_bits: solved.upper * BITS,
        gap_bits: (solved.upper - solved.lower) * BITS,
        iterations: solved.iterations,
        matrix_products: solved.matrix_products,
        termination: solved.termination,
    }
}
