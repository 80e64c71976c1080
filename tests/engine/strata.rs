//! The decomposition within strata: what follows the stratum alone is not found within one.

use std::ops::ControlFlow;

use modalens::analysis::{self, Plan, Shape};
use modalens::check::{Change, Compared, Level, StrataFacts, Verdict};
use modalens::discretize::{self, Prepared};
use modalens::error::Error;
use modalens::infer::Ranking;
use modalens::options::{Method, Options};
use modalens::read::{self, Selection};
use modalens::report::{Claim, InputFacts, Report};
use modalens::rng::{Purpose, Rng};
use modalens::synthetic::{self, GenerateOptions, generate};

fn facts(name: &str) -> InputFacts {
    InputFacts { name: Some(name.into()), shape: vec![], dtype: "<i8".into(), ..InputFacts::default() }
}

fn labels(values: &[u32]) -> Prepared {
    let text = values.iter().map(u32::to_string).collect::<Vec<_>>().join("\n");
    let array = read::read("labels.txt", text.as_bytes(), &Selection::default()).unwrap();
    discretize::prepare(array, &Options::default().preparation, 0).unwrap()
}

/// Samples (x1, x2, y, z) -> report.
fn report(samples: &[[u32; 4]], options: &Options) -> Report {
    let column = |i: usize| labels(&samples.iter().map(|sample| sample[i]).collect::<Vec<_>>());
    let [x1, x2, y, z] = [0, 1, 2, 3].map(column);
    let inputs = [(&x1, facts("x1")), (&x2, facts("x2")), (&y, facts("y"))];
    let strata = Some((&z, facts("z")));
    analysis::analyze_within(options, inputs, strata, &mut |_, _| ControlFlow::Continue(())).unwrap().0
}

fn draw(n: usize, mut sample: impl FnMut(&mut Rng) -> [u32; 4]) -> Vec<[u32; 4]> {
    let mut rng = Rng::new(11, Purpose::Test, 0, 0);
    (0..n).map(|_| sample(&mut rng)).collect()
}

fn below(rng: &mut Rng, most: u32) -> u32 {
    (rng.uniform() * f64::from(most)) as u32
}

/// `value`, or any of four with probability 0.2.
fn noisy(rng: &mut Rng, value: u32) -> u32 {
    if rng.uniform() < 0.2 { below(rng, 4) } else { value }
}

#[test]
fn what_follows_the_stratum_alone_is_not_found_within() {
    let samples = draw(2000, |rng| {
        let z = below(rng, 4);
        [noisy(rng, z), noisy(rng, z), noisy(rng, z), z]
    });
    let report = report(&samples, &Options::default());
    assert_eq!(report.atoms_bits.redundancy.present, Some(true));
    let strata = report.strata.as_ref().unwrap();
    let mean = strata.mean.as_ref().unwrap();
    assert_eq!((strata.each.len(), mean.n, mean.label.as_ref()), (4, 2000, None));
    for found in strata.each.iter().chain([mean]) {
        assert_eq!(found.atoms_bits.redundancy.present, Some(false), "{:?}", found.label);
    }
    assert_eq!(mean.ranking.claim, Claim::None);
    let told = report.warnings.iter().find(|w| w.code == "strata_differ").unwrap();
    assert!(
        told.level == Level::Caution && told.fact.starts_with("Within strata redundancy"),
        "{}",
        told.message
    );
}

#[test]
fn strata_that_say_nothing_change_nothing() {
    let samples = draw(3000, |rng| {
        let (a, b, z) = (below(rng, 4), below(rng, 4), below(rng, 3));
        [a, b, if rng.uniform() < 0.7 { a } else { b }, z]
    });
    let report = report(&samples, &Options::default());
    let strata = report.strata.unwrap();
    let mean = strata.mean.unwrap();
    let pairs = [
        (&report.atoms_bits.redundancy, &mean.atoms_bits.redundancy),
        (&report.atoms_bits.unique1, &mean.atoms_bits.unique1),
        (&report.atoms_bits.unique2, &mean.atoms_bits.unique2),
        (&report.atoms_bits.synergy, &mean.atoms_bits.synergy),
    ];
    for (pooled, within) in pairs {
        assert!((pooled.estimate.unwrap() - within.estimate.unwrap()).abs() < 0.05, "{pooled:?} {within:?}");
        assert_eq!(pooled.present, within.present);
    }
    assert_eq!(mean.ranking.claim, Claim::X1);
    assert!(report.passed.iter().any(|check| check.code == "strata_differ"));
    let weighted: f64 = strata.each.iter().map(|s| s.n as f64 / 3000.0 * s.information_bits.i12.plugin).sum();
    assert!((weighted - mean.information_bits.i12.plugin).abs() < 1e-12);
}

#[test]
fn a_stratum_is_decomposed_as_if_it_were_alone() {
    let samples = draw(1500, |rng| {
        let z = below(rng, 2);
        let (a, b) = (below(rng, 3), below(rng, 3));
        [a, b + 3 * z, (a + z * b) % 3 + 3 * z, z]
    });
    for method in [Method::Full, Method::Plugin] {
        let options = Options { method, ..Options::default() };
        let found = report(&samples, &options).strata.unwrap();
        for (z, within) in found.each.iter().enumerate() {
            let own: Vec<[u32; 4]> =
                samples.iter().filter(|s| s[3] == z as u32).map(|s| [s[0], s[1], s[2], s[0]]).collect();
            let alone = report(&own, &options);
            assert_eq!((within.n, &within.atoms_bits), (own.len(), &alone.atoms_bits));
            assert_eq!(within.information_bits, alone.information_bits);
        }
    }
}

#[test]
fn small_strata_are_left_out_and_said() {
    let samples = draw(400, |rng| {
        let a = below(rng, 2);
        [a, below(rng, 2), a, if rng.uniform() < 0.02 { 7 } else { 3 }]
    });
    let report = report(&samples, &Options::default());
    let strata = report.strata.unwrap();
    assert_eq!(strata.each.iter().map(|s| s.label.as_deref()).collect::<Vec<_>>(), [Some("3")]);
    assert_eq!(strata.left_out[0].label, "7");
    assert_eq!(strata.left_out[0].n + strata.each[0].n, 400);
    assert!(report.warnings.iter().any(|w| w.code == "small_strata" && w.message.contains("fewer than 40")));
}

#[test]
fn strata_that_cannot_be_used_are_refused() {
    let shape = |rows, labels| Shape { labels, ..Shape::of_labels(rows) };
    let refused = |strata| {
        Plan::with_strata(Options::default(), [shape(10, true); 3], Some((strata, facts("z")))).err().unwrap()
    };
    assert_eq!(refused(shape(9, true)), Error::StrataRows { z: 9, n: 10 });
    assert_eq!(refused(shape(10, false)), Error::StrataNotLabels { dtype: "<i8".into() });
}

#[test]
fn of_many_strata_the_largest_are_decomposed() {
    // 70 strata of 41 to 110 samples, and 30 of three.
    let sizes = (0..70).map(|z| 41 + z).chain(std::iter::repeat_n(3, 30));
    let mut rng = Rng::new(5, Purpose::Test, 0, 0);
    let samples: Vec<[u32; 4]> = sizes
        .zip(0..)
        .flat_map(|(n, z)| (0..n).map(move |_| z))
        .map(|z| [below(&mut rng, 2), below(&mut rng, 2), below(&mut rng, 2), z])
        .collect();
    let options = Options { method: Method::Plugin, ..Options::default() };
    let strata = report(&samples, &options).strata.unwrap();
    assert_eq!((strata.each.len(), strata.left_out.len()), (64, 36));
    assert!(strata.each.iter().all(|stratum| stratum.n > 46), "the six smallest of the large are left out");
}

/// Samples of a system with groups, as labels.
fn system(name: &str, n: usize) -> Vec<[u32; 4]> {
    let sample = generate(name, &GenerateOptions { n, d: 1, ..GenerateOptions::default() }).unwrap();
    let z = sample.z.expect("has groups");
    (0..n).map(|i| [sample.states[0][i], sample.states[1][i], sample.y[i], z[i]]).collect()
}

#[test]
fn a_confounder_gets_its_verdict_and_groups_that_say_nothing_get_none() {
    let verdict =
        |name: &str| report(&system(name, 3000), &Options::default()).strata.unwrap().verdict.unwrap();
    let confounded = verdict("Z_confounded");
    assert_eq!(confounded.verdict, Verdict::Spurious);
    let [first, ..] = &confounded.differing[..] else { panic!("x1 is unique over all samples") };
    assert_eq!((first.what.as_str(), first.change), ("what only x1 knows", Change::Vanishes));
    let truth = synthetic::truth("Z_confounded", None).unwrap();
    assert!(first.pooled_bits[1] <= truth.unique1_bits && truth.unique1_bits <= first.pooled_bits[2]);
    assert!(
        confounded.sentence.starts_with("What only x1 knows is 0.")
            && confounded.sentence.contains("it follows the strata"),
        "{}",
        confounded.sentence
    );
    let idle = verdict("Z_idle");
    assert_eq!((idle.verdict, idle.differing), (Verdict::Same, vec![]));
    let masked = verdict("Z_masked");
    assert_eq!((masked.verdict, masked.differing[0].change), (Verdict::Masked, Change::Appears));
}

#[test]
fn strata_that_hold_too_few_samples_decide_nothing() {
    let samples = draw(600, |rng| {
        let a = below(rng, 2);
        [a, below(rng, 2), a, if rng.uniform() < 0.4 { 99 } else { below(rng, 30) }]
    });
    let report = report(&samples, &Options::default());
    let verdict = report.strata.unwrap().verdict.unwrap();
    assert_eq!(verdict.verdict, Verdict::Undecided);
    assert!(verdict.sentence.contains("lie in strata of fewer than 40"), "{}", verdict.sentence);
    let small = report.warnings.iter().find(|w| w.code == "small_strata").unwrap();
    assert!(small.message.contains("30 of the strata"), "{}", small.message);
}

#[test]
fn an_order_that_turns_within_strata_is_told() {
    let compared = |bits, present| Compared { what: "redundancy".into(), bits, present };
    let facts = |rankings, atoms| StrataFacts { atoms, rankings, n: 100, left_out: (vec![], 40), mean: true };
    let names = ["image", "text", "answer"].map(String::from);
    let turned = facts([Ranking::X1, Ranking::X2], vec![]);
    assert_eq!(turned.verdict(), Verdict::Reversed);
    assert_eq!(
        turned.sentence(&names),
        "Over all samples image tells more than text, within strata text tells more than image."
    );
    let none = [Ranking::None; 2];
    let part = compared([[0.5, 0.45, 0.55], [0.3, 0.25, 0.35]], [true; 2]);
    assert_eq!(facts(none, vec![part]).verdict(), Verdict::PartlySpurious);
    let overlapping = compared([[0.5, 0.3, 0.7], [0.3, 0.25, 0.35]], [true, true]);
    assert_eq!(facts(none, vec![overlapping]).verdict(), Verdict::Same);
}
