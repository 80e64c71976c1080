//! Counts -> atoms: the bivariate partial information decomposition with a certificate.
//!
//! In: a [`Pmf`](crate::data::counts::Pmf) over (x1, x2, y). Out: [`Pid`](pid::Pid), the union information
//! between certified bounds and the atoms that follow from it, nats. The definition is Bertschinger, Rauh,
//! Olbrich, Jost, Ay, "Quantifying Unique Information", Entropy 2014; the solver starts as the alternating
//! scheme of Banerjee, Rauh, Montufar, arXiv:1709.07487.
//!
//! ```
//! use std::ops::ControlFlow;
//!
//! use modalens::data::counts::Pmf;
//! use modalens::decompose::{ipfp::SolverOptions, pid::decompose};
//!
//! // y = x1 and x2.
//! let and = [([0, 0, 0], 0.25), ([0, 1, 0], 0.25), ([1, 0, 0], 0.25), ([1, 1, 1], 0.25)];
//! let pid = decompose(&Pmf::new([2, 2, 2], &and)?, &SolverOptions::default(), &mut |_|
//! ControlFlow::Continue(()))?; assert!((pid.synergy() / std::f64::consts::LN_2 - 0.5).abs() < 1e-6);
//! # Ok::<(), modalens::error::Error>(())
//! ```

pub mod entropy;
pub mod coupling;
pub mod certificate;
pub mod ipfp;
pub mod pid;
pub mod pointwise;
