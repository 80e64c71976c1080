//! What single samples add to the atoms.

use std::ops::ControlFlow;

use modalens::data::codes::Codes;
use modalens::data::counts::Counts;
use modalens::decompose::ipfp::SolverOptions;
use modalens::decompose::pid::{Pid, decompose};
use modalens::decompose::pointwise::{Pointwise, group_means};
use modalens::rng::{Purpose, Rng};
use modalens::synthetic::{draw_cells, pmf};

/// Codes drawn from a system, their table and its decomposition.
fn drawn(name: &str, n: usize, tolerance: f64) -> ([Codes; 3], Counts, Pid) {
    let table = pmf(name, None).unwrap();
    let cells = draw_cells(&table, n, &mut Rng::new(3, Purpose::Test, 7, 0));
    let codes = [0, 1, 2].map(|axis| Codes {
        codes: cells.iter().map(|cell| cell[axis]).collect(),
        size: table.shape[axis] + 1,
    });
    let counts = Counts::from_codes(&codes[0], &codes[1], &codes[2]).unwrap();
    let options = SolverOptions { tolerance, ..SolverOptions::default() };
    let pid = decompose(&counts.pmf(), &options, &mut |_| ControlFlow::Continue(())).unwrap();
    (codes, counts, pid)
}

#[test]
fn means_are_the_atoms_at_the_certified_lower_bound() {
    for name in ["L_atoms", "A_mixed", "SUM_tie", "VLM_gated_asym", "C_xor", "K_zipf"] {
        // A loose tolerance leaves the bounds apart, so that it matters which one the means are.
        for tolerance in [1e-2, 1e-8] {
            let (codes, counts, pid) = drawn(name, 2000, tolerance);
            let parts = Pointwise::new(&counts, &pid.solution)
                .unwrap()
                .of_samples([&codes[0].codes, &codes[1].codes, &codes[2].codes])
                .unwrap();
            let mean = |atom: usize| parts.iter().map(|p| p[atom]).sum::<f64>() / 2000.0;
            let lower = pid.solution.lower;
            let expected = [pid.i1 + pid.i2 - lower, lower - pid.i2, lower - pid.i1, pid.i12 - lower];
            for (atom, expected) in expected.into_iter().enumerate() {
                assert!((mean(atom) - expected).abs() < 1e-11, "{name} {atom}: {} {expected}", mean(atom));
            }
        }
    }
}

#[test]
fn groups_have_their_own_means_which_make_up_the_whole() {
    let (codes, counts, pid) = drawn("VLM_gated_sym", 3000, 1e-8);
    let points = Pointwise::new(&counts, &pid.solution).unwrap();
    let parts = points.of_samples([&codes[0].codes, &codes[1].codes, &codes[2].codes]).unwrap();
    // The low bit of x2 says whether the vote of x1 counts: with it, unique1 and synergy differ.
    let gate: Vec<u32> = codes[1].codes.iter().map(|z| z % 2).collect();
    let means = group_means(&parts, &gate, 3);
    assert_eq!((means[0].n + means[1].n, means[2].n), (3000, 0));
    for atom in 0..4 {
        let whole = parts.iter().map(|p| p[atom]).sum::<f64>() / 3000.0;
        let added: f64 = means.iter().map(|m| m.parts[atom] * m.n as f64 / 3000.0).sum();
        assert!((whole - added).abs() < 1e-12);
    }
    let uniform = group_means(&parts, &vec![0; 3000], 1);
    assert_eq!(uniform[0].n, 3000);
}

#[test]
fn samples_of_another_table_are_refused() {
    let (codes, counts, pid) = drawn("C_xor", 200, 1e-6);
    let points = Pointwise::new(&counts, &pid.solution).unwrap();
    let error = points.of_samples([&[8], &[0], &[0]]).unwrap_err();
    assert_eq!(error.code(), "cell_out_of_range");
    let (_, _, other) = drawn("A_mixed", 200, 1e-6);
    assert_eq!(Pointwise::new(&counts, &other.solution).unwrap_err().code(), "cell_out_of_range");
    assert_eq!(codes[0].codes.len(), 200);
}
