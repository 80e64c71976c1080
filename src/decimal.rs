//! Decimal text -> the nearest f64, ties to even: what `str::parse` gives, in a fifth of its size.
//!
//! The standard library's reader brings a table of powers of five, 10 kB that no compression shrinks.
//! Here `digits * 10^exponent` is one multiplication or division where both factors are exact, else a
//! ratio of large whole numbers `n / m`: 64 bits of the quotient and whether anything is left decide
//! how to round.

mod figure;

pub use figure::{Figure, single};

/// Powers of ten that an f64 holds exactly.
const EXACT: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
];
/// Significant digits beyond these decide a rounding only by not being zero: no midpoint of two f64 has more.
const DIGITS: usize = 768;

/// The number that `text` is, or none: digits with a point and an exponent where wanted, `inf` or `nan`.
pub fn parse(text: &str) -> Option<f64> {
    let (negative, rest) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] | rest => (false, rest),
    };
    let is = |word: &str| rest.eq_ignore_ascii_case(word.as_bytes());
    let value = match () {
        () if is("inf") || is("infinity") => f64::INFINITY,
        () if is("nan") => f64::NAN,
        () => Decimal::read(rest)?.value(),
    };
    Some(if negative { -value } else { value })
}

/// `digits * 10^exponent`.
struct Decimal {
    /// Values 0 to 9, the first of them not 0.
    digits: Vec<u8>,
    exponent: i64,
}

impl Decimal {
    fn read(text: &[u8]) -> Option<Self> {
        let (mantissa, mut exponent) = match text.iter().position(|c| c.eq_ignore_ascii_case(&b'e')) {
            Some(place) => (&text[..place], power(&text[place + 1..])?),
            None => (text, 0),
        };
        let mut digits = vec![];
        let (mut seen, mut point) = (false, false);
        for &c in mantissa {
            match c {
                b'0'..=b'9' => {
                    seen = true;
                    exponent -= i64::from(point);
                    if digits.len() > DIGITS {
                        exponent += 1;
                        digits[DIGITS] |= u8::from(c != b'0');
                    } else if c != b'0' || !digits.is_empty() {
                        digits.push(c - b'0');
                    }
                }
                b'.' if !point => point = true,
                _ => return None,
            }
        }
        seen.then_some(Self { digits, exponent })
    }

    fn value(&self) -> f64 {
        let lead = self.exponent + self.digits.len().cast_signed() as i64;
        match () {
            () if self.digits.is_empty() || lead < -330 => return 0.0,
            () if lead > 310 => return f64::INFINITY,
            () => {}
        }
        let places = self.exponent.unsigned_abs() as usize;
        if self.digits.len() <= 15 && places < EXACT.len() {
            let digits = self.digits.iter().fold(0.0, |value, &digit| 10.0 * value + f64::from(digit));
            return if self.exponent < 0 { digits / EXACT[places] } else { digits * EXACT[places] };
        }
        let (mut n, mut m) = (Natural(vec![]), Natural(vec![1]));
        for &digit in &self.digits {
            n.times(10, u32::from(digit));
        }
        let scaled = if self.exponent < 0 { &mut m } else { &mut n };
        for _ in 0..places {
            scaled.times(10, 0);
        }
        nearest(n, m)
    }
}

/// The exponent after the `e`; so far out that digits cannot make up for it where it does not fit.
fn power(text: &[u8]) -> Option<i64> {
    let (sign, digits) = match text {
        [b'-', digits @ ..] => (-1, digits),
        [b'+', digits @ ..] | digits => (1, digits),
    };
    let all = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    let value = |digits: &[u8]| {
        digits.iter().fold(0, |value, digit| (10 * value + i64::from(digit - b'0')).min(1 << 48))
    };
    all.then(|| sign * value(digits))
}

/// A whole number, the lowest 32 bits first and no zeros on top.
struct Natural(Vec<u32>);

impl Natural {
    /// Becomes `factor * self + carry`.
    fn times(&mut self, factor: u32, mut carry: u32) {
        for part in &mut self.0 {
            let product = u64::from(factor) * u64::from(*part) + u64::from(carry);
            (*part, carry) = (product as u32, (product >> 32) as u32);
        }
        if carry > 0 {
            self.0.push(carry);
        }
    }

    /// Becomes `2^bits * self`.
    fn shift(&mut self, bits: u64) {
        self.times(1 << (bits % 32), 0);
        self.0.splice(..0, (0..bits / 32).map(|_| 0));
    }

    /// Becomes a tenth of itself; the digit that is left.
    fn tenth(&mut self) -> u8 {
        let mut rest = 0;
        for part in self.0.iter_mut().rev() {
            let upper = u64::from(rest) << 32 | u64::from(*part);
            (*part, rest) = ((upper / 10) as u32, (upper % 10) as u32);
        }
        self.trim();
        rest as u8
    }

    /// Drops zeros on top.
    fn trim(&mut self) {
        let zeros = self.0.iter().rev().take_while(|&&part| part == 0).count();
        self.0.truncate(self.0.len() - zeros);
    }

    fn bits(&self) -> u64 {
        32 * self.0.len() as u64 - self.0.last().map_or(0, |top| u64::from(top.leading_zeros()))
    }

    /// Takes `other` away, if it is not larger; answers whether.
    fn take(&mut self, other: &Self) -> bool {
        let length = self.0.len().cmp(&other.0.len());
        if length.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev())).is_lt() {
            return false;
        }
        let mut borrow = false;
        for (i, part) in self.0.iter_mut().enumerate() {
            let (less, first) = part.overflowing_sub(other.0.get(i).copied().unwrap_or(0));
            let (less, second) = less.overflowing_sub(u32::from(borrow));
            (*part, borrow) = (less, first | second);
        }
        self.trim();
        true
    }
}

/// The f64 nearest to n / m; neither is 0.
fn nearest(mut n: Natural, mut m: Natural) -> f64 {
    let (above, below) = (n.bits(), m.bits());
    n.shift(below.saturating_sub(above));
    m.shift(above.saturating_sub(below));
    // The value is n / m * 2^power with n / m between 1/2 and 2.
    let mut power = above.cast_signed() - below.cast_signed();
    let mut quotient = u64::from(n.take(&m));
    while quotient >> 63 == 0 {
        n.times(2, 0);
        quotient = 2 * quotient + u64::from(n.take(&m));
        power -= 1;
    }
    // The value is quotient * 2^power; of its 64 bits 53 are kept, or fewer below the normal numbers.
    let biased = power + 63 + 1023;
    let dropped = 11 + (1 - biased).max(0) as u32;
    if biased > 2046 {
        return f64::INFINITY;
    }
    let wide = u128::from(quotient);
    let (kept, rest, half) = (wide >> dropped, wide & ((1 << dropped) - 1), 1 << (dropped - 1));
    let up = rest > half || (rest == half && (!n.0.is_empty() || kept & 1 == 1));
    let kept = kept as u64 + u64::from(up);
    // The leading 1 of a normal number counts one into the exponent, and so does a carry.
    f64::from_bits((((biased - 1).max(0) as u64) << 52) + kept)
}

#[cfg(test)]
mod tests {
    use super::parse;
    use proptest::prelude::*;

    fn same(text: &str) {
        let wanted = text.parse::<f64>().ok();
        let bits = |value: Option<f64>| value.map(|v| if v.is_nan() { 1 } else { v.to_bits() });
        assert_eq!(bits(parse(text)), bits(wanted), "{text}");
    }

    #[test]
    fn edges_are_read_as_the_standard_library_reads_them() {
        for text in [
            "",
            "+",
            "-",
            ".",
            "e5",
            "1e",
            "1e+",
            "1.",
            ".5",
            "-.5e-3",
            "+1E+2",
            "1.2.3",
            "1e5.0",
            "0x1",
            " 1",
            "1_0",
            "--1",
            "inf",
            "-Infinity",
            "NaN",
            "infin",
            "0",
            "-0",
            "0.000",
            "1e99999999999999999999",
            "1e-99999999999999999999",
            "0e99999999999999999999",
            "1.7976931348623157e308",
            "1.7976931348623158e308",
            "1.797693134862315807e308",
            "1.7976931348623159e308",
            "2.2250738585072014e-308",
            "2.2250738585072011e-308",
            "4.9e-324",
            "2.5e-324",
            "2.47032822920623272e-324",
            "2.4703282292062327e-324",
            "9007199254740993",
            "9007199254740992.99999999999999999",
            "9007199254740993.00000000000000000001",
            "1e22",
            "1e23",
            "123456789012345e22",
            "0.1",
            "1e-22",
            "1e-23",
        ] {
            same(text);
        }
        same(&format!("9007199254740993{}1", "0".repeat(900)));
        same(&format!("9007199254740993{}", "0".repeat(200)));
        same(&format!("0.{}1", "0".repeat(320)));
        same(&format!("{}e-800", "9".repeat(900)));
    }

    proptest! {
        #[test]
        fn every_number_is_read_back(bits in any::<u64>()) {
            let value = f64::from_bits(bits);
            same(&value.to_string());
            same(&format!("{value:e}"));
            // Midpoints have no digits to spare.
            same(&format!("{value:.800}"));
        }

        #[test]
        fn any_text_is_read_alike(text in "[-+]?[0-9]{0,30}\\.?[0-9]{0,30}(e[-+]?[0-9]{1,3})?") {
            same(&text);
        }
    }
}
