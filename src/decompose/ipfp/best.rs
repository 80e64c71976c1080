//! The best bounds seen so far, with the potentials behind the lower one.

use crate::decompose::certificate::{self, Bounds};
use crate::decompose::coupling::Problem;

/// Best bounds, dual point and work.
#[derive(Debug, Clone)]
pub(super) struct Best {
    pub(super) lower: f64,
    pub(super) upper: f64,
    /// Feasible u and v behind `lower`, as factors with shifts of their logarithms.
    pub(super) u: Vec<f64>,
    pub(super) v: Vec<f64>,
    pub(super) a: Vec<f64>,
    pub(super) b: Vec<f64>,
    pub(super) trace: Vec<(u32, f64, f64)>,
}

impl Best {
    /// Bounds that hold without work: u = p(y|x1), v = 1 is feasible and gives I1; Iu <= H(Y).
    pub(super) fn new(problem: &Problem) -> Self {
        let rows = problem.p1.chunks_exact(problem.stride).zip(&problem.margins[0]);
        let u: Vec<f64> = rows.flat_map(|(row, &p)| row.iter().map(move |&cell| cell / p)).collect();
        let v: Vec<f64> = problem.p2.iter().map(|&p| if p > 0.0 { 1.0 } else { 0.0 }).collect();
        let entropy = certificate::target_entropy(problem);
        let logs = u.iter().zip(&problem.p1).filter(|&(_, &p)| p > 0.0);
        let lower = entropy + logs.map(|(&u, &p)| p * libm::log(u)).sum::<f64>();
        let (a, b) = (vec![0.0; problem.shape[0]], vec![0.0; problem.shape[1]]);
        Self { lower, upper: entropy, u, v, a, b, trace: Vec::new() }
    }

    /// Takes what is better of a new pair of bounds.
    pub(super) fn take(&mut self, bounds: Bounds, u: &[f64], v: &[f64], step: usize) {
        if bounds.lower > self.lower {
            self.lower = bounds.lower;
            self.u.copy_from_slice(u);
            self.v.copy_from_slice(v);
            self.a = bounds.a;
            self.b = bounds.b;
        }
        if bounds.upper < self.upper {
            self.upper = bounds.upper;
        }
        self.trace.push((step as u32, self.lower, self.upper));
    }

    pub(super) fn gap(&self) -> f64 {
        self.upper - self.lower
    }
}
