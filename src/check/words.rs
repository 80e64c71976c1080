//! The words of a check: fact, threshold, effect, action. All messages are made here.

use super::concern::{Check, Concern, Level};
use super::facts::{Agreement, KeptShare, RankedOtherwise, Same};
use super::spelt::{grouped, listed, percent, rounded, small};
use super::strata::Verdict;
use crate::discretize::ScoreFacts;
use crate::read::array::ScoreForm;

impl Check {
    /// Fact, effect and action in one; a passed check has the fact only.
    pub fn message(&self) -> String {
        let parts = [self.fact(), self.effect(), self.action()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// What was found, and what was wanted.
    pub fn fact(&self) -> String {
        match &self.concern {
            Concern::Samples { n, wanted } => format!("{} samples, {wanted} wanted.", grouped(*n)),
            Concern::ConstantTarget { name } => format!("{name} takes one value only."),
            Concern::SamplesPerTripleCell { found, wanted, .. } => {
                format!("{} samples per cell, {} wanted.", rounded(*found), *wanted)
            }
            Concern::SamplesPerPairCell { found, wanted, .. } => {
                format!("{} samples per pair cell, {} wanted.", rounded(*found), *wanted)
            }
            Concern::LoneSamples { found, tolerated, .. } => format!(
                "{} % of the samples are alone in their pair cell, {} % tolerated.",
                percent(*found),
                percent(*tolerated)
            ),
            Concern::RareValues { name, least, values, merged, share } => format!(
                "{} of the {} values of {name}, rarer than {least} samples, became \"other\", {} % of the \
                samples.",
                grouped(*merged),
                grouped(*values),
                percent(*share)
            ),
            Concern::Spellings { name, spellings, answers } => {
                format!("{} spellings of {name} are {} answers.", grouped(*spellings), grouped(*answers))
            }
            Concern::Scores { name, scores } => scores_fact(name, *scores),
            Concern::FittedOnSample { name, found, n } => {
                format!("K-means saw {} of the {} samples of {name}.", grouped(*found), grouped(*n))
            }
            Concern::SeedAgreement { found, wanted } => {
                let each: Vec<String> =
                    found.iter().map(|Agreement { name, index }| format!("{index:.2} for {name}")).collect();
                let included =
                    if self.level == Level::Pass { "; intervals include that they differ" } else { "" };
                format!("K-means solutions agree at {}, {wanted} wanted{included}.", listed(&each))
            }
            Concern::SynergyCorrection { found_bits, tolerated_bits } => {
                format!(
                    "Synergy's correction is uncertain by {found_bits:.3} bits, {tolerated_bits} tolerated."
                )
            }
            Concern::Kept { found, wanted } => {
                format!("Codes keep {}, {} % wanted.", listed(&shares(found)), percent(*wanted))
            }
            Concern::RankedOtherwise { ranked: RankedOtherwise { by_codes, by_probe, probe_bits } } => {
                format!(
                    "Codes tell more of {by_codes}, but a linear probe reads {probe_bits:.2} bits more from \
                    {by_probe}."
                )
            }
            Concern::Gap { found_bits, tolerated_bits } => {
                format!("Certified to {} bits, {} tolerated.", small(*found_bits), *tolerated_bits)
            }
            Concern::ContributionUndefined { reason, .. } => {
                format!("Contributions are undefined, because {}.", reason.because())
            }
            Concern::Tie => "The modality that knows less may know nothing of its own.".into(),
            Concern::Apart { names, others, n } => apart_fact(names, others, *n),
            Concern::Repeated { x1, x2, found: 0, .. } => {
                format!("No sample of {x1} and {x2} repeats another.")
            }
            Concern::Repeated { x1, x2, found, n } => format!(
                "Up to {} of the {} samples repeat another, in {x1} and in {x2}.",
                grouped(*found),
                grouped(*n)
            ),
            Concern::Order { names: [a, b], column, same_samples } => {
                let how = match (self.level, same_samples) {
                    (Level::Pass, _) => "name the same samples in the same order",
                    (_, true) => "name the same samples in different orders",
                    (_, false) => "name different samples",
                };
                format!("{a} and {b} {how}, in column \"{column}\".")
            }
            Concern::SameSources { same: Same::Content, x1, x2 } => {
                format!("{x1} and {x2} hold the same numbers.")
            }
            Concern::SameSources { same: Same::Codes, x1, x2 } => {
                format!("The codes of {x1} and {x2} are the same.")
            }
            Concern::StrataDiffer { verdict, differing } => strata_fact(*verdict, differing),
            Concern::SmallStrata { strata: 1, samples, wanted, .. } => {
                format!("One stratum, with {} samples, has fewer than {wanted}.", grouped(*samples))
            }
            Concern::SmallStrata { strata, samples, wanted, large } => format!(
                "{} of the strata, with {} samples together, have fewer than {wanted} each{}.",
                grouped(*strata),
                grouped(*samples),
                if *large { " or are not among the largest" } else { "" }
            ),
        }
    }

    /// What it does to the numbers; empty where all is well.
    pub fn effect(&self) -> String {
        let effect = match &self.concern {
            _ if self.level == Level::Pass => "",
            Concern::Samples { .. } => "All intervals are rough.",
            Concern::ConstantTarget { .. } => "There is nothing to know about it, and all numbers are 0.",
            Concern::SamplesPerTripleCell { .. } => match self.level {
                Level::Stop if self.hides_synergy() => "Synergy is not shown.",
                Level::Stop => "The size of synergy cannot be trusted.",
                _ => "The interval of synergy may be too narrow.",
            },
            Concern::SamplesPerPairCell { .. } => "Redundancy and uniqueness may be biased.",
            Concern::LoneSamples { .. } => "Chance looks like knowledge there, so nothing is claimed.",
            Concern::RareValues { .. } => "What tells these apart is not counted.",
            Concern::Spellings { .. } => "Case, space and punctuation around them were ignored.",
            Concern::Scores { .. } => "The best option of each sample counts.",
            Concern::FittedOnSample { .. } => "Every sample was then coded by what it learnt of these.",
            Concern::SeedAgreement { .. } => "The mean over them may describe none of them.",
            Concern::SynergyCorrection { .. } => "The interval of synergy includes this.",
            Concern::Kept { .. } if self.level == Level::Caution => {
                "The atoms describe the lesser part of what there is to know."
            }
            Concern::Kept { .. } => "What the codes lose is in no atom.",
            Concern::RankedOtherwise { .. } => {
                "Both for certain: the ranking is that of this number of codes, not of the modalities."
            }
            Concern::Gap { .. } => "Every atom is uncertain by as much besides its interval.",
            Concern::ContributionUndefined { .. }
            | Concern::StrataDiffer { verdict: Verdict::Undecided, .. } => "",
            Concern::Apart { .. } => "Rows may be in another order, or there is nothing to know.",
            Concern::Repeated { found, n, .. } => {
                return format!(
                    "If whole samples repeat, only {} are known, and intervals are {} % too narrow.",
                    grouped(n - found),
                    percent((*n as f64 / (n - found).max(1) as f64).sqrt() - 1.0)
                );
            }
            Concern::Order { .. } => {
                "Rows of different samples were taken for one: the numbers mean nothing."
            }
            Concern::Tie => "Redundancy and synergy may be larger; their upper ends were raised.",
            Concern::SameSources { same: Same::Content, .. } => {
                "All that they know is shared; anything else is K-means grouping the same numbers in two \
                ways."
            }
            Concern::SameSources { same: Same::Codes, .. } => {
                "All that they know is shared, whatever a model does with them."
            }
            Concern::StrataDiffer { verdict: Verdict::Masked, .. } => {
                "What a modality says depends on the stratum."
            }
            Concern::StrataDiffer { .. } => {
                "What separates the strata makes the difference, not their samples."
            }
            Concern::SmallStrata { strata: 1, .. } => "It is left out of the mean.",
            Concern::SmallStrata { .. } => "They are left out of the mean.",
        };
        effect.into()
    }

    /// What to do; empty where nothing need or can be done.
    pub fn action(&self) -> String {
        let action = match &self.concern {
            _ if self.level == Level::Pass => "",
            Concern::SamplesPerTripleCell { enough, smaller_k, .. }
            | Concern::SamplesPerPairCell { enough, smaller_k, .. } => return fewer(*smaller_k, *enough),
            Concern::LoneSamples { name, smaller_k, .. } => {
                let k = smaller_k.map_or(String::new(), |k| format!("run K = {k}, "));
                return format!("Merge rare values of {name} (y_least), {k}or bring more samples.");
            }
            Concern::RareValues { .. } => {
                "Set y_least to the samples that a value must have, 1 to merge none."
            }
            Concern::Spellings { .. } => "Set y_ignore to keep them apart.",
            Concern::Scores { .. } => "To let K-means find kinds of distributions, set y_scores to kmeans.",
            Concern::Samples { .. } => "Bring more samples.",
            Concern::ConstantTarget { .. } => "Use another target.",
            Concern::FittedOnSample { .. } => "Raise budget_bytes if there is the memory.",
            Concern::SeedAgreement { .. } => "Use fewer codes, or another preparation.",
            Concern::SynergyCorrection { .. } => "Run a smaller K, or bring more samples.",
            Concern::Kept { .. } | Concern::RankedOtherwise { .. } => {
                "Use more codes, or label-aware ones beside (discretiser: probe)."
            }
            Concern::Gap { .. } => "Run a smaller K, or allow more iterations.",
            Concern::ContributionUndefined { shapley: true, .. } => {
                "Compare the modalities by their Shapley shares, or by I(X1;Y) and I(X2;Y)."
            }
            Concern::ContributionUndefined { shapley: false, .. } => {
                "Compare the modalities by I(X1;Y) and I(X2;Y)."
            }
            Concern::Apart { .. } => "Check that all files list the same samples in the same order.",
            Concern::Repeated { .. } => "Leave copies out.",
            Concern::Order { .. } => "Sort all files alike.",
            Concern::Tie => "",
            Concern::SameSources { .. } => "Give another input for one of them.",
            Concern::StrataDiffer { verdict: Verdict::Undecided, .. } | Concern::SmallStrata { .. } => {
                "Join labels, or bring more samples."
            }
            Concern::StrataDiffer { .. } => "Report both numbers.",
        };
        action.into()
    }
}

fn fewer(smaller_k: Option<usize>, enough: u64) -> String {
    match smaller_k {
        Some(k) => format!("Run K = {k}, or bring {} samples.", grouped(enough)),
        None => format!("Merge symbols, or bring {} samples.", grouped(enough)),
    }
}

/// Which inputs depend on no other.
fn apart_fact(names: &[String], others: &[String], n: u64) -> String {
    let n = grouped(n);
    match (names, others) {
        ([], _) => format!("{} depend on each other, as samples in one order do.", listed(others)),
        (_, []) => {
            format!("Neither {} shows any dependence on another in these {n} samples.", names.join(" nor "))
        }
        _ => format!(
            "{} shows no dependence on {} in these {n} samples, on neither alone and not on both.",
            names.join(" and "),
            others.join(" or ")
        ),
    }
}

/// What a target of scores holds.
fn scores_fact(name: &str, ScoreFacts { form, options, entropy_bits }: ScoreFacts) -> String {
    let form = match form {
        ScoreForm::Probabilities => "probabilities",
        ScoreForm::LogProbabilities => "logarithms of probabilities",
        ScoreForm::Logits => "logits",
    };
    format!("{name} holds {form} of {options} options, which leave {entropy_bits:.2} bits open on average.")
}

/// What strata show against all samples.
fn strata_fact(verdict: Verdict, differing: &[String]) -> String {
    match (verdict, differing) {
        (Verdict::Undecided, _) => "Strata are too small to decide anything.".into(),
        (Verdict::Reversed, _) => "Within strata the other modality tells more.".into(),
        (_, []) => "Strata show the same atoms as all samples.".into(),
        (_, [only]) => format!("Within strata {only} differs."),
        (_, several) => format!("Within strata {} differ.", listed(several)),
    }
}

/// What codes keep of each source; the first says of what.
fn shares(found: &[KeptShare]) -> Vec<String> {
    let of = |(place, kept): (usize, &KeptShare)| {
        let what = if place == 0 { " of what a linear probe reads" } else { "" };
        format!("{} %{what} from {}", percent(kept.share), kept.name)
    };
    found.iter().enumerate().map(of).collect()
}
