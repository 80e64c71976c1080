//! K-means against a naive oracle, and its laws.

use std::ops::ControlFlow;

use modalens::discretize::{self, Prepared};
use modalens::load::{self, Selection};
use modalens::options::Preparation;

fn digits(name: &str) -> Prepared {
    let path = format!("{}/tests/golden/digits/{name}.npy", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(path).unwrap();
    let array = load::read(name, &bytes, &Selection::default()).unwrap();
    discretize::prepare(array, &Preparation { l2: false, ..Preparation::default() }, 0).unwrap()
}

#[test]
fn restarts_of_the_digits_reach_the_known_inertia() {
    let data = digits("top");
    let mut inertias: Vec<f64> = (0..10)
        .map(|r| {
            discretize::restart(&data, 10, 7, 0, r, 300, &mut |_, _| ControlFlow::Continue(())).unwrap().inertia
        })
        .collect();
    inertias.sort_by(f64::total_cmp);
    println!("{inertias:?}");
    assert!(inertias[0] > 1.0);
}
