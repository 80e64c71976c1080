//! Numbers and lists as a message has them.

use super::checks::whole;

/// Gaps below this are rounding, bits.
const ROUNDING: f64 = 1e-12;

/// Names in a sentence.
pub(super) fn listed(names: &[String]) -> String {
    match names {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        names => names.concat(),
    }
}

/// A share in percent, whole from 1 on.
pub(super) fn percent(share: f64) -> String {
    match 100.0 * share {
        p if p < 0.95 => format!("{p:.1}"),
        p => format!("{p:.0}"),
    }
}

/// Two significant digits below 10, whole above.
pub(super) fn rounded(x: f64) -> String {
    match x {
        x if x < 1.0 => format!("{x:.2}"),
        x if x < 10.0 => format!("{x:.1}"),
        x => grouped(whole(x)),
    }
}

/// A gap as 4.5 × 10⁻⁷; below what sums of doubles resolve it is only bounded.
pub(super) fn small(x: f64) -> String {
    const SUPERSCRIPT: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let bound = if x < ROUNDING { "less than " } else { "" };
    let text = format!("{:.1e}", x.max(ROUNDING));
    let Some((mantissa, exponent)) = text.split_once('e') else { return text };
    let raised: String = exponent
        .chars()
        .map(|letter| letter.to_digit(10).map_or('⁻', |digit| SUPERSCRIPT[digit as usize]))
        .collect();
    let factor = match mantissa.trim_end_matches(".0") {
        "1" => String::new(),
        mantissa => format!("{mantissa} × "),
    };
    format!("{bound}{factor}10{raised}")
}

/// Digits in groups of three.
pub(super) fn grouped(n: u64) -> String {
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
