//! What probes read -> what the codes keep, and the answer of label-aware codes.

use super::estimates::{self, Numbers};
use crate::analysis::plan::Plan;
use crate::analysis::task::{Probed, Source};
use crate::check::RankedOtherwise;
use crate::infer::{Part, pool};
use crate::report::{AtomsBits, Claim, Estimate, InformationBits, Kept, KeptBits, LabelAware, Ranking};
use crate::units::BITS;

/// Standard errors that something must be away from zero to be certain.
const CERTAIN: f64 = 2.0;

/// What the codes keep; none before all probes are done, or where there are none.
pub(super) fn kept(plan: &Plan, information: &InformationBits) -> Option<Kept> {
    let of = |source: Source, codes: &Estimate| {
        let probed = plan.found.gauge.probed.get(&source)?;
        let (codes_bits, probe_bits, probe_se) = (codes.estimate?, probed.bound * BITS, probed.se * BITS);
        let certain = probe_bits > CERTAIN * probe_se;
        let share = certain.then(|| (codes_bits / probe_bits).clamp(0.0, 1.0));
        Some(KeptBits { codes_bits, probe_bits, probe_se, share })
    };
    Some(Kept {
        x1: of(Source::X1, &information.i1)?,
        x2: of(Source::X2, &information.i2)?,
        both: of(Source::Both, &information.i12)?,
    })
}

/// Whether the probe ranks the sources against the codes, both for certain.
pub(super) fn ranked_otherwise(plan: &Plan, ranking: &Ranking) -> Option<RankedOtherwise> {
    let probed = |source| plan.found.gauge.probed.get(&source);
    let (x1, x2): (&Probed, &Probed) = (probed(Source::X1)?, probed(Source::X2)?);
    let differences: Vec<f64> = x1.log_p.iter().zip(&x2.log_p).map(|(a, b)| a - b).collect();
    let n = differences.len() as f64;
    let mean = differences.iter().sum::<f64>() / n;
    let squares = differences.iter().map(|d| (d - mean) * (d - mean)).sum::<f64>();
    let se = (squares / (n * (n - 1.0).max(1.0))).sqrt();
    let [a, b, _] = plan.setup.options.names.clone();
    let (first, second) = match ranking.claim {
        Claim::X1 if mean < -CERTAIN * se => (a, b),
        Claim::X2 if mean > CERTAIN * se => (b, a),
        _ => return None,
    };
    Some(RankedOtherwise { by_codes: first, by_probe: second, probe_bits: mean.abs() * BITS })
}

/// The answer of label-aware codes; none before it is there, or where it was not asked for.
pub(super) fn label_aware(plan: &Plan, of_codes: &AtomsBits) -> Option<LabelAware> {
    let gauge = &plan.found.gauge;
    let parts: Vec<Part> = gauge.aware.values().copied().collect();
    if parts.len() < plan.setup.partitions() {
        return None;
    }
    let pooled = pool(&parts, plan.setup.options.seed)?;
    let h_y = plan.found.inferred(None).first()?.1.solved.h_y;
    let Numbers { information, atoms, ranking } = Numbers::pooled(&pooled, h_y);
    let comparison = comparison(of_codes, &atoms, &plan.setup.options.names);
    let contribution = estimates::contribution(&pooled);
    Some(LabelAware {
        n: gauge.samples(),
        information_bits: information,
        atoms_bits: atoms,
        contribution,
        ranking,
        comparison,
    })
}

/// Whether two answers are the same to within their intervals, in a sentence.
fn comparison(codes: &AtomsBits, aware: &AtomsBits, [a, b, _]: &[String; 3]) -> String {
    let atoms = [
        ("redundancy".into(), &codes.redundancy, &aware.redundancy),
        (format!("information unique to {a}"), &codes.unique1, &aware.unique1),
        (format!("information unique to {b}"), &codes.unique2, &aware.unique2),
        // Of label-aware codes it is at least so much: less than in K-means codes says nothing.
        ("synergy".into(), &codes.synergy, &aware.synergy),
    ];
    let differs = |(what, codes, aware): &(String, &Estimate, &Estimate)| {
        let apart = aware.lower > codes.upper || (what != "synergy" && codes.lower > aware.upper);
        let (codes, aware) = (codes.estimate?, aware.estimate?);
        apart.then(|| format!("{what} ({codes:.2} bits in K-means codes, {aware:.2} in label-aware ones)"))
    };
    let different: Vec<String> = atoms.iter().filter_map(differs).collect();
    match &different[..] {
        [] => "K-means codes and label-aware codes answer the same, to within their intervals.".into(),
        different => format!(
            "K-means codes and label-aware codes differ in {}: what varies most in the samples is not what \
            tells most \
             of y.",
            different.join(", ")
        ),
    }
}
