//! Gates and synthetic vision-language models with exact truth.
//!
//! A system is a table P(z1, z2, y) over latent states, built by a formula, with its four atoms
//! from the solver. Samples are drawn from it, and each state is embedded as
//! `x = G[z] + sqrt(nuisance / 4) * a H + sigma * eps / sqrt(d)`: rows of G and H, a and eps standard
//! normal, one G and one H of four rows per modality (sharing one would make the modalities look alike). a H
//! is what an embedding has that is not about y. Everything follows from the seed.
//!
//! ```
//! let xor = modalens::synthetic::truth("XOR", None)?;
//! assert!((xor.synergy_bits - 1.0).abs() < 1e-6);
//! # Ok::<(), modalens::error::Error>(())
//! ```

mod build;
mod catalogue;
mod embed;
mod strata;

use serde::{Deserialize, Serialize};

use crate::data::counts::Pmf;
use crate::decompose::entropy::{entropy, joint_information, mutual_information};
use crate::decompose::ipfp::SolverOptions;
use crate::decompose::pid::decompose;
use crate::error::{Error, Result};

pub use catalogue::Group;
use catalogue::{Chosen, Entry};
pub use embed::{GenerateOptions, Sample, draw_cells, generate};

/// Exact values of a system, in bits.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Truth {
    /// I(X1;Y).
    pub i1_bits: f64,
    /// I(X2;Y).
    pub i2_bits: f64,
    /// I(X1,X2;Y).
    pub i12_bits: f64,
    /// Union information.
    pub union_bits: f64,
    /// Redundancy.
    pub redundancy_bits: f64,
    /// Unique information of x1.
    pub unique1_bits: f64,
    /// Unique information of x2.
    pub unique2_bits: f64,
    /// Synergy.
    pub synergy_bits: f64,
    /// Entropy of y.
    pub h_y_bits: f64,
}

/// What can be chosen of how a system makes y of its sources; what is left out is as the system has it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Fusion {
    /// Probability that the second vote copies the first.
    pub rho: Option<f64>,
    /// How much the part of x1 and of x2 counts, each in 0..1: the weight of its vote where votes are added
    /// or read, 1 - 2 * (its errors) where each decides half of y, how often its vote counts when the gate is
    /// for it.
    pub strengths: Option<[f64; 2]>,
}

/// A system as the gallery shows it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct System {
    /// Name on the command line and in links.
    pub name: &'static str,
    /// Title of its page.
    pub title: &'static str,
    /// What happens in it, in one sentence.
    pub description: &'static str,
    /// Kind of system.
    pub group: Group,
    /// Default probability that the second vote copies the first; none where there is no choice.
    pub rho: Option<f64>,
    /// Default strengths of x1 and x2, see [`Fusion`]; none where there is no choice.
    pub strengths: Option<[f64; 2]>,
    /// States of x1 and x2, symbols of y.
    pub shape: [usize; 3],
    /// Exact values at the default `rho`.
    pub truth: Truth,
    /// Exact mean over its groups of samples; none without groups.
    pub within: Option<Truth>,
}

/// All systems in the order of the gallery.
///
/// # Errors
///
/// None that a test would not have shown: the tables are built in.
pub fn systems() -> Result<Vec<System>> {
    entries()
        .map(|entry| {
            let pmf = build(entry, Fusion::default())?;
            Ok(System {
                name: entry.name,
                title: entry.title,
                description: entry.description,
                group: entry.group,
                rho: entry.rho,
                strengths: entry.strengths,
                shape: pmf.shape,
                truth: truth_of(&pmf)?,
                within: within_of(entry)?,
            })
        })
        .collect()
}

/// Joint probabilities of a system; `rho` replaces its default where the system has one.
///
/// # Errors
///
/// [`Error::InvalidOption`] for an unknown name, or a `rho` that is not possible.
pub fn pmf(name: &str, rho: Option<f64>) -> Result<Pmf> {
    fused(name, Fusion { rho, strengths: None })
}

/// Joint probabilities of a system with what is chosen of it.
///
/// # Errors
///
/// [`Error::InvalidOption`] for an unknown name, a value that is not possible, or one that the system has
/// not.
pub fn fused(name: &str, fusion: Fusion) -> Result<Pmf> {
    build(find(name)?, fusion)
}

/// Exact values of a system at this `rho`.
///
/// # Errors
///
/// As of [`pmf`].
pub fn truth(name: &str, rho: Option<f64>) -> Result<Truth> {
    truth_of(&pmf(name, rho)?)
}

/// Exact mean over the groups of samples of a system; none without groups.
///
/// # Errors
///
/// [`Error::InvalidOption`] for a name that there is not.
pub fn truth_within(name: &str) -> Result<Option<Truth>> {
    within_of(find(name)?)
}

/// The groups are equally frequent.
fn within_of(entry: &Entry) -> Result<Option<Truth>> {
    let Some(strata) = entry.strata else { return Ok(None) };
    let truths = strata().iter().map(|table| truth_of(&pmf_of(table)?)).collect::<Result<Vec<Truth>>>()?;
    let mean = |value: fn(&Truth) -> f64| truths.iter().map(value).sum::<f64>() / truths.len() as f64;
    Ok(Some(Truth {
        i1_bits: mean(|t| t.i1_bits),
        i2_bits: mean(|t| t.i2_bits),
        i12_bits: mean(|t| t.i12_bits),
        union_bits: mean(|t| t.union_bits),
        redundancy_bits: mean(|t| t.redundancy_bits),
        unique1_bits: mean(|t| t.unique1_bits),
        unique2_bits: mean(|t| t.unique2_bits),
        synergy_bits: mean(|t| t.synergy_bits),
        h_y_bits: mean(|t| t.h_y_bits),
    }))
}

fn entries() -> impl Iterator<Item = &'static Entry> {
    catalogue::entries().chain(strata::STRATIFIED)
}

fn find(name: &str) -> Result<&'static Entry> {
    entries().find(|entry| entry.name == name).ok_or_else(|| Error::InvalidOption {
        option: "system",
        found: format!("\"{}\"", name.chars().take(60).collect::<String>()),
        expected: format!("one of {}", entries().map(|e| e.name).collect::<Vec<_>>().join(", ")),
    })
}

fn build(entry: &Entry, fusion: Fusion) -> Result<Pmf> {
    let share = |value: f64| (0.0..=1.0).contains(&value);
    let none =
        |option, found: String| Err(invalid(option, found, "left out: this system has no such parameter"));
    match (entry.rho, fusion.rho) {
        (_, Some(rho)) if !share(rho) => return Err(invalid("rho", rho, "between 0 and 1")),
        (None, Some(rho)) => return none("rho", rho.to_string()),
        _ => {}
    }
    match (entry.strengths, fusion.strengths) {
        (_, Some([a, b])) if !(share(a) && share(b)) => {
            return Err(invalid("strengths", format!("{a}, {b}"), "two numbers between 0 and 1"));
        }
        (None, Some([a, b])) => return none("strengths", format!("{a}, {b}")),
        _ => {}
    }
    let rho = fusion.rho.or(entry.rho).unwrap_or(0.0);
    // Its own constants, to the last bit, where nothing else is asked for.
    let strengths = fusion.strengths.filter(|_| fusion.strengths != entry.strengths);
    pmf_of(&(entry.build)(Chosen { rho, strengths }))
}

fn pmf_of(table: &build::Table) -> Result<Pmf> {
    let (k1, k2, ky) = table.dim();
    let entries: Vec<([u32; 3], f64)> = table
        .indexed_iter()
        .filter(|&(_, &p)| p > 0.0)
        .map(|((x1, x2, y), &p)| ([x1 as u32, x2 as u32, y as u32], p))
        .collect();
    Pmf::new([k1, k2, ky], &entries)
}

fn truth_of(pmf: &Pmf) -> Result<Truth> {
    let options = SolverOptions { tolerance: 1e-7, ..SolverOptions::default() };
    let pid = decompose(pmf, &options, &mut |_| std::ops::ControlFlow::Continue(()))?;
    let bits = |nats: f64| (nats / std::f64::consts::LN_2).max(0.0);
    let pairs = pmf.pairs();
    Ok(Truth {
        i1_bits: bits(mutual_information(pairs.p1.view())),
        i2_bits: bits(mutual_information(pairs.p2.view())),
        i12_bits: bits(joint_information(pmf)),
        union_bits: bits(pid.union()),
        redundancy_bits: bits(pid.redundancy()),
        unique1_bits: bits(pid.unique1()),
        unique2_bits: bits(pid.unique2()),
        synergy_bits: bits(pid.synergy()),
        h_y_bits: bits(entropy(&pmf.y())),
    })
}

fn invalid(option: &'static str, found: impl std::fmt::Display, expected: &str) -> Error {
    Error::InvalidOption { option, found: found.to_string(), expected: expected.into() }
}
