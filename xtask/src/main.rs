//! `cargo xtask wasm`: builds the engine for WebAssembly and its JavaScript bindings into
//! `www/lib/wasm/`.
//!
//! The toolchain is the first that can: the one on PATH if it has the wasm target, the same after
//! asking rustup (bounded in time: with no network it would hang), Debian's own Rust building
//! its standard library from source, installed first when that is allowed.

mod bindings;
mod toolchain;

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let outcome = match std::env::args().nth(1).as_deref() {
        Some("wasm") => wasm(),
        _ => Err("usage: cargo xtask wasm".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

fn wasm() -> Result<(), String> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let root = root.parent().ok_or("xtask stands in no workspace")?;
    let module = toolchain::find()?.build(root)?;
    bindings::write(&module, &root.join("www/lib/wasm"), root)
}
