//! The QR codes on a scan: in the foot of a paper of this office the number of its form.

use std::io::Cursor;

use image::imageops::{self, FilterType};
use image::{DynamicImage, GrayImage, ImageFormat};
use tiff::decoder::{Decoder, DecodingResult};
use tiff::tags::Tag;

use super::{Scan, unpacked};
use crate::crash::contained;
use crate::model::ScanKind;
use crate::pdf::{self, Dots, EncodingMode, Fax, Picture};

/// How many pages of a scan are looked at.
const PAGES: usize = 3;
/// The shorter side, in dots, above which a scan only takes longer to read, and the longest that one is brought to.
const TOO_MUCH: u32 = 3_200;
const LARGEST_TRY: f32 = 5_000.0;
/// How a TIFF is packed (`Compression`), and the tag that tells more of group 3.
const MODIFIED_HUFFMAN: u32 = 2;
const GROUP_3: u32 = 3;
const T4_OPTIONS: u16 = 292;

impl Scan {
    /// What the QR codes on the first pages say, each once. None where there is none, or where none can be read: a scan
    /// from before there were codes, one that is too coarse, a PDF whose pictures are packed as JPEG 2000.
    pub fn codes(&self) -> Vec<String> {
        // A reader that stumbles has found nothing.
        let mut found = contained(|| {
            let codes = self.pictures().into_iter().flat_map(|picture| codes_in(&picture));
            codes.collect::<Vec<String>>()
        })
        .unwrap_or_default();
        found.sort();
        found.dedup();
        found
    }

    fn pictures(&self) -> Vec<GrayImage> {
        let jpeg = |bytes: &[u8]| unpacked(bytes, ImageFormat::Jpeg).ok().map(DynamicImage::into_luma8);
        match self.kind {
            ScanKind::Jpeg => jpeg(&self.bytes).into_iter().collect(),
            ScanKind::Png => {
                unpacked(&self.bytes, ImageFormat::Png).ok().map(DynamicImage::into_luma8).into_iter().collect()
            }
            ScanKind::Tiff => tiff_picture(&self.bytes).into_iter().collect(),
            ScanKind::Pdf => {
                let pictures = pdf::pictures(&self.bytes, PAGES).into_iter();
                let read = |picture| match picture {
                    Picture::Jpeg(bytes) => jpeg(&bytes),
                    Picture::Grey { width, height, dots } => GrayImage::from_raw(width, height, dots),
                };
                pictures.filter_map(read).collect()
            }
        }
    }
}

/// The first page of a TIFF, in black and white, grey or colour.
fn tiff_picture(bytes: &[u8]) -> Option<GrayImage> {
    let mut decoder = Decoder::new(Cursor::new(bytes)).ok()?;
    let (width, height) = decoder.dimensions().ok()?;
    if let Some(grey) = tiff_fax(&mut decoder, bytes, (width, height)) {
        return GrayImage::from_raw(width, height, grey);
    }
    let colours = decoder.colortype().ok()?;
    let DecodingResult::U8(dots) = decoder.read_image().ok()? else { return None };
    let grey = match colours {
        tiff::ColorType::Gray(8) => dots,
        tiff::ColorType::Gray(1) => {
            let row = (width as usize).div_ceil(8);
            let bit = |row: &[u8], at: usize| if row[at / 8] & (0x80 >> (at % 8)) == 0 { 0 } else { u8::MAX };
            dots.chunks_exact(row).flat_map(|row| (0..width as usize).map(move |at| bit(row, at))).collect()
        }
        tiff::ColorType::RGB(8) => dots.chunks_exact(3).map(|dot| dot[1]).collect(),
        tiff::ColorType::RGBA(8) => dots.chunks_exact(4).map(|dot| dot[1]).collect(),
        _ => return None,
    };
    GrayImage::from_raw(width, height, grey)
}

/// The dots of a TIFF that is packed as fax of group 3 (TIFF 6.0, sections 10 and 11), which the reader of TIFF does not
/// know; nothing of another.
fn tiff_fax(decoder: &mut Decoder<Cursor<&[u8]>>, bytes: &[u8], (width, height): (u32, u32)) -> Option<Vec<u8>> {
    let mut number = |tag, usual| decoder.find_tag_unsigned::<u32>(tag).ok()?.or(usual);
    let (packing, options) = (number(Tag::Compression, None)?, number(Tag::Unknown(T4_OPTIONS), Some(0))?);
    let rows_a_strip = number(Tag::RowsPerStrip, Some(height))?.clamp(1, height);
    let is_mirrored = number(Tag::FillOrder, Some(1))? == 2;
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
        grey.extend(dots);
    }
    Some(grey)
}

/// The codes of one picture. The reader lays its grid by the dot: what it misses at one size it finds at another, and a
/// wrong reading is caught by the code's own check. So the whole is tried first, then the foot, where the codes of this
/// office stand, in several sizes, then the whole again, which may lie upside down.
fn codes_in(picture: &GrayImage) -> Vec<String> {
    let (width, height) = picture.dimensions();
    let shorter = width.min(height);
    let smaller =
        (shorter > TOO_MUCH).then(|| sized(picture, TOO_MUCH as f32 / shorter as f32, FilterType::CatmullRom));
    let whole = smaller.as_ref().unwrap_or(picture);
    let (width, height) = whole.dimensions();
    let foot = imageops::crop_imm(whole, 0, height - height / 4, width, height / 4).to_image();
    let corner = imageops::crop_imm(whole, 0, height - height / 5, width / 2, height / 5).to_image();
    let tries = [(&foot, &[1.5, 2.0, 3.0, 4.0][..]), (&corner, &[2.0, 3.0, 4.0]), (whole, &[2.0])];
    let found = read(whole);
    if !found.is_empty() {
        return found;
    }
    for (part, factors) in tries {
        for factor in factors {
            if part.width().min(part.height()) as f32 * factor > LARGEST_TRY {
                continue;
            }
            for filter in [FilterType::CatmullRom, FilterType::Triangle] {
                let found = read(&sized(part, *factor, filter));
                if !found.is_empty() {
                    return found;
                }
            }
        }
    }
    Vec::new()
}

fn sized(picture: &GrayImage, factor: f32, filter: FilterType) -> GrayImage {
    let side = |side: u32| ((side as f32 * factor) as u32).max(1);
    let (width, height) = (side(picture.width()), side(picture.height()));
    DynamicImage::ImageLuma8(picture.clone()).resize_exact(width, height, filter).into_luma8()
}

fn read(picture: &GrayImage) -> Vec<String> {
    let (width, height) = picture.dimensions();
    let dot = |x: usize, y: usize| picture.get_pixel(x as u32, y as u32).0[0];
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width as usize, height as usize, dot);
    // What looks like a code and cannot be read is none.
    prepared.detect_grids().iter().filter_map(|grid| grid.decode().ok()).map(|(_, text)| text).collect()
}
