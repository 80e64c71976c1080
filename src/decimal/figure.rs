//! f64 -> decimal text, digit for digit what the standard library writes, in a tenth of its size.
//!
//! `m * 2^-k` is `m * 5^k` with the point before the last k digits: all digits of the number, which are cut where
//! wanted. The shortest text is the first cut that is read as the same number.

use std::fmt;

use super::{Decimal, Natural};

/// A number that is shown: `{}`, `{:e}` and both with a precision.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure(pub f64);

fn count(digits: usize) -> i64 {
    digits.cast_signed() as i64
}

/// Digits d1 d2 d3 ... of 0.d1d2d3... * 10^point; none of 0.
#[derive(Clone)]
struct Digits {
    digits: Vec<u8>,
    point: i64,
}

impl Digits {
    /// All digits of a finite number.
    fn of(value: f64) -> Self {
        let bits = value.abs().to_bits();
        let (exponent, fraction) = ((bits >> 52).cast_signed(), bits & ((1 << 52) - 1));
        let (mantissa, power) =
            if exponent == 0 { (fraction, -1074) } else { (fraction | 1 << 52, exponent - 1075) };
        let zeros = i64::from(mantissa.trailing_zeros().min(63));
        let mut whole = Natural(vec![]);
        for part in [mantissa >> zeros >> 32, mantissa >> zeros] {
            whole.0.insert(0, part as u32);
            whole.trim();
        }
        let power = power + zeros;
        if power > 0 {
            whole.shift(power.unsigned_abs());
        }
        let places = (-power).max(0);
        for _ in 0..places {
            whole.times(5, 0);
        }
        let mut digits = vec![];
        while !whole.0.is_empty() {
            digits.push(whole.tenth());
        }
        digits.reverse();
        let point = count(digits.len()) - places;
        Self { digits, point }
    }

    /// The first `kept` of them, rounded to nearest, ties to even or up; none if `kept` is negative.
    fn cut(mut self, kept: i64, up: bool) -> Self {
        let Ok(kept) = usize::try_from(kept) else { return Self { digits: vec![], point: 0 } };
        if kept >= self.digits.len() {
            return self;
        }
        let rest = self.digits.split_off(kept);
        let odd = self.digits.last().is_some_and(|digit| digit % 2 == 1);
        let half = rest[0] == 5 && rest[1..].iter().all(|&digit| digit == 0);
        if rest[0] >= 5 && (up || odd || !half) {
            while let Some(9) = self.digits.last() {
                self.digits.pop();
            }
            if let Some(digit) = self.digits.last_mut() {
                *digit += 1;
            } else {
                self.digits.push(1);
                self.point += 1;
            }
        }
        self
    }

    /// The fewest of them that are read as the same number.
    fn shortest(self, same: &dyn Fn(f64) -> bool) -> Self {
        let read = |cut: &Self| {
            Decimal { digits: cut.digits.clone(), exponent: cut.point - count(cut.digits.len()) }.value()
        };
        let mut cuts = (1..17).map(|kept| self.clone().cut(kept, true));
        let found = cuts.find(|cut| same(read(cut)));
        found.unwrap_or_else(|| self.clone().cut(17, true))
    }

    /// The digit at a place after the first, 0 beyond those there are.
    fn at(&self, place: i64) -> char {
        let digit = usize::try_from(place).ok().and_then(|place| self.digits.get(place));
        char::from(b'0' + digit.copied().unwrap_or(0))
    }

    /// Digits before the point, and `places` after it.
    fn plain(&self, places: i64) -> String {
        let before = (0..self.point.max(1)).map(|i| self.at(if self.point > 0 { i } else { -1 }));
        let after = (self.point..self.point + places).map(|i| self.at(i));
        let point = (places > 0).then_some('.');
        before.chain(point).chain(after).collect()
    }
}

/// The text of a finite number, without its sign; `places` after the point, or as many as it needs.
fn text(value: f64, places: Option<usize>, scientific: bool, same: &dyn Fn(f64) -> bool) -> String {
    let digits = Digits::of(value);
    let kept = places.map(|places| count(places) + if scientific { 1 } else { digits.point });
    let cut = match kept {
        Some(kept) => digits.cut(kept, false),
        None => digits.shortest(same),
    };
    // Zeros at the end of a cut are no digits that it needs.
    let needed = cut.digits.iter().rposition(|&digit| digit > 0).map_or(0, |last| count(last) + 1);
    let of = |point: i64| places.map_or((needed - point).max(0), count);
    if !scientific {
        let point = if cut.digits.is_empty() { 0 } else { cut.point };
        return Digits { point, ..cut }.plain(of(point));
    }
    let exponent = if cut.digits.is_empty() { 0 } else { cut.point - 1 };
    format!("{}e{exponent}", Digits { point: 1, ..cut }.plain(of(1)))
}

/// The text of a number.
fn signed(value: f64, places: Option<usize>, scientific: bool, same: &dyn Fn(f64) -> bool) -> String {
    let text = match value {
        value if value.is_nan() => return "NaN".into(),
        value if value.is_infinite() => "inf".into(),
        value => text(value, places, scientific, same),
    };
    if value.is_sign_negative() { format!("-{text}") } else { text }
}

/// The shortest text that is read as the same f32.
pub fn single(value: f32) -> String {
    signed(value.into(), None, false, &|read| read as f32 == value.abs())
}

impl Figure {
    fn write(self, f: &mut fmt::Formatter<'_>, scientific: bool) -> fmt::Result {
        f.write_str(&signed(self.0, f.precision(), scientific, &|read| read == self.0.abs()))
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, false)
    }
}

impl fmt::LowerExp for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, true)
    }
}

#[cfg(test)]
mod tests {
    use super::{Figure, single};
    use proptest::prelude::*;

    fn same(x: f64) {
        let own = Figure(x);
        assert_eq!(format!("{own}"), format!("{x}"));
        assert_eq!(format!("{own:e}"), format!("{x:e}"));
        for places in 0..4 {
            assert_eq!(format!("{own:.places$}"), format!("{x:.places$}"), "{x:e}");
            assert_eq!(format!("{own:.places$e}"), format!("{x:.places$e}"), "{x:e}");
        }
    }

    #[test]
    fn edges_are_written_as_the_standard_library_writes_them() {
        for x in [
            0.0,
            1.0,
            10.0,
            0.5,
            1.5,
            2.5,
            0.05,
            0.25,
            0.35,
            0.095,
            0.995,
            9.995,
            99.95,
            1e-12,
            1e21,
            1e22,
            1e23,
            0.001,
            0.0005,
            0.0015,
            123_456.0,
            5e-324,
            2.225_073_858_507_201_4e-308,
            f64::MAX,
            f64::MIN_POSITIVE,
            f64::INFINITY,
            f64::NAN,
            9_007_199_254_740_993.0,
            0.3,
            0.1 + 0.2,
            1.0 / 3.0,
            f64::from_bits(14_058_640_631_627_608_121),
        ] {
            same(x);
            same(-x);
        }
    }

    proptest! {
        #[test]
        fn numbers_are_written_as_the_standard_library_writes_them(bits in any::<u64>(), small in -2000..2000_i32) {
            same(f64::from_bits(bits));
            same(f64::from(small) / 64.0);
            same(f64::from(small) / 1000.0);
        }

        #[test]
        fn singles_are_written_as_the_standard_library_writes_them(bits in any::<u32>(), x in -1e3..1e3_f32) {
            for x in [f32::from_bits(bits), x, x.round(), (x * 64.0).round() / 100.0] {
                prop_assert_eq!(single(x), x.to_string());
            }
        }
    }
}
