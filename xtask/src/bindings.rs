//! JavaScript bindings of the module, and its last pass of optimisation.

use std::fs;
use std::path::Path;
use std::process::Command;

use wasm_bindgen_cli_support::Bindgen;

/// Writes `modalens.js`, `modalens.d.ts` and `modalens_bg.wasm` into `out`, unless they are newer
/// than the module.
pub fn write(module: &Path, out: &Path, root: &Path) -> Result<(), String> {
    let bound = out.join("modalens_bg.wasm");
    if newer(&bound, module) {
        return Ok(());
    }
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).out_name("modalens").typescript(true);
    bindgen.web(true).map_err(|e| e.to_string())?;
    bindgen.generate(out).map_err(|e| format!("wasm-bindgen failed: {e:#}"))?;
    optimise(&bound, root)?;
    println!("Wrote {} ({} kB).", bound.display(), size(&bound) / 1000);
    Ok(())
}

/// Shrinks the module without touching its loops: wasm-opt at -O2 and above makes the SIMD
/// kernels slower by half in V8, since it undoes the register allocation they were written for.
fn optimise(module: &Path, root: &Path) -> Result<(), String> {
    let tool = root.join("node_modules/binaryen/bin/wasm-opt");
    if !tool.exists() {
        return Err("node_modules has no binaryen; run `npm ci` first.".into());
    }
    let status = Command::new("node")
        .arg(tool)
        .args(["--enable-simd", "--enable-bulk-memory", "--enable-nontrapping-float-to-int"])
        .args([
            "--enable-sign-ext",
            "--enable-mutable-globals",
            "--enable-reference-types",
            "--enable-multivalue",
        ])
        .args(["--strip-debug", "--strip-producers", "--dce", "--duplicate-function-elimination", "--rse"])
        // Locals by how often they are used, and one function for several that differ in constants.
        .args(["--vacuum", "--reorder-locals", "--merge-similar-functions"])
        .arg(module)
        .arg("-o")
        .arg(module)
        .status()
        .map_err(|e| format!("wasm-opt could not be started: {e}."))?;
    if status.success() { Ok(()) } else { Err("wasm-opt failed; it says why above.".into()) }
}

fn newer(a: &Path, b: &Path) -> bool {
    let time = |p: &Path| fs::metadata(p).and_then(|m| m.modified()).ok();
    matches!((time(a), time(b)), (Some(a), Some(b)) if a >= b)
}

fn size(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |m| m.len())
}
