//! Units: nats inside, bits in everything that leaves.

/// Bits in a nat, 1 / ln 2.
pub const BITS: f64 = std::f64::consts::LOG2_E;
