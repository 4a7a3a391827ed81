//! A page of a scan as it is seen: its pictures on white, upright.

use std::io::Cursor;

use image::imageops::{self, FilterType};
use image::{DynamicImage, GrayImage, ImageDecoder, ImageFormat, ImageReader, Rgb, RgbImage};

use super::pdf::{Pages, Paint, Picture, Sheet, Spot, Unread};
use super::tiff_page::tiff_page;
use super::{Scan, unpacked};
use crate::crash::contained;
use crate::model::ScanKind;

/// How many dots a page has to a point at least, and how many at most.
const COARSEST: f32 = 1.0;
const FINEST: f32 = 10.0;
/// How much of a page pictures cover, of 1, from which on it is one of pictures and not one of letters.
const MOSTLY: f32 = 0.5;

/// A page as it is seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageView {
    picture: RgbImage,
    /// Whether the page has letters, lines or notes beside its pictures, which are not drawn.
    pub has_more: bool,
}

/// Why a page is not seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotSeen {
    /// It is made of letters and lines.
    Letters,
    /// Its picture is packed as JPEG 2000.
    Jpeg2000,
    /// Its picture cannot be read, or is too large.
    Other,
}

impl PageView {
    /// Width and height, in dots.
    pub fn size(&self) -> (u32, u32) {
        self.picture.dimensions()
    }

    /// Red, green and blue of each dot, row by row from the top.
    pub fn rgb(&self) -> &[u8] {
        self.picture.as_raw()
    }

    /// The same so many dots wide; never larger than it is, and no side longer than `longest`.
    #[must_use]
    pub fn sized(&self, width: u32, longest: u32) -> Self {
        let (whole, height) = self.size();
        let factor = (width as f32 / whole as f32).min(longest as f32 / whole.max(height) as f32);
        Self { picture: shrunk(&self.picture, factor), has_more: self.has_more }
    }
}

impl Scan {
    /// A page, the first being 0, as it is seen; no side longer than `longest`, in dots.
    pub fn page(&self, at: usize, longest: u32) -> Result<PageView, NotSeen> {
        let seen = || {
            let picture = match self.kind {
                ScanKind::Jpeg => upright(&self.bytes, ImageFormat::Jpeg),
                ScanKind::Png => upright(&self.bytes, ImageFormat::Png),
                ScanKind::Tiff => tiff_page(&self.bytes, at),
                ScanKind::Pdf => {
                    let pages = Pages::of(&self.bytes).ok_or(NotSeen::Other)?;
                    return drawn(&pages.sheet(at).ok_or(NotSeen::Other)?, longest);
                }
            };
            let picture = on_white(picture.ok_or(NotSeen::Other)?);
            Ok(PageView { picture, has_more: false }.sized(u32::MAX, longest))
        };
        // A reader that stumbles has met what it cannot read.
        contained(seen).unwrap_or(Err(NotSeen::Other))
    }
}

/// A picture as whoever took it held the camera.
fn upright(bytes: &[u8], format: ImageFormat) -> Option<DynamicImage> {
    let mut picture = unpacked(bytes, format).ok()?;
    let turned = ImageReader::with_format(Cursor::new(bytes), format).into_decoder().ok()?.orientation().ok()?;
    picture.apply_orientation(turned);
    Some(picture)
}

/// What can be seen through is white.
fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let picture = picture.into_rgba8();
    let white = |part: u8, alpha: u8| (u16::from(u8::MAX - alpha) + u16::from(part) * u16::from(alpha) / 255) as u8;
    let mut seen = RgbImage::new(picture.width(), picture.height());
    for (to, from) in seen.pixels_mut().zip(picture.pixels()) {
        let [red, green, blue, alpha] = from.0;
        *to = Rgb([red, green, blue].map(|part| white(part, alpha)));
    }
    seen
}

/// Smaller by a factor; as it is where that is 1 or more.
fn shrunk(picture: &RgbImage, factor: f32) -> RgbImage {
    if factor >= 1.0 {
        return picture.clone();
    }
    let side = |side: u32| ((side as f32 * factor).round() as u32).max(1);
    imageops::resize(picture, side(picture.width()), side(picture.height()), FilterType::Triangle)
}

/// What a picture of a PDF shows.
pub(super) fn of_pdf(picture: Picture) -> Option<DynamicImage> {
    match picture {
        Picture::Jpeg(bytes) => unpacked(&bytes, ImageFormat::Jpeg).ok(),
        Picture::Grey { width, height, dots } => GrayImage::from_raw(width, height, dots).map(DynamicImage::from),
        Picture::Rgb { width, height, dots } => RgbImage::from_raw(width, height, dots).map(DynamicImage::from),
    }
}

impl From<Unread> for NotSeen {
    fn from(why: Unread) -> Self {
        match why {
            Unread::Jpeg2000 => Self::Jpeg2000,
            Unread::Other => Self::Other,
        }
    }
}

/// Draws a page of a PDF, as fine as the finest of its pictures.
fn drawn(sheet: &Sheet, longest: u32) -> Result<PageView, NotSeen> {
    if sheet.has_more && sheet.covered() < MOSTLY {
        return Err(NotSeen::Letters);
    }
    let dots = |spot: &Spot| {
        let (width, height) = sides(spot);
        (spot.dots.0 as f32 / width).max(spot.dots.1 as f32 / height)
    };
    let finest = sheet.spots.iter().map(dots).fold(COARSEST, f32::max).min(FINEST);
    let (width, height) = sheet.size;
    let scale = finest.min(longest as f32 / width.max(height));
    let side = |side: f32| ((side * scale).round() as u32).clamp(1, longest);
    let mut picture = RgbImage::from_pixel(side(width), side(height), Rgb([u8::MAX; 3]));
    for spot in &sheet.spots {
        lay(sheet, spot, scale, &mut picture)?;
    }
    Ok(PageView { picture, has_more: sheet.has_more })
}

/// How wide and high a picture lies on the page, in points.
fn sides(spot: &Spot) -> (f32, f32) {
    let [a, b, c, d, ..] = spot.place;
    (a.hypot(b).max(f32::MIN_POSITIVE), c.hypot(d).max(f32::MIN_POSITIVE))
}

/// Lays a picture on the page.
fn lay(sheet: &Sheet, spot: &Spot, scale: f32, page: &mut RgbImage) -> Result<(), NotSeen> {
    let place = spot.place.map(|part| part * scale);
    let determinant = place[0] * place[3] - place[1] * place[2];
    if determinant.abs() < f32::EPSILON {
        return Ok(());
    }
    // As large as it lies there, but no larger than the page: beyond nothing is seen of it.
    let (width, height) = sides(spot);
    let side = |points: f32| ((points * scale).round() as u32).clamp(1, 2 * page.width().max(page.height()));
    let (width, height) = (side(width), side(height));
    let fit = |picture: DynamicImage| picture.resize_exact(width, height, FilterType::Triangle);
    let cover = match sheet.cover(spot)? {
        Some(cover) => Some(fit(of_pdf(cover).ok_or(NotSeen::Other)?).into_luma8()),
        None => None,
    };
    let (ink, picture) = match sheet.paint(spot)? {
        Paint::Flat(ink) => (ink, None),
        Paint::Picture(picture) => {
            ([0; 3], Some(fit(DynamicImage::from(on_white(of_pdf(picture).ok_or(NotSeen::Other)?))).into_rgb8()))
        }
    };
    let corner = |across: f32, down: f32| {
        (place[0] * across + place[2] * down + place[4], place[1] * across + place[3] * down + place[5])
    };
    let corners = [corner(0.0, 0.0), corner(1.0, 0.0), corner(0.0, 1.0), corner(1.0, 1.0)];
    let range = |parts: [f32; 4], end: u32| {
        let (least, most) =
            parts.iter().fold((f32::MAX, f32::MIN), |(least, most), it| (least.min(*it), most.max(*it)));
        least.floor().clamp(0.0, end as f32) as u32..most.ceil().clamp(0.0, end as f32) as u32
    };
    for y in range(corners.map(|(_, y)| y), page.height()) {
        for x in range(corners.map(|(x, _)| x), page.width()) {
            // Which dot lies under the middle of this one.
            let (right, below) = (x as f32 + 0.5 - place[4], y as f32 + 0.5 - place[5]);
            let across = (place[3] * right - place[2] * below) / determinant;
            let down = (place[0] * below - place[1] * right) / determinant;
            if !(0.0..1.0).contains(&across) || !(0.0..1.0).contains(&down) {
                continue;
            }
            let (column, row) = ((across * width as f32) as u32, (down * height as f32) as u32);
            let (column, row) = (column.min(width - 1), row.min(height - 1));
            let colour = picture.as_ref().map_or(ink, |picture| picture.get_pixel(column, row).0);
            let alpha = cover.as_ref().map_or(u8::MAX, |cover| cover.get_pixel(column, row).0[0]);
            let below = &mut page.get_pixel_mut(x, y).0;
            for (below, part) in below.iter_mut().zip(colour) {
                let (alpha, part) = (u16::from(alpha), u16::from(part));
                *below = ((part * alpha + u16::from(*below) * (255 - alpha)) / 255) as u8;
            }
        }
    }
    Ok(())
}
