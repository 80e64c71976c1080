//! Laws of the decomposition, and its behaviour when limited, interrupted or started warm.

use std::ops::ControlFlow;

use modalens::data::counts::Pmf;
use modalens::decompose::ipfp::{SolverOptions, Termination, solve};
use modalens::decompose::pid::{Pid, decompose};
use modalens::error::Error;
use modalens::rng::{Purpose, Rng};
use proptest::prelude::*;

const BIT: f64 = std::f64::consts::LN_2;
/// Two solutions of one problem differ by half a gap each.
const GAP: f64 = 1.1e-6 * BIT;

fn table() -> impl Strategy<Value = Pmf> {
    let shape = (1..6usize, 1..6usize, 1..5usize);
    let cells = shape.prop_flat_map(|(a, b, c)| {
        let weight = prop_oneof![2 => Just(0.0), 3 => 0.0..1.0f64, 1 => 1e-12..1e-6f64];
        (Just([a, b, c]), prop::collection::vec(weight, a * b * c))
    });
    cells.prop_filter_map("mass", |([a, b, c], weights)| {
        let cell = |at: usize| [at / (b * c), at / c % b, at % c].map(|symbol| symbol as u32);
        let entries: Vec<_> = weights.iter().enumerate().map(|(at, &w)| (cell(at), w)).collect();
        Pmf::new([a, b, c], &entries).ok()
    })
}

fn pid(pmf: &Pmf) -> Pid {
    decompose(pmf, &SolverOptions::default(), &mut |_| ControlFlow::Continue(())).expect("a decomposition")
}

fn atoms(pid: &Pid) -> [f64; 4] {
    [pid.redundancy(), pid.unique1(), pid.unique2(), pid.synergy()]
}

/// The pmf under a map of its cells.
fn mapped(pmf: &Pmf, shape: [usize; 3], map: impl Fn([u32; 3]) -> [u32; 3]) -> Pmf {
    let entries: Vec<_> = pmf.cells.iter().zip(&pmf.mass).map(|(&cell, &p)| (map(cell), p)).collect();
    Pmf::new(shape, &entries).expect("a valid table")
}

fn close(left: [f64; 4], right: [f64; 4]) -> bool {
    left.iter().zip(right).all(|(a, b)| (a - b).abs() <= GAP)
}

proptest! {
    #[test]
    fn atoms_add_up_and_are_not_negative_beyond_the_gap(pmf in table()) {
        let pid = pid(&pmf);
        let [r, u1, u2, s] = atoms(&pid);
        prop_assert!((r + u1 - pid.i1).abs() < 1e-12);
        prop_assert!((r + u2 - pid.i2).abs() < 1e-12);
        prop_assert!((r + u1 + u2 + s - pid.i12).abs() < 1e-12);
        let least = -pid.solution.gap().max(0.0) - 1e-12;
        prop_assert!([r, u1, u2, s].iter().all(|&atom| atom >= least), "{:?}", [r, u1, u2, s]);
    }

    #[test]
    fn exchanging_sources_exchanges_unique_informations(pmf in table()) {
        let [a, b, c] = pmf.shape;
        let [r, u1, u2, s] = atoms(&pid(&pmf));
        let other = mapped(&pmf, [b, a, c], |[x1, x2, y]| [x2, x1, y]);
        prop_assert!(close(atoms(&pid(&other)), [r, u2, u1, s]));
    }

    #[test]
    fn names_of_symbols_do_not_matter(pmf in table(), seed in 0..1000u64) {
        let mut rng = Rng::new(seed, Purpose::Test, 0, 0);
        let names = pmf.shape.map(|size| {
            let mut names: Vec<u32> = (0..size as u32).collect();
            rng.shuffle(&mut names);
            names
        });
        let other = mapped(&pmf, pmf.shape, |cell| [0, 1, 2].map(|axis| names[axis][cell[axis] as usize]));
        prop_assert!(close(atoms(&pid(&other)), atoms(&pid(&pmf))));
    }

    #[test]
    fn splitting_a_symbol_in_two_alike_changes_nothing(pmf in table(), share in 0.05..0.95f64) {
        let [a, b, c] = pmf.shape;
        let mut entries = Vec::new();
        for (&cell, &p) in pmf.cells.iter().zip(&pmf.mass) {
            let [x1, x2, y] = cell;
            let part = if x1 == 0 { share } else { 1.0 };
            entries.push((cell, part * p));
            entries.push(([a as u32, x2, y], (1.0 - part) * p));
        }
        let split = Pmf::new([a + 1, b, c], &entries).expect("a valid table");
        prop_assert!(close(atoms(&pid(&split)), atoms(&pid(&pmf))));
    }

    #[test]
    fn a_warm_start_reaches_the_same_bounds(pmf in table(), other in table()) {
        let options = SolverOptions::default();
        let cold = pid(&pmf).solution;
        for start in [&cold.warm, &pid(&other).solution.warm] {
            let warm = solve(&pmf.pairs(), &options, Some(start), &mut |_| ControlFlow::Continue(()));
            let warm = warm.expect("a solution");
            prop_assert_eq!(warm.termination, Termination::Converged);
            prop_assert!(warm.lower <= cold.upper + 1e-12 && cold.lower <= warm.upper + 1e-12);
        }
    }
}

/// A table whose solution takes a while.
fn dense(k: u32) -> Pmf {
    let mut rng = Rng::new(1, Purpose::Test, 0, 0);
    let cells = (0..k * k * k).map(|at| [at / (k * k), at / k % k, at % k]);
    let entries: Vec<_> = cells.map(|cell| (cell, -libm::log(1.0 - rng.uniform()))).collect();
    Pmf::new([k as usize; 3], &entries).expect("a valid table")
}

#[test]
fn an_interruption_leaves_the_bounds_so_far() {
    let pairs = dense(12).pairs();
    let options = SolverOptions { tolerance: 0.0, ..SolverOptions::default() };
    for stop_after in [1, 7, 30] {
        let mut calls = 0;
        let mut progress = |_: &_| {
            calls += 1;
            if calls == stop_after { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let found = solve(&pairs, &options, None, &mut progress).expect("bounds");
        assert_eq!(found.termination, Termination::Interrupted);
        assert_eq!(calls, stop_after);
        assert!(found.lower.is_finite() && found.upper.is_finite() && found.gap().is_finite());
    }
}

#[test]
fn running_out_of_iterations_is_an_outcome() {
    let options = SolverOptions { max_iterations: 5, ..SolverOptions::default() };
    let found = solve(&dense(8).pairs(), &options, None, &mut |_| ControlFlow::Continue(())).expect("bounds");
    assert_eq!((found.termination, found.iterations), (Termination::IterationLimit, 5));
    assert!(found.gap() > options.tolerance);
}

#[test]
fn too_little_memory_is_refused_and_little_is_enough() {
    let pairs = dense(16).pairs();
    let with = |memory_words| {
        let options = SolverOptions { memory_words, tolerance: 1e-3, ..SolverOptions::default() };
        solve(&pairs, &options, None, &mut |_| ControlFlow::Continue(()))
    };
    assert!(matches!(with(100), Err(Error::OutOfMemory { .. })));
    assert!(matches!(with(4000), Err(Error::OutOfMemory { .. })));
    let found = with(12_000).expect("bounds");
    // No room for the second phase's matrices, nor for the whole history.
    assert_eq!((found.termination, found.newton_steps), (Termination::Converged, 0));
}

#[test]
fn the_second_phase_takes_over_where_the_first_is_slow() {
    let mut rng = Rng::new(2, Purpose::Test, 0, 0);
    let cells = (0..24 * 24 * 2).map(|at| [at / 48, at / 2 % 24, at % 2]);
    let entries: Vec<_> = cells.map(|cell| (cell, -libm::log(1.0 - rng.uniform()))).collect();
    let pmf = Pmf::new([24, 24, 2], &entries).expect("a valid table");
    for bits in [1e-6, 1e-9] {
        let options = SolverOptions { tolerance: bits * BIT, ..SolverOptions::default() };
        let found =
            solve(&pmf.pairs(), &options, None, &mut |_| ControlFlow::Continue(())).expect("a solution");
        assert_eq!(found.termination, Termination::Converged);
        assert!(found.iterations <= 60 && (1..=40).contains(&found.newton_steps), "{found:?}");
    }
}

/// Many pairs, three y, most masses missing: without centrality correctors steps
/// of the second phase go half the way, and some of these tables need more than there are.
#[test]
fn steps_of_the_second_phase_are_long_where_masses_spread() {
    let mut rng = Rng::new(3, Purpose::Test, 0, 0);
    for _ in 0..4 {
        let mut entries = Vec::new();
        for pair in 0..120 * 120 {
            let of_pair = -libm::log(1.0 - rng.uniform());
            for y in 0..3 {
                let mass = -libm::log(1.0 - rng.uniform());
                if rng.uniform() < 0.3 {
                    entries
                        .push(([pair / 120, pair % 120, y], libm::pow(of_pair, 3.0) * libm::pow(mass, 8.0)));
                }
            }
        }
        let pmf = Pmf::new([120, 120, 3], &entries).expect("a valid table");
        let found = solve(&pmf.pairs(), &SolverOptions::default(), None, &mut |_| ControlFlow::Continue(()));
        let found = found.expect("a solution");
        assert_eq!(found.termination, Termination::Converged);
        assert!(found.newton_steps <= 34, "{}", found.newton_steps);
    }
}

#[test]
fn marginals_of_different_distributions_are_refused() {
    let mut pairs = dense(4).pairs();
    pairs.p1[[0, 0]] += 0.1;
    let found = solve(&pairs, &SolverOptions::default(), None, &mut |_| ControlFlow::Continue(()));
    assert!(matches!(found, Err(Error::InconsistentMarginals { .. })));
}
