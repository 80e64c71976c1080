//! Random, sparse, degenerate and skewed problems: no bound violated, nothing non-finite.

use std::ops::ControlFlow;

use modalens::data::counts::Pmf;
use modalens::decompose::entropy::joint_information;
use modalens::decompose::ipfp::{Solution, SolverOptions, Termination, solve};
use modalens::decompose::pid::{Pid, decompose};
use modalens::rng::{Purpose, Rng};

const BIT: f64 = std::f64::consts::LN_2;
/// Rounding that a bound may carry.
const SLACK: f64 = 1e-12;

/// A problem of one of several kinds, of sizes 1..=12.
fn problem(index: u64) -> Pmf {
    let mut rng = Rng::new(20_261_123, Purpose::Test, 0, index);
    let shape = [0; 3].map(|_| 1 + rng.below(12) as usize);
    let density = [0.05, 0.2, 0.6, 1.0][rng.below(4) as usize];
    let kind = rng.below(6);
    let mut entries = Vec::new();
    for a in 0..shape[0] as u32 {
        for b in 0..shape[1] as u32 {
            let favoured = rng.below(shape[2] as u64) as u32;
            for y in 0..shape[2] as u32 {
                let uniform = 1e-12 + rng.uniform();
                let mass = match kind {
                    // Masses over three hundred orders of magnitude.
                    0 => libm::pow(10.0, -300.0 * uniform),
                    // Dirichlet with a small parameter.
                    1 => libm::pow(uniform, 5.0),
                    // y nearly a function of the sources.
                    2 if y != favoured => 1e-9 * uniform,
                    // Counts.
                    3 => (4.0 * uniform).ceil(),
                    _ => uniform,
                };
                if rng.uniform() < density || (a, b, y) == (0, 0, 0) {
                    entries.push(([a, b, y], mass));
                }
            }
        }
    }
    Pmf::new(shape, &entries).expect("a valid table")
}

fn solved(pmf: &Pmf, index: u64) -> Pid {
    let pid = decompose(pmf, &SolverOptions::default(), &mut |_| ControlFlow::Continue(()));
    pid.unwrap_or_else(|error| panic!("problem {index}: {error}"))
}

fn check_numbers(pid: &Pid, index: u64) {
    let solution = &pid.solution;
    let numbers =
        [pid.i1, pid.i2, pid.i12, pid.h_y, solution.lower, solution.upper, solution.matrix_products];
    assert!(numbers.iter().all(|x| x.is_finite()), "problem {index}: {numbers:?}");
    assert!(solution.lower <= solution.upper + SLACK, "problem {index}: bounds cross");
    // Q = P is feasible, and so are its marginals alone.
    assert!(solution.lower <= pid.i12 + SLACK, "problem {index}: lower bound above I12");
    assert!(solution.upper >= pid.i1.max(pid.i2) - SLACK, "problem {index}: upper bound below I1 or I2");
    assert!(solution.log_u.iter().chain(&solution.log_v).all(|x| !x.is_nan() && *x < f64::INFINITY));
    assert!(solution.newton_steps <= 40, "problem {index}: {} Newton steps", solution.newton_steps);
}

/// The potentials are feasible, and their dual value is the lower bound.
fn check_dual(pmf: &Pmf, solution: &Solution, index: u64) {
    let pairs = pmf.pairs();
    let mut dual = -pmf.y().iter().filter(|&&p| p > 0.0).map(|&p| p * libm::log(p)).sum::<f64>();
    for (p, log) in pairs.p1.iter().zip(&solution.log_u).chain(pairs.p2.iter().zip(&solution.log_v)) {
        dual += if *p > 0.0 { p * log } else { 0.0 };
    }
    assert!((dual - solution.lower).abs() < 1e-10, "problem {index}: {dual} is not {}", solution.lower);
    for u in solution.log_u.rows() {
        for v in solution.log_v.rows() {
            let total: f64 = u.iter().zip(v).map(|(u, v)| libm::exp(u + v)).sum();
            assert!(total <= 1.0 + 1e-11, "problem {index}: a pair sums to {total}");
        }
    }
}

/// Random feasible couplings (rank-one per y, mixed with P) are never below the lower bound.
fn check_against_couplings(pmf: &Pmf, solution: &Solution, index: u64) {
    let (pairs, py) = (pmf.pairs(), pmf.y());
    for weight in [0.3, 1.0] {
        let mut entries: Vec<_> =
            pmf.cells.iter().zip(&pmf.mass).map(|(&cell, &p)| (cell, (1.0 - weight) * p)).collect();
        for ((a, y), &p1) in pairs.p1.indexed_iter().filter(|&(_, &p)| p > 0.0) {
            for (b, row) in pairs.p2.rows().into_iter().enumerate().filter(|(_, row)| row[y] > 0.0) {
                entries.push(([a as u32, b as u32, y as u32], weight * p1 * (row[y] / py[y])));
            }
        }
        let coupling = Pmf::new(pmf.shape, &entries).expect("a coupling");
        let information = joint_information(&coupling);
        assert!(
            solution.lower <= information + 1e-10,
            "problem {index}: {} above {information}",
            solution.lower
        );
    }
}

fn fuzz(range: std::ops::Range<u64>) {
    let mut missed = Vec::new();
    for index in range {
        let pmf = problem(index);
        let pid = solved(&pmf, index);
        check_numbers(&pid, index);
        check_dual(&pmf, &pid.solution, index);
        check_against_couplings(&pmf, &pid.solution, index);
        if pid.solution.termination != Termination::Converged {
            missed.push((index, pid.solution.gap() / BIT));
        }
    }
    assert!(missed.is_empty(), "gap above 1e-6 bits: {missed:?}");
}

#[test]
fn a_thousand_random_problems() {
    fuzz(0..1000);
}

#[test]
fn ten_thousand_random_problems() {
    fuzz(1000..11_000);
}

#[test]
fn bounds_hold_at_every_stop() {
    // Both bounds of every prefix of an iteration bracket the value that the full one certifies.
    for index in 0..120 {
        let pmf = problem(index);
        let full = solved(&pmf, index).solution;
        for max_iterations in [1, 2, 3, 10, 20] {
            let options = SolverOptions { max_iterations, tolerance: 0.0, ..SolverOptions::default() };
            let early =
                solve(&pmf.pairs(), &options, None, &mut |_| ControlFlow::Continue(())).expect("bounds");
            assert!(early.lower <= full.upper + SLACK, "problem {index} after {max_iterations}");
            assert!(early.upper >= full.lower - SLACK, "problem {index} after {max_iterations}");
        }
    }
}
