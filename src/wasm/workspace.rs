//! What a task worker holds: inputs by slot, and tasks run on them.

use std::ops::ControlFlow;
use std::sync::Arc;

use js_sys::{Array as List, Function, Reflect, Uint8Array, Uint32Array};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::convert::{
    Thrown, codebook_from, decode_options, encode, listener, look_to, matrix_to, pack, throw, unpack,
};
use crate::analysis::{self, Input, Outcome, Task};
use crate::discretize::{self, Codebook, Coder, Prepared, TargetFacts, look};
use crate::error::Error;
use crate::options::Preparation;
use crate::read::array::{Array, Facts, Labels};
use crate::read::{LoadHow, Loader, Mode};

/// An input's facts as TypeScript gets them: the engine's, the file's name, and what is kept of it.
#[derive(Serialize)]
struct NamedFacts<'a> {
    name: &'a str,
    /// Samples that K-means sees.
    fitted: usize,
    #[serde(flatten)]
    facts: &'a Facts,
    /// What was made of a target.
    target: TargetFacts,
}

/// What there is under the name of one slot.
struct Slot {
    name: String,
    loading: Option<(Loader, LoadHow)>,
    coding: Option<(Coder, LoadHow)>,
    input: Option<Prepared>,
}

/// What a task worker holds: inputs by slot.
#[wasm_bindgen]
#[derive(Default)]
pub struct Workspace {
    slots: Vec<Slot>,
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
        let mut how: LoadHow = decode_options(how)?;
        how.role = how.role.or_else(|| input_of(slot));
        let loader = Loader::new(name, size as u64, &how.selection(), how.retain(number(slot)));
        let slot = self.slot(slot);
        slot.input = None;
        slot.loading = Some((loader, how));
        Ok(())
    }

    /// Where the bytes of the file of `slot` that are needed next begin and end; nothing once there is
    /// enough.
    pub fn wanted(&mut self, slot: &str) -> Option<Vec<f64>> {
        let wanted = match self.slot(slot) {
            Slot { loading: Some((loader, _)), .. } => loader.wanted(),
            Slot { coding: Some((coder, _)), .. } => coder.wanted(),
            _ => None,
        };
        wanted.map(|range| vec![range.start as f64, range.end as f64])
    }

    /// The first of these bytes, any number of them.
    pub fn push(&mut self, slot: &str, chunk: &[u8]) -> Thrown<()> {
        let pushed = match self.slot(slot) {
            Slot { loading: Some((loader, _)), .. } => loader.push(chunk),
            Slot { coding: Some((coder, _)), .. } => coder.push(chunk),
            _ => Err(Error::InputNotLoaded),
        };
        pushed.map_err(|e| throw(&e))
    }

    /// Begins to code the file `name` of `size` bytes by codebooks.
    pub fn begin_assign(
        &mut self,
        slot: &str,
        name: &str,
        size: f64,
        how: JsValue,
        codebooks: Vec<JsValue>,
    ) -> Thrown<()> {
        let mut how: LoadHow = decode_options(how)?;
        // Whatever is coded by a codebook is a source, as a table has to know.
        how.role = how.role.or(Some(Input::X1));
        let codebooks = codebooks.iter().map(codebook_from).collect::<Thrown<_>>()?;
        self.begin_coding(slot, name, size, how, codebooks);
        Ok(())
    }

    /// Ends it: codes of all samples by each codebook.
    pub fn finish_assign(&mut self, slot: &str) -> Thrown<List> {
        let codes = self.finish_coding(slot)?;
        Ok(codes.iter().map(|codes| JsValue::from(Uint32Array::from(codes.as_slice()))).collect())
    }

    /// Begins a task that reads the file `name` of `size` bytes.
    pub fn begin_task(
        &mut self,
        slot: &str,
        name: &str,
        size: f64,
        how: JsValue,
        task: &JsValue,
    ) -> Thrown<()> {
        let mut how: LoadHow = decode_options(how)?;
        let Task::AssignFile { input, fits } = read_task(task)? else {
            return Err(throw(&Error::InputNotLoaded));
        };
        how.role = how.role.or(Some(input));
        let codebooks = fits.into_iter().map(|(_, codebook)| Arc::unwrap_or_clone(codebook)).collect();
        self.begin_coding(slot, name, size, how, codebooks);
        Ok(())
    }

    /// Ends it: what it found.
    pub fn finish_task(&mut self, slot: &str) -> Thrown<Uint8Array> {
        let outcome = Outcome::Streamed(self.finish_coding(slot)?);
        Ok(Uint8Array::from(pack(&outcome)?.as_slice()))
    }

    /// The slot of this name, an empty one at first.
    fn slot(&mut self, name: &str) -> &mut Slot {
        let place = self.slots.iter().position(|s| s.name == name).unwrap_or_else(|| {
            self.slots.push(Slot { name: name.into(), loading: None, coding: None, input: None });
            self.slots.len() - 1
        });
        &mut self.slots[place]
    }

    fn begin_coding(&mut self, slot: &str, name: &str, size: f64, how: LoadHow, codebooks: Vec<Codebook>) {
        let coder = Coder::new(name, size as u64, &how.selection(), codebooks);
        self.slot(slot).coding = Some((coder, how));
    }

    fn finish_coding(&mut self, slot: &str) -> Thrown<Vec<Vec<u32>>> {
        let (coder, how) = self.slot(slot).coding.take().ok_or_else(|| throw(&Error::InputNotLoaded))?;
        coder.finish(&how.drop_rows).map_err(|e| throw(&e))
    }

    /// Ends reading; prepares what is kept.
    /// `progress`, where it is given, is asked whether to go on.
    pub fn finish(&mut self, slot: &str, progress: Option<Function>) -> Thrown<JsValue> {
        let (loader, how) = self.slot(slot).loading.take().ok_or_else(|| throw(&Error::InputNotLoaded))?;
        let mut array = loader.finish().map_err(|e| throw(&e))?;
        array.drop_rows(&how.drop_rows);
        let target = read_as_target(slot, &mut array, &how)?;
        let (name, fitted) = (&array.name, array.rows());
        let facts = encode(&NamedFacts { name, fitted, facts: &array.facts, target })?;
        match how.mode {
            Mode::Keep => {
                let effect = self.keep(slot, array, &how.preparation.unwrap_or_default(), progress)?;
                Reflect::set(&facts, &"preparation".into(), &effect)?;
            }
            // All of them, so that they can be left out of every input alike.
            Mode::Inspect => {
                let rows = Uint32Array::from(array.nonfinite.as_slice());
                Reflect::set(&facts, &"nonfinite_rows".into(), &rows)?;
            }
        }
        Ok(facts)
    }

    /// Ends the reading of `slots` and gives all features side by side: `{ data, shape }`.
    pub fn join(&mut self, slots: Vec<String>, l2: bool) -> Thrown<JsValue> {
        let mut read = |slot: &String| -> Thrown<Array> {
            let (loader, _) = self.slot(slot).loading.take().ok_or_else(|| throw(&Error::InputNotLoaded))?;
            loader.finish().map_err(|e| throw(&e))
        };
        let sources = slots.iter().map(&mut read).collect::<Thrown<Vec<_>>>()?;
        slots.iter().for_each(|slot| self.forget(slot));
        let joined = discretize::join(sources, l2).map_err(|e| throw(&e))?;
        matrix_to(joined.values(), [joined.rows(), joined.features()])
    }

    /// Labels that are already in memory.
    pub fn labels(&mut self, slot: &str, values: Vec<String>, how: JsValue) -> Thrown<JsValue> {
        let how: LoadHow = decode_options(how)?;
        let labels = Labels::from_strings(values).map_err(|e| throw(&e))?;
        let mut array = Array::from_labels(slot, labels, "str").map_err(|e| throw(&e))?;
        let target = read_as_target(slot, &mut array, &LoadHow { drop_rows: vec![], ..how })?;
        let fitted = array.rows();
        let facts = encode(&NamedFacts { name: slot, fitted, facts: &array.facts, target })?;
        self.keep(slot, array, &Preparation::default(), None)?;
        Ok(facts)
    }

    /// Prepares an input and keeps it; returns what the preparation did.
    fn keep(
        &mut self,
        slot: &str,
        array: Array,
        preparation: &Preparation,
        progress: Option<Function>,
    ) -> Thrown<JsValue> {
        let go_on = &mut || match progress.as_ref().map(|progress| listener(progress)(0, 0)) {
            Some(ControlFlow::Break(())) => Err(Error::Interrupted),
            _ => Ok(()),
        };
        let prepared = discretize::prepare_within(array, preparation, number(slot), go_on);
        let prepared = prepared.map_err(|e| throw(&e))?;
        let effect = encode(&prepared.report())?;
        self.slot(slot).input = Some(prepared);
        Ok(effect)
    }

    /// Lets an input go.
    pub fn forget(&mut self, slot: &str) {
        self.slots.retain(|s| s.name != slot);
    }

    /// Does one task; `progress(done, total)` answers whether to go on.
    pub fn run(&self, task: &JsValue, progress: &Function) -> Thrown<Uint8Array> {
        let task = read_task(task)?;
        let input =
            task.input().and_then(|input| self.slots.iter().find(|s| s.name == input.slot())?.input.as_ref());
        let outcome = analysis::run(&task, input, &mut listener(progress)).map_err(|e| throw(&e))?;
        Ok(Uint8Array::from(pack(&outcome)?.as_slice()))
    }

    /// What a partition of an input looks like; null of labels, and of an input that is here in part only.
    pub fn look(&self, slot: &str, codebook: &JsValue, codes: &[u32], seed: f64) -> Thrown<JsValue> {
        let input = self.slots.iter().find(|s| s.name == slot).and_then(|s| s.input.as_ref());
        let input = input.ok_or_else(|| throw(&Error::InputNotLoaded))?;
        let codebook = codebook_from(codebook)?;
        let look = look::look(input, &codebook, codes, seed as u64).map_err(|e| throw(&e))?;
        look.map_or(Ok(JsValue::NULL), |look| look_to(&look))
    }

    /// Bytes that the instance occupies.
    pub fn memory(&self) -> f64 {
        core::arch::wasm32::memory_size(0) as f64 * 65_536.0
    }
}

/// What an analysis makes of a target; nothing of what is no target, or only looked at.
fn read_as_target(slot: &str, array: &mut Array, how: &LoadHow) -> Thrown<TargetFacts> {
    match how.scores {
        Some(scores) if input_of(slot) == Some(Input::Y) => {
            let rows = array.facts.rows - how.drop_rows.len();
            discretize::read_target(array, rows, how.ignore, scores).map_err(|e| throw(&e))
        }
        _ => Ok(TargetFacts::default()),
    }
}

/// The input that a slot holds, if it holds one.
fn input_of(slot: &str) -> Option<Input> {
    Input::ALL.into_iter().chain([Input::Z]).find(|input| input.slot() == slot)
}

/// Number of the input that a slot holds.
fn number(slot: &str) -> u8 {
    Input::ALL.iter().position(|i| i.slot() == slot).unwrap_or_default() as u8
}

fn read_task(task: &JsValue) -> Thrown<Task> {
    unpack(&Uint8Array::from(Reflect::get(task, &"body".into())?).to_vec())
}
