//! The bench in WebAssembly: plain exports, called by `www.mjs`. One data set at a time.

#![cfg(target_arch = "wasm32")]

mod measure;

use std::cell::RefCell;

use modalens::data::matrix::Matrix;
use modalens::discretize::prepare::Centred;
use modalens::read::array::{Array, Values};
use modalens::read::{Loader, Retain, Selection};

#[derive(Default)]
struct Bench {
    incoming: Vec<f32>,
    start: Vec<u32>,
    data: Option<Centred>,
    centroids: Option<Matrix>,
    codes: Vec<u32>,
    iterations: usize,
    loader: Option<Loader>,
    piece: Vec<u8>,
    loaded: Option<Array>,
}

thread_local! {
    static BENCH: RefCell<Bench> = RefCell::default();
}

fn with<T>(f: impl FnOnce(&mut Bench) -> T) -> T {
    BENCH.with_borrow_mut(f)
}

/// Room for `values` numbers; where it is.
#[unsafe(no_mangle)]
pub extern "C" fn bench_samples(values: usize) -> *mut f32 {
    with(|bench| {
        bench.data = None;
        bench.incoming = vec![0.0; values];
        bench.incoming.as_mut_ptr()
    })
}

/// Room for the samples that are the first centroids; where it is.
#[unsafe(no_mangle)]
pub extern "C" fn bench_start(k: usize) -> *mut u32 {
    with(|bench| {
        bench.start = vec![0; k];
        bench.start.as_mut_ptr()
    })
}

/// Centres what was written into `bench_samples`.
#[unsafe(no_mangle)]
pub extern "C" fn bench_prepare(features: usize) {
    with(|bench| bench.data = Some(measure::prepare(std::mem::take(&mut bench.incoming), features)));
}

/// One run; gives its inertia.
#[unsafe(no_mangle)]
pub extern "C" fn bench_run(bounded: bool) -> f64 {
    with(|bench| {
        let data = bench.data.as_ref().expect("prepared");
        let (inertia, iterations) = measure::run(data, &bench.start, bounded);
        bench.iterations = iterations;
        inertia
    })
}

/// Iterations of the last run.
#[unsafe(no_mangle)]
pub extern "C" fn bench_iterations() -> usize {
    with(|bench| bench.iterations)
}

/// All products and codes, `times` times.
#[unsafe(no_mangle)]
pub extern "C" fn bench_assign(times: usize) -> u32 {
    with(|bench| {
        let data = bench.data.as_ref().expect("prepared");
        let centroids = bench.centroids.insert(measure::centroids(data, &bench.start));
        bench.codes.resize(data.samples.rows(), 0);
        (0..times).for_each(|_| measure::assign(data, centroids, &mut bench.codes));
        bench.codes.iter().fold(0, |sum, &code| sum ^ code)
    })
}

/// Register-only arithmetic; `steps` times 12 chains times 4 lanes times 2 operations.
#[unsafe(no_mangle)]
pub extern "C" fn bench_registers(steps: u32, factor: f32) -> f32 {
    measure::registers(steps, factor)
}

/// Begins to load a .npy of `size` bytes, kept or only looked at; room for its pieces.
#[unsafe(no_mangle)]
pub extern "C" fn bench_load(size: f64, piece: usize, keep: bool) -> *mut u8 {
    with(|bench| {
        bench.loaded = None;
        let retain = if keep { Retain::All } else { Retain::Nothing };
        bench.loader = Some(Loader::new("x.npy", size as u64, &Selection::default(), retain));
        bench.piece.resize(piece, 0);
        bench.piece.as_mut_ptr()
    })
}

/// Takes the first `length` bytes of the room.
#[unsafe(no_mangle)]
pub extern "C" fn bench_piece(length: usize) {
    with(|bench| {
        let loader = bench.loader.as_mut().expect("begun");
        loader.push(&bench.piece[..length]).expect("a sound file");
    });
}

/// Ends loading; gives the last value, or the number of samples of a look.
#[unsafe(no_mangle)]
pub extern "C" fn bench_loaded() -> f64 {
    with(|bench| {
        let array = bench.loader.take().expect("begun").finish().expect("a sound file");
        let found = match &array.values {
            Values::Matrix(matrix) => f64::from(matrix.values()[matrix.values().len() - 1]),
            _ => array.facts.rows as f64,
        };
        bench.loaded = Some(array);
        found
    })
}

/// Lets everything go.
#[unsafe(no_mangle)]
pub extern "C" fn bench_forget() {
    with(|bench| *bench = Bench::default());
}
