//! Many samples of half precision stay in sixteen bits: the same bits of every result as in single precision,
//! in about the memory that the file takes.

use std::ops::ControlFlow;

use modalens::data::half::{Form, HalfMatrix};
use modalens::discretize::partition::{Fit, Which, assign, fit};
use modalens::discretize::probe::View;
use modalens::discretize::{Prepared, look, noise, prepare, quantiles};
use modalens::kernel::convert::{brain, half};
use modalens::options::{Ignore, Preparation, Scores};
use modalens::read::array::{Array, Values};
use modalens::read::{Loader, Retain, Selection};
use modalens::rng::{Purpose, Rng};

use crate::counting::peak;
use crate::data_memory::npy;

const ROWS: usize = 17_000;
const FEATURES: usize = 100;

fn shape(rows: usize, features: usize) -> String {
    format!("({rows}, {features})")
}

fn load(bytes: &[u8]) -> Array {
    let mut loader = Loader::new("a.npy", bytes.len() as u64, &Selection::default(), Retain::All);
    // Pieces that cut items.
    bytes.chunks(100_001).for_each(|piece| loader.push(piece).unwrap());
    loader.finish().unwrap()
}

/// Samples around a few centres, most of their variance along few directions; one is zero.
fn items(rows: usize, features: usize) -> Vec<u16> {
    let mut rng = Rng::new(1, Purpose::Test, 0, 0);
    let centres: Vec<f32> =
        (0..8 * features).map(|i| 2.0 * rng.normal() as f32 / (1 + i % 7) as f32).collect();
    (0..rows * features)
        .map(|i| match (i / features, i % features) {
            (11, _) => 0,
            (row, j) => {
                Form::Half.bits(half(rounded(centres[row % 8 * features + j] + 0.2 * rng.normal() as f32)))
            }
        })
        .collect()
}

/// The half precision number just towards zero.
fn rounded(value: f32) -> u16 {
    let magnitude = (f32::from_bits(value.to_bits() & 0x7fff_ffff) * 2.0_f32.powi(-112)).to_bits() >> 13;
    magnitude as u16 | (value.to_bits() >> 16) as u16 & 0x8000
}

fn of_half(items: &[u16], features: usize) -> Array {
    let bytes: Vec<u8> = items.iter().flat_map(|bits| bits.to_le_bytes()).collect();
    load(&npy("<f2", &shape(items.len() / features, features), &bytes))
}

fn of_single(items: &[u16], features: usize) -> Array {
    let bytes: Vec<u8> = items.iter().flat_map(|&bits| half(bits).to_le_bytes()).collect();
    load(&npy("<f4", &shape(items.len() / features, features), &bytes))
}

#[test]
fn sixteen_bits_come_back_as_they_were() {
    for bits in 0..=u16::MAX {
        let value = half(bits);
        let back = Form::Half.bits(value);
        assert!(back == bits || (value.is_nan() && half(back).is_nan()), "{bits:04x} {back:04x}");
        assert_eq!(Form::Brain.bits(brain(bits)), bits);
    }
    let matrix = HalfMatrix::from_rows(2, Form::Brain, vec![0x3f80, 0x4000, 0xbf80, 0, 0x4040, 0x7f80]);
    assert_eq!(matrix.single().unwrap().values(), [1.0, 2.0, -1.0, 0.0, 3.0, f32::INFINITY]);
    let mut left = matrix;
    left.drop_rows(&[1]);
    assert_eq!(left.single().unwrap().values(), [1.0, 2.0, 3.0, f32::INFINITY]);
}

#[test]
fn few_samples_are_kept_in_single_precision_and_many_are_not() {
    let items = items(ROWS, 3);
    assert!(matches!(of_half(&items, 3).values, Values::Half(_)));
    assert!(matches!(of_half(&items[..3 * 16_384], 3).values, Values::Matrix(_)));
    // One column may be cut into bins, which looks at all of it at once.
    let column = prepare(of_half(&items, 1), &Preparation::default(), 2).unwrap();
    assert_eq!(quantiles(&column, 4).unwrap().size, 4);
    let mut half = of_half(&items, 3);
    half.drop_rows(&(0..1000).collect::<Vec<_>>());
    let prepared = prepare(half, &Preparation::default(), 0).unwrap();
    assert!(matches!(prepared, Prepared::Numbers(_)), "so few are left that they are not");
}

#[test]
fn results_are_those_of_single_precision_to_the_bit() {
    let items = items(ROWS, FEATURES);
    let none = Preparation { l2: false, centre: false, pca: None, whiten: false };
    let whole = Preparation { l2: true, centre: true, ..none };
    let projected = Preparation { pca: Some(5), whiten: true, ..whole };
    for preparation in [none, whole, Preparation { l2: true, ..none }, projected] {
        let prepared = [of_half(&items, FEATURES), of_single(&items, FEATURES)].map(|mut array| {
            array.drop_rows(&[3, 5, 16_000]);
            prepare(array, &preparation, 0).unwrap()
        });
        assert_eq!(matches!(prepared[0], Prepared::Deferred(_)), preparation.pca.is_none());
        if let Prepared::Deferred(data) = &prepared[0] {
            assert!(data.outline.is_some(), "what an outline decides is tried too");
        }
        same(&prepared[0], &prepared[1]);
    }
}

/// Everything that is done with samples, done with both.
fn same(half: &Prepared, single: &Prepared) {
    assert_eq!(half.report(), single.report());
    assert_eq!((half.rows(), half.features()), (single.rows(), single.features()));
    let which = Which { seed: 3, input: 0, number: 1 };
    let both = [half, single];
    let go_on = || |_, _| ControlFlow::Continue(());
    let [a, b] = both.map(|data| fit(data, which, Fit::of(6, 2), &mut go_on()).unwrap());
    assert_eq!(a, b);
    assert!(a.codes.is_none(), "fitted on a draw");
    let other = fit(single, Which { number: 2, ..which }, Fit::of(9, 1), &mut go_on()).unwrap().centroids;
    let [a, b] = both.map(|data| assign(data, &[&a.centroids, &other], &mut go_on()).unwrap());
    assert_eq!(a, b);
    let codes = &a[1].codes;
    let noisy = both.map(|data| noise::recode(data, &other, codes, 0.5, which, &mut || Ok(())).unwrap());
    assert_eq!(noisy[0], noisy[1]);
    assert_ne!(&noisy[0], codes);
    let book = both.map(|data| data.codebook(other.clone()).unwrap());
    assert_eq!(book[0], book[1]);
    let looks = both.map(|data| look::look(data, &book[0], &codes.codes, 3).unwrap().unwrap());
    assert_eq!(looks[0], looks[1]);
    let rows: Vec<u32> = (0..400).map(|i| 41 * i).collect();
    let [a, b] = both.map(|data| View::fit(data, &rows).unwrap());
    assert_eq!(a, b);
}

#[test]
fn scores_of_options_are_read_of_sixteen_bits_too() {
    let items: Vec<u16> =
        (0..ROWS * 2).map(|i| if i % 6 < 3 { 0x3800 } else { 0x3400 + (i % 2) as u16 }).collect();
    let found = [of_half(&items, 2), of_single(&items, 2)].map(|mut array| {
        let rows = array.rows();
        let facts = modalens::discretize::read_target(&mut array, rows, Ignore::default(), Scores::Argmax);
        (facts.unwrap(), array.values)
    });
    assert_eq!(found[0], found[1]);
    assert!(matches!(found[0].1, Values::Labels(_)) && found[0].0.scores.is_some());
}

#[test]
fn reading_and_preparing_takes_about_what_the_file_does() {
    let (rows, features) = (20_000, 768);
    let items = items(rows, features);
    let bytes: Vec<u8> = items.iter().flat_map(|bits| bits.to_le_bytes()).collect();
    let file = npy("<f2", &shape(rows, features), &bytes);
    let preparation = Preparation { l2: true, centre: true, pca: None, whiten: false };
    let (prepared, most) = peak(|| prepare(load(&file), &preparation, 0).unwrap());
    println!("{} bytes, peak {most}", file.len());
    assert!(most as f64 <= 1.2 * file.len() as f64, "{most} of {}", file.len());
    assert_eq!(prepared.rows(), rows);
    // The draw that a fit sees is of single precision, however many samples there are.
    let which = Which { seed: 3, input: 0, number: 1 };
    let (_, most) =
        peak(|| fit(&prepared, which, Fit::of(4, 1), &mut |_, _| ControlFlow::Continue(())).unwrap());
    println!("fit {most}");
    assert!(most <= 16_384 * features * 4 * 5 / 4, "{most}");
}

#[test]
fn a_matrix_of_equal_samples_is_refused_as_ever() {
    let array = of_half(&vec![0x3c00; ROWS * 2], 2);
    let error = prepare(array, &Preparation::default(), 0).unwrap_err();
    assert_eq!(error.code(), "constant_data");
}
