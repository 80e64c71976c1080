//! Solver bench, WebAssembly: the solver behind two plain exports, so that what is timed is the
//! solver and not the conversion of tables.
#![allow(unsafe_code, reason = "memory shared with JavaScript")]

use std::ops::ControlFlow;

use modalens::data::counts::Pairs;
use modalens::decompose::ipfp::{SolverOptions, Termination, solve};
use ndarray::Array2;

/// Room for `words` numbers; never given back.
#[unsafe(no_mangle)]
pub extern "C" fn bench_room(words: usize) -> *mut f64 {
    Box::leak(vec![0.0; words].into_boxed_slice()).as_mut_ptr()
}

/// Solves P1 (k1 x ky), P2 (k2 x ky), which stand at `tables`, to `tolerance` nats within `steps`
/// calls of progress, with or without the second phase; writes lower, upper, iterations, Newton steps,
/// converged to `out`.
///
/// # Safety
/// `tables` holds (k1 + k2) ky numbers, and `out` has room for five.
///
/// # Panics
/// Where the solver refuses the tables, which the bench does not expect.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bench_solve(
    tables: *const f64,
    k1: usize,
    k2: usize,
    ky: usize,
    tolerance: f64,
    second_phase: bool,
    steps: usize,
    out: *mut f64,
) {
    // SAFETY: as the caller promises.
    let (tables, out) = unsafe {
        (std::slice::from_raw_parts(tables, (k1 + k2) * ky), std::slice::from_raw_parts_mut(out, 5))
    };
    let table = |at: &[f64], rows: usize| Array2::from_shape_vec((rows, ky), at.to_vec()).expect("a table");
    let pairs = Pairs { p1: table(&tables[..k1 * ky], k1), p2: table(&tables[k1 * ky..], k2) };
    let mut left = steps;
    let mut progress = |_: &_| {
        left = left.saturating_sub(1);
        if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let options = SolverOptions { tolerance, second_phase, ..SolverOptions::default() };
    let solution = solve(&pairs, &options, None, &mut progress).expect("a solution");
    let converged = f64::from(u8::from(solution.termination == Termination::Converged));
    out.copy_from_slice(&[
        solution.lower,
        solution.upper,
        solution.iterations as f64,
        solution.newton_steps as f64,
        converged,
    ]);
}
