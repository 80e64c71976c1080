//! Where an analysis' time goes, natively: `profile X1.npy X2.npy Y.npy [K]`, one JSON line of
//! processor seconds on one thread. `run.mjs` puts it beside the other ways to run the same.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

use modalens::analysis::{self, Input, Plan, Shape, Task};
use modalens::discretize::{self, Prepared};
use modalens::options::{CodeCount, Options};
use modalens::read::{Selection, read};
use modalens::report::InputFacts;

/// Processor time of this thread, in seconds: nanoseconds are the first number of its schedule statistics.
fn clock() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").expect("a Linux kernel");
    text.split(' ').next().and_then(|ns| ns.parse::<f64>().ok()).expect("a number") / 1e9
}

/// Seconds by step.
#[derive(Default)]
struct Times(BTreeMap<&'static str, f64>);

impl Times {
    fn of<T>(&mut self, step: &'static str, work: impl FnOnce() -> T) -> T {
        let start = clock();
        let done = work();
        *self.0.entry(step).or_default() += clock() - start;
        done
    }
}

fn load(path: &str, input: u8, times: &mut Times) -> Prepared {
    let array = times.of("read", || {
        let bytes = std::fs::read(path).expect("a file");
        read(path, &bytes, &Selection::default()).expect("an array")
    });
    let preparation = Options::default().preparation;
    times.of("prepare", || discretize::prepare(array, &preparation, input).expect("samples that vary"))
}

/// The step that a task is counted under; of K-means what comes before its iterations is told apart.
fn step(task: &Task) -> &'static str {
    match task {
        Task::Fit { .. } => "iterations",
        Task::Assign { .. } => "assign",
        Task::View { .. } | Task::Probe { .. } => "probe",
        Task::Infer { .. } | Task::Solve { .. } => "inference",
        _ => "other",
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut times = Times::default();
    let [x1, x2, y] = [0, 1, 2].map(|input| load(&arguments[input], input as u8, &mut times));
    let mut options = Options::default();
    if let Some(k) = arguments.get(3) {
        options.k = CodeCount::Fixed(k.parse().expect("a number of codes"));
    }
    let mut plan = Plan::new(options, [&x1, &x2, &y].map(Shape::of)).expect("sound options");
    while !plan.done() {
        for ready in plan.ready() {
            let input = ready.task.input().map(|input| match input {
                Input::X1 => &x1,
                Input::X2 => &x2,
                _ => &y,
            });
            let (start, seeding, told) = (clock(), Cell::new(0.0), Cell::new((clock(), 1)));
            let fits = matches!(ready.task, Task::Fit { .. });
            let outcome = analysis::run(&ready.task, input, &mut |done, _| {
                if fits {
                    let now = clock();
                    let (before, step) = told.replace((now, done));
                    // A start of K-means tells of itself in a thousand parts.
                    let seeds = step % 1000 == 0;
                    seeding.set(seeding.get() + if seeds { now - before } else { 0.0 });
                }
                ControlFlow::Continue(())
            });
            let step = step(&ready.task);
            *times.0.entry("seeding").or_default() += seeding.get();
            *times.0.entry(step).or_default() += clock() - start - seeding.get();
            times.of("other", || {
                plan.complete(ready.id, outcome.expect("a result")).expect("a task of the plan");
            });
        }
    }
    let facts = [(); 3].map(|()| InputFacts::default());
    let report = times.of("other", || analysis::report(&plan, &facts).expect("a report"));
    eprintln!("{}", serde_json::to_string(&report).expect("a report"));
    println!("{}", serde_json::to_string(&times.0).expect("numbers"));
}
