//! What to check before the numbers are believed: fact, threshold, effect, action.
//!
//! Every check that applies is returned, passed ones too, worst first. The words are in
//! [`super::words`].

use super::concern::{Check, Concern, Level};
use super::facts::{Agreement, Facts, KeptShare, MergedFacts};
use super::strata::{StrataFacts, Verdict};
use crate::discretize::choose_k::{SAMPLES_PER_PAIR_CELL, SAMPLES_PER_TRIPLE_CELL, grid};
use crate::discretize::partition::FITTED_ROWS;
use crate::infer::{LEAST_PER_CELL, MOST_LONE, Share, Undefined};

/// Samples wanted per cell of the triple table; with fewer than 1 no size of synergy is
/// trustworthy, with fewer than a quarter it is not shown.
pub const TRIPLE_CELL: [f64; 3] = [SAMPLES_PER_TRIPLE_CELL, 1.0, LEAST_PER_CELL];
/// Adjusted Rand index wanted between K-means solutions: the intervals include that they differ, but below
/// this their average may describe none of them.
pub const AGREEMENT: f64 = 0.4;
/// Share of what a probe reads that codes should keep, and at least.
pub const KEPT: [f64; 2] = [0.7, 0.4];
/// Error of the correction of synergy tolerated, bits.
pub const DELTA_BITS: f64 = 0.05;
/// Certified gaps tolerated: without remark, and at all; bits.
pub const GAP_BITS: [f64; 2] = [1e-3, 1e-2];
/// Share of repeated samples of which nothing is said.
const SOME_REPEATED: f64 = 0.01;
/// Share of samples that repeat others tolerated.
const REPEATED: f64 = 0.02;
/// Samples below which nothing is estimated well, or at all.
pub const FEW_SAMPLES: [u64; 2] = [200, 20];

/// All checks that apply, worst first.
pub fn checks(facts: &Facts) -> Vec<Check> {
    let mut checks = vec![samples(facts)];
    if facts.h_y_bits <= 0.0 {
        let name = facts.names[2].clone();
        checks.push(Check { concern: Concern::ConstantTarget { name }, level: Level::Stop });
    }
    checks.push(triple_cells(facts));
    checks.push(pair_cells(facts));
    checks.extend(lone_samples(facts));
    checks.extend(target(facts));
    checks.extend(rare_values(facts));
    for (found, name) in facts.fitted_on.iter().zip(&facts.names) {
        let Some(found) = *found else { continue };
        let concern = Concern::FittedOnSample { name: name.clone(), found, n: facts.n };
        // As many as a fit ever sees are no concern, but a fact.
        checks.push(Check { concern, level: pass_or(found >= FITTED_ROWS as u64, Level::Note) });
    }
    checks.extend(seed_agreement(facts));
    if let Some(found_bits) = facts.delta_bits {
        let concern = Concern::SynergyCorrection { found_bits, tolerated_bits: DELTA_BITS };
        checks.push(Check { concern, level: pass_or(found_bits <= DELTA_BITS, Level::Caution) });
    }
    checks.extend(kept(facts));
    if let Some(ranked) = facts.ranked_otherwise.clone() {
        checks.push(Check { concern: Concern::RankedOtherwise { ranked }, level: Level::Caution });
    }
    checks.push(gap(facts.gap_bits));
    if let Some(same) = facts.same {
        let [x1, x2, _] = facts.names.clone();
        checks.push(Check { concern: Concern::SameSources { same, x1, x2 }, level: Level::Note });
    }
    checks.extend(contribution(facts));
    checks.extend(apart(facts));
    checks.extend(repeated(facts));
    checks.extend(order(facts));
    if facts.tie == Some(true) {
        checks.push(Check { concern: Concern::Tie, level: Level::Note });
    }
    if let Some(strata) = &facts.strata {
        strata_checks(strata, &mut checks);
    }
    checks.sort_by_key(|check| check.level);
    checks
}

/// One check for the sources whose solutions agree, one for those whose do not.
fn seed_agreement(facts: &Facts) -> impl Iterator<Item = Check> {
    let indices = facts.agreement.iter().zip(&facts.names);
    let all: Vec<Agreement> = indices
        .filter_map(|(index, name)| Some(Agreement { name: name.clone(), index: (*index)? }))
        .collect();
    let (agree, differ) = all.into_iter().partition(|source| source.index >= AGREEMENT);
    [(differ, Level::Caution), (agree, Level::Pass)]
        .into_iter()
        .filter(|(found, _): &(Vec<Agreement>, Level)| !found.is_empty())
        .map(|(found, level)| Check { concern: Concern::SeedAgreement { found, wanted: AGREEMENT }, level })
}

fn strata_checks(facts: &StrataFacts, checks: &mut Vec<Check>) {
    let differing = facts.atoms.iter().filter(|atom| atom.change().is_some());
    let (verdict, differing) = (facts.verdict(), differing.map(|atom| atom.what.clone()).collect());
    let level = match verdict {
        Verdict::Same => Level::Pass,
        Verdict::Undecided => Level::Note,
        _ => Level::Caution,
    };
    checks.push(Check { concern: Concern::StrataDiffer { verdict, differing }, level });
    let (left_out, wanted) = &facts.left_out;
    if !left_out.is_empty() {
        let concern = Concern::SmallStrata {
            strata: left_out.len() as u64,
            large: left_out.iter().any(|n| n >= wanted),
            samples: facts.samples_left_out(),
            wanted: *wanted,
        };
        checks.push(Check { concern, level: Level::Note });
    }
}

/// What the codes of x1, x2 and both keep, by the one that keeps least.
fn kept(facts: &Facts) -> Option<Check> {
    let [x1, x2, _] = facts.names.clone();
    let named = facts.kept.iter().zip([x1, x2, "both".into()]);
    let found: Vec<KeptShare> =
        named.filter_map(|(share, name)| Some(KeptShare { name, share: (*share)? })).collect();
    let [wanted, needed] = KEPT;
    let level = match found.iter().map(|kept| kept.share).reduce(f64::min)? {
        least if least < needed => Level::Caution,
        least if least < wanted => Level::Note,
        _ => Level::Pass,
    };
    Some(Check { concern: Concern::Kept { found, wanted }, level })
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

fn lone_samples(facts: &Facts) -> Option<Check> {
    let found = facts.lone?;
    let enough = |k: usize| SAMPLES_PER_PAIR_CELL * k * facts.shape[2] <= facts.n as usize;
    let concern = Concern::LoneSamples {
        name: facts.names[2].clone(),
        found,
        tolerated: MOST_LONE,
        smaller_k: smaller_k(facts, enough),
    };
    Some(Check { concern, level: pass_or(found <= MOST_LONE, Level::Stop) })
}

fn rare_values(facts: &Facts) -> Option<Check> {
    let MergedFacts { least, values: [values, merged, samples] } = facts.merged?;
    let share = samples as f64 / facts.n as f64;
    let concern = Concern::RareValues { name: facts.names[2].clone(), least, values, merged, share };
    Some(Check { concern, level: Level::Note })
}

/// What was made of answers and of scores.
fn target(facts: &Facts) -> impl Iterator<Item = Check> {
    let name = || facts.names[2].clone();
    let spellings =
        facts.answers.map(|[spellings, answers]| Concern::Spellings { name: name(), spellings, answers });
    let scores = facts.scores.map(|scores| Concern::Scores { name: name(), scores });
    spellings.into_iter().chain(scores).map(|concern| Check { concern, level: Level::Note })
}

/// Where samples are alone in their cells, that is the concern.
fn contribution(facts: &Facts) -> Option<Check> {
    let Some(Share::Undefined { reason }) = facts.contribution else { return None };
    let shapley = matches!(facts.shapley, Some(Share::Defined { .. }));
    let concern = Concern::ContributionUndefined { reason, shapley };
    (reason != Undefined::LoneSamples).then_some(Check { concern, level: Level::Note })
}

fn apart(facts: &Facts) -> Option<Check> {
    let name = |&input: &usize| facts.names[input].clone();
    let apart = facts.apart?;
    let (own, others): (Vec<usize>, Vec<usize>) = (0..3).partition(|&input| apart[input]);
    let concern = Concern::Apart {
        names: own.iter().map(name).collect(),
        others: others.iter().map(name).collect(),
        n: facts.n,
    };
    Some(Check { concern, level: pass_or(own.is_empty(), Level::Caution) })
}

fn repeated(facts: &Facts) -> Option<Check> {
    let [Some(first), Some(second)] = facts.repeated else { return None };
    let found = first.min(second);
    let share = found as f64 / facts.n as f64;
    let level = match share {
        share if share > REPEATED => Level::Caution,
        share if share > SOME_REPEATED => Level::Note,
        _ => Level::Pass,
    };
    let [x1, x2, _] = facts.names.clone();
    Some(Check { concern: Concern::Repeated { x1, x2, found, n: facts.n }, level })
}

/// The first two inputs that name their samples in columns of one name, and differ; a pass if none of these
/// do.
fn order(facts: &Facts) -> Option<Check> {
    let pairs = [(0, 1), (0, 2), (1, 2)].map(|(a, b)| (a, b, facts.ids[a].as_ref(), facts.ids[b].as_ref()));
    let named = pairs.into_iter().filter_map(|(a, b, first, second)| {
        let (first, second) = (first?, second?);
        (first.column == second.column).then_some((a, b, first, second))
    });
    let mut named = named.peekable();
    let one = *named.peek()?;
    let odd = named.find(|(_, _, first, second)| first.order != second.order);
    let (a, b, first, second) = odd.unwrap_or(one);
    let names = [a, b].map(|input| facts.names[input].clone());
    let concern =
        Concern::Order { names, column: first.column.clone(), same_samples: first.samples == second.samples };
    Some(Check { concern, level: pass_or(odd.is_none(), Level::Stop) })
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
            Concern::LoneSamples { .. } => "lone_samples",
            Concern::Spellings { .. } => "spellings",
            Concern::Scores { .. } => "scores",
            Concern::RareValues { .. } => "rare_values",
            Concern::FittedOnSample { .. } => "fitted_on_sample",
            Concern::SeedAgreement { .. } => "seed_agreement",
            Concern::SynergyCorrection { .. } => "synergy_correction",
            Concern::Kept { .. } => "kept",
            Concern::RankedOtherwise { .. } => "ranked_otherwise",
            Concern::Gap { .. } => "gap",
            Concern::ContributionUndefined { .. } => "contribution_undefined",
            Concern::Tie => "tie",
            Concern::Apart { .. } => "apart",
            Concern::Repeated { .. } => "repeated_samples",
            Concern::Order { .. } => "order",
            Concern::SameSources { .. } => "same_sources",
            Concern::StrataDiffer { .. } => "strata_differ",
            Concern::SmallStrata { .. } => "small_strata",
        }
    }

    /// K with which the check would pass; none if it passed, or if no K would do.
    pub fn smaller_k(&self) -> Option<usize> {
        match self.concern {
            Concern::SamplesPerTripleCell { smaller_k, .. }
            | Concern::SamplesPerPairCell { smaller_k, .. }
            | Concern::LoneSamples { smaller_k, .. }
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
