//! Scans of signed papers: what a file is, its content tells, not its name; a broken one is refused by name.
//!
//! The scan is kept as it is. Memory is bounded: a file of at most 50 MB, a picture of at most 400 MB unpacked.

mod code;
mod page;
mod pdf;
mod tiff_page;

use std::io::Cursor;
use std::path::Path;

use image::{DynamicImage, ImageFormat, ImageReader, Limits};

use crate::crash::contained;
use crate::error::{Error, Result};
use crate::fsio;
use crate::model::ScanKind;

pub use self::page::{NotSeen, PageView};

/// Largest file, in bytes.
pub const LARGEST: u64 = 50_000_000;
/// What is taken as a scan, in words.
pub fn taken() -> String {
    format!("PDF、JPEG、PNG、TIFF，不超过{}MB", LARGEST / 1_000_000)
}

/// Most that a picture may unpack to, in bytes, and most pixels on a side.
const LARGEST_UNPACKED: u64 = 400_000_000;
const LONGEST_SIDE: u32 = 40_000;
/// Most pages of one file.
const MOST_PAGES: u32 = 2_000;

/// A file that was looked through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    /// The file's name.
    pub name: String,
    /// What it is.
    pub kind: ScanKind,
    /// How many pages it has.
    pub pages: u32,
    /// The file, whole.
    pub bytes: Vec<u8>,
}

impl Scan {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<Self> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match fsio::read_at_most("读取扫描件", path, LARGEST)? {
            Some(bytes) => Self::of(name, bytes),
            None => Err(too_large(&name)),
        }
    }

    /// Looks a file's content through.
    pub fn of(name: String, bytes: Vec<u8>) -> Result<Self> {
        if bytes.len() as u64 > LARGEST {
            return Err(too_large(&name));
        }
        let kind = match &bytes[..] {
            [] => return Err(broken(&name, "文件是空的")),
            [b'%', b'P', b'D', b'F', b'-', ..] => ScanKind::Pdf,
            [0xFF, 0xD8, 0xFF, ..] => ScanKind::Jpeg,
            [0x89, b'P', b'N', b'G', ..] => ScanKind::Png,
            [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => ScanKind::Tiff,
            _ => {
                return Err(broken(&name, "不是 PDF、JPEG、PNG 或 TIFF"));
            }
        };
        let pages = || match kind {
            ScanKind::Pdf => pdf::count_pages(&bytes),
            ScanKind::Jpeg => jpeg(&bytes),
            ScanKind::Png => picture(&bytes, ImageFormat::Png),
            ScanKind::Tiff => tiff_pages(&bytes),
        };
        // A reader that stumbles has met a broken file.
        match contained(pages).unwrap_or(Err(DAMAGED)) {
            Ok(pages @ 1..=MOST_PAGES) => Ok(Self { name, kind, pages, bytes }),
            Ok(0) => Err(broken(&name, "里面一页也没有")),
            Ok(_) => Err(broken(&name, &format!("页数超过{MOST_PAGES}页"))),
            Err(why) => Err(broken(&name, why)),
        }
    }
}

fn broken(name: &str, why: &str) -> Error {
    Error::bad_input(format!("“{name}”{why}")).advise("没有附上。请重新扫描，或换一个文件")
}

fn too_large(name: &str) -> Error {
    broken(name, &format!("文件超过{}MB", LARGEST / 1_000_000)).advise("没有附上。请降低扫描分辨率，或分成几个文件")
}

const DAMAGED: &str = "不完整或已损坏";

/// Whether a picture unpacks whole: one page.
fn picture(bytes: &[u8], format: ImageFormat) -> std::result::Result<u32, &'static str> {
    unpacked(bytes, format).map(|_| 1)
}

/// Unpacks a picture whole, within bounds.
fn unpacked(bytes: &[u8], format: ImageFormat) -> std::result::Result<DynamicImage, &'static str> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(LARGEST_UNPACKED);
    reader.limits(limits);
    match reader.decode() {
        Ok(picture) => Ok(picture),
        Err(image::ImageError::Limits(_)) => Err("图像过大"),
        Err(_) => Err(DAMAGED),
    }
}

fn jpeg(bytes: &[u8]) -> std::result::Result<u32, &'static str> {
    if pdf::is_whole_jpeg(bytes) { picture(bytes, ImageFormat::Jpeg) } else { Err(DAMAGED) }
}

/// Unpacks each page of a TIFF, strip by strip. What is packed in a way that the reader does not know is taken as it is.
fn tiff_pages(bytes: &[u8]) -> std::result::Result<u32, &'static str> {
    use tiff::TiffError;
    use tiff::decoder::{ChunkType, Decoder};
    let judge = |error: TiffError| match error {
        TiffError::UnsupportedError(_) => None,
        TiffError::LimitsExceeded => Some("图像过大"),
        _ => Some(DAMAGED),
    };
    let mut decoder = Decoder::new(Cursor::new(bytes)).map_err(|error| judge(error).unwrap_or(DAMAGED))?;
    let mut pages = 0;
    loop {
        pages += 1;
        let mut unpack = || -> std::result::Result<(), TiffError> {
            let (width, height) = decoder.dimensions()?;
            if width > LONGEST_SIDE || height > LONGEST_SIDE {
                return Err(TiffError::LimitsExceeded);
            }
            let chunks = match decoder.get_chunk_type() {
                ChunkType::Strip => decoder.strip_count()?,
                ChunkType::Tile => decoder.tile_count()?,
            };
            (0..chunks).try_for_each(|chunk| decoder.read_chunk(chunk).map(drop))
        };
        if let Err(error) = unpack()
            && let Some(why) = judge(error)
        {
            return Err(why);
        }
        if !decoder.more_images() || pages > MOST_PAGES {
            return Ok(pages);
        }
        decoder.next_image().map_err(|error| judge(error).unwrap_or(DAMAGED))?;
    }
}
