//! Inference on tables that could break it: laws, degenerate tables, size, interruption.

use std::ops::ControlFlow;

use modalens::data::counts::Counts;
use modalens::decompose::entropy::nsb;
use modalens::error::Error;
use modalens::infer::{Estimate, Inference, InferenceOptions, Phase, Quantities, Share, infer};
use modalens::rng::{Purpose, Rng};
use proptest::prelude::*;

const OPTIONS: InferenceOptions = InferenceOptions { seed: 7, tolerance: 1e-6 };

fn run(counts: &Counts) -> Inference {
    infer(counts, &OPTIONS, &mut |_, _, _| ControlFlow::Continue(())).expect("inference of a valid table")
}

fn table(shape: [usize; 3], entries: &[([u32; 3], u64)]) -> Counts {
    let mut entries = entries.to_vec();
    entries.sort_unstable();
    let (cells, counts) = entries.into_iter().unzip();
    Counts { shape, cells, counts }
}

fn estimates(q: &Quantities<Estimate>) -> [Estimate; 8] {
    [q.i1, q.i2, q.i12, q.union, q.redundancy, q.unique1, q.unique2, q.synergy]
}

/// What holds of every inference.
fn assert_sound(inference: &Inference) {
    let all = estimates(&inference.alone.estimates)
        .into_iter()
        .chain(estimates(&inference.alone.displayed))
        .chain([inference.alone.difference]);
    for e in all {
        let values = [e.plugin, e.estimate, e.se, e.lower, e.upper];
        assert!(values.iter().all(|v| v.is_finite()), "{e:?}");
        assert!(e.se >= 0.0 && e.lower <= e.upper, "{e:?}");
    }
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a} {b}");
    for q in [&inference.alone.estimates, &inference.alone.displayed] {
        let value = q.map(|e| e.estimate);
        close(value.redundancy + value.unique1, value.i1);
        close(value.redundancy + value.unique2, value.i2);
        close(value.redundancy + value.unique1 + value.unique2 + value.synergy, value.i12);
    }
    for e in estimates(&inference.alone.displayed) {
        assert!(0.0 <= e.lower && e.lower <= e.estimate && e.estimate <= e.upper, "{e:?}");
    }
    for share in inference.alone.contribution.iter().chain(&inference.alone.shapley) {
        if let Share::Defined { estimate, lower, upper } = share {
            assert!(0.0 <= *lower && lower <= estimate && estimate <= upper && *upper <= 1.0, "{share:?}");
        }
    }
}

#[test]
fn degenerate_tables_have_finite_answers() {
    let diagonal = |k: u32, c: u64| (0..k).map(|i| ([i, i, i], c)).collect::<Vec<_>>();
    for counts in [
        table([1, 1, 1], &[([0, 0, 0], 1)]),
        table([1, 1, 1], &[([0, 0, 0], 1000)]),
        table([4, 4, 4], &[([1, 2, 3], 5)]),
        table([2, 1, 2], &[([0, 0, 0], 10), ([1, 0, 1], 10)]),
        table([3, 3, 1], &[([0, 1, 0], 4), ([1, 0, 0], 3), ([2, 2, 0], 9)]),
        table([2, 2, 2], &[([0, 0, 0], 1), ([1, 1, 1], 1)]),
        table([20, 20, 20], &diagonal(20, 1)),
        table([3, 3, 3], &diagonal(3, 7)),
        table([2, 2, 3], &[([0, 0, 0], 300), ([0, 1, 1], 300), ([1, 0, 1], 300), ([1, 1, 2], 300)]),
        table([2, 2, 2], &[([0, 0, 0], 5000), ([1, 1, 1], 1)]),
    ] {
        let inference = run(&counts);
        assert_sound(&inference);
        if inference.pid.h_y == 0.0 {
            assert_eq!(inference.alone.claims.present, inference.alone.claims.present.map(|_| false));
        }
    }
}

#[test]
fn a_deterministic_sum_keeps_its_information() {
    // H(Y | X1,X2) = 0: corrections that spread mass over all cells would take bits away.
    let entries = [([0, 0, 0], 250), ([0, 1, 1], 250), ([1, 0, 1], 250), ([1, 1, 2], 250)];
    let inference = run(&table([2, 2, 3], &entries));
    let i12 = inference.alone.estimates.i12.estimate / std::f64::consts::LN_2;
    assert!((i12 - 1.5).abs() < 0.02, "{i12}");
}

#[test]
fn the_same_counts_and_seed_give_the_same_bits() {
    let counts = random_table(11, [5, 7, 3], 400);
    let (a, b) = (run(&counts), run(&counts));
    assert_eq!(
        (a.alone.estimates, a.alone.displayed, a.alone.contribution, a.alone.shapley),
        (b.alone.estimates, b.alone.displayed, b.alone.contribution, b.alone.shapley)
    );
    let other = InferenceOptions { seed: 8, ..OPTIONS };
    let c = infer(&counts, &other, &mut |_, _, _| ControlFlow::Continue(())).expect("another seed");
    assert_ne!(a.alone.estimates.i1, c.alone.estimates.i1);
    assert_eq!(a.alone.estimates.i1.plugin, c.alone.estimates.i1.plugin);
}

#[test]
fn symbols_that_never_occur_change_little_and_crash_nothing() {
    let counts = random_table(3, [4, 4, 3], 500);
    let padded = Counts { shape: [40, 9, 11], ..counts.clone() };
    let (a, b) = (run(&counts).alone.estimates, run(&padded).alone.estimates);
    for (a, b) in estimates(&a).iter().zip(estimates(&b)) {
        assert!((a.estimate - b.estimate).abs() < 1e-6, "{a:?} {b:?}");
    }
}

#[test]
fn a_billion_samples_cost_no_more_and_know_more() {
    let small = random_table(5, [4, 5, 3], 1000);
    let large = Counts { counts: small.counts.iter().map(|c| c * 1_000_000).collect(), ..small.clone() };
    let (a, b) = (run(&small), run(&large));
    assert_sound(&b);
    assert!(b.cross_validation.is_none());
    for (few, many) in estimates(&a.alone.estimates).iter().zip(estimates(&b.alone.estimates)) {
        assert!(many.se < 0.02 * few.se + 1e-9, "{few:?} {many:?}");
        assert!((many.estimate - many.plugin).abs() < 1e-4, "{many:?}");
    }
}

#[test]
fn sparse_tables_of_many_codes_are_bounded() {
    // 4096 x 4096 x 2 cells cannot be held densely; the shrunk model is left out.
    let entries: Vec<_> = (0..300).map(|i| ([i * 13, i * 7 % 4096, i % 2], 1)).collect();
    let inference = run(&table([4096, 4096, 2], &entries));
    assert_sound(&inference);
    assert_eq!(inference.synergy_by[0], None);
}

#[test]
fn interruption_is_heard_in_every_phase() {
    const PHASES: [Phase; 5] =
        [Phase::Headline, Phase::Jackknife, Phase::Joint, Phase::CrossValidation, Phase::Dependence];
    let counts = random_table(2, [6, 6, 4], 1200);
    for phase in PHASES {
        let mut stop = |now: Phase, _: u64, _: u64| {
            if now == phase { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        assert_eq!(infer(&counts, &OPTIONS, &mut stop).err(), Some(Error::Interrupted), "{phase:?}");
    }
}

/// A table of independent samples, uneven over the symbols.
fn random_table(seed: u64, shape: [usize; 3], n: u64) -> Counts {
    let mut rng = Rng::new(seed, Purpose::Test, 0, 0);
    let mut samples: Vec<[u32; 3]> = (0..n)
        .map(|_| {
            let x = shape.map(|k| (rng.uniform() * rng.uniform() * k as f64) as u32);
            // y follows x1 half of the time.
            if rng.uniform() < 0.5 { [x[0], x[1], x[0] % shape[2] as u32] } else { x }
        })
        .collect();
    samples.sort_unstable();
    let runs: Vec<_> = samples.chunk_by(|a, b| a == b).map(|run| (run[0], run.len() as u64)).collect();
    table(shape, &runs)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn random_tables_have_sound_answers(
        seed in 0u64..10_000, k1 in 1usize..9, k2 in 1usize..9, ky in 1usize..17, n in 1u64..400,
    ) {
        assert_sound(&run(&random_table(seed, [k1, k2, ky], n)));
    }
}

/// The definition by brute force: midpoint rule over log beta, log-gamma and digamma by libm and
/// finite differences.
fn naive_nsb(counts: &[u64], alphabet: f64) -> f64 {
    let n = counts.iter().sum::<u64>() as f64;
    let psi = |x: f64| {
        let h = 1e-4 * x.max(1.0);
        let x = x + 20.0;
        let recurrence: f64 = (0..20).map(|i| 1.0 / (x - 20.0 + f64::from(i))).sum();
        (libm::lgamma(x + h) - libm::lgamma(x - h)) / (2.0 * h) - recurrence
    };
    let xi = |beta: f64| psi(alphabet * beta + 1.0) - psi(beta + 1.0);
    let cells: Vec<f64> = counts
        .iter()
        .map(|&c| c as f64)
        .chain(std::iter::repeat_n(0.0, alphabet as usize - counts.len()))
        .collect();
    let (mut top, mut terms) = (f64::NEG_INFINITY, Vec::new());
    for i in 0..600 {
        let (low, high) = (libm::exp(-9.0 + 0.03 * f64::from(i)), libm::exp(-9.0 + 0.03 * f64::from(i + 1)));
        let beta = (low * high).sqrt();
        let a = alphabet * beta;
        let likelihood: f64 = libm::lgamma(a) - libm::lgamma(n + a)
            + cells.iter().map(|c| libm::lgamma(c + beta) - libm::lgamma(beta)).sum::<f64>();
        let mean =
            psi(n + a + 1.0) - cells.iter().map(|c| (c + beta) / (n + a) * psi(c + beta + 1.0)).sum::<f64>();
        terms.push((likelihood, xi(high) - xi(low), mean));
        top = top.max(likelihood);
    }
    let weight = |t: &(f64, f64, f64)| libm::exp(t.0 - top) * t.1;
    terms.iter().map(|t| weight(t) * t.2).sum::<f64>() / terms.iter().map(weight).sum::<f64>()
}

#[test]
fn nsb_is_its_definition() {
    for (counts, alphabet) in [
        (vec![4, 2, 3, 0, 2, 4, 0, 0, 2], 9.0),
        (vec![1, 1, 1, 1, 1, 1, 1], 50.0),
        (vec![30, 5, 1, 1], 12.0),
        (vec![50], 4.0),
    ] {
        let (fast, naive) = (nsb::entropy(&counts, alphabet), naive_nsb(&counts, alphabet));
        assert!((fast - naive).abs() < 2e-4, "{counts:?}: {fast} {naive}");
    }
}

#[test]
fn nsb_at_its_limits() {
    assert_eq!(nsb::entropy(&[], 5.0), 0.0);
    assert_eq!(nsb::entropy(&[7, 0], 1.0), 0.0);
    // Plenty of samples: the plug-in entropy.
    let plenty = nsb::entropy(&[1_000_000, 3_000_000], 2.0);
    assert!((plenty - 0.562_335_144_618_808_3).abs() < 1e-6, "{plenty}");
    // One sample in each of 100 cells of 10,000: near log 10,000, far from log 100.
    assert!(nsb::entropy(&[1; 100], 1e4) > 8.5);
    // An alphabet said to be too small is enlarged.
    assert!(nsb::entropy(&[5, 5, 5, 5], 2.0) > 1.2);
}
