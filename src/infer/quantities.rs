//! The eight quantities of an analysis, and what is linear in the four informations.

use serde::{Deserialize, Serialize};

/// One value for each information and each atom.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Quantities<T> {
    /// I(X1;Y).
    pub i1: T,
    /// I(X2;Y).
    pub i2: T,
    /// I(X1,X2;Y).
    pub i12: T,
    /// Union information.
    pub union: T,
    /// Redundancy.
    pub redundancy: T,
    /// Unique information of x1.
    pub unique1: T,
    /// Unique information of x2.
    pub unique2: T,
    /// Synergy.
    pub synergy: T,
}

impl<T> Quantities<T> {
    /// The same quantities, each through `f`.
    pub fn map<S>(&self, f: impl Fn(&T) -> S) -> Quantities<S> {
        Quantities {
            i1: f(&self.i1),
            i2: f(&self.i2),
            i12: f(&self.i12),
            union: f(&self.union),
            redundancy: f(&self.redundancy),
            unique1: f(&self.unique1),
            unique2: f(&self.unique2),
            synergy: f(&self.synergy),
        }
    }

    /// The same quantities of two, combined by `f`.
    pub fn zip<S, R>(&self, other: &Quantities<S>, f: impl Fn(&T, &S) -> R) -> Quantities<R> {
        Quantities {
            i1: f(&self.i1, &other.i1),
            i2: f(&self.i2, &other.i2),
            i12: f(&self.i12, &other.i12),
            union: f(&self.union, &other.union),
            redundancy: f(&self.redundancy, &other.redundancy),
            unique1: f(&self.unique1, &other.unique1),
            unique2: f(&self.unique2, &other.unique2),
            synergy: f(&self.synergy, &other.synergy),
        }
    }
}

impl Quantities<f64> {
    /// All eight from the four informations.
    pub fn from_informations(i: &Informations) -> Self {
        COMBINATIONS.map(|combination| combination.of(i))
    }
}

/// I1, I2, I12 and the union information, in this order.
pub(super) type Informations = [f64; 4];

/// Weights of I1, I2, I12 and the union information.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Combination(pub(super) [f64; 4]);

impl Combination {
    /// Its value.
    pub(super) fn of(&self, informations: &Informations) -> f64 {
        self.0.iter().zip(informations).map(|(weight, i)| weight * i).sum()
    }
}

/// I1 - I2 = U1 - U2.
pub(super) const DIFFERENCE: Combination = Combination([1.0, -1.0, 0.0, 0.0]);
/// U1 + U2 = 2 Iu - I1 - I2.
pub(super) const BOTH_UNIQUE: Combination = Combination([-1.0, -1.0, 0.0, 2.0]);

/// The eight quantities as combinations.
pub(super) const COMBINATIONS: Quantities<Combination> = Quantities {
    i1: Combination([1.0, 0.0, 0.0, 0.0]),
    i2: Combination([0.0, 1.0, 0.0, 0.0]),
    i12: Combination([0.0, 0.0, 1.0, 0.0]),
    union: Combination([0.0, 0.0, 0.0, 1.0]),
    redundancy: Combination([1.0, 1.0, 0.0, -1.0]),
    unique1: Combination([0.0, -1.0, 0.0, 1.0]),
    unique2: Combination([-1.0, 0.0, 0.0, 1.0]),
    synergy: Combination([0.0, 0.0, 1.0, -1.0]),
};
