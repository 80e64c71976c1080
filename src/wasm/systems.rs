//! Systems with known truth.

use js_sys::{Int32Array, Object};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::convert::{Thrown, decode_options, encode, matrix_to, set, throw};
use crate::error::Error;
use crate::report::PlainAtoms;
use crate::synthetic::{self, GenerateOptions, Group, Truth};

/// A system as TypeScript gets it.
#[derive(Serialize)]
struct SystemInfo {
    name: &'static str,
    title: &'static str,
    description: &'static str,
    group: Group,
    rho: Option<f64>,
    strengths: Option<[f64; 2]>,
    shape: [usize; 3],
    truth: PlainAtoms,
    within: Option<PlainAtoms>,
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
        strengths: s.strengths,
        shape: s.shape,
        truth: atoms(&s.truth),
        within: s.within.as_ref().map(atoms),
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

fn symbols(symbols: &[u32]) -> Thrown<JsValue> {
    let object = Object::new();
    let values: Vec<i32> = symbols.iter().map(|&symbol| symbol as i32).collect();
    set(&object, "data", &Int32Array::from(values.as_slice()))?;
    set(&object, "shape", &encode(&[values.len()])?)?;
    Ok(object.into())
}

/// Samples of a system, with its exact atoms.
#[wasm_bindgen]
pub fn generate(name: &str, how: JsValue) -> Thrown<JsValue> {
    let how: GenerateOptions = decode_options(how)?;
    let sample = synthetic::generate(name, &how).map_err(|e| throw(&e))?;
    let object = Object::new();
    for (slot, x) in [("x1", &sample.x1), ("x2", &sample.x2)] {
        let values = x.as_slice().ok_or_else(|| throw(&Error::InputNotLoaded))?;
        set(&object, slot, &matrix_to(values, [x.nrows(), x.ncols()])?)?;
    }
    set(&object, "y", &symbols(&sample.y)?)?;
    if let Some(z) = &sample.z {
        set(&object, "z", &symbols(z)?)?;
    }
    set(&object, "truth", &encode(&atoms(&sample.truth))?)?;
    Ok(object.into())
}
