//! An analysis whose tasks run elsewhere.

use js_sys::{Array, Float32Array, Object, Reflect, Uint8Array, Uint32Array};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use super::convert::{
    Thrown, codebook_to, counts_from, counts_to, decode, encode, options, pack, set, throw, transform_to,
    unpack,
};
use crate::analysis::{self, Input, Outcome, Phase, Plan, Ready, Shape};
use crate::data::counts::Counts;
use crate::discretize::prepare::PreparationReport;
use crate::discretize::{Codebook, TargetFacts};
use crate::error::Error;
use crate::options::{Ignore, Options, Scores};
use crate::read::array::{Ids, Kind, ScoreForm};
use crate::report::{AnswerFacts, InputFacts};

/// The facts that an analysis needs back.
#[derive(Deserialize)]
struct AnalysisFacts {
    name: Option<String>,
    kind: Kind,
    shape: Vec<usize>,
    dtype: String,
    rows: usize,
    columns: usize,
    fitted: usize,
    sha256: Option<String>,
    preparation: Option<PreparationReport>,
    repeated: Option<usize>,
    ids: Option<Ids>,
    target: TargetFacts,
    distinct: Option<usize>,
    answers: Option<usize>,
    /// What the numbers of a file are that was only looked at.
    scores: Option<ScoreForm>,
}

/// A task as TypeScript gets it.
#[derive(Serialize)]
struct TaskHead {
    id: u32,
    phase: Phase,
    order: usize,
    work: f64,
    slots: Vec<Input>,
    file: Option<Input>,
}

/// A phase as the progress line shows it.
#[derive(Serialize)]
struct PhaseState {
    id: Phase,
    label: String,
    done: usize,
    total: usize,
    state: &'static str,
}

fn facts_of(value: &JsValue) -> Thrown<(Shape, InputFacts)> {
    let given: AnalysisFacts = decode(value.clone())?;
    let features = given.preparation.as_ref().and_then(|effect| effect.components).unwrap_or(given.columns);
    let labels = given.kind == Kind::Labels;
    let symbols = given.distinct.filter(|_| labels);
    let shape = Shape { rows: given.rows, loaded: given.fitted, features, labels, symbols };
    let AnalysisFacts { name, shape: stored, dtype, sha256, preparation, repeated, ids, target, .. } = given;
    let TargetFacts { spellings, scores } = target;
    let answers = spellings.and_then(|spellings| AnswerFacts::of(&spellings));
    let facts =
        InputFacts { name, shape: stored, dtype, sha256, preparation, repeated, answers, scores, ids };
    Ok((shape, facts))
}

/// What an analysis of files that were only looked at will take.
#[derive(Serialize)]
struct Foreseen {
    /// Seconds of a core of the machine on which [`analysis::exercise`] takes [`analysis::EXERCISE`].
    seconds: f64,
    /// Those of the longest task.
    longest: f64,
    /// What the exercise takes there.
    exercise: f64,
}

/// An input that was only looked at, as it will be when it is loaded; with its columns.
fn foreseen_shape(options: &Options, input: Input, value: &JsValue) -> Thrown<(Shape, usize)> {
    let given: AnalysisFacts = decode(value.clone())?;
    let best = match options.y_scores {
        Scores::Auto => given.scores.is_some(),
        Scores::Argmax => given.columns > 1,
        Scores::Kmeans => false,
    };
    let merges = options.y_ignore == Ignore::default();
    let (mut shape, _) = facts_of(value)?;
    if input == Input::Y && shape.labels && merges {
        shape.symbols = given.answers.or(shape.symbols);
    } else if input == Input::Y && !shape.labels && best {
        (shape.labels, shape.features, shape.symbols) = (true, 1, Some(given.columns));
    }
    if !shape.labels {
        shape.features = options.preparation.pca.map_or(given.columns, |kept| kept.min(given.columns));
        let held = options.budget_bytes / (4 * given.columns.max(1) as u64);
        shape.loaded = shape.rows.min(usize::try_from(held).unwrap_or(usize::MAX));
    }
    Ok((shape, given.columns))
}

/// What an analysis will take of three inputs that were only looked at; `facts` as for [`Analysis`].
#[wasm_bindgen]
pub fn foresee(partial: JsValue, facts: &JsValue) -> Thrown<JsValue> {
    let options = options(partial)?;
    let mut found = vec![];
    for input in Input::ALL {
        found.push(foreseen_shape(&options, input, &Reflect::get(facts, &input.slot().into())?)?);
    }
    let (shapes, columns): (Vec<_>, Vec<_>) = found.into_iter().unzip();
    let missing = || throw(&Error::InputNotLoaded);
    let shapes = shapes.try_into().map_err(|_| missing())?;
    let columns = columns.try_into().map_err(|_| missing())?;
    let plan = Plan::new(options, shapes).map_err(|e| throw(&e))?;
    let [seconds, longest] = plan.foresee(columns);
    encode(&Foreseen { seconds, longest, exercise: analysis::EXERCISE })
}

/// Coordinates an analysis whose tasks run elsewhere.
#[wasm_bindgen]
pub struct Analysis {
    plan: Plan,
    facts: [InputFacts; 3],
}

#[wasm_bindgen]
impl Analysis {
    /// An analysis of three loaded inputs, and strata where `z` is one; `facts` are those of
    /// `Workspace.finish`, by slot.
    #[wasm_bindgen(constructor)]
    pub fn new(partial: JsValue, facts: &JsValue) -> Thrown<Self> {
        let mut shapes = vec![];
        let mut inputs = vec![];
        for input in Input::ALL {
            let (shape, facts) = facts_of(&Reflect::get(facts, &input.slot().into())?)?;
            shapes.push(shape);
            inputs.push(facts);
        }
        let strata = Reflect::get(facts, &Input::Z.slot().into())?;
        let strata = if strata.is_undefined() { None } else { Some(facts_of(&strata)?) };
        let missing = || throw(&Error::InputNotLoaded);
        let shapes = shapes.try_into().map_err(|_| missing())?;
        let facts = inputs.try_into().map_err(|_| missing())?;
        let plan = Plan::with_strata(options(partial)?, shapes, strata).map_err(|e| throw(&e))?;
        Ok(Self { plan, facts })
    }

    /// The inference part alone, of known counts: `{ shape, cells, counts }`, cells flattened; of several
    /// partitions a list of such tables.
    pub fn from_counts(partial: JsValue, counts: &JsValue) -> Thrown<Self> {
        let given = if counts.is_array() { Array::from(counts) } else { Array::of1(counts) };
        let tables = given.iter().map(|table| counts_from(&table)).collect::<Thrown<Vec<_>>>()?;
        tables.iter().try_for_each(Counts::check).map_err(|e| throw(&e))?;
        let none = InputFacts::default;
        let plan = Plan::from_tables(options(partial)?, tables).map_err(|e| throw(&e))?;
        Ok(Self { plan, facts: [none(), none(), none()] })
    }

    /// Tasks that may start now and were not handed out before.
    pub fn ready(&mut self) -> Thrown<Array> {
        let tasks = Array::new();
        for Ready { id, phase, order, work, task } in self.plan.ready() {
            let slots = task.input().into_iter().collect();
            let head = TaskHead { id, phase, order, work, slots, file: task.file() };
            let object = encode(&head)?;
            Reflect::set(&object, &"body".into(), &Uint8Array::from(pack(&task)?.as_slice()))?;
            tasks.push(&object);
        }
        Ok(tasks)
    }

    /// Takes what a task found.
    pub fn complete(&mut self, id: u32, outcome: &[u8]) -> Thrown<()> {
        let outcome: Outcome = unpack(outcome)?;
        self.plan.complete(id, outcome).map_err(|e| throw(&e))
    }

    /// How far the analysis is.
    pub fn progress(&self) -> Thrown<JsValue> {
        #[derive(Serialize)]
        struct State {
            phase: Phase,
            phases: Vec<PhaseState>,
            share: f64,
            remaining: f64,
            partitions: [usize; 2],
        }
        let phase = self.plan.phase();
        let phases = self.plan.phases();
        let phases = phases
            .into_iter()
            .map(|(id, [done, total])| {
                let state = match () {
                    () if total > 0 && done == total => "done",
                    () if id == phase || done > 0 => "now",
                    () => "next",
                };
                PhaseState { id, label: self.plan.label(id), done, total, state }
            })
            .collect();
        let (share, remaining) = (self.plan.share(), self.plan.remaining());
        encode(&State { phase, phases, share, remaining, partitions: self.plan.partitions() })
    }

    /// What is known so far: plug-in values as soon as the first partition is solved, then estimates pooled
    /// over the partitions that are there.
    pub fn preview(&self) -> Thrown<JsValue> {
        match analysis::preview(&self.plan, &self.facts) {
            Some(report) => encode(&report),
            None => Ok(JsValue::UNDEFINED),
        }
    }

    /// The report, once all tasks are done.
    pub fn report(&self) -> Thrown<JsValue> {
        if !self.plan.done() {
            return Ok(JsValue::UNDEFINED);
        }
        encode(&analysis::report(&self.plan, &self.facts).map_err(|e| throw(&e))?)
    }

    /// Counts, codes, codebooks and bounds over the iterations.
    pub fn extras(&self) -> Thrown<JsValue> {
        let Some(extras) = analysis::extras(&self.plan) else { return Ok(JsValue::UNDEFINED) };
        let object = Object::new();
        set(&object, "counts", &counts_to(extras.counts)?)?;
        if let Some(codes) = extras.codes {
            let by_slot = Object::new();
            for (input, codes) in Input::ALL.iter().zip(codes) {
                set(&by_slot, input.slot(), &Uint32Array::from(codes.codes.as_slice()))?;
            }
            set(&object, "codes", &by_slot)?;
        }
        let mut transforms = [JsValue::NULL; 3];
        for (transform, codebook) in transforms.iter_mut().zip(extras.codebooks) {
            if let Some(codebook) = codebook {
                *transform = transform_to(codebook.transform())?;
            }
        }
        set(&object, "codebooks", &by_slot(extras.codebooks, &transforms)?)?;
        let partitions = Array::new();
        for codebooks in extras.partitions {
            partitions.push(&by_slot(codebooks, &transforms)?);
        }
        set(&object, "partitions", &partitions)?;
        if let Some(parts) = extras.per_sample {
            set(&object, "per_sample", &Float32Array::from(parts.as_slice()))?;
        }
        set(&object, "trace", &encode(&extras.trace)?)?;
        Ok(object.into())
    }
}

/// The codebooks of one partition, by slot, with the preparation that all partitions share.
fn by_slot(codebooks: [Option<&Codebook>; 3], transforms: &[JsValue; 3]) -> Thrown<JsValue> {
    let object = Object::new();
    for ((input, codebook), transform) in Input::ALL.iter().zip(codebooks).zip(transforms) {
        if let Some(codebook) = codebook {
            set(&object, input.slot(), &codebook_to(codebook, transform)?)?;
        }
    }
    Ok(object.into())
}
