//! `cargo xtask wasm`: builds the engine for WebAssembly and its JavaScript bindings into
//! `www/lib/wasm/`. `cargo xtask describe`: writes what the engine says of itself into
//! `www/lib/generated/engine.json`.
//!
//! The toolchain is the first that can: the one on PATH if it has the wasm target, the same after
//! asking rustup (bounded in time: with no network it would hang), Debian's own Rust building
//! its standard library from source, installed first when that is allowed.

mod bindings;
mod describe;
mod toolchain;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let outcome = match std::env::args().nth(1).as_deref() {
        Some("describe") => root().and_then(|root| describe::write(&root)),
        Some("wasm") => root().and_then(|root| wasm(&root)),
        _ => Err("usage: cargo xtask describe | wasm".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

/// The top of the checkout.
fn root() -> Result<PathBuf, String> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    Ok(here.parent().ok_or("xtask stands in no workspace")?.to_owned())
}

fn wasm(root: &Path) -> Result<(), String> {
    let module = toolchain::find()?.build(root)?;
    bindings::write(&module, &root.join("www/lib/wasm"), root)
}
