//! Targets as models answer them: spellings of one answer, and scores of options.

use modalens::data::matrix::Matrix;
use modalens::discretize::{Spelling, read_target};
use modalens::error::Error;
use modalens::options::{Ignore, Scores};
use modalens::read::array::{Array, Kind, Labels, ScoreForm, Values};

const NOTHING: Ignore = Ignore { case: false, space: false, punctuation: false };

fn answers(answers: &[&str]) -> Array {
    Array::from_labels("y", Labels::from_strings(answers).unwrap(), "str").unwrap()
}

fn scores(columns: usize, values: &[f32]) -> Array {
    let matrix = Matrix::from_vec(values.len() / columns, columns, values.to_vec()).unwrap();
    Array::from_matrix("y", matrix).unwrap()
}

fn labels(array: &Array) -> Vec<&str> {
    let Values::Labels(labels) = &array.values else { panic!("no labels") };
    labels.codes.iter().map(|&code| labels.names[usize::from(code)].as_str()).collect()
}

/// Names after reading, whatever of the spelling is ignored.
fn named(given: &[&str], ignore: Ignore) -> Vec<String> {
    let mut array = answers(given);
    read_target(&mut array, given.len(), ignore, Scores::Auto).unwrap();
    labels(&array).into_iter().map(String::from).collect()
}

#[test]
fn spellings_of_one_answer_are_one_called_by_the_most_frequent() {
    let given = ["Yes", "yes", "yes.", " yes", "no", "**No**", "(B)", "b", "B", "B"];
    let mut array = answers(&given);
    let found = read_target(&mut array, given.len(), Ignore::default(), Scores::Auto).unwrap();
    assert_eq!(labels(&array), ["Yes", "Yes", "Yes", "Yes", "no", "no", "B", "B", "B", "B"]);
    assert_eq!((array.facts.distinct, array.facts.rows), (Some(3), 10));
    let spellings = found.spellings.unwrap();
    assert_eq!(spellings.len(), 9);
    let bracketed = Spelling { spelling: "(B)".into(), answer: "B".into(), samples: 1 };
    assert!(spellings.contains(&bracketed), "{spellings:?}");
    assert_eq!(spellings.iter().map(|spelling| spelling.samples).sum::<usize>(), 10);
}

#[test]
fn what_is_not_to_be_ignored_tells_answers_apart() {
    let given = ["a", "A", "a.", " a"];
    assert_eq!(named(&given, NOTHING), given);
    assert_eq!(named(&given, Ignore { case: true, ..NOTHING }), ["A", "A", "a.", " a"]);
    assert_eq!(named(&given, Ignore { punctuation: true, ..NOTHING }), ["a", "A", "a", " a"]);
    assert_eq!(named(&given, Ignore { space: true, ..NOTHING }), ["a", "A", "a.", "a"]);
}

#[test]
fn numbers_signs_and_names_of_languages_stay_apart() {
    for given in [
        vec![".5", "5", "-5", "5.0", "+5"],
        vec!["C", "C++", "C#", "F#"],
        vec!["1", "2", "10"],
        vec!["?", "!", "."],
        vec!["new york", "newyork"],
    ] {
        let mut array = answers(&given);
        let found = read_target(&mut array, given.len(), Ignore::default(), Scores::Auto).unwrap();
        assert!(found.spellings.unwrap().iter().all(|of| of.answer == of.spelling), "{given:?}");
        assert_eq!(labels(&array), given);
    }
}

#[test]
fn of_probabilities_the_best_option_counts_and_their_entropy_is_told() {
    let rows = [0.5, 0.25, 0.25, 0.0, 0.0, 1.0, 0.25, 0.5, 0.25];
    let mut array = scores(3, &rows);
    assert_eq!(array.facts.scores, Some(ScoreForm::Probabilities));
    let found = read_target(&mut array, 3, Ignore::default(), Scores::Auto).unwrap().scores.unwrap();
    assert_eq!(labels(&array), ["0", "2", "1"]);
    assert_eq!((found.form, found.options), (ScoreForm::Probabilities, 3));
    assert!((found.entropy_bits - 1.0).abs() < 1e-12, "(1.5 + 0 + 1.5) / 3: {}", found.entropy_bits);
    assert_eq!(array.facts.kind, Some(Kind::Labels));
    // The same in logarithms, and as logits, which are those and a number a row.
    let logs: Vec<f32> = rows.iter().map(|p| libm::logf(p.max(1e-30))).collect();
    let logits: Vec<f32> = logs.iter().enumerate().map(|(i, p)| p + 3.0 * (i / 3) as f32).collect();
    let mut array = scores(3, &logs);
    let by_logs = read_target(&mut array, 3, Ignore::default(), Scores::Auto).unwrap().scores.unwrap();
    assert_eq!((by_logs.form, labels(&array)), (ScoreForm::LogProbabilities, vec!["0", "2", "1"]));
    assert!((by_logs.entropy_bits - 1.0).abs() < 1e-6);
    let mut array = scores(3, &logits);
    assert_eq!(array.facts.scores, None);
    let by_logits = read_target(&mut array, 3, Ignore::default(), Scores::Argmax).unwrap().scores.unwrap();
    assert_eq!((by_logits.form, labels(&array)), (ScoreForm::Logits, vec!["0", "2", "1"]));
    assert!((by_logits.entropy_bits - 1.0).abs() < 1e-6);
}

#[test]
fn embeddings_stay_numbers_and_so_do_scores_where_k_means_is_wanted() {
    let cases = [
        (scores(2, &[0.5, 0.5, 0.2, 0.9]), Scores::Auto),
        (scores(2, &[-0.5, 1.5, 0.0, 1.0]), Scores::Auto),
        (scores(1, &[1.0, 1.0, 1.0]), Scores::Auto),
        (scores(2, &[0.5, 0.5, 1.0, 0.0]), Scores::Kmeans),
    ];
    for (mut array, how) in cases {
        let rows = array.rows();
        assert_eq!(read_target(&mut array, rows, Ignore::default(), how).unwrap().scores, None);
        assert!(matches!(array.values, Values::Matrix(_)));
    }
}

#[test]
fn the_best_of_one_column_or_of_some_samples_is_refused() {
    for (columns, rows) in [(1, 2), (2, 7)] {
        let mut array = scores(columns, &[0.5, 0.5]);
        let refused = read_target(&mut array, rows, Ignore::default(), Scores::Argmax).unwrap_err();
        assert!(matches!(refused, Error::InvalidOption { option: "y_scores", .. }), "{refused}");
    }
    let mut sampled = scores(2, &[0.5, 0.5]);
    assert_eq!(read_target(&mut sampled, 7, Ignore::default(), Scores::Auto).unwrap().scores, None);
}

#[test]
fn half_precision_of_many_options_is_seen() {
    // 1/300 in half precision, from its bits: ten of its eleven digits.
    let value = f32::from_bits(0x3b5a_8000);
    let array = scores(300, &vec![value; 600]);
    assert_eq!(array.facts.scores, Some(ScoreForm::Probabilities));
}
