//! The iterate of the Newton phase: potentials, multipliers, slacks, and steps from it.
//!
//! Slots off S hold R = 0, s = 1, c = 1, h = -1 throughout, so that sums may run over all slots.

use super::system::System;
use super::{CURVATURE, LINEAR_ERROR, REACH, SPREAD, TRIALS};
use crate::decompose::coupling::Problem;
use crate::kernel::{elementary, vector};

/// f, g, with what follows from them.
pub(super) struct Potentials {
    pub(super) f: Vec<f64>,
    pub(super) g: Vec<f64>,
    pub(super) u: Vec<f64>,
    pub(super) v: Vec<f64>,
    /// exp h.
    pub(super) c: Vec<f64>,
    pub(super) h: Vec<f64>,
}

/// Current point.
pub(super) struct Iterate {
    pub(super) potentials: Potentials,
    pub(super) r: Vec<f64>,
    pub(super) s: Vec<f64>,
    /// 1 on S, 0 elsewhere.
    pub(super) mask: Vec<f64>,
}

/// Residuals of the optimality conditions.
pub(super) struct Residuals {
    /// U (R/c V) and V (R/c' U): the marginals of the coupling.
    pub(super) mass1: Vec<f64>,
    pub(super) mass2: Vec<f64>,
    dual1: Vec<f64>,
    dual2: Vec<f64>,
    /// rc = -(h + s).
    slack: Vec<f64>,
    stationarity: f64,
    /// sum R |rc|.
    pub(super) complementarity: f64,
}

impl Residuals {
    /// Size of both residuals.
    pub(super) fn size(&self) -> f64 {
        self.stationarity + self.complementarity
    }
}

/// A Newton direction.
pub(super) struct Direction {
    f: Vec<f64>,
    g: Vec<f64>,
    s: Vec<f64>,
    r: Vec<f64>,
}

/// A trial step.
pub(super) struct Trial {
    /// The new point, if the curvature allows one.
    pub(super) next: Option<Potentials>,
    /// Length for R.
    pub(super) primal: f64,
    /// Length for f, g, s.
    pub(super) dual: f64,
}

pub(super) fn evaluate(problem: &Problem, f: Vec<f64>, g: Vec<f64>, mask: &[f64]) -> Potentials {
    let (mut u, mut v) = (vec![0.0; f.len()], vec![0.0; g.len()]);
    elementary::exp(&f, &mut u);
    elementary::exp(&g, &mut v);
    keep_support(&mut u, &problem.p1);
    keep_support(&mut v, &problem.p2);
    let (mut c, mut h) = (vec![0.0; mask.len()], vec![0.0; mask.len()]);
    problem.pairs(&u, &v, &mut c);
    c.iter_mut().zip(mask).for_each(|(c, &mask)| *c = if mask > 0.0 { *c } else { 1.0 });
    elementary::log(&c, &mut h);
    h.iter_mut().zip(mask).for_each(|(h, &mask)| *h = if mask > 0.0 { *h } else { -1.0 });
    Potentials { f, g, u, v, c, h }
}

fn keep_support(x: &mut [f64], p: &[f64]) {
    x.iter_mut().zip(p).for_each(|(x, &p)| *x = if p > 0.0 { *x } else { 0.0 });
}

impl Iterate {
    /// Whether everything is finite.
    pub(super) fn is_usable(&self) -> bool {
        (vector::sum(&self.r) + vector::sum(&self.s) + vector::sum(&self.potentials.h)).is_finite()
    }

    /// R / c: with U and V a coupling.
    pub(super) fn coupling(&self) -> Vec<f64> {
        vector::map([&self.r, &self.potentials.c], |[r, c]| r / c)
    }

    /// sum R s.
    pub(super) fn complementarity(&self) -> f64 {
        vector::dot(&self.r, &self.s)
    }

    pub(super) fn residuals(&self, problem: &Problem) -> Residuals {
        let r = self.coupling();
        let (mut mass1, mut mass2) = (vec![0.0; self.potentials.u.len()], vec![0.0; self.potentials.v.len()]);
        problem.rows(&r, &self.potentials.v, &mut mass1);
        mass1.iter_mut().zip(&self.potentials.u).for_each(|(m, u)| *m *= u);
        problem.columns(&r, &self.potentials.u, &mut mass2);
        mass2.iter_mut().zip(&self.potentials.v).for_each(|(m, v)| *m *= v);
        let dual1: Vec<f64> = problem.p1.iter().zip(&mass1).map(|(p, m)| p - m).collect();
        let dual2: Vec<f64> = problem.p2.iter().zip(&mass2).map(|(p, m)| p - m).collect();
        let slack: Vec<f64> = self.potentials.h.iter().zip(&self.s).map(|(h, s)| -(h + s)).collect();
        let stationarity = dual1.iter().chain(&dual2).map(|x| x.abs()).sum();
        let complementarity = self.r.iter().zip(&slack).map(|(r, c)| r * c.abs()).sum();
        Residuals { mass1, mass2, dual1, dual2, slack, stationarity, complementarity }
    }

    /// Pairs that may enter the matrix with a weight that matters.
    pub(super) fn active(&self, problem: &Problem, prune: f64) -> Vec<bool> {
        let mut active = vec![false; self.r.len()];
        problem.for_each_slot(|slot, i, j| {
            let least = prune * problem.margins[0][i].min(problem.margins[1][j]);
            active[slot] = prune == 0.0 || self.r[slot] * (1.0 + 1.0 / self.s[slot]) > least;
        });
        active
    }

    /// `term(R, s)` on S.
    pub(super) fn scaled(&self, term: impl Fn(f64, f64) -> f64) -> Vec<f64> {
        vector::map([&self.r, &self.s, &self.mask], |[r, s, mask]| mask * term(r, s))
    }

    /// Target of the corrector: goal - R s - lengths dR ds of the predictor.
    pub(super) fn corrected(&self, goal: f64, lengths: f64, predictor: &Direction) -> Vec<f64> {
        let (dr, ds) = (&predictor.r[..], &predictor.s[..]);
        vector::map([&self.r, &self.s, &self.mask, dr, ds], |[r, s, mask, dr, ds]| {
            mask * (goal - r * s) - lengths * dr * ds
        })
    }

    /// Changes a target of R s where products would stray far from `goal` after `lengths` (of R, of s) in
    /// `direction`.
    pub(super) fn pull_to_centre(
        &self,
        target: &mut [f64],
        goal: f64,
        [primal, dual]: [f64; 2],
        direction: &Direction,
    ) {
        let (least, most) = (SPREAD * goal, goal / SPREAD);
        for (slot, target) in target.iter_mut().enumerate() {
            let r = self.r[slot] + primal * direction.r[slot];
            let product = r * (self.s[slot] + dual * direction.s[slot]);
            *target += self.mask[slot]
                * if product < least { least - product } else { (most - product).min(0.0).max(-most) };
        }
    }

    /// Solves the Newton equations for a target of R s.
    pub(super) fn direction(
        &self,
        problem: &Problem,
        system: &System,
        residuals: &Residuals,
        target: &[f64],
    ) -> Direction {
        let (r, s, c, slack) = (&self.r[..], &self.s[..], &self.potentials.c[..], &residuals.slack[..]);
        let mut t =
            vector::map([target, r, slack, s, c], |[target, r, slack, s, c]| (target - r * slack) / (s * c));
        let (mut right1, mut right2) =
            (vec![0.0; self.potentials.u.len()], vec![0.0; self.potentials.v.len()]);
        problem.rows(&t, &self.potentials.v, &mut right1);
        problem.columns(&t, &self.potentials.u, &mut right2);
        for ((out, u), d) in right1.iter_mut().zip(&self.potentials.u).zip(&residuals.dual1) {
            *out = d - u * *out;
        }
        for ((out, v), d) in right2.iter_mut().zip(&self.potentials.v).zip(&residuals.dual2) {
            *out = d - v * *out;
        }
        let (f, g) = system.solve(&right1, &right2);
        let moved_u: Vec<f64> = self.potentials.u.iter().zip(&f).map(|(u, f)| u * f).collect();
        let moved_v: Vec<f64> = self.potentials.v.iter().zip(&g).map(|(v, g)| v * g).collect();
        let mut moved = vec![0.0; target.len()];
        problem.pairs(&moved_u, &self.potentials.v, &mut moved);
        problem.pairs(&self.potentials.u, &moved_v, &mut t);
        let ds = vector::map([slack, &moved, &t, c], |[slack, a, b, c]| slack - (a + b) / c);
        let dr = vector::map([target, r, &ds, s], |[target, r, ds, s]| (target - r * ds) / s);
        Direction { f, g, s: ds, r: dr }
    }

    /// Longest steps of R, and of f, g, s.
    pub(super) fn room(&self, problem: &Problem, direction: &Direction) -> (f64, f64) {
        let reach = REACH / direction.size(problem);
        (vector::room(&self.r, &direction.r), vector::room(&self.s, &direction.s).min(reach))
    }

    pub(super) fn complementarity_after(&self, direction: &Direction, primal: f64, dual: f64) -> f64 {
        let r = vector::map([&self.r, &direction.r], |[r, d]| r + primal * d);
        let s = vector::map([&self.s, &direction.s], |[s, d]| s + dual * d);
        vector::dot(&r, &s)
    }

    /// Shortens a step until the true h bends away from its linearisation by no more than is borne.
    pub(super) fn try_step(
        &self,
        problem: &Problem,
        direction: &Direction,
        fraction: f64,
        slack: f64,
        total: f64,
    ) -> Trial {
        let reach = REACH / direction.size(problem);
        let longest = (fraction * vector::room(&self.r, &direction.r)).min(1.0);
        let allowed = (fraction * vector::room(&self.s, &direction.s)).min(1.0).min(reach);
        let (mut primal, mut dual) = (longest, allowed);
        let worst = self.potentials.h.iter().zip(&self.s).map(|(h, s)| (h + s).abs()).fold(0.0, f64::max);
        for trial in 0..TRIALS {
            let along = |x: &[f64], d: &[f64]| x.iter().zip(d).map(|(x, d)| x + dual * d).collect();
            let next = evaluate(
                problem,
                along(&self.potentials.f, &direction.f),
                along(&self.potentials.g, &direction.g),
                &self.mask,
            );
            let (mut bent, mut largest) = (0.0, 0.0);
            for slot in 0..next.h.len() {
                let error = (next.h[slot] + self.s[slot] + dual * direction.s[slot]).abs();
                bent += (self.r[slot] + primal * direction.r[slot]) * error;
                largest = f64::max(largest, error);
            }
            let borne = f64::max(if trial < 4 { 0.8 } else { 1.1 } * slack, CURVATURE * total);
            if bent <= borne && largest <= worst.max(LINEAR_ERROR) {
                return Trial { next: Some(next), primal, dual };
            }
            dual *= 0.6;
            primal = primal.min(longest * dual / allowed);
        }
        Trial { next: None, primal, dual }
    }

    pub(super) fn take(
        &mut self,
        problem: &Problem,
        next: Potentials,
        direction: &Direction,
        primal: f64,
        dual: f64,
    ) {
        for ((s, ds), h) in self.s.iter_mut().zip(&direction.s).zip(&next.h) {
            *s = (*s + dual * ds).max(-h);
        }
        self.potentials = next;
        for (r, dr) in self.r.iter_mut().zip(&direction.r) {
            *r += primal * dr;
        }
        let mean = self.complementarity() / problem.pairs_in_support() as f64;
        for ((r, s), mask) in self.r.iter_mut().zip(&self.s).zip(&self.mask) {
            *r = mask * r.max(1e-5 * mean / s).min(1e5 * mean / s);
        }
    }
}

impl Direction {
    /// Largest change of a potential, in the gauge that balances f against g.
    fn size(&self, problem: &Problem) -> f64 {
        let (stride, py) = (problem.stride, &problem.margins[2]);
        let mut mean = vec![0.0; stride];
        for (p, g) in problem.p2.chunks_exact(stride).zip(self.g.chunks_exact(stride)) {
            mean.iter_mut().zip(p.iter().zip(g)).for_each(|(mean, (p, g))| *mean += p * g);
        }
        mean.iter_mut().zip(py).for_each(|(mean, p)| *mean /= p);
        let largest = |p: &[f64], d: &[f64], sign: f64| {
            let rows = p.iter().zip(d).enumerate().filter(|&(_, (&p, _))| p > 0.0);
            rows.map(|(at, (_, d))| (d + sign * mean[at % stride]).abs()).fold(1e-300, f64::max)
        };
        largest(&problem.p1, &self.f, 1.0).max(largest(&problem.p2, &self.g, -1.0))
    }
}
