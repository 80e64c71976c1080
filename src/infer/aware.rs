//! Label-aware codes: redundancy and unique information from the codes of each source, synergy from those of
//! both.
//!
//! Codes of what a probe of x1 says of y, and of what one of x2 says, lose what only both tell. A probe that
//! sees products of both finds some of it: with J its codes, `I(J;Y) <= I(X1,X2;Y)`, so that `I(J;Y) - Iu` is
//! synergy at least, as far as codes and samples allow. Errors of I(J;Y) and of Iu are added in squares: they
//! are positively correlated, so that the interval errs to the wide side.

use super::interval::Estimate;
use super::pooled::{Correlation, Part};

/// The part of label-aware codes, with I12 and synergy from those of both sources: `both` has them in the
/// place of x1.
pub fn synergy_at_least(codes: &Part, both: &Part) -> Part {
    let (i12, union) = (both.estimates.i1, codes.estimates.union);
    let half = i12.upper - i12.estimate;
    let t = if i12.se > 0.0 { half / i12.se } else { 0.0 };
    let (estimate, se) = (i12.estimate - union.estimate, libm::hypot(i12.se, union.se));
    let synergy = Estimate {
        plugin: i12.plugin - union.plugin,
        estimate,
        se,
        se_within: se,
        se_between: 0.0,
        lower: estimate - t * se,
        upper: estimate + t * se,
        method: i12.method,
    };
    let mut part = *codes;
    (part.estimates.i12, part.estimates.synergy) = (i12, synergy);
    part.correlation = Correlation { informations: 0.0, ..codes.correlation };
    part.delta = 0.0;
    part
}
