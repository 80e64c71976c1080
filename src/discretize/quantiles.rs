//! One column of numbers -> bins of equal counts.

use crate::data::codes::Codes;
use crate::data::matrix::filled;
use crate::error::Result;

/// Cuts `values` (finite) at their quantiles into `bins` codes of nearly equal counts, ascending. Equal
/// values get the same code, so that there are fewer codes where one value is frequent.
///
/// # Errors
///
/// [`Error::OutOfMemory`](crate::error::Error::OutOfMemory).
pub fn quantile_bins(values: &[f32], bins: usize) -> Result<Codes> {
    let n = values.len();
    let mut sorted = filled("sorted values", 1, n, 0.0)?;
    sorted.copy_from_slice(values);
    sorted.sort_unstable_by(f32::total_cmp);
    let ranked = |rank: usize| sorted[rank];
    // Bin b ends before the value of rank b n / bins; -0 and 0 are one value.
    let mut cuts: Vec<f32> = (1..bins).map(|bin| ranked(bin * n / bins) + 0.0).collect();
    cuts.dedup();
    cuts.retain(|&cut| cut > ranked(0));
    let mut codes = filled("codes", 1, n, 0)?;
    for (code, &value) in codes.iter_mut().zip(values) {
        *code = cuts.partition_point(|&cut| cut <= value) as u32;
    }
    Ok(Codes { codes, size: cuts.len() + 1 })
}
