//! How far each log R may go along its residual: the inverse of the curvature at its pair.
//!
//! The alternating scheme multiplies R by Z, one unit of log Z. Where the objective is flat, hundreds of
//! units are safe. With H the diagonal of the response of log Z to log R,
//!
//! ```text
//! H(x1,x2) = sum_y (U V)^2 (1/P1 + 1/P2) - Z^2 (1/p(x1) + 1/p(x2))
//! length   = clip(theta / (R H + max(-f, 0)), 1, most)
//! ```
//!
//! where the second term of the denominator is the slack of a pair that vanishes: log R falls by
//! about one there, whatever the curvature. Upward moves grow as log(1 + move). The limit `most` falls
//! when five certificates in a row gain too little, and goes round; after six changes the steps are those of
//! the plain scheme. (To return to the best state then was tried: one table of 64 x 64 x 10 came no further.)

use crate::decompose::coupling::Problem;
use crate::decompose::ipfp::scaling::Scaling;

/// Share of the way that the curvature allows.
const THETA: f64 = 0.7;
/// Largest length, and the same where there are few y: duals are few then, and far more coupled.
const MOST: f64 = 1e5;
const MOST_FEW_Y: f64 = 1e3;
/// Duals for each pair below which y are few.
const FEW_Y: f64 = 0.3;
/// Limits between which the largest length goes round.
const LEAST_MOST: f64 = 10.0;
/// Steps that use one curvature.
const KEPT: usize = 10;
/// Damping after a step that went astray: by this, down to that, and back by the third a step.
const DAMPING: [f64; 3] = [0.5, 1.0 / 64.0, 1.05];
/// Certificates over which the gap must fall, and how far.
const PATIENCE: usize = 5;
const PROGRESS: f64 = 0.8;
/// Times that the limit is changed before the plain scheme takes over.
const REVERSALS: usize = 6;

/// Duals for each pair: small where y are few.
pub(super) fn duals_per_pair(problem: &Problem) -> f64 {
    let duals = problem.p1.iter().chain(&problem.p2).filter(|&&p| p > 0.0).count();
    duals as f64 / problem.pairs_in_support() as f64
}

/// Lengths, and the schedule of their limit.
#[derive(Debug, Clone)]
pub(super) struct Lengths {
    /// One for each slot.
    pub(super) length: Vec<f64>,
    curvature: Vec<f64>,
    steps: usize,
    damping: f64,
    highest: f64,
    most: f64,
    gaps: Vec<f64>,
    reversals: usize,
}

impl Lengths {
    pub(super) fn new(problem: &Problem) -> Self {
        let highest = if duals_per_pair(problem) < FEW_Y { MOST_FEW_Y } else { MOST };
        let slots = problem.slots();
        Self {
            length: vec![1.0; slots],
            curvature: vec![0.0; slots],
            steps: 0,
            damping: 1.0,
            highest,
            most: highest,
            gaps: vec![],
            reversals: 0,
        }
    }

    /// Lengths at a state with this residual of log R; true if the curvature was formed anew, for two
    /// products.
    #[inline(never)]
    pub(super) fn update(&mut self, problem: &Problem, at: &Scaling, residual: &[f64]) -> bool {
        let renew = self.steps.is_multiple_of(KEPT) || self.steps == 2;
        if renew {
            self.form_curvature(problem, at);
        }
        self.steps += 1;
        let theta = self.damping * THETA;
        for (((length, h), r), f) in self.length.iter_mut().zip(&self.curvature).zip(&at.r).zip(residual) {
            let slack = if *f < 0.0 { -f } else { 0.0 };
            let wanted = theta / (r * h + slack + 1e-300);
            let wanted = if wanted > self.most { self.most } else { wanted };
            *length = if wanted < 1.0 { 1.0 } else { wanted };
        }
        self.damping = f64::min(1.0, self.damping * DAMPING[2]);
        renew
    }

    #[inline(never)]
    fn form_curvature(&mut self, problem: &Problem, at: &Scaling) {
        let square = |x: &[f64]| -> Vec<f64> { x.iter().map(|x| x * x).collect() };
        let over = |x: &[f64], p: &[f64]| -> Vec<f64> {
            x.iter().zip(p).map(|(x, &p)| if p > 0.0 { x / p } else { 0.0 }).collect()
        };
        let (u2, v2) = (square(&at.u), square(&at.v));
        let mut other = vec![0.0; self.curvature.len()];
        problem.pairs(&over(&u2, &problem.p1), &v2, &mut self.curvature);
        problem.pairs(&u2, &over(&v2, &problem.p2), &mut other);
        let inverse = |p: &[f64]| -> Vec<f64> { p.iter().map(|p| 1.0 / p).collect() };
        let (a, b) = (inverse(&problem.margins[0]), inverse(&problem.margins[1]));
        let mut shared = vec![0.0; other.len()];
        problem.add_outer(1.0, &a, &b, &mut shared);
        for (((h, other), z), shared) in self.curvature.iter_mut().zip(&other).zip(&at.z).zip(&shared) {
            let found = *h + other - z * z * shared;
            *h = if found > 0.0 { found } else { 0.0 };
        }
    }

    /// After a step that went astray.
    pub(super) fn shorten(&mut self) {
        self.damping = f64::max(DAMPING[0] * self.damping, DAMPING[1]);
    }

    /// Whether no limit helped.
    pub(super) fn exhausted(&self) -> bool {
        self.reversals >= REVERSALS
    }

    /// Lengths of the plain scheme.
    pub(super) fn reset(&mut self) {
        self.length.fill(1.0);
        self.reversals = REVERSALS;
    }

    /// Whether the gap fell too little, so that another limit is tried from now on.
    pub(super) fn is_stuck(&mut self, gap: f64) -> bool {
        self.gaps.push(gap);
        let Some(before) = self.gaps.len().checked_sub(1 + PATIENCE) else { return false };
        if self.exhausted() || gap <= PROGRESS * self.gaps[before] {
            return false;
        }
        self.reversals += 1;
        let lowered = f64::max(self.most / 3.0, LEAST_MOST);
        self.most = if self.most > LEAST_MOST { lowered } else { self.highest };
        self.gaps = vec![gap];
        true
    }
}
