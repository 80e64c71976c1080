//! Solver bench, native: reads problems as JSON lines, prints a line of results for each.
//!
//! For each tolerance: CPU seconds of one thread (best of several runs when they are short), bounds in
//! bits, steps. A run is interrupted at the time limit, and says so. Arguments: problems file,
//! seconds per case, tolerances in bits.

use std::ops::ControlFlow;
use std::time::Instant;

use modalens::data::counts::Pairs;
use modalens::decompose::ipfp::{Solution, SolverOptions, Step, Termination, solve};
use ndarray::Array2;
use serde_json::{Value, json};

const BIT: f64 = std::f64::consts::LN_2;

fn table(rows: &Value) -> Array2<f64> {
    let rows: Vec<Vec<f64>> = serde_json::from_value(rows.clone()).expect("rows of numbers");
    Array2::from_shape_vec((rows.len(), rows[0].len()), rows.concat()).expect("rows of one length")
}

/// CPU seconds of this thread where the system tells, else of the clock.
fn seconds(since: Instant) -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|told| told.split_whitespace().next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| since.elapsed().as_secs_f64(), |nanoseconds| nanoseconds * 1e-9)
}

fn timed(pairs: &Pairs, options: &SolverOptions, limit: f64) -> (Solution, f64) {
    let clock = Instant::now();
    let start = seconds(clock);
    // Asking the system for the thread's time would cost small problems more than their steps do.
    let mut stop = |_: &Step| {
        if clock.elapsed().as_secs_f64() > limit { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let mut runs = 0;
    loop {
        let solution = solve(pairs, options, None, &mut stop).expect("a solution");
        runs += 1;
        let spent = seconds(clock) - start;
        // The scheduler's clock is coarse, so short runs are repeated, far from the limit.
        if spent > 0.2_f64.min(limit / 2.0) {
            return (solution, spent / f64::from(runs));
        }
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let limit: f64 = arguments[2].parse().expect("seconds");
    let tolerances: Vec<f64> = arguments[3..].iter().map(|bits| bits.parse().expect("bits")).collect();
    for line in std::fs::read_to_string(&arguments[1]).expect("the problems").lines() {
        let problem: Value = serde_json::from_str(line).expect("a problem");
        let pairs = Pairs { p1: table(&problem["p1"]), p2: table(&problem["p2"]) };
        let mut results = Vec::new();
        for &bits in &tolerances {
            let second_phase = problem["second_phase"].as_bool().expect("a choice");
            let options = SolverOptions { tolerance: bits * BIT, second_phase, ..SolverOptions::default() };
            let (solution, spent) = timed(&pairs, &options, limit);
            results.push(json!({
                "tolerance": bits,
                "seconds": spent,
                "converged": solution.termination == Termination::Converged,
                "lower": solution.lower / BIT,
                "upper": solution.upper / BIT,
                "iterations": solution.iterations,
                "newton_steps": solution.newton_steps,
            }));
        }
        println!("{}", json!({ "name": problem["name"], "results": results }));
    }
}
