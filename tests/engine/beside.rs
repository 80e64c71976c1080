//! What stands beside the answer: the gauge, label-aware codes, what samples add to the atoms, repeated
//! samples.

use std::ops::ControlFlow;

use modalens::analysis::{self, Plan};
use modalens::check::Level;
use modalens::data::matrix::Matrix;
use modalens::discretize::{self, Prepared};
use modalens::options::{CodeCount, Discretiser, Method, Options};
use modalens::read::array::{Array, Labels};
use modalens::read::{self, Selection};
use modalens::report::{InputFacts, Report};
use modalens::rng::{Purpose, Rng};

fn facts(name: &str) -> InputFacts {
    InputFacts { name: Some(name.into()), shape: vec![], dtype: "<f4".into(), ..InputFacts::default() }
}

fn file(path: &str, input: u8) -> Prepared {
    let bytes = std::fs::read(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let array = read::read(path, &bytes, &Selection::default()).unwrap();
    discretize::prepare(array, &Options::default().preparation, input).unwrap()
}

fn matrix(n: usize, d: usize, values: Vec<f32>) -> Prepared {
    let array = Array::from_matrix("x", Matrix::from_vec(n, d, values).unwrap()).unwrap();
    discretize::prepare(array, &Options::default().preparation, 0).unwrap()
}

fn labels(codes: &[u32]) -> Prepared {
    let labels = Labels::from_strings(codes.iter().map(u32::to_string)).unwrap();
    let array = Array::from_labels("y", labels, "str").unwrap();
    discretize::prepare(array, &Options::default().preparation, 2).unwrap()
}

fn analyze(inputs: [&Prepared; 3], strata: Option<&Prepared>, options: &Options) -> (Report, Plan) {
    let [x1, x2, y] = inputs;
    let inputs = [(x1, facts("x1")), (x2, facts("x2")), (y, facts("y"))];
    let strata = strata.map(|z| (z, facts("z")));
    analysis::analyze_within(options, inputs, strata, &mut |_, _| ControlFlow::Continue(())).unwrap()
}

fn digits() -> [Prepared; 3] {
    [("top", 0), ("bottom", 1), ("digit", 2)]
        .map(|(name, input)| file(&format!("tests/golden/digits/{name}.npy"), input))
}

#[test]
fn the_gauge_says_what_codes_keep_of_what_a_probe_reads() {
    let [x1, x2, y] = digits();
    let few = Options { k: CodeCount::Fixed(2), partitions: 2, ..Options::default() };
    let (report, _) = analyze([&x1, &x2, &y], None, &few);
    let kept = report.kept.as_ref().unwrap();
    // scikit-learn's logistic regression, its ridge chosen in hindsight, reads 2.70, 2.73 and 3.15.
    for (kept, expected) in [(&kept.x1, 2.70), (&kept.x2, 2.73), (&kept.both, 3.15)] {
        assert!((kept.probe_bits - expected).abs() < 0.03, "{kept:?}");
        let share = kept.share.unwrap();
        assert!((share - kept.codes_bits / kept.probe_bits).abs() < 1e-12 && share < 0.4, "{kept:?}");
    }
    assert_eq!(Some(kept.x1.codes_bits), report.information_bits.i1.estimate);
    let cautions: Vec<_> = report.warnings.iter().filter(|w| w.code == "kept").collect();
    assert!(cautions.len() == 1 && cautions[0].level == Level::Caution, "{cautions:?}");
    let many = Options { k: CodeCount::Fixed(12), ..few };
    let (more, _) = analyze([&x1, &x2, &y], None, &many);
    let (few, many) = (kept.x1.share.unwrap(), more.kept.as_ref().unwrap().x1.share.unwrap());
    assert!(many > few + 0.3, "{few} {many}");
}

#[test]
fn the_gauge_is_left_out_where_it_says_nothing_or_is_not_wanted() {
    let [x1, x2, y] = digits();
    let options = Options { k: CodeCount::Fixed(4), partitions: 1, ..Options::default() };
    let kept = |options: &Options| analyze([&x1, &x2, &y], None, options).0.kept;
    assert!(kept(&options).is_some());
    assert_eq!(kept(&Options { gauge: false, ..options.clone() }), None);
    assert_eq!(kept(&Options { method: Method::Plugin, ..options.clone() }), None);
    let (of_labels, _) = analyze([&y, &y, &y], None, &options);
    assert_eq!((of_labels.kept, of_labels.label_aware), (None, None));
}

/// A bit that both sources tell, at a sixth of the variance of what else is in the samples.
fn hidden(n: usize) -> [Prepared; 3] {
    let (d, mut rng) = (256, Rng::new(10, Purpose::Test, 5, 0));
    let bits: Vec<u32> = (0..n).map(|_| rng.below(2) as u32).collect();
    let scale = 1.0 / (d as f64).sqrt();
    let mut sources = [0, 1].map(|_| {
        let mut directions =
            |count: usize| -> Vec<f64> { (0..count * d).map(|_| 3.0 * scale * rng.normal()).collect() };
        let (own, other) = (directions(2), directions(8));
        let mut values = vec![];
        for &bit in &bits {
            let nuisance = rng.below(8) as usize;
            let pair = own[bit as usize * d..][..d].iter().zip(&other[nuisance * d..][..d]);
            pair.for_each(|(own, other)| {
                values.push((0.4 * own + other + 2.0 * scale * rng.normal()) as f32);
            });
        }
        Some(matrix(n, d, values))
    });
    let y: Vec<u32> = bits.iter().map(|&bit| bit ^ u32::from(rng.uniform() < 0.1)).collect();
    [sources[0].take().unwrap(), sources[1].take().unwrap(), labels(&y)]
}

/// One bit of ten flipped leaves .531 bit: K-means loses it, label-aware codes keep it, both are told.
#[test]
fn label_aware_codes_stand_beside_with_a_sentence_where_they_differ() {
    let [x1, x2, y] = hidden(2000);
    let options = Options {
        k: CodeCount::Fixed(8),
        partitions: 3,
        discretiser: Discretiser::Probe,
        ..Options::default()
    };
    let (report, _) = analyze([&x1, &x2, &y], None, &options);
    let redundancy = report.atoms_bits.redundancy.estimate.unwrap();
    assert!(redundancy < 0.05, "K-means would do: {redundancy}");
    let share = report.kept.as_ref().unwrap().x1.share.unwrap();
    assert!(share < 0.1, "{share}");
    let aware = report.label_aware.as_ref().unwrap();
    let found = &aware.atoms_bits.redundancy;
    assert!(found.lower.unwrap() < 0.531 && found.upper.unwrap() > 0.531, "{found:?}");
    for atom in [&aware.atoms_bits.unique1, &aware.atoms_bits.unique2, &aware.atoms_bits.synergy] {
        assert_eq!(atom.present, Some(false), "{atom:?}");
    }
    assert!(aware.comparison.starts_with("K-means codes and label-aware codes differ in redundancy (0.0"));
    assert_eq!(aware.n, 2000);
    // What a probe reads is no matter of rows in another order, whatever the codes show.
    let without_gauge = Options { gauge: false, discretiser: Discretiser::Kmeans, ..options.clone() };
    let codes_alone = analyze([&x1, &x2, &y], None, &without_gauge).0;
    assert!(codes_alone.warnings.iter().any(|w| w.code == "apart"));
    assert!(report.passed.iter().any(|w| w.code == "apart"), "{:?}", report.warnings);
    let plain = Options { discretiser: Discretiser::Kmeans, ..options };
    let (without, _) = analyze([&x1, &x2, &y], None, &plain);
    assert_eq!((without.atoms_bits, without.label_aware), (report.atoms_bits, None));
}

/// What samples add has the atoms of the partition that is shown as its mean, over all samples and over
/// groups of them.
#[test]
fn what_samples_add_has_the_atoms_as_its_mean() {
    let [x1, x2, y] = digits();
    let thirds = labels(&(0..1797).map(|i| i % 3).collect::<Vec<_>>());
    let options = Options { k: CodeCount::Fixed(6), partitions: 2, ..Options::default() };
    let (report, plan) = analyze([&x1, &x2, &y], Some(&thirds), &options);
    let atoms = report.partitions[report.partition.number].atoms_bits.plugin;
    let atoms = [atoms.redundancy, atoms.unique1, atoms.unique2, atoms.synergy];
    let values = analysis::extras(&plan).unwrap().per_sample.unwrap();
    assert_eq!(values.len(), 4 * 1797);
    for (i, expected) in atoms.iter().enumerate() {
        let mean = values.iter().skip(i).step_by(4).map(|&v| f64::from(v)).sum::<f64>() / 1797.0;
        assert!((mean - expected).abs() < report.solver.gap_bits + 1e-6, "{mean} {expected}");
    }
    let samples = report.samples.as_ref().unwrap();
    assert_eq!(samples.by_label.iter().map(|g| g.label.as_str()).collect::<Vec<_>>()[..3], ["0", "1", "2"]);
    for groups in [&samples.by_label, &samples.by_stratum] {
        assert_eq!(groups.iter().map(|group| group.n).sum::<usize>(), 1797);
        let mean = groups.iter().map(|g| g.n as f64 / 1797.0 * g.atoms_bits.synergy).sum::<f64>();
        assert!((mean - atoms[3]).abs() < report.solver.gap_bits + 1e-9, "{mean} {}", atoms[3]);
    }
    assert_eq!(samples.by_stratum.len(), 3);
}

/// Blocks of rows tell how atoms vary with the samples: no more and no less than the standard errors do, and
/// two analyses of the same rows vary together.
#[test]
fn blocks_of_rows_vary_as_the_standard_errors_say() {
    let [x1, x2, y] = digits();
    let options = Options { k: CodeCount::Fixed(6), partitions: 2, ..Options::default() };
    let seeded = |seed| analyze([&x1, &x2, &y], None, &Options { seed, ..options.clone() }).0;
    let (first, second) = (seeded(1), seeded(2));
    let information = |report: &Report| -> Vec<f64> {
        let blocks = &report.samples.as_ref().unwrap().by_block;
        assert_eq!(blocks.len(), 100);
        blocks.iter().map(|block| block.redundancy + block.unique1).collect()
    };
    let (a, b) = (information(&first), information(&second));
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(p, q)| p * q).sum::<f64>();
    assert!(a.iter().sum::<f64>().abs() < 1e-12);
    let (spread, se) = (product(&a, &a).sqrt(), first.information_bits.i1.se_within.unwrap());
    assert!((0.6..1.4).contains(&(spread / se)), "{spread} {se}");
    // Other K-means solutions of the same rows: much of it is common, not all.
    let correlation = product(&a, &b) / (spread * product(&b, &b).sqrt());
    assert!((0.5..0.999).contains(&correlation), "{correlation}");
}

#[test]
fn samples_that_repeat_are_counted() {
    let mut rng = Rng::new(3, Purpose::Test, 0, 0);
    let mut values: Vec<f32> = (0..300 * 4).map(|_| rng.normal() as f32).collect();
    // The last hundred are the first hundred again.
    values.copy_within(0..400, 800);
    let array =
        |values: Vec<f32>| Array::from_matrix("x", Matrix::from_vec(300, 4, values).unwrap()).unwrap();
    let x = array(values.clone());
    assert_eq!(x.facts.repeated, Some(100));
    let told = |repeated| InputFacts { repeated, ..facts("x") };
    let prepared = matrix(300, 4, values.clone());
    let y = labels(&(0..300).map(|i| i % 2).collect::<Vec<_>>());
    let inputs = [(&prepared, told(x.facts.repeated)), (&prepared, told(x.facts.repeated)), (&y, facts("y"))];
    let options = Options { k: CodeCount::Fixed(2), partitions: 1, ..Options::default() };
    let (report, _) = analysis::analyze(&options, inputs, &mut |_, _| ControlFlow::Continue(())).unwrap();
    let told = report.warnings.iter().find(|w| w.code == "repeated_samples").expect("told");
    assert!(told.message.starts_with("Up to 100 of the 300 samples repeat another"), "{}", told.message);
    values[800] += 1.0;
    assert_eq!(array(values).facts.repeated, Some(99));
}

#[test]
fn noise_on_the_samples_takes_information_and_makes_none() {
    let [x1, x2, y] = digits();
    let with = |noise| {
        let options =
            Options { k: CodeCount::Fixed(6), partitions: 2, gauge: false, noise, ..Options::default() };
        let (report, _) = analyze([&x1, &x2, &y], None, &options);
        report.information_bits.i12.estimate.unwrap()
    };
    let [none, some, more] = [0.0, 0.5, 3.0].map(with);
    assert!(none > some + 0.02 && some > more + 0.2, "{none} {some} {more}");
    let refused = Options { noise: -1.0, ..Options::default() }.validate().unwrap_err();
    assert_eq!(refused.code(), "invalid_option");
}
