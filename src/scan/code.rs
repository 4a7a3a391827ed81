//! The QR codes on a scan: in the foot of a paper of this office the number of its form.

use image::imageops::{self, FilterType};
use image::{DynamicImage, GrayImage, ImageFormat};

use super::page::of_pdf;
use super::pdf::{Pages, Paint, Sheet};
use super::tiff_page::tiff_page;
use super::{Scan, unpacked};
use crate::crash::contained;
use crate::model::ScanKind;

/// How many pages of a scan are looked at.
const PAGES: usize = 3;
/// The shorter side, in dots, above which a scan only takes longer to read, and the longest that one is brought to.
const TOO_MUCH: u32 = 3_200;
const LARGEST_TRY: f32 = 5_000.0;

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
        match self.kind {
            ScanKind::Jpeg => grey(unpacked(&self.bytes, ImageFormat::Jpeg).ok()),
            ScanKind::Png => grey(unpacked(&self.bytes, ImageFormat::Png).ok()),
            ScanKind::Tiff => grey(tiff_page(&self.bytes, 0)),
            ScanKind::Pdf => {
                let Some(pages) = Pages::of(&self.bytes) else { return Vec::new() };
                let sheets: Vec<Sheet> = (0..PAGES).filter_map(|at| pages.sheet(at)).collect();
                let painted = sheets.iter().flat_map(|sheet| sheet.spots.iter().map(|spot| sheet.paint(spot)));
                painted
                    .flat_map(|paint| if let Ok(Paint::Picture(it)) = paint { grey(of_pdf(it)) } else { vec![] })
                    .collect()
            }
        }
    }
}

fn grey(picture: Option<DynamicImage>) -> Vec<GrayImage> {
    picture.map(DynamicImage::into_luma8).into_iter().collect()
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
