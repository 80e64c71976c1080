//! Targets of many values: what chance puts into cells of one sample is not claimed, rare values are
//! merged by a rule that is told.

use std::ops::ControlFlow;

use modalens::analysis;
use modalens::check::Level;
use modalens::data::codes::Codes;
use modalens::data::counts::Counts;
use modalens::discretize::{self, Prepared, merge_rare};
use modalens::error::Error;
use modalens::infer::{Claims, Inference, InferenceOptions, MOST_LONE, Share, Undefined, infer};
use modalens::options::{Auto, Least, Options};
use modalens::read::{self, Selection};
use modalens::report::{Claim, InputFacts, Report, ShareStatus};
use modalens::rng::{Purpose, Rng};

const AUTO: Least = Least::Auto(Auto::Auto);

/// Symbols by Zipf's law.
fn zipf(values: usize, n: usize, rng: &mut Rng) -> Codes {
    let weights: Vec<f64> = (1..=values).map(|rank| 1.0 / rank as f64).collect();
    let total: f64 = weights.iter().sum();
    let draw = |rng: &mut Rng| {
        let mut point = rng.uniform() * total;
        weights
            .iter()
            .position(|w| {
                point -= w;
                point < 0.0
            })
            .unwrap_or(values - 1) as u32
    };
    Codes { codes: (0..n).map(|_| draw(rng)).collect(), size: values }
}

fn random(k: usize, n: usize, rng: &mut Rng) -> Codes {
    Codes { codes: (0..n).map(|_| rng.below(k as u64) as u32).collect(), size: k }
}

fn inferred(x1: &Codes, x2: &Codes, y: &Codes) -> Inference {
    let counts = Counts::from_codes(x1, x2, y).unwrap();
    infer(&counts, &InferenceOptions { seed: 7, tolerance: 1e-6 }, &mut |_, _, _| ControlFlow::Continue(()))
        .unwrap()
}

#[test]
fn nothing_is_claimed_where_samples_are_alone_in_their_cells() {
    let mut rng = Rng::new(1, Purpose::Test, 0, 0);
    let (x1, x2, y) = (random(2, 2000, &mut rng), random(2, 2000, &mut rng), zipf(715, 2000, &mut rng));
    let found = inferred(&x1, &x2, &y);
    // The intervals do not know: what is not there lies above the floor.
    let known = found.alone.estimates.unique1.lower.max(found.alone.estimates.redundancy.lower);
    assert!(known > modalens::infer::FLOOR, "{known}");
    assert!(found.alone.lone > MOST_LONE, "{}", found.alone.lone);
    assert_eq!(found.alone.claims, Claims::NONE);
    let undefined = Share::Undefined { reason: Undefined::LoneSamples };
    assert_eq!((found.alone.contribution, found.alone.shapley), ([undefined; 2], [undefined; 2]));
}

#[test]
fn what_is_there_is_claimed_once_rare_values_are_merged() {
    let mut rng = Rng::new(2, Purpose::Test, 0, 0);
    let mut y = zipf(715, 2000, &mut rng);
    let half = |rng: &mut Rng, y: u32| if rng.uniform() < 0.5 { y % 2 } else { rng.below(2) as u32 };
    let x1 = Codes { codes: y.codes.iter().map(|&y| half(&mut rng, y)).collect(), size: 2 };
    let x2 = random(2, 2000, &mut rng);
    assert_eq!(inferred(&x1, &x2, &y).alone.claims, Claims::NONE);
    merge_rare(&mut y, AUTO).unwrap().expect("most values are rare");
    let claims = inferred(&x1, &x2, &y).alone.claims;
    assert!(claims.present.unique1 && !claims.present.unique2 && !claims.present.redundancy);
}

/// A small, seeded version of `npm run bench:calibration -- --many`.
#[test]
fn of_many_values_nothing_is_claimed_that_is_not_there() {
    for (run, (values, k, n)) in
        [(50, 4, 1000), (200, 8, 1000), (715, 2, 2000), (715, 8, 2000)].into_iter().enumerate()
    {
        for repetition in 0..4 {
            let mut rng = Rng::new(5, Purpose::Test, run as u8, repetition);
            let uniform = random(values, n, &mut rng);
            for mut y in [zipf(values, n, &mut rng), uniform] {
                let (x1, x2) = (random(k, n, &mut rng), random(k, n, &mut rng));
                merge_rare(&mut y, AUTO).unwrap();
                let claims = inferred(&x1, &x2, &y).alone.claims;
                assert_eq!(claims, Claims::NONE, "{values} values, K = {k}, n = {n}, {repetition}");
            }
        }
    }
}

#[test]
fn rare_values_become_the_last_symbol() {
    // Four values with 30, 2, 25 and 3 samples.
    let codes: Vec<u32> = [(0, 30), (1, 2), (2, 25), (3, 3)].iter().flat_map(|&(y, n)| vec![y; n]).collect();
    let mut y = Codes { codes: codes.clone(), size: 4 };
    let merged = merge_rare(&mut y, AUTO).unwrap().expect("60 samples for four values");
    assert_eq!((merged.least, merged.values, merged.merged, merged.samples), (10, 4, 2, 5));
    assert_eq!(merged.kept, [0, 2]);
    assert_eq!(y.size, 3);
    let expected: Vec<u32> = codes.iter().map(|code| [0, 2, 1, 2][*code as usize]).collect();
    assert_eq!(y.codes, expected);
    let sizes = |least| {
        let mut y = Codes { codes: codes.clone(), size: 4 };
        merge_rare(&mut y, Least::Fixed(least)).map(|_| y.size)
    };
    assert_eq!((sizes(1), sizes(3), sizes(26)), (Ok(4), Ok(4), Ok(2)), "one rare value stays as it is");
    assert!(matches!(sizes(31), Err(Error::InvalidOption { option: "y_least", .. })));
}

#[test]
fn values_are_merged_by_default_only_where_they_are_many_for_the_samples() {
    let values = |values: u32, n: u32| {
        let mut y = Codes { codes: (0..n).map(|i| i % values).collect(), size: values as usize };
        merge_rare(&mut y, AUTO).unwrap()
    };
    assert_eq!(values(10, 1797), None);
    assert_eq!(values(10, 200), None, "ten classes of twenty");
    assert_eq!(values(715, 2000), None, "none has enough to stand for itself");
    let mut rng = Rng::new(3, Purpose::Test, 0, 0);
    let mut y = zipf(8000, 200_000, &mut rng);
    let merged = merge_rare(&mut y, AUTO).unwrap().expect("fewer than 64 samples a value");
    assert!(y.size <= 4096 && merged.least > 1, "no more than there may be: {}", y.size);
}

fn facts(name: &str) -> InputFacts {
    InputFacts { name: Some(name.into()), shape: vec![], dtype: "<i8".into(), ..InputFacts::default() }
}

fn labels(codes: &Codes) -> Prepared {
    let text = codes.codes.iter().map(u32::to_string).collect::<Vec<_>>().join("\n");
    let array = read::read("labels.txt", text.as_bytes(), &Selection::default()).unwrap();
    discretize::prepare(array, &Options::default().preparation, 0).unwrap()
}

fn report(codes: [&Codes; 3], options: &Options) -> Report {
    let [x1, x2, y] = codes.map(labels);
    let inputs = [(&x1, facts("x1")), (&x2, facts("x2")), (&y, facts("y"))];
    analysis::analyze(options, inputs, &mut |_, _| ControlFlow::Continue(())).unwrap().0
}

#[test]
fn the_report_tells_what_was_merged_and_why_nothing_is_claimed() {
    let mut rng = Rng::new(4, Purpose::Test, 0, 0);
    let (x1, x2, y) = (random(4, 2000, &mut rng), random(4, 2000, &mut rng), zipf(715, 2000, &mut rng));
    let names = ["image", "text", "answer"].map(String::from);
    let options = Options { names, ..Options::default() };
    let merged = report([&x1, &x2, &y], &options);
    let told = merged.partition.y_merged.as_ref().expect("merged");
    assert_eq!(told.values - told.merged + 1, merged.partition.ky);
    let note = merged.warnings.iter().find(|w| w.code == "rare_values").expect("told");
    assert!(note.level == Level::Note && note.fact.contains("answer, rarer than 10 samples"));
    assert!(merged.passed.iter().any(|w| w.code == "lone_samples"), "{:?}", merged.warnings);

    let kept = report([&x1, &x2, &y], &Options { y_least: Least::Fixed(1), ..options });
    assert_eq!(kept.partition.y_merged, None);
    let stop = kept.warnings.iter().find(|w| w.code == "lone_samples").expect("told");
    assert!(stop.level == Level::Stop && stop.message.contains("nothing is claimed"), "{}", stop.message);
    let atoms = &kept.atoms_bits;
    for atom in [&atoms.redundancy, &atoms.unique1, &atoms.unique2, &atoms.synergy] {
        assert_eq!(atom.present, Some(false));
    }
    assert_eq!(kept.ranking.claim, Claim::None);
    assert_eq!(kept.contribution.shapley1.status, ShareStatus::Undefined);
}
