//! Takes out of a change of log R what would only change the marginals of R.
//!
//! Given L on S, finds a(x1) and b(x2) such that `R (L - a - b)` sums to zero along both sources:
//! the normal equations of weighted least squares, reduced to b and solved by conjugate gradients
//! with the marginal p(x2) of R as preconditioner. A coarse solution is enough, since marginals are
//! restored in every step anyway.

use crate::decompose::coupling::Problem;
use crate::kernel::vector;

/// Marginals left over, as a share of `sum R |L|`.
const TOLERANCE: f64 = 1e-3;
/// Steps at most.
const MAX_STEPS: usize = 200;

/// Subtracts a and b from `l`; slots off S hold zero in `r` and `l`.
pub(super) fn project(problem: &Problem, r: &[f64], l: &mut [f64]) {
    let [k1, k2, _] = problem.shape;
    let (ones1, ones2) = (vec![1.0; k1], vec![1.0; k2]);
    let (mut c, mut d) = (vec![0.0; k1], vec![0.0; k2]);
    problem.times(r, &ones2, &mut c);
    problem.times_transposed(r, &ones1, &mut d);
    let weighted = vector::masked(r, l);
    let (mut r1, mut residual) = (vec![0.0; k1], vec![0.0; k2]);
    problem.times(&weighted, &ones2, &mut r1);
    problem.times_transposed(&weighted, &ones1, &mut residual);
    let scale: f64 = weighted.iter().map(|x| x.abs()).sum();
    let (mut along, mut image) = (vec![0.0; k1], vec![0.0; k2]);
    // With a eliminated: a = (r1 - R b) / c.
    quotient(&r1, &c, &mut along);
    problem.times_transposed(r, &along, &mut image);
    residual.iter_mut().zip(&image).for_each(|(x, y)| *x -= y);
    let mut b = vec![0.0; k2];
    let mut preconditioned = vec![0.0; k2];
    quotient(&residual, &d, &mut preconditioned);
    let mut direction = preconditioned.clone();
    let mut product = vector::dot(&residual, &preconditioned);
    for _ in 0..MAX_STEPS {
        if residual.iter().map(|x| x.abs()).sum::<f64>() <= TOLERANCE * scale {
            break;
        }
        let mut rows = vec![0.0; k1];
        problem.times(r, &direction, &mut rows);
        quotient(&rows, &c, &mut along);
        problem.times_transposed(r, &along, &mut image);
        for ((image, d), p) in image.iter_mut().zip(&d).zip(&direction) {
            *image = d * p - *image;
        }
        let curvature = vector::dot(&direction, &image);
        // Not a number, too: then what there is has to do.
        if !(curvature > 0.0 && curvature.is_finite()) {
            break;
        }
        let step = product / curvature;
        vector::add_scaled(&mut b, step, &direction);
        vector::add_scaled(&mut residual, -step, &image);
        quotient(&residual, &d, &mut preconditioned);
        let next = vector::dot(&residual, &preconditioned);
        let share = next / product;
        direction.iter_mut().zip(&preconditioned).for_each(|(p, z)| *p = z + share * *p);
        product = next;
    }
    problem.times(r, &b, &mut along);
    let a: Vec<f64> = r1.iter().zip(&along).zip(&c).map(|((r1, x), c)| (r1 - x) / c).collect();
    problem.add_outer(-1.0, &a, &b, l);
}

fn quotient(x: &[f64], y: &[f64], out: &mut [f64]) {
    for ((out, x), y) in out.iter_mut().zip(x).zip(y) {
        *out = x / y;
    }
}
