//! The probe's bench: `npm run bench:probe -- gauge|draws|few`, figures to `RESULTS.md` by hand.
//!
//! `gauge`: bounds and times on the examples and on generated embeddings without clusters. `draws`: what
//! fitting partitions on 16,384 samples instead of all changes. `few`: what fitting them on few does. Bounds
//! against known truth and label-aware codes are in the calibration bench.

mod data;

use std::ops::ControlFlow;
use std::time::Instant;

use data::power_law;
use modalens::data::codes::Codes;
use modalens::data::counts::Counts;
use modalens::decompose::ipfp::SolverOptions;
use modalens::decompose::pid::decompose;
use modalens::discretize::partition::{Fit, Which, assign, fit};
use modalens::discretize::probe::{self, View};
use modalens::discretize::{self, Prepared};
use modalens::options::Preparation;
use modalens::read::{Selection, read};
use modalens::units::BITS;

fn go_on(_: u64, _: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("gauge") => gauge(),
        Some("draws") => draws(),
        Some("few") => few(),
        _ => eprintln!("gauge, draws or few"),
    }
}

fn file(path: &str, input: u8) -> Prepared {
    let bytes = std::fs::read(path).expect("a file of the repository");
    let array = read(path, &bytes, &Selection::default()).expect("samples");
    discretize::prepare(array, &Preparation::default(), input).expect("samples that vary")
}

fn gauge() {
    println!("| data | features | bound, bits | standard error | seconds |");
    let emoji = ["image_layer6", "text", "label"].map(|name| format!("www/public/emoji/{name}.npy"));
    let digits = DIGITS.map(|name| format!("tests/golden/digits/{name}.npy"));
    for (name, paths) in [("emoji", emoji), ("digits", digits)] {
        let [x1, x2, y] = [0, 1, 2].map(|i| file(&paths[i], i as u8));
        read_all(name, [&x1, &x2], &discretize::labels(&y).expect("labels"));
    }
    let (x1, x2, y) = power_law(20_000, 1024);
    read_all("20,000 x 1024 without clusters", [&x1, &x2], &y);
}

fn read_all(name: &str, inputs: [&Prepared; 2], y: &Codes) {
    let rows = probe::rows(y.codes.len(), 7);
    let own = Codes { codes: rows.iter().map(|&i| y.codes[i as usize]).collect(), size: y.size };
    let start = Instant::now();
    let [x1, x2] = inputs.map(|input| View::fit(input, &rows).expect("features").1);
    println!("| {name}: both reduced | | | | {:.2} |", start.elapsed().as_secs_f64());
    let both = probe::both(&x1, &x2).expect("features");
    for (what, features) in [("x1", &x1), ("x2", &x2), ("both", &both)] {
        let start = Instant::now();
        let found = probe::probe(features, &own, 7, &mut go_on).expect("a probe");
        let (bound, se) = (found.bound * BITS, found.se * BITS);
        let (m, seconds) = (features.features(), start.elapsed().as_secs_f64());
        println!("| {name}: {what} | {m} | {bound:.3} | {se:.3} | {seconds:.2} |");
    }
}

const HEADER: &str = "| data | K | restarts | fitted on | mean R U1 U2 S | its standard error | seconds |";

/// Partitions fitted on 16,384 samples, as the engine does, instead of all of many.
fn draws() {
    println!("{HEADER}");
    let (x1, x2, y) = power_law(50_000, 32);
    for k in [8, 16] {
        for rows in [usize::MAX, 16_384, 4096] {
            let how = Fit { k, restarts: 2, max_iterations: 300, rows };
            of_draws("50,000 x 32", [&x1, &x2], &y, how, 40);
        }
    }
}

/// Partitions fitted on few samples.
fn few() {
    println!("{HEADER}");
    let paths = DIGITS.map(|name| format!("tests/golden/digits/{name}.npy"));
    let [x1, x2, y] = [0, 1, 2].map(|i| file(&paths[i], i as u8));
    let y = discretize::labels(&y).expect("labels");
    for restarts in [1, 2, 3, 10] {
        for rows in [usize::MAX, 1200, 600] {
            let how = Fit { k: 8, restarts, max_iterations: 300, rows };
            of_draws("digits", [&x1, &x2], &y, how, 200);
        }
    }
}

const DIGITS: [&str; 3] = ["top", "bottom", "digit"];

/// Plug-in atoms of all samples by so many partitions.
fn of_draws(name: &str, inputs: [&Prepared; 2], y: &Codes, how: Fit, number: u64) {
    let start = Instant::now();
    let atoms: Vec<[f64; 4]> = (0..number)
        .map(|number| {
            let [a, b] =
                [0, 1].map(|input| coded(inputs[input], Which { seed: 7, input: input as u8, number }, how));
            let pmf = Counts::from_codes(&a, &b, y).expect("counts").pmf();
            let pid = decompose(&pmf, &SolverOptions::default(), &mut |_| ControlFlow::Continue(()))
                .expect("atoms");
            [pid.redundancy(), pid.unique1(), pid.unique2(), pid.synergy()].map(|nats| nats * BITS)
        })
        .collect();
    let count = atoms.len() as f64;
    let mean: [f64; 4] = std::array::from_fn(|i| atoms.iter().map(|a| a[i]).sum::<f64>() / count);
    let error: [f64; 4] = std::array::from_fn(|i| {
        let squares: f64 = atoms.iter().map(|a| (a[i] - mean[i]) * (a[i] - mean[i])).sum();
        (squares / (count - 1.0) / count).sqrt()
    });
    let text = |values: [f64; 4]| values.map(|v| format!("{v:.4}")).join(" ");
    let (rows, seconds) = (how.rows.min(y.codes.len()), start.elapsed().as_secs_f64());
    let [mean, error] = [text(mean), text(error)];
    println!("| {name} | {} | {} | {rows} | {mean} | {error} | {seconds:.1} |", how.k, how.restarts);
}

/// Codes of all samples by one partition.
fn coded(data: &Prepared, which: Which, how: Fit) -> Codes {
    let fitted = fit(data, which, how, &mut go_on).expect("K-means");
    let all = || assign(data, &[&fitted.centroids], &mut go_on).expect("codes").remove(0).codes;
    fitted.codes.clone().unwrap_or_else(all)
}
