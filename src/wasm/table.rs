//! Tables of a distribution.

use js_sys::{Array, Function, Reflect};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use super::convert::{Thrown, counts_to, decode, decode_options, encode, listener, throw};
use crate::analysis;
use crate::data::counts::Pmf;
use crate::decompose::ipfp::{SolverOptions, Termination};
use crate::decompose::pid;
use crate::error::Error;
use crate::options::Options;
use crate::read::array::Labels;
use crate::read::table;
use crate::units::BITS;

/// A table of a distribution as TypeScript gives it.
#[derive(Serialize, Deserialize)]
struct Table {
    x1: Vec<Symbol>,
    x2: Vec<Symbol>,
    y: Vec<Symbol>,
    p: Vec<f64>,
}

/// A symbol of a table.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Symbol {
    Number(f64),
    Text(String),
}

impl Symbol {
    fn text(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
        }
    }
}

/// Exact plug-in decomposition of a table `{ x1, x2, y, p }`.
#[wasm_bindgen]
pub fn decompose(table: JsValue, how: JsValue, progress: &Function) -> Thrown<JsValue> {
    #[derive(Serialize, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    struct How {
        tolerance_bits: f64,
    }
    impl Default for How {
        fn default() -> Self {
            Self { tolerance_bits: Options::default().tolerance_bits }
        }
    }
    let (Table { x1, x2, y, p }, How { tolerance_bits }) = (decode(table)?, decode_options(how)?);
    Options { tolerance_bits, ..Options::default() }.validate().map_err(|e| throw(&e))?;
    let columns = [x1, x2, y].map(|column| Labels::from_strings(column.iter().map(Symbol::text)));
    let [x1, x2, y] = columns.map(|labels| labels.map_err(|e| throw(&e)));
    let pmf = table_pmf(&[x1?, x2?, y?], &p)?;
    let options = SolverOptions { tolerance: tolerance_bits / BITS, ..SolverOptions::default() };
    let mut go_on = listener(progress);
    let found =
        pid::decompose(&pmf, &options, &mut |step| go_on(step.iteration as u64, 0)).map_err(|e| throw(&e))?;
    if found.solution.termination == Termination::Interrupted {
        return Err(throw(&Error::Interrupted));
    }
    encode(&analysis::plain_decomposition(&found))
}

fn table_pmf(columns: &[Labels; 3], p: &[f64]) -> Thrown<Pmf> {
    if columns.iter().any(|c| c.codes.len() != p.len()) {
        let what = "x1, x2, y and p must be equally long".into();
        return Err(throw(&Error::Malformed { what }));
    }
    let cell = |i: usize| [0, 1, 2].map(|axis| u32::from(columns[axis].codes[i]));
    let entries: Vec<([u32; 3], f64)> = p.iter().enumerate().map(|(i, &p)| (cell(i), p)).collect();
    let shape = [0, 1, 2].map(|axis| columns[axis].names.len());
    Pmf::new(shape, &entries).map_err(|e| throw(&e))
}

/// Reads a table of columns x1, x2, y and count or p, of one partition or several; with whole counts, also as
/// the `counts` of each that `Analysis.from_counts` takes. Gives a table for each partition.
#[wasm_bindgen]
pub fn parse_table(name: &str, bytes: &[u8]) -> Thrown<Array> {
    let read = table::distribution(name, bytes).map_err(|e| throw(&e))?;
    let counts = read.tables().map_err(|e| throw(&e))?;
    let tables = Array::new();
    for (number, lines) in read.partitions().iter().enumerate() {
        let column = |labels: &Labels| {
            let name = |&line: &usize| labels.names[usize::from(labels.codes[line])].clone();
            lines.iter().map(name).map(Symbol::Text).collect()
        };
        let p = lines.iter().map(|&line| read.mass[line]).collect();
        let object = encode(&Table { x1: column(&read.x1), x2: column(&read.x2), y: column(&read.y), p })?;
        if let Some(counts) = counts.get(number) {
            Reflect::set(&object, &"counts".into(), &counts_to(counts)?)?;
        }
        if let Some(partition) = &read.partition {
            Reflect::set(&object, &"partition".into(), &partition.names[number].as_str().into())?;
        }
        tables.push(&object);
    }
    Ok(tables)
}
