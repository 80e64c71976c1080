//! The four atoms of the partial information decomposition.
//!
//! With `I1 = I(X1;Y)`, `I2 = I(X2;Y)`, `I12 = I(X1,X2;Y)` and the union information `Iu`,
//!
//! ```text
//! redundancy = I1 + I2 - Iu    unique1 = Iu - I2    unique2 = Iu - I1    synergy = I12 - Iu
//! ```
//!
//! (Bertschinger et al., Entropy 2014). All in nats, unclipped: an atom may be negative by as much
//! as the certified gap of `Iu`.

use std::ops::ControlFlow;

use crate::data::counts::Pmf;
use crate::decompose::entropy::{entropy, joint_information, mutual_information};
use crate::decompose::ipfp::{Solution, SolverOptions, Step, solve};
use crate::error::Result;

/// Decomposition of a pmf, nats.
#[derive(Debug, Clone)]
pub struct Pid {
    /// I(X1;Y).
    pub i1: f64,
    /// I(X2;Y).
    pub i2: f64,
    /// I(X1,X2;Y).
    pub i12: f64,
    /// H(Y).
    pub h_y: f64,
    /// Union information with its certificate.
    pub solution: Solution,
}

impl Pid {
    /// Union information.
    pub fn union(&self) -> f64 {
        self.solution.union()
    }

    /// What either source tells.
    pub fn redundancy(&self) -> f64 {
        self.i1 + self.i2 - self.union()
    }

    /// What x1 alone tells.
    pub fn unique1(&self) -> f64 {
        self.union() - self.i2
    }

    /// What x2 alone tells.
    pub fn unique2(&self) -> f64 {
        self.union() - self.i1
    }

    /// What only both together tell.
    pub fn synergy(&self) -> f64 {
        self.i12 - self.union()
    }
}

/// Decomposes a pmf.
///
/// # Errors
///
/// As of [`solve`].
pub fn decompose(
    pmf: &Pmf,
    options: &SolverOptions,
    progress: &mut dyn FnMut(&Step) -> ControlFlow<()>,
) -> Result<Pid> {
    let pairs = pmf.pairs();
    Ok(Pid {
        i1: mutual_information(pairs.p1.view()),
        i2: mutual_information(pairs.p2.view()),
        i12: joint_information(pmf),
        h_y: entropy(&pmf.y()),
        solution: solve(&pairs, options, None, progress)?,
    })
}
