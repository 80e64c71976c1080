//! Decompositions with known answers.

use std::ops::ControlFlow;

use modalens::data::counts::Pmf;
use modalens::decompose::ipfp::{SolverOptions, Termination};
use modalens::decompose::pid::{Pid, decompose};

const BIT: f64 = std::f64::consts::LN_2;

fn pid(shape: [usize; 3], entries: &[([u32; 3], f64)]) -> Pid {
    let pmf = Pmf::new(shape, entries).expect("a valid table");
    decompose(&pmf, &SolverOptions::default(), &mut |_| ControlFlow::Continue(())).expect("a solution")
}

fn assert_atoms(pid: &Pid, expected: [f64; 4]) {
    let atoms = [pid.redundancy(), pid.unique1(), pid.unique2(), pid.synergy()].map(|nats| nats / BIT);
    assert_eq!(pid.solution.termination, Termination::Converged);
    for (atom, expected) in atoms.iter().zip(expected) {
        assert!((atom - expected).abs() < 1e-6, "{atoms:?} is not {expected:?}");
    }
}

#[test]
fn and_gate() {
    let entries = [([0, 0, 0], 1.0), ([0, 1, 0], 1.0), ([1, 0, 0], 1.0), ([1, 1, 1], 1.0)];
    let redundancy = 1.5 - 0.75 * libm::log2(3.0);
    assert_atoms(&pid([2, 2, 2], &entries), [redundancy, 0.0, 0.0, 0.5]);
}

#[test]
fn exclusive_or() {
    let entries = [([0, 0, 0], 1.0), ([0, 1, 1], 1.0), ([1, 0, 1], 1.0), ([1, 1, 0], 1.0)];
    assert_atoms(&pid([2, 2, 2], &entries), [0.0, 0.0, 0.0, 1.0]);
}

#[test]
fn one_source_alone() {
    let entries = [([0, 0, 0], 1.0), ([0, 1, 0], 1.0), ([1, 0, 1], 1.0), ([1, 1, 1], 1.0)];
    assert_atoms(&pid([2, 2, 2], &entries), [0.0, 1.0, 0.0, 0.0]);
}
