//! Certificates of arbitrary states against the materialised tensor, and the products and both
//! layouts behind them against plain loops.

use modalens::data::counts::Pmf;
use modalens::decompose::certificate::bounds;
use modalens::decompose::coupling::{Layout, Problem};
use modalens::decompose::entropy::joint_information;
use modalens::rng::{Purpose, Rng};

fn random_pmf(rng: &mut Rng, density: f64) -> Pmf {
    let shape = [0; 3].map(|_| 2 + rng.below(7) as usize);
    let mut entries = vec![([0; 3], 0.5)];
    for a in 0..shape[0] as u32 {
        for b in 0..shape[1] as u32 {
            for y in 0..shape[2] as u32 {
                if rng.uniform() < density {
                    entries.push(([a, b, y], rng.uniform()));
                }
            }
        }
    }
    Pmf::new(shape, &entries).expect("a valid table")
}

struct State {
    r: Vec<f64>,
    u: Vec<f64>,
    v: Vec<f64>,
    z: Vec<f64>,
}

fn random_state(problem: &Problem, rng: &mut Rng) -> State {
    let mut positive = |p: &[f64]| -> Vec<f64> {
        p.iter().map(|&p| if p > 0.0 { libm::exp(2.0 * rng.normal()) } else { 0.0 }).collect()
    };
    let (u, v) = (positive(&problem.p1), positive(&problem.p2));
    let r = positive(&problem.mask());
    let mut z = vec![0.0; r.len()];
    problem.pairs(&u, &v, &mut z);
    State { r, u, v, z }
}

/// R as a table over (x1, x2).
fn table(problem: &Problem, r: &[f64]) -> Vec<Vec<f64>> {
    let mut out = vec![vec![0.0; problem.shape[1]]; problem.shape[0]];
    problem.for_each_slot(|slot, i, j| out[i][j] = r[slot]);
    out
}

/// Q = R U V scaled below both marginals, then completed by the rank-one coupling of what misses.
fn rounded(problem: &Problem, state: &State) -> Pmf {
    let ([k1, k2, ky], stride) = (problem.shape, problem.stride);
    let r = table(problem, &state.r);
    let mut q = vec![vec![vec![0.0; ky]; k2]; k1];
    for y in 0..ky {
        let at = |x: usize| x * stride + y;
        for (i, row) in q.iter_mut().enumerate() {
            for (j, cell) in row.iter_mut().enumerate() {
                cell[y] = r[i][j] * state.u[at(i)] * state.v[at(j)];
            }
            let mass: f64 = row.iter().map(|cell| cell[y]).sum();
            let scale = if mass > 0.0 { (problem.p1[at(i)] / mass).min(1.0) } else { 1.0 };
            for cell in row.iter_mut() {
                cell[y] *= scale;
            }
        }
        for j in 0..k2 {
            let mass: f64 = q.iter().map(|row| row[j][y]).sum();
            let scale = if mass > 0.0 { (problem.p2[at(j)] / mass).min(1.0) } else { 1.0 };
            for row in &mut q {
                row[j][y] *= scale;
            }
        }
        let missing1: Vec<f64> =
            (0..k1).map(|i| problem.p1[at(i)] - q[i].iter().map(|cell| cell[y]).sum::<f64>()).collect();
        let missing2: Vec<f64> =
            (0..k2).map(|j| problem.p2[at(j)] - q.iter().map(|row| row[j][y]).sum::<f64>()).collect();
        let total: f64 = missing1.iter().sum();
        if total > 1e-15 {
            for (i, j) in (0..k1).flat_map(|i| (0..k2).map(move |j| (i, j))) {
                q[i][j][y] += (missing1[i] * missing2[j] / total).max(0.0);
            }
        }
    }
    let cells = (0..k1).flat_map(|i| (0..k2).map(move |j| (i, j)));
    let entries: Vec<_> = cells
        .flat_map(|(i, j)| (0..ky).map(move |y| (i, j, y)))
        .map(|(i, j, y)| ([i as u32, j as u32, y as u32], q[i][j][y]))
        .collect();
    Pmf::new(problem.shape, &entries).expect("a coupling")
}

#[test]
fn bounds_of_any_state_bracket_a_materialised_coupling() {
    let mut rng = Rng::new(3, Purpose::Test, 0, 0);
    let mut sparse = 0;
    for round in 0..400 {
        let density = [0.03, 0.1, 0.3, 1.0][round % 4];
        let pmf = random_pmf(&mut rng, density);
        let problem = Problem::new(&pmf.pairs(), 1 << 20).expect("a problem");
        sparse += usize::from(matches!(problem.layout, Layout::Sparse { .. }));
        let state = random_state(&problem, &mut rng);
        let found = bounds(&problem, &state.r, &state.u, &state.v, &state.z);
        let coupling = rounded(&problem, &state);
        let information = joint_information(&coupling);
        assert!(found.upper >= information - 1e-10, "round {round}: {} below {information}", found.upper);
        assert!(found.lower <= information + 1e-10, "round {round}: {} above {information}", found.lower);
        let pairs = coupling.pairs();
        let kept = Problem::new(&pairs, 1 << 20).expect("a problem");
        let error = kept.p1.iter().zip(&problem.p1).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        assert!(error < 1e-12, "the materialised coupling misses P1 by {error}");
    }
    assert!(sparse > 20, "the sparse layout was met {sparse} times");
}

#[test]
fn products_agree_with_plain_sums_in_both_layouts() {
    let mut rng = Rng::new(4, Purpose::Test, 0, 0);
    for round in 0..200 {
        let pmf = random_pmf(&mut rng, [0.03, 0.2, 1.0][round % 3]);
        let problem = Problem::new(&pmf.pairs(), 1 << 20).expect("a problem");
        let State { r, u, v, z } = random_state(&problem, &mut rng);
        let (full, stride) = (table(&problem, &r), problem.stride);
        let (mut rows, mut columns) = (u.clone(), v.clone());
        problem.rows(&r, &v, &mut rows);
        problem.columns(&r, &u, &mut columns);
        for y in 0..problem.shape[2] {
            for i in (0..problem.shape[0]).filter(|i| problem.p1[i * stride + y] > 0.0) {
                let sum: f64 = full[i].iter().enumerate().map(|(j, r)| r * v[j * stride + y]).sum();
                assert!((rows[i * stride + y] - sum).abs() <= 1e-13 * sum);
            }
            for j in (0..problem.shape[1]).filter(|j| problem.p2[j * stride + y] > 0.0) {
                let sum: f64 = full.iter().enumerate().map(|(i, row)| row[j] * u[i * stride + y]).sum();
                assert!((columns[j * stride + y] - sum).abs() <= 1e-13 * sum);
            }
        }
        problem.for_each_slot(|slot, i, j| {
            let sum: f64 = (0..stride).map(|y| u[i * stride + y] * v[j * stride + y]).sum();
            assert!((z[slot] - sum).abs() <= 1e-13 * sum);
            let shared = (0..stride).filter(|y| u[i * stride + y] * v[j * stride + y] > 0.0).count();
            assert_eq!(problem.shared(slot, i, j), shared);
        });
    }
}

#[test]
fn exchanging_twice_gives_the_problem_back() {
    let mut rng = Rng::new(5, Purpose::Test, 0, 0);
    for density in [0.03, 0.3, 1.0] {
        let problem = Problem::new(&random_pmf(&mut rng, density).pairs(), 1 << 20).expect("a problem");
        let state = random_state(&problem, &mut rng);
        let other = problem.exchanged();
        let r = problem.transposed(&other, &state.r);
        assert_eq!(other.transposed(&problem, &r), state.r);
        let z = problem.transposed(&other, &state.z);
        let (ours, theirs) = (
            bounds(&problem, &state.r, &state.u, &state.v, &state.z),
            bounds(&other, &r, &state.v, &state.u, &z),
        );
        assert!((ours.lower - theirs.lower).abs() < 1e-12);
    }
}
