//! Eigenvalues and vectors of a small symmetric matrix by Jacobi's rotations, in the same order on
//! every target.
//!
//! Golub and Van Loan, Matrix Computations, section 8.5: cyclic by rows, until what is off the
//! diagonal is below rounding; at most [`SWEEPS`] sweeps, of which ten are rarely needed.

/// Sweeps at most.
const SWEEPS: usize = 60;

/// Eigenvalues in descending order, and the vector of each as a row; `a` is n x n, symmetric.
pub(super) fn symmetric(mut a: Vec<f64>, n: usize) -> (Vec<f64>, Vec<f64>) {
    let mut vectors = vec![0.0; n * n];
    (0..n).for_each(|i| vectors[i * n + i] = 1.0);
    let size: f64 = a.iter().map(|v| v * v).sum();
    for _ in 0..SWEEPS {
        let off: f64 = (0..n * n).filter(|p| p / n != p % n).map(|p| a[p] * a[p]).sum();
        if off <= 1e-30 * size {
            break;
        }
        for p in 0..n {
            for q in p + 1..n {
                rotate(&mut a, &mut vectors, n, p, q);
            }
        }
    }
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&i, &j| a[j * n + j].total_cmp(&a[i * n + i]));
    let values = order.iter().map(|&i| a[i * n + i]).collect();
    let sorted = order.iter().flat_map(|&i| vectors[i * n..(i + 1) * n].to_vec()).collect();
    (values, sorted)
}

/// The rotation of axes p and q that makes a[p][q] zero.
fn rotate(a: &mut [f64], vectors: &mut [f64], n: usize, p: usize, q: usize) {
    let apq = a[p * n + q];
    if apq == 0.0 {
        return;
    }
    let theta = (a[q * n + q] - a[p * n + p]) / (2.0 * apq);
    let t = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
    let c = 1.0 / (t * t + 1.0).sqrt();
    let s = t * c;
    for i in 0..n {
        let (aip, aiq) = (a[i * n + p], a[i * n + q]);
        a[i * n + p] = c * aip - s * aiq;
        a[i * n + q] = s * aip + c * aiq;
    }
    for i in 0..n {
        let (api, aqi) = (a[p * n + i], a[q * n + i]);
        a[p * n + i] = c * api - s * aqi;
        a[q * n + i] = s * api + c * aqi;
        let (vp, vq) = (vectors[p * n + i], vectors[q * n + i]);
        vectors[p * n + i] = c * vp - s * vq;
        vectors[q * n + i] = s * vp + c * vq;
    }
}
