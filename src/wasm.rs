//! The binding: decode, one call, encode. The only file that names `wasm_bindgen`.
//!
//! Plain objects cross by serde; arrays of numbers as typed arrays; the content of tasks and of
//! what they found as bytes that only the engine reads. Errors are thrown as
//! `{ code, message, hint }`.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use js_sys::{Function, Uint8Array};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

use crate::analysis::{self, Found, Input, Plan, Shape, Work};
use crate::array::{Facts, LoadHow, Loader};
use crate::discretize::Prepared;
use crate::error::{Error, Result};
use crate::joint::Counts;
use crate::options::Options;
use crate::report::InputFacts;
use crate::{pid, synthetic, table};

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
    options.resolved().map_err(|e| throw(&e))
}

/// A seed that nobody chose.
#[wasm_bindgen]
pub fn random_seed() -> Thrown<f64> {
    let bits = getrandom::u64().map_err(|e| throw(&Error::Malformed { what: e.to_string() }))?;
    Ok((bits >> 11) as f64)
}
