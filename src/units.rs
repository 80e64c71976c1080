//! Units: nats inside, bits in everything that leaves; standard errors inside, intervals in everything that
//! leaves.

/// Bits in a nat, 1 / ln 2.
pub const BITS: f64 = std::f64::consts::LOG2_E;

/// Half of a 95 % interval in standard errors: the 97.5 % point of Student's t with 19 degrees of freedom,
/// one fewer than the jackknife has groups.
pub const HALF_WIDTH: f64 = 2.093;
