//! Do pooled intervals cover what they promise: the same quantity computed from all data?
//!
//! Samples are drawn without replacement from a population; each is partitioned and pooled by several
//! schemes; the truth of a scheme is its pooled estimate over many partitions of the whole population.

mod population;
mod report;
mod scheme;

use std::sync::atomic::{AtomicUsize, Ordering};

use modalens::discretize::best;
use modalens::infer::{Part, pool};
use modalens::rng::{Purpose, Rng};

use population::{Drawn, GENERATED, Population};
use scheme::{Answer, Tally};

/// Restarts of which partitions keep the best; the last is the one partition of before.
pub(crate) const RESTARTS: [u64; 4] = [1, 2, 3, 10];
/// Partitions of each sample by 1, 2 and 3 restarts.
const PARTITIONS: usize = 20;
/// Partitions of the whole population by 1, 2 and 3 restarts, and by 10.
const REFERENCE: [usize; 2] = [24, 8];

/// One population, samples of it, and K.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    population: fn() -> Population,
    pub(crate) n: usize,
    pub(crate) k: usize,
}

fn cases() -> Vec<Case> {
    let case = |name, population, n, k| Case { name, population, n, k };
    vec![
        case("digits", population::digits, 600, 8),
        case("emoji", population::emoji, 900, 8),
        case("power law, d = 128", || population::power_law(GENERATED, 128), 1000, 8),
        case("power law, d = 128", || population::power_law(GENERATED, 128), 2000, 16),
        case("power law, d = 512", || population::power_law(8000, 512), 1000, 8),
        case("power law, d = 32", || population::power_law(GENERATED, 32), 4000, 12),
        case("nuisance, d = 64", || population::nuisance(GENERATED, 64), 2000, 8),
    ]
}

/// Runs the rows whose name contains a part of `only`.
pub(crate) fn run(repetitions: u64, only: Option<&str>) -> String {
    let mut cases = cases();
    if let Some(only) = only {
        cases.retain(|case| only.split(',').any(|part| case.name.contains(part)));
    }
    let found: Vec<(Case, Vec<Tally>)> = cases
        .into_iter()
        .map(|case| {
            let tallies = case_tallies(&case, repetitions);
            eprintln!("{} n = {} K = {} done", case.name, case.n, case.k);
            (case, tallies)
        })
        .collect();
    report::table(&found, repetitions)
}

fn case_tallies(case: &Case, repetitions: u64) -> Vec<Tally> {
    let population = (case.population)();
    let schemes = scheme::schemes();
    let truths = truths(&population.whole(), case.k);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut tallies: Vec<Tally> = schemes.iter().map(|_| Tally::default()).collect();
        loop {
            let repetition = next.fetch_add(1, Ordering::Relaxed) as u64;
            if repetition >= repetitions {
                return tallies;
            }
            let parts = parts(&sample(&population, case.n, repetition), case.k, repetition);
            for (scheme, tally) in schemes.iter().zip(&mut tallies) {
                let truth = &truths[scheme.restarts];
                tally.count(truth, scheme, &parts[scheme.restarts], repetition);
            }
        }
    };
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let all: Vec<Vec<Tally>> = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        handles.into_iter().map(|handle| handle.join().expect("a worker finished")).collect()
    });
    let mut sums: Vec<Tally> = schemes.iter().map(|_| Tally::default()).collect();
    for tallies in all {
        sums.iter_mut().zip(&tallies).for_each(|(sum, tally)| sum.add(tally));
    }
    sums
}

fn sample(population: &Population, n: usize, repetition: u64) -> Drawn {
    let mut rng = Rng::new(20_261_126, Purpose::Test, 4, repetition);
    let mut rows: Vec<usize> = (0..population.rows()).collect();
    for i in 0..n {
        let other = i + rng.below((rows.len() - i) as u64) as usize;
        rows.swap(i, other);
    }
    population.draw(&rows[..n])
}

/// Parts of a sample by each number of restarts.
fn parts(sample: &Drawn, k: usize, seed: u64) -> [Vec<Part>; 4] {
    let mut found = RESTARTS.map(|_| vec![]);
    for partition in 0..PARTITIONS {
        for (i, part) in partition_parts(sample, k, seed, partition, 3).into_iter().enumerate() {
            found[i].push(part);
        }
    }
    found[3].extend(partition_parts(sample, k, seed, PARTITIONS, 10).pop());
    found
}

/// Parts of one partition by the best of 1, 2, ... of its restarts.
fn partition_parts(sample: &Drawn, k: usize, seed: u64, partition: usize, restarts: u64) -> Vec<Part> {
    let all: Vec<_> =
        (0..restarts).map(|number| sample.restart(k, seed, 10 * partition as u64 + number)).collect();
    let mut parts: Vec<Part> = vec![];
    let mut last = [f64::NAN; 2];
    for tried in RESTARTS.iter().filter(|&&tried| tried <= restarts) {
        let of =
            |i: usize| best(all[..*tried as usize].iter().map(|pair| pair[i].clone())).expect("restarts");
        let kept = [of(0), of(1)];
        let inertia = [kept[0].inertia, kept[1].inertia];
        let part = match parts.last() {
            Some(part) if inertia == last => *part,
            _ => sample.infer([&kept[0].codes, &kept[1].codes], seed).part,
        };
        (parts, last) = ([parts, vec![part]].concat(), inertia);
    }
    parts
}

/// What each number of restarts gives on all data.
fn truths(whole: &Drawn, k: usize) -> [Answer; 4] {
    let next = AtomicUsize::new(0);
    let total = REFERENCE[0] + REFERENCE[1];
    let work = || {
        let mut found = vec![];
        loop {
            let partition = next.fetch_add(1, Ordering::Relaxed);
            if partition >= total {
                return found;
            }
            let restarts = if partition < REFERENCE[0] { 3 } else { 10 };
            found.push((partition, partition_parts(whole, k, 999, partition, restarts)));
        }
    };
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let mut found: Vec<(usize, Vec<Part>)> = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        handles.into_iter().flat_map(|handle| handle.join().expect("a worker finished")).collect()
    });
    found.sort_by_key(|&(partition, _)| partition);
    [0, 1, 2, 3].map(|i| {
        let few = found.iter().filter(|(_, parts)| (parts.len() > 3) == (i == 3));
        let parts: Vec<Part> = few.map(|(_, parts)| parts[i]).collect();
        Answer::of(&pool(&parts, 1).expect("partitions of all data"))
    })
}
