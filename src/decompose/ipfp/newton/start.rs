//! Where the Newton phase starts.

use super::point::{Iterate, evaluate};
use crate::decompose::coupling::Problem;
use crate::kernel::vector;

/// Where to start.
pub(in crate::decompose::ipfp) enum Start {
    /// From the marginals alone.
    Cold,
    /// From a state of the first phase: R Z, U, V and its gap in nats.
    Warm { r: Vec<f64>, u: Vec<f64>, v: Vec<f64>, gap: f64 },
}

impl Iterate {
    pub(super) fn new(problem: &Problem, start: Start) -> Self {
        let mask = problem.mask();
        match start {
            Start::Cold => Self::cold(problem, mask),
            Start::Warm { r, u, v, gap } => Self::warm(problem, mask, r, [&u, &v], gap),
        }
    }

    fn cold(problem: &Problem, mask: Vec<f64>) -> Self {
        let n = problem.pairs_in_support() as f64;
        let mut r = vec![0.0; mask.len()];
        problem.for_each_slot(|slot, i, j| r[slot] = problem.margins[0][i] * problem.margins[1][j]);
        let total = vector::sum(&r);
        for r in &mut r {
            *r /= total;
        }
        let rows = problem.p1.chunks_exact(problem.stride).zip(&problem.margins[0]);
        let log = |p: f64, of: f64| if p > 0.0 { libm::log(p) - libm::log(of) } else { 0.0 };
        let f = rows.flat_map(|(row, &of)| row.iter().map(move |&p| log(p, of))).collect();
        let g = problem.p2.iter().map(|&p| if p > 0.0 { -0.7 } else { 0.0 }).collect();
        let potentials = evaluate(problem, f, g, &mask);
        let s: Vec<f64> = potentials.h.iter().map(|h| -h).collect();
        let mu = vector::dot(&r, &vector::masked(&s, &mask)) / n;
        for ((r, s), mask) in r.iter_mut().zip(&s).zip(&mask) {
            *r = mask * r.max(0.1 * mu / s);
        }
        Self { potentials, r, s, mask }
    }

    /// `factors` are U and V.
    fn warm(problem: &Problem, mask: Vec<f64>, mut r: Vec<f64>, factors: [&[f64]; 2], gap: f64) -> Self {
        let n = problem.pairs_in_support() as f64;
        let logs =
            |x: &[f64]| x.iter().map(|&x| if x > 0.0 { libm::log(x) } else { 0.0 }).collect::<Vec<_>>();
        let [mut f, mut g] = factors.map(logs);
        // Shift rows, then columns, until every constraint has a slack of `gap`.
        let mut most = vec![f64::NEG_INFINITY; problem.shape[0]];
        let at = evaluate(problem, f.clone(), g.clone(), &mask);
        problem.for_each_slot(|slot, i, _| most[i] = most[i].max(at.h[slot]));
        shift(&mut f, &problem.p1, problem.stride, &most, gap);
        let mut most = vec![f64::NEG_INFINITY; problem.shape[1]];
        let at = evaluate(problem, f.clone(), g.clone(), &mask);
        problem.for_each_slot(|slot, _, j| most[j] = most[j].max(at.h[slot]));
        shift(&mut g, &problem.p2, problem.stride, &most, gap);
        let potentials = evaluate(problem, f, g, &mask);
        let s: Vec<f64> = potentials
            .h
            .iter()
            .zip(&mask)
            .map(|(h, &mask)| if mask > 0.0 { (-h).max(gap) } else { 1.0 })
            .collect();
        let mu = 0.1 * vector::dot(&r, &s) / n;
        for ((r, s), mask) in r.iter_mut().zip(&s).zip(&mask) {
            *r = mask * r.max(0.1 * mu / s).min(1e3 * mu / s);
        }
        Self { potentials, r, s, mask }
    }
}

/// Lowers `f(x, .)` by `most(x) + gap` on its support.
fn shift(f: &mut [f64], p: &[f64], stride: usize, most: &[f64], gap: f64) {
    for ((f, p), most) in f.chunks_exact_mut(stride).zip(p.chunks_exact(stride)).zip(most) {
        for (f, &p) in f.iter_mut().zip(p) {
            *f -= if p > 0.0 { most + gap } else { 0.0 };
        }
    }
}
