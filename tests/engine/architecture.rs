//! The house rules of `src/` that the compiler does not hold.

use std::fs;
use std::path::{Path, PathBuf};

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Modules in the order of `numerics.rs`, then of `engine.rs`.
fn modules() -> Vec<String> {
    let text =
        ["numerics.rs", "engine.rs"].map(|name| fs::read_to_string(source().join(name)).unwrap()).concat();
    let names = text.lines().filter_map(|l| l.trim_start_matches("pub ").strip_prefix("mod "));
    names.map(|n| n.trim_end_matches(';').to_owned()).collect()
}

fn files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let entries = fs::read_dir(path).unwrap().map(|e| e.unwrap().path());
    entries.flat_map(|p| files(&p)).collect()
}

/// Every source file with the module it belongs to.
fn sources() -> Vec<(String, PathBuf)> {
    let mut all = vec![];
    for module in modules() {
        let (file, folder) = (source().join(format!("{module}.rs")), source().join(&module));
        for path in [file, folder].iter().filter(|p| p.exists()) {
            all.extend(files(path).into_iter().map(|f| (module.clone(), f)));
        }
    }
    all
}

/// First segments of the `crate::` paths in a text.
fn imports(text: &str) -> Vec<String> {
    let code = text.lines().filter(|l| !l.trim_start().starts_with("//"));
    let parts = code.flat_map(|l| l.split("crate::").skip(1).map(str::to_owned).collect::<Vec<_>>());
    parts.map(|p| p.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()).collect()
}

#[test]
fn modules_import_only_modules_above_them() {
    let order = modules();
    assert!(order.len() > 15 && sources().len() > 20, "the scan found the engine");
    for (module, file) in sources() {
        let place = order.iter().position(|m| *m == module);
        for import in imports(&fs::read_to_string(&file).unwrap()) {
            let above = order.iter().position(|m| *m == import);
            let sound = import == module || above.is_none_or(|above| Some(above) < place);
            assert!(sound, "{} imports {import}, which is declared below {module}", file.display());
        }
    }
}

#[test]
fn only_the_binding_names_javascript_and_only_the_kernel_is_unsafe_and_multiplies() {
    for (module, file) in sources() {
        let text = fs::read_to_string(&file).unwrap();
        for word in ["wasm_bindgen", "js_sys", "JsValue"] {
            assert!(module == "wasm" || !text.contains(word), "{} names {word}", file.display());
        }
        // ndarray's products sum in an order that depends on the processor.
        assert!(!text.contains(".dot("), "{} multiplies by ndarray", file.display());
        let unsafe_code = text.contains("unsafe {") || text.contains("unsafe fn");
        assert!(module == "kernel" || !unsafe_code, "{} is unsafe", file.display());
    }
}
