//! Label-aware codes where a sixth of the variance tells of y: do their intervals cover, are claims false?

use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::sync::Arc;

use modalens::analysis::{Outcome, Task, run};
use modalens::data::codes::Codes;
use modalens::data::matrix::Matrix;
use modalens::discretize::probe::{self, Products, View};
use modalens::discretize::{self, Prepared};
use modalens::infer::{Atom, Part, Pooled, pool};
use modalens::options::Options;
use modalens::read::array::Array;
use modalens::rng::{Purpose, Rng};
use modalens::units::BITS;

use crate::parallel;

const SYSTEMS: [&str; 5] = ["redundant", "unique", "mixed", "xor", "nothing"];
/// Samples, codes of a source, features.
const N: usize = 2000;
const K: usize = 8;
const FEATURES: usize = 64;

/// One line a system. Synergy is an estimate of "at least", so that only its claims count.
pub(crate) fn table(repetitions: u64) -> String {
    let mut text = format!(
        "Label-aware codes, pooled as the engine does; n = {N}, d = {FEATURES}, K = {K}; {repetitions} \
        samples a row; bits. \
         \"below S\": samples in which what is said of synergy, at least so much, is no more than there \
         is.\n\n\
         | aware: system | truth R U1 U2 S | coverage R U1 U2 | below S | mean R U1 U2 S | width R U1 U2 | claimed R U1 U2 S | false |\n\
         |---|---|---|---|---|---|---|---|\n"
    );
    for name in SYSTEMS {
        let known = truth(name);
        let found = parallel::map(repetitions as usize, |repetition| answer(name, repetition as u64));
        let mean = |value: &dyn Fn(&Pooled) -> f64| found.iter().map(value).sum::<f64>() / found.len() as f64;
        let each = |atoms: usize, digits: usize, value: &dyn Fn(&Pooled, usize) -> f64| {
            let values = (0..atoms).map(|i| format!("{:.digits$}", mean(&|pooled| value(pooled, i))));
            values.collect::<Vec<_>>().join(" ")
        };
        let present = |pooled: &Pooled, i: usize| *Atom::ALL[i].of(&pooled.claims.present);
        let wrong = mean(&|pooled| one((0..4).any(|i| known[i] == 0.0 && present(pooled, i))));
        writeln!(
            text,
            "| {name} | {} | {} | {:.2} | {} | {} | {} | {wrong:.3} |",
            known.map(|bits| format!("{bits:.3}")).join(" "),
            each(3, 2, &|pooled, i| {
                let e = Atom::ALL[i].of(&pooled.estimates);
                one(e.lower * BITS <= known[i] && known[i] <= e.upper * BITS)
            }),
            mean(&|pooled| one(pooled.estimates.synergy.lower * BITS <= known[3])),
            each(4, 3, &|pooled, i| Atom::ALL[i].of(&pooled.estimates).estimate * BITS),
            each(3, 3, &|pooled, i| {
                let e = Atom::ALL[i].of(&pooled.estimates);
                (e.upper - e.lower) * BITS
            }),
            each(4, 2, &|pooled, i| one(present(pooled, i))),
        )
        .expect("writing to a string");
        eprintln!("aware: {name} done");
    }
    text
}

fn one(holds: bool) -> f64 {
    f64::from(u8::from(holds))
}

/// R, U1, U2, S, bits: what a bit flipped in one of ten, or of five, samples tells.
fn truth(name: &str) -> [f64; 4] {
    let (one, weak) = (0.531_004, 0.278_072);
    match name {
        "redundant" => [one, 0.0, 0.0, 0.0],
        "unique" => [0.0, one, one, 0.0],
        "mixed" => [one, one, weak, 0.0],
        "xor" => [0.0, 0.0, 0.0, one],
        _ => [0.0; 4],
    }
}

/// The label-aware answer to one sample of a system.
fn answer(name: &str, repetition: u64) -> Pooled {
    let mut rng = Rng::new(100 + repetition, Purpose::Test, 5, 0);
    let (states, y) = states(name, &mut rng);
    let rows: Vec<u32> = (0..N as u32).collect();
    let [x1, x2] = states.map(|states| View::fit(&embedded(&states, &mut rng), &rows).expect("features").1);
    let products = Products::fit(&x1, &x2).expect("products").1;
    let posteriors = [&x1, &x2, &products].map(|features| {
        let go_on = &mut |_, _| ControlFlow::Continue(());
        Arc::new(probe::probe(features, &y, repetition, go_on).expect("a probe").posteriors)
    });
    let (options, y) = (Options::default(), Arc::new(y));
    let part = |partition| -> Part {
        let task = Task::Aware {
            partition,
            posteriors: posteriors.clone(),
            y: y.clone(),
            k: K,
            seed: repetition,
            restarts: options.n_init,
            max_iterations: options.max_iterations,
            tolerance: options.tolerance_bits / BITS,
        };
        match run(&task, None, &mut |_, _| ControlFlow::Continue(())).expect("label-aware estimates") {
            Outcome::Aware(part) => *part,
            _ => unreachable!("a task has the outcome of its kind"),
        }
    };
    let parts: Vec<Part> = (0..options.partitions).map(part).collect();
    pool(&parts, repetition).expect("partitions")
}

/// Sources and target of a system.
fn states(name: &str, rng: &mut Rng) -> ([Vec<u32>; 2], Codes) {
    let (mut first, mut second, mut y) = (vec![], vec![], Codes { codes: vec![], size: 2 });
    for _ in 0..N {
        let [r, a, b] = [(); 3].map(|()| rng.below(2) as u32);
        let mut flip = |bit: u32, error: f64| bit ^ u32::from(rng.uniform() < error);
        let (x1, x2, told, size) = match name {
            "redundant" => (r, r, flip(r, 0.1), 2),
            "unique" => (a, b, 2 * flip(a, 0.1) + flip(b, 0.1), 4),
            "mixed" => (2 * r + a, 2 * r + b, 4 * flip(r, 0.1) + 2 * flip(a, 0.1) + flip(b, 0.2), 8),
            "xor" => (a, b, flip(a ^ b, 0.1), 2),
            _ => (a, b, r, 2),
        };
        first.push(x1);
        second.push(x2);
        y.codes.push(told);
        y.size = size;
    }
    ([first, second], y)
}

/// A state's direction, one of eight nuisance states with six times its variance, and noise.
fn embedded(states: &[u32], rng: &mut Rng) -> Prepared {
    let scale = 1.0 / (FEATURES as f64).sqrt();
    let mut codebook =
        |count: usize| -> Vec<f64> { (0..count * FEATURES).map(|_| 3.0 * scale * rng.normal()).collect() };
    let (task, nuisance) = (codebook(4), codebook(8));
    let mut values = vec![];
    for &state in states {
        let other = rng.below(8) as usize;
        let (own, other) = (&task[state as usize * FEATURES..], &nuisance[other * FEATURES..]);
        for (own, other) in own.iter().zip(other).take(FEATURES) {
            values.push((0.4 * own + other + 2.0 * scale * rng.normal()) as f32);
        }
    }
    let matrix = Matrix::from_vec(states.len(), FEATURES, values).expect("as many values");
    let array = Array::from_matrix("x", matrix).expect("samples");
    discretize::prepare(array, &Options::default().preparation, 0).expect("samples that vary")
}
