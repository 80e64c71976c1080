//! Partitions fitted on draws, noise on samples, and what a partition looks like.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use modalens::data::codes::Codes;
use modalens::data::matrix::Matrix;
use modalens::discretize::partition::{Fit, Which, assign, draw, fit};
use modalens::discretize::{self, Prepared, look, noise};
use modalens::kernel::f32::squared_distance;
use modalens::options::Preparation;
use modalens::read::array::Array;
use modalens::read::{Selection, read};
use modalens::rng::{Purpose, Rng};

fn go_on(_: u64, _: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn digits() -> Prepared {
    let path = format!("{}/tests/golden/digits/top.npy", env!("CARGO_MANIFEST_DIR"));
    let array = read("top", &std::fs::read(path).unwrap(), &Selection::default()).unwrap();
    discretize::prepare(array, &Preparation::default(), 0).unwrap()
}

fn samples(data: &Prepared) -> &Matrix {
    let Prepared::Numbers(data) = data else { panic!() };
    &data.samples
}

fn which(number: u64) -> Which {
    Which { seed: 7, input: 0, number }
}

#[test]
fn a_partition_of_all_samples_is_the_best_of_its_restarts() {
    let data = digits();
    let found = fit(&data, which(3), Fit::of(8, 2), &mut go_on).unwrap();
    let [one, other] = [6, 7].map(|r| fit(&data, which(r), Fit::of(8, 1), &mut go_on).unwrap());
    let (best, worst) = if other.inertia < one.inertia { (other, one) } else { (one, other) };
    assert_eq!((found.codes, found.inertia, found.rows), (best.codes, best.inertia, 1797));
    assert_eq!(found.worst_inertia, worst.inertia);
}

#[test]
fn many_samples_are_coded_by_all_partitions_of_draws_in_one_pass() {
    let data = digits();
    let few = Fit { rows: 600, ..Fit::of(8, 2) };
    let fitted: Vec<_> = (0..3).map(|p| fit(&data, which(p), few, &mut go_on).unwrap()).collect();
    assert!(fitted.iter().all(|f| f.codes.is_none() && f.rows == 600));
    let centroids: Vec<&Matrix> = fitted.iter().map(|f| &f.centroids).collect();
    let together = assign(&data, &centroids, &mut go_on).unwrap();
    for (found, set) in together.iter().zip(&centroids) {
        assert_eq!(assign(&data, &[set], &mut go_on).unwrap()[0], *found);
        let mut inertia = 0.0;
        for (i, &code) in found.codes.codes.iter().enumerate() {
            let distance = |j: usize| squared_distance(samples(&data).row(i), set.row(j));
            let least = (0..8).map(distance).fold(f64::INFINITY, f64::min);
            assert!(distance(code as usize) <= least * (1.0 + 1e-5), "{i}");
            inertia += distance(code as usize);
        }
        assert!((inertia - found.inertia).abs() < 1e-9 * inertia);
    }
    assert_ne!(together[0], together[1]);
    // A third of the samples gives centroids that are nearly as good for all.
    let all = fit(&data, which(0), Fit::of(8, 2), &mut go_on).unwrap();
    assert!(together[0].inertia < 1.05 * all.inertia, "{} {}", together[0].inertia, all.inertia);
}

#[test]
fn draws_are_subsets_of_their_own() {
    let first = draw(5000, 100, which(0));
    assert!(first.is_sorted() && first.iter().collect::<BTreeSet<_>>().len() == 100);
    assert_eq!(first, draw(5000, 100, which(0)));
    assert_ne!(first, draw(5000, 100, which(1)));
    assert_eq!(draw(50, 100, which(0)), (0..50).collect::<Vec<_>>());
    let mean = f64::from(first.iter().sum::<u32>()) / 100.0;
    assert!((mean - 2500.0).abs() < 5.0 * 5000.0 / 12_f64.sqrt() / 10.0, "{mean}");
}

#[test]
fn more_codes_than_samples_are_refused_and_a_stop_is_heard() {
    let data = digits();
    let error = fit(&data, which(0), Fit { k: 300, rows: 200, ..Fit::of(8, 2) }, &mut go_on).unwrap_err();
    assert_eq!(error.code(), "too_many_codes");
    let stop = &mut |_, _| ControlFlow::Break(());
    assert_eq!(fit(&data, which(0), Fit::of(8, 2), stop).unwrap_err().code(), "interrupted");
    let centroids = Matrix::zeros(2, 32).unwrap();
    assert_eq!(assign(&data, &[&centroids], stop).unwrap_err().code(), "interrupted");
}

#[test]
fn noise_moves_codes_in_proportion_and_none_moves_nothing() {
    let data = digits();
    let found = fit(&data, which(0), Fit::of(8, 2), &mut go_on).unwrap();
    let codes = found.codes.unwrap();
    let moved = |multiple: f64| {
        let noisy =
            noise::recode(&data, &found.centroids, &codes, multiple, which(0), &mut || Ok(())).unwrap();
        noisy.codes.iter().zip(&codes.codes).filter(|(a, b)| a != b).count()
    };
    let [none, little, much] = [0.0, 0.1, 1.0].map(moved);
    assert_eq!(none, 0);
    assert!(0 < little && little < much && much < 1200, "{little} {much}");
}

#[test]
fn spread_is_the_deviation_of_a_feature_within_codes() {
    let mut rng = Rng::new(1, Purpose::Test, 6, 0);
    // Two codes far apart, of deviations 1 and 3: their mean is 2.
    let values = (0..8000)
        .flat_map(|i| {
            let (centre, scale) = if i % 2 == 0 { (0.0, 1.0) } else { (100.0, 3.0) };
            [centre + scale * rng.normal(), scale * rng.normal()].map(|v| v as f32)
        })
        .collect();
    let samples = Matrix::from_vec(8000, 2, values).unwrap();
    let centroids = Matrix::from_vec(2, 2, vec![0.0, 0.0, 100.0, 0.0]).unwrap();
    let codes: Vec<u32> = (0..8000).map(|i| i % 2).collect();
    let spread = noise::spread(&samples, &centroids, &codes, &mut || Ok(())).unwrap();
    assert!((spread - 2.0).abs() < 0.05, "{spread}");
}

#[test]
fn the_plane_keeps_the_two_greatest_variances_and_the_way_to_the_centroids() {
    // Uncorrelated, of variances 9, 4 and almost nothing along features 2, 0 and 1.
    let angle = |i: u32| std::f64::consts::TAU * (f64::from(i) + 0.3) / 3000.0;
    let sample =
        |i: u32| [2.0 * libm::cos(angle(i)), 0.01 * libm::cos(5.0 * angle(i)), 3.0 * libm::sin(angle(i))];
    let values = (0..3000).flat_map(|i| sample(i).map(|v| (2_f64.sqrt() * v) as f32)).collect();
    let array = Array::from_matrix("x", Matrix::from_vec(3000, 3, values).unwrap()).unwrap();
    let plain = Preparation { l2: false, ..Preparation::default() };
    let data = discretize::prepare(array, &plain, 0).unwrap();
    let centroids = Matrix::from_vec(1, 3, vec![5.0, 0.0, 7.0]).unwrap();
    let rows = [0, 17, 2999];
    let found = look::plane(&data, &rows, &centroids).unwrap();
    assert!(found.variance_kept > 0.9999);
    for (place, &row) in rows.iter().enumerate() {
        let sample = samples(&data).row(row as usize);
        let [x, y] = found.samples[place];
        assert!((x - sample[2]).abs() < 0.01 && (y - sample[0]).abs() < 0.01, "{x} {y} {sample:?}");
    }
    let [x, y] = found.centroids[0];
    assert!((x - 7.0).abs() < 0.02 && (y - 5.0).abs() < 0.02, "{x} {y}");
    let line = Array::from_matrix("x", Matrix::from_vec(3, 1, vec![1.0, 2.0, 4.0]).unwrap()).unwrap();
    let line = discretize::prepare(line, &plain, 0).unwrap();
    let found = look::plane(&line, &[0, 1, 2], &Matrix::zeros(1, 1).unwrap()).unwrap();
    assert!(found.samples.iter().all(|p| p[1] == 0.0) && found.samples[0][0] < found.samples[2][0]);
}

#[test]
fn samples_nearest_to_a_centroid_are_listed_in_order() {
    let data = digits();
    let found = fit(&data, which(0), Fit::of(8, 2), &mut go_on).unwrap();
    let Codes { codes, .. } = found.codes.unwrap();
    let lists = look::nearest(&data, &found.centroids, &codes, 5).unwrap();
    for (code, list) in lists.iter().enumerate() {
        let distance = |i: u32| squared_distance(samples(&data).row(i as usize), found.centroids.row(code));
        assert_eq!(list.len(), 5);
        assert!(list.windows(2).all(|pair| distance(pair[0]) <= distance(pair[1])));
        let farthest = distance(list[4]);
        let own = (0..1797).filter(|&i| codes[i as usize] == code as u32);
        assert_eq!(own.filter(|&i| distance(i) < farthest).count(), 4);
    }
}

#[test]
fn a_look_is_of_the_samples_that_a_codebook_was_fitted_to() {
    let data = digits();
    let found = fit(&data, which(0), Fit::of(8, 2), &mut go_on).unwrap();
    let Codes { codes, .. } = found.codes.unwrap();
    let codebook = data.codebook(found.centroids.clone()).unwrap();
    let seen = look::look(&data, &codebook, &codes, 7).unwrap().unwrap();
    // Fewer than are placed at most: all.
    assert_eq!(seen.rows, (0..1797).collect::<Vec<u32>>());
    assert_eq!(seen.plane, look::plane(&data, &seen.rows, &found.centroids).unwrap());
    assert_eq!(seen.nearest, look::nearest(&data, &found.centroids, &codes, look::NEAREST).unwrap());
    // In part only, or of other samples, or by codes that there are not.
    assert_eq!(look::look(&data, &codebook, &codes[1..], 7).unwrap(), None);
    let path = format!("{}/tests/golden/digits/bottom.npy", env!("CARGO_MANIFEST_DIR"));
    let other = read("bottom", &std::fs::read(path).unwrap(), &Selection::default()).unwrap();
    let other = discretize::prepare(other, &Preparation::default(), 0).unwrap();
    let refused = look::look(&other, &codebook, &codes, 7).unwrap_err();
    assert!(refused.message().contains("other samples"), "{}", refused.message());
    let beyond: Vec<u32> = codes.iter().map(|_| 8).collect();
    assert!(look::look(&data, &codebook, &beyond, 7).is_err());
}

#[test]
fn of_many_samples_some_are_placed_the_same_by_the_same_seed() {
    let values = (0..5000).map(|i| if i % 2 == 0 { i as f32 } else { -(i as f32) }).collect();
    let array = Array::from_matrix("x", Matrix::from_vec(5000, 1, values).unwrap()).unwrap();
    let data = discretize::prepare(array, &Preparation { l2: false, ..Preparation::default() }, 0).unwrap();
    let found = fit(&data, which(0), Fit::of(2, 2), &mut go_on).unwrap();
    let Codes { codes, .. } = found.codes.unwrap();
    let codebook = data.codebook(found.centroids).unwrap();
    let rows = |seed| look::look(&data, &codebook, &codes, seed).unwrap().unwrap().rows;
    assert_eq!(rows(7).len(), look::PLACED);
    assert!(rows(7).windows(2).all(|pair| pair[0] < pair[1]));
    assert_eq!(rows(7), rows(7));
    assert_ne!(rows(7), rows(8));
}
