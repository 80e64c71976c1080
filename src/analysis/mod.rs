//! The pipeline, from inputs to report.
//!
//! [`Plan`] knows which tasks there are and when each may start; [`run`] does one; [`report`] puts
//! together what they found. Natively [`analyze`] runs them one after the other; in a page a pool
//! of workers runs them, with the same result bit for bit.
//!
//! ```
//! use std::ops::ControlFlow;
//!
//! use modalens::analysis::{self, Plan};
//! use modalens::data::counts::Counts;
//! use modalens::options::Options;
//!
//! // From counts on; `analyze` begins with embeddings.
//! let counts = Counts { shape: [2; 3], cells: vec![[0, 0, 0], [1, 1, 1]], counts: vec![250, 250] };
//! let mut plan = Plan::from_counts(Options::default(), counts)?;
//! while !plan.done() {
//!     for ready in plan.ready() {
//!         let outcome = analysis::run(&ready.task, None, &mut |_, _| ControlFlow::Continue(()))?;
//!         plan.complete(ready.id, outcome)?;
//!     }
//! }
//! # Ok::<(), modalens::error::Error>(())
//! ```

mod task;
mod plan;
mod assemble;
mod exercise;

use std::ops::ControlFlow;

pub use crate::input::Input;
pub use assemble::{Extras, extras, plain_decomposition, preview, report};
pub use exercise::{EXERCISE, exercise};
pub use plan::{LEAST_SAMPLES, MAX_STRATA, Phase, Plan, Ready, Shape};
pub use task::{Fit, Fitted, Inferred, Outcome, Probed, Progress, Solved, Source, Table, Task, run};

use crate::discretize::Prepared;
use crate::error::Result;
use crate::options::Options;
use crate::report::{InputFacts, Report};

/// Analyses three loaded inputs, one task after the other. `progress` hears of tasks done and known.
///
/// # Errors
/// If the options or inputs cannot be analysed, or `progress` says to stop.
pub fn analyze(
    options: &Options,
    inputs: [(&Prepared, InputFacts); 3],
    progress: &mut dyn FnMut(Phase, &Plan) -> ControlFlow<()>,
) -> Result<(Report, Plan)> {
    analyze_within(options, inputs, None, progress)
}

/// The same, also within the strata that a fourth input names.
///
/// # Errors
/// As [`analyze`], and if the strata are not labels of as many samples.
pub fn analyze_within(
    options: &Options,
    inputs: [(&Prepared, InputFacts); 3],
    strata: Option<(&Prepared, InputFacts)>,
    progress: &mut dyn FnMut(Phase, &Plan) -> ControlFlow<()>,
) -> Result<(Report, Plan)> {
    let shapes = [0, 1, 2].map(|i| Shape::of(inputs[i].0));
    let (labels, facts) = strata.unzip();
    let of_strata = labels.map(Shape::of).zip(facts);
    let mut plan = Plan::with_strata(options.clone(), shapes, of_strata)?;
    while !plan.done() {
        for Ready { id, phase, task, .. } in plan.ready() {
            let input = task.input().and_then(|input| match input {
                Input::Z => labels,
                input => Some(inputs[input as usize].0),
            });
            let outcome = run(&task, input, &mut |_, _| progress(phase, &plan))?;
            plan.complete(id, outcome)?;
        }
    }
    let facts = inputs.map(|(_, facts)| facts);
    Ok((report(&plan, &facts)?, plan))
}
