//! The table of pooled intervals, as Markdown. Rows that are run again replace theirs and leave the others,
//! so that a table can be filled row by row; the means over populations and the picture are those of the
//! table.

use std::fmt::Write as _;

use super::scheme::{Scheme, Tally, schemes};
use super::{ENGINE, Found};
use modalens::units::BITS;

const HEADER: &str = "\
R, U1, U2, S, U1 - U2; bits. \"sd / se\": spread of the estimates over samples against W + B / m, whose part \
B / m is said. \"seeds\": two answers by other seeds overlap, and differ by less than half an interval \
(worst quantity; one sample in four). \"of the fit\": what changes for all data where \
K-means is fitted on n of them, which is no error of an estimate; \"as fitted\": coverage of all data so \
coded.\n\n\
| population | n | K | scheme | samples | coverage | as fitted | width | RMSE | bias | of the fit | sd / se | B / m | seeds |\n\
|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n";

/// The cells of a line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line(Vec<String>);

impl Line {
    fn of(Found { case, rows, shift, .. }: &Found, scheme: &Scheme, t: &Tally) -> Self {
        let is_engine = scheme.name() == schemes(false)[ENGINE].name();
        let mean = |sums: &[f64; 5]| sums.map(|sum| sum / t.runs);
        let [error, squares, variance] = [&t.error, &t.squares, &t.variance].map(mean);
        let ratio = std::array::from_fn(|i| {
            ((squares[i] - error[i] * error[i]).max(0.0) / variance[i].max(1e-30)).sqrt()
        });
        let between = std::array::from_fn(|i| t.between[i] / t.variance[i].max(1e-30));
        Self(vec![
            case.name.into(),
            format!("{} of {rows}", case.n),
            case.k.to_string(),
            scheme.name(),
            t.runs.to_string(),
            join(&mean(&t.covered), 3),
            if is_engine { join(&mean(&t.covered_as_fitted), 3) } else { "-".into() },
            join(&mean(&t.width), 3),
            join(&squares.map(f64::sqrt), 3),
            signed(&error),
            if is_engine { signed(&shift.map(|nats| nats * BITS)) } else { "-".into() },
            join(&ratio, 2),
            join(&between, 2),
            seeds(t),
        ])
    }

    fn parse(line: &str) -> Option<Self> {
        let cells: Vec<String> = line.split('|').map(|cell| cell.trim().into()).collect();
        let is_line = cells.len() == 16 && cells[5].parse::<f64>().is_ok();
        is_line.then(|| Self(cells[1..15].to_vec()))
    }

    /// Population, n, K.
    pub(crate) fn row(&self) -> &[String] {
        &self.0[..3]
    }

    pub(crate) fn scheme(&self) -> &str {
        &self.0[3]
    }

    pub(crate) fn coverage(&self) -> Vec<f64> {
        self.numbers(5)
    }

    fn numbers(&self, cell: usize) -> Vec<f64> {
        self.0[cell].split(' ').map(|number| number.parse().expect("a number")).collect()
    }
}

/// The lines of what was found, and those of an older table that are not among them, by row and scheme.
pub(crate) fn lines(found: &[Found], wanted: &[Scheme], older: &str) -> Vec<Line> {
    let new = found.iter().flat_map(|found| {
        wanted.iter().zip(&found.tallies).map(move |(scheme, t)| Line::of(found, scheme, t))
    });
    let mut lines: Vec<Line> = new.collect();
    let kept: Vec<Line> = older
        .lines()
        .filter_map(Line::parse)
        .filter(|old| !lines.iter().any(|line| line.0[..4] == old.0[..4]))
        .collect();
    lines.extend(kept);
    let rows: Vec<(String, String)> =
        super::cases().iter().map(|case| (case.name.into(), case.k.to_string())).collect();
    let names: Vec<String> = schemes(true).iter().map(Scheme::name).collect();
    lines.sort_by_key(|Line(cells)| {
        let row = rows.iter().position(|(name, k)| *name == cells[0] && *k == cells[2]);
        (row, names.iter().position(|name| *name == cells[3]))
    });
    lines
}

/// One line a population and scheme, then means over populations by scheme.
pub(crate) fn table(lines: &[Line]) -> String {
    let mut text = String::from(HEADER);
    for Line(cells) in lines {
        writeln!(text, "| {} |", cells.join(" | ")).expect("writing to a string");
    }
    text.push_str(
        "\n| scheme | rows | mean coverage | least | width against one partition | RMSE against it \
        |\n|---|---|---|---|---|---|\n",
    );
    for scheme in schemes(true) {
        let own: Vec<&Line> = lines.iter().filter(|line| line.scheme() == scheme.name()).collect();
        if !own.is_empty() {
            text += &summary(&scheme.name(), &own, lines);
        }
    }
    text
}

/// Means over populations: coverage, and width and error against the one partition of before.
fn summary(scheme: &str, own: &[&Line], lines: &[Line]) -> String {
    let (mut covered, mut widths, mut errors) = (vec![], vec![], vec![]);
    for line in own {
        let before = lines.iter().find(|before| before.row() == line.row()).expect("a first scheme");
        let ratios = |cell: usize| {
            let pairs = line.numbers(cell).into_iter().zip(before.numbers(cell));
            pairs.map(|(own, before)| own / before.max(1e-3)).collect::<Vec<f64>>()
        };
        covered.extend(line.coverage());
        widths.extend(ratios(7));
        errors.extend(ratios(8));
    }
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let least = covered.iter().copied().fold(1.0, f64::min);
    format!(
        "| {scheme} | {} | {:.3} | {least:.2} | {:.2} | {:.2} |\n",
        own.len(),
        mean(&covered),
        mean(&widths),
        mean(&errors)
    )
}

fn seeds(t: &Tally) -> String {
    if t.pairs == 0.0 {
        return "-".into();
    }
    let least = |sums: &[f64; 5]| sums.iter().fold(1.0_f64, |least, sum| least.min(sum / t.pairs));
    format!("{:.2} {:.2}", least(&t.overlap), least(&t.near))
}

fn signed(values: &[f64; 5]) -> String {
    values.map(|v| format!("{v:+.3}")).join(" ")
}

fn join(values: &[f64; 5], digits: usize) -> String {
    values.map(|v| format!("{v:.digits$}")).join(" ")
}
