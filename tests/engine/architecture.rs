//! The house rules of `src/` that the compiler does not hold.

use std::fs;
use std::path::{Path, PathBuf};

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Modules in the order of `lib.rs`.
fn modules() -> Vec<String> {
    let text = fs::read_to_string(source().join("lib.rs")).unwrap();
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

/// Text without comments.
fn code(text: &str) -> String {
    text.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The first name of each path that follows, also within braces: `{a::b, c}::...` names `a` and `c`.
fn first_names(path: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    let Some(group) = path.strip_prefix('{') else { return vec![name(path)] };
    let (mut depth, mut names, mut start) = (0, vec![], 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                names.push(name(&group[start..at]));
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    names.into_iter().filter(|name| !name.is_empty()).collect()
}

/// Modules of the crate's top that a file of `depth` folders below it names by `crate::` or by enough `super::`.
fn imports(text: &str, depth: usize) -> Vec<String> {
    let up = "super::".repeat(depth);
    let text = code(text);
    let by = |root: &str| text.split(root).skip(1).flat_map(first_names).collect::<Vec<_>>();
    let above = if depth > 0 { by(&up) } else { vec![] };
    by("crate::").into_iter().chain(above.into_iter().filter(|name| name != "super")).collect()
}

/// Folders between a file's module and the top: `a/mod.rs` and `a.rs` are one below it.
fn depth(file: &Path) -> usize {
    let below = file.strip_prefix(source()).unwrap();
    below.components().count() - usize::from(below.ends_with("mod.rs"))
}

#[test]
fn the_scan_understands_groups_and_steps_up() {
    let text =
        "use crate::{read::{npy, npz}, error::Error};\nuse super::super::kernel::f32;\n// crate::wasm\n";
    assert_eq!(imports(text, 2), ["read", "error", "kernel"]);
    assert_eq!(imports(text, 3), ["read", "error"]);
    assert_eq!(imports("use super::check;", 1), ["check"]);
}

#[test]
fn modules_import_only_modules_above_them() {
    let order = modules();
    assert!(order.len() > 12 && sources().len() > 80, "the scan found the engine");
    for (module, file) in sources() {
        let place = order.iter().position(|m| *m == module);
        for import in imports(&fs::read_to_string(&file).unwrap(), depth(&file)) {
            let above = order.iter().position(|m| *m == import);
            let sound = import == module || above.is_none_or(|above| Some(above) < place);
            assert!(sound, "{} imports {import}, which is declared below {module}", file.display());
        }
    }
}

#[test]
fn the_top_of_the_engine_has_the_files_of_the_map_only() {
    let files = fs::read_dir(source()).unwrap().map(|e| e.unwrap()).filter(|e| e.path().is_file());
    let mut names: Vec<String> = files.map(|e| e.file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["input.rs", "lib.rs", "options.rs", "report.rs", "rng.rs", "units.rs"]);
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
