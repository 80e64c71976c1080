//! Synthetic systems against the golden file, and their embeddings.

use modalens::error::Error;
use modalens::synthetic::{self, Fusion, GenerateOptions, generate, systems};
use serde_json::Value;

fn golden() -> Value {
    serde_json::from_str(include_str!("../golden/ground_truth.json")).expect("golden file is JSON")
}

fn dense(name: &str) -> ([usize; 3], Vec<f64>) {
    let pmf = synthetic::pmf(name, None).expect("known system");
    let [k1, k2, ky] = pmf.shape;
    let mut table = vec![0.0; k1 * k2 * ky];
    for (cell, p) in pmf.cells.iter().zip(&pmf.mass) {
        let [a, b, c] = cell.map(|s| s as usize);
        table[(a * k2 + b) * ky + c] = *p;
    }
    (pmf.shape, table)
}

#[test]
fn every_golden_table_is_built_by_its_formula() {
    let golden = golden();
    let systems = golden["systems"].as_object().expect("systems");
    assert_eq!(systems.len(), 40);
    for (name, system) in systems {
        let (shape, table) = dense(name);
        let sizes: Vec<u64> = shape.iter().map(|&k| k as u64).collect();
        assert_eq!(sizes, ["K1", "K2", "Ky"].map(|k| system[k].as_u64().expect("size")), "{name}");
        for (i, p) in system["P"].as_array().expect("P").iter().enumerate() {
            let error = (p.as_f64().expect("mass") - table[i]).abs();
            assert!(error <= 1e-12, "{name} cell {i}: {error:e}");
        }
    }
}

#[test]
fn truth_of_every_golden_system_is_exact() {
    let golden = golden();
    for system in systems().expect("all systems solve") {
        let Some(known) = golden["systems"].get(system.name) else { continue };
        let truth = system.truth;
        for (key, found) in [
            ("I1", truth.i1_bits),
            ("I2", truth.i2_bits),
            ("I12", truth.i12_bits),
            ("Iunion", truth.union_bits),
            ("R", truth.redundancy_bits),
            ("U1", truth.unique1_bits),
            ("U2", truth.unique2_bits),
            ("S", truth.synergy_bits),
            ("H_Y", truth.h_y_bits),
        ] {
            let error = (known[key].as_f64().expect("atom") - found).abs();
            assert!(error <= 1e-6, "{} {key}: {error:e}", system.name);
        }
    }
}

#[test]
fn gates_have_the_atoms_of_the_literature() {
    for (name, atoms) in [
        ("XOR", [0.0, 0.0, 0.0, 1.0]),
        ("COPY", [0.0, 1.0, 1.0, 0.0]),
        ("UNQ", [0.0, 1.0, 0.0, 0.0]),
        ("RDN", [1.0, 0.0, 0.0, 0.0]),
        ("AND", [0.311_278, 0.0, 0.0, 0.5]),
        ("OR", [0.311_278, 0.0, 0.0, 0.5]),
        ("SUM", [0.5, 0.0, 0.0, 1.0]),
    ] {
        let t = synthetic::truth(name, None).expect("known gate");
        let found = [t.redundancy_bits, t.unique1_bits, t.unique2_bits, t.synergy_bits];
        for (found, known) in found.iter().zip(atoms) {
            assert!((found - known).abs() < 2e-6, "{name}: {found} against {known}");
        }
    }
}

#[test]
fn rho_moves_a_model_from_unique_to_redundant() {
    let golden = golden();
    for (rho, name) in [(0.0, "VLM_img_only"), (0.5, "VLM_img_only_corr"), (1.0, "VLM_redundant")] {
        let truth = synthetic::truth("VLM_img_only", Some(rho)).expect("has rho");
        let known = golden["systems"][name]["R"].as_f64().expect("R");
        assert!((truth.redundancy_bits - known).abs() < 1e-6, "rho {rho}");
    }
    for refused in [
        synthetic::pmf("XOR", Some(0.5)),
        synthetic::pmf("VLM_add_sym", Some(1.5)),
        synthetic::pmf("NOT", None),
    ] {
        assert!(matches!(refused, Err(Error::InvalidOption { .. })));
    }
}

#[test]
fn samples_follow_the_table_and_the_seed() {
    let options = GenerateOptions { n: 20_000, d: 3, ..GenerateOptions::default() };
    let sample = generate("A_mixed", &options).expect("generates");
    assert_eq!(sample.x1.dim(), (20_000, 3));
    let (_, table) = dense("A_mixed");
    let mut counts = vec![0.0; table.len()];
    for i in 0..options.n {
        let [a, b] = [0, 1].map(|m| sample.states[m][i] as usize);
        counts[(a * 8 + b) * 4 + sample.y[i] as usize] += 1.0;
    }
    let chi2: f64 = table
        .iter()
        .zip(&counts)
        .filter(|(p, _)| **p > 0.0)
        .map(|(p, c)| {
            let wanted = p * options.n as f64;
            (c - wanted) * (c - wanted) / wanted
        })
        .sum();
    // 127 degrees of freedom: mean 127, standard deviation 16.
    assert!(chi2 < 200.0, "chi-squared {chi2}");
    assert!(table.iter().zip(&counts).all(|(p, c)| *p > 0.0 || *c == 0.0));
    assert_eq!(generate("A_mixed", &options).expect("again"), sample);
    let other = generate("A_mixed", &GenerateOptions { seed: 8, ..options }).expect("other seed");
    assert_ne!(other.y, sample.y);
}

#[test]
fn embeddings_lie_around_their_state() {
    let options = GenerateOptions { n: 500, d: 64, sigma: 2.0, ..GenerateOptions::default() };
    let noisy = generate("C_xor", &options).expect("noisy");
    let exact = generate("C_xor", &GenerateOptions { sigma: 0.0, ..options }).expect("exact");
    assert_eq!(noisy.states, exact.states);
    let noise = &noisy.x1 - &exact.x1;
    let length = noise.mapv(|x| f64::from(x) * f64::from(x)).sum() / 500.0;
    // Mean squared length of the noise: sigma^2, relative standard deviation sqrt(2 / 32000).
    assert!((length - 4.0).abs() < 0.16, "{length}");
    // Codebooks of the two modalities are separate.
    assert_ne!(exact.x1.row(0), exact.x2.row(0));
}

#[test]
fn strengths_of_their_own_change_no_bit_and_others_change_the_truth() {
    for system in systems().expect("all systems solve").iter().filter(|s| s.strengths.is_some()) {
        let fused = |strengths| synthetic::fused(system.name, Fusion { rho: None, strengths });
        assert_eq!(fused(system.strengths).expect("its own"), fused(None).expect("by default"));
        // Without a part of x2, x2 has nothing of its own.
        let pmf = fused(Some([0.7, 0.0])).expect("x1 alone");
        assert!((pmf.mass.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }
    let truth = |name, strengths| {
        let how = GenerateOptions { n: 1, d: 1, strengths: Some(strengths), ..GenerateOptions::default() };
        generate(name, &how).expect("generates").truth
    };
    // Errors of 25 and of 5 % in place of 5 and 25 %: the mirror image.
    let (there, back) = (truth("VLM_cat_asym", [0.9, 0.5]), truth("VLM_cat_asym", [0.5, 0.9]));
    assert!((there.unique1_bits - back.unique2_bits).abs() < 1e-6);
    assert!((there.redundancy_bits - back.redundancy_bits).abs() < 1e-6);
    // A silent text leaves the image alone.
    let silent = truth("VLM_add_sym", [1.0, 0.0]);
    assert!(silent.unique2_bits < 1e-6 && silent.synergy_bits < 1e-6 && silent.unique1_bits > 0.5);
    for refused in [
        synthetic::fused("XOR", Fusion { rho: None, strengths: Some([0.5, 0.5]) }),
        synthetic::fused("VLM_add_sym", Fusion { rho: None, strengths: Some([0.5, 1.5]) }),
    ] {
        assert!(matches!(refused, Err(Error::InvalidOption { option: "strengths", .. })));
    }
}

#[test]
fn nuisance_adds_variance_and_changes_neither_states_nor_truth() {
    let options = GenerateOptions { n: 4000, sigma: 0.0, ..GenerateOptions::default() };
    let plain = generate("VLM_add_sym", &options).expect("plain");
    let shaken = generate("VLM_add_sym", &GenerateOptions { nuisance: 2.0, ..options }).expect("shaken");
    assert_eq!((&shaken.states, &shaken.y, shaken.truth), (&plain.states, &plain.y, plain.truth));
    for (with, without) in [(&shaken.x1, &plain.x1), (&shaken.x2, &plain.x2)] {
        let added = with - without;
        let variance = added.mapv(|v| f64::from(v) * f64::from(v)).sum() / (4000.0 * 64.0);
        // Twice that of the states; four directions of 64 normal numbers are within 10 % of their length.
        assert!((variance - 2.0).abs() < 0.3, "{variance}");
        // Independent of the state: no mean of its own within one.
        let own: Vec<usize> = (0..4000).filter(|&i| plain.states[0][i] == 0).collect();
        let mean = |j: usize| own.iter().map(|&i| f64::from(added[[i, j]])).sum::<f64>() / own.len() as f64;
        assert!((0..64).all(|j| mean(j).abs() < 0.5));
    }
    assert_ne!(&shaken.x1 - &plain.x1, &shaken.x2 - &plain.x2);
}

#[test]
fn impossible_sizes_are_refused() {
    let refused = |options: GenerateOptions| generate("XOR", &options).expect_err("refused");
    let base = GenerateOptions::default();
    refused(GenerateOptions { n: 0, ..base });
    refused(GenerateOptions { d: 0, ..base });
    refused(GenerateOptions { sigma: f64::NAN, ..base });
    refused(GenerateOptions { nuisance: -1.0, ..base });
    refused(GenerateOptions { n: usize::MAX, ..base });
    refused(GenerateOptions { n: 1 << 30, d: 64, ..base });
    refused(GenerateOptions { n: 1, d: 1 << 27, ..base });
}
