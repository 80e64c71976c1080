//! The picture of the documentation: coverage of one partition and of pooled ones, row by row.

use std::fmt::Write as _;

use super::Found;
use super::scheme::{Scheme, Tally};

/// Width of the picture; of its names; height of a row.
const WIDTH: f64 = 640.0;
const NAMES: f64 = 250.0;
const ROW: f64 = 26.0;
const TOP: f64 = 30.0;
/// Least coverage that is drawn.
const LEAST: f64 = 0.3;

/// Draws the first two schemes into the documentation. Colours are those of its style sheet.
pub(crate) fn write(found: &[Found], schemes: &[Scheme]) -> std::io::Result<()> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/www/docs/content/coverage.svg");
    std::fs::write(path, draw(found, schemes))
}

fn x(coverage: f64) -> f64 {
    NAMES + (WIDTH - NAMES - 20.0) * (coverage.max(LEAST) - LEAST) / (1.0 - LEAST)
}

fn draw(found: &[Found], schemes: &[Scheme]) -> String {
    let height = TOP + ROW * found.len() as f64;
    let mut svg = format!(
        "<svg class=\"coverage\" viewBox=\"0 0 {WIDTH} {}\" role=\"img\" aria-label=\"Coverage of intervals of one K-means partition and of \
         pooled ones, by data set\">\n",
        height + 60.0
    );
    for percent in [30, 40, 50, 60, 70, 80, 90, 100] {
        let at = x(f64::from(percent) / 100.0);
        line(&mut svg, "grid", [at, TOP - 8.0, at, height]);
        text(&mut svg, [at, TOP - 14.0], ["middle", &format!("{percent} %")]);
    }
    line(&mut svg, "promised", [x(0.95), TOP - 8.0, x(0.95), height]);
    for (place, Found { case, tallies, .. }) in found.iter().enumerate() {
        let y = TOP + ROW * (place as f64 + 0.5);
        let name = format!("{}, n = {}, K = {}", case.name, case.n, case.k);
        text(&mut svg, [NAMES - 14.0, y + 4.0], ["end", &name]);
        for (class, shift, tally) in [("one", -5.0, &tallies[0]), ("pooled", 5.0, &tallies[1])] {
            marks(&mut svg, class, y + shift, tally);
        }
    }
    for (class, scheme, at) in [("one", &schemes[0], NAMES), ("pooled", &schemes[1], NAMES + 190.0)] {
        circle(&mut svg, class, [at, height + 24.0]);
        text(&mut svg, [at + 10.0, height + 28.0], ["start", &scheme.name()]);
    }
    text(&mut svg, [NAMES, height + 50.0], ["start", "R, U1, U2, S and U1 - U2; dashed: the 95 % promised"]);
    svg.push_str("</svg>\n");
    svg
}

/// The five quantities of a row, and a line from the least to the greatest.
fn marks(svg: &mut String, class: &str, y: f64, tally: &Tally) {
    let covered = tally.covered.map(|sum| sum / tally.runs);
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
