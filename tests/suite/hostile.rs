//! Hostile input: files that were made wrong by chance or by intent go through every reader. Each is taken or refused in
//! words; nothing panics, nothing half-read is kept, memory stays bounded.
//!
//! The damage is drawn from a seed, so that a run can be had again: `cargo test hostile` takes some hundreds of each kind,
//! the long one as many as [`LONG`].

use std::io::{Cursor, Write};
use std::ops::Range;
use std::time::Instant;

use image::{ImageFormat, RgbImage};
use taizhang::error::ErrorKind;
use taizhang::lock::Passphrase;
use taizhang::model::*;
use taizhang::ops::Office;
use taizhang::paper::{Mark, forms, page, place};
use taizhang::papers::{Paper, to_pdf, to_xlsx};
use taizhang::scan::Scan;
use taizhang::store::Access;

use super::support::{SAMPLE, empty_office, sample_office, today};

/// Pieces of input a kind in `cargo test`, and in the long sweep.
const SHORT: u64 = 250;
const LONG: u64 = 6_000;

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
type Count = (u64, u64);
/// A reader that meets the hostile files of these seeds.
type Sweep = fn(Range<u64>) -> Count;

fn documents(seeds: Range<u64>) -> Count {
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
            Ok(_) => taken += 1,
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

fn tables(seeds: Range<u64>) -> Count {
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

fn scans(seeds: Range<u64>) -> Count {
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
            Ok(_) => taken += 1,
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::BadInput, "seed {seed}: {error}");
                refused += 1;
            }
        }
    }
    (taken, refused)
}

fn data_files(seeds: Range<u64>) -> Count {
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
        "「」",
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

fn layouts(seeds: Range<u64>) -> Count {
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
            let laid = place(sheet, &values, Some("SQ-2026-0001"));
            assert!(!laid.is_empty() && laid.len() < 2000, "seed {seed}: {}", laid.len());
            for mark in laid.iter().flat_map(|page| &page.marks) {
                if let Mark::Text { x, width, baseline, .. } = mark {
                    assert!(x.is_finite() && width.is_finite() && baseline.is_finite(), "seed {seed}");
                    assert!(*x >= 0.0 && *x <= page::WIDTH, "seed {seed}: {mark:?}");
                }
            }
            pages += laid.len() as u64;
            if seed % 25 == 0 {
                let paper = Paper { sheet, values: values.clone(), number: None, name: "怪".into() };
                to_pdf(std::slice::from_ref(&paper), today()).unwrap();
                to_xlsx(&[paper], today()).unwrap();
            }
        }
    }
    (pages, 0)
}

fn locked(seeds: Range<u64>) -> Count {
    let scratch = sample_office();
    let passphrase = Passphrase::chosen("砚台 骆驼 correct 7").unwrap();
    let mut sealed = Vec::new();
    passphrase.seal(&mut &std::fs::read(&scratch.file).unwrap()[..], &mut sealed).unwrap();
    let samples = [sealed];
    let (mut taken, mut refused) = (0, 0);
    for seed in seeds {
        let mut chance = Chance(seed);
        // The head is where a reader goes wrong; the body is sealed piece by piece.
        let mut bytes = damaged(&[samples[0][..200].to_vec()], &mut chance);
        bytes.extend(&samples[0][200..]);
        let mut opened = Vec::new();
        match passphrase.open(&mut &bytes[..], &mut opened) {
            Ok(()) => taken += 1,
            Err(error) => {
                assert!(matches!(error.kind(), ErrorKind::BadInput | ErrorKind::Corrupt), "seed {seed}: {error}");
                refused += 1;
            }
        }
    }
    (taken, refused)
}

#[test]
fn hostile_documents_are_taken_whole_or_not_at_all() {
    let (taken, refused) = documents(0..SHORT);
    assert!(taken > 0 && refused > 0, "{taken} {refused}");
}

#[test]
fn hostile_tables_are_read_or_refused() {
    let (taken, refused) = tables(0..SHORT);
    assert!(taken > 0 && refused > 0, "{taken} {refused}");
}

#[test]
fn hostile_scans_are_taken_or_refused() {
    let (taken, refused) = scans(0..SHORT);
    assert!(taken > 0 && refused > 0, "{taken} {refused}");
}

#[test]
fn hostile_data_files_open_with_what_they_held_or_are_refused_or_named() {
    let (taken, refused) = data_files(0..SHORT);
    assert!(taken > 0 && refused > 0, "{taken} {refused}");
}

#[test]
fn hostile_texts_are_laid_out() {
    let (pages, _) = layouts(0..12);
    assert!(pages > 0);
}

/// What is pasted stands on the screen before it is refused: a head longer than a page must not hold the layout up.
#[test]
fn a_text_far_over_its_limit_is_laid_out_all_the_same() {
    for length in [500, 3_000] {
        let long = "长".repeat(length);
        let values = Values::default().with(Field::System, &*long).with(Field::Description, &*long);
        for sheet in [&forms::APPLICATION, &forms::MATRIX, &forms::CLEANUP] {
            assert!(place(sheet, &values, None).len() < 3_000);
        }
    }
}

#[test]
fn hostile_locked_files_are_refused() {
    let (_, refused) = locked(0..6);
    assert!(refused > 0);
}

/// A picture of a few kilobytes that would unpack to gigabytes, a table that is nested without end: refused, at once.
#[test]
fn what_unpacks_to_more_than_memory_is_refused_before_it_does() {
    let started = Instant::now();
    assert!(Scan::of("大.png".into(), png_header(39_000, 39_000)).unwrap_err().to_string().contains("图像过大"));
    let mut packed = Cursor::new(Vec::new());
    tiff::encoder::TiffEncoder::new(&mut packed)
        .unwrap()
        .write_image::<tiff::encoder::colortype::Gray8>(40, 60, &[7; 2400])
        .unwrap();
    let mut tiff = packed.into_inner();
    // Width and height as the first two entries of the directory have them: a short of 40, a short of 60.
    for (from, to) in [([40_u8, 0, 0, 0], [0xFF, 0xFF, 0, 0]), ([60, 0, 0, 0], [0xFF, 0xFF, 0, 0])] {
        let at = tiff.windows(4).position(|window| window == from).unwrap();
        tiff[at..at + 4].copy_from_slice(&to);
    }
    assert!(Scan::of("大.tif".into(), tiff).is_err());
    let mut scratch = empty_office();
    for nested in ["[".repeat(200_000), "{\"a\":".repeat(200_000)] {
        assert_eq!(scratch.office.load(&nested, today()).unwrap_err().kind(), ErrorKind::BadInput);
    }
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

/// What the hour with hostile files found: a merged area whose row has more digits than the reader counts on.
#[test]
fn a_workbook_that_the_reader_stumbles_over_is_refused_in_words() {
    let scratch = sample_office();
    let register = scratch.office.register();
    let workbook = to_xlsx(&[Paper::of_matrix(register, DepartmentId(1))], today()).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut made = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let mut content = String::new();
        std::io::Read::read_to_string(&mut part, &mut content).unwrap();
        made.start_file(part.name().unwrap().into_owned(), options).unwrap();
        made.write_all(content.replace("<mergeCell ref=\"A", "<mergeCell ref=\"A99999999999").as_bytes()).unwrap();
    }
    let path = scratch.folder.path().join("坏.xlsx");
    std::fs::write(&path, made.finish().unwrap().into_inner()).unwrap();
    match taizhang::import::read(&path) {
        // Where numbers wrap around, the area lies nowhere.
        Ok(sheets) => assert_eq!(sheets.len(), 1),
        Err(error) => assert!(error.to_string().contains("文件不完整或已损坏"), "{error}"),
    }
}

/// A PNG that says how large it is and holds next to nothing.
fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut small = Cursor::new(Vec::new());
    RgbImage::new(1, 1).write_to(&mut small, ImageFormat::Png).unwrap();
    let mut png = small.into_inner();
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    // The checksum over the type and the 13 bytes of the header (PNG, 5.3), computed bit by bit (Annex D).
    let mut crc = u32::MAX;
    for byte in &png[12..29] {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
        }
    }
    png[29..33].copy_from_slice(&(!crc).to_be_bytes());
    png
}

/// For `.ci/run`: thousands of each kind.
#[test]
#[ignore = "minutes; the short sweeps above take some hundreds"]
#[allow(clippy::explicit_write)] // the printing macros are what the runner captures
fn every_reader_meets_thousands_of_hostile_files() {
    let sweeps: [(&str, Sweep, u64); 6] = [
        ("documents", documents, LONG),
        ("tables", tables, LONG),
        ("scans", scans, LONG * 3),
        ("data files", data_files, LONG / 4),
        ("layouts", layouts, LONG / 20),
        ("locked files", locked, LONG / 300),
    ];
    for (what, sweep, count) in sweeps {
        let started = Instant::now();
        let (taken, refused) = sweep(0..count);
        let seconds = started.elapsed().as_secs();
        writeln!(std::io::stderr(), "hostile {what}: {count} in {seconds} s; taken {taken}, refused {refused}")
            .unwrap();
    }
}

/// For an hour once, and whenever something about a reader has changed: seeds that the sweeps above do not reach, for as
/// many minutes as `TAIZHANG_FUZZ_MINUTES` says.
#[test]
#[ignore = "as long as TAIZHANG_FUZZ_MINUTES asks for"]
#[allow(clippy::explicit_write)] // the printing macros are what the runner captures
fn the_readers_meet_hostile_files_for_as_long_as_is_asked() {
    let Some(minutes) = super::support::fuzz_minutes() else { return };
    let sweeps: [(&str, Sweep, u64); 5] = [
        ("documents", documents, 200),
        ("tables", tables, 200),
        ("scans", scans, 1_000),
        ("data files", data_files, 100),
        ("layouts", layouts, 20),
    ];
    let (started, mut round, mut counts) = (Instant::now(), 0, [(0, 0); 5]);
    while started.elapsed().as_secs() < minutes * 60 {
        for (at, (_, sweep, count)) in sweeps.iter().enumerate() {
            let from = 1_000_000 + round * count;
            let (taken, refused) = sweep(from..from + count);
            counts[at] = (counts[at].0 + taken, counts[at].1 + refused);
        }
        round += 1;
    }
    for ((what, ..), (taken, refused)) in sweeps.iter().zip(counts) {
        writeln!(std::io::stderr(), "hostile {what} in {minutes} min: taken {taken}, refused {refused}").unwrap();
    }
}
