//! Values, errors and callbacks, from and to JavaScript.

use std::ops::ControlFlow;

use js_sys::{Array, Float32Array, Float64Array, Function, Object, Reflect, Uint32Array};
use postcard::ser_flavors::Size;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

use crate::data::counts::Counts;
use crate::data::matrix::Matrix;
use crate::discretize::Codebook;
use crate::discretize::look::Look;
use crate::discretize::prepare::Transform;
use crate::error::Error;
use crate::options::Options;

/// A result whose error is thrown.
pub(super) type Thrown<T> = std::result::Result<T, JsValue>;

/// An error as TypeScript gets it.
#[derive(Serialize)]
struct Told {
    code: &'static str,
    message: String,
    hint: String,
}

pub(super) fn throw(error: &Error) -> JsValue {
    let told = Told { code: error.code(), message: error.message(), hint: error.hint() };
    encode(&told).unwrap_or_else(|fallback| fallback)
}

/// Plain objects for records, `null` for nothing.
pub(super) fn encode<T: Serialize + ?Sized>(value: &T) -> Thrown<JsValue> {
    let plain = serde_wasm_bindgen::Serializer::json_compatible();
    value.serialize(&plain).map_err(|e| JsValue::from_str(&e.to_string()))
}

pub(super) fn decode<T: DeserializeOwned>(value: JsValue) -> Thrown<T> {
    serde_wasm_bindgen::from_value(value).map_err(|e| throw(&Error::Malformed { what: e.to_string() }))
}

/// Like [`decode`], but refuses keys that the type does not have, which the binding would pass over.
pub(super) fn decode_options<T: DeserializeOwned + Serialize>(given: JsValue) -> Thrown<T> {
    let options: T = decode(given.clone()).map_err(|error| misread::<T>(&given).unwrap_or(error))?;
    refuse_unknown(&given, &encode(&options)?, "")?;
    Ok(options)
}

/// What is wrong with the first option that cannot be read, with its name.
fn misread<T: DeserializeOwned>(given: &JsValue) -> Option<JsValue> {
    Object::entries(given.dyn_ref::<Object>()?).iter().find_map(|entry| {
        let name = Reflect::get_u32(&entry, 0).ok()?.as_string()?;
        let alone = Object::from_entries(&Array::of1(&entry)).ok()?;
        let error = serde_wasm_bindgen::from_value::<T>(alone.into()).err()?;
        Some(throw(&Error::Malformed { what: format!("the option {name}: {error}") }))
    })
}

/// Every key of a record, and of records within it, must be one that is known.
fn refuse_unknown(given: &JsValue, known: &JsValue, path: &str) -> Thrown<()> {
    let plain = |value: &JsValue| value.is_object() && !value.is_array();
    if !plain(given) || !plain(known) {
        return Ok(());
    }
    let keys = |value: &JsValue| -> Vec<String> {
        Object::keys(value.unchecked_ref::<Object>()).iter().filter_map(|key| key.as_string()).collect()
    };
    let names = keys(known);
    for key in keys(given) {
        let option = format!("{path}{key}");
        if !names.contains(&key) {
            return Err(throw(&Error::UnknownOption { option, known: names }));
        }
        let key = JsValue::from(key);
        refuse_unknown(&Reflect::get(given, &key)?, &Reflect::get(known, &key)?, &format!("{option}."))?;
    }
    Ok(())
}

pub(super) fn pack<T: Serialize>(value: &T) -> Thrown<Vec<u8>> {
    let malformed = |e: postcard::Error| throw(&Error::Malformed { what: e.to_string() });
    // As long as it will be: a buffer that grows leaves its former places behind, and memory never shrinks.
    let size = postcard::serialize_with_flavor(value, Size::default()).map_err(malformed)?;
    postcard::to_extend(value, Vec::with_capacity(size)).map_err(malformed)
}

pub(super) fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Thrown<T> {
    postcard::from_bytes(bytes).map_err(|e| throw(&Error::Malformed { what: e.to_string() }))
}

/// Turns a JavaScript callback `(done, total) => goOn` into the engine's.
pub(super) fn listener(callback: &Function) -> impl FnMut(u64, u64) -> ControlFlow<()> + '_ {
    |done, total| {
        let answer = callback.call2(&JsValue::NULL, &(done as f64).into(), &(total as f64).into());
        match answer {
            Ok(go_on) if go_on != JsValue::FALSE => ControlFlow::Continue(()),
            _ => ControlFlow::Break(()),
        }
    }
}

pub(super) fn options(partial: JsValue) -> Thrown<Options> {
    let options: Options = decode_options(partial)?;
    options.validate().map_err(|e| throw(&e))?;
    Ok(options)
}

pub(super) fn set(object: &Object, key: &str, value: &JsValue) -> Thrown<()> {
    Reflect::set(object, &key.into(), value).map(|_| ())
}

pub(super) fn matrix_to(values: &[f32], shape: [usize; 2]) -> Thrown<JsValue> {
    let object = Object::new();
    set(&object, "data", &Float32Array::from(values))?;
    set(&object, "shape", &encode(&shape)?)?;
    Ok(object.into())
}

fn row_to(values: &[f32]) -> JsValue {
    if values.is_empty() { JsValue::NULL } else { Float32Array::from(values).into() }
}

fn row_from(object: &JsValue, key: &str) -> Thrown<Vec<f32>> {
    let value = Reflect::get(object, &key.into())?;
    Ok(if value.is_null() { vec![] } else { Float32Array::new(&value).to_vec() })
}

fn matrix_from(value: &JsValue) -> Thrown<Matrix> {
    let [rows, features]: [usize; 2] = decode(Reflect::get(value, &"shape".into())?)?;
    Matrix::from_vec(rows, features, row_from(value, "data")?).map_err(|e| throw(&e))
}

/// Centroids `{ data, shape }` with the `transform` that leads to their space.
pub(super) fn codebook_to(codebook: &Codebook, transform: &JsValue) -> Thrown<JsValue> {
    let centroids = codebook.centroids();
    let object = matrix_to(centroids.values(), [centroids.rows(), centroids.features()])?;
    Reflect::set(&object, &"transform".into(), transform)?;
    Ok(object)
}

/// The preparation of an input, one object for all its codebooks: components may be large.
pub(super) fn transform_to(transform: &Transform) -> Thrown<JsValue> {
    let parts = Object::new();
    set(&parts, "centre", &row_to(&transform.centre))?;
    set(&parts, "l2", &transform.l2.into())?;
    set(&parts, "mean", &row_to(&transform.mean))?;
    let components = match &transform.components {
        Some(matrix) => matrix_to(matrix.values(), [matrix.rows(), matrix.features()])?,
        None => JsValue::NULL,
    };
    set(&parts, "components", &components)?;
    Ok(parts.into())
}

pub(super) fn codebook_from(value: &JsValue) -> Thrown<Codebook> {
    let parts = Reflect::get(value, &"transform".into())?;
    let components = Reflect::get(&parts, &"components".into())?;
    let transform = Transform {
        centre: row_from(&parts, "centre")?,
        l2: decode(Reflect::get(&parts, &"l2".into())?)?,
        mean: row_from(&parts, "mean")?,
        components: if components.is_null() { None } else { Some(matrix_from(&components)?) },
    };
    Codebook::new(matrix_from(value)?, transform).map_err(|e| throw(&e))
}

pub(super) fn look_to(look: &Look) -> Thrown<JsValue> {
    let points = |places: &[[f32; 2]]| JsValue::from(Float32Array::from(places.as_flattened()));
    let nearest = look.nearest.iter().map(|rows| Uint32Array::from(rows.as_slice())).collect::<Array>();
    let object = Object::new();
    set(&object, "rows", &Uint32Array::from(look.rows.as_slice()))?;
    set(&object, "samples", &points(&look.plane.samples))?;
    set(&object, "centroids", &points(&look.plane.centroids))?;
    set(&object, "variance_kept", &look.plane.variance_kept.into())?;
    set(&object, "nearest", &nearest)?;
    Ok(object.into())
}

pub(super) fn counts_to(counts: &Counts) -> Thrown<JsValue> {
    let object = Object::new();
    set(&object, "shape", &encode(&counts.shape)?)?;
    let cells: Vec<u32> = counts.cells.iter().flatten().copied().collect();
    set(&object, "cells", &Uint32Array::from(cells.as_slice()))?;
    let values: Vec<f64> = counts.counts.iter().map(|&c| c as f64).collect();
    set(&object, "counts", &Float64Array::from(values.as_slice()))?;
    Ok(object.into())
}

pub(super) fn counts_from(value: &JsValue) -> Thrown<Counts> {
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
