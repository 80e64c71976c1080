//! Inner loops in double precision against plain loops and libm.

use modalens::kernel::cholesky;
use modalens::kernel::elementary;
use modalens::kernel::gram::Gram;
use modalens::kernel::panel::Panel;
use modalens::kernel::product::{View, product, product_transposed};
use modalens::rng::{Purpose, Rng};

fn random(n: usize, rng: &mut Rng) -> Vec<f64> {
    (0..n).map(|_| rng.normal()).collect()
}

/// Distance in units of the last place of `b`.
fn ulps(a: f64, b: f64) -> u64 {
    a.to_bits().abs_diff(b.to_bits())
}

#[test]
fn exponential_is_within_two_units_of_libm() {
    let x: Vec<f64> = (0..400_000).map(|i| -708.0 + 1417.0 * f64::from(i) / 400_000.0).collect();
    let mut out = vec![0.0; x.len()];
    elementary::exp(&x, &mut out);
    for (x, out) in x.iter().zip(&out) {
        assert!(ulps(*out, libm::exp(*x)) <= 2, "exp({x}) = {out}");
    }
}

#[test]
fn logarithm_is_within_two_units_of_libm() {
    let mut rng = Rng::new(1, Purpose::Test, 0, 0);
    let mut x: Vec<f64> = (0..200_000).map(|_| libm::exp(700.0 * (2.0 * rng.uniform() - 1.0))).collect();
    x.extend((0..200_000).map(|i| 0.5 + f64::from(i) / 100_000.0));
    let mut out = vec![0.0; x.len()];
    elementary::log(&x, &mut out);
    for (x, out) in x.iter().zip(&out) {
        assert!(ulps(*out, libm::log(*x)) <= 2, "log({x}) = {out}");
    }
}

#[test]
fn edges_of_the_elementary_functions() {
    let mut out = [0.0; 4];
    elementary::exp(&[f64::NEG_INFINITY, f64::INFINITY, f64::NAN, 0.0], &mut out);
    assert!(out[0] > 0.0 && out[0] < 1e-307);
    assert!(out[1].is_finite() && out[1] > 1e307);
    assert!(out[2].is_nan());
    assert_eq!(out[3].to_bits(), 1.0f64.to_bits());
    elementary::log(&[0.0, 1e-320, f64::INFINITY, f64::NAN], &mut out);
    assert_eq!(out[0].to_bits(), libm::log(f64::MIN_POSITIVE).to_bits());
    assert_eq!(out[1].to_bits(), out[0].to_bits());
    assert!(out[2].is_nan() && out[3].is_nan());
}

#[test]
fn products_equal_plain_loops_bit_for_bit() {
    let mut rng = Rng::new(2, Purpose::Test, 0, 0);
    for m in [1, 2, 3, 4, 5, 8, 9, 13] {
        for k in [1, 2, 5, 17] {
            for n in [2, 4, 6, 8, 10, 14, 16, 30, 34] {
                let (a, at, b) = (random(m * k, &mut rng), random(k * m, &mut rng), random(k * n, &mut rng));
                let (mut out, mut out_t) = (vec![0.0; m * n], vec![0.0; m * n]);
                let right = View { data: &b, stride: n };
                product(View { data: &a, stride: k }, right, &mut out, n, [m, k, n]);
                product_transposed(View { data: &at, stride: m }, right, &mut out_t, n, [m, k, n]);
                for (i, j) in (0..m).flat_map(|i| (0..n).map(move |j| (i, j))) {
                    let (mut plain, mut plain_t) = (0.0, 0.0);
                    for p in 0..k {
                        plain += a[i * k + p] * b[p * n + j];
                        plain_t += at[p * m + i] * b[p * n + j];
                    }
                    assert_eq!(out[i * n + j].to_bits(), plain.to_bits());
                    assert_eq!(out_t[i * n + j].to_bits(), plain_t.to_bits());
                }
            }
        }
    }
}

#[test]
fn gram_matrices_agree_with_plain_sums() {
    let mut rng = Rng::new(3, Purpose::Test, 0, 0);
    let mut gram = Gram::default();
    for (m, n) in [(11_usize, 700), (1, 3), (3, 256), (4, 257), (11, 1025)] {
        let rows: Vec<Vec<f64>> = (0..m).map(|_| random(n, &mut rng)).collect();
        let weight: Vec<f64> = (0..n).map(|_| rng.uniform()).collect();
        let views: Vec<&[f64]> = rows.iter().map(Vec::as_slice).collect();
        let left = m.div_ceil(2);
        let mut out = vec![0.0; left * m];
        gram.form(&views[..left], &views, &weight, &mut out);
        let mut panel = Panel::new(n, m);
        for p in 0..n {
            panel.push(&rows.iter().map(|row| row[p] * weight[p].sqrt()).collect::<Vec<_>>());
        }
        let mut tiles = vec![0.0; m * m];
        panel.for_each_tile(|i, j, tile| {
            for (row, sums) in (i..m).zip(tile) {
                (j..m).zip(sums).for_each(|(column, sum)| tiles[row * m + column] = *sum);
            }
        });
        for i in 0..m {
            for j in 0..m {
                let plain: f64 = (0..n).map(|p| rows[i][p] * rows[j][p] * weight[p]).sum();
                assert!(i >= left || (out[i * m + j] - plain).abs() < 1e-11);
                assert!(j > i || (tiles[i * m + j] - plain).abs() < 1e-11);
            }
        }
    }
}

#[test]
fn cholesky_solves_what_it_factored() {
    let mut rng = Rng::new(4, Purpose::Test, 0, 0);
    for n in [1, 5, 6, 47, 48, 49, 150] {
        let g = random(n * (n + 3), &mut rng);
        let entry = |i: usize, j: usize| -> f64 {
            (0..n + 3).map(|p| g[i * (n + 3) + p] * g[j * (n + 3) + p]).sum::<f64>()
                + if i == j { 0.1 } else { 0.0 }
        };
        let stride = n + 2;
        let mut a = vec![7.0; n * stride];
        (0..n).for_each(|i| (0..=i).for_each(|j| a[i * stride + j] = entry(i, j)));
        let x = random(n, &mut rng);
        let mut b: Vec<f64> = (0..n).map(|i| (0..n).map(|j| entry(i, j) * x[j]).sum()).collect();
        assert!(cholesky::factor(&mut a, n, stride));
        assert!(
            (0..n).all(|i| (i + 1..n).all(|j| a[i * stride + j].to_bits() == 7.0f64.to_bits())),
            "the upper triangle was touched"
        );
        cholesky::solve_lower(&a, n, stride, &mut b);
        cholesky::solve_upper(&a, n, stride, &mut b);
        let error = b.iter().zip(&x).map(|(b, x)| (b - x).abs()).fold(0.0, f64::max);
        assert!(error < 1e-8, "n = {n}: {error}");
    }
    assert!(!cholesky::factor(&mut [1.0, 0.0, 2.0, 1.0], 2, 2), "an indefinite matrix was factored");
}
