//! The binding: decode, one call, encode. The only file that names `wasm_bindgen`.
//!
//! Plain objects cross by serde; arrays of numbers as typed arrays; the content of tasks and of
//! what they found as bytes that only the engine reads. Errors are thrown as
//! `{ code, message, hint }`.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use js_sys::{
    Array, Float32Array, Float64Array, Function, Int32Array, Object, Reflect, Uint8Array, Uint32Array,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::Digest as _;
use wasm_bindgen::prelude::*;

use crate::analysis::{self, Found, Input, Phase, Plan, Shape, Work};
use crate::array::{self, Facts, Labels};
use crate::discretize::{self, Prepared};
use crate::error::Error;
use crate::ipfp::{SolverOptions, Termination};
use crate::joint::{Counts, Pmf};
use crate::load::{LoadHow, Loader, Mode, Retain};
use crate::options::{Options, Preparation};
use crate::report::{BITS, InputFacts, PlainAtoms};
use crate::synthetic::{self, GenerateOptions, Group, Truth};
use crate::{pid, table};

type Thrown<T> = std::result::Result<T, JsValue>;

/// An error as TypeScript gets it.
#[derive(Serialize)]
struct Told {
    code: &'static str,
    message: String,
    hint: String,
}

fn throw(error: &Error) -> JsValue {
    let told = Told { code: error.code(), message: error.message(), hint: error.hint() };
    encode(&told).unwrap_or_else(|fallback| fallback)
}

/// Plain objects for records, `null` for nothing.
fn encode<T: Serialize + ?Sized>(value: &T) -> Thrown<JsValue> {
    let plain = serde_wasm_bindgen::Serializer::json_compatible();
    value.serialize(&plain).map_err(|e| JsValue::from_str(&e.to_string()))
}

fn decode<T: DeserializeOwned>(value: JsValue) -> Thrown<T> {
    serde_wasm_bindgen::from_value(value).map_err(|e| throw(&Error::Malformed { what: e.to_string() }))
}

fn pack<T: Serialize>(value: &T) -> Thrown<Vec<u8>> {
    postcard::to_stdvec(value).map_err(|e| throw(&Error::Malformed { what: e.to_string() }))
}

fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Thrown<T> {
    postcard::from_bytes(bytes).map_err(|e| throw(&Error::Malformed { what: e.to_string() }))
}

/// Turns a JavaScript callback `(done, total) => goOn` into the engine's.
fn listener(callback: &Function) -> impl FnMut(u64, u64) -> ControlFlow<()> + '_ {
    |done, total| {
        let answer = callback.call2(&JsValue::NULL, &(done as f64).into(), &(total as f64).into());
        match answer {
            Ok(go_on) if go_on != JsValue::FALSE => ControlFlow::Continue(()),
            _ => ControlFlow::Break(()),
        }
    }
}

/// Makes a panic readable before the instance dies of it.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
}

/// Version of the engine.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").into()
}

/// Options with the defaults filled in, validated.
#[wasm_bindgen]
pub fn resolve_options(partial: JsValue) -> Thrown<JsValue> {
    encode(&options(partial)?)
}

fn options(partial: JsValue) -> Thrown<Options> {
    let options: Options = decode(partial)?;
    options.validate().map_err(|e| throw(&e))?;
    Ok(options)
}

/// A seed that nobody chose.
#[wasm_bindgen]
pub fn random_seed() -> Thrown<f64> {
    let bits = getrandom::u64().map_err(|e| throw(&Error::Malformed { what: e.to_string() }))?;
    Ok((bits >> 11) as f64)
}

/// An input's facts as TypeScript gets them: the engine's, and the file's name.
#[derive(Serialize)]
struct NamedFacts<'a> {
    name: &'a str,
    #[serde(flatten)]
    facts: &'a Facts,
}

/// The facts that an analysis needs back.
#[derive(Deserialize)]
struct AnalysisFacts {
    name: Option<String>,
    kind: array::Kind,
    shape: Vec<usize>,
    dtype: String,
    rows: usize,
    sha256: Option<String>,
}

/// What a task worker holds: inputs by slot.
#[wasm_bindgen]
#[derive(Default)]
pub struct Workspace {
    loading: BTreeMap<String, (Loader, LoadHow)>,
    inputs: BTreeMap<String, Prepared>,
}

#[wasm_bindgen]
impl Workspace {
    /// An empty one.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Begins to read the file `name` of `size` bytes into `slot`.
    pub fn begin(&mut self, slot: &str, name: &str, size: f64, how: JsValue) -> Thrown<()> {
        let how: LoadHow = decode(how)?;
        self.inputs.remove(slot);
        let retain = match how.mode {
            Mode::Keep => Retain::All,
            Mode::Inspect => Retain::Nothing,
        };
        let loader = Loader::new(name, size as u64, &how.selection(), retain);
        self.loading.insert(slot.into(), (loader, how));
        Ok(())
    }

    /// The next bytes of the file of `slot`.
    pub fn push(&mut self, slot: &str, chunk: &[u8]) -> Thrown<()> {
        let (loader, _) = self.loading.get_mut(slot).ok_or_else(|| throw(&Error::InputNotLoaded))?;
        loader.push(chunk).map_err(|e| throw(&e))
    }

    /// Ends reading; prepares what is kept.
    pub fn finish(&mut self, slot: &str) -> Thrown<JsValue> {
        let (loader, how) = self.loading.remove(slot).ok_or_else(|| throw(&Error::InputNotLoaded))?;
        let mut array = loader.finish().map_err(|e| throw(&e))?;
        array.drop_rows(&how.drop_rows);
        let facts = encode(&NamedFacts { name: &array.name, facts: &array.facts })?;
        match how.mode {
            Mode::Keep => self.keep(slot, array, &how.preparation.unwrap_or_default())?,
            // All of them, so that they can be left out of every input alike.
            Mode::Inspect => {
                let rows = Uint32Array::from(array.nonfinite.as_slice());
                Reflect::set(&facts, &"nonfinite_rows".into(), &rows)?;
            }
        }
        Ok(facts)
    }

    /// Labels that are already in memory.
    pub fn labels(&mut self, slot: &str, values: Vec<String>) -> Thrown<JsValue> {
        let labels = Labels::from_strings(values).map_err(|e| throw(&e))?;
        let array = array::Array::from_labels(slot, labels, "str").map_err(|e| throw(&e))?;
        let facts = encode(&NamedFacts { name: slot, facts: &array.facts })?;
        self.keep(slot, array, &Preparation::default())?;
        Ok(facts)
    }

    fn keep(&mut self, slot: &str, array: array::Array, preparation: &Preparation) -> Thrown<()> {
        let number = Input::ALL.iter().position(|i| i.slot() == slot).unwrap_or_default() as u8;
        let prepared = discretize::prepare(array, preparation, number).map_err(|e| throw(&e))?;
        self.inputs.insert(slot.into(), prepared);
        Ok(())
    }

    /// Lets an input go.
    pub fn forget(&mut self, slot: &str) {
        self.loading.remove(slot);
        self.inputs.remove(slot);
    }

    /// Does one task; `progress(done, total)` answers whether to go on.
    pub fn run(&self, task: &JsValue, progress: &Function) -> Thrown<Uint8Array> {
        let body = Uint8Array::from(Reflect::get(task, &"body".into())?).to_vec();
        let work: Work = unpack(&body)?;
        let input = work.input().and_then(|input| self.inputs.get(input.slot()));
        let found = analysis::run(&work, input, &mut listener(progress)).map_err(|e| throw(&e))?;
        Ok(Uint8Array::from(pack(&found)?.as_slice()))
    }

    /// Bytes that the instance occupies.
    pub fn memory(&self) -> f64 {
        core::arch::wasm32::memory_size(0) as f64 * 65_536.0
    }
}

/// A task as TypeScript gets it.
#[derive(Serialize)]
struct TaskHead {
    id: u32,
    phase: Phase,
    slots: Vec<Input>,
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

/// Coordinates an analysis whose tasks run elsewhere.
#[wasm_bindgen]
pub struct Analysis {
    plan: Plan,
    facts: [InputFacts; 3],
}

#[wasm_bindgen]
impl Analysis {
    /// An analysis of three loaded inputs; `facts` are those of `Workspace.finish`, by slot.
    #[wasm_bindgen(constructor)]
    pub fn new(partial: JsValue, facts: &JsValue) -> Thrown<Self> {
        let mut shapes = vec![];
        let mut inputs = vec![];
        for input in Input::ALL {
            let facts: AnalysisFacts = decode(Reflect::get(facts, &input.slot().into())?)?;
            shapes.push(Shape { rows: facts.rows, labels: facts.kind == array::Kind::Labels });
            let AnalysisFacts { name, shape, dtype, sha256, .. } = facts;
            inputs.push(InputFacts { name, shape, dtype, sha256 });
        }
        let missing = || throw(&Error::InputNotLoaded);
        let shapes = shapes.try_into().map_err(|_| missing())?;
        let facts = inputs.try_into().map_err(|_| missing())?;
        let plan = Plan::new(options(partial)?, shapes).map_err(|e| throw(&e))?;
        Ok(Self { plan, facts })
    }

    /// The inference part alone, of known counts: `{ shape, cells, counts }`, cells flattened.
    pub fn from_counts(partial: JsValue, counts: &JsValue) -> Thrown<Self> {
        let counts = counts_from(counts)?;
        counts.check().map_err(|e| throw(&e))?;
        let none = || InputFacts { name: None, shape: vec![], dtype: String::new(), sha256: None };
        let plan = Plan::from_counts(options(partial)?, counts).map_err(|e| throw(&e))?;
        Ok(Self { plan, facts: [none(), none(), none()] })
    }

    /// Tasks that may start now and were not handed out before.
    pub fn ready(&mut self) -> Thrown<Array> {
        let tasks = Array::new();
        for task in self.plan.ready() {
            let head =
                TaskHead { id: task.id, phase: task.phase, slots: task.work.input().into_iter().collect() };
            let object = encode(&head)?;
            Reflect::set(&object, &"body".into(), &Uint8Array::from(pack(&task.work)?.as_slice()))?;
            tasks.push(&object);
        }
        Ok(tasks)
    }

    /// Takes what a task found.
    pub fn complete(&mut self, id: u32, found: &[u8]) -> Thrown<()> {
        let found: Found = unpack(found)?;
        self.plan.complete(id, found).map_err(|e| throw(&e))
    }

    /// How far the analysis is.
    pub fn progress(&self) -> Thrown<JsValue> {
        #[derive(Serialize)]
        struct State {
            phase: Phase,
            phases: Vec<PhaseState>,
            share: f64,
        }
        let phases = self.plan.phases();
        let phase = phases.iter().find(|p| p.1[0] < p.1[1]).map_or(Phase::Claims, |p| p.0);
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
        encode(&State { phase, phases, share: self.plan.share() })
    }

    /// Plug-in report, as soon as the first partition is solved.
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
        let codebooks = Object::new();
        for (input, centroids) in Input::ALL.iter().zip(extras.centroids) {
            if let Some(centroids) = centroids {
                let shape = [centroids.rows(), centroids.features()];
                set(&codebooks, input.slot(), &matrix_to(centroids.values(), shape)?)?;
            }
        }
        set(&object, "codebooks", &codebooks)?;
        set(&object, "trace", &encode(&extras.trace)?)?;
        Ok(object.into())
    }
}

fn set(object: &Object, key: &str, value: &JsValue) -> Thrown<()> {
    Reflect::set(object, &key.into(), value).map(|_| ())
}

fn matrix_to(values: &[f32], shape: [usize; 2]) -> Thrown<JsValue> {
    let object = Object::new();
    set(&object, "data", &Float32Array::from(values))?;
    set(&object, "shape", &encode(&shape)?)?;
    Ok(object.into())
}

fn counts_to(counts: &Counts) -> Thrown<JsValue> {
    let object = Object::new();
    set(&object, "shape", &encode(&counts.shape)?)?;
    let cells: Vec<u32> = counts.cells.iter().flatten().copied().collect();
    set(&object, "cells", &Uint32Array::from(cells.as_slice()))?;
    let values: Vec<f64> = counts.counts.iter().map(|&c| c as f64).collect();
    set(&object, "counts", &Float64Array::from(values.as_slice()))?;
    Ok(object.into())
}

fn counts_from(value: &JsValue) -> Thrown<Counts> {
    let field = |name: &str| Reflect::get(value, &name.into());
    let cells = Uint32Array::new(&field("cells")?).to_vec();
    let counts = Float64Array::new(&field("counts")?).to_vec();
    let whole = counts.iter().all(|&c| c >= 1.0 && c < (1u64 << 53) as f64 && c.fract() == 0.0);
    if !whole || cells.len() != 3 * counts.len() {
        let what = "counts must be whole numbers above 0, one for each cell of three symbols".into();
        return Err(throw(&Error::Malformed { what }));
    }
    Ok(Counts {
        shape: decode(field("shape")?)?,
        cells: cells.chunks_exact(3).map(|c| [c[0], c[1], c[2]]).collect(),
        counts: counts.into_iter().map(|c| c as u64).collect(),
    })
}

/// A table of a distribution as TypeScript gives it.
#[derive(Serialize, Deserialize)]
struct Table {
    x1: Vec<Symbol>,
    x2: Vec<Symbol>,
    y: Vec<Symbol>,
    p: Vec<f64>,
}

/// A symbol of a table.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Symbol {
    Number(f64),
    Text(String),
}

impl Symbol {
    fn text(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
        }
    }
}

/// Exact plug-in decomposition of a table `{ x1, x2, y, p }`.
#[wasm_bindgen]
pub fn decompose(table: JsValue, how: JsValue, progress: &Function) -> Thrown<JsValue> {
    #[derive(Deserialize)]
    #[serde(default, deny_unknown_fields)]
    struct How {
        tolerance_bits: f64,
    }
    impl Default for How {
        fn default() -> Self {
            Self { tolerance_bits: Options::default().tolerance_bits }
        }
    }
    let (Table { x1, x2, y, p }, How { tolerance_bits }) = (decode(table)?, decode(how)?);
    Options { tolerance_bits, ..Options::default() }.validate().map_err(|e| throw(&e))?;
    let columns = [x1, x2, y].map(|column| Labels::from_strings(column.iter().map(Symbol::text)));
    let [x1, x2, y] = columns.map(|labels| labels.map_err(|e| throw(&e)));
    let pmf = table_pmf(&[x1?, x2?, y?], &p)?;
    let options = SolverOptions { tolerance: tolerance_bits / BITS, ..SolverOptions::default() };
    let mut go_on = listener(progress);
    let found =
        pid::decompose(&pmf, &options, &mut |step| go_on(step.iteration as u64, 0)).map_err(|e| throw(&e))?;
    if found.solution.termination == Termination::Interrupted {
        return Err(throw(&Error::Interrupted));
    }
    encode(&analysis::plain_decomposition(&found))
}

fn table_pmf(columns: &[Labels; 3], p: &[f64]) -> Thrown<Pmf> {
    if columns.iter().any(|c| c.codes.len() != p.len()) {
        let what = "x1, x2, y and p must be equally long".into();
        return Err(throw(&Error::Malformed { what }));
    }
    let cell = |i: usize| [columns[0].codes[i], columns[1].codes[i], columns[2].codes[i]];
    let entries: Vec<([u32; 3], f64)> = p.iter().enumerate().map(|(i, &p)| (cell(i), p)).collect();
    let shape = [0, 1, 2].map(|axis| columns[axis].names.len());
    Pmf::new(shape, &entries).map_err(|e| throw(&e))
}

/// Reads a table of columns x1, x2, y and count or p.
#[wasm_bindgen]
pub fn parse_table(name: &str, bytes: &[u8]) -> Thrown<JsValue> {
    let read = table::distribution(name, bytes).map_err(|e| throw(&e))?;
    let column = |labels: &Labels| {
        labels.codes.iter().map(|&c| Symbol::Text(labels.names[c as usize].clone())).collect()
    };
    encode(&Table { x1: column(&read.x1), x2: column(&read.x2), y: column(&read.y), p: read.mass })
}

/// A system as TypeScript gets it.
#[derive(Serialize)]
struct SystemInfo {
    name: &'static str,
    title: &'static str,
    description: &'static str,
    group: Group,
    rho: Option<f64>,
    shape: [usize; 3],
    truth: PlainAtoms,
    h_y: f64,
}

/// Systems whose atoms are known.
#[wasm_bindgen]
pub fn systems() -> Thrown<JsValue> {
    let systems = synthetic::systems().map_err(|e| throw(&e))?;
    let info = systems.into_iter().map(|s| SystemInfo {
        name: s.name,
        title: s.title,
        description: s.description,
        group: s.group,
        rho: s.rho,
        shape: s.shape,
        truth: atoms(&s.truth),
        h_y: s.truth.h_y_bits,
    });
    encode(&info.collect::<Vec<_>>())
}

fn atoms(truth: &Truth) -> PlainAtoms {
    PlainAtoms {
        redundancy: truth.redundancy_bits,
        unique1: truth.unique1_bits,
        unique2: truth.unique2_bits,
        synergy: truth.synergy_bits,
    }
}

/// Samples of a system, with its exact atoms.
#[wasm_bindgen]
pub fn generate(name: &str, how: JsValue) -> Thrown<JsValue> {
    let how: GenerateOptions = decode(how)?;
    let sample = synthetic::generate(name, &how).map_err(|e| throw(&e))?;
    let object = Object::new();
    for (slot, x) in [("x1", &sample.x1), ("x2", &sample.x2)] {
        let values = x.as_slice().ok_or_else(|| throw(&Error::InputNotLoaded))?;
        set(&object, slot, &matrix_to(values, [x.nrows(), x.ncols()])?)?;
    }
    let y = Object::new();
    let values: Vec<i32> = sample.y.iter().map(|&y| y as i32).collect();
    set(&y, "data", &Int32Array::from(values.as_slice()))?;
    set(&y, "shape", &encode(&[values.len()])?)?;
    set(&object, "y", &y)?;
    set(&object, "truth", &encode(&atoms(&sample.truth))?)?;
    Ok(object.into())
}

/// SHA-256 of bytes that come in pieces.
#[wasm_bindgen]
#[derive(Default)]
pub struct Sha256(sha2::Sha256);

#[wasm_bindgen]
impl Sha256 {
    /// Of nothing yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// The next bytes.
    pub fn update(&mut self, chunk: &[u8]) {
        self.0.update(chunk);
    }

    /// The hash in hexadecimal.
    pub fn finish(self) -> String {
        self.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
