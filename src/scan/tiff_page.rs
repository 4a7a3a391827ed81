//! One page of a TIFF, as scanners pack it.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, GrayImage, RgbImage};
use tiff::ColorType;
use tiff::decoder::{Decoder, DecodingResult};
use tiff::tags::Tag;

use super::pdf::{Dots, EncodingMode, Fax};

/// How a TIFF is packed (`Compression`), and the tag that tells more of group 3.
const MODIFIED_HUFFMAN: u32 = 2;
const GROUP_3: u32 = 3;
const T4_OPTIONS: u16 = 292;

/// A page, the first being 0, upright; nothing where it cannot be read.
pub(super) fn tiff_page(bytes: &[u8], at: usize) -> Option<DynamicImage> {
    let mut decoder = Decoder::new(Cursor::new(bytes)).ok()?;
    decoder.seek_to_image(at).ok()?;
    let turned = decoder.find_tag_unsigned::<u8>(Tag::Orientation).ok()?.and_then(Orientation::from_exif);
    let mut picture = dots(&mut decoder, bytes)?;
    picture.apply_orientation(turned.unwrap_or(Orientation::NoTransforms));
    Some(picture)
}

fn dots(decoder: &mut Decoder<Cursor<&[u8]>>, bytes: &[u8]) -> Option<DynamicImage> {
    let (width, height) = decoder.dimensions().ok()?;
    let grey = |dots| GrayImage::from_raw(width, height, dots).map(DynamicImage::from);
    let rgb = |dots| RgbImage::from_raw(width, height, dots).map(DynamicImage::from);
    if let Some(dots) = tiff_fax(decoder, bytes, (width, height)) {
        return grey(dots);
    }
    let colours = decoder.colortype().ok()?;
    let read = match decoder.read_image().ok()? {
        DecodingResult::U8(read) => read,
        DecodingResult::U16(read) => read.into_iter().map(|part| (part >> 8) as u8).collect(),
        _ => return None,
    };
    match colours {
        ColorType::Gray(8 | 16) => grey(read),
        ColorType::Gray(1) => {
            let bit = |row: &[u8], at: usize| if row[at / 8] & (0x80 >> (at % 8)) == 0 { 0 } else { u8::MAX };
            let rows = read.chunks_exact((width as usize).div_ceil(8));
            grey(rows.flat_map(|row| (0..width as usize).map(move |at| bit(row, at))).collect())
        }
        ColorType::RGB(8 | 16) => rgb(read),
        ColorType::RGBA(8 | 16) => rgb(read.chunks_exact(4).flat_map(|dot| [dot[0], dot[1], dot[2]]).collect()),
        ColorType::YCbCr(8) => rgb(read.chunks_exact(3).flat_map(|dot| of_ycbcr([dot[0], dot[1], dot[2]])).collect()),
        _ => None,
    }
}

/// Light and two differences as colours (TIFF 6.0, section 21, with the usual weights).
fn of_ycbcr([light, blue, red]: [u8; 3]) -> [u8; 3] {
    let (light, blue, red) = (f32::from(light), f32::from(blue) - 128.0, f32::from(red) - 128.0);
    [light + 1.402 * red, light - 0.344_136 * blue - 0.714_136 * red, light + 1.772 * blue]
        .map(|part| part.round().clamp(0.0, 255.0) as u8)
}

/// The dots of a TIFF that is packed as fax of group 3 (TIFF 6.0, sections 10 and 11), which the reader of TIFF does not
/// know; nothing of another.
fn tiff_fax(decoder: &mut Decoder<Cursor<&[u8]>>, bytes: &[u8], (width, height): (u32, u32)) -> Option<Vec<u8>> {
    let mut number = |tag, usual| decoder.find_tag_unsigned::<u32>(tag).ok()?.or(usual);
    let (packing, options) = (number(Tag::Compression, None)?, number(Tag::Unknown(T4_OPTIONS), Some(0))?);
    let rows_a_strip = number(Tag::RowsPerStrip, Some(height))?.clamp(1, height);
    let is_mirrored = number(Tag::FillOrder, Some(1))? == 2;
    let is_turned = number(Tag::PhotometricInterpretation, Some(0))? == 1;
    if !matches!(packing, MODIFIED_HUFFMAN | GROUP_3) {
        return None;
    }
    let mut list = |tag| decoder.find_tag_unsigned_vec::<u64>(tag).ok().flatten();
    let strips = list(Tag::StripOffsets)?.into_iter().zip(list(Tag::StripByteCounts)?);
    let mut grey = Vec::new();
    for ((from, length), strip) in strips.zip(0..) {
        let rows = rows_a_strip.min(height.checked_sub(rows_a_strip.checked_mul(strip)?)?);
        let end = usize::try_from(from.checked_add(length)?).ok()?;
        let mut packed = bytes.get(usize::try_from(from).ok()?..end)?.to_vec();
        if is_mirrored {
            packed = packed.into_iter().map(u8::reverse_bits).collect();
        }
        let fax = Fax {
            columns: width,
            rows,
            encoding: if options & 1 == 1 { EncodingMode::Group3_2D } else { EncodingMode::Group3_1D },
            is_aligned: packing == MODIFIED_HUFFMAN,
            end_of_line: packing == GROUP_3,
            end_of_block: false,
        };
        let Dots { dots, .. } = fax.unpack(&packed)?;
        grey.extend(dots.into_iter().map(|dot| if is_turned { !dot } else { dot }));
    }
    Some(grey)
}
