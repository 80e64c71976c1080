//! A small, seeded version of the bench of pooled intervals: one set of embeddings without clusters, where
//! another K-means solution tells other things of y. What is to be covered is the mean over K-means
//! solutions.

#[allow(dead_code)] // The bench has more populations than are small enough here.
#[path = "../bench/calibration/partition/population.rs"]
mod population;

use modalens::infer::{Estimate, Part, pool};

use modalens::discretize::partition::Fit;
use population::{Drawn, isotropic};

const ROWS: usize = 900;
const FEATURES: usize = 4;
const K: usize = 4;
const SEEDS: u64 = 12;

/// What partitions give, each the best of so many restarts.
fn parts(drawn: &Drawn, seed: u64, partitions: u64, restarts: u64) -> Vec<Part> {
    let part = |number: u64| {
        let [a, b] = drawn.partition(Fit::of(K, restarts), seed, number).map(|(codes, _)| codes);
        drawn.infer([&a, &b], seed).part
    };
    (0..partitions).map(part).collect()
}

/// R, U1, U2, S, U1 - U2.
fn quantities(parts: &[Part]) -> [Estimate; 5] {
    let pooled = pool(parts, 7).unwrap();
    let q = &pooled.displayed;
    [q.redundancy, q.unique1, q.unique2, q.synergy, pooled.difference]
}

/// Share of the five quantities of all answers whose interval has the truth in it.
fn coverage(answers: &[[Estimate; 5]], truth: &[Estimate; 5]) -> f64 {
    let cells = answers.iter().flat_map(|answer| answer.iter().zip(truth));
    let covered = cells.filter(|(e, known)| e.lower <= known.estimate && known.estimate <= e.upper).count();
    covered as f64 / (5 * answers.len()) as f64
}

/// Greatest move of a quantity from one answer to the next, in widths of its interval.
fn moved(answers: &[[Estimate; 5]]) -> f64 {
    let pairs = answers.windows(2).flat_map(|pair| pair[0].iter().zip(&pair[1]));
    pairs.map(|(a, b)| (a.estimate - b.estimate).abs() / (a.upper - a.lower)).fold(0.0, f64::max)
}

#[test]
fn pooled_intervals_hold_for_other_seeds_and_those_of_one_partition_do_not() {
    let all = isotropic(ROWS, FEATURES).whole();
    let truth = quantities(&parts(&all, 999, 100, 2));
    let answers = |partitions: u64| -> Vec<[Estimate; 5]> {
        (0..SEEDS).map(|seed| quantities(&parts(&all, seed, partitions, 2))).collect()
    };
    let (pooled, single) = (answers(10), answers(1));
    assert!(coverage(&pooled, &truth) >= 0.95);
    assert!(coverage(&single, &truth) < 0.5, "one partition would do");
    assert!(moved(&pooled) < 0.2 * moved(&single));
}
