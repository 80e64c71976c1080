//! The words of a check: fact, threshold, effect, action. All messages are made here.

use super::checks::whole;
use super::concern::{Check, Concern, Level};
use super::facts::{Differing, Same};

/// Gaps below this are rounding, bits.
const ROUNDING: f64 = 1e-12;

impl Check {
    /// Fact, threshold, effect, action; a passed check has the first two only.
    pub fn message(&self) -> String {
        if self.level == Level::Pass { self.fact() } else { format!("{} {}", self.fact(), self.advice()) }
    }

    fn fact(&self) -> String {
        match &self.concern {
            Concern::Samples { n, wanted } => format!("{} samples, {wanted} wanted.", grouped(*n)),
            Concern::ConstantTarget { name } => format!("{name} takes one value only."),
            Concern::SamplesPerTripleCell { found, wanted, .. } => {
                format!("{} samples per cell, {} wanted.", rounded(*found), *wanted)
            }
            Concern::SamplesPerPairCell { found, wanted, .. } => {
                format!("{} samples per cell of a pair table, {} wanted.", rounded(*found), *wanted)
            }
            Concern::LoneSamples { found, tolerated, .. } => format!(
                "{} % of the samples are alone in their cell of a pair table, {} % tolerated.",
                percent(*found),
                percent(*tolerated)
            ),
            Concern::RareValues { name, least, values, merged, share } => format!(
                "{} of the {} values of {name} have fewer than {least} samples each and became one value, \
                 \"other\", with {} % of the samples.",
                grouped(*merged),
                grouped(*values),
                percent(*share)
            ),
            Concern::FittedOnSample { name, found, n } => {
                format!("K-means saw {} of the {} samples of {name}.", grouped(*found), grouped(*n))
            }
            Concern::SeedAgreement { name, found, wanted } => {
                let included = if *found >= *wanted { "; intervals include that they differ" } else { "" };
                format!("K-means solutions of {name} agree at {found:.2}, {wanted} wanted{included}.")
            }
            Concern::SynergyCorrection { found_bits, tolerated_bits } => {
                format!(
                    "The correction of synergy is uncertain by {:.3} bits, {} tolerated.",
                    *found_bits, *tolerated_bits
                )
            }
            Concern::Gap { found_bits, tolerated_bits } => {
                format!("Certified to {} bits, {} tolerated.", small(*found_bits), *tolerated_bits)
            }
            Concern::ContributionUndefined { reason, .. } => {
                format!("Contributions are undefined, because {}.", reason.because())
            }
            Concern::Tie => "The modality that knows less may know nothing of its own.".into(),
            Concern::Apart { names, others, .. } if names.is_empty() => {
                format!("{} depend on each other, as samples in one order do.", listed(others))
            }
            Concern::Apart { names, others, n } if others.is_empty() => format!(
                "Neither {} shows any dependence on another in these {} samples.",
                names.join(" nor "),
                grouped(*n)
            ),
            Concern::Apart { names, others, n } => format!(
                "{} shows no dependence on {} in these {} samples, on neither alone and not on both.",
                names.join(" and "),
                others.join(" or "),
                grouped(*n)
            ),
            Concern::Repeated { x1, x2, found: 0, .. } => {
                format!("No sample of {x1} and {x2} repeats another.")
            }
            Concern::Repeated { x1, x2, found, n } => format!(
                "Up to {} of the {} samples repeat another, in {x1} and in {x2}.",
                grouped(*found),
                grouped(*n)
            ),
            Concern::SameSources { same: Same::Content, x1, x2 } => {
                format!("{x1} and {x2} hold the same numbers.")
            }
            Concern::SameSources { same: Same::Codes, x1, x2 } => {
                format!("The codes of {x1} and {x2} are the same.")
            }
            Concern::StrataDiffer { differing } if differing.is_empty() => {
                "Within strata the atoms are those of all samples, to within their intervals.".into()
            }
            Concern::StrataDiffer { differing } => {
                let each = |d: &Differing| {
                    format!(
                        "{} is {:.2} bits over all samples and {:.2} within strata.",
                        d.what, d.pooled_bits, d.within_bits
                    )
                };
                differing.iter().map(each).collect::<Vec<_>>().join(" ")
            }
            Concern::SmallStrata { strata: 1, samples, wanted } => {
                format!("One stratum, with {} samples, has fewer than {wanted}.", grouped(*samples))
            }
            Concern::SmallStrata { strata, samples, wanted } => format!(
                "{} of the strata, with {} samples together, have fewer than {wanted} each.",
                grouped(*strata),
                grouped(*samples)
            ),
        }
    }

    fn advice(&self) -> String {
        match &self.concern {
            Concern::Samples { .. } => "All intervals are rough. Bring more samples.".into(),
            Concern::ConstantTarget { .. } => {
                "There is nothing to know about it, and all numbers are 0. Use another target.".into()
            }
            Concern::SamplesPerTripleCell { enough, smaller_k, .. } => {
                let effect = match self.level {
                    Level::Stop if self.hides_synergy() => "Synergy is not shown.",
                    Level::Stop => "The size of synergy cannot be trusted.",
                    _ => "The interval of synergy may be too narrow.",
                };
                format!("{effect} {}", action(*smaller_k, *enough))
            }
            Concern::SamplesPerPairCell { enough, smaller_k, .. } => {
                format!("Redundancy and unique information may be biased. {}", action(*smaller_k, *enough))
            }
            Concern::LoneSamples { name, smaller_k, .. } => {
                let k = smaller_k.map_or(String::new(), |k| format!("run K = {k}, "));
                format!(
                    "Chance looks like knowledge there, so nothing is claimed. Merge rare values of {name} \
                     (y_least), {k}or bring more samples."
                )
            }
            Concern::RareValues { name, .. } => format!(
                "What tells these apart is not counted: all bits are about {name} with them as one. Set \
                 y_least to the samples that a value must have, 1 to merge none."
            ),
            Concern::FittedOnSample { .. } => {
                "Its codebooks are those of random samples; every sample was then coded by them. Raise \
                 budget_bytes if there is the memory."
                    .into()
            }
            Concern::SeedAgreement { .. } => {
                "Intervals include that they differ, but the mean over them may describe none of them. \
                 Use fewer codes, or another preparation."
                    .into()
            }
            Concern::SynergyCorrection { .. } => {
                "The interval of synergy includes this. Run a smaller K, or bring more samples.".into()
            }
            Concern::Gap { .. } => {
                "Every atom is uncertain by as much besides its interval. Run a smaller K, or allow \
                 more iterations."
                    .into()
            }
            Concern::ContributionUndefined { shapley: true, .. } => {
                "Compare the modalities by their Shapley shares, or by I(X1;Y) and I(X2;Y).".into()
            }
            Concern::ContributionUndefined { shapley: false, .. } => {
                "Compare the modalities by I(X1;Y) and I(X2;Y).".into()
            }
            Concern::Apart { .. } => {
                "Rows of one file may be in another order than those of the others, or there \
                 is nothing to know here. Check that all files list the same samples in the same order."
                    .into()
            }
            Concern::Repeated { found, n, .. } => format!(
                "Where whole samples are repeated only {} are known, and intervals are too narrow, by {} %. \
                 Leave copies out.",
                grouped(n - found),
                percent((*n as f64 / (n - found).max(1) as f64).sqrt() - 1.0)
            ),
            Concern::Tie => {
                "Redundancy and synergy may be larger than estimated; their upper ends were raised.".into()
            }
            Concern::SameSources { same: Same::Content, .. } => {
                "All that they know is shared; anything unique or synergistic here is K-means grouping the \
                 same numbers in two ways. Give another input for one of them."
                    .into()
            }
            Concern::SameSources { same: Same::Codes, .. } => {
                "All that they know is shared, whatever a model does with them. Give another input for \
                 one of them."
                    .into()
            }
            Concern::StrataDiffer { .. } => {
                "The difference comes from what separates the strata, not from samples within one. Report \
                 both numbers."
                    .into()
            }
            Concern::SmallStrata { strata: 1, .. } => {
                "It is left out of the mean. Join labels, or bring more samples.".into()
            }
            Concern::SmallStrata { .. } => {
                "They are left out of the mean. Join labels, or bring more samples.".into()
            }
        }
    }
}

fn action(smaller_k: Option<usize>, enough: u64) -> String {
    match smaller_k {
        Some(k) => format!("Run K = {k}, or bring {} samples.", grouped(enough)),
        None => format!("Merge symbols, or bring {} samples.", grouped(enough)),
    }
}

/// Names in a sentence.
fn listed(names: &[String]) -> String {
    match names {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        names => names.concat(),
    }
}

/// A share in percent, whole from 1 on.
fn percent(share: f64) -> String {
    match 100.0 * share {
        p if p < 0.95 => format!("{p:.1}"),
        p => format!("{p:.0}"),
    }
}

/// Two significant digits below 10, whole above.
fn rounded(x: f64) -> String {
    match x {
        x if x < 1.0 => format!("{x:.2}"),
        x if x < 10.0 => format!("{x:.1}"),
        x => grouped(whole(x)),
    }
}

/// A gap; below what sums of doubles resolve it is only bounded.
fn small(x: f64) -> String {
    if x < ROUNDING { format!("less than {ROUNDING:e}") } else { format!("{x:.1e}") }
}

/// Digits in groups of three.
fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
