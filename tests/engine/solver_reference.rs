//! Decompositions against certified references and systems of exact truth.

use std::ops::ControlFlow;

use modalens::data::counts::Pmf;
use modalens::decompose::ipfp::{SolverOptions, Termination};
use modalens::decompose::pid::{Pid, decompose};
use serde_json::Value;

const BIT: f64 = std::f64::consts::LN_2;

fn read(name: &str) -> Value {
    let path = format!("{}/tests/golden/{name}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).expect("golden file")).expect("JSON")
}

fn solve(pmf: &Pmf, tolerance_bits: f64) -> Pid {
    let options = SolverOptions { tolerance: tolerance_bits * BIT, ..SolverOptions::default() };
    decompose(pmf, &options, &mut |_| ControlFlow::Continue(())).expect("a solution")
}

fn number(value: &Value, field: &str) -> f64 {
    value[field].as_f64().unwrap_or_else(|| panic!("{field} is a number"))
}

fn atom_errors(pid: &Pid, truth: &Value) -> f64 {
    let atoms = [("R", pid.redundancy()), ("U1", pid.unique1()), ("U2", pid.unique2()), ("S", pid.synergy())];
    atoms.iter().map(|(name, nats)| (nats / BIT - number(truth, name)).abs()).fold(0.0, f64::max)
}

fn reference_pmf(entry: &Value) -> Pmf {
    let shape: [usize; 3] = serde_json::from_value(entry["sizes"].clone()).expect("sizes");
    let cells: Vec<(u32, u32, u32, f64)> = serde_json::from_value(entry["entries"].clone()).expect("entries");
    let entries: Vec<_> = cells.iter().map(|&(a, b, c, p)| ([a, b, c], p)).collect();
    Pmf::new(shape, &entries).expect("a valid table")
}

#[test]
fn every_reference_is_met_and_bracketed() {
    let file = read("reference_pid.json");
    let entries = file["distributions"].as_object().expect("distributions");
    assert_eq!(entries.len(), 42);
    for (name, entry) in entries {
        let pid = solve(&reference_pmf(entry), 1e-6);
        let solution = &pid.solution;
        assert_eq!(solution.termination, Termination::Converged, "{name}");
        let (union, slack) = (number(entry, "Iunion"), 1e-9 + number(entry, "gap"));
        assert!(solution.lower / BIT <= union + slack, "{name}: lower bound above the reference");
        assert!(solution.upper / BIT >= union - slack, "{name}: upper bound below the reference");
        let error = atom_errors(&pid, entry);
        assert!(error <= 1e-6, "{name}: atoms off by {error}");
    }
}

#[test]
fn every_system_of_exact_truth_is_met() {
    let file = read("ground_truth.json");
    let systems = file["systems"].as_object().expect("systems");
    assert_eq!(systems.len(), 40);
    for (name, system) in systems {
        let [k1, k2, ky] = ["K1", "K2", "Ky"].map(|field| system[field].as_u64().expect("a size") as usize);
        let mass: Vec<f64> = serde_json::from_value(system["P"].clone()).expect("P");
        let cell = |at: usize| [at / (k2 * ky), at / ky % k2, at % ky].map(|symbol| symbol as u32);
        let entries: Vec<_> = mass.iter().enumerate().map(|(at, &p)| (cell(at), p)).collect();
        let pid = solve(&Pmf::new([k1, k2, ky], &entries).expect("a valid table"), 1e-6);
        assert_eq!(pid.solution.termination, Termination::Converged, "{name}");
        let error = atom_errors(&pid, system);
        assert!(error <= 1e-6, "{name}: atoms off by {error}");
    }
}
