//! Scans of signed papers (第五条, 第十八条): recognised by content, kept whole, broken ones refused by name.

use std::io::Cursor;
use std::ops::Range;
use std::path::{Path, PathBuf};

use image::{ImageFormat, RgbImage};
use rusqlite::Connection;
use taizhang::error::ErrorKind;
use taizhang::model::*;
use taizhang::ops::{About, HistoryLine, HistoryWanted, Office};
use taizhang::papers::{Paper, to_pdf};
use taizhang::scan::Scan;
use taizhang::store::{Access, Broken};

use super::support::{a_round, a_sample, bytes, notices, output, sample_office, taizhang, today, tool};

/// A picture of some kilobytes that no packing makes small.
pub fn picture(format: ImageFormat) -> Vec<u8> {
    let noisy = |x: u32, y: u32| image::Rgb([(x * 7 + y * 13) as u8, (x * y) as u8, (x ^ y) as u8]);
    let mut packed = Cursor::new(Vec::new());
    RgbImage::from_fn(120, 170, noisy).write_to(&mut packed, format).unwrap();
    packed.into_inner()
}

/// A TIFF of several pages.
fn tiff(pages: usize) -> Vec<u8> {
    let mut packed = Cursor::new(Vec::new());
    let mut encoder = tiff::encoder::TiffEncoder::new(&mut packed).unwrap();
    for page in 0..pages {
        let grey: Vec<u8> = (0..120 * 170).map(|at| (at * (page + 3)) as u8).collect();
        encoder.write_image::<tiff::encoder::colortype::Gray8>(120, 170, &grey).unwrap();
    }
    packed.into_inner()
}

/// The sample's applications as one PDF of four pages.
fn pdf() -> Vec<u8> {
    let scratch = sample_office();
    let register = scratch.office.register();
    let papers: Vec<Paper> = register.applications.values().map(|it| Paper::of_application(register, it)).collect();
    to_pdf(&papers, today()).unwrap()
}

fn every_kind() -> [(&'static str, Vec<u8>, ScanKind, u32); 4] {
    [
        ("一.pdf", pdf(), ScanKind::Pdf, 4),
        ("二.jpg", picture(ImageFormat::Jpeg), ScanKind::Jpeg, 1),
        ("三.png", picture(ImageFormat::Png), ScanKind::Png, 1),
        ("四.tif", tiff(3), ScanKind::Tiff, 3),
    ]
}

#[test]
fn a_scan_is_known_by_its_content_whatever_its_name() {
    for (_, content, kind, pages) in every_kind() {
        let scan = Scan::of("没有后缀".into(), content).unwrap();
        assert_eq!((scan.kind, scan.pages), (kind, pages));
    }
}

#[test]
fn a_scan_that_was_cut_off_or_is_something_else_is_refused_by_name() {
    for (name, content, ..) in every_kind() {
        for part in [1, 10, 50, 90, 99] {
            let cut = content[..content.len() * part / 100].to_vec();
            let error = Scan::of(name.into(), cut).expect_err(&format!("{name}, {part} %"));
            assert_eq!(error.kind(), ErrorKind::BadInput);
            assert!(error.to_string().starts_with(&format!("“{name}”")), "{error}");
            assert!(error.to_string().contains("没有附上"), "{error}");
        }
    }
    let mut broken = picture(ImageFormat::Png);
    let middle = broken.len() / 2;
    broken[middle] ^= 0xFF;
    assert!(Scan::of("三.png".into(), broken).is_err(), "the checksum of a PNG is wrong");
    for other in [&b""[..], b"hello", b"PK\x03\x04", b"SQLite format 3\0", b"<html>", b"GIF89a"] {
        assert!(Scan::of("x.pdf".into(), other.to_vec()).is_err());
    }
    assert!(Scan::of("大.pdf".into(), vec![b'%'; 50_000_001]).unwrap_err().to_string().contains("超过50MB"));
}

/// A thumbnail inside a JPEG has an end of its own: the picture around it is cut off all the same.
#[test]
fn a_jpeg_that_was_cut_off_is_refused_also_with_a_whole_thumbnail_in_it() {
    let (whole, thumbnail) = (picture(ImageFormat::Jpeg), picture(ImageFormat::Jpeg));
    let mut with_thumbnail = whole[..2].to_vec();
    with_thumbnail.extend([0xFF, 0xE1]);
    with_thumbnail.extend((thumbnail.len() as u16 + 2).to_be_bytes());
    with_thumbnail.extend(&thumbnail);
    with_thumbnail.extend(&whole[2..]);
    assert!(Scan::of("二.jpg".into(), with_thumbnail.clone()).is_ok());
    let cut = with_thumbnail[..with_thumbnail.len() - whole.len() / 2].to_vec();
    assert!(Scan::of("二.jpg".into(), cut).is_err());
}

/// Some sectors of a stick that were written over: the decoder fills the rest with grey, and says nothing. `ImageMagick` packs the
/// dots in one scan and in several.
#[test]
fn a_jpeg_of_which_a_part_was_written_over_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for options in [&[][..], &["-interlace", "JPEG"], &["-sampling-factor", "4:2:0", "-quality", "40"]] {
        let path = folder.path().join("图.jpg");
        let Some(mut convert) = tool("convert") else { return };
        output(convert.args(["-seed", "7", "-size", "800x1000", "plasma:"]).args(options).arg(&path));
        let mut bytes = std::fs::read(&path).unwrap();
        assert!(Scan::of("图.jpg".into(), bytes.clone()).is_ok(), "{options:?}");
        // What lies there then is of another file: packed, and so as good as drawn by lot.
        let (middle, mut drawn) = (bytes.len() / 2, 1_u32);
        for byte in &mut bytes[middle..middle + 4096] {
            drawn = drawn.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            *byte = (drawn >> 24) as u8;
        }
        let error = Scan::of("图.jpg".into(), bytes.clone()).expect_err(&format!("{options:?}"));
        assert!(error.to_string().contains("不完整或已损坏"), "{error}");
    }
}

#[test]
fn a_pdf_that_is_locked_with_a_password_is_refused() {
    let Some(mut qpdf) = tool("qpdf") else { return };
    let folder = tempfile::tempdir().unwrap();
    let (plain, locked) = (folder.path().join("a.pdf"), folder.path().join("b.pdf"));
    std::fs::write(&plain, pdf()).unwrap();
    output(qpdf.args(["--encrypt", "geheim", "geheim", "256", "--"]).args([&plain, &locked]));
    let error = Scan::read(&locked).unwrap_err();
    assert!(error.to_string().contains("有密码保护"), "{error}");
}

/// Where the parts of a PDF lie that are packed, or drawn from.
fn streams(pdf: &[u8]) -> Vec<Range<usize>> {
    let find = |wanted: &[u8], from: usize| {
        pdf[from..].windows(wanted.len()).position(|found| found == wanted).map(|at| from + at)
    };
    let (mut found, mut from) = (Vec::new(), 0);
    while let Some(at) = find(b">>\nstream\n", from).or_else(|| find(b">>stream\n", from)) {
        let begin = at + pdf[at..].iter().position(|byte| *byte == b'm').unwrap() + 2;
        let end = find(b"endstream", begin).unwrap();
        found.push(begin..end - usize::from(pdf[end - 1] == b'\n'));
        from = end;
    }
    found
}

/// qpdf finds what is wiped; of what is garbled, and unpacks to another text all the same, the checksum alone tells.
#[test]
fn a_pdf_is_read_whole_and_one_of_which_a_part_is_damaged_is_refused() {
    let (whole, folder) = (pdf(), tempfile::tempdir().unwrap());
    let parts = streams(&whole);
    assert!(parts.len() > 8, "{parts:?}");
    let path = folder.path().join("坏.pdf");
    for (nth, part) in parts.iter().enumerate() {
        let half = part.start + part.len() / 4..part.start + part.len() * 3 / 4;
        for (damage, range, byte) in [("half of it garbled", half, 0x55), ("wiped", part.clone(), 0)] {
            let mut damaged = whole.clone();
            damaged[range].fill(byte);
            std::fs::write(&path, &damaged).unwrap();
            let error = Scan::read(&path).expect_err(&format!("part {nth}, {damage}"));
            assert!(error.to_string().starts_with("“坏.pdf”不完整或已损坏"), "{error}");
        }
    }
    // The last is what a page draws.
    let Some(mut qpdf) = tool("qpdf") else { return };
    assert!(!qpdf.arg("--check").arg(&path).output().unwrap().status.success());
}

/// Good scans as other programs pack them are taken, and are refused once what is in them is wiped.
#[test]
fn a_pdf_of_another_program_is_taken_however_it_is_packed_and_refused_once_it_is_wiped() {
    let folder = tempfile::tempdir().unwrap();
    let mut scans = vec![("程序自己的", pdf())];
    for name in ["扫描_JBIG2.pdf", "扫描_JBIG2_字典.pdf"] {
        let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
        scans.push((name, bytes(&fixture)));
    }
    let (tiff, made) = (folder.path().join("a.tiff"), folder.path().join("a.pdf"));
    for (name, picture, options) in [
        ("G4", &["-monochrome", "-compress", "Group4"][..], &[][..]),
        ("G3", &["-monochrome", "-compress", "Fax"], &[]),
        ("JPEG", &["-compress", "None"], &["-j"]),
        ("Flate", &["-compress", "None"], &["-z"]),
        ("Flate with a predictor", &["-compress", "Zip"], &[]),
    ] {
        let (Some(mut convert), Some(mut tiff2pdf)) = (tool("convert"), tool("tiff2pdf")) else { break };
        output(convert.args(["-size", "300x420", "plasma:fractal", "-depth", "8"]).args(picture).arg(&tiff));
        output(tiff2pdf.args(options).arg("-o").arg(&made).arg(&tiff));
        scans.push((name, bytes(&made)));
    }
    if let Some(mut qpdf) = tool("qpdf") {
        let own = folder.path().join("b.pdf");
        std::fs::write(&own, pdf()).unwrap();
        output(qpdf.args(["--object-streams=generate", "--linearize"]).args([&own, &made]));
        assert_eq!(Scan::read(&made).unwrap().pages, 4);
    }
    for (name, whole) in scans {
        Scan::of(name.into(), whole.clone()).unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut wiped = whole.clone();
        let parts = streams(&whole);
        assert!(!parts.is_empty(), "{name}");
        for part in parts {
            wiped[part].fill(0);
        }
        assert!(Scan::of(name.into(), wiped).is_err(), "{name}");
    }
}

/// Scans as another program makes them: fax-packed, tiled, progressive, in several pages.
#[test]
fn scans_of_another_program_are_taken() {
    let Some(_) = tool("convert") else { return };
    let folder = tempfile::tempdir().unwrap();
    let make = |arguments: &[&str], name: &str| {
        let path = folder.path().join(name);
        output(std::process::Command::new("convert").args(["-size", "200x280", "plasma:"]).args(arguments).arg(&path));
        path
    };
    for (arguments, name, pages) in [
        (&["-monochrome", "-compress", "Group4"][..], "fax.tif", 1),
        (&["-compress", "LZW"], "lzw.tif", 1),
        (&["-compress", "Zip", "-define", "tiff:tile-geometry=64x64"], "tiled.tif", 1),
        (&["-size", "100x100", "plasma:", "-compress", "JPEG"], "two.tif", 2),
        (&["-interlace", "Plane"], "progressive.jpg", 1),
        (&["-colorspace", "CMYK"], "cmyk.jpg", 1),
        (&["-depth", "16"], "deep.png", 1),
    ] {
        let scan = Scan::read(&make(arguments, name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(scan.pages, pages, "{name}");
    }
}

#[test]
fn a_scan_is_kept_whole_with_its_paper_and_undo_takes_it_back() {
    let mut scratch = sample_office();
    let before = scratch.office.register().clone();
    let scan = Scan::of("签字版.pdf".into(), pdf()).unwrap();
    let id = scratch.office.attach("sq-2026-0001", &scan, today()).unwrap();
    assert_eq!(scratch.office.attach("SQ-2026-0001", &scan, today()).unwrap(), id, "the same scan twice is one");
    let subject = Scanned::Numbered("SQ-2026-0001".into());
    drop(scratch.office);

    let mut office = Office::open(&scratch.file, Access::Write).unwrap();
    let kept: Vec<Attachment> = office.register().attachments_of(&subject).into_iter().cloned().collect();
    assert_eq!(kept.len(), 1);
    assert_eq!((kept[0].name.as_str(), kept[0].kind, kept[0].pages), ("签字版.pdf", ScanKind::Pdf, 4));
    assert_eq!(office.scan_of(&kept[0]).unwrap(), scan.bytes);
    let entries = office.entries_on(&Scanned::Numbered("SQ-2026-0001".into())).unwrap();
    assert_eq!(entries.last().unwrap().op, Op::Attach);
    office.undo(today()).unwrap();
    assert_eq!(*office.register(), before);
    office.redo(today()).unwrap();
    assert_eq!(office.scan_of(&kept[0]).unwrap(), scan.bytes);
    assert_eq!(office.verify(None).unwrap().broken, None);
}

#[test]
fn a_wrong_scan_is_void_with_a_reason_and_stays() {
    let mut scratch = sample_office();
    let scan = Scan::of("错.png".into(), picture(ImageFormat::Png)).unwrap();
    let id = scratch.office.attach("QL-2026-0001", &scan, today()).unwrap();
    assert_eq!(scratch.office.void_attachment(id, " ", today()).unwrap_err().kind(), ErrorKind::Refused);
    scratch.office.void_attachment(id, "扫错了", today()).unwrap();
    let register = scratch.office.register();
    assert_eq!(register.attachments_of(&Scanned::Numbered("QL-2026-0001".into())), Vec::<&Attachment>::new());
    assert_eq!(scratch.office.scan_of(register.get::<Attachment>(id).unwrap()).unwrap(), scan.bytes);
    assert!(scratch.office.void_attachment(id, "再作废", today()).is_err());
}

#[test]
fn a_folder_is_matched_by_the_numbers_in_its_names_and_what_fits_nowhere_is_told() {
    let mut scratch = sample_office();
    let folder = scratch.folder.path().join("扫描");
    std::fs::create_dir(&folder).unwrap();
    let put = |name: &str, content: &[u8]| -> PathBuf {
        let path = folder.join(name);
        std::fs::write(&path, content).unwrap();
        path
    };
    let files = [
        put("sq20260001 签字.jpg", &picture(ImageFormat::Jpeg)),
        put("QL-2026-0001.png", &picture(ImageFormat::Png)),
        put("政务服务科_附件1_2026.tif", &tiff(1)),
        put("SQ-2026-0002.pdf", b"%PDF-1.7 cut off"),
        put("SQ-2026-0099.pdf", &pdf()),
        put("SQ-2026-0001和SQ-2026-0003.pdf", &pdf()),
        put("会议纪要.pdf", &pdf()),
    ];
    let twice = scratch.office.register().papers_in_name("SQ-2026-0001、SQ-2026-0003，见SQ-2026-0001.pdf");
    let numbers = ["SQ-2026-0001", "SQ-2026-0003"].map(|number| Scanned::Numbered(number.into()));
    assert_eq!(twice, numbers, "each once, wherever it stands");
    let taken = scratch.office.attach_all(&files, today()).unwrap();
    let papers: Vec<&str> = taken.attached.iter().map(|(_, paper)| paper.as_str()).collect();
    assert_eq!(papers, ["SQ-2026-0001", "QL-2026-0001", "政务服务科附件1"]);
    let refused: Vec<&Path> = taken.refused.iter().map(|(path, _)| path.as_path()).collect();
    assert_eq!(refused, files[3..]);
    let service = scratch.office.register().department_named("政务服务科").unwrap();
    assert_eq!(scratch.office.register().attachments_of(&Scanned::Matrix(service)).len(), 1);
    scratch.office.undo(today()).unwrap();
    assert!(scratch.office.register().attachments.is_empty(), "a folder is one errand");
}

#[test]
fn of_the_same_scan_twice_in_a_folder_or_from_before_one_is_kept_and_it_is_told() {
    let scratch = sample_office();
    drop(scratch.office);
    let folder = scratch.folder.path().join("扫描");
    std::fs::create_dir(&folder).unwrap();
    for name in ["SQ-2026-0001.png", "SQ-2026-0001 又一次.png"] {
        std::fs::write(folder.join(name), picture(ImageFormat::Png)).unwrap();
    }
    let run = || output(taizhang().arg("--file").arg(&scratch.file).arg("attach-all").arg(&folder));
    let told = |lines: &str| lines.lines().map(|line| line.ends_with("　已有，没有重复附上")).collect::<Vec<_>>();
    assert_eq!(told(&run()), [false, true]);
    assert_eq!(told(&run()), [true, true]);
    let office = Office::open(&scratch.file, Access::Read).unwrap();
    assert_eq!(office.register().attachments.len(), 1);
}

#[test]
fn verifying_also_looks_at_the_bytes_that_records_name() {
    let mut scratch = sample_office();
    let scan = Scan::of("签字版.png".into(), picture(ImageFormat::Png)).unwrap();
    scratch.office.attach("SQ-2026-0001", &scan, today()).unwrap();
    drop(scratch.office);
    let whole = bytes(&scratch.file);
    for tampering in [
        "DROP TRIGGER content_no_update; UPDATE content SET bytes = zeroblob(length(bytes))",
        "DROP TRIGGER content_no_delete; DELETE FROM content",
    ] {
        std::fs::write(&scratch.file, &whole).unwrap();
        Connection::open(&scratch.file).unwrap().execute_batch(tampering).unwrap();
        let office = Office::open(&scratch.file, Access::Read).unwrap();
        assert_eq!(office.verify(None).unwrap().broken, Some(Broken::Content("扫描件第1号".into())), "{tampering}");
        let attachment = office.register().attachments.values().next().unwrap();
        assert!(office.scan_of(attachment).is_err(), "and it is not shown as the scan");
    }
}

#[test]
fn the_command_line_attaches_one_scan_or_a_folder() {
    let scratch = sample_office();
    drop(scratch.office);
    let folder = scratch.folder.path().join("扫描");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("SQ-2026-0002.png"), picture(ImageFormat::Png)).unwrap();
    let run = |arguments: &[&str]| {
        let mut command = taizhang();
        command.args(["--today", "2026-11-24", "--file"]).arg(&scratch.file).args(arguments).current_dir(&folder);
        let told = command.output().unwrap();
        (told.status.code().unwrap(), String::from_utf8(told.stdout).unwrap(), String::from_utf8(told.stderr).unwrap())
    };
    assert_eq!(run(&["attach", "SQ-2026-0001", "SQ-2026-0002.png"]).1, "已附到SQ-2026-0001：PNG，1页\n");
    assert_eq!(run(&["attach", "政务服务科", "SQ-2026-0002.png"]).1, "已附到政务服务科附件1：PNG，1页\n");
    assert_eq!(run(&["attach", "SQ-2026-0099", "SQ-2026-0002.png"]).0, 2);
    assert_eq!(run(&["attach", "SQ-2026-0001", "没有.png"]).0, 1);
    assert_eq!(run(&["attach-all", "."]).0, 0);
    std::fs::write(folder.join("SQ-2026-0003.png"), "x").unwrap();
    let (code, out, err) = run(&["attach-all", "."]);
    let attached = Path::new(".").join("SQ-2026-0002.png");
    let known = format!("SQ-2026-0002：{}　已有，没有重复附上\n", attached.display());
    assert_eq!((code, out), (3, known), "done in part");
    assert!(err.starts_with("“SQ-2026-0003.png”不是 PDF、JPEG、PNG 或 TIFF"), "{err}");
}

/// 巡检 (第八条), 抽查 (第九条) and 书面通知 (第十四条) come back signed as well: by number, from a folder, on the command
/// line, in their histories.
#[test]
fn rounds_samples_and_notices_take_scans_as_the_other_papers_do() {
    let mut scratch = sample_office();
    let numbers = [
        a_round(&mut scratch.office),
        a_sample(&mut scratch.office),
        notices(&mut scratch.office, today()).into_iter().next().unwrap(),
    ];
    assert_eq!(numbers, ["XJ-2026-0001", "CC-2026-0001", "TZ-2026-0001"]);
    let folder = scratch.folder.path().join("扫描");
    std::fs::create_dir(&folder).unwrap();
    for (nth, number) in numbers.iter().enumerate() {
        let mut content = picture(ImageFormat::Png);
        content.push(nth as u8);
        std::fs::write(folder.join(format!("{} 签字.png", number.to_lowercase())), content).unwrap();
    }
    let files = taizhang::fsio::files_in(&folder).unwrap();
    let taken = scratch.office.attach_all(&files, today()).unwrap();
    assert_eq!((taken.attached.len(), taken.refused.len()), (3, 0), "{:?}", taken.refused);
    for number in &numbers {
        let of = Scanned::Numbered(number.clone());
        assert_eq!(scratch.office.register().attachments_of(&of).len(), 1, "{number}");
        let wanted = HistoryWanted { about: Some(About::Paper(number.clone())), ..HistoryWanted::default() };
        let lines = scratch.office.history(&wanted, None).unwrap();
        let attached: Vec<&HistoryLine> = lines.iter().filter(|line| line.entry.op == Op::Attach).collect();
        assert_eq!(attached.len(), 1, "its own scan alone of the folder's: {number}");
        assert!(attached[0].change.contains(number), "{:?}", attached[0]);
        assert!(scratch.office.entries_on(&of).unwrap().iter().any(|it| it.op == Op::Attach));
    }
    assert_eq!(scratch.office.verify(None).unwrap().broken, None);
    drop(scratch.office);
    let scan = folder.join("xj-2026-0001 签字.png");
    let attached = |number: &String| {
        let mut command = taizhang();
        command.args(["--today", "2026-11-24", "--file"]).arg(&scratch.file).args(["attach", number]).arg(&scan);
        output(&mut command)
    };
    let [round, others @ ..] = &numbers;
    assert_eq!(attached(round), "XJ-2026-0001已有这份扫描件，没有重复附上\n", "the folder had it");
    for number in others {
        assert_eq!(attached(number), format!("已附到{number}：PNG，1页\n"));
        assert_eq!(attached(number), format!("{number}已有这份扫描件，没有重复附上\n"));
    }
}
