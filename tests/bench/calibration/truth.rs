//! The answer against the truth: every synthetic vision-language model embedded, analysed as by default;
//! without nuisance, and with some.
//!
//! The truth is that of the latent states. Codes may tell less than states: where K-means cuts along
//! nuisance, or merges two states, what is estimated is the decomposition of those codes. That one is exact
//! too, by p(code | state) of the shown partition, and stands beside it: "of the codes".

use std::fmt::Write as _;
use std::ops::ControlFlow;

use modalens::analysis::{analyze, extras};
use modalens::data::counts::Pmf;
use modalens::data::matrix::Matrix;
use modalens::discretize::{Prepared, prepare};
use modalens::options::Options;
use modalens::read::array::{Array, Labels};
use modalens::report::{Estimate, InputFacts, Report};
use modalens::synthetic::{self, GenerateOptions, Group, Sample, generate, systems};
use ndarray::Array2;

use crate::tally::Truth;
use crate::{is_wanted, parallel, publish};

/// Samples of an analysis.
const N: usize = 5000;
/// Length of the noise.
const SIGMA: f64 = 1.0;
/// Variance of nuisance, in units of that of the states.
const NUISANCE: [f64; 3] = [0.0, 1.0, 4.0];
/// Atoms times seeds whose interval is to contain the truth.
const WANTED: f64 = 0.9;
/// Seeds begin here: no other table uses them.
const FIRST_SEED: u64 = 500;

/// What is counted over the seeds of a row; atoms in the order redundancy, unique1, unique2, synergy; bits.
#[derive(Default)]
struct Row {
    runs: f64,
    covered: [f64; 4],
    covered_codes: [f64; 4],
    codes: [f64; 4],
    estimate: [f64; 4],
    width: [f64; 4],
    k: Vec<usize>,
}

/// One analysis.
struct Found {
    intervals: [[f64; 3]; 4],
    codes: [f64; 4],
    k: [usize; 2],
}

/// The table: `repetitions` seeds of each system and each amount of nuisance.
pub(crate) fn run(repetitions: u64, only: Option<&str>, write: bool) {
    let models = systems().expect("all systems solve");
    let models: Vec<_> = models
        .into_iter()
        .filter(|s| s.group == Group::VisionLanguage && only.is_none_or(|only| is_wanted(only, s.name)))
        .collect();
    let tasks: Vec<_> = (0..models.len())
        .flat_map(|model| {
            NUISANCE.iter().flat_map(move |way| (0..repetitions).map(move |r| (model, *way, r)))
        })
        .collect();
    let found = parallel::map(tasks.len(), |task| {
        let (model, nuisance, repetition) = tasks[task];
        once(models[model].name, nuisance, FIRST_SEED + repetition)
    });
    let mut text = header(repetitions);
    let mut missed = vec![];
    for (place, rows) in found.chunks(repetitions as usize).enumerate() {
        let (model, nuisance) = (&models[place / NUISANCE.len()], NUISANCE[place % NUISANCE.len()]);
        let pmf = synthetic::pmf(model.name, None).expect("a listed system");
        let truth = bits(&Truth::of(&pmf));
        let row = rows.iter().fold(Row::default(), |row, found| row.with(&truth, found));
        if nuisance == 0.0 && share(&row.covered, row.runs) < WANTED {
            missed.push(model.name);
        }
        row.write(&mut text, model.name, nuisance, &truth);
    }
    let missed = if missed.is_empty() { "none".into() } else { missed.join(", ") };
    writeln!(text, "\nBelow {WANTED} without nuisance: {missed}.").expect("writing to a string");
    publish("truth", &text, write && only.is_none());
}

fn header(repetitions: u64) -> String {
    format!(
        "n = {N}, d = 64, sigma = {SIGMA}; {repetitions} seeds a row; bits. \"All\": share of atoms and \
         seeds whose interval contains the truth.\n\n\
         | system | nuisance | K | truth R U1 U2 S | mean R U1 U2 S | width | coverage R U1 U2 S | all \
         | of the codes R U1 U2 S \
         | coverage | all |\n|---|---|---|---|---|---|---|---|---|---|---|\n"
    )
}

impl Row {
    fn with(mut self, truth: &[f64; 4], found: &Found) -> Self {
        self.runs += 1.0;
        self.k.extend(found.k);
        for (i, [estimate, lower, upper]) in found.intervals.into_iter().enumerate() {
            let holds = |value: f64| f64::from(u8::from(lower <= value && value <= upper));
            self.covered[i] += holds(truth[i]);
            self.covered_codes[i] += holds(found.codes[i]);
            self.codes[i] += found.codes[i];
            self.estimate[i] += estimate;
            self.width[i] += upper - lower;
        }
        self
    }

    fn write(&self, text: &mut String, name: &str, nuisance: f64, truth: &[f64; 4]) {
        let (least, most) = (self.k.iter().min().unwrap_or(&0), self.k.iter().max().unwrap_or(&0));
        let chosen = if least == most { format!("{least}") } else { format!("{least} to {most}") };
        let mean = |sums: &[f64; 4], digits| join(&sums.map(|sum| sum / self.runs), digits);
        writeln!(
            text,
            "| {name} | {nuisance} | {chosen} | {} | {} | {} | {} | {:.2} | {} | {} | {:.2} |",
            join(truth, 3),
            mean(&self.estimate, 3),
            mean(&self.width, 3),
            mean(&self.covered, 2),
            share(&self.covered, self.runs),
            mean(&self.codes, 3),
            mean(&self.covered_codes, 2),
            share(&self.covered_codes, self.runs),
        )
        .expect("writing to a string");
    }
}

fn share(counts: &[f64; 4], runs: f64) -> f64 {
    counts.iter().sum::<f64>() / (4.0 * runs)
}

fn join(values: &[f64], digits: usize) -> String {
    values.iter().map(|v| format!("{:.digits$}", v + 0.0)).collect::<Vec<_>>().join(" ")
}

fn bits(truth: &Truth) -> [f64; 4] {
    truth.atoms.map(|nats| nats / std::f64::consts::LN_2)
}

/// One analysis of one sample.
fn once(name: &str, nuisance: f64, seed: u64) -> Found {
    let options = GenerateOptions { n: N, sigma: SIGMA, nuisance, seed, ..GenerateOptions::default() };
    let sample = generate(name, &options).expect("a sample of a listed system");
    let options = Options { seed, ..Options::default() };
    let [x1, x2] = [(&sample.x1, 0), (&sample.x2, 1)].map(|(x, input)| numbers(x, &options, input));
    let y = labels(&sample, &options);
    let inputs = [(&x1, facts()), (&x2, facts()), (&y, facts())];
    let (report, plan) =
        analyze(&options, inputs, &mut |_, _| ControlFlow::Continue(())).expect("an analysis");
    let codes = extras(&plan).and_then(|extras| extras.codes).expect("codes of the shown partition");
    let of_codes = merged(name, &sample, [&codes[0].codes, &codes[1].codes]);
    Found {
        intervals: intervals(&report),
        codes: bits(&Truth::of(&of_codes)),
        k: [report.partition.k1, report.partition.k2],
    }
}

fn numbers(x: &Array2<f32>, options: &Options, input: u8) -> Prepared {
    let values = x.iter().copied().collect();
    let matrix = Matrix::from_vec(x.nrows(), x.ncols(), values).expect("a matrix of the embeddings");
    let array = Array::from_matrix("x", matrix).expect("an array of the embeddings");
    prepare(array, &options.preparation, input).expect("prepared embeddings")
}

fn labels(sample: &Sample, options: &Options) -> Prepared {
    let labels = Labels::from_strings(sample.y.iter().map(u32::to_string)).expect("labels of y");
    let array = Array::from_labels("y", labels, "str").expect("an array of labels");
    prepare(array, &options.preparation, 2).expect("prepared labels")
}

fn facts() -> InputFacts {
    InputFacts { dtype: "<f4".into(), ..InputFacts::default() }
}

fn intervals(report: &Report) -> [[f64; 3]; 4] {
    let atoms = &report.atoms_bits;
    [&atoms.redundancy, &atoms.unique1, &atoms.unique2, &atoms.synergy].map(|found: &Estimate| {
        [found.estimate, found.lower, found.upper].map(|value| value.expect("a full analysis has intervals"))
    })
}

/// The system seen through codes: sum over states of P(z1, z2, y) p(c1 | z1) p(c2 | z2).
fn merged(name: &str, sample: &Sample, codes: [&[u32]; 2]) -> Pmf {
    let states = synthetic::pmf(name, None).expect("a listed system");
    let channels = [0, 1].map(|m| channel(&sample.states[m], codes[m], states.shape[m]));
    let size = |m: usize| channels[m][0].len();
    let [k1, k2, ky] = [size(0), size(1), states.shape[2]];
    let mut table = vec![0.0; k1 * k2 * ky];
    for (&[z1, z2, y], mass) in states.cells.iter().zip(&states.mass) {
        for (c1, p1) in channels[0][z1 as usize].iter().enumerate() {
            for (c2, p2) in channels[1][z2 as usize].iter().enumerate() {
                table[(c1 * k2 + c2) * ky + y as usize] += mass * p1 * p2;
            }
        }
    }
    let cell = |i: usize| [(i / ky / k2) as u32, (i / ky % k2) as u32, (i % ky) as u32];
    let cells: Vec<_> = (0..table.len()).filter(|&i| table[i] > 0.0).map(|i| (cell(i), table[i])).collect();
    Pmf::new([k1, k2, ky], &cells).expect("a table of codes")
}

/// p(code | state), as the samples have it.
fn channel(states: &[u32], codes: &[u32], size: usize) -> Vec<Vec<f64>> {
    let k = codes.iter().max().map_or(1, |&most| most as usize + 1);
    let mut counts = vec![vec![0.0; k]; size];
    for (&state, &code) in states.iter().zip(codes) {
        counts[state as usize][code as usize] += 1.0;
    }
    for row in &mut counts {
        let total = row.iter().sum::<f64>().max(1.0);
        row.iter_mut().for_each(|count| *count /= total);
    }
    counts
}
