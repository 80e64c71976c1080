//! What crosses to TypeScript, as JSON Schema.

use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::analysis::Phase;
use crate::check::Concern;
use crate::describe::{Rules, rules};
use crate::discretize::TargetFacts;
use crate::error::{Failure, catalogue};
use crate::options::Options;
use crate::read::LoadHow;
use crate::read::array::Facts;
use crate::report::{Decomposition, Report, SCHEMA};

/// What the engine says of itself.
#[derive(Debug, Serialize)]
pub struct Description {
    /// The published schema of a report, draft 2020-12.
    pub report: Schema,
    /// Every type that crosses, by name, draft 07.
    pub types: Map<String, Value>,
    /// Options as they are when none is given.
    pub defaults: Options,
    /// The numbers by which the engine decides.
    pub rules: Rules,
    /// Every failure, by code.
    pub failures: Vec<Failure>,
}

/// What the engine says of itself.
pub fn describe() -> Description {
    let mut report = settings(SchemaSettings::draft2020_12()).into_root_schema_for::<Report>();
    report.insert("$id".into(), json!("https://modalens.github.io/modalens/report.schema.json"));
    report.insert("title".into(), json!(SCHEMA));
    let mut failures: Vec<Failure> = catalogue().copied().collect();
    failures.sort_by_key(|failure| failure.code);
    Description { report, types: types(), defaults: Options::default(), rules: rules(), failures }
}

fn types() -> Map<String, Value> {
    fn add<T: JsonSchema>(generator: &mut SchemaGenerator) {
        generator.subschema_for::<T>();
    }
    let mut generator = settings(SchemaSettings::draft07());
    let results =
        [add::<Report>, add::<Decomposition>, add::<Phase>, add::<Concern>, add::<Failure>, add::<Rules>];
    let reading = [add::<Facts>, add::<LoadHow>, add::<TargetFacts>];
    results.into_iter().chain(reading).for_each(|add| add(&mut generator));
    generator.take_definitions(true)
}

/// As it is written, not as it may be read: every field is there.
fn settings(settings: SchemaSettings) -> SchemaGenerator {
    settings.for_serialize().with_transform(Closed).into_generator()
}

/// Objects have no fields but those named; numbers have no Rust width.
#[derive(Debug, Clone)]
struct Closed;

impl Transform for Closed {
    fn transform(&mut self, schema: &mut Schema) {
        if schema.get("properties").is_some() {
            schema.insert("additionalProperties".into(), json!(false));
        }
        schema.remove("format");
        transform_subschemas(self, schema);
    }
}
