//! Do all samples and the strata tell the same? Where a modality and y both follow the group of a sample,
//! all samples show information that no group shows.
//!
//! An atom differs when its intervals over all samples and in the mean within strata have nothing in
//! common: strict, since both come from the same samples. What differs is called by what may be claimed on
//! each side.

use serde::{Deserialize, Serialize};

use crate::infer::Ranking;

/// Share of the samples that may lie in strata too small to be decomposed, for anything to be concluded.
pub const MOST_LEFT_OUT: f64 = 0.5;

/// What strata say of the decomposition of all samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The same, to within the intervals.
    Same,
    /// Something is there over all samples and not within strata: it follows the strata.
    Spurious,
    /// Something is smaller within strata, but still there: a part of it follows the strata.
    PartlySpurious,
    /// Something is larger within strata: mixing them hides it.
    Masked,
    /// All samples and the strata name different modalities as the one that tells more.
    Reversed,
    /// No stratum has enough samples, or strata that have not hold more than half of all.
    Undecided,
}

/// How an atom differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// There over all samples, not within strata.
    Vanishes,
    /// Smaller within strata.
    Shrinks,
    /// Larger within strata.
    Grows,
    /// Within strata, not over all samples.
    Appears,
}

/// An atom over all samples and in the mean within strata, in this order.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// Name of the atom.
    pub what: String,
    /// Estimates with the ends of their intervals, bits.
    pub bits: [[f64; 3]; 2],
    /// Whether it may be claimed.
    pub present: [bool; 2],
}

/// What is to be said of strata.
#[derive(Debug, Clone, PartialEq)]
pub struct StrataFacts {
    /// All atoms; none without intervals or a mean.
    pub atoms: Vec<Compared>,
    /// Which modality tells more, over all samples and within strata.
    pub rankings: [Ranking; 2],
    /// Samples in all.
    pub n: u64,
    /// Samples of each stratum left out, and samples that each should have had.
    pub left_out: (Vec<u64>, u64),
    /// Whether there is a mean within strata.
    pub mean: bool,
}

impl Compared {
    /// How it differs; none if the intervals have something in common.
    pub fn change(&self) -> Option<Change> {
        let ([[_, low, high], [_, least, most]], [there, inside]) = (self.bits, self.present);
        match (low > most, least > high) {
            (true, _) if there && !inside => Some(Change::Vanishes),
            (true, _) => Some(Change::Shrinks),
            (_, true) if inside && !there => Some(Change::Appears),
            (_, true) => Some(Change::Grows),
            _ => None,
        }
    }

    fn difference(&self) -> f64 {
        (self.bits[0][0] - self.bits[1][0]).abs()
    }
}

impl StrataFacts {
    /// Samples in strata that were left out.
    pub fn samples_left_out(&self) -> u64 {
        self.left_out.0.iter().sum()
    }

    /// The verdict.
    pub fn verdict(&self) -> Verdict {
        let has = |change| self.atoms.iter().any(|atom| atom.change() == Some(change));
        match self.rankings {
            _ if !self.mean || self.samples_left_out() as f64 > MOST_LEFT_OUT * self.n as f64 => {
                Verdict::Undecided
            }
            [Ranking::X1, Ranking::X2] | [Ranking::X2, Ranking::X1] => Verdict::Reversed,
            _ if has(Change::Vanishes) => Verdict::Spurious,
            _ if has(Change::Shrinks) => Verdict::PartlySpurious,
            _ if has(Change::Grows) || has(Change::Appears) => Verdict::Masked,
            _ => Verdict::Same,
        }
    }

    /// The verdict with its numbers, in one sentence; what else differs is named in a second.
    pub fn sentence(&self, names: &[String; 3]) -> String {
        let [a, b, _] = names;
        match self.verdict() {
            Verdict::Same => {
                "Within strata the atoms are those of all samples, to within their intervals.".into()
            }
            Verdict::Undecided => format!(
                "Strata decide nothing: {} of the {} samples lie in strata of fewer than {}.",
                self.samples_left_out(),
                self.n,
                self.left_out.1
            ),
            Verdict::Reversed => {
                let (first, second) = if self.rankings[0] == Ranking::X1 { (a, b) } else { (b, a) };
                format!(
                    "Over all samples {first} tells more than {second}, within strata {second} tells more \
                     than {first}."
                )
            }
            Verdict::Spurious => self.led_by(&[Change::Vanishes]),
            Verdict::PartlySpurious => self.led_by(&[Change::Shrinks]),
            Verdict::Masked => self.led_by(&[Change::Grows, Change::Appears]),
        }
    }

    /// The sentence of the atom that changed most in one of these ways, and the names of the others.
    fn led_by(&self, changes: &[Change]) -> String {
        let differing = || self.atoms.iter().filter_map(|atom| Some((atom, atom.change()?)));
        let of_kind = differing().filter(|(_, change)| changes.contains(change));
        let most = of_kind.max_by(|(x, _), (y, _)| x.difference().total_cmp(&y.difference()));
        let Some((most, change)) = most else { return String::new() };
        let others: Vec<&str> =
            differing().map(|(atom, _)| atom.what.as_str()).filter(|what| *what != most.what).collect();
        let also = match &others[..] {
            [] => String::new(),
            [one] => format!(" {} differs too.", capital(one)),
            [first @ .., last] => format!(" {} and {last} differ too.", capital(&first.join(", "))),
        };
        told(most, change) + &also
    }
}

fn told(atom: &Compared, change: Change) -> String {
    let (what, [[all, ..], [within, _, most]]) = (capital(&atom.what), atom.bits);
    let (inside, why) = match change {
        Change::Vanishes => (format!("at most {most:.2}"), "it follows the strata"),
        Change::Shrinks => (format!("{within:.2}"), "a part of it follows the strata"),
        Change::Grows | Change::Appears => (format!("{within:.2}"), "mixing the strata hides it"),
    };
    format!("{what} is {all:.2} bits over all samples and {inside} within strata: {why}.")
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
