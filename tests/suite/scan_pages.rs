//! The pages of a scan as they are seen: upright and in colour, as other programs show them.

use std::io::Cursor;
use std::path::Path;

use image::{DynamicImage, GrayImage, ImageFormat, Rgb, RgbImage};
use lopdf::{Dictionary, Document, Object, Stream, dictionary};
use taizhang::papers::{Paper, to_pdf};
use taizhang::scan::{NotSeen, PageView, Scan};

use super::support::{output, sample_office, today, tool};

const WIDTH: u32 = 300;
const HEIGHT: u32 = 420;
const LONGEST: u32 = 4_000;

/// A page whose every corner has a colour of its own, with a black bar near its top.
fn picture() -> RgbImage {
    RgbImage::from_fn(WIDTH, HEIGHT, |x, y| match (x, y) {
        (40..=240, 40..=60) => Rgb([0; 3]),
        _ => Rgb([(40 + x / 2) as u8, (30 + y / 2) as u8, (250 - x / 2) as u8]),
    })
}

/// The same in black and white.
fn black_and_white() -> GrayImage {
    GrayImage::from_fn(WIDTH, HEIGHT, |x, y| image::Luma([if (x / 50 + y / 70) % 3 == 0 || y < 40 { 0 } else { 255 }]))
}

fn packed(picture: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut packed = Cursor::new(Vec::new());
    DynamicImage::from(picture.clone()).write_to(&mut packed, format).unwrap();
    packed.into_inner()
}

/// Eight dots a byte; white is 1.
fn bits(picture: &GrayImage) -> Vec<u8> {
    let dot = |x: u32, y: u32| u8::from(x < WIDTH && picture.get_pixel(x, y).0[0] > 0);
    let byte = |at: u32, y: u32| (0..8).fold(0, |byte, bit| byte << 1 | dot(at * 8 + bit, y));
    (0..HEIGHT).flat_map(|y| (0..WIDTH.div_ceil(8)).map(move |at| (at, y))).map(|(at, y)| byte(at, y)).collect()
}

fn image(mut told: Dictionary, content: Vec<u8>) -> Stream {
    let usual = dictionary! { "Type" => "XObject", "Subtype" => "Image", "Width" => WIDTH, "Height" => HEIGHT };
    for (key, value) in &usual {
        if !told.has(key) {
            told.set(key.clone(), value.clone());
        }
    }
    Stream::new(told, content)
}

fn rgb(content: Vec<u8>) -> Stream {
    image(dictionary! { "ColorSpace" => "DeviceRGB", "BitsPerComponent" => 8 }, content)
}

/// A PDF of one page of 300 by 420 points, its pictures named A, B, … drawn by these words, with more told of the page.
fn pdf(pictures: Vec<Stream>, words: &str, more: &Dictionary) -> Vec<u8> {
    let mut file = Document::with_version("1.7");
    let mut named = Dictionary::new();
    for (name, mut picture) in ('A'..).zip(pictures) {
        if let Ok(Object::Stream(mask)) = picture.dict.get(b"SMask").cloned() {
            let mask = file.add_object(mask);
            picture.dict.set("SMask", mask);
        }
        let picture = file.add_object(picture);
        named.set(name.to_string(), picture);
    }
    let content = file.add_object(Stream::new(dictionary! {}, words.as_bytes().to_vec()));
    let pages = file.new_object_id();
    let mut page = dictionary! { "Type" => "Page", "Parent" => pages, "Contents" => content };
    page.extend(more);
    let page = file.add_object(page);
    let font = dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" };
    let folder = dictionary! {
        "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1, "MediaBox" => vec![0.into(), 0.into(), 300.into(), 420.into()],
        "Resources" => dictionary! { "XObject" => named, "Font" => dictionary! { "F" => font } },
    };
    file.objects.insert(pages, folder.into());
    let catalog = file.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    file.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).unwrap();
    bytes
}

fn page(name: &str, bytes: Vec<u8>, at: usize) -> Result<PageView, NotSeen> {
    Scan::of(name.into(), bytes).unwrap().page(at, LONGEST)
}

/// How far two pictures of the same size are apart on the whole, of 255.
fn apart(one: &PageView, other: &RgbImage) -> f64 {
    assert_eq!(one.size(), other.dimensions());
    let sum: u64 = one.rgb().iter().zip(other.as_raw()).map(|(one, other)| u64::from(one.abs_diff(*other))).sum();
    sum as f64 / other.as_raw().len() as f64
}

/// As poppler draws a page whose longer side has so many points, in this size.
fn poppler(bytes: &[u8], points: u32, (width, height): (u32, u32)) -> Option<RgbImage> {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("一.pdf"), folder.path().join("一"));
    std::fs::write(&from, bytes).unwrap();
    let mut draw = tool("pdftoppm")?;
    let fine = 72.0 * f64::from(width.max(height)) / f64::from(points);
    output(draw.args(["-png", "-singlefile", "-r", &fine.to_string(), "-cropbox"]).arg(&from).arg(&to));
    let drawn = image::open(to.with_extension("png")).unwrap();
    // Where a page is no whole number of dots, each rounds in a way of its own.
    assert!(drawn.width().abs_diff(width) < 2 && drawn.height().abs_diff(height) < 2);
    Some(drawn.resize_exact(width, height, image::imageops::FilterType::Triangle).into_rgb8())
}

#[test]
fn a_page_of_a_pdf_is_seen_as_poppler_draws_it() {
    let whole = "q 300 0 0 420 0 0 cm /A Do Q";
    let colours = || picture().into_raw();
    let mut deflated = rgb(colours());
    deflated.compress().unwrap();
    let jpeg = || {
        let told = dictionary! { "ColorSpace" => "DeviceRGB", "BitsPerComponent" => 8, "Filter" => "DCTDecode" };
        image(told, packed(&picture(), ImageFormat::Jpeg))
    };
    let grey = || bits(&black_and_white());
    let one_bit = || dictionary! { "ColorSpace" => "DeviceGray", "BitsPerComponent" => 1 };
    let mut turned = one_bit();
    turned.set("Decode", vec![1.into(), 0.into()]);
    let palette =
        vec!["Indexed".into(), "DeviceRGB".into(), 1.into(), Object::string_literal(vec![200, 10, 20, 9, 250, 90])];
    let mut veiled = rgb(colours());
    let soft = image(dictionary! { "ColorSpace" => "DeviceGray", "BitsPerComponent" => 1 }, grey());
    veiled.dict.set("SMask", soft);
    let stencil = || image(dictionary! { "ImageMask" => true, "BitsPerComponent" => 1 }, grey());
    let cmyk: Vec<u8> =
        picture().pixels().flat_map(|dot| [255 - dot.0[0], 255 - dot.0[1], 255 - dot.0[2], 0]).collect();
    let rotated = |by: i64| dictionary! { "Rotate" => by };
    for (what, pictures, words, more) in [
        ("colours", vec![rgb(colours())], whole, dictionary! {}),
        ("deflated", vec![deflated], whole, dictionary! {}),
        ("JPEG", vec![jpeg()], whole, dictionary! {}),
        ("turned right", vec![jpeg()], whole, rotated(90)),
        ("upside down", vec![jpeg()], whole, rotated(180)),
        ("turned left", vec![rgb(colours())], whole, rotated(-90)),
        ("laid on its side", vec![jpeg()], "q 0 420 -300 0 300 0 cm /A Do Q", dictionary! {}),
        ("mirrored", vec![jpeg()], "q -300 0 0 420 300 0 cm /A Do Q", dictionary! {}),
        ("askew", vec![jpeg()], "q 250 40 -40 350 45 10 cm /A Do Q", dictionary! {}),
        ("with a margin", vec![jpeg()], "q 200 0 0 280 60 90 cm /A Do Q", dictionary! {}),
        (
            "cut out",
            vec![jpeg()],
            whole,
            dictionary! { "CropBox" => vec![30.into(), 60.into(), 270.into(), 400.into()] },
        ),
        ("black and white", vec![image(one_bit(), grey())], whole, dictionary! {}),
        ("white and black", vec![image(turned, grey())], whole, dictionary! {}),
        (
            "a palette",
            vec![image(dictionary! { "ColorSpace" => palette, "BitsPerComponent" => 1 }, grey())],
            whole,
            dictionary! {},
        ),
        (
            "ink",
            vec![image(dictionary! { "ColorSpace" => "DeviceCMYK", "BitsPerComponent" => 8 }, cmyk)],
            whole,
            dictionary! {},
        ),
        ("a stencil", vec![stencil()], "q 0.8 0 0.1 rg 300 0 0 420 0 0 cm /A Do Q", dictionary! {}),
        ("a stencil on a picture", vec![jpeg(), stencil()], "q 300 0 0 420 0 0 cm /A Do 1 g /B Do Q", dictionary! {}),
        ("seen through", vec![veiled], whole, dictionary! {}),
        (
            "in strips",
            vec![rgb(colours()), jpeg()],
            "q 300 0 0 200 0 220 cm /A Do Q q 300 0 0 220 0 0 cm /B Do Q",
            dictionary! {},
        ),
    ] {
        let bytes = pdf(pictures, words, &more);
        let seen = page("一.pdf", bytes.clone(), 0).unwrap_or_else(|why| panic!("{what}: {why:?}"));
        assert!(!seen.has_more, "{what}");
        let Some(drawn) = poppler(&bytes, if what == "cut out" { 340 } else { 420 }, seen.size()) else { return };
        let apart = apart(&seen, &drawn);
        // Ink is no light: each program has a recipe of its own.
        let most = if what == "ink" { 25.0 } else { 4.0 };
        assert!(apart < most, "{what}: {apart:.2}");
    }
}

#[test]
fn what_is_not_a_picture_is_told_and_not_left_out_in_silence() {
    let letters = "BT /F 20 Tf 40 300 Td (SQ-2026-0001) Tj ET";
    let seen = |words: &str| page("一.pdf", pdf(vec![rgb(picture().into_raw())], words, &dictionary! {}), 0);
    let whole = "q 300 0 0 420 0 0 cm /A Do Q";
    assert_eq!(seen(letters), Err(NotSeen::Letters));
    assert_eq!(seen("q 60 0 0 80 100 100 cm /A Do Q 0 0 300 1 re f"), Err(NotSeen::Letters), "a seal among lines");
    assert!(seen(&format!("{whole} {letters}")).unwrap().has_more, "letters over a picture");
    assert!(seen(&format!("{whole} 0 0 m 300 400 l S")).unwrap().has_more);
    assert!(!seen(&format!("{whole} BT 3 Tr /F 20 Tf (found, not seen) Tj ET")).unwrap().has_more);
    assert!(!seen(&format!("1 g 0 0 300 420 re f {whole}")).unwrap().has_more, "white on white");
    assert_eq!(seen("").unwrap().rgb().iter().find(|part| **part != 255), None, "an empty page is white");
    let note = dictionary! { "Subtype" => "Stamp", "AP" => dictionary! {} };
    let noted = pdf(vec![rgb(picture().into_raw())], whole, &dictionary! { "Annots" => vec![note.into()] });
    assert!(page("一.pdf", noted, 0).unwrap().has_more, "a stamp");
    // The forms of the program itself are letters, every page.
    let scratch = sample_office();
    let register = scratch.office.register();
    let papers: Vec<Paper> = register.applications.values().map(|it| Paper::of_application(register, it)).collect();
    let bytes = to_pdf(&papers, today()).unwrap();
    for at in 0..papers.len() {
        assert_eq!(page("二.pdf", bytes.clone(), at), Err(NotSeen::Letters));
    }
}

#[test]
fn what_cannot_be_seen_says_why_and_nothing_larger_than_memory_is_made() {
    let whole = "q 300 0 0 420 0 0 cm /A Do Q";
    let why = |told: Dictionary, content: Vec<u8>, words: &str| {
        page("一.pdf", pdf(vec![image(told, content)], words, &dictionary! {}), 0).unwrap_err()
    };
    let told = || dictionary! { "ColorSpace" => "DeviceRGB", "BitsPerComponent" => 8 };
    let mut jpeg2000 = told();
    jpeg2000.set("Filter", "JPXDecode");
    assert_eq!(why(jpeg2000, b"\0\0\0\x0CjP  \r\n\x87\n".to_vec(), whole), NotSeen::Jpeg2000);
    let few = vec![0; 1_000];
    for (key, value) in [
        ("Width", Object::from(40_000)),
        ("Height", Object::from(-5)),
        ("BitsPerComponent", 7.into()),
        ("ColorSpace", "Pattern".into()),
        ("Width", 300.into()),
    ] {
        let mut strange = told();
        strange.set(key, value);
        assert_eq!(why(strange, few.clone(), whole), NotSeen::Other, "{key}");
    }
    for words in ["q 1 2 3 cm /A Do Q", "/Z Do", "q 300 0 0 420 0 0 cm (A) Do Q"] {
        assert_eq!(why(told(), picture().into_raw(), words), NotSeen::Other, "{words}");
    }
    let many = "/A Do ".repeat(3_000);
    assert_eq!(why(told(), picture().into_raw(), &many), NotSeen::Other);
}

#[test]
fn a_jpeg_is_seen_in_colour_and_as_its_camera_was_held() {
    let seen = page("一.png", packed(&picture(), ImageFormat::Png), 0).unwrap();
    assert_eq!(seen.rgb(), picture().as_raw());
    let jpeg = packed(&picture(), ImageFormat::Jpeg);
    for turned in 1..=8_u8 {
        // A segment that tells the orientation alone (Exif 2.3, 4.6.4).
        let mut bytes = jpeg[..2].to_vec();
        bytes.extend([0xFF, 0xE1, 0, 34]);
        bytes.extend(b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0");
        bytes.extend([turned, 0, 0, 0, 0, 0, 0]);
        bytes.extend(&jpeg[2..]);
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("一.jpg"), folder.path().join("一.png"));
        std::fs::write(&from, &bytes).unwrap();
        let seen = page("一.jpg", bytes, 0).unwrap();
        let Some(mut convert) = tool("convert") else { return };
        output(convert.arg(&from).arg("-auto-orient").arg(&to));
        let apart = apart(&seen, &image::open(&to).unwrap().into_rgb8());
        assert!(apart < 3.0, "{turned}: {apart:.2}");
    }
}

#[test]
fn each_page_of_a_tiff_is_seen_however_it_is_packed() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (folder.path().join("一.png"), folder.path().join("二.png"));
    picture().save(&first).unwrap();
    black_and_white().save(&second).unwrap();
    for options in [
        &["-compress", "lzw"][..],
        &["-compress", "none", "-colorspace", "gray"],
        &["-compress", "jpeg"],
        &["-compress", "zip"],
        &["-compress", "group4", "-threshold", "50%"],
        &["-compress", "fax", "-threshold", "50%"],
        &["-compress", "lzw", "-orient", "right-top"],
    ] {
        let file = folder.path().join("一.tif");
        let Some(mut convert) = tool("convert") else { return };
        output(convert.arg(&first).arg(&second).args(options).arg(&file));
        let scan = Scan::read(&file).unwrap();
        assert_eq!(scan.pages, 2, "{options:?}");
        for at in 0..2 {
            let seen = scan.page(at, LONGEST).unwrap_or_else(|why| panic!("{options:?} {at}: {why:?}"));
            let apart = apart(&seen, &page_of(&file, at));
            assert!(apart < 3.0, "{options:?}, page {at}: {apart:.2}");
        }
        assert_eq!(scan.page(2, LONGEST), Err(NotSeen::Other), "there are two");
    }
    // A palette is nothing that a scanner writes: it is kept, and told.
    let file = folder.path().join("二.tif");
    output(tool("convert").unwrap().arg(&first).args(["-type", "palette"]).arg(&file));
    assert_eq!(Scan::read(&file).unwrap().page(0, LONGEST), Err(NotSeen::Other));
}

/// As another program shows a page of a file.
fn page_of(file: &Path, at: usize) -> RgbImage {
    let to = file.with_extension("shown.png");
    let from = format!("{}[{at}]", file.display());
    output(tool("convert").unwrap().arg(from).args(["-auto-orient", "-colorspace", "sRGB"]).arg(&to));
    image::open(&to).unwrap().into_rgb8()
}

#[test]
fn a_page_is_never_larger_than_it_is_asked_for() {
    let scan = Scan::of("一.png".into(), packed(&picture(), ImageFormat::Png)).unwrap();
    assert_eq!(scan.page(0, LONGEST).unwrap().size(), (WIDTH, HEIGHT));
    let small = scan.page(0, 70).unwrap();
    assert_eq!(small.size(), (50, 70));
    assert_eq!(small.sized(25, LONGEST).size(), (25, 35));
    assert_eq!(small.sized(500, LONGEST).size(), (50, 70), "no dot is made up");
    assert_eq!(small.sized(50, 7).size(), (5, 7));
    let pdf = pdf(vec![rgb(picture().into_raw())], "q 300 0 0 420 0 0 cm /A Do Q", &dictionary! {});
    assert_eq!(Scan::of("一.pdf".into(), pdf).unwrap().page(0, 42).unwrap().size(), (30, 42));
}
