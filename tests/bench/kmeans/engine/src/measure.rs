//! What is measured, natively and in WebAssembly alike.

use std::ops::ControlFlow;

use modalens::data::matrix::Matrix;
use modalens::discretize::kmeans::{self, Limits};
use modalens::discretize::prepare::{self, Centred};
use modalens::kernel::f32::Points;
use modalens::options::Preparation;

/// Samples as given, centred.
pub fn prepare(values: Vec<f32>, features: usize) -> Centred {
    let samples = Matrix::from_vec(values.len() / features, features, values).expect("whole rows");
    let preparation = Preparation { l2: false, ..Preparation::default() };
    prepare::prepare(samples, &preparation).expect("enough memory")
}

/// Samples `start` as centroids.
pub fn centroids(data: &Centred, start: &[u32]) -> Matrix {
    let values = start.iter().flat_map(|&i| data.samples.row(i as usize).iter().copied()).collect();
    Matrix::from_vec(start.len(), data.samples.features(), values).expect("whole rows")
}

/// Inertia and iterations of a run from `start`.
pub fn run(data: &Centred, start: &[u32], bounded: bool) -> (f64, usize) {
    let limits = Limits { iterations: 300, bound_bytes: if bounded { usize::MAX } else { 0 } };
    let go_on = &mut |_, _| ControlFlow::Continue(());
    let found = kmeans::from_start(data, centroids(data, start), limits, go_on).expect("enough memory");
    (found.inertia, found.iterations)
}

/// All products and codes once.
pub fn assign(data: &Centred, centroids: &Matrix, codes: &mut [u32]) {
    kmeans::assign(Points::of(&data.samples), centroids, codes).expect("enough memory");
}

/// Multiplications and additions in registers only, four lanes at a time: the most that simd128 can do here.
/// Gives a number that depends on all of them.
#[inline(never)]
pub fn registers(steps: u32, factor: f32) -> f32 {
    roofline::run(steps, factor)
}

#[cfg(target_arch = "wasm32")]
mod roofline {
    use core::arch::wasm32::{f32x4_add, f32x4_extract_lane, f32x4_mul, f32x4_splat};

    pub(super) fn run(steps: u32, factor: f32) -> f32 {
        let mut sums = [f32x4_splat(1.0); super::CHAINS];
        let factor = f32x4_splat(factor);
        for _ in 0..steps {
            for sum in &mut sums {
                *sum = f32x4_add(f32x4_mul(*sum, factor), factor);
            }
        }
        sums.iter().map(|sum| f32x4_extract_lane::<0>(*sum)).sum()
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod roofline {
    pub(super) fn run(steps: u32, factor: f32) -> f32 {
        let mut sums = [[1.0_f32; 4]; super::CHAINS];
        for _ in 0..steps {
            for sum in &mut sums {
                for lane in sum {
                    *lane = *lane * factor + factor;
                }
            }
        }
        sums.iter().map(|sum| sum[0]).sum()
    }
}

/// Independent chains: enough to hide the latency of a multiplication and an addition.
pub const CHAINS: usize = 12;
