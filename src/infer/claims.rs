//! What may be said in words: rules on unprojected values, as data that a page turns into
//! sentences.

use serde::{Deserialize, Serialize};

use super::FLOOR;
use super::interval::Estimate;
use super::quantities::Quantities;

/// One of the four parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Atom {
    /// Redundancy.
    Redundancy,
    /// Unique information of x1.
    Unique1,
    /// Unique information of x2.
    Unique2,
    /// Synergy.
    Synergy,
}

impl Atom {
    /// All four.
    pub const ALL: [Self; 4] = [Self::Redundancy, Self::Unique1, Self::Unique2, Self::Synergy];

    /// Its value among the quantities.
    pub fn of<T>(self, quantities: &Quantities<T>) -> &T {
        match self {
            Self::Redundancy => &quantities.redundancy,
            Self::Unique1 => &quantities.unique1,
            Self::Unique2 => &quantities.unique2,
            Self::Synergy => &quantities.synergy,
        }
    }
}

/// Which modality contributes more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ranking {
    /// x1 tells more of y.
    X1,
    /// x2 tells more of y.
    X2,
    /// Neither is shown to tell more.
    None,
}

/// The claims that the estimates of one partition, or the pooled ones of several, allow.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Claims {
    /// Whether each quantity's interval lies above the floor.
    pub present: Quantities<bool>,
    /// Which modality contributes more: the interval of I1 - I2 = U1 - U2 excludes zero.
    pub ranking: Ranking,
    /// The part that most of I(X1,X2;Y) is: its lower end exceeds half of the upper end of I12.
    pub most: Option<Atom>,
}

impl Claims {
    /// Nothing.
    pub const NONE: Self = Self {
        present: Quantities {
            i1: false,
            i2: false,
            i12: false,
            union: false,
            redundancy: false,
            unique1: false,
            unique2: false,
            synergy: false,
        },
        ranking: Ranking::None,
        most: None,
    };
}

/// Applies the rules.
pub(super) fn claims(estimates: &Quantities<Estimate>, difference: &Estimate) -> Claims {
    let most_of = |atom: &Atom| atom.of(estimates).lower > 0.5 * estimates.i12.upper;
    let ranking = match (difference.lower > 0.0, difference.upper < 0.0) {
        (true, _) => Ranking::X1,
        (_, true) => Ranking::X2,
        _ => Ranking::None,
    };
    Claims { present: estimates.map(|e| e.lower > FLOOR), ranking, most: Atom::ALL.into_iter().find(most_of) }
}
