//! Claims: what may be said, in the partition shown and in enough of all partitions.

use super::estimates::Numbers;
use crate::analysis::plan::Plan;
use crate::check;
use crate::infer::{Atom, Claims, Ranking};
use crate::report::Claim;

/// Numbers with what is claimed of them.
pub(super) struct Claimed {
    pub(super) numbers: Numbers,
    /// Which source tells more.
    pub(super) claim: Claim,
    /// What the partition shown would allow, but too few others do.
    pub(super) unsteady: Vec<Unsteady>,
}

/// A claim that is not made.
pub(super) struct Unsteady {
    pub(super) what: Disputed,
    /// Partitions that allow it.
    pub(super) found: usize,
    /// Partitions.
    pub(super) partitions: usize,
}

/// What partitions disagree on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Disputed {
    /// Whether an atom is present.
    Present(Atom),
    /// Which source tells more.
    Ranking(Ranking),
}

/// Plug-in values claim nothing.
pub(super) fn none(numbers: Numbers) -> Claimed {
    Claimed { numbers, claim: Claim::None, unsteady: vec![] }
}

/// Claims of every partition, over all samples or within a stratum.
pub(super) fn over_partitions(plan: &Plan, stratum: Option<usize>) -> Vec<&Claims> {
    let of = plan.found.inferred.iter().filter(|(table, _)| table.stratum == stratum);
    of.map(|(_, inferred)| &inferred.alone.claims).collect()
}

/// Claims what the partition shown and at least four fifths of all partitions allow.
pub(super) fn claim(mut numbers: Numbers, shown: &Claims, all: &[&Claims]) -> Claimed {
    let mut unsteady = vec![];
    let mut agreed = |what: Disputed, shown: bool, by: &dyn Fn(&Claims) -> bool| {
        let by: Vec<bool> = all.iter().map(|&claims| by(claims)).collect();
        let (found, partitions) = (by.iter().filter(|&&by| by).count(), by.len());
        let claimed = shown && check::consensus(&by);
        if shown && !claimed {
            unsteady.push(Unsteady { what, found, partitions });
        }
        (claimed, [found, partitions])
    };
    let atoms = &mut numbers.atoms;
    let estimates = [&mut atoms.redundancy, &mut atoms.unique1, &mut atoms.unique2, &mut atoms.synergy];
    for (atom, estimate) in Atom::ALL.into_iter().zip(estimates) {
        let present = |claims: &Claims| *atom.of(&claims.present);
        let (claimed, found) = agreed(Disputed::Present(atom), present(shown), &present);
        (estimate.present, estimate.present_in_seeds) = (Some(claimed), Some(found));
    }
    let ranking = shown.ranking;
    let same = |claims: &Claims| claims.ranking == ranking;
    let (ranked, _) = agreed(Disputed::Ranking(ranking), ranking != Ranking::None, &same);
    let claim = match ranking {
        Ranking::X1 if ranked => Claim::X1,
        Ranking::X2 if ranked => Claim::X2,
        _ => Claim::None,
    };
    Claimed { numbers, claim, unsteady }
}
