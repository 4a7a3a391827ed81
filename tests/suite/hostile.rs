//! Hostile input: files that were made wrong by chance or by intent go through every reader. Each is taken or refused in
//! words; nothing panics, nothing half-read is kept, memory stays bounded.
//!
//! The damage is drawn from a seed, so that a run can be had again: `cargo test hostile` takes some hundreds of each kind,
//! the long one as many as [`LONG`].

mod sweeps;

use std::io::{Cursor, Write};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use image::{ImageFormat, RgbImage};
use taizhang::error::ErrorKind;
use taizhang::model::*;
use taizhang::paper::{Foot, forms, place};
use taizhang::papers::{Paper, to_xlsx};
use taizhang::scan::Scan;

use super::support::{empty_office, sample_office, today};
#[cfg(target_os = "linux")]
use super::support::{sample, tool};
pub use sweeps::{Chance, odd_text};
use sweeps::{Sweep, codes, data_files, documents, layouts, locked, scans, tables};

/// Pieces of input a kind in `cargo test`, and in the long sweep.
const SHORT: u64 = 250;
const LONG: u64 = 6_000;

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
fn hostile_codes_are_read_or_passed_over() {
    let (read, lost) = codes(0..30);
    assert!(read > 0 && lost > 0, "{read} {lost}");
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
            assert!(place(sheet, &values, &Foot::default()).len() < 3_000);
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
    let started = worked();
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
    let took = worked().saturating_sub(started);
    assert!(took.as_secs() < 20, "{took:?}");
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

/// A workbook whose only table is this, packed; `told` is how many bytes of it its directory tells, where that is a lie.
#[cfg(target_os = "linux")]
fn workbook_of(pieces: impl IntoIterator<Item = Vec<u8>>, told: Option<u32>) -> Vec<u8> {
    let scratch = sample_office();
    let paper = Paper::of_matrix(scratch.office.register(), DepartmentId(1));
    let mut archive = zip::ZipArchive::new(Cursor::new(to_xlsx(&[paper], today()).unwrap())).unwrap();
    let mut made = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let sheet = "xl/worksheets/sheet1.xml";
    for at in 0..archive.len() {
        let part = archive.by_index_raw(at).unwrap();
        if part.name().unwrap() != sheet {
            made.raw_copy_file(part).unwrap();
        }
    }
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    made.start_file(sheet, options).unwrap();
    let mut size: u32 = 0;
    for piece in pieces {
        size += piece.len() as u32;
        made.write_all(&piece).unwrap();
    }
    let mut bytes = made.finish().unwrap().into_inner();
    if let Some(told) = told {
        // Before the file and in the directory.
        let places: Vec<usize> = (0..bytes.len() - 4).filter(|at| bytes[*at..at + 4] == size.to_le_bytes()).collect();
        assert_eq!(places.len(), 2);
        for at in places {
            bytes[at..at + 4].copy_from_slice(&told.to_le_bytes());
        }
    }
    bytes
}

/// Where there is no more memory a program is killed, and says nothing: files that would take it are refused before.
#[test]
#[cfg(target_os = "linux")] // prlimit
fn a_file_that_would_take_more_memory_than_there_is_is_refused_in_words() {
    const MEMORY: &str = "300000000";
    let folder = tempfile::tempdir().unwrap();
    let office = sample(folder.path());
    let file = |name: &str, bytes: Vec<u8>| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let sheet = |content: &str| {
        format!(
            "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{content}</sheetData></worksheet>"
        )
    };
    let text = sheet("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>甲</t></is></c></row>");
    let (before, behind) = text.split_once('甲').unwrap();
    let ends = [before, behind].map(|end| end.as_bytes().to_vec());
    let [before, behind] = ends;
    let long = std::iter::repeat_n(vec![b'x'; 1_000_000], 300);
    let lies = workbook_of(std::iter::once(before).chain(long).chain([behind]), Some(1_000));
    assert!(lies.len() < 1_000_000, "{}", lies.len());
    let far = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>";
    let far = workbook_of([sheet(far).into_bytes()], None);
    let huge = file("大.csv", "姓名,科室\n".into());
    std::fs::File::options().write(true).open(&huge).unwrap().set_len(20_000_000_000).unwrap();
    for (path, errand, why) in [
        (file("小.xlsx", lies), &["import", "--as", "people"][..], "不完整或已损坏，没有导入任何数据"),
        (file("远.xlsx", far), &["import", "--as", "people"], "没有找到人员表的表头"),
        (huge, &["import", "--as", "people"], "文件超过50MB，没有导入任何数据"),
        (file("大.png", png_header(30_000, 30_000)), &["attach", "SQ-2026-0001"], "图像过大"),
    ] {
        let Some(mut bounded) = tool("prlimit") else { return };
        bounded.arg(format!("--as={MEMORY}")).arg(env!("CARGO_BIN_EXE_taizhang"));
        bounded.arg("--file").arg(&office).args(["--today", "2026-11-24"]).args(errand).arg(&path);
        let told = bounded.output().unwrap();
        let err = String::from_utf8(told.stderr).unwrap();
        assert!(told.status.code().is_some(), "{}: {}: {err}", path.display(), told.status);
        assert!(!told.status.success() && err.contains(why), "{}: {err}", path.display());
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
    let sweeps: [(&str, Sweep, u64); 7] = [
        ("documents", documents, LONG),
        ("tables", tables, LONG),
        ("scans", scans, LONG * 3),
        ("codes", codes, LONG / 20),
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

/// For an hour of a core each once, and whenever something about a reader has changed: each reader for as many minutes of
/// work as `TAIZHANG_FUZZ_MINUTES` says, with seeds that the sweeps above do not reach, from `TAIZHANG_FUZZ_FROM` on: a
/// run that was stopped is gone on with from the seed that it told last.
#[test]
#[ignore = "as long as TAIZHANG_FUZZ_MINUTES asks for"]
#[allow(clippy::explicit_write)] // the printing macros are what the runner captures
fn each_reader_meets_hostile_files_for_as_long_as_is_asked() {
    let Some(minutes) = super::support::fuzz_minutes() else { return };
    let first = std::env::var("TAIZHANG_FUZZ_FROM").map_or(1_000_000, |from| from.parse().unwrap());
    let sweeps: [(&str, Sweep, u64); 6] = [
        ("documents", documents, 200),
        ("tables", tables, 200),
        ("scans", scans, 1_000),
        ("codes", codes, 20),
        ("data files", data_files, 100),
        ("layouts", layouts, 20),
    ];
    std::thread::scope(|scope| {
        for (what, sweep, count) in sweeps {
            scope.spawn(move || {
                let (started, mut from, mut sum, mut told) = (worked(), first, (0, 0), 0);
                while told < minutes {
                    let (taken, refused) = sweep(from..from + count);
                    sum = (sum.0 + taken, sum.1 + refused);
                    from += count;
                    let gone = worked().saturating_sub(started).as_secs() / 60;
                    if gone > told {
                        told = gone;
                        let (taken, refused) = sum;
                        writeln!(
                            std::io::stderr(),
                            "hostile {what} in {told} min: taken {taken}, refused {refused}; next seed {from}"
                        )
                        .unwrap();
                    }
                }
            });
        }
    });
}

/// How long this thread had a core, since some moment before: a machine that does other work as well makes a minute no
/// less (Linux: `/proc/thread-self/schedstat`, nanoseconds). Elsewhere the time that went by.
pub(super) fn worked() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let had = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let had = had.and_then(|told| told.split(' ').next()?.parse().ok());
    had.map_or_else(|| START.elapsed(), Duration::from_nanos)
}
