//! CRC-32 of the bytes of a zip entry (ITU-T V.42), eight bytes at a time.
//!
//! Remainder of the bytes as a polynomial over GF(2) by 0xEDB88320, bits reversed. Table j holds the
//! remainder of each byte followed by j zero bytes, so that eight look-ups advance by eight bytes
//! (Kounavis and Berry, 2008). The tables are made when an entry is opened: in the program they
//! would be 8 kB that do not compress.

const POLYNOMIAL: u32 = 0xEDB8_8320;

/// A checksum under way.
pub(super) struct Crc {
    tables: Box<[[u32; 256]; 8]>,
    state: u32,
}

impl Default for Crc {
    /// Of no bytes yet.
    fn default() -> Self {
        let mut tables = Box::new([[0_u32; 256]; 8]);
        for byte in 0..256 {
            let step = |rest: u32, _| if rest & 1 == 1 { (rest >> 1) ^ POLYNOMIAL } else { rest >> 1 };
            tables[0][byte] = (0..8).fold(byte as u32, step);
        }
        for j in 1..8 {
            for byte in 0..256 {
                let rest = tables[j - 1][byte];
                tables[j][byte] = (rest >> 8) ^ tables[0][(rest & 255) as usize];
            }
        }
        Self { tables, state: u32::MAX }
    }
}

impl Crc {
    /// Takes further bytes.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            let word = (u64::from_le_bytes(*word) ^ u64::from(self.state)).to_le_bytes();
            let place = |(&byte, table): (&u8, &[u32; 256])| table[byte as usize];
            self.state = word.iter().zip(self.tables.iter().rev()).map(place).fold(0, |a, b| a ^ b);
        }
        for byte in rest {
            self.state = (self.state >> 8) ^ self.tables[0][(self.state as u8 ^ byte) as usize];
        }
    }

    /// Checksum of all bytes so far.
    pub(super) fn value(&self) -> u32 {
        !self.state
    }
}

#[cfg(test)]
mod tests {
    use super::Crc;

    #[test]
    fn check_value_of_the_standard_in_any_pieces() {
        for cut in 0..=9 {
            let mut crc = Crc::default();
            let (a, b) = b"123456789".split_at(cut);
            crc.push(a);
            crc.push(b);
            assert_eq!(crc.value(), 0xCBF4_3926);
        }
    }
}
