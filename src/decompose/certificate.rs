//! Lower and upper bound of the union information from any scaling state.
//!
//! Lower: for u, v >= 0, positive on the supports, with `sum_y u(x1,y) v(x2,y) <= 1` on S,
//!
//! ```text
//! Iu >= H(Y) + sum P1 log u + sum P2 log v
//! ```
//!
//! (Gibbs' inequality of Q(y|x1,x2) against u v for every feasible Q, averaged over Q(x1,x2)). Any
//! U, V become feasible by `a(x1) + b(x2) >= log Z(x1,x2)`, which costs `p(x1).a + p(x2).b`; the
//! cheapest of alternating c-transforms in both orders and of the global maximum is taken. Z is
//! checked over all of S, also where R has vanished.
//!
//! Upper, valid with unconverged marginals: U is scaled by min(1, P1 / rows), then V by
//! min(1, P2 / columns), so that Q' = R U' V' lies below both marginals. The missing mass eps(y) is
//! completed by the rank-one coupling of the residual marginals. With T naming the part,
//! `I(X;Y) <= I(X,T;Y)`, so
//!
//! ```text
//! Iu <= sum rows' log U' + sum columns' log V' - sum R Z' log Z'
//!       - sum_y mass'(y) log p(y) + sum_y eps(y) log(1/p(y))
//! ```
//!
//! All in nats. Rounding may move a bound by about 1e-13; 1e-12 is allowed for.

use crate::decompose::coupling::{Layout, Problem};
use crate::kernel::{elementary, vector};

/// Alternations of the c-transform: more gain nothing measurable.
const ALTERNATIONS: usize = 2;

/// Both bounds of a state, nats.
#[derive(Debug, Clone)]
pub struct Bounds {
    /// At most the union information; not a number if the state is unusable.
    pub lower: f64,
    /// At least the union information; not a number if the state is unusable.
    pub upper: f64,
    /// `log U(x1, .) - a(x1)` and `log V(x2, .) - b(x2)` are feasible and give `lower`.
    pub a: Vec<f64>,
    /// See `a`.
    pub b: Vec<f64>,
}

/// Bounds from R, U, V >= 0 and Z = U V', all in the layouts of `problem`.
pub fn bounds(problem: &Problem, r: &[f64], u: &[f64], v: &[f64], z: &[f64]) -> Bounds {
    let (lower, a, b) = lower(problem, u, v, z);
    Bounds { lower, upper: upper(problem, r, u, v), a, b }
}

/// H(Y) of the problem.
pub fn target_entropy(problem: &Problem) -> f64 {
    -problem.margins[2].iter().map(|&p| p * libm::log(p)).sum::<f64>()
}

/// Feasible dual value with the shifts that make it so.
fn lower(problem: &Problem, u: &[f64], v: &[f64], z: &[f64]) -> (f64, Vec<f64>, Vec<f64>) {
    let dual = weighted_log(&problem.p1, u) + weighted_log(&problem.p2, v);
    // Z has lost what such a factor had, and its logarithm would stand for more than that.
    let lost = |p: &[f64], x: &[f64]| p.iter().zip(x).any(|(&p, &x)| p > 0.0 && x < f64::MIN_POSITIVE);
    if lost(&problem.p1, u) || lost(&problem.p2, v) {
        let [k1, k2, _] = problem.shape;
        return (f64::NEG_INFINITY, vec![0.0; k1], vec![0.0; k2]);
    }
    let mut log_z = vec![0.0; z.len()];
    elementary::log(z, &mut log_z);
    if let Layout::Dense { mask, .. } = &problem.layout {
        for (log, mask) in log_z.iter_mut().zip(mask) {
            *log = if *mask > 0.0 { *log } else { f64::NEG_INFINITY };
        }
    }
    let [k1, k2, _] = problem.shape;
    let highest = log_z.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut best = (highest, vec![highest; k1], vec![0.0; k2]);
    for rows_first in [true, false] {
        let (mut a, mut b) = (vec![0.0; k1], vec![0.0; k2]);
        for _ in 0..ALTERNATIONS {
            for rows in [rows_first, !rows_first] {
                if rows {
                    row_maxima(problem, &log_z, &b, &mut a);
                } else {
                    column_maxima(problem, &log_z, &a, &mut b);
                }
                // The first transform starts from zero shifts on the other side.
                let cost = vector::dot(&problem.margins[0], &a) + vector::dot(&problem.margins[1], &b);
                if cost < best.0 {
                    best = (cost, a.clone(), b.clone());
                }
            }
        }
    }
    (dual - best.0 + target_entropy(problem), best.1, best.2)
}

/// `a(x1) = max over S of log Z - b(x2)`.
fn row_maxima(problem: &Problem, log_z: &[f64], b: &[f64], a: &mut [f64]) {
    match &problem.layout {
        Layout::Dense { stride, .. } => {
            for (a, row) in a.iter_mut().zip(log_z.chunks_exact(*stride)) {
                *a = row.iter().zip(b).fold(f64::NEG_INFINITY, |most, (z, b)| larger(most, z - b));
            }
        }
        Layout::Sparse { start, column, .. } => {
            for (a, range) in a.iter_mut().zip(start.windows(2)) {
                let range = range[0]..range[1];
                let row = log_z[range.clone()].iter().zip(&column[range]);
                *a = row.fold(f64::NEG_INFINITY, |most, (z, &j)| larger(most, z - b[j as usize]));
            }
        }
    }
}

/// `b(x2) = max over S of log Z - a(x1)`.
fn column_maxima(problem: &Problem, log_z: &[f64], a: &[f64], b: &mut [f64]) {
    b.fill(f64::NEG_INFINITY);
    match &problem.layout {
        Layout::Dense { stride, .. } => {
            for (a, row) in a.iter().zip(log_z.chunks_exact(*stride)) {
                for (b, z) in b.iter_mut().zip(row) {
                    *b = larger(*b, z - a);
                }
            }
        }
        Layout::Sparse { start, column, .. } => {
            for (a, range) in a.iter().zip(start.windows(2)) {
                for slot in range[0]..range[1] {
                    let b = &mut b[column[slot] as usize];
                    *b = larger(*b, log_z[slot] - a);
                }
            }
        }
    }
}

/// The larger of two; compiles to one instruction, which `f64::max` does not on wasm.
#[inline]
fn larger(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

fn upper(problem: &Problem, r: &[f64], u: &[f64], v: &[f64]) -> f64 {
    let (mut u, mut v) = (u.to_vec(), v.to_vec());
    let mut around_u = vec![0.0; u.len()];
    problem.rows(r, &v, &mut around_u);
    limit(&mut u, &around_u, &problem.p1);
    let mut around_v = vec![0.0; v.len()];
    problem.columns(r, &u, &mut around_v);
    if limit(&mut v, &around_v, &problem.p2) {
        problem.rows(r, &v, &mut around_u);
    }
    let mut z = vec![0.0; r.len()];
    problem.pairs(&u, &v, &mut z);
    let mut log_z = vec![0.0; r.len()];
    elementary::log(&z, &mut log_z);
    let pairs = vector::triple_dot(r, &z, &log_z);
    for (rows, u) in around_u.iter_mut().zip(&u) {
        *rows *= u;
    }
    for (columns, v) in around_v.iter_mut().zip(&v) {
        *columns *= v;
    }
    let mut value = weighted_log(&around_u, &u) + weighted_log(&around_v, &v) - pairs;
    for (y, &p) in problem.margins[2].iter().enumerate() {
        let mass: f64 = around_u.iter().skip(y).step_by(problem.stride).sum();
        let missing = if p > mass { p - mass } else { 0.0 };
        value -= (mass + missing) * libm::log(p);
    }
    value
}

/// Scales each factor by min(1, wanted / (factor * around)); true if one was scaled down by more
/// than rounding.
fn limit(factor: &mut [f64], around: &[f64], wanted: &[f64]) -> bool {
    let mut changed = false;
    for ((factor, around), &wanted) in factor.iter_mut().zip(around).zip(wanted) {
        let mass = *factor * around;
        if mass > wanted {
            changed |= mass > wanted * (1.0 + 1e-14);
            *factor *= wanted / mass;
        }
    }
    changed
}

/// `sum weight * log(x)` where the weight is positive.
fn weighted_log(weight: &[f64], x: &[f64]) -> f64 {
    let mut log = vec![0.0; x.len()];
    elementary::log(x, &mut log);
    vector::dot(weight, &log)
}
