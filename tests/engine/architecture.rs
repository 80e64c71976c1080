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
    parts(group).into_iter().map(name).filter(|name| !name.is_empty()).collect()
}

/// Modules of the crate's top that a file of `depth` folders below it names by `crate::` or by enough
/// `super::`.
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
    assert_eq!(names, ["input.rs", "lib.rs", "options.rs", "rng.rs", "units.rs"]);
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

/// Parts of a group, at its commas.
fn parts(group: &str) -> Vec<&str> {
    let (mut depth, mut parts, mut start) = (0, vec![], 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                parts.push(group[start..at].trim());
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    parts
}

/// Every path that begins here, groups written out: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn written_out(text: &str) -> Vec<Vec<String>> {
    if let Some(group) = text.strip_prefix('{') {
        return parts(group).into_iter().flat_map(written_out).collect();
    }
    let name: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let rest = text[name.len()..].strip_prefix("::").map_or(vec![vec![]], written_out);
    rest.into_iter().map(|path| [vec![name.clone()], path].concat()).collect()
}

/// Files below a room's door, by the path of their module.
fn modules_of_files() -> Vec<(Vec<String>, PathBuf)> {
    let path = |file: &Path| -> Vec<String> {
        let below = file.strip_prefix(source()).unwrap().with_extension("");
        below.iter().map(|part| part.to_str().unwrap().to_owned()).collect()
    };
    let all = sources().into_iter().filter(|(_, file)| !file.ends_with("mod.rs"));
    all.map(|(_, file)| (path(&file), file)).collect()
}

/// Files that a file names, by `crate::` or by steps up from its own module.
fn named(own: &[String], text: &str, all: &[(Vec<String>, PathBuf)]) -> Vec<usize> {
    let text = code(text);
    let mut paths = vec![];
    for (at, _) in text.match_indices("crate::") {
        paths.extend(written_out(&text[at + "crate::".len()..]));
    }
    for (at, _) in text.match_indices("super::") {
        if text[..at].ends_with("super::") {
            continue;
        }
        let chain = text[at..].split("super::").take_while(|step| step.is_empty()).count();
        let steps = &text[at + chain * "super::".len()..];
        let above = &own[..own.len().saturating_sub(chain)];
        paths.extend(written_out(steps).into_iter().map(|path| [above.to_vec(), path].concat()));
    }
    let file = |path: &Vec<String>| all.iter().position(|(module, _)| path.starts_with(module));
    paths.iter().filter_map(file).filter(|&found| all[found].0 != own).collect()
}

#[test]
fn the_scan_writes_groups_out() {
    let found = written_out("a::{b, c::{d, e}};");
    assert_eq!(found.iter().map(|p| p.join("::")).collect::<Vec<_>>(), ["a::b", "a::c::d", "a::c::e"]);
    let module = |path: &str| path.split("::").map(str::to_owned).collect::<Vec<_>>();
    let all = ["k::a", "k::b", "k::n::c"].map(|path| (module(path), PathBuf::new()));
    assert_eq!(named(&module("k::a"), "use super::{b::X, Y};", &all), [1]);
    assert_eq!(named(&module("k::n::c"), "super::super::a::f(); use crate::k::{b, Z};", &all), [1, 0]);
}

#[test]
fn files_form_no_circle() {
    let all = modules_of_files();
    let edges: Vec<Vec<usize>> =
        all.iter().map(|(own, file)| named(own, &fs::read_to_string(file).unwrap(), &all)).collect();
    assert!(edges.iter().flatten().count() > 100, "the scan found the imports");
    // Files that name nothing but what was taken away before are taken away, until none is left.
    let mut left: Vec<usize> = (0..all.len()).collect();
    loop {
        let kept: Vec<usize> =
            left.iter().copied().filter(|&i| edges[i].iter().any(|to| left.contains(to))).collect();
        if kept.len() == left.len() {
            break;
        }
        left = kept;
    }
    let names: Vec<String> = left.iter().map(|&i| all[i].0.join("::")).collect();
    assert!(names.is_empty(), "files that name each other in a circle, or name one that does: {names:?}");
}
