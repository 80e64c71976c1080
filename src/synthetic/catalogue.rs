//! The systems by name: gates, mixtures with known atoms, unequal clusters, exact and near ties,
//! and synthetic vision-language models with known fusion.

use super::build::{
    Table, bernoulli, bit, blur, certain, class_channels, flip, independent, shared_bit, softmax_votes,
    split, table, vision_language, votes, word,
};

/// What kind of system, for the gallery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Logic gates on single bits.
    Gate,
    /// Noisy mixtures of eight states a modality.
    Mixture,
    /// States split into clusters of unequal size.
    Unequal,
    /// x1 and x2 tell the same, exactly or nearly.
    Tie,
    /// Samples from groups that x1, x2 and y may follow.
    Stratified,
    /// Synthetic vision-language models: x1 the image, x2 the text.
    VisionLanguage,
}

/// What a table is built with.
#[derive(Clone, Copy)]
pub(super) struct Chosen {
    /// Probability that the second vote copies the first.
    pub(super) rho: f64,
    /// Strengths other than those of the system, each in 0..1.
    pub(super) strengths: Option<[f64; 2]>,
}

impl Chosen {
    /// Strengths as weights of votes.
    fn weights(self, own: [f64; 2]) -> [f64; 2] {
        self.strengths.unwrap_or(own)
    }

    /// Strengths as one minus twice the error of a bit.
    fn errors(self, own: [f64; 2]) -> [f64; 2] {
        self.strengths.map_or(own, |strengths| strengths.map(|strength| (1.0 - strength) / 2.0))
    }

    /// Strengths as how often a vote counts when the gate is for it: probability of the image's by the bit.
    fn gate(self, own: [f64; 2]) -> [f64; 2] {
        self.strengths.map_or(own, |[image, text]| [image, 1.0 - text])
    }
}

/// One system: words for the gallery and the construction of its table.
pub(super) struct Entry {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) description: &'static str,
    pub(super) group: Group,
    /// Probability that the second vote copies the first, where it can be chosen.
    pub(super) rho: Option<f64>,
    /// How much the part of each modality counts, where it can be chosen.
    pub(super) strengths: Option<[f64; 2]>,
    pub(super) build: fn(Chosen) -> Table,
    /// The tables of its groups, which add up to that of all samples; none without groups.
    pub(super) strata: Option<fn() -> Vec<Table>>,
}

macro_rules! entries {
    (
        $group:ident:
        $($name:literal, $title:literal, $description:literal, $rho:expr, $strengths:expr, $build:expr;)*
    ) => {
        &[$(Entry {
            name: $name, title: $title, description: $description,
            group: Group::$group, rho: $rho, strengths: $strengths, build: $build, strata: None,
        }),*]
    };
    ($group:ident: $($name:literal, $title:literal, $description:literal, $build:expr;)*) => {
        entries! { $group: $($name, $title, $description, None, None, $build;)* }
    };
}

/// All systems without groups of samples, one kind after the other.
pub(super) fn entries() -> impl Iterator<Item = &'static Entry> {
    [GATES, MIXTURES, UNEQUAL, TIES, VISION_LANGUAGE].into_iter().flatten()
}

const GATES: &[Entry] = entries! { Gate:
    "AND", "AND", "y is 1 when both bits are: half of what each knows of y the other knows too.",
        |_| gate(2, &|a, b| a & b);
    "OR", "OR", "y is 1 when either bit is: AND with the bits inverted.",
        |_| gate(2, &|a, b| a | b);
    "XOR", "XOR", "y is 1 when the bits differ: neither alone knows anything, both together know all.",
        |_| gate(2, &|a, b| a ^ b);
    "COPY", "Copy of both", "y is the pair of bits: each modality brings one bit of its own.",
        |_| gate(4, &|a, b| 2 * a + b);
    "UNQ", "One modality", "y is the bit of x1: x2 is ignored.",
        |_| gate(2, &|a, _| a);
    "RDN", "Same bit", "x1, x2 and y are one and the same bit: all information is redundant.",
        |_| table([2, 2, 2], &|a, b| if a == b { 0.5 } else { 0.0 }, &|a, _| certain(a, 2));
    "SUM", "Sum", "y is the sum of two bits.",
        |_| gate(3, &|a, b| a + b);
};

const MIXTURES: &[Entry] = entries! { Mixture:
    "A_mixed", "All four atoms",
        "A shared bit, one bit of each modality and their exclusive or are mixed into two bits of y.",
        |_| mixed();
    "B_red", "Redundant", "Both modalities hold the bit that y copies with 10 % errors.",
        |_| redundant();
    "C_xor", "Noisy XOR", "y is the exclusive or of one bit of each modality, with 10 % errors.",
        |_| exclusive_or();
    "D_unq1", "Only x1", "y copies a bit of x1 with 10 % errors; x2 is noise.",
        |_| independent([8, 8, 2], &|z1, _| bernoulli(flip(bit(z1, 0), 0.1)));
    "E_null", "Nothing", "y is independent of both modalities.",
        |_| independent([8, 8, 4], &|_, _| vec![0.25; 4]);
    "F_and", "AND among nuisance bits",
    "y is the conjunction of one bit of each modality; two more bits of each say nothing.",
        |_| independent([8, 8, 2], &|z1, z2| certain(bit(z1, 0) & bit(z2, 0), 2));
    "G_bal", "Balanced uniques", "Each modality decides one bit of y, with 10 % errors each.",
        |_| concatenation([0.1, 0.1]);
    "H_asym", "Unequal uniques", "Each modality decides one bit of y, x1 with 10 % errors and x2 with 20 %.",
        |_| concatenation([0.1, 0.2]);
    "I_weak", "Weak atoms",
    "y depends a little on a shared bit, on one bit of each modality and on an exclusive or.",
        |_| shared_bit(2, &|[r, a, b, x]| bernoulli(0.1 + mix(&[(0.3, r), (0.2, a), (0.1, b), (0.2, x)])));
    "W8", "Weak unique", "The unique information of x1 is small beside redundancy and synergy.",
        |_| shared_bit(2, &|[r, a, b, x]| bernoulli(0.025 + mix(&[(0.35, r), (0.2, a), (0.1, b), (0.3, x)])));
    "P8_mix", "All four atoms, even", "Four atoms of similar size in two bits of y.",
        |_| shared_bit(4, &|[r, a, b, x]| {
            word(&[0.1 + mix(&[(0.4, r), (0.4, b)]), 0.1 + mix(&[(0.4, a), (0.4, x)])])
        });
    "L_atoms", "An atom per bit",
    "Each of the four bits of y is one atom, with errors: shared, own, own, exclusive or.",
        |_| shared_bit(16, &|[r, a, b, x]| word(&[flip(r, 0.1), flip(a, 0.1), flip(b, 0.2), flip(x, 0.1)]));
    "J_ci", "Two observers",
    "Two noisy observations of one class, independent given the class: errors 20 % and 40 %.",
        |_| split(&class_channels(&[0.25; 4], [0.2, 0.4], false), &[0.5; 2], &[0.5; 2]);
    "K_ciQ", "One observer of the other",
    "The same pair tables, but x2 sees the class only through x1: no synergy.",
        |_| split(&class_channels(&[0.25; 4], [0.2, 0.4], true), &[0.5; 2], &[0.5; 2]);
};

const UNEQUAL: &[Entry] = entries! { Unequal:
    "A_zipf16", "All four atoms, unequal clusters", "Every state split into codes of 80 % and 20 %.",
        |_| split(&mixed(), &[0.8, 0.2], &[0.8, 0.2]);
    "B_zipf", "Redundant, unequal clusters",
    "The shared bit in clusters whose sizes fall as rank to the power 1.5.",
        |_| zipf(2, true, &|a, _| bernoulli(flip(a, 0.1)));
    "C_zipf", "Noisy XOR, unequal clusters",
    "Exclusive or in clusters whose sizes fall as rank to the power 1.5.",
        |_| zipf(2, false, &|a, b| bernoulli(flip(a ^ b, 0.1)));
    "E_zipf", "Nothing, unequal clusters",
    "Independent y, clusters whose sizes fall as rank to the power 1.5.",
        |_| zipf(4, false, &|_, _| vec![0.25; 4]);
    "J_zipf", "Two observers, unequal classes", "Classes of 50, 25, 15 and 10 %, clusters of 75 % and 25 %.",
        |_| split(&class_channels(&UNEQUAL_CLASSES, [0.2, 0.4], false), &[0.75, 0.25], &[0.75, 0.25]);
    "K_zipf", "One observer of the other, unequal classes", "The same pair tables without synergy.",
        |_| split(&class_channels(&UNEQUAL_CLASSES, [0.2, 0.4], true), &[0.75, 0.25], &[0.75, 0.25]);
    "C8_cat_unequal", "Concatenation, unequal clusters",
        "Each modality decides one bit of y with 15 and 20 % errors; clusters of 80/20 and 70/30 %.",
        |_| split(&votes(4, 0.4, 4, &|v1, v2| halves(v1, v2, [0.15, 0.2])), &[0.8, 0.2], &[0.7, 0.3]);
};

const TIES: &[Entry] = entries! { Tie:
    "T4_tie", "Tie of four votes", "y follows the sum of two votes of equal weight: both tell the same.",
        |_| additive_votes(4, 0.1, 1.0, 0.4);
    "T8_tie", "Tie, eight codes", "The same in unequal clusters.",
        |_| split(&additive_votes(4, 0.2, 1.0, 0.5), &[0.75, 0.25], &[0.6, 0.4]);
    "T9_tie", "Tie of three votes", "Three votes, half of them copied, in clusters of three sizes.",
        |_| split(&additive_votes(3, 0.5, 1.0, 0.3), &[0.6, 0.3, 0.1], &[0.5, 0.3, 0.2]);
    "A12_tie", "Tie, twelve codes", "Four votes in clusters of three sizes.",
        |_| split(&additive_votes(4, 0.25, 1.0, 0.45), &[0.5, 0.3, 0.2], &[0.5, 0.3, 0.2]);
    "SUM_tie", "Sum of votes", "y is the sum of two votes in 0..3, exactly.",
        |_| split(&votes(3, 0.0, 5, &|v1, v2| certain(v1 + v2, 5)), &[0.7, 0.3], &[0.6, 0.4]);
    "NT8_near_tie", "Near tie", "The second vote weighs 0.85 of the first.",
        |_| split(&additive_votes(4, 0.2, 0.85, 0.4), &[0.6, 0.4], &[0.6, 0.4]);
};

const VISION_LANGUAGE: &[Entry] = entries! { VisionLanguage:
    "VLM_add_sym", "Additive fusion",
    "The model adds what image and text vote for and picks the favourite.", Some(0.3), Some([1.0, 1.0]),
        |c| vision_language(c.rho, &|z1, z2| softmax_votes(z1 / 2, z2 / 2, c.weights([1.0, 1.0]), 0.35, 4));
    "VLM_add_asym", "Additive fusion, image heavier",
    "The text's vote weighs 0.4 of the image's.", Some(0.3), Some([1.0, 0.4]),
        |c| vision_language(c.rho, &|z1, z2| softmax_votes(z1 / 2, z2 / 2, c.weights([1.0, 0.4]), 0.3, 4));
    "VLM_cat_sym", "Concatenation",
    "Image and text each decide half of the answer, equally well.", Some(0.3), Some([0.8, 0.8]),
        |c| vision_language(c.rho, &|z1, z2| halves(z1 / 2, z2 / 2, c.errors([0.1, 0.1])));
    "VLM_cat_asym", "Concatenation, image better",
    "Each decides half of the answer; the text errs five times as often.", Some(0.3), Some([0.9, 0.5]),
        |c| vision_language(c.rho, &|z1, z2| halves(z1 / 2, z2 / 2, c.errors([0.05, 0.25])));
    "VLM_gated_sym", "Gated fusion",
    "A bit of the text says whose vote counts, image or text, nine times out of ten.",
        Some(0.3), Some([0.9, 0.9]),
        |c| vision_language(c.rho, &|z1, z2| gated(z1, z2, c.gate([0.9, 0.1])));
    "VLM_gated_asym", "Gated fusion, image preferred",
    "The gate prefers the image: 95 or 60 %.", Some(0.3), Some([0.95, 0.4]),
        |c| vision_language(c.rho, &|z1, z2| gated(z1, z2, c.gate([0.95, 0.6])));
    "VLM_xattn_t2i", "Cross-attention, text to image",
    "The text asks for one of three slots of the image; the answer is what is there.", None, None,
        |_| independent([8, 8, 2], &attend);
    "VLM_xattn_i2t", "Cross-attention, image to text",
    "The image asks for one of three slots of the text.", None, None,
        |_| independent([8, 8, 2], &|z1, z2| attend(z2, z1));
    "VLM_xattn_sym", "Cross-attention both ways",
    "Each side picks a slot of the other; the answer is their mean.", None, Some([1.0, 1.0]),
        |c| independent([8, 8, 2], &|z1, z2| {
            let seen = [bit(z1, 1 + bit(z2, 0)), bit(z2, 1 + bit(z1, 0))];
            let part = |i: usize| c.weights([1.0, 1.0])[i] * (seen[i] as f64 - 0.5);
            blur(&bernoulli(0.5 + 0.5 * (part(0) + part(1))), 0.05)
        });
    "VLM_img_only", "Image only",
    "The answer is the image's vote; the text, unrelated, is ignored.", Some(0.0), None,
        image_only;
    "VLM_img_only_corr", "Image only, text agrees half the time",
    "The text is ignored, yet it tells what the image tells when they agree.", Some(0.5), None,
        image_only;
    "VLM_redundant", "Redundant", "Image and text say the same.", Some(1.0), None,
        image_only;
    "VLM_null", "Nothing", "The answer is independent of both, which agree half the time.", Some(0.5), None,
        |c| vision_language(c.rho, &|_, _| vec![0.25; 4]);
};

const UNEQUAL_CLASSES: [f64; 4] = [0.5, 0.25, 0.15, 0.1];

fn gate(ky: usize, y: &dyn Fn(usize, usize) -> usize) -> Table {
    independent([2, 2, ky], &|a, b| certain(y(a, b), ky))
}

/// Sum of the weights whose bit is set.
fn mix(parts: &[(f64, usize)]) -> f64 {
    parts.iter().map(|&(weight, b)| weight * b as f64).sum()
}

pub(super) fn mixed() -> Table {
    shared_bit(4, &|[r, a, b, x]| {
        word(&[0.1 + mix(&[(0.5, r), (0.3, a)]), 0.075 + mix(&[(0.6, x), (0.25, b)])])
    })
}

fn redundant() -> Table {
    table([8, 8, 2], &|z1, z2| if bit(z1, 0) == bit(z2, 0) { 1.0 / 32.0 } else { 0.0 }, &|z1, _| {
        bernoulli(flip(bit(z1, 0), 0.1))
    })
}

fn exclusive_or() -> Table {
    independent([8, 8, 2], &|z1, z2| bernoulli(flip(bit(z1, 0) ^ bit(z2, 0), 0.1)))
}

fn concatenation(errors: [f64; 2]) -> Table {
    independent([8, 8, 4], &|z1, z2| halves(z1, z2, errors))
}

/// The lowest bits of both, with these errors, as one word of two bits.
fn halves(v1: usize, v2: usize, [e1, e2]: [f64; 2]) -> Vec<f64> {
    word(&[flip(bit(v1, 0), e1), flip(bit(v2, 0), e2)])
}

/// One bit a modality in four clusters each, with shares falling as rank to the power 1.5.
fn zipf(ky: usize, same: bool, channel: &dyn Fn(usize, usize) -> Vec<f64>) -> Table {
    let weights = [1.0, 2.0, 3.0, 4.0].map(falling);
    let total: f64 = weights.iter().sum();
    let shares = weights.map(|w| w / total);
    let weight = |a: usize, b: usize| match (same, a == b) {
        (true, true) => 0.5,
        (true, false) => 0.0,
        (false, _) => 0.25,
    };
    split(&table([2, 2, ky], &weight, channel), &shares, &shares)
}

fn additive_votes(v: usize, rho: f64, weight2: f64, temperature: f64) -> Table {
    votes(v, rho, v, &|v1, v2| softmax_votes(v1, v2, [1.0, weight2], temperature, v))
}

/// The text's nuisance bit chooses the probability that the image's vote counts.
fn gated(z1: usize, z2: usize, image: [f64; 2]) -> Vec<f64> {
    let p = image[bit(z2, 0)];
    let vote = |y: usize| (if y == z1 / 2 { p } else { 0.0 }) + (if y == z2 / 2 { 1.0 - p } else { 0.0 });
    blur(&(0..4).map(vote).collect::<Vec<f64>>(), 0.05)
}

/// Softmax attention over the three bits of `slots`; the two low bits of `asker` name the slot,
/// 3 looks at all alike.
fn attend(slots: usize, asker: usize) -> Vec<f64> {
    let query = asker % 4;
    let weights: Vec<f64> = (0..3).map(|k| if k == query { libm::exp(5.0) } else { 1.0 }).collect();
    let total: f64 = weights.iter().sum();
    let value: f64 = (0..3).map(|k| weights[k] * bit(slots, k) as f64).sum::<f64>() / total;
    blur(&bernoulli(value), 0.05)
}

fn image_only(chosen: Chosen) -> Table {
    vision_language(chosen.rho, &|z1, _| blur(&certain(z1 / 2, 4), 0.1))
}

/// `rank` to the power -1.5, without the tables of a power function.
fn falling(rank: f64) -> f64 {
    1.0 / (rank * rank.sqrt())
}

#[cfg(test)]
mod tests {
    #[test]
    fn shares_fall_as_rank_to_the_power_one_and_a_half() {
        for rank in [1.0, 2.0, 3.0, 4.0] {
            assert_eq!(super::falling(rank), libm::pow(rank, -1.5));
        }
    }
}
