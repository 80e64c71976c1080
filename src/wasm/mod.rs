//! The binding: decode, one call, encode. The only file that names `wasm_bindgen`.
//!
//! Plain objects cross by serde; arrays of numbers as typed arrays; the content of tasks and of
//! what they found as bytes that only the engine reads. Errors are thrown as
//! `{ code, message, hint }`.

mod convert;
mod coordinator;
mod systems;
mod table;
mod workspace;

use sha2::Digest as _;
use wasm_bindgen::prelude::*;

use crate::analysis;
use crate::error::Error;
use convert::{Thrown, encode, options, throw};

pub use coordinator::{Analysis, foresee};
pub use systems::{generate, systems};
pub use table::{decompose, parse_table};
pub use workspace::Workspace;

/// Makes a panic readable before the instance dies of it, and says where it is wanted.
#[wasm_bindgen(start)]
pub fn start() {
    std::panic::set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        web_sys::console::warn_1(&DEFECT.into());
    }));
}

const DEFECT: &str = concat!(
    "Modalens ",
    env!("CARGO_PKG_VERSION"),
    " has a defect; please bring the message above to ",
    env!("CARGO_PKG_REPOSITORY"),
    "/issues."
);

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

/// A fixed piece of work, by which a caller tells how fast this machine is.
#[wasm_bindgen]
pub fn exercise() -> Thrown<()> {
    analysis::exercise().map_err(|e| throw(&e))
}

/// A seed that nobody chose.
#[wasm_bindgen]
pub fn random_seed() -> Thrown<f64> {
    let bits = getrandom::u64().map_err(|e| throw(&Error::Malformed { what: e.to_string() }))?;
    Ok((bits >> 11) as f64)
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
