//! The damage and the readers that meet it. What a seed does to a sample stays the same, so that a run can be had again.

use std::io::{Cursor, Write};
use std::ops::Range;

use image::{DynamicImage, GrayImage, ImageFormat, RgbImage};
use taizhang::error::ErrorKind;
use taizhang::lock::Passphrase;
use taizhang::model::*;
use taizhang::ops::Office;
use taizhang::paper::{Foot, Mark, forms, page, place};
use taizhang::papers::{Paper, to_pdf, to_xlsx};
use taizhang::scan::Scan;
use taizhang::store::Access;

use crate::support::{SAMPLE, sample_office, today};

/// A generator of its own, so that a seed means the same for ever.
pub struct Chance(pub u64);

impl Chance {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let x = self.0 ^ (self.0 >> 29);
        x.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 24
    }

    pub fn below(&mut self, limit: usize) -> usize {
        if limit == 0 { 0 } else { (self.next() % limit as u64) as usize }
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// Values that readers of numbers stumble over.
const EDGES: [&[u8]; 8] = [
    b"\0\0\0\0",
    b"\xFF\xFF\xFF\xFF",
    b"\x7F\xFF\xFF\xFF",
    b"\x80\0\0\0",
    b"\0\0\0\x80",
    b"-1",
    b"1e999",
    b"\xEF\xBB\xBF",
];

/// One of the samples, damaged in a few places.
fn damaged(samples: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = chance.pick(samples).clone();
    for _ in 0..=chance.below(4) {
        let at = chance.below(bytes.len());
        match chance.below(7) {
            0 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << chance.below(8);
                }
            }
            1 => bytes.truncate(at),
            2 => {
                let to = (at + chance.below(64)).min(bytes.len());
                bytes.drain(at..to);
            }
            3 => {
                let to = (at + chance.below(256)).min(bytes.len());
                let piece = bytes[at..to].to_vec();
                let place = chance.below(bytes.len());
                bytes.splice(place..place, piece);
            }
            4 => {
                let edge = *chance.pick(&EDGES);
                let to = (at + edge.len()).min(bytes.len());
                bytes.splice(at..to, edge.iter().copied());
            }
            5 => {
                let other = chance.pick(samples);
                let from = chance.below(other.len());
                let to = (from + chance.below(512)).min(other.len());
                bytes.splice(at..at, other[from..to].iter().copied());
            }
            _ => bytes.splice(at..at, (0..8).map(|_| chance.next() as u8)).for_each(drop),
        }
    }
    bytes
}

/// How many were taken and how many refused.
pub type Count = (u64, u64);
/// A reader that meets the hostile files of these seeds.
pub type Sweep = fn(Range<u64>) -> Count;

pub fn documents(seeds: Range<u64>) -> Count {
    let mut scratch = sample_office();
    let dump = scratch.office.dump().unwrap().into_bytes();
    let samples = [SAMPLE.as_bytes().to_vec(), dump, br#"{"applications":[{"number":null}]}"#.to_vec()];
    let (mut taken, mut refused) = (0, 0);
    for seed in seeds {
        let bytes = damaged(&samples, &mut Chance(seed));
        let text = String::from_utf8_lossy(&bytes);
        let before = scratch.office.register().clone();
        let entries = scratch.office.store().last_entries(1).unwrap();
        match scratch.office.load(&text, today()) {
            Ok(_) => {
                // Whole, in one entry; in none where it tells nothing new.
                let now = scratch.office.store().last_entries(2).unwrap();
                let is_one = now[0] == entries[0] || now[1] == entries[0];
                assert!(is_one && (now[0] != entries[0] || *scratch.office.register() == before), "seed {seed}");
                taken += 1;
            }
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::BadInput, "seed {seed}: {error}");
                assert!(*scratch.office.register() == before, "seed {seed}");
                assert_eq!(scratch.office.store().last_entries(1).unwrap(), entries, "seed {seed}");
                refused += 1;
            }
        }
        if seed % 500 == 499 {
            assert_eq!(scratch.office.verify(None).unwrap().broken, None, "seed {seed}");
            scratch = sample_office();
        }
    }
    assert_eq!(scratch.office.verify(None).unwrap().broken, None);
    (taken, refused)
}

pub fn tables(seeds: Range<u64>) -> Count {
    let scratch = sample_office();
    let register = scratch.office.register();
    let papers: Vec<Paper> = register.departments.keys().map(|id| Paper::of_matrix(register, *id)).collect();
    let csv = "系统,账号名,使用人\r\n工程建设管理平台,a1,秦天天\r\n\"带\"\"引号\",a2,\"多\n行\"\r\n".repeat(20);
    let (gb18030, _, _) = encoding_rs::GB18030.encode(&csv);
    let mut samples = vec![to_xlsx(&papers, today()).unwrap(), csv.clone().into_bytes(), gb18030.into_owned()];
    samples.push([b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(), vec![0; 4096]].concat());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("表");
    let (mut taken, mut refused) = (0, 0);
    for seed in seeds {
        let mut chance = Chance(seed);
        let mut bytes = damaged(&samples, &mut chance);
        if samples[0].starts_with(&bytes[..2.min(bytes.len())]) && seed % 2 == 0 {
            bytes = inside_the_zip(&samples[0], &mut chance);
        }
        std::fs::write(&path, bytes).unwrap();
        match taizhang::import::read(&path) {
            Ok(sheets) => {
                for kind in Kind::ALL {
                    for sheet in &sheets {
                        drop(taizhang::import::recognise(TableKind::Register(kind), sheet));
                    }
                }
                taken += 1;
            }
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::BadInput, "seed {seed}: {error}");
                refused += 1;
            }
        }
    }
    (taken, refused)
}

/// A workbook whose parts are damaged and whose zip is whole: the reader gets past the checksums.
fn inside_the_zip(workbook: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut made = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let victim = chance.below(archive.len());
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let mut content = Vec::new();
        std::io::Read::read_to_end(&mut part, &mut content).unwrap();
        if at == victim {
            content = damaged(&[content], chance);
        }
        let name = part.name().unwrap().into_owned();
        made.start_file(name, options).unwrap();
        made.write_all(&content).unwrap();
    }
    made.finish().unwrap().into_inner()
}

pub fn scans(seeds: Range<u64>) -> Count {
    let scratch = sample_office();
    let register = scratch.office.register();
    let paper = register.applications.values().next().map(|it| Paper::of_application(register, it)).unwrap();
    let mut samples = vec![to_pdf(&[paper], today()).unwrap()];
    let picture = RgbImage::from_fn(40, 60, |x, y| image::Rgb([(x * 7) as u8, (y * 3) as u8, (x * y) as u8]));
    for format in [ImageFormat::Jpeg, ImageFormat::Png] {
        let mut packed = Cursor::new(Vec::new());
        picture.write_to(&mut packed, format).unwrap();
        samples.push(packed.into_inner());
    }
    let mut packed = Cursor::new(Vec::new());
    let mut encoder = tiff::encoder::TiffEncoder::new(&mut packed).unwrap();
    for _ in 0..2 {
        encoder.write_image::<tiff::encoder::colortype::Gray8>(40, 60, &[7; 2400]).unwrap();
    }
    samples.push(packed.into_inner());
    let (mut taken, mut refused) = (0, 0);
    for seed in seeds {
        match Scan::of("扫描".into(), damaged(&samples, &mut Chance(seed))) {
            Ok(scan) => {
                look_at(&scan, seed);
                taken += 1;
            }
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::BadInput, "seed {seed}: {error}");
                refused += 1;
            }
        }
    }
    (taken, refused)
}

/// Looks at a page of a scan as the window shows it: it has the room that it was given, or is not seen.
fn look_at(scan: &Scan, seed: u64) {
    const LONGEST: u32 = 400;
    if let Ok(page) = scan.page((seed % u64::from(scan.pages.max(1))) as usize, LONGEST) {
        let (width, height) = page.size();
        assert!((1..=LONGEST).contains(&width) && (1..=LONGEST).contains(&height), "seed {seed}: {width} × {height}");
        assert_eq!(page.rgb().len(), width as usize * height as usize * 3, "seed {seed}");
    }
}

/// The code of a form's number on a page, 4 dots a module.
fn code_page() -> GrayImage {
    let code = qrcodegen::QrCode::encode_text("SQ-2026-0001", qrcodegen::QrCodeEcc::Medium).unwrap();
    let dark = |x: u32, y: u32| {
        let module = |at: u32| (at as i32 - 40).div_euclid(4);
        code.get_module(module(x), module(y))
    };
    GrayImage::from_fn(280, 200, |x, y| image::Luma([if dark(x, y) { 0 } else { 255 }]))
}

/// A page with one picture, as a scanner makes it: packed as JPEG, or deflated dots.
fn pdf_around(picture: &GrayImage, jpeg: Option<Vec<u8>>) -> Vec<u8> {
    use lopdf::{Document, Stream, dictionary};
    let mut document = Document::with_version("1.5");
    let mut image = Stream::new(
        dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8,
            "Width" => i64::from(picture.width()), "Height" => i64::from(picture.height()),
        },
        picture.to_vec(),
    );
    if let Some(jpeg) = jpeg {
        image.set_content(jpeg);
        image.dict.set("Filter", "DCTDecode");
    } else {
        image.compress().unwrap();
    }
    let image = document.add_object(image);
    let content = document.add_object(Stream::new(dictionary! {}, b"280 0 0 200 0 0 cm /P Do".to_vec()));
    let pages = document.new_object_id();
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content,
        "MediaBox" => vec![0.into(), 0.into(), 280.into(), 200.into()],
        "Resources" => dictionary! { "XObject" => dictionary! { "P" => image } },
    });
    document.set_object(pages, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 });
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

fn packed(picture: &GrayImage, format: ImageFormat) -> Vec<u8> {
    let mut packed = Cursor::new(Vec::new());
    DynamicImage::ImageLuma8(picture.clone()).write_to(&mut packed, format).unwrap();
    packed.into_inner()
}

/// The page in each of the ways that scanners pack it.
fn code_scans(picture: &GrayImage) -> Vec<Vec<u8>> {
    let mut tiff = Cursor::new(Vec::new());
    tiff::encoder::TiffEncoder::new(&mut tiff)
        .unwrap()
        .write_image::<tiff::encoder::colortype::Gray8>(picture.width(), picture.height(), picture)
        .unwrap();
    let jpeg = packed(picture, ImageFormat::Jpeg);
    vec![
        packed(picture, ImageFormat::Png),
        tiff.into_inner(),
        pdf_around(picture, Some(jpeg.clone())),
        pdf_around(picture, None),
        jpeg,
    ]
}

/// A code that is torn: stripes moved, blots, modules turned, a part of it again elsewhere. Past the finder patterns the
/// reader trusts what it sees.
fn torn(page: &GrayImage, chance: &mut Chance) -> GrayImage {
    let mut torn = page.clone();
    let (width, height) = page.dimensions();
    for _ in 0..=chance.below(12) {
        let (left, top) = (chance.below(200) as u32, chance.below(160) as u32);
        let (wide, high) = (1 + chance.below(60) as u32, 1 + chance.below(40) as u32);
        let what = chance.below(4);
        let (across, down) = (chance.below(200) as u32, chance.below(160) as u32);
        for y in top..(top + high).min(height) {
            for x in left..(left + wide).min(width) {
                let dot = match what {
                    0 => image::Luma([if chance.below(2) == 0 { 0 } else { 255 }]),
                    1 => image::Luma([255 - page.get_pixel(x, y).0[0]]),
                    2 => *page.get_pixel((x + across) % width, (y + down) % height),
                    _ => *page.get_pixel((x + y % 3) % width, y),
                };
                torn.put_pixel(x, y, dot);
            }
        }
    }
    torn
}

/// The codes of the pages that are damaged: the other packer's page is a clean-up list.
const CODES: [&str; 2] = ["SQ-2026-0001", "QL-2026-0001"];

/// A scan that is damaged as a file, or one whose code is: the reader of codes finds what stands there, or nothing.
pub fn codes(seeds: Range<u64>) -> Count {
    let page = code_page();
    let mut samples = code_scans(&page);
    for sample in &samples {
        assert_eq!(Scan::of("扫描".into(), sample.clone()).unwrap().codes(), ["SQ-2026-0001"], "before it is damaged");
    }
    // As another program packs it: its segments are where that reader goes wrong.
    samples.push(include_bytes!("../../fixtures/扫描_JBIG2_字典.pdf").to_vec());
    let (mut read, mut lost) = (0, 0);
    for seed in seeds {
        let mut chance = Chance(seed);
        let bytes = if seed % 2 == 0 {
            damaged(&samples, &mut chance)
        } else {
            let torn = torn(&page, &mut chance);
            packed(&torn, *chance.pick(&[ImageFormat::Png, ImageFormat::Jpeg]))
        };
        let found = Scan::of("扫描".into(), bytes).map(|scan| {
            look_at(&scan, seed);
            scan.codes()
        });
        let found = found.unwrap_or_default();
        assert!(found.iter().all(|it| CODES.contains(&it.as_str())), "seed {seed}: {found:?} is on no page");
        if found.is_empty() { lost += 1 } else { read += 1 }
    }
    (read, lost)
}

pub fn data_files(seeds: Range<u64>) -> Count {
    let scratch = sample_office();
    let held = scratch.office.register().clone();
    drop(scratch.office);
    let samples = [std::fs::read(&scratch.file).unwrap()];
    let path = scratch.folder.path().join("坏.taizhang");
    let (mut taken, mut refused) = (0, 0);
    for seed in seeds {
        std::fs::write(&path, damaged(&samples, &mut Chance(seed))).unwrap();
        let opened = Office::open(&path, Access::Read).and_then(|office| {
            office.store().drafts()?;
            office.as_of(today())?;
            Ok((office.verify(None)?, office))
        });
        match opened {
            Ok((verdict, office)) => {
                assert!(verdict.broken.is_some() || *office.register() == held, "seed {seed}: another register");
                taken += 1;
            }
            Err(error) => {
                assert!(error.advice().is_some(), "seed {seed}: {error}");
                assert_ne!(error.kind(), ErrorKind::System, "seed {seed}: {error}");
                refused += 1;
            }
        }
    }
    (taken, refused)
}

/// Texts of every plane and kind: what is joined, turned around, invisible, private, or has no end.
pub fn odd_text(chance: &mut Chance) -> String {
    const ODD: &[&str] = &[
        "张伟",
        "阿依古丽·买买提",
        "𠮷",
        "\u{20BB7}",
        "e\u{301}\u{301}\u{301}",
        "👨‍👩‍👧",
        "\u{202E}abc",
        "\u{200B}",
        "\u{E000}",
        "\u{10FFFF}",
        "a",
        "  ",
        "\n",
        "（",
        "。",
        "﷽",
        "नमस्ते",
        "ﷺ",
        "\t",
        "“”",
        "x_7c82_",
        "=1+1",
        "\u{FEFF}",
        "々",
        "１２３",
    ];
    let mut text = String::new();
    for _ in 0..chance.below(30) {
        let piece = chance.pick(ODD);
        text.push_str(&piece.repeat(1 + chance.below(40)));
        if chance.below(4) == 0 {
            text.extend(char::from_u32(chance.below(0x11_0000) as u32));
        }
    }
    // Every text loses its control characters on the way in.
    text::without_controls(&text, true)
}

pub fn layouts(seeds: Range<u64>) -> Count {
    let fields = [
        Field::Kind,
        Field::Action,
        Field::AccountNote,
        Field::Applicant,
        Field::DepartmentAndPost,
        Field::AppliedOn,
        Field::Contact,
        Field::System,
        Field::Description,
        Field::Outcome,
        Field::Account,
        Field::Holder,
        Field::Department,
        Field::Category,
        Field::Post,
        Field::Note,
        Field::AccountType,
        Field::Disposal,
        Field::Position,
    ];
    let mut pages = 0;
    for seed in seeds {
        let mut chance = Chance(seed);
        let mut values = Values::default();
        for field in fields {
            values.set(field, odd_text(&mut chance).chars().take(field.limit()).collect::<String>());
        }
        for row in 0..chance.below(12) {
            for field in fields {
                let text: String = odd_text(&mut chance).chars().take(field.limit()).collect();
                values.set_in_row(row, field, text);
            }
        }
        for sheet in [&forms::APPLICATION, &forms::MATRIX, &forms::CLEANUP] {
            let laid = place(sheet, &values, &Foot::numbered("SQ-2026-0001"));
            assert!(!laid.is_empty() && laid.len() < 2000, "seed {seed}: {}", laid.len());
            for mark in laid.iter().flat_map(|page| &page.marks) {
                if let Mark::Text { x, width, baseline, .. } = mark {
                    assert!(x.is_finite() && width.is_finite() && baseline.is_finite(), "seed {seed}");
                    assert!(*x >= 0.0 && x + width <= page::WIDTH, "seed {seed}: {mark:?}");
                }
            }
            pages += laid.len() as u64;
            if seed % 25 == 0 {
                let paper = Paper { sheet, values: values.clone(), foot: Foot::default(), name: "怪".into() };
                to_pdf(std::slice::from_ref(&paper), today()).unwrap();
                to_xlsx(&[paper], today()).unwrap();
            }
        }
    }
    (pages, 0)
}

pub fn locked(seeds: Range<u64>) -> Count {
    let scratch = sample_office();
    let passphrase = Passphrase::chosen("砚台 骆驼 correct 7").unwrap();
    let mut sealed = Vec::new();
    let whole = std::fs::read(&scratch.file).unwrap();
    passphrase.seal(&mut &whole[..], &mut sealed, &scratch.file).unwrap();
    let samples = [sealed];
    let (mut taken, mut refused) = (0, 0);
    for seed in seeds {
        let mut chance = Chance(seed);
        // The head is where a reader goes wrong; the body is sealed piece by piece.
        let mut bytes = damaged(&[samples[0][..200].to_vec()], &mut chance);
        bytes.extend(&samples[0][200..]);
        let mut opened = Vec::new();
        match passphrase.open(&mut &bytes[..], &mut opened, &scratch.file) {
            Ok(()) => {
                assert!(opened == whole, "seed {seed}");
                taken += 1;
            }
            Err(error) => {
                assert!(matches!(error.kind(), ErrorKind::BadInput | ErrorKind::Corrupt), "seed {seed}: {error}");
                refused += 1;
            }
        }
    }
    (taken, refused)
}
