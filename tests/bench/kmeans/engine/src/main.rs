//! The bench natively: `bench-kmeans SAMPLES.npy START.npy`, one JSON line.

mod measure;

use std::time::Instant;

use modalens::read::array::Values;
use modalens::read::{Selection, read};

fn numbers(path: &str) -> (Vec<f32>, usize) {
    let bytes = std::fs::read(path).expect("a file");
    let kind = Some(modalens::read::array::Kind::Numbers);
    let array = read(path, &bytes, &Selection { kind, ..Selection::default() }).expect("an array");
    let Values::Matrix(matrix) = array.values else { panic!("numbers were asked for") };
    (matrix.values().to_vec(), matrix.features())
}

fn seconds(mut f: impl FnMut()) -> f64 {
    let start = Instant::now();
    f();
    start.elapsed().as_secs_f64()
}

fn main() {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let (values, features) = numbers(&paths[0]);
    let start: Vec<u32> = numbers(&paths[1]).0.iter().map(|&i| i as u32).collect();
    let data = measure::prepare(values, features);
    let n = data.samples.rows();
    let centroids = measure::centroids(&data, &start);
    let mut codes = vec![0; n];
    let flops = 2.0 * n as f64 * features as f64 * start.len() as f64;
    let mut sink = 0.0;
    let steps = 5_000_000;
    let roofline = seconds(|| sink += measure::registers(steps, std::hint::black_box(0.5)));
    let roofline = 2.0 * 4.0 * measure::CHAINS as f64 * f64::from(steps) / roofline;
    measure::assign(&data, &centroids, &mut codes);
    let assign = (0..3).map(|_| seconds(|| measure::assign(&data, &centroids, &mut codes)));
    let assign = flops / assign.fold(f64::INFINITY, f64::min);
    let mut found = (0.0, 0);
    let mut run = |bounded| {
        let times = (0..3).map(|_| seconds(|| found = measure::run(&data, &start, bounded)));
        times.fold(f64::INFINITY, f64::min)
    };
    let (bounded, plain) = (run(true), run(false));
    println!(
        "{{\"roofline\":{:.2},\"assign\":{:.2},\"bounded\":{bounded:.4},\"plain\":{plain:.4},\
         \"inertia\":{},\"iterations\":{},\"sink\":{sink}}}",
        roofline / 1e9,
        assign / 1e9,
        found.0,
        found.1
    );
}
