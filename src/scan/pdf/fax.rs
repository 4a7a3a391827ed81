//! Black and white as scanners pack it into a PDF: fax of groups 3 and 4 (ITU-T T.4, T.6).

pub use hayro_ccitt::EncodingMode;
use hayro_ccitt::{DecodeSettings, DecoderContext};
use lopdf::Dictionary;

use super::LARGEST_PART;

const WHITE: u8 = u8::MAX;
const BLACK: u8 = 0;

/// A picture of black and white dots, a byte each, row by row from the top.
#[derive(Default)]
pub struct Dots {
    /// Dots in a row.
    pub width: u32,
    /// A byte each.
    pub dots: Vec<u8>,
}

impl Dots {
    /// A picture of this size, nothing in it yet; none where it would be too large.
    pub(super) fn of(width: u32, height: u32) -> Option<Self> {
        let most = (width as usize).checked_mul(height as usize)?;
        (1..=LARGEST_PART).contains(&most).then(|| Self { width, dots: Vec::with_capacity(most) })
    }

    pub(super) fn push(&mut self, black: bool, count: usize) {
        // Not beyond the size that was told: a broken stream may go on.
        let room = self.dots.capacity().saturating_sub(self.dots.len()).min(count);
        self.dots.extend(std::iter::repeat_n(if black { BLACK } else { WHITE }, room));
    }
}

/// What was dark becomes light.
pub(super) fn turn(numbers: &mut [u8]) {
    for number in numbers {
        *number = !*number;
    }
}

impl hayro_ccitt::Decoder for Dots {
    fn push_row(&mut self, changes: &[u32]) {
        let (mut at, mut black) = (0, false);
        for change in changes.iter().chain([&self.width.clone()]) {
            self.push(black, change.saturating_sub(at) as usize);
            (at, black) = (*change, !black);
        }
    }
}

/// A picture packed as fax, as PDF and TIFF tell of it.
pub struct Fax {
    /// Dots in a row.
    pub columns: u32,
    /// Rows.
    pub rows: u32,
    /// How it is packed.
    pub encoding: EncodingMode,
    /// Whether each row begins at a byte.
    pub is_aligned: bool,
    /// Whether a row ends with a mark.
    pub end_of_line: bool,
    /// Whether the last row is followed by a mark.
    pub end_of_block: bool,
}

impl Fax {
    /// The dots of the picture; nothing where it is broken or too large.
    pub fn unpack(&self, packed: &[u8]) -> Option<Dots> {
        let mut dots = Dots::of(self.columns, self.rows)?;
        let settings = DecodeSettings {
            columns: self.columns,
            rows: self.rows,
            end_of_block: self.end_of_block,
            end_of_line: self.end_of_line,
            rows_are_byte_aligned: self.is_aligned,
            encoding: self.encoding,
            strict: false,
        };
        hayro_ccitt::decode(packed, &mut dots, &mut DecoderContext::new(settings)).ok()?;
        // Rows that are missing at the end are blank.
        dots.push(false, usize::MAX);
        Some(dots)
    }
}

/// What `CCITTFaxDecode` makes of a picture so many rows high; nothing where it is broken.
pub(super) fn fax(packed: &[u8], told: &Dictionary, height: u32) -> Option<Dots> {
    let number = |key: &[u8]| told.get(key).ok().and_then(|it| it.as_i64().ok());
    let says = |key: &[u8], usual: bool| told.get(key).ok().and_then(|it| it.as_bool().ok()).unwrap_or(usual);
    let fax = Fax {
        columns: u32::try_from(number(b"Columns").unwrap_or(1_728)).ok()?,
        rows: height,
        encoding: match number(b"K").unwrap_or(0) {
            ..0 => EncodingMode::Group4,
            0 => EncodingMode::Group3_1D,
            1.. => EncodingMode::Group3_2D,
        },
        is_aligned: says(b"EncodedByteAlign", false),
        end_of_line: says(b"EndOfLine", false),
        end_of_block: says(b"EndOfBlock", true),
    };
    let mut unpacked = fax.unpack(packed)?;
    if says(b"BlackIs1", false) {
        turn(&mut unpacked.dots);
    }
    Some(unpacked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_larger_than_memory_should_hold_is_none() {
        let told = |columns: i64| {
            let mut told = Dictionary::new();
            told.set("Columns", columns);
            told.set("K", -1);
            told
        };
        assert!(fax(&[0; 64], &told(40_000), 40_000).is_none(), "1.6 thousand million dots");
        for columns in [0, -5, i64::MAX] {
            assert!(fax(&[0; 64], &told(columns), 100).is_none(), "{columns} columns");
        }
        // Of what is no fax at all, no more is made than was told.
        let other = include_bytes!("../../../tests/fixtures/扫描_JBIG2.pdf");
        let made = fax(other, &Dictionary::new(), 2_000).map_or(0, |it| it.dots.len());
        assert!([0, 1_728 * 2_000].contains(&made), "{made}");
    }
}
