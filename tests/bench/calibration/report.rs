//! The table of the bench, as Markdown.

use std::fmt::Write as _;

use crate::Row;
use crate::tally::Tally;

const HEADER: &str = "\
| system | n | K1 x K2 x Ky | coverage R U1 U2 S | RMSE R U1 U2 S | plug-in S | bias S (model, prior, contexts) | bias R U1 U2 | width S | S > .05 | claimed R U1 U2 S | false | C undefined | ranked 1 2 | ms |
|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
";

/// One line a row; false claims are those of atoms that are 0.
pub(crate) fn table(rows: &[Row], tallies: &[Tally], repetitions: u64) -> String {
    let mut text = format!("{repetitions} repetitions a row. Shares of repetitions; bits.\n\n{HEADER}");
    let mut sums = [[0.0; 3]; 2];
    for (row, t) in rows.iter().zip(tallies) {
        let truth = &row.truth;
        let share = |values: &[f64]| join(values.iter().map(|v| v / t.runs), 2);
        let rmse = |squares: &[f64]| join(squares.iter().map(|s| (s / t.runs).sqrt()), 3);
        let wrong: f64 = (0..4).filter(|&i| truth.atoms[i] == 0.0).map(|i| t.claimed[i]).sum();
        let [k1, k2, ky] = row.shape;
        writeln!(
            text,
            "| {} | {} | {k1}x{k2}x{ky} | {} | {} | {} | {:+.3} ({}) | {} | {:.3} | {:.2} | {} | {:.3} | \
            {:.2} | {} | {:.1} |",
            row.name,
            row.n,
            share(&t.covered),
            rmse(&t.squares),
            rmse(&t.plugin_squares[3..]),
            t.bias[3] / t.runs,
            signed(&t.parts, t.runs),
            signed(&t.bias[..3], t.runs),
            t.width[3] / t.runs,
            t.large_synergy / t.runs,
            share(&t.claimed),
            (wrong / t.runs).abs(),
            t.undefined / t.runs,
            share(&t.ranked),
            1e3 * t.seconds / t.runs,
        )
        .expect("writing to a string");
        for i in 0..4 {
            sums[0][usize::from(i != 0) + usize::from(i == 3)] += t.covered[i] / t.runs / rows.len() as f64;
            sums[1][usize::from(i != 0) + usize::from(i == 3)] += t.width[i] / t.runs / rows.len() as f64;
        }
    }
    let [c, w] = sums;
    writeln!(
        text,
        "\nMean coverage R {:.3}, U {:.3}, S {:.3}; mean width {:.3}, {:.3}, {:.3}.",
        c[0],
        c[1] / 2.0,
        c[2],
        w[0],
        w[1] / 2.0,
        w[2]
    )
    .expect("writing to a string");
    text
}

/// Claims alone, gathered by system and values of y over K and n. Where values of y were merged, the atoms
/// of all values are not what is estimated, but those that are 0 stay so.
pub(crate) fn claims(rows: &[Row], tallies: &[Tally], repetitions: u64) -> String {
    let mut text = format!(
        "{repetitions} repetitions a row of K = 2, 4, 8, 16 and n = 200, 1000, 5000. Shares of repetitions; \
        false: any atom \
         claimed that is 0.\n\n\
         | system | values of y | claimed R U1 U2 S, mean | false, mean | at most | at K, n |\n\
         |---|---|---|---|---|---|\n"
    );
    let rows: Vec<(&Row, &Tally)> = rows.iter().zip(tallies).collect();
    for group in rows.chunk_by(|(a, _), (b, _)| a.name == b.name && a.shape[2] == b.shape[2]) {
        let count = group.len() as f64;
        let claimed = |i: usize| group.iter().map(|(_, t)| t.claimed[i] / t.runs).sum::<f64>() / count;
        let wrong = |(_, t): &(&Row, &Tally)| t.false_claims / t.runs;
        let mean = group.iter().map(wrong).sum::<f64>() / count;
        let worst = group.iter().max_by(|a, b| wrong(a).total_cmp(&wrong(b))).expect("a group has rows");
        let (name, [k, _, ky]) = (&worst.0.name, worst.0.shape);
        let place = if wrong(worst) > 0.0 { format!("{k}, {}", worst.0.n) } else { "-".into() };
        writeln!(
            text,
            "| {name} | {ky} | {} | {mean:.3} | {:.3} | {place} |",
            join((0..4).map(claimed), 2),
            wrong(worst)
        )
        .expect("writing to a string");
    }
    text
}

fn join(values: impl Iterator<Item = f64>, digits: usize) -> String {
    values.map(|v| format!("{v:.digits$}")).collect::<Vec<_>>().join(" ")
}

fn signed(values: &[f64], runs: f64) -> String {
    values.iter().map(|v| format!("{:+.3}", v / runs)).collect::<Vec<_>>().join(" ")
}

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bench/RESULTS.md");

/// The text between the markers of RESULTS.md.
pub(crate) fn read(section: &str) -> String {
    let marker = format!("<!-- {section} -->");
    let whole = std::fs::read_to_string(PATH).unwrap_or_default();
    whole.split(marker.as_str()).nth(1).unwrap_or_default().into()
}

/// Puts the text between the markers of RESULTS.md.
pub(crate) fn write(section: &str, text: &str) -> std::io::Result<()> {
    let marker = format!("<!-- {section} -->");
    let old = std::fs::read_to_string(PATH).unwrap_or_default();
    let mut parts = old.splitn(3, marker.as_str());
    let before = parts.next().unwrap_or_default();
    let after = parts.nth(1).unwrap_or("\n");
    std::fs::write(PATH, format!("{before}{marker}\n\n{text}\n{marker}{after}"))
}
