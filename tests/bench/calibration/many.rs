//! Targets of many values, most of them rare: the pair tables have more cells than there are samples.
//! Once with rare values merged, as by default, and once as they are.

use modalens::data::codes::Codes;
use modalens::data::counts::{Counts, Pmf};
use modalens::decompose::entropy::mutual_information;
use modalens::discretize::merge_rare;
use modalens::options::{Least, Options};
use modalens::rng::{Purpose, Rng};

use crate::Row;
use crate::tally::Truth;

/// What x1 and x2 know of y.
#[derive(Clone, Copy)]
enum System {
    /// Nothing.
    Independent,
    /// x1 holds y modulo K in half of the samples, x2 is random.
    First,
    /// The same, and x2 is x1.
    Shared,
}

/// Zipf and uniform laws of 50 to 2000 values, with K codes a source.
pub(crate) fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for (law, exponent) in [("Zipf", 1.0), ("uniform", 0.0)] {
        for ky in [50, 200, 715, 2000] {
            for system in [System::Independent, System::First, System::Shared] {
                for merged in [true, false] {
                    for k in [2, 4, 8, 16] {
                        for n in [200, 1000, 5000] {
                            rows.push(row(law, &weights(ky, exponent), [k, n], system, merged));
                        }
                    }
                }
            }
        }
    }
    rows
}

fn weights(ky: usize, exponent: f64) -> Vec<f64> {
    (1..=ky).map(|rank| if exponent == 0.0 { 1.0 } else { 1.0 / rank as f64 }).collect()
}

fn row(law: &str, weights: &[f64], [k, n]: [usize; 2], system: System, merged: bool) -> Row {
    let ky = weights.len();
    let what = match system {
        System::Independent => "independent",
        System::First => "x1 only",
        System::Shared => "shared",
    };
    let pmf = Pmf::new([k, 1, ky], &entries(weights, k, system)).expect("weights are positive");
    let values = if merged { "merged" } else { "as they are" };
    Row {
        name: format!("{what} {law} {values}"),
        shape: [k, k, ky],
        n,
        truth: truth(&pmf, system),
        draw: Box::new(move |repetition| {
            let least = if merged { Options::default().y_least } else { Least::Fixed(1) };
            draw(&pmf, n, system, least, repetition)
        }),
    }
}

/// P(x1, y).
fn entries(weights: &[f64], k: usize, system: System) -> Vec<([u32; 3], f64)> {
    let cells = weights.iter().enumerate().flat_map(|(y, w)| (0..k).map(move |x| (x, y, *w)));
    let chance = |x: usize, y: usize| {
        let random = 1.0 / k as f64;
        match system {
            System::Independent => random,
            _ => 0.5 * random + if x == y % k { 0.5 } else { 0.0 },
        }
    };
    cells.map(|(x, y, w)| ([x as u32, 0, y as u32], w * chance(x, y))).collect()
}

/// All that x1 knows is its own, or shared.
fn truth(pmf: &Pmf, system: System) -> Truth {
    let own = mutual_information(pmf.pairs().p1.view());
    let atoms = match system {
        System::Independent => [0.0; 4],
        System::First => [0.0, own, 0.0, 0.0],
        System::Shared => [own, 0.0, 0.0, 0.0],
    };
    Truth { atoms }
}

fn draw(pmf: &Pmf, n: usize, system: System, least: Least, repetition: u64) -> Counts {
    let mut rng = Rng::new(20_261_125, Purpose::Test, 2, repetition);
    let cells = modalens::synthetic::draw_cells(pmf, n, &mut rng);
    let k = pmf.shape[0];
    let x1: Vec<u32> = cells.iter().map(|cell| cell[0]).collect();
    let x2 = match system {
        System::Shared => x1.clone(),
        _ => (0..n).map(|_| rng.below(k as u64) as u32).collect(),
    };
    let mut y = Codes { codes: cells.iter().map(|cell| cell[2]).collect(), size: pmf.shape[2] };
    merge_rare(&mut y, least).expect("values can be merged");
    let [x1, x2] = [x1, x2].map(|codes| Codes { codes, size: k });
    Counts::from_codes(&x1, &x2, &y).expect("a table of the sample")
}
