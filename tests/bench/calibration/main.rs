//! Calibration bench: does inference cover, and do its claims hold?
//!
//! Draws many samples of systems with exact truth, infers from each, and counts: coverage of the intervals,
//! errors of the estimates, false claims, time. `--repetitions 500` (default; 200 of `--many` and
//! `--partition`, 20 of `--truth`), `--only NAME+n=500,NAME` (parts of names of rows, n, K), `--threads N`,
//! `--write` to put the table into tests/bench/RESULTS.md (with `--only` that of `--partition` alone).
//! Instead of the listed systems:
//!
//! - `--fresh SEED`: random systems that are in no list;
//! - `--embeddings`: codes that K-means finds in embeddings of the states;
//! - `--many`: targets of many values;
//! - `--partition`: intervals pooled over K-means partitions, and the probe; with `--schemes` also ways of
//!   pooling that are not the engine's. Rows that are run replace theirs in the table and leave the others;
//! - `--truth`: the whole analysis of embeddings of every synthetic vision-language model, 20 seeds.

mod embeddings;
mod fresh;
mod many;
mod parallel;
mod partition;
mod report;
mod tally;
mod truth;

use std::sync::atomic::{AtomicUsize, Ordering};

use modalens::data::codes::Codes;
use modalens::data::counts::{Counts, Pmf};
use modalens::infer::{InferenceOptions, infer};
use modalens::rng::{Purpose, Rng};
use modalens::synthetic;

use partition::Wanted;
use tally::{Tally, Truth};

/// Counts of the sample of a repetition.
type Draw = Box<dyn Fn(u64) -> Counts + Sync>;

/// One row: a system and a number of samples.
pub(crate) struct Row {
    /// Name in the table.
    pub(crate) name: String,
    /// Symbols of x1, x2, y.
    pub(crate) shape: [usize; 3],
    /// Samples.
    pub(crate) n: usize,
    /// Exact atoms.
    pub(crate) truth: Truth,
    /// Draws the samples.
    pub(crate) draw: Draw,
}

impl Row {
    /// Samples of a distribution; `seed` tells the rows of one run from those of another.
    pub(crate) fn of(name: String, pmf: Pmf, n: usize, seed: u64) -> Self {
        let (shape, truth) = (pmf.shape, Truth::of(&pmf));
        Self { name, shape, n, truth, draw: Box::new(move |r| draw(&pmf, n, seed * 1_000_000 + r)) }
    }
}

/// Which rows.
#[derive(Clone, Copy, PartialEq)]
enum Rows {
    Listed,
    Fresh(u64),
    Embeddings,
    Many,
    Partition,
    Truth,
}

struct Arguments {
    repetitions: u64,
    only: Option<String>,
    rows: Rows,
    schemes: bool,
    write: bool,
}

fn arguments() -> Arguments {
    let mut parsed =
        Arguments { repetitions: 0, only: None, rows: Rows::Listed, schemes: false, write: false };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().unwrap_or_else(|| panic!("{word} needs a value"));
        match word.as_str() {
            "--repetitions" => parsed.repetitions = value().parse().expect("a number of repetitions"),
            "--only" => parsed.only = Some(value()),
            "--fresh" => parsed.rows = Rows::Fresh(value().parse().expect("a seed")),
            "--embeddings" => parsed.rows = Rows::Embeddings,
            "--many" => parsed.rows = Rows::Many,
            "--partition" => parsed.rows = Rows::Partition,
            "--truth" => parsed.rows = Rows::Truth,
            "--threads" => parallel::limit(value().parse().expect("a number of threads")),
            "--schemes" => parsed.schemes = true,
            "--write" => parsed.write = true,
            _ => panic!("unknown argument {word}"),
        }
    }
    if parsed.repetitions == 0 {
        parsed.repetitions = match parsed.rows {
            Rows::Truth => 20,
            Rows::Partition | Rows::Many => 200,
            _ => 500,
        };
    }
    parsed
}

/// The rows of the acceptance table, and around them.
fn listed() -> Vec<Row> {
    let row = |name: &str, n: usize| {
        Row::of(name.into(), synthetic::pmf(name, None).expect("a listed system"), n, 0)
    };
    let mut rows = vec![row("A_mixed", 500), row("A_mixed", 2000), row("A_zipf16", 1000)];
    for name in ["T8_tie", "A12_tie", "SUM_tie", "VLM_add_sym", "T9_tie", "NT8_near_tie"] {
        rows.push(row(name, 500));
        rows.push(row(name, 1000));
    }
    for name in ["B_red", "E_null", "H_asym", "K_ciQ", "K_zipf", "VLM_cat_sym", "C8_cat_unequal"] {
        rows.extend([500, 1000, 2000].map(|n| row(name, n)));
    }
    let cells: Vec<([u32; 3], f64)> = (0..1024).map(|i| ([i / 64, i / 4 % 16, i % 4], 1.0)).collect();
    let null = Pmf::new([16, 16, 4], &cells).expect("a uniform table");
    rows.push(Row::of("E_null_16".into(), null, 1000, 0));
    for name in [
        "C_xor",
        "F_and",
        "L_atoms",
        "J_ci",
        "P8_mix",
        "W8",
        "B_zipf",
        "VLM_gated_sym",
        "VLM_xattn_t2i",
        "VLM_redundant",
        "VLM_img_only",
    ] {
        rows.push(row(name, 1000));
    }
    rows
}

fn main() {
    let arguments = arguments();
    let mut rows = match arguments.rows {
        Rows::Listed => listed(),
        Rows::Fresh(seed) => fresh::rows(seed),
        Rows::Embeddings => embeddings::rows(),
        Rows::Many => many::rows(),
        Rows::Truth => {
            return truth::run(arguments.repetitions, arguments.only.as_deref(), arguments.write);
        }
        Rows::Partition => {
            let Arguments { repetitions, only, schemes, write, .. } = &arguments;
            let (repetitions, schemes, write) = (*repetitions, *schemes, *write);
            return partition::run(&Wanted { repetitions, only: only.as_deref(), schemes, write });
        }
    };
    if let Some(only) = &arguments.only {
        rows.retain(|row| is_wanted(only, &format!("{} n={} K={} ", row.name, row.n, row.shape[0])));
    }
    let tallies = run(&rows, arguments.repetitions);
    let write = arguments.write && arguments.only.is_none();
    if arguments.rows == Rows::Many {
        publish("many", &report::claims(&rows, &tallies, arguments.repetitions), write);
    } else {
        publish("calibration", &report::table(&rows, &tallies, arguments.repetitions), write);
    }
}

/// Whether a row is meant by "this+that,other": its name has all words of one of the alternatives.
pub(crate) fn is_wanted(only: &str, name: &str) -> bool {
    only.split(',').any(|words| words.split('+').all(|word| name.contains(word)))
}

pub(crate) fn publish(section: &str, text: &str, write: bool) {
    println!("{text}");
    if write {
        report::write(section, text).expect("tests/bench/RESULTS.md can be written");
    }
}

/// All repetitions of all rows over the processors there are.
fn run(rows: &[Row], repetitions: u64) -> Vec<Tally> {
    let next = AtomicUsize::new(0);
    let threads = parallel::threads();
    let work = || {
        let mut tallies: Vec<Tally> = rows.iter().map(|_| Tally::default()).collect();
        loop {
            let task = next.fetch_add(1, Ordering::Relaxed);
            let (index, repetition) = (task / repetitions as usize, task as u64 % repetitions);
            let Some(row) = rows.get(index) else { return tallies };
            repeat(row, repetition, &mut tallies[index]);
        }
    };
    let parts: Vec<Vec<Tally>> = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        handles.into_iter().map(|handle| handle.join().expect("a worker finished")).collect()
    });
    let mut sums: Vec<Tally> = rows.iter().map(|_| Tally::default()).collect();
    for part in parts {
        for (sum, tally) in sums.iter_mut().zip(part) {
            sum.add(&tally);
        }
    }
    sums
}

fn repeat(row: &Row, repetition: u64, tally: &mut Tally) {
    let counts = (row.draw)(repetition);
    let options = InferenceOptions { seed: repetition, tolerance: 1e-6 };
    let start = std::time::Instant::now();
    let inference = infer(&counts, &options, &mut |_, _, _| std::ops::ControlFlow::Continue(()))
        .expect("inference of a sample");
    tally.count(&row.truth, &inference, start.elapsed().as_secs_f64());
}

/// Counts of `n` samples of `pmf`.
fn draw(pmf: &Pmf, n: usize, stream: u64) -> Counts {
    let mut rng = Rng::new(20_261_123, Purpose::Test, 0, stream);
    let cells = synthetic::draw_cells(pmf, n, &mut rng);
    let codes = [0, 1, 2]
        .map(|axis| Codes { codes: cells.iter().map(|cell| cell[axis]).collect(), size: pmf.shape[axis] });
    Counts::from_codes(&codes[0], &codes[1], &codes[2]).expect("a table of the sample")
}
