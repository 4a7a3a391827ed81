//! The pictures in the pages of a foreign PDF, as a scanner puts them there.

use super::LARGEST_PART;
use super::fax::{Dots, fax};
use super::jbig2::jbig2;

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
}

/// The pictures in the first `pages` pages that are packed as JPEG, as fax (CCITT), as JBIG2, as PNG does, or not at all.
/// JPEG 2000 is passed over; of a broken file there are none.
pub fn pictures(bytes: &[u8], pages: usize) -> Vec<Picture> {
    let options = lopdf::LoadOptions { max_decompressed_size: Some(LARGEST_PART), ..lopdf::LoadOptions::default() };
    let Ok(file) = lopdf::Document::load_mem_with_options(bytes, options) else { return Vec::new() };
    let first = file.get_pages().into_values().take(pages);
    let found = first.flat_map(|page| file.get_page_images(page).unwrap_or_default());
    found.filter_map(|image| picture(&file, &image)).collect()
}

fn picture(file: &lopdf::Document, image: &lopdf::xobject::PdfImage) -> Option<Picture> {
    let filters: Vec<&str> = image.filters.iter().flatten().map(String::as_str).collect();
    let black_and_white = |unpack: &dyn Fn(&[u8], &lopdf::Dictionary) -> Option<Dots>| {
        let Dots { width, dots } = unpack(image.content, &parameters(file, image.origin_dict))?;
        let height = u32::try_from(dots.len() / width as usize).ok()?;
        Some(Picture::Grey { width, height, dots })
    };
    match filters[..] {
        ["CCITTFaxDecode"] => {
            let height = u32::try_from(image.height).ok()?;
            black_and_white(&|packed, told| fax(packed, told, height))
        }
        ["JBIG2Decode"] => black_and_white(&|packed, told| jbig2(packed, told, file)),
        ["DCTDecode"] => Some(Picture::Jpeg(image.content.to_vec())),
        [] | ["FlateDecode" | "LZWDecode"] if image.color_space.as_deref() != Some("Indexed") => {
            let (width, height) = (u32::try_from(image.width).ok()?, u32::try_from(image.height).ok()?);
            let stream = file.get_object(image.id).ok()?.as_stream().ok()?;
            let unpacked = stream.get_plain_content_with_limit(LARGEST_PART).ok()?;
            Some(Picture::Grey { width, height, dots: grey(&unpacked, width as usize, height as usize)? })
        }
        _ => None,
    }
}

/// What a stream tells the one filter that it is packed with; nothing is what is usual.
fn parameters(file: &lopdf::Document, stream: &lopdf::Dictionary) -> lopdf::Dictionary {
    let told = stream.get(b"DecodeParms").and_then(|it| file.dereference(it)).map(|(_, told)| told);
    let told = match told {
        Ok(lopdf::Object::Array(several)) => several.first().and_then(|it| file.dereference(it).ok()).map(|(_, it)| it),
        told => told.ok(),
    };
    told.and_then(|told| told.as_dict().ok()).cloned().unwrap_or_default()
}

/// Dots of one bit, of grey or of three colours, told apart by how much there is of them, as grey.
fn grey(unpacked: &[u8], width: usize, height: usize) -> Option<Vec<u8>> {
    let dots = width.checked_mul(height).filter(|dots| (1..=LARGEST_PART).contains(dots))?;
    let row = width.div_ceil(8);
    if unpacked.len() == dots {
        Some(unpacked.to_vec())
    } else if unpacked.len() == dots * 3 {
        // Green is what the eye sees most of; black and white are alike in all three.
        Some(unpacked.chunks_exact(3).map(|dot| dot[1]).collect())
    } else if unpacked.len() == row * height {
        let bits = unpacked
            .chunks_exact(row)
            .flat_map(|row| (0..width).map(|at| if row[at / 8] & (0x80 >> (at % 8)) == 0 { 0 } else { u8::MAX }));
        Some(bits.collect())
    } else {
        None
    }
}
