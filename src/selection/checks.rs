//! What to check before the numbers are believed: fact, threshold, effect, action.
//!
//! Every check that applies is returned, passed ones too, worst first. The words are in
//! [`super::words`].

use serde::{Deserialize, Serialize};

use crate::inference::{Share, Undefined};
use crate::order;

use super::agreement::wanted_seeds;
use super::choice::{SAMPLES_PER_PAIR_CELL, grid};

/// Samples wanted per cell of the triple table; with fewer than 1 no size of synergy is
/// trustworthy, with fewer than a quarter it is not shown.
const TRIPLE_CELL: [f64; 3] = [4.0, 1.0, 0.25];
/// Adjusted Rand index wanted between K-means seeds.
const AGREEMENT: f64 = 0.8;
/// Error of the correction of synergy tolerated, bits.
const DELTA_BITS: f64 = 0.05;
/// Certified gaps tolerated: without remark, and at all; bits.
const GAP_BITS: [f64; 2] = [1e-3, 1e-2];
/// Samples below which nothing is estimated well, or at all.
const FEW_SAMPLES: [u64; 2] = [200, 20];

/// How bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Do not report the number.
    Stop,
    /// Report it with care.
    Caution,
    /// Good to know.
    Note,
    /// As it should be.
    Pass,
}

/// What x1 and x2 have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Same {
    /// The bytes of the file.
    File,
    /// The codes, up to their names.
    Codes,
}

/// Something that the interval shows but too few K-means seeds do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsteady {
    /// A clause, to be read before "in 2 of 5 K-means seeds".
    pub what: String,
    /// Seeds that show it.
    pub found: usize,
    /// Seeds.
    pub seeds: usize,
}

/// An atom that differs between all samples and the mean within strata.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Differing {
    /// Name of the atom.
    pub what: String,
    /// Over all samples, bits.
    pub pooled_bits: f64,
    /// Mean within strata, bits.
    pub within_bits: f64,
}

/// What is to be said of strata.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StrataFacts {
    /// Atoms whose intervals have nothing in common.
    pub differing: Vec<Differing>,
    /// Strata left out, samples in them, and samples that each should have had.
    pub left_out: [u64; 3],
}

/// What the checks need to know.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// Names of x1, x2, y.
    pub names: [String; 3],
    /// Samples.
    pub n: u64,
    /// Symbols of x1, x2, y.
    pub shape: [usize; 3],
    /// Whether each was clustered; labels have no K to choose.
    pub clustered: [bool; 3],
    /// Samples that K-means saw of each, where these were not all.
    pub fitted_on: [Option<u64>; 3],
    /// Agreement of K-means seeds of x1 and x2; none for labels or a single seed.
    pub agreement: [Option<f64>; 2],
    /// Entropy of y, bits.
    pub h_y_bits: f64,
    /// Certified gap of the headline solution, bits.
    pub gap_bits: f64,
    /// Error of the correction of synergy, bits; none without inference.
    pub delta_bits: Option<f64>,
    /// Contribution of x1; none without inference.
    pub contribution: Option<Share>,
    /// Whether x1 and x2 may tell the same; none without inference.
    pub tie: Option<bool>,
    /// What x1 and x2 have in common, if anything.
    pub same: Option<Same>,
    /// What is not claimed for want of seeds that show it.
    pub unsteady: Vec<Unsteady>,
    /// Of strata; none without them.
    pub strata: Option<StrataFacts>,
}

/// What was looked at, with its numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum Concern {
    /// n against what any estimate needs.
    Samples {
        /// Samples.
        n: u64,
        /// Samples wanted.
        wanted: u64,
    },
    /// y takes one value only.
    ConstantTarget {
        /// Name of y.
        name: String,
    },
    /// n / (K1 K2 Ky).
    SamplesPerTripleCell {
        /// Samples per cell.
        found: f64,
        /// Samples per cell wanted.
        wanted: f64,
        /// Samples that would be enough.
        enough: u64,
        /// K that would be small enough; none for labels.
        smaller_k: Option<usize>,
    },
    /// n / (K Ky), the larger K.
    SamplesPerPairCell {
        /// Samples per cell.
        found: f64,
        /// Samples per cell wanted.
        wanted: f64,
        /// Samples that would be enough.
        enough: u64,
        /// K that would be small enough; none for labels.
        smaller_k: Option<usize>,
    },
    /// K-means saw a sample of the samples.
    FittedOnSample {
        /// Name of the input.
        name: String,
        /// Samples that it saw.
        found: u64,
        /// Samples.
        n: u64,
    },
    /// Adjusted Rand index between K-means seeds.
    SeedAgreement {
        /// Name of the source.
        name: String,
        /// Index.
        found: f64,
        /// Index wanted.
        wanted: f64,
    },
    /// Error of the correction of synergy.
    SynergyCorrection {
        /// Bits.
        found_bits: f64,
        /// Bits tolerated.
        tolerated_bits: f64,
    },
    /// Certified gap of the union information.
    Gap {
        /// Bits.
        found_bits: f64,
        /// Bits tolerated.
        tolerated_bits: f64,
    },
    /// The contribution is undefined.
    ContributionUndefined {
        /// Why.
        reason: Undefined,
    },
    /// The modality that knows less may know nothing of its own.
    Tie,
    /// x1 and x2 are one thing.
    SameSources {
        /// What they have in common.
        same: Same,
        /// Name of x1.
        x1: String,
        /// Name of x2.
        x2: String,
    },
    /// Too few K-means seeds show something.
    Unsteady {
        /// A clause.
        what: String,
        /// Seeds that show it.
        found: usize,
        /// Seeds.
        seeds: usize,
        /// Seeds that must show it.
        wanted: usize,
    },
    /// Whether all samples and the mean within strata tell the same.
    StrataDiffer {
        /// Atoms that differ.
        differing: Vec<Differing>,
    },
    /// Strata too small to be decomposed.
    SmallStrata {
        /// How many.
        strata: u64,
        /// Samples in them.
        samples: u64,
        /// Samples that each should have had.
        wanted: u64,
    },
}

/// A concern and how bad it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// What was looked at.
    #[serde(flatten)]
    pub concern: Concern,
    /// How bad it is.
    pub level: Level,
}

/// All checks that apply, worst first.
pub fn checks(facts: &Facts) -> Vec<Check> {
    let mut checks = vec![samples(facts)];
    if facts.h_y_bits <= 0.0 {
        let name = facts.names[2].clone();
        checks.push(Check { concern: Concern::ConstantTarget { name }, level: Level::Stop });
    }
    checks.push(triple_cells(facts));
    checks.push(pair_cells(facts));
    for (found, name) in facts.fitted_on.iter().zip(&facts.names) {
        let Some(found) = *found else { continue };
        let concern = Concern::FittedOnSample { name: name.clone(), found, n: facts.n };
        checks.push(Check { concern, level: Level::Note });
    }
    for (found, name) in facts.agreement.iter().zip(&facts.names) {
        let Some(found) = *found else { continue };
        let concern = Concern::SeedAgreement { name: name.clone(), found, wanted: AGREEMENT };
        checks.push(Check { concern, level: pass_or(found >= AGREEMENT, Level::Caution) });
    }
    if let Some(found_bits) = facts.delta_bits {
        let concern = Concern::SynergyCorrection { found_bits, tolerated_bits: DELTA_BITS };
        checks.push(Check { concern, level: pass_or(found_bits <= DELTA_BITS, Level::Caution) });
    }
    checks.push(gap(facts.gap_bits));
    checks.extend(facts.unsteady.iter().map(unsteady));
    if let Some(same) = facts.same {
        let [x1, x2, _] = facts.names.clone();
        checks.push(Check { concern: Concern::SameSources { same, x1, x2 }, level: Level::Note });
    }
    if let Some(Share::Undefined { reason }) = facts.contribution {
        checks.push(Check { concern: Concern::ContributionUndefined { reason }, level: Level::Note });
    }
    if facts.tie == Some(true) {
        checks.push(Check { concern: Concern::Tie, level: Level::Note });
    }
    if let Some(strata) = &facts.strata {
        strata_checks(strata, &mut checks);
    }
    let order = order::stable(checks.len(), &|i, j| checks[i].level.cmp(&checks[j].level));
    order.into_iter().map(|i| checks[i].clone()).collect()
}

fn strata_checks(facts: &StrataFacts, checks: &mut Vec<Check>) {
    let differing = facts.differing.clone();
    let level = pass_or(differing.is_empty(), Level::Caution);
    checks.push(Check { concern: Concern::StrataDiffer { differing }, level });
    let [strata, samples, wanted] = facts.left_out;
    if strata > 0 {
        checks.push(Check { concern: Concern::SmallStrata { strata, samples, wanted }, level: Level::Note });
    }
}

fn unsteady(Unsteady { what, found, seeds }: &Unsteady) -> Check {
    let (what, found, seeds) = (what.clone(), *found, *seeds);
    let concern = Concern::Unsteady { what, found, seeds, wanted: wanted_seeds(seeds) };
    Check { concern, level: Level::Caution }
}

fn pass_or(passed: bool, otherwise: Level) -> Level {
    if passed { Level::Pass } else { otherwise }
}

fn samples(facts: &Facts) -> Check {
    let [wanted, least] = FEW_SAMPLES;
    let level = match facts.n {
        n if n < least => Level::Stop,
        n if n < wanted => Level::Caution,
        _ => Level::Pass,
    };
    Check { concern: Concern::Samples { n: facts.n, wanted }, level }
}

fn triple_cells(facts: &Facts) -> Check {
    let [k1, k2, ky] = facts.shape.map(|k| k as f64);
    let found = facts.n as f64 / (k1 * k2 * ky);
    let [wanted, red, _] = TRIPLE_CELL;
    let level = if found >= wanted {
        Level::Pass
    } else if found >= red {
        Level::Caution
    } else {
        Level::Stop
    };
    let enough = |k: usize| wanted * (k * k * facts.shape[2]) as f64 <= facts.n as f64;
    let concern = Concern::SamplesPerTripleCell {
        found,
        wanted,
        enough: whole(wanted * k1 * k2 * ky),
        smaller_k: smaller_k(facts, enough),
    };
    Check { concern, level }
}

fn pair_cells(facts: &Facts) -> Check {
    let larger = facts.shape[0].max(facts.shape[1]) as f64;
    let cells = larger * facts.shape[2] as f64;
    let (found, wanted) = (facts.n as f64 / cells, SAMPLES_PER_PAIR_CELL as f64);
    let enough = |k: usize| wanted * (k * facts.shape[2]) as f64 <= facts.n as f64;
    let concern = Concern::SamplesPerPairCell {
        found,
        wanted,
        enough: whole(wanted * cells),
        smaller_k: smaller_k(facts, enough),
    };
    Check { concern, level: pass_or(found >= wanted, Level::Caution) }
}

/// The largest K of the grid that is enough and smaller than the present one.
fn smaller_k(facts: &Facts, enough: impl Fn(usize) -> bool) -> Option<usize> {
    let present = (0..2).filter(|&i| facts.clustered[i]).map(|i| facts.shape[i]).max()?;
    grid(usize::MAX, 1).into_iter().rev().find(|&k| k < present && enough(k))
}

fn gap(found_bits: f64) -> Check {
    let [tolerated_bits, most] = GAP_BITS;
    let level = match found_bits {
        gap if gap > most => Level::Stop,
        gap if gap > tolerated_bits => Level::Caution,
        _ => Level::Pass,
    };
    Check { concern: Concern::Gap { found_bits, tolerated_bits }, level }
}

impl Check {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self.concern {
            Concern::Samples { .. } => "samples",
            Concern::ConstantTarget { .. } => "constant_target",
            Concern::SamplesPerTripleCell { .. } if self.hides_synergy() => "synergy_hidden",
            Concern::SamplesPerTripleCell { .. } => "samples_per_triple_cell",
            Concern::SamplesPerPairCell { .. } => "samples_per_pair_cell",
            Concern::FittedOnSample { .. } => "fitted_on_sample",
            Concern::SeedAgreement { .. } => "seed_agreement",
            Concern::SynergyCorrection { .. } => "synergy_correction",
            Concern::Gap { .. } => "gap",
            Concern::ContributionUndefined { .. } => "contribution_undefined",
            Concern::Tie => "tie",
            Concern::SameSources { .. } => "same_sources",
            Concern::Unsteady { .. } => "unsteady_claim",
            Concern::StrataDiffer { .. } => "strata_differ",
            Concern::SmallStrata { .. } => "small_strata",
        }
    }

    /// K with which the check would pass; none if it passed, or if no K would do.
    pub fn smaller_k(&self) -> Option<usize> {
        match self.concern {
            Concern::SamplesPerTripleCell { smaller_k, .. }
            | Concern::SamplesPerPairCell { smaller_k, .. }
                if self.level != Level::Pass =>
            {
                smaller_k
            }
            _ => None,
        }
    }

    /// Whether synergy should not be shown: fewer than a quarter of a sample per cell.
    pub fn hides_synergy(&self) -> bool {
        matches!(self.concern, Concern::SamplesPerTripleCell { found, .. } if found < TRIPLE_CELL[2])
    }
}

/// A number that is not negative, rounded down.
#[allow(clippy::cast_sign_loss)] // it is not negative
pub(super) fn whole(x: f64) -> u64 {
    x as u64
}
