//! What a task worker holds: inputs by slot, and tasks run on them.

use std::collections::BTreeMap;

use js_sys::{Function, Reflect, Uint8Array, Uint32Array};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::convert::{Thrown, decode, encode, listener, pack, throw, unpack};
use crate::analysis::{self, Input, Work};
use crate::array::{Array, Facts, Labels};
use crate::discretize::{self, Prepared};
use crate::error::Error;
use crate::load::{LoadHow, Loader, Mode, Retain};
use crate::options::Preparation;

/// An input's facts as TypeScript gets them: the engine's, and the file's name.
#[derive(Serialize)]
struct NamedFacts<'a> {
    name: &'a str,
    #[serde(flatten)]
    facts: &'a Facts,
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
            Mode::Keep => {
                let effect = self.keep(slot, array, &how.preparation.unwrap_or_default())?;
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

    /// Labels that are already in memory.
    pub fn labels(&mut self, slot: &str, values: Vec<String>) -> Thrown<JsValue> {
        let labels = Labels::from_strings(values).map_err(|e| throw(&e))?;
        let array = Array::from_labels(slot, labels, "str").map_err(|e| throw(&e))?;
        let facts = encode(&NamedFacts { name: slot, facts: &array.facts })?;
        self.keep(slot, array, &Preparation::default())?;
        Ok(facts)
    }

    /// Prepares an input and keeps it; returns what the preparation did.
    fn keep(&mut self, slot: &str, array: Array, preparation: &Preparation) -> Thrown<JsValue> {
        let number = Input::ALL.iter().position(|i| i.slot() == slot).unwrap_or_default() as u8;
        let prepared = discretize::prepare(array, preparation, number).map_err(|e| throw(&e))?;
        let effect = encode(&prepared.report())?;
        self.inputs.insert(slot.into(), prepared);
        Ok(effect)
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
