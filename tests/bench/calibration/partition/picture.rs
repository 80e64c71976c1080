//! The picture of the documentation: coverage of one partition and of pooled ones, row by row.

use std::fmt::Write as _;

use super::report::Line;
use super::scheme::schemes;

/// Width of the picture; of its names; height of a row.
const WIDTH: f64 = 640.0;
const NAMES: f64 = 250.0;
const ROW: f64 = 26.0;
const TOP: f64 = 30.0;

/// Draws the first two schemes of a table into the documentation. Colours are those of its style sheet.
pub(crate) fn write(lines: &[Line]) -> std::io::Result<()> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/www/docs/content/coverage.svg");
    std::fs::write(path, draw(lines))
}

fn x(coverage: f64) -> f64 {
    NAMES + (WIDTH - NAMES - 20.0) * coverage
}

fn draw(lines: &[Line]) -> String {
    let names = [0, 1].map(|scheme| schemes(false)[scheme].name());
    let rows: Vec<&[Line]> = lines.chunk_by(|a, b| a.row() == b.row()).collect();
    let height = TOP + ROW * rows.len() as f64;
    let mut svg = format!(
        "<svg class=\"coverage\" viewBox=\"0 0 {WIDTH} {}\" role=\"img\" aria-label=\"Coverage of intervals \
        of one K-means partition and of \
         pooled ones, by data set\">\n",
        height + 60.0
    );
    for percent in [0, 20, 40, 60, 80, 100] {
        let at = x(f64::from(percent) / 100.0);
        line(&mut svg, "grid", [at, TOP - 8.0, at, height]);
        text(&mut svg, [at, TOP - 14.0], ["middle", &format!("{percent} %")]);
    }
    line(&mut svg, "promised", [x(0.95), TOP - 8.0, x(0.95), height]);
    for (place, row) in rows.iter().enumerate() {
        let y = TOP + ROW * (place as f64 + 0.5);
        let [population, n, k] = row[0].row() else { continue };
        let n = n.split(' ').next().unwrap_or_default();
        text(&mut svg, [NAMES - 14.0, y + 4.0], ["end", &format!("{population}, n = {n}, K = {k}")]);
        for (class, shift, name) in [("one", -5.0, &names[0]), ("pooled", 5.0, &names[1])] {
            if let Some(line) = row.iter().find(|line| line.scheme() == name) {
                marks(&mut svg, class, y + shift, &line.coverage());
            }
        }
    }
    let words = ["one partition, best of 10 restarts", "pooled over 10 of 2 restarts"];
    for (class, words, at) in [("one", words[0], NAMES - 60.0), ("pooled", words[1], NAMES + 170.0)] {
        circle(&mut svg, class, [at, height + 24.0]);
        text(&mut svg, [at + 10.0, height + 28.0], ["start", words]);
    }
    text(
        &mut svg,
        [NAMES - 64.0, height + 50.0],
        ["start", "Coverage of R, U1, U2, S and U1 - U2; dashed: the 95 % promised"],
    );
    svg.push_str("</svg>\n");
    svg
}

/// The five quantities of a row, and a line from the least to the greatest.
fn marks(svg: &mut String, class: &str, y: f64, covered: &[f64]) {
    let (least, most) = covered.iter().fold((1.0_f64, 0.0_f64), |(a, b), &c| (a.min(c), b.max(c)));
    line(svg, class, [x(least), y, x(most), y]);
    covered.iter().for_each(|&coverage| circle(svg, class, [x(coverage), y]));
}

fn line(svg: &mut String, class: &str, [x1, y1, x2, y2]: [f64; 4]) {
    writeln!(svg, "<line class=\"{class}\" x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\"/>")
        .expect("writing to a string");
}

fn circle(svg: &mut String, class: &str, [x, y]: [f64; 2]) {
    writeln!(svg, "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\"/>")
        .expect("writing to a string");
}

fn text(svg: &mut String, [x, y]: [f64; 2], [anchor, words]: [&str; 2]) {
    writeln!(svg, "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{words}</text>")
        .expect("writing to a string");
}
