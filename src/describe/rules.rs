//! The numbers by which the engine decides, with their names.

use serde::Serialize;

use crate::analysis;
use crate::check;
use crate::discretize::partition::FITTED_ROWS;
use crate::discretize::{SAMPLES_PER_VALUE, choose_k};
use crate::infer;
use crate::options::MAX_CODES;
use crate::units::{BITS, HALF_WIDTH};

/// The numbers by which the engine decides.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rules {
    /// Values of K that are tried.
    pub k_grid: Vec<usize>,
    /// Codes of an input at most.
    pub most_codes: usize,
    /// Samples per cell of a pair table that a K must leave to be tried, and below which redundancy and
    /// uniques may be biased.
    pub samples_per_pair_cell: usize,
    /// Folds of the held-out information by which K is chosen.
    pub choice_folds: usize,
    /// Held-out information that a smaller K may cost, bits.
    pub choice_tolerance_bits: f64,
    /// Share of the best held-out information for which too few samples per cell are not accepted.
    pub choice_enough_kept: f64,
    /// Samples that a fit of K-means sees at most.
    pub fit_samples: usize,
    /// Samples that are wanted.
    pub samples_wanted: u64,
    /// Samples below which nothing is estimated.
    pub samples_needed: u64,
    /// Samples per cell of the triple table that are wanted.
    pub triple_cell_wanted: f64,
    /// Samples per cell of the triple table that any size of synergy needs.
    pub triple_cell_needed: f64,
    /// Samples per cell of the triple table below which synergy is not shown.
    pub triple_cell_shown: f64,
    /// Adjusted Rand index wanted between K-means solutions.
    pub seed_agreement_wanted: f64,
    /// Share of what a probe reads that codes should keep.
    pub kept_wanted: f64,
    /// Share of what a probe reads that codes should keep at least.
    pub kept_needed: f64,
    /// Error of the correction of synergy that is tolerated, bits.
    pub correction_tolerated_bits: f64,
    /// Certified gap that is tolerated without remark, bits.
    pub gap_tolerated_bits: f64,
    /// Certified gap that is tolerated at all, bits.
    pub gap_most_bits: f64,
    /// Below this nothing is claimed, bits.
    pub floor_bits: f64,
    /// Share of the samples that may be alone in their cell of a pair table for anything to be claimed.
    pub lone_tolerated: f64,
    /// Nominal coverage of the intervals.
    pub level: f64,
    /// Half of an interval in standard errors.
    pub half_width: f64,
    /// Groups of the jackknife.
    pub jackknife_groups: usize,
    /// Share of a bias correction that counts as its standard error.
    pub correction_error: f64,
    /// Interval of a contribution at most, for a number to be given.
    pub contribution_widest: f64,
    /// Samples that the held-out check of the uniques needs.
    pub held_out_samples: u64,
    /// Samples per value of a y of labels below which its rare values become one by themselves.
    pub samples_per_value: usize,
    /// Strata at most.
    pub most_strata: usize,
    /// Samples that a stratum must have to be decomposed.
    pub stratum_samples: u64,
}

/// The numbers by which the engine decides.
pub fn rules() -> Rules {
    let [triple_cell_wanted, triple_cell_needed, triple_cell_shown] = check::TRIPLE_CELL;
    let [kept_wanted, kept_needed] = check::KEPT;
    let [gap_tolerated_bits, gap_most_bits] = check::GAP_BITS;
    let [samples_wanted, samples_needed] = check::FEW_SAMPLES;
    Rules {
        k_grid: choose_k::GRID.to_vec(),
        most_codes: MAX_CODES,
        samples_per_pair_cell: choose_k::SAMPLES_PER_PAIR_CELL,
        choice_folds: choose_k::FOLDS,
        choice_tolerance_bits: choose_k::TOLERATED_LOSS * BITS,
        choice_enough_kept: choose_k::ENOUGH_KEPT,
        fit_samples: FITTED_ROWS,
        samples_wanted,
        samples_needed,
        triple_cell_wanted,
        triple_cell_needed,
        triple_cell_shown,
        seed_agreement_wanted: check::AGREEMENT,
        kept_wanted,
        kept_needed,
        correction_tolerated_bits: check::DELTA_BITS,
        gap_tolerated_bits,
        gap_most_bits,
        floor_bits: infer::FLOOR * BITS,
        lone_tolerated: infer::MOST_LONE,
        level: infer::LEVEL,
        half_width: HALF_WIDTH,
        jackknife_groups: infer::GROUPS,
        correction_error: infer::CORRECTION_ERROR,
        contribution_widest: infer::MAX_WIDTH,
        held_out_samples: infer::MIN_SAMPLES,
        samples_per_value: SAMPLES_PER_VALUE,
        most_strata: analysis::MAX_STRATA,
        stratum_samples: analysis::LEAST_SAMPLES,
    }
}
