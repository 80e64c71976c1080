//! Failures around the engine: workers, files on their way, links, the command line, the page.
//!
//! TypeScript throws them; a code that is not here does not compile there.

use super::{Blame, Failure, Origin};

/// Fails because of what was given.
const fn input(code: &'static str, [what, why, advice]: [&'static str; 3]) -> Failure {
    Failure { code, origin: Origin::Package, blame: Blame::Input, what, why, advice }
}

/// Fails for another reason.
const fn run(code: &'static str, [what, why, advice]: [&'static str; 3]) -> Failure {
    Failure { code, origin: Origin::Package, blame: Blame::Run, what, why, advice }
}

pub(super) const ALL: &[Failure] = &[
    run(
        "engine_crashed",
        [
            "The engine stopped unexpectedly.",
            "It has a defect, or the browser ended its worker.",
            "Run again; the files are kept. If it happens again, please report it with its text.",
        ],
    ),
    run(
        "engine_unavailable",
        [
            "The engine could not be loaded.",
            "modalens.wasm is not where it was looked for, or the content security policy forbids it.",
            "Serve modalens.wasm beside the script, pass createAnalyzer({ wasm }), or import \
            'modalens/inline'.",
        ],
    ),
    run(
        "not_loaded",
        [
            "A part of the page could not be loaded.",
            "There is no connection to the page's host.",
            "Try again once there is one. Files and analyses are kept.",
        ],
    ),
    run(
        "engine_stalled",
        [
            "The engine had no task left but no report either.",
            "This is a defect.",
            "Please report it with the options of the run.",
        ],
    ),
    run(
        "worker_failed",
        [
            "A worker could not be started or has died.",
            "The browser or the operating system ended it, mostly for want of memory.",
            "Run again; if it happens again, use fewer workers or fewer samples.",
        ],
    ),
    run(
        "worker_blocked",
        [
            "The browser did not let the page compute in the background.",
            "The content security policy, an extension or a setting forbids workers.",
            "Reload the page, or try another browser or without extensions. In a page of your own, allow \
             \"worker-src blob:\", or pass createAnalyzer({ worker: false }).",
        ],
    ),
    run(
        "no_progress",
        [
            "Nothing has happened for a long time.",
            "The machine is busy, the file is far away, or the browser has put the tab to sleep.",
            "Wait; or cancel, which keeps files and options, and run again.",
        ],
    ),
    run(
        "no_webassembly",
        [
            "This browser does not run WebAssembly, in which the computations are written.",
            "It is too old, or a lockdown or security setting has turned WebAssembly off.",
            "Use a newer browser, or change that setting.",
        ],
    ),
    run(
        "no_simd",
        [
            "This browser or its processor lacks the vector instructions that are needed.",
            "It is too old for WebAssembly SIMD.",
            "Use a newer browser.",
        ],
    ),
    run(
        "no_workers",
        [
            "This browser cannot compute in the background.",
            "It has no workers.",
            "Use a newer browser. In a page of your own, createAnalyzer({ worker: false }) computes on its \
            thread.",
        ],
    ),
    run(
        "disposed",
        [
            "The analyzer was disposed of.",
            "dispose() was called before the call, or while it ran.",
            "Make another one with createAnalyzer().",
        ],
    ),
    run(
        "unexpected",
        [
            "Something unexpected happened.",
            "This is a defect of the page.",
            "Your files are kept. Try again; if it comes back, please report it with the details.",
        ],
    ),
    input(
        "file_unreadable",
        [
            "A file cannot be read.",
            "It was moved, deleted or changed since it was chosen, or may not be opened.",
            "Choose it again, or check the path.",
        ],
    ),
    input(
        "bad_parquet",
        [
            "A Parquet file cannot be read, or a column of it holds something else than numbers or labels.",
            "It is damaged, compressed in a way that is not read, or has rows of unequal length.",
            "Write it again with snappy, gzip or zstd, in row groups that fit in memory; or save .npy.",
        ],
    ),
    input(
        "file_changed",
        [
            "A file was changed while it was in use.",
            "Something wrote to it, or moved or deleted it, after it was chosen.",
            "Choose it again, or run again once nothing writes to it.",
        ],
    ),
    input(
        "unsupported_source",
        [
            "What was given as an input cannot be read.",
            "It is of another kind than a file, bytes of a file, { data, shape }, or a list of labels or \
            numbers.",
            "Give one of these; paths can be opened in Node only.",
        ],
    ),
    input(
        "shape_mismatch",
        [
            "An array has more or fewer values than its shape asks for.",
            "The shape has rows and columns exchanged, or is that of another array.",
            "Give the shape as [rows, columns], rows first.",
        ],
    ),
    input(
        "malformed_codebook",
        [
            "A codebook cannot be read.",
            "The file is of another kind, or was changed.",
            "Write one with `modalens analyze ... --codes DIR`, or export it from the page.",
        ],
    ),
    input(
        "link_damaged",
        [
            "A link cannot be read.",
            "Part of it was lost on the way, or it was changed.",
            "Ask for it again, or for the .modalens.json file.",
        ],
    ),
    input(
        "file_damaged",
        [
            "A saved analysis cannot be read.",
            "The file was cut or changed, or is not one of Modalens.",
            "Save it again in the page, or with `modalens analyze ... --out FILE`.",
        ],
    ),
    input(
        "link_version",
        [
            "A link or a file was written by a newer version.",
            "Its format is not known yet to this one.",
            "Open it with a newer version of Modalens.",
        ],
    ),
    input(
        "nothing_shared",
        [
            "A link or a file holds no analysis that this version can show.",
            "Everything in it was written by a newer version.",
            "Open it with a newer version of Modalens.",
        ],
    ),
    input(
        "no_layers",
        [
            "None of X1, X2 and Y has layers.",
            "All of them are single arrays of samples x features.",
            "Give a file for each layer, or stack the layers as (layers, samples, features).",
        ],
    ),
    input(
        "layers_differ",
        [
            "The layers of the inputs do not match.",
            "One has layers that another does not have, or one of them twice.",
            "Give the same layers of each, each once, or one file in place of the layers of one.",
        ],
    ),
    input(
        "bad_pattern",
        [
            "A pattern of file names cannot be used.",
            "It has no {slot}, a name twice, or a name that is none.",
            "Write it as \"{model}/{dataset}/layer{layer}_{slot}.npy\".",
        ],
    ),
    input(
        "missing_input",
        [
            "A row of a study lacks an input, or two files may be one.",
            "The names of files do not tell X1, X2 and Y once each.",
            "Add the file, or say how names are made with a pattern.",
        ],
    ),
    input(
        "usage",
        [
            "A command was not understood.",
            "An argument is missing, unknown or of another kind.",
            "See `modalens --help`.",
        ],
    ),
];
