//! Counts -> atoms: the bivariate partial information decomposition with a certificate.
//!
//! In: a [`Pmf`](crate::data::counts::Pmf) over (x1, x2, y). Out: [`Pid`](pid::Pid), the union information between
//! certified bounds and the atoms that follow from it, nats. The definition is Bertschinger, Rauh, Olbrich,
//! Jost, Ay, "Quantifying Unique Information", Entropy 2014; the solver starts as the alternating scheme of
//! Banerjee, Rauh, Montufar, arXiv:1709.07487.

pub mod entropy;
pub mod coupling;
pub mod certificate;
pub mod ipfp;
pub mod pid;
pub mod pointwise;
