//! Label-aware codes where most of the variance says nothing of y: the table of what K-means loses and the
//! probe keeps.

use std::ops::ControlFlow;

use modalens::data::codes::Codes;
use modalens::data::counts::Counts;
use modalens::data::matrix::Matrix;
use modalens::decompose::entropy::mutual_information;
use modalens::decompose::ipfp::SolverOptions;
use modalens::decompose::pid::{Pid, decompose};
use modalens::discretize::partition::{Fit, Which, fit};
use modalens::discretize::probe::{self, Products, View};
use modalens::discretize::{self, Prepared};
use modalens::options::Preparation;
use modalens::read::array::Array;
use modalens::rng::{Purpose, Rng};
use modalens::units::BITS;

const N: usize = 2000;
const K: usize = 8;
/// Entropy that a bit flipped in one of ten samples keeps of another, bits.
const TOLD: f64 = 0.531;

fn go_on(_: u64, _: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Sources and target of one system, as states.
struct States {
    x1: Vec<u32>,
    x2: Vec<u32>,
    y: Codes,
}

fn states(name: &str, rng: &mut Rng) -> States {
    let mut found = States { x1: vec![], x2: vec![], y: Codes { codes: vec![], size: 2 } };
    for _ in 0..N {
        let [r, a, b] = [(); 3].map(|()| rng.below(2) as u32);
        let mut flip = |bit: u32, error: f64| bit ^ u32::from(rng.uniform() < error);
        let (x1, x2, y, size) = match name {
            "redundant" => (r, r, flip(r, 0.1), 2),
            "unique" => (a, b, 2 * flip(a, 0.1) + flip(b, 0.1), 4),
            "mixed" => (2 * r + a, 2 * r + b, 4 * flip(r, 0.1) + 2 * flip(a, 0.1) + flip(b, 0.2), 8),
            "xor" => (a, b, flip(a ^ b, 0.1), 2),
            _ => (a, b, r, 2),
        };
        found.x1.push(x1);
        found.x2.push(x2);
        found.y.codes.push(y);
        found.y.size = size;
    }
    found
}

/// A state's direction at a sixth of the variance of eight nuisance states, and noise.
fn embedded(states: &[u32], rng: &mut Rng) -> Prepared {
    let d = 256;
    let scale = 1.0 / (d as f64).sqrt();
    let mut codebook =
        |count: usize| -> Vec<f64> { (0..count * d).map(|_| 3.0 * scale * rng.normal()).collect() };
    let (task, nuisance) = (codebook(4), codebook(8));
    let mut values = vec![];
    for &state in states {
        let other = rng.below(8) as usize;
        let (own, other) = (&task[state as usize * d..][..d], &nuisance[other * d..][..d]);
        for (own, other) in own.iter().zip(other) {
            values.push((0.4 * own + other + 2.0 * scale * rng.normal()) as f32);
        }
    }
    let array = Array::from_matrix("x", Matrix::from_vec(states.len(), d, values).unwrap()).unwrap();
    discretize::prepare(array, &Preparation::default(), 0).unwrap()
}

/// Best of four runs of K-means.
fn coded(samples: &Prepared) -> Codes {
    let which = Which { seed: 7, input: 0, number: 0 };
    fit(samples, which, Fit::of(K, 4), &mut go_on).unwrap().codes.unwrap()
}

fn decomposed(x1: &Codes, x2: &Codes, y: &Codes) -> Pid {
    let pmf = Counts::from_codes(x1, x2, y).unwrap().pmf();
    decompose(&pmf, &SolverOptions::default(), &mut |_| ControlFlow::Continue(())).unwrap()
}

fn bits(pid: &Pid) -> [f64; 4] {
    [pid.redundancy(), pid.unique1(), pid.unique2(), pid.synergy()].map(|nats| nats * BITS)
}

/// Atoms of K-means codes, of label-aware codes, and synergy at least by a probe that sees products.
fn answers(name: &str) -> ([f64; 4], [f64; 4], f64) {
    let mut rng = Rng::new(10, Purpose::Test, 5, 0);
    let States { x1, x2, y } = states(name, &mut rng);
    let inputs = [x1, x2].map(|states| embedded(&states, &mut rng));
    let [a, b] = inputs.each_ref().map(coded);
    let plain = bits(&decomposed(&a, &b, &y));
    let rows: Vec<u32> = (0..N as u32).collect();
    let features = inputs.each_ref().map(|input| View::fit(input, &rows).unwrap().1);
    let reread = |features: &Matrix| {
        let found = probe::probe(features, &y, 7, &mut go_on).unwrap();
        coded(&probe::as_samples(&found.posteriors).unwrap())
    };
    let [a, b] = features.each_ref().map(reread);
    let aware = decomposed(&a, &b, &y);
    let joint = reread(&Products::fit(&features[0], &features[1]).unwrap().1);
    let (table, _) = Counts::from_codes(&joint, &joint, &y).unwrap().pair_counts();
    let told = mutual_information(table.mapv(|count| count as f64 / N as f64).view());
    (plain, bits(&aware), (told - aware.union()) * BITS)
}

fn near(found: f64, expected: f64, tolerance: f64, what: &str) {
    assert!((found - expected).abs() < tolerance, "{what}: {found}, expected {expected}");
}

#[test]
fn what_both_or_one_source_tells_is_kept_where_k_means_loses_it() {
    let u2 = 0.278;
    for (name, truth) in [
        ("redundant", [TOLD, 0.0, 0.0]),
        ("unique", [0.0, TOLD, TOLD]),
        ("mixed", [TOLD, TOLD, u2]),
        ("nothing", [0.0; 3]),
    ] {
        let (plain, aware, synergy) = answers(name);
        for atom in 0..3 {
            near(aware[atom], truth[atom], 0.06, name);
            assert!(plain[atom] < 0.1 * truth[atom] + 0.02, "{name}: K-means would do: {plain:?}");
        }
        assert!(synergy < 0.01, "{name} has no synergy, found at least {synergy}");
        assert!(synergy > -0.25, "{name}: {synergy}");
    }
}

#[test]
fn synergy_needs_a_probe_that_sees_products() {
    let (plain, aware, synergy) = answers("xor");
    assert!(plain[3] < 0.08 && aware[3] < 0.08, "each source alone is blind: {plain:?} {aware:?}");
    near(synergy, 0.49, 0.05, "at least");
}

#[test]
fn further_samples_are_read_as_those_that_a_fold_had() {
    let mut rng = Rng::new(11, Purpose::Test, 5, 0);
    let States { x1, y, .. } = states("redundant", &mut rng);
    let input = embedded(&x1, &mut rng);
    let (fitted, others): (Vec<u32>, Vec<u32>) = (0..N as u32).partition(|i| i % 2 == 0);
    let (view, features) = View::fit(&input, &fitted).unwrap();
    let of = |rows: &[u32]| Codes { codes: rows.iter().map(|&i| y.codes[i as usize]).collect(), size: 2 };
    let found = probe::probe(&features, &of(&fitted), 7, &mut go_on).unwrap();
    let posteriors = found.of_others(&view.of(&input, &others).unwrap()).unwrap();
    let told: f64 = (of(&others).codes.iter().enumerate())
        .map(|(i, &y)| 1.0 + libm::log2(f64::from(posteriors.row(i)[y as usize])))
        .sum::<f64>()
        / others.len() as f64;
    near(told, found.bound * BITS, 0.06, "bits per sample");
    let total: f32 = posteriors.row(5).iter().sum();
    near(f64::from(total), 1.0, 1e-5, "probabilities");
}
