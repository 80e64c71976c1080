//! The table of pooled intervals, as Markdown.

use std::fmt::Write as _;

use super::Found;
use super::scheme::{Scheme, Tally};

/// One line a population and scheme, then means over populations by scheme.
pub(crate) fn table(found: &[Found], schemes: &[Scheme], repetitions: u64) -> String {
    let mut text = format!(
        "{repetitions} samples a row, n of so many; R, U1, U2, S, U1 - U2; bits. \"sd / se\": spread of the estimates over samples \
         against W + B / m, whose part B / m is said. \"seeds\": two answers by other seeds overlap, and differ by less than half an \
         interval (worst quantity; one sample in four).\n\n\
         | population | n | K | scheme | coverage | width | RMSE | bias | sd / se | B / m | seeds |\n\
         |---|---|---|---|---|---|---|---|---|---|---|\n"
    );
    for Found { case, rows, tallies } in found {
        for (scheme, t) in schemes.iter().zip(tallies) {
            let mean = |sums: &[f64; 5]| sums.map(|sum| sum / t.runs);
            let [error, squares, variance] = [&t.error, &t.squares, &t.variance].map(mean);
            let ratio = std::array::from_fn(|i| {
                ((squares[i] - error[i] * error[i]).max(0.0) / variance[i].max(1e-30)).sqrt()
            });
            let [covered, widths] = [join(&mean(&t.covered), 2), join(&mean(&t.width), 3)];
            let (rmse, bias, ratio) = (join(&squares.map(f64::sqrt), 3), signed(&error), join(&ratio, 2));
            let between = join(&std::array::from_fn(|i| t.between[i] / t.variance[i].max(1e-30)), 2);
            writeln!(
                text,
                "| {} | {} of {rows} | {} | {} | {covered} | {widths} | {rmse} | {bias} | {ratio} | {between} | {} |",
                case.name,
                case.n,
                case.k,
                scheme.name(),
                seeds(t),
            )
            .expect("writing to a string");
        }
    }
    summary(found, schemes, &mut text);
    text
}

/// Means over populations: coverage, and width and error against the one partition of before.
fn summary(found: &[Found], schemes: &[Scheme], text: &mut String) {
    text.push_str(
        "\n| scheme | mean coverage | least | width against one partition | RMSE against it |\n|---|---|---|---|---|\n",
    );
    let cells = (found.len() * 5) as f64;
    for (place, scheme) in schemes.iter().enumerate() {
        let (mut covered, mut least, mut width, mut rmse) = (0.0, 1.0_f64, 0.0, 0.0);
        for Found { tallies, .. } in found {
            let (t, before) = (&tallies[place], &tallies[0]);
            for i in 0..5 {
                covered += t.covered[i] / t.runs;
                least = least.min(t.covered[i] / t.runs);
                width += t.width[i] / before.width[i];
                rmse += (t.squares[i] / before.squares[i].max(1e-30)).sqrt();
            }
        }
        let [covered, width, rmse] = [covered, width, rmse].map(|sum| sum / cells);
        writeln!(text, "| {} | {covered:.3} | {least:.2} | {width:.2} | {rmse:.2} |", scheme.name())
            .expect("writing to a string");
    }
}

fn seeds(t: &Tally) -> String {
    if t.pairs == 0.0 {
        return "-".into();
    }
    let least = |sums: &[f64; 5]| sums.iter().fold(1.0_f64, |least, sum| least.min(sum / t.pairs));
    format!("{:.2} {:.2}", least(&t.overlap), least(&t.near))
}

fn join(values: &[f64; 5], digits: usize) -> String {
    values.iter().map(|v| format!("{v:.digits$}")).collect::<Vec<_>>().join(" ")
}

fn signed(values: &[f64; 5]) -> String {
    values.iter().map(|v| format!("{v:+.3}")).collect::<Vec<_>>().join(" ")
}
