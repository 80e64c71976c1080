//! A small, seeded version of the calibration bench: the same seeds every time, so that nothing
//! here is a matter of luck. Bounds are wide: 24 repetitions.

use std::f64::consts::LN_2;
use std::ops::ControlFlow;

use modalens::data::codes::Codes;
use modalens::data::counts::{Counts, Pmf};
use modalens::data::matrix::Matrix;
use modalens::discretize::Prepared;
use modalens::discretize::partition::{Fit, Which, fit};
use modalens::discretize::prepare;
use modalens::infer::{Atom, FLOOR, Inference, InferenceOptions, Ranking, Share, infer};
use modalens::options::Preparation;
use modalens::synthetic::{self, GenerateOptions, Sample, generate};

const REPETITIONS: u64 = 24;

fn inferred(name: &str, n: usize) -> Vec<Inference> {
    (0..REPETITIONS)
        .map(|seed| {
            let sample = generate(name, &GenerateOptions { n, d: 1, seed, ..GenerateOptions::default() })
                .expect("sample");
            let shape = synthetic::pmf(name, None).expect("known").shape;
            run(&counts(&sample.states[0], &sample.states[1], &sample.y, shape), seed)
        })
        .collect()
}

fn counts(x1: &[u32], x2: &[u32], y: &[u32], shape: [usize; 3]) -> Counts {
    let codes = |codes: &[u32], size| Codes { codes: codes.to_vec(), size };
    Counts::from_codes(&codes(x1, shape[0]), &codes(x2, shape[1]), &codes(y, shape[2])).expect("table")
}

fn run(counts: &Counts, seed: u64) -> Inference {
    let options = InferenceOptions { seed, tolerance: 1e-6 };
    infer(counts, &options, &mut |_, _, _| ControlFlow::Continue(())).expect("inference")
}

fn truth(name: &str) -> [f64; 4] {
    let t = synthetic::truth(name, None).expect("known");
    [t.redundancy_bits, t.unique1_bits, t.unique2_bits, t.synergy_bits]
}

fn share(inferences: &[Inference], holds: impl Fn(&Inference) -> bool) -> f64 {
    inferences.iter().filter(|i| holds(i)).count() as f64 / inferences.len() as f64
}

#[test]
fn intervals_cover_all_four_atoms() {
    let (inferences, truth) = (inferred("A_mixed", 2000), truth("A_mixed"));
    for (atom, known) in Atom::ALL.into_iter().zip(truth) {
        let covered = share(&inferences, |i| {
            let e = atom.of(&i.alone.estimates);
            e.lower <= known * LN_2 && known * LN_2 <= e.upper
        });
        assert!(covered >= 0.83, "{atom:?}: {covered}");
        let square = |i: &Inference| {
            (atom.of(&i.alone.estimates).estimate / LN_2 - known)
                * (atom.of(&i.alone.estimates).estimate / LN_2 - known)
        };
        let rmse = (inferences.iter().map(square).sum::<f64>() / REPETITIONS as f64).sqrt();
        assert!(rmse <= 0.03, "{atom:?}: {rmse}");
    }
}

#[test]
fn redundancy_and_synergy_are_covered_at_ties() {
    for name in ["T8_tie", "VLM_add_sym"] {
        let (inferences, truth) = (inferred(name, 1000), truth(name));
        for (atom, known) in [(Atom::Redundancy, truth[0]), (Atom::Synergy, truth[3])] {
            let covered = share(&inferences, |i| {
                let e = atom.of(&i.alone.estimates);
                e.lower <= known * LN_2 && known * LN_2 <= e.upper
            });
            assert!(covered >= 0.83, "{name} {atom:?}: {covered}");
        }
        assert!(share(&inferences, |i| i.alone.tie) >= 0.9, "{name}");
        let claimed =
            share(&inferences, |i| i.alone.claims.present.unique1 || i.alone.claims.present.unique2);
        assert!(claimed <= 0.13, "{name}: {claimed}");
    }
}

#[test]
fn synergy_is_not_claimed_where_there_is_none() {
    for name in ["B_red", "K_ciQ", "K_zipf", "VLM_cat_sym", "C8_cat_unequal"] {
        let claimed = share(&inferred(name, 500), |i| i.alone.claims.present.synergy);
        assert!(claimed <= 0.05, "{name}: {claimed}");
    }
}

#[test]
fn bias_of_sixteen_codes_of_noise_is_gone() {
    let cells: Vec<([u32; 3], f64)> = (0..1024).map(|i| ([i / 64, i / 4 % 16, i % 4], 1.0)).collect();
    let pmf = Pmf::new([16, 16, 4], &cells).expect("uniform");
    let (mut plugin, mut estimate) = (0.0, 0.0);
    for seed in 0..REPETITIONS {
        let mut rng = modalens::rng::Rng::new(seed, modalens::rng::Purpose::Test, 0, 0);
        let draws: Vec<[u32; 3]> = (0..1000).map(|_| pmf.cells[rng.below(1024) as usize]).collect();
        let axis = |k: usize| draws.iter().map(|cell| cell[k]).collect::<Vec<_>>();
        let synergy = run(&counts(&axis(0), &axis(1), &axis(2), [16, 16, 4]), seed).alone.estimates.synergy;
        plugin += synergy.plugin / LN_2 / REPETITIONS as f64;
        estimate += synergy.estimate / LN_2 / REPETITIONS as f64;
    }
    assert!(plugin > 0.5, "{plugin}");
    assert!(estimate.abs() <= 0.03, "{estimate}");
}

#[test]
fn the_better_modality_is_found() {
    let inferences = inferred("H_asym", 1000);
    assert!(share(&inferences, |i| i.alone.claims.ranking == Ranking::X1) >= 0.95);
    assert!(share(&inferences, |i| i.alone.claims.ranking == Ranking::X2) <= 0.01);
    let most = share(&inferred("B_red", 1000), |i| i.alone.claims.most == Some(Atom::Redundancy));
    assert!(most >= 0.95, "{most}");
    assert!(share(&inferred("E_null", 1000), |i| i.alone.claims.most.is_some()) <= 0.01);
}

#[test]
fn contribution_is_undefined_where_nothing_is_unique() {
    for name in ["B_red", "E_null"] {
        let undefined =
            share(&inferred(name, 1000), |i| matches!(i.alone.contribution[0], Share::Undefined { .. }));
        assert!(undefined >= 0.95, "{name}: {undefined}");
    }
    let defined = inferred("H_asym", 1000);
    let near = |i: &Inference| match i.alone.contribution[0] {
        Share::Defined { lower, upper, .. } => lower <= 0.6563 && 0.6563 <= upper,
        Share::Undefined { .. } => false,
    };
    assert!(share(&defined, near) >= 0.9);
}

#[test]
fn held_out_bounds_are_bounds_and_find_large_uniques() {
    let inferences = inferred("D_unq1", 1000);
    let check = |i: &Inference| i.cross_validation.expect("a thousand samples");
    assert!(share(&inferences, |i| check(i).badge == [true, false]) >= 0.95);
    // 0.531 bits are the truth.
    assert!(share(&inferences, |i| check(i).lower[0] <= 0.531 * LN_2) >= 0.95);
    assert!(inferences.iter().all(|i| check(i).lower[1] <= FLOOR));
    assert!(inferred("D_unq1", 900)[0].cross_validation.is_none());
}

#[test]
fn embeddings_end_to_end() {
    let options = GenerateOptions { n: 2000, sigma: 2.0, ..GenerateOptions::default() };
    for seed in 0..3 {
        let sample = generate("C_xor", &GenerateOptions { seed, ..options }).expect("sample");
        let synergy = run(&clustered(&sample, seed), seed).alone.estimates.synergy.estimate / LN_2;
        assert!((synergy - 0.531).abs() <= 0.05, "seed {seed}: {synergy}");
        let sample = generate("B_red", &GenerateOptions { seed, ..options }).expect("sample");
        let claims = run(&clustered(&sample, seed), seed).alone.claims;
        assert!(!claims.present.unique1 && !claims.present.unique2, "seed {seed}");
    }
}

/// Counts of the K-means codes of a sample, K = 8.
fn clustered(sample: &Sample, seed: u64) -> Counts {
    let codes = |input: u8| {
        let x = if input == 0 { &sample.x1 } else { &sample.x2 };
        let matrix = Matrix::from_vec(x.nrows(), x.ncols(), x.iter().copied().collect()).expect("matrix");
        let prepared = prepare::prepare(matrix, &Preparation::default()).expect("prepared");
        let prepared = Prepared::Numbers(Box::new(prepared));
        let which = Which { seed, input, number: 0 };
        let go_on = &mut |_, _| ControlFlow::Continue(());
        let found = fit(&prepared, which, Fit::of(8, 10), go_on).expect("K-means");
        found.codes.expect("fitted on all samples")
    };
    let ky = sample.y.iter().max().map_or(1, |&most| most as usize + 1);
    let y = Codes { codes: sample.y.clone(), size: ky };
    Counts::from_codes(&codes(0), &codes(1), &y).expect("table")
}
