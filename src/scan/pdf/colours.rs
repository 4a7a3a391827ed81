//! The dots of a picture in a foreign PDF, as its colour space tells them (ISO 32000-1, 8.6 and 8.9.5).

use lopdf::{Dictionary, Document, Object};

use super::LARGEST_PART;
use super::fax::turn;
use super::whole::LARGEST_UNPACKED;

/// A picture as it lies in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Picture {
    /// A JPEG file.
    Jpeg(Vec<u8>),
    /// Grey of 8 bits a dot, row by row from the top.
    Grey {
        /// Dots in a row.
        width: u32,
        /// Rows.
        height: u32,
        /// A byte a dot.
        dots: Vec<u8>,
    },
    /// Red, green and blue of 8 bits each, row by row from the top.
    Rgb {
        /// Dots in a row.
        width: u32,
        /// Rows.
        height: u32,
        /// Three bytes a dot.
        dots: Vec<u8>,
    },
}

/// What the numbers of a dot mean.
#[derive(Debug, PartialEq, Eq)]
enum Colours {
    Grey,
    Rgb,
    Cmyk,
    /// Which colour of these.
    Palette(Vec<[u8; 3]>),
}

impl Colours {
    /// The colour space of a picture; nothing where it is one of the print shop's.
    fn of(file: &Document, told: &Object) -> Option<Self> {
        let (_, told) = file.dereference(told).ok()?;
        if let Ok(name) = told.as_name() {
            return match name {
                b"DeviceGray" | b"CalGray" => Some(Self::Grey),
                b"DeviceRGB" | b"CalRGB" => Some(Self::Rgb),
                b"DeviceCMYK" => Some(Self::Cmyk),
                _ => None,
            };
        }
        let [family, rest @ ..] = &told.as_array().ok()?[..] else { return None };
        match (family.as_name().ok()?, rest) {
            (b"ICCBased", [profile, ..]) => {
                let (_, profile) = file.dereference(profile).ok()?;
                match profile.as_stream().ok()?.dict.get(b"N").ok()?.as_i64().ok()? {
                    1 => Some(Self::Grey),
                    3 => Some(Self::Rgb),
                    4 => Some(Self::Cmyk),
                    _ => None,
                }
            }
            (b"Indexed", [base, _, table]) => {
                let base = Self::of(file, base)?;
                let (_, table) = file.dereference(table).ok()?;
                let table = match table {
                    Object::Stream(stream) => stream.get_plain_content_with_limit(LARGEST_PART).ok()?,
                    other => other.as_str().ok()?.to_vec(),
                };
                Some(Self::Palette(table.chunks_exact(base.parts()).map(|parts| base.rgb(parts)).collect()))
            }
            // One that stands alone in its brackets.
            (b"DeviceGray" | b"DeviceRGB" | b"DeviceCMYK" | b"CalGray" | b"CalRGB", _) => Self::of(file, family),
            _ => None,
        }
    }

    /// How many numbers a dot has.
    fn parts(&self) -> usize {
        match self {
            Self::Grey | Self::Palette(_) => 1,
            Self::Rgb => 3,
            Self::Cmyk => 4,
        }
    }

    fn rgb(&self, parts: &[u8]) -> [u8; 3] {
        match (self, parts) {
            (Self::Cmyk, [cyan, magenta, yellow, black]) => cmyk([*cyan, *magenta, *yellow, *black]),
            (Self::Rgb, [red, green, blue]) => [*red, *green, *blue],
            (Self::Palette(colours), [at]) => colours.get(usize::from(*at)).copied().unwrap_or_default(),
            (_, parts) => [parts.first().copied().unwrap_or_default(); 3],
        }
    }
}

/// Ink on paper as light.
pub(super) fn cmyk([cyan, magenta, yellow, black]: [u8; 4]) -> [u8; 3] {
    let light = |ink: u8| (u16::from(u8::MAX - ink) * u16::from(u8::MAX - black) / u16::from(u8::MAX)) as u8;
    [cyan, magenta, yellow].map(light)
}

/// Whether the numbers of a picture are told the other way round (`Decode`).
pub(super) fn is_inverted(file: &Document, told: &Dictionary) -> bool {
    let Ok(Object::Array(ends)) = told.get_deref(b"Decode", file) else { return false };
    matches!(&ends[..], [from, to, ..] if from.as_float().unwrap_or(0.0) > to.as_float().unwrap_or(1.0))
}

/// The picture of unpacked numbers, row by row from the top; nothing where they are too few for its size, or the picture
/// too large.
pub(super) fn picture(
    file: &Document,
    told: &Dictionary,
    (width, height): (u32, u32),
    mut numbers: Vec<u8>,
) -> Option<Picture> {
    let is_mask = told.get_deref(b"ImageMask", file).and_then(Object::as_bool).unwrap_or(false);
    let bits = told.get_deref(b"BitsPerComponent", file).and_then(Object::as_i64);
    let bits = if is_mask { 1 } else { usize::try_from(bits.unwrap_or(8)).ok()? };
    let colours = match told.get(b"ColorSpace") {
        Ok(told) if !is_mask => Colours::of(file, told)?,
        _ => Colours::Grey,
    };
    let count = (width as usize).checked_mul(height as usize)?;
    if count == 0 || count.checked_mul(3)? > LARGEST_UNPACKED || !matches!(bits, 1 | 2 | 4 | 8 | 16) {
        return None;
    }
    let a_row = width as usize * colours.parts();
    let packed_row = (a_row * bits).div_ceil(8);
    if numbers.len() < packed_row * height as usize {
        return None;
    }
    numbers.truncate(packed_row * height as usize);
    if is_inverted(file, told) {
        turn(&mut numbers);
    }
    // Of a palette the number itself counts, of all others how much it is of the most.
    let of_all = if matches!(colours, Colours::Palette(_)) { 1 } else { 255 / ((1 << bits.min(8)) - 1) as u8 };
    let single = |row: &[u8], at: usize| match bits {
        8 => row[at],
        16 => row[2 * at],
        _ => (row[at * bits / 8] >> (8 - bits - at * bits % 8) & ((1 << bits) - 1)) * of_all,
    };
    let unpack = |row: &[u8]| (0..a_row).map(|at| single(row, at)).collect::<Vec<u8>>();
    let parts = if bits == 8 { numbers } else { numbers.chunks_exact(packed_row).flat_map(unpack).collect() };
    Some(match colours {
        Colours::Grey => Picture::Grey { width, height, dots: parts },
        Colours::Rgb => Picture::Rgb { width, height, dots: parts },
        other => {
            let dots = parts.chunks_exact(other.parts()).flat_map(|parts| other.rgb(parts)).collect();
            Picture::Rgb { width, height, dots }
        }
    })
}
