//! Every failure once: what happened, why, what to do. Page, package, command line and documentation tell it
//! so.

use serde::Serialize;

mod engine;
mod file;
mod package;

pub(super) use engine::*;
pub(super) use file::*;

/// One kind of failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Failure {
    /// Stable code, part of the public interface.
    pub code: &'static str,
    /// Where it happens.
    pub origin: Origin,
    /// Who is to blame.
    pub blame: Blame,
    /// What happened.
    pub what: &'static str,
    /// Why it happens.
    pub why: &'static str,
    /// What to do about it.
    pub advice: &'static str,
}

/// Where a failure happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// In an analysis.
    Engine,
    /// While a file is read.
    File,
    /// Around the engine: workers, links, the command line, the page.
    Package,
}

/// Who is to blame for a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Blame {
    /// What was given cannot be used: the command line ends with 2.
    Input,
    /// The run did not come to its end: the command line ends with 1.
    Run,
}

/// Every failure: those of the engine, of files, and of what is around the engine.
pub fn catalogue() -> impl Iterator<Item = &'static Failure> {
    engine::ALL.iter().chain(file::ALL).chain(package::ALL)
}

/// A constant for each failure, and the list of them.
macro_rules! failures {
    (
        $origin:ident:
        $($name:ident $blame:ident $code:literal: $what:literal $why:literal $advice:literal)*
    ) => {
        $(pub(in crate::error) const $name: Failure = Failure {
            code: $code,
            origin: Origin::$origin,
            blame: Blame::$blame,
            what: $what,
            why: $why,
            advice: $advice,
        };)*
        pub(super) const ALL: &[Failure] = &[$($name),*];
    };
}
use failures;
