//! Spellings of one answer.

use std::collections::BTreeSet;

use crate::options::Ignore;

/// What of a spelling tells answers apart. A number is a number, whatever stands before it.
pub fn answer_of(spelling: &str, ignore: Ignore) -> String {
    let mut text: String = if ignore.space {
        spelling.split_whitespace().collect::<Vec<_>>().join(" ")
    } else {
        spelling.into()
    };
    if text.trim().parse::<f64>().is_ok_and(f64::is_finite) {
        return text;
    }
    if ignore.punctuation {
        let around = |letter: char| ".,;:!?\"'`*()[]{}“”‘’«»…。、！？".contains(letter);
        let bare = text.trim_matches(|letter| around(letter) || (ignore.space && letter == ' '));
        if !bare.is_empty() {
            text = bare.into();
        }
    }
    if ignore.case { text.to_lowercase() } else { text }
}

/// How many answers names are, with all of their spelling ignored that can be.
pub(super) fn answers(names: &[String]) -> usize {
    names.iter().map(|name| answer_of(name, Ignore::default())).collect::<BTreeSet<_>>().len()
}
