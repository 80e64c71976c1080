//! Do pooled intervals cover what they promise: the same quantity computed from all data?
//!
//! Samples are drawn without replacement from a population; each is partitioned and pooled by several
//! schemes; the truth of a scheme is its pooled estimate over many partitions of the whole population.
//! Beside them the probe: its bounds against what is known exactly, and label-aware codes.

mod aware;
mod bounds;
mod picture;
mod population;
mod report;
mod scheme;

use modalens::discretize::partition::Fit;
use modalens::infer::{Part, pool};
use modalens::rng::{Purpose, Rng};

use crate::parallel;
use population::{Drawn, GENERATED, Population};
use scheme::{Answer, Scheme, Tally};

/// Partitions of a sample that is answered twice: two answers by ten. Of the others there are ten, and twenty
/// where a scheme pools so many.
const PARTITIONS: usize = 20;
/// One sample in so many is answered twice.
const TWICE: usize = 4;

/// Place of the engine's way among the schemes.
pub(crate) const ENGINE: usize = 1;

/// One population, samples of it, and K.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    population: fn() -> Population,
    pub(crate) n: usize,
    pub(crate) k: usize,
    /// Partitions of the whole population.
    reference: usize,
}

/// What was found of a case, by scheme.
pub(crate) struct Found {
    pub(crate) case: Case,
    pub(crate) rows: usize,
    /// What changes for all data where partitions are fitted on n of them, nats.
    pub(crate) shift: [f64; 5],
    pub(crate) tallies: Vec<Tally>,
}

fn cases() -> Vec<Case> {
    let case = |name, population, n, k| Case { name, population, n, k, reference: 60 };
    let small = |name, population, n, k| Case { reference: 100, ..case(name, population, n, k) };
    vec![
        small("digits", population::digits, 600, 8),
        small("emoji", population::emoji, 900, 8),
        small("emoji", population::emoji, 900, 6),
        case("power law .7, d = 128", || population::power_law(GENERATED, 128, 0.7), 1000, 8),
        case("power law .7, d = 128", || population::power_law(GENERATED, 128, 0.7), 2000, 16),
        case("power law 1.2, d = 128", || population::power_law(GENERATED, 128, 1.2), 1000, 8),
        case("power law .7, d = 512", || population::power_law(3000, 512, 0.7), 600, 6),
        case("power law .7, d = 32", || population::power_law(GENERATED, 32, 0.7), 2000, 12),
        case("isotropic, d = 6", || population::isotropic(GENERATED, 6), 1000, 6),
        case("nuisance, d = 64", || population::nuisance(3000, 64), 1000, 8),
    ]
}

/// What is run.
pub(crate) struct Wanted<'a> {
    pub(crate) repetitions: u64,
    /// Names of rows.
    pub(crate) only: Option<&'a str>,
    /// Also ways of pooling that are not the engine's.
    pub(crate) schemes: bool,
    /// Into RESULTS.md, and the picture of the documentation.
    pub(crate) write: bool,
}

/// Runs the rows that are wanted.
pub(crate) fn run(wanted: &Wanted) {
    let is_wanted = |name: &str| wanted.only.is_none_or(|only| crate::is_wanted(only, name));
    let schemes = scheme::schemes(wanted.schemes);
    for case in cases() {
        if is_wanted(&format!("{} n={} K={} ", case.name, case.n, case.k)) {
            let found = tallies(case, &schemes, wanted.repetitions);
            let older = if wanted.write { crate::report::read("partition") } else { String::new() };
            let lines = report::lines(&[found], &schemes, &older);
            crate::publish("partition", &report::table(&lines), wanted.write);
        }
    }
    if wanted.write {
        let lines = report::lines(&[], &schemes, &crate::report::read("partition"));
        picture::write(&lines).expect("the picture of the documentation can be written");
    }
    if is_wanted("bounds") {
        crate::publish("bounds", &bounds::table(wanted.repetitions / 20), wanted.write);
    }
    if is_wanted("aware") {
        crate::publish("aware", &aware::table(wanted.repetitions), wanted.write);
    }
}

fn tallies(case: Case, schemes: &[Scheme], repetitions: u64) -> Found {
    let population = (case.population)();
    let whole = population.whole();
    let truths = truths(&whole, &case, schemes);
    let shift = shift(&whole, &case, &truths[ENGINE], schemes[ENGINE].restarts);
    let counted = parallel::map(repetitions as usize, |repetition| {
        let seed = repetition as u64;
        let sample = sample(&population, case.n, seed);
        let most = schemes.iter().map(|scheme| scheme.partitions).max().unwrap_or(1);
        let partitions = if repetition % TWICE == 0 { PARTITIONS } else { most };
        let parts = by_restarts(&sample, case.k, seed, partitions, schemes);
        let tally = |(scheme, truth): (&Scheme, &[f64; 5])| {
            let mut tally = Tally::default();
            tally.count([truth, &shift], scheme, scheme.parts(&parts), seed);
            tally
        };
        schemes.iter().zip(&truths).map(tally).collect::<Vec<_>>()
    });
    let mut tallies: Vec<Tally> = schemes.iter().map(|_| Tally::default()).collect();
    for counted in counted {
        tallies.iter_mut().zip(&counted).for_each(|(sum, tally)| sum.add(tally));
    }
    Found { rows: population.rows(), shift, case, tallies }
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

/// Parts of partitions by their number of restarts.
pub(crate) type Parts = Vec<(u64, Vec<Part>)>;

/// `partitions` by each of the few restarts that the schemes have; of those of many restarts one.
fn by_restarts(drawn: &Drawn, k: usize, seed: u64, partitions: usize, schemes: &[Scheme]) -> Parts {
    let [few, many] = restarts(schemes);
    let mut found: Parts = few.iter().map(|&restarts| (restarts, vec![])).collect();
    for partition in 0..partitions {
        let parts = partition_parts(drawn, k, [seed, partition as u64], &few);
        found.iter_mut().zip(parts).for_each(|((_, all), part)| all.push(part));
    }
    let parts = partition_parts(drawn, k, [seed, partitions as u64], &many);
    found.extend(many.into_iter().zip(parts).map(|(restarts, part)| (restarts, vec![part])));
    found
}

/// The numbers of restarts that the schemes have: few, and many.
fn restarts(schemes: &[Scheme]) -> [Vec<u64>; 2] {
    let mut all: Vec<u64> = schemes.iter().map(|scheme| scheme.restarts).collect();
    all.sort_unstable();
    all.dedup();
    let (few, many) = all.into_iter().partition(|&restarts| restarts <= scheme::FEW);
    [few, many]
}

/// Parts of one partition by the best of so many of its restarts, ascending.
fn partition_parts(drawn: &Drawn, k: usize, [seed, partition]: [u64; 2], restarts: &[u64]) -> Vec<Part> {
    let most = restarts.last().copied().unwrap_or(0);
    let one = |number| drawn.partition(Fit::of(k, 1), seed, 10 * partition + number);
    let all: Vec<_> = (0..most).map(one).collect();
    let mut parts: Vec<Part> = vec![];
    let mut last = [f64::NAN; 2];
    for &tried in restarts {
        let tried = all[..tried as usize].iter();
        let least = |i: usize| tried.clone().map(|pair| &pair[i]).min_by(|a, b| a.1.total_cmp(&b.1));
        let kept = [0, 1].map(|i| least(i).expect("restarts"));
        let inertia = kept.map(|(_, inertia)| *inertia);
        let part = match parts.last() {
            Some(part) if inertia == last => *part,
            _ => drawn.infer([&kept[0].0, &kept[1].0], seed).part,
        };
        parts.push(part);
        last = inertia;
    }
    parts
}

/// What all data give by partitions that are fitted on as many of them as a sample has, against the truth.
fn shift(whole: &Drawn, case: &Case, truth: &[f64; 5], restarts: u64) -> [f64; 5] {
    let parts = parallel::map(case.reference, |number| {
        let [a, b] = whole.fitted_on(case.n, case.k, restarts, number as u64);
        whole.infer([&a, &b], 998).part
    });
    let found = Answer::of(&pool(&parts, 1).expect("partitions of all data")).values();
    std::array::from_fn(|i| found[i] - truth[i])
}

/// What each scheme gives on all data.
fn truths(whole: &Drawn, case: &Case, schemes: &[Scheme]) -> Vec<[f64; 5]> {
    let [few, many] = restarts(schemes);
    let of = |restarts: &[u64], count: usize, first: usize| {
        parallel::map(count, |i| partition_parts(whole, case.k, [999, (first + i) as u64], restarts))
    };
    let (few_parts, many_parts) =
        (of(&few, case.reference, 0), of(&many, case.reference / 4, case.reference));
    let truth = |scheme: &Scheme| {
        let (all, place) = match few.iter().position(|&r| r == scheme.restarts) {
            Some(place) => (&few_parts, place),
            None => (&many_parts, many.iter().position(|&r| r == scheme.restarts).expect("in either")),
        };
        let parts: Vec<Part> = all.iter().map(|parts| parts[place]).collect();
        Answer::of(&pool(&parts, 1).expect("partitions of all data")).values()
    };
    schemes.iter().map(truth).collect()
}
